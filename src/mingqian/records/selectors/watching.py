"""Who looked at what, who asked to, what is under way; checks, devices, destructions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.records import known
from mingqian.records.enums import DeviceKind, DeviceState, DisposalState, LabelState, Looked, RecallState
from mingqian.records.models import Check, Device, Disposal, DisposalLine, Item, LabelChange, Look, Recall
from mingqian.records.types import Described


def _own(by: Actor) -> Q:
    """Of records kept by one's units, or made on a walk for them."""
    return accounts.in_scope(by, "item__unit__path") | known.shared(by, "item__thing")


def looks(by: Actor) -> QuerySet[Look]:
    """The access log: of one's units; all of it for the audit administrator."""
    rows = Look.objects.select_related("item__unit", "by", "recall")
    return rows if by.has(Role.AUDIT_ADMIN) else rows.filter(_own(by))


def open_look(by: Actor, item: Item, *, now: datetime) -> Look | None:
    """The look that lets this person see this record now."""
    found = Look.objects.filter(by_id=by.person_id, item=item, outcome=Looked.OPENED.value, until__gt=now)
    return found.order_by("-until", "-pk").first()


def recalls(by: Actor) -> QuerySet[Recall]:
    """One's own, and those of one's units."""
    own = Q(asked_by_id=by.person_id) if by.person_id is not None else Q(pk__in=[])
    theirs = accounts.in_scope(by) | known.shared(by)
    return Recall.objects.filter(theirs | own).select_related("asked_by", "decided_by", "unit")


def to_decide(by: Actor) -> tuple[QuerySet[Recall], QuerySet[LabelChange], QuerySet[Disposal]]:
    """What waits for a second person; those who asked are left out."""
    asked = recalls(by).filter(state=RecallState.ASKED.value).exclude(asked_by_id=by.person_id)
    labels = LabelChange.objects.filter(_own(by), state=LabelState.ASKED.value).exclude(
        asked_by_id=by.person_id
    )
    disposals = Disposal.objects.filter(state=DisposalState.PROPOSED.value).exclude(
        proposed_by_id=by.person_id
    )
    return asked, labels.select_related("item", "asked_by"), disposals.select_related("proposed_by")


def disposals(by: Actor) -> QuerySet[Disposal]:
    """销毁清册, with how many records each lists."""
    rows = Disposal.objects.select_related("proposed_by", "decided_by", "clearing").annotate(
        count=Count("lines")
    )
    if by.has(Role.AUDIT_ADMIN):
        return rows
    mine = DisposalLine.objects.filter(_own(by)).values("disposal")
    return rows.filter(pk__in=mine)


def checks() -> QuerySet[Check]:
    """Newest first."""
    return Check.objects.all()


def devices(by: Actor) -> QuerySet[Device]:
    """Those of one's units, and the one in one's own hand."""
    mine = Q(holder_id=by.person_id) if by.person_id is not None else Q(pk__in=[])
    return (
        Device.objects.filter(accounts.in_scope(by) | mine)
        .select_related("unit", "holder")
        .order_by("number")
    )


def recorders(by: Actor) -> QuerySet[Device]:
    """Those of them whose cards are brought to a desk; a phone sends by itself."""
    return devices(by).exclude(kind=DeviceKind.PHONE.value).exclude(state=DeviceState.RETIRED.value)


@dataclass(frozen=True, slots=True)
class Running:
    """One thing under way, and what has arrived of it."""

    thing: str
    about: Described
    count: int
    last: datetime | None


def running(found: Sequence[tuple[str, Described]]) -> list[Running]:
    """实时查看: one query for all of them."""
    keys = [key for key, _ in found]
    counted = Item.objects.filter(thing__in=keys).order_by().values_list("thing")
    numbers = {
        thing: (count, last) for thing, count, last in counted.annotate(Count("id"), Max("received_at"))
    }
    return [Running(key, about, *numbers.get(key, (0, None))) for key, about in found]


def may_consult_until(by: Actor, thing: str, *, today: date) -> date | None:
    """Until when this person's leave to consult runs."""
    rows = Recall.objects.filter(
        thing=thing, asked_by_id=by.person_id, state=RecallState.APPROVED.value, until__gte=today
    )
    last: date | None = rows.aggregate(last=Max("until"))["last"]
    return last
