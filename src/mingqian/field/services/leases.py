"""记录员 of a visit: taken, kept while nobody else takes it, given back. Inside the write of an action."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, denied
from mingqian.field.models import Lease
from mingqian.inspection.selectors.visits import Row as Visit
from mingqian.inspection.selectors.visits import person as person_of

HOURS = timedelta(hours=8)
ONE_PEN = "厦门 三(五)7：一次检查一份笔录，由一人记录"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who asks: this person on this phone."""

    device: int
    by: Actor


def take(visit: Visit, who: Holder, at: datetime) -> None:
    """The first who asks; another only after eight hours, or when it was given back."""
    lease = Lease.objects.select_for_update().select_related("person").filter(visit=visit).first()
    if lease is not None and lease.device_id != who.device and _runs(lease, at):
        raise Refused(_taken(visit, lease))
    person = person_of(who.by)
    Lease.objects.update_or_create(
        visit=visit,
        defaults={
            "device_id": who.device, "person_id": person, "since": at, "until": at + HOURS, "given_back_at": None,
        },
    )  # fmt: skip


def _runs(lease: Lease, at: datetime) -> bool:
    return lease.given_back_at is None and at < lease.until


def give_back(visit: Visit, who: Holder, at: datetime) -> None:
    """Only one's own."""
    Lease.objects.filter(visit=visit, device_id=who.device).update(given_back_at=at)


def demand_held(visit: Visit, who: Holder) -> None:
    """The rest of the work is the 记录员's: eight hours are over only when somebody else has taken it."""
    lease = Lease.objects.select_related("person").filter(visit=visit).first()
    if lease is None or (lease.device_id == who.device and lease.given_back_at is not None):
        why = f"入企检查{visit.code}：这部手机不是本次检查的记录员"
        raise Refused(denied("field.no_lease", why, ONE_PEN, "由组长或处室核对后决定是否采用"))
    if lease.device_id != who.device:
        raise Refused(_taken(visit, lease))


def _taken(visit: Visit, lease: Lease) -> Decision:
    why = f"入企检查{visit.code}：记录员是{lease.person.name}（另一部手机）"
    return denied("field.other_lease", why, ONE_PEN, "由组长或处室核对后决定是否采用；取证和亮证可以照常补充")
