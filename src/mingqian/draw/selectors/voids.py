"""Draws that were declared void, as everybody may know them: the event stands in the public log (sxsj1 §8, §9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from mingqian.audit.selectors import until_next_entry
from mingqian.core.decision import Decision, allowed, denied
from mingqian.draw import policies
from mingqian.draw.enums import Origin, VoidReason
from mingqian.draw.models import Draw, DrawRoll, LogEvent
from mingqian.draw.selectors import material


@dataclass(frozen=True, slots=True)
class Void:
    """When, why and by whose decision; ``later``: the attempt that followed, if one did."""

    code: str
    at: datetime
    reason: str
    evidence: str
    decided_by: str
    with_result: bool
    later: str = ""


def of_code(code: str) -> Void | None:
    """The void of an official draw. Nobody is asked who he is: the log is public."""
    found = of_codes([code])
    return found[0] if found else None


def of_codes(codes: Iterable[str]) -> list[Void]:
    """The same for several draws."""
    wanted = [code for code in codes if code.isprintable()]
    events = LogEvent.objects.filter(kind="void", draw__code__in=wanted, log__nature=Origin.OFFICIAL)
    found = []
    for one in events.select_related("draw").order_by("index"):
        body = material.document(one.event)["body"]
        later = (
            one.draw.later.exclude(state="abandoned").values_list("code", flat=True).first()
            if one.draw
            else ""
        )
        found.append(
            Void(
                one.draw.code if one.draw else "", one.at, VoidReason(body["reason"]).label, body["evidence"],
                policies.decider(body["approved_by"]), body["result"] is not None, later or "",
            )
        )  # fmt: skip
    return found


@until_next_entry
def last_at() -> datetime | None:
    """When a draw was last declared void: public pages change with it."""
    told = LogEvent.objects.filter(kind="void", log__nature=Origin.OFFICIAL).aggregate(at=Max("at"))
    at: datetime | None = told["at"]
    return at


@until_next_entry
def codes() -> frozenset[str]:
    """Every official draw that is void: lists mark them."""
    found = Draw.objects.filter(state="voided", log__nature=Origin.OFFICIAL)
    return frozenset(found.values_list("code", flat=True))


def overtaken(row: Draw) -> Decision:
    """Rounds follow each other (sxsj1 §3): what a court annuls after its item has run again is not run once more."""
    for used in row.rolls.exclude(item=""):
        later = DrawRoll.objects.filter(draw__log=row.log_id, item=used.item, round__gt=used.round)
        if used.round and later.exclude(draw__state="abandoned").exists():
            why = f"事项“{used.item}”在 {used.round} 之后已经另有一轮抽取，作废的这一轮不能再抽"
            return denied("draw.overtaken", why, "sxsj1 §3：轮次连续", "需要重查的对象，另编实施方案抽取")
    return allowed()


def was_completed(row: Draw) -> bool:
    """Completed once, whatever was decided afterwards: what was opened then stays open."""
    if row.state == "voided":
        return row.events.filter(kind="complete").exists()
    return row.state == "completed"
