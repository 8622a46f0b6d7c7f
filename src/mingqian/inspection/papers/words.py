"""Small words several papers share: people with their papers, bases, how the firm rates the check."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from django.db.models import prefetch_related_objects

from mingqian.inspection.enums import Mark, Signed
from mingqian.inspection.models import CheckRecord, JointMember, Task, TeamSeat
from mingqian.inspection.selectors import codes


def bases(task: Task) -> list[str]:
    """《…》第几条, as the item's version in this batch names them."""
    rows = task.item.item_version.bases.select_related("document").order_by("pk")
    return [f"《{row.document.title}》{row.article}" for row in rows]


def bases_of(tasks: Iterable[Task]) -> dict[int, str]:
    """The same for the items of many tasks, read together; by the item's version."""
    versions = {task.item.item_version_id: task.item.item_version for task in tasks}
    prefetch_related_objects(list(versions.values()), "bases__document")
    return {
        pk: "；".join(
            f"《{one.document.title}》{one.article}"
            for one in sorted(version.bases.all(), key=attrgetter("pk"))
        )
        for pk, version in versions.items()
    }


def certificate(seat: TeamSeat) -> str:
    """The number of the paper this person shows."""
    numbers = [one.certificate_no for one in seat.inspector.credentials.all() if one.certificate_no]
    return numbers[0] if numbers else ""


def certificates(seats: Iterable[TeamSeat]) -> dict[str, str]:
    """Number of a paper → the unit of who holds it."""
    return {
        one.certificate_no: seat.inspector.unit.name
        for seat in seats
        for one in seat.inspector.credentials.all()
    }


def from_outside(tasks: Iterable[Task]) -> list[JointMember]:
    """联合检查: who came from another authority."""
    return list(JointMember.objects.filter(batch__in={task.batch_id for task in tasks}))


def looked_at(points: Sequence[Mapping[str, str]], answers: Mapping[str, str]) -> list[dict[str, str]]:
    """检查内容, each with what it is held against and what was found."""
    return [
        {
            "text": one["text"],
            "standard": "　".join(part for part in (one.get("standard"), one.get("clause")) if part),
            "mark": Mark(answers[one["key"]]).label if one["key"] in answers else "未填",
        }
        for one in points
    ]


def signature(record: CheckRecord) -> str:
    """签字情况, with the reason of who would not sign."""
    return Signed(record.signed).label + (f"：{record.refusal}" if record.refusal else "")


def teams(seats: Iterable[TeamSeat]) -> list[dict[str, str]]:
    """Names and certificates."""
    return [{"name": seat.inspector.name, "certificate": certificate(seat)} for seat in seats]


def shown(papers: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The same from a record: [[name, certificate, paper]…]."""
    return [{"name": one[0], "certificate": one[1]} for one in papers]


def contact(seats: Sequence[TeamSeat]) -> dict[str, str]:
    """The captain, and the telephone the registry has."""
    first = seats[0].inspector if seats else None
    return {"contact": first.name, "phone": first.phone} if first else {}


def rated_with(task: Task) -> str:
    """石嘴山 一: what the firm needs to rate the check without an account."""
    return (
        f"评价码 {codes.of_rating(task)}，在本机关公开网站“评价一次检查”页（/rate/）使用一次。"
        "愿不愿意评价由您单位决定；只计数，不记名；检查人员不代为评价。"
    )
