"""Compute the result (sxsj1 §6–7): everything follows from plan, seal and seed; nobody chooses."""

from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.core import machine
from mingqian.core.canonical import Suite, document_hash, jcs
from mingqian.core.decision import demand_all
from mingqian.core.draw import result
from mingqian.core.machines import ceremony
from mingqian.draw import engine, policies
from mingqian.draw.models import Draw
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws, material
from mingqian.draw.services import log as logs
from mingqian.draw.services.preparation import organiser
from mingqian.draw.types import Entropy


@transaction.atomic
def compute(*, draw: str, by: Actor, now: datetime, entropy: Entropy) -> Draw:
    """Selection, teams, substitutes, pairs and audit sample, once; the result's hash enters the log."""
    row = draws.locked(by, draw)
    demand_all(
        [
            policies.may(by, Verb.OPERATE, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, "compute"),
        ]
    )
    plan = material.document(row.plan_doc)
    with engine.reading(row) as files:
        doc = result.compute(
            plan=plan,
            plan_hash=row.plan_hash,
            seal_hash=row.seal_hash,
            seed=row.seed,
            headers=material.headers(row),
            files=files,
            rosters=material.rosters(row),
            ties=material.ties(row),
        )
    row.result_doc, row.result_hash = jcs(doc).decode(), document_hash(Suite(row.suite), doc)
    row.state = machine.move(ceremony.MACHINE, row.state, "compute")
    row.save(update_fields=["result_doc", "result_hash", "state"])
    # The hash alone tells nothing of who was drawn, yet an embargo closes it with the rest (§9).
    logs.append(
        row.log, "result", {"result": row.result_hash}, draw=row, role=organiser(row),
        told="draw.computed", facts={"pairs": len(doc["pairs"]), "engine": engine.stated(plan)}, by=by, now=now,
        nonce=entropy(32).hex() if row.embargo_until else "",
    )  # fmt: skip
    return row
