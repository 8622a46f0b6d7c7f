"""The plan as the protocol writes it (sxsj1 §3, §10), from what planning fixed and the freeze hashed."""

from collections.abc import Sequence
from datetime import datetime

from mingqian.core import shares
from mingqian.core.canonical import Document, Suite, document_hash, normalised
from mingqian.core.decision import Refused, denied
from mingqian.core.draw.documents import document
from mingqian.draw import engine, grouping, practising
from mingqian.draw.models import Draw, DrawRoll, Log, Roll
from mingqian.draw.practising import Periods
from mingqian.draw.selectors import material
from mingqian.draw.services import log as logs
from mingqian.draw.types import Basis, Crew, SourceSpec, Wanted


def write(
    row: Draw, log: Log, basis: Basis, sources: Sequence[SourceSpec], coi: Document, now: datetime
) -> Document:
    """The whole document; the caller checks it before anything is published."""
    used = {(one.item, one.panel): one for one in row.rolls.select_related("roll")}
    doc = document(
        "plan",
        suite=row.suite,
        journal=log.origin,
        no=log.plans + 1,
        prev_plan=log.last_plan or None,
        draw_id=row.code,
        items=[_item(row, log, basis, one, used[one.code, ""]) for one in basis.items],
        panels=[_panel(one, used["", one.code].roll) for one in grouping.in_order(basis.panels)],
        coi=coi,
        parties=[
            {"role": one.role, "unit": one.unit, "outside": one.outside}
            for one in row.parties.order_by("position")
        ],
        public=[dict(source.fields) for source in sources],
        order=row.order,
        deadlines=_deadlines(practising.periods(basis, log.nature, row.order, now, sources)),
        embargo_until=logs.written(row.embargo_until) if row.embargo_until else None,
        audit_leaves=basis.audit_leaves,
        policy={"pack": basis.pack_name, "digest": basis.pack_digest},
        engine=engine.statement(Suite(row.suite)),
    )
    fixed: Document = normalised(doc)
    return fixed


def _deadlines(basis: Periods) -> Document:
    limits = {"揭示": basis.reveal_by, "公开": basis.public_by, "公布": basis.publish_by}
    missing = [name for name, moment in limits.items() if moment is None]
    if missing:
        raise Refused(
            denied(
                "draw.no_deadlines",
                f"实施方案没有写明{'、'.join(missing)}的期限",
                "sxsj1 §3",
                "请在实施方案中填写揭示、公开和公布的期限",
            )
        )
    return {
        "reveal": _time(basis.reveal_by),
        "public": _time(basis.public_by),
        "publish": _time(basis.publish_by),
    }


def _time(moment: datetime | None) -> str:
    assert moment is not None
    return logs.written(moment)


def _item(row: Draw, log: Log, basis: Basis, item: Wanted, used: DrawRoll) -> Document:
    used.round = _round(row, log, basis.year, item)
    used.save(update_fields=["round"])
    counts = material.document(used.roll.header)["counts"]
    return {
        "item": item.code,
        "round": used.round,
        "attempt": row.attempt,
        "prev": _void_hash(row),
        "subject_roll": used.roll.roll_hash,
        "rules": [
            shares.to_protocol_rule(
                item.rule,
                stratum=one["stratum"],
                total=used.roll.count,
                reserve=item.reserve,
                batch=item.batch,
                weights=item.weights,
            )
            for one in counts
        ],
        "quals": [{"code": code, "persons": persons} for code, persons in item.quals],
        "panel": item.panel or None,
    }


def _round(row: Draw, log: Log, year: int, item: Wanted) -> str:
    """year-number, from 01 without gaps, after the one before is complete (sxsj1 §3): told by the log."""
    if row.previous is not None:
        return row.previous.rolls.get(item=item.code).round
    earlier = DrawRoll.objects.filter(draw__log=log, item=item.code, round__startswith=f"{year}-")
    for one in earlier.exclude(draw__state="completed").select_related("draw"):
        over = one.draw.events.filter(
            kind="complete"
        ).exists()  # annulled afterwards: the round was run all the same
        again = one.draw.later.exclude(state="abandoned").exists()
        if one.draw.state != "voided" or not (again or over):
            raise Refused(
                denied(
                    "draw.round_open",
                    f"事项“{item.name}”的上一轮抽取 {one.draw.code} 尚未办结",
                    "sxsj1 §3：上一轮办结后方可开始下一轮",
                    "请先办结上一轮；已作废的，请先重抽",
                )
            )
    number = 1 + earlier.values("round").distinct().count()
    return f"{year}-{number:02d}"


def _void_hash(row: Draw) -> str | None:
    """The hash of the void event of the attempt before."""
    if row.previous is None:
        return None
    void = row.previous.events.get(kind="void")
    return document_hash(Suite(row.suite), material.document(void.event))


def _panel(panel: Crew, roll: Roll) -> Document:
    appointed = roll.entries.filter(status="X:AP").order_by("tag").values_list("tag", flat=True)
    present = [one["stratum"] for one in material.document(roll.header)["counts"]]
    return {
        "panel": panel.code,
        "inspector_roll": roll.roll_hash,
        "strata": grouping.strata_of(panel, present),
        "count": panel.teams,
        "size": panel.size,
        "factor100": panel.factor100,
        "captain": panel.captain,
        "appointed": list(appointed)[: panel.teams] if panel.captain == "appointed" else [],
    }
