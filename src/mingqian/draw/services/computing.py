"""Compute the result (sxsj1 §6–7): everything follows from plan, seal and seed; nobody chooses."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.core import machine
from mingqian.core.canonical import Document, Suite, document_hash, jcs
from mingqian.core.decision import demand_all
from mingqian.core.draw import result
from mingqian.core.draw.selection import Drawable
from mingqian.core.machines import ceremony
from mingqian.draw import engine, policies
from mingqian.draw.models import Draw
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws, material
from mingqian.draw.services import log as logs
from mingqian.draw.services.preparation import organiser
from mingqian.draw.types import Entropy, Tell, silent
from mingqian.engines import statement


def compute(*, draw: str, by: Actor, now: datetime, entropy: Entropy) -> Draw:
    """Selection, teams, substitutes, pairs and audit sample, once; the result's hash enters the log."""
    return keep(draw=draw, doc=work_out(draw=draw, by=by), by=by, now=now, entropy=entropy)


class _Told(dict[str, bytes | Drawable]):
    """The rolls of a draw; whenever the core takes one up, it is told how far the draw is."""

    def __init__(self, files: Mapping[str, bytes | Drawable], plan: Document, tell: Tell) -> None:
        super().__init__(files)
        # Each roll is surveyed and audited once, and drawn from for every item.
        self._steps = 2 * len(result.item_rolls(plan)) + len(plan["items"])
        self._taken, self._tell = 0, tell

    def __getitem__(self, roll: str) -> bytes | Drawable:
        self._tell(self._taken, self._steps, "正在计算抽签号、编组和派组")
        self._taken += 1
        return super().__getitem__(roll)


def work_out(*, draw: str, by: Actor, tell: Tell = silent) -> Document:
    """The result document, from rows and files that nothing changes any more: it needs no transaction.

    A million rows take minutes, and SQLite has one writer: while this runs everybody else goes on working.
    """
    row = draws.get(by, draw)
    _demand_may(row, by)
    plan = material.document(row.plan_doc)
    with engine.reading(row) as files:
        return result.compute(
            plan=plan,
            plan_hash=row.plan_hash,
            seal_hash=row.seal_hash,
            seed=row.seed,
            headers=material.headers(row),
            files=_Told(files, plan, tell),
            rosters=material.rosters(row),
            ties=material.ties(row),
        )


@transaction.atomic
def keep(*, draw: str, doc: Document, by: Actor, now: datetime, entropy: Entropy) -> Draw:
    """Write what was worked out; of two who did it at once the second is refused."""
    row = draws.locked(by, draw)
    _demand_may(row, by)
    row.result_doc, row.result_hash = jcs(doc).decode(), document_hash(Suite(row.suite), doc)
    row.state = machine.move(ceremony.MACHINE, row.state, "compute")
    row.save(update_fields=["result_doc", "result_hash", "state"])
    facts = {"pairs": len(doc["pairs"]), "engine": statement.stated(material.document(row.plan_doc))}
    # The hash alone tells nothing of who was drawn, yet an embargo closes it with the rest (§9).
    logs.append(
        row.log, "result", {"result": row.result_hash}, draw=row, role=organiser(row),
        told="draw.computed", facts=facts, by=by, now=now,
        nonce=entropy(32).hex() if row.embargo_until else "",
    )  # fmt: skip
    return row


def _demand_may(row: Draw, by: Actor) -> None:
    demand_all(
        [
            policies.may(by, Verb.OPERATE, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, "compute"),
        ]
    )
