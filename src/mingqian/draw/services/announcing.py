"""Announce the plan document (抽查任务公告, sxsj1 §3): everything that decides the draw, before any secret."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core import machine
from mingqian.core.canonical import Document, Suite, document_hash, jcs
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.draw import beacons, conflicts
from mingqian.core.draw import plan as plans
from mingqian.core.draw import sources as values
from mingqian.core.machines import ceremony
from mingqian.draw import policies
from mingqian.draw.models import ConflictTie, Draw, Log
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws, material, occasions
from mingqian.draw.services import log as logs
from mingqian.draw.services import plan_document
from mingqian.draw.types import SourceSpec
from mingqian.planning.types import PackInForce
from mingqian.registry import selectors as registries


@transaction.atomic
def announce(
    *, draw: str, sources: Sequence[SourceSpec], pack: PackInForce, by: Actor, now: datetime
) -> Draw:
    """Write, check (V5, V8, V10, §7.3) and publish the plan; an infeasible one is refused before any seal."""
    row = draws.locked(by, draw)
    basis = occasions.basis(by, row, on=localdate(now), pack=pack)
    demand_all(
        [
            policies.may(by, Verb.OPERATE, basis.unit_path),
            machine.may(ceremony.MACHINE, row.state, "announce"),
            *_fresh(row, sources),
        ]
    )
    coi = _commit_conflicts(row, by, now)
    log = Log.objects.select_for_update().get(pk=row.log_id)
    doc = plan_document.write(row, log, basis, sources, coi, now)
    _demand_sound(row, doc)
    row.plan_doc, row.plan_hash = jcs(doc).decode(), document_hash(Suite(row.suite), doc)
    row.state = machine.move(ceremony.MACHINE, row.state, "announce")
    row.save(update_fields=["plan_doc", "plan_hash", "state"])
    logs.append(
        log, "plan", doc, draw=row, role=doc["parties"][0]["role"], told="draw.announced",
        facts={"no": doc["no"], "plan": row.plan_hash, "pack": basis.pack_name}, by=by, now=now,
    )  # fmt: skip
    Log.objects.filter(pk=log.pk).update(plans=doc["no"], last_plan=row.plan_hash)
    return row


def _demand_sound(row: Draw, doc: Document) -> None:
    faults = plans.check(
        doc, headers=material.headers(row), surveys=material.surveys(row), rosters=material.rosters(row)
    )
    faults += [fault for one in doc["public"] if not faults and (fault := beacons.source_fault(one))]
    if faults:
        raise Refused(
            *(
                denied(
                    "draw.plan_unsound", fault, "sxsj1 §3、§5、§7", "请调整实施方案、参与方或随机源后再公告"
                )
                for fault in faults
            )
        )


def _fresh(row: Draw, sources: Sequence[SourceSpec]) -> Iterator[Decision]:
    """A new attempt has a new source (sxsj1 §8): the value of any earlier one is known."""
    before = [one.plan_doc for one in draws.attempts_before(row) if one.plan_doc]
    old = [one for plan in before for one in material.document(plan)["public"]]
    for source in sources:
        again = dict(source.fields) in old and not values.is_dice(source.fields)
        yield (
            denied(
                "draw.same_source",
                f"随机源 {source.fields['src']} 在以前作废的抽取中用过，其数已经公开",
                "sxsj1 §8",
                "请指定新的期号、轮次或脉冲",
            )
            if again
            else allowed()
        )


def _commit_conflicts(row: Draw, by: Actor, now: datetime) -> Document:
    """Freeze the recusal ties between people and subjects of the rolls (sxsj1 §7.4)."""
    listed = _ties(row, by, now)
    known = material.tags(row, [name for inspector, subject in listed for name in (inspector, subject)])
    ties = {
        (known[inspector], known[subject])
        for inspector, subject in listed
        if inspector in known and subject in known
    }
    ConflictTie.objects.bulk_create(
        [ConflictTie(draw=row, inspector=one, subject=two) for one, two in sorted(ties)]
    )
    suite, key = Suite(row.suite), material.keys(row)[1]
    return conflicts.commitment(suite, key, conflicts.leaves(suite, key, ties))


def _ties(row: Draw, by: Actor, now: datetime) -> list[tuple[str, str]]:
    """Who must stay away from whom, by identity: declared by inspectors, or following from a review's lists."""
    if row.review is not None:
        return list(occasions.ties(row.review))
    return [(one, two) for one, two, _ in registries.inspectors.ties(by, localdate(now))]
