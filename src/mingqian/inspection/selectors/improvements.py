"""普遍性问题 of a batch with what is done about each; those with nothing, and those overdue."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection.models import Batch, Improvement
from mingqian.inspection.policies import IMPROVED
from mingqian.inspection.selectors import batches, reports

Row = Improvement


@dataclass(frozen=True, slots=True)
class General:
    """A point that failed at several firms: at how many, where they are listed, and what is done about it."""

    item: str
    point: str
    problem: str
    firms: int
    url: str
    measure: Improvement | None

    @property
    def key(self) -> str:
        """As a form names it."""
        return f"{self.item}|{self.point}"

    def late(self, today: date) -> bool:
        """Nothing is done about it, or it should have been done by now."""
        return self.measure is None or (self.measure.done_on is None and self.measure.due_on < today)


def visible(by: Actor) -> QuerySet[Improvement]:
    """Of the batches that may be seen."""
    rows = Improvement.objects.filter(batch__in=batches.visible(by).values("pk"))
    return rows.select_related("batch__unit", "owner", "by", "done_by")


def locked(by: Actor, pk: int) -> Improvement:
    """The row for a write."""
    row = visible(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Refused(denied("inspection.improvement", "没有找到这项改进措施，或不在您的范围内", IMPROVED))
    return row


def of(batch: Batch, figures: reports.Figures) -> list[General]:
    """The general problems among the figures of a report, the most frequent first."""
    rows = Improvement.objects.filter(batch=batch).select_related("owner").order_by("pk")
    newest = {(one.item, one.point): one for one in rows}
    lines = dict(figures.tables)["普遍性问题"]
    return [
        General(
            line.query["item"], line.query["point"], line.label, line.number, line.url,
            newest.get((line.query["item"], line.query["point"])),
        )
        for line in lines
    ]  # fmt: skip
