"""What there is and what is missing, line by line of 《音像记录事项清单》 (石嘴山 6(2)、7(2))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mingqian.core.decision import Decision, allowed, denied
from mingqian.records import matters
from mingqian.records.enums import Level, Without
from mingqian.records.matters import Matter
from mingqian.records.models import Absence, Item
from mingqian.ui.types import Kind

EDGE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One matter of one thing."""

    matter: Matter
    label: str
    items: tuple[Item, ...]
    reason: str
    state: str
    kind: Kind

    @property
    def lacking(self) -> bool:
        """Something is still owed."""
        return self.state in ("缺", "须说明")

    @property
    def may_explain(self) -> bool:
        """A coded reason would do."""
        return self.lacking and self.matter.level is Level.CONDITIONAL


def of_thing(thing: str, items: Sequence[Item]) -> list[Line]:
    """Every line of the list for this kind of thing, in its order."""
    reasons = {
        (row.stage, row.kind): f"{Without(row.reason).label}{'：' + row.words if row.words else ''}"
        for row in Absence.objects.filter(thing=thing)
    }
    return [_line(row, items, reasons) for row in matters.of_things(thing.partition(":")[0])]


def _line(row: Matter, items: Sequence[Item], reasons: dict[tuple[str, str], str]) -> Line:
    here = tuple(one for one in items if (one.stage, one.kind) == (row.stage, row.kind))
    reason = reasons.get((row.stage, row.kind), "")
    state, kind = _state(row, bool(here), bool(reason))
    return Line(row, matters.names(row.stage, row.kind), here, reason, state, kind)


def _state(row: Matter, here: bool, reason: bool) -> tuple[str, Kind]:
    if here:
        return "齐", "ok"
    if reason:
        return "已说明", "info"
    if not row.expected:
        return "未发生", ""
    return ("缺", "bad") if row.level is Level.FULL else ("须说明", "warn")


def covered(thing: str, stage: str, kind: str, *, began_at: datetime, ended_at: datetime) -> Decision:
    """石嘴山 7(2): a step to be recorded in full is covered from its start to its end, in sound and picture."""
    row = matters.find(stage, kind)
    if row is None or row.level is Level.TEXT:
        return allowed()
    here = list(Item.objects.filter(thing=thing, stage=stage, kind=kind, medium__in=row.media))
    if row.level is Level.CONDITIONAL:
        explained = Absence.objects.filter(thing=thing, stage=stage, kind=kind).exists()
        if here or explained:
            return allowed()
        told = f"“{row.label}”没有音像记录，也没有写明原因"
        return denied("records.unexplained", told, row.clause, "请补传记录，或选定不作音像记录的原因")
    first = min((one.captured_at for one in here), default=None)
    last = max((one.ended_at or one.captured_at for one in here), default=None)
    if first is None or last is None or first > began_at + EDGE or last < ended_at - EDGE:
        told = f"“{row.label}”须全程音像记录，现有记录没有覆盖从开始到结束"
        return denied("records.not_covered", told, row.clause, "请补传覆盖全程的录像")
    return allowed()
