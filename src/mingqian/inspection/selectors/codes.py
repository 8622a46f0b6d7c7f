"""行政执法监督码: what a firm learns from a code on a paper or on an inspector's telephone, and nothing beyond.

Nothing of an unannounced check shows before somebody has walked in: until then its code is as unknown as any other.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core import supervision_code
from mingqian.inspection.models import Approval, Task, TeamSeat, VisitNotice
from mingqian.inspection.selectors.facts import PAPERS
from mingqian.inspection.selectors.tasks import WITH
from mingqian.registry.enums import InspectorState
from mingqian.registry.selectors import inspectors

APPROVAL, RATING = "A", "R"
"""The first letter of the code of an approval, and of the one with which a firm rates a check."""

Row = Approval
Person = inspectors.Row
"""The rows' types, for annotations in the rooms above."""

VALID, EXPIRED, NOT_YET, NO_PAPER = "有效", "已过期", "尚未生效", "没有证件"


@dataclass(frozen=True, slots=True)
class Paper:
    """One certificate as the public may see it; ``standing`` is 有效, or in one word why not."""

    name: str
    unit: str
    paper: str
    number: str
    valid_until: date | None
    standing: str
    captain: bool = False

    @property
    def valid(self) -> bool:
        """May this person inspect today?"""
        return self.standing == VALID


@dataclass(frozen=True, slots=True)
class Badge:
    """The rotating code on the own telephone, and until when it is replaced."""

    code: str
    until: datetime
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Errand:
    """A check as its code tells it: number, items with their bases, window, who is sent. No subject, no result."""

    number: str
    unit: str
    items: tuple[tuple[str, str], ...]
    since: date | None
    until: date | None
    ended: bool
    team: tuple[Paper, ...]


def _key() -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"mingqian.supervision_code", sha256)


def of_approval(approval: Approval) -> str:
    """The code printed on the notice of a check, as letters in fours."""
    return supervision_code.standing(_key(), APPROVAL, approval.pk)


def of_rating(task: Task) -> str:
    """The code on the record of a check, with which its firm rates it without an account."""
    return supervision_code.standing(_key(), RATING, task.pk)


def rated(typed: str) -> int | None:
    """The task on whose record this rating code stands."""
    found = supervision_code.paper(_key(), typed)
    return found[1] if found is not None and found[0] == RATING else None


def badge(by: Actor, *, now: datetime) -> Badge | None:
    """The code of who is signed in; None for who stands in no inspector registry."""
    row = inspectors.of_person(by.person_id)
    if row is None:
        return None
    code = supervision_code.rotating(_key(), row.code, supervision_code.window(now))
    until = now + timedelta(seconds=supervision_code.ends(now))
    return Badge(code, until, tuple(_papers(row, localdate(now))))


def shaped(typed: str) -> bool:
    """Could this be one of our codes at all? What is not is looked for elsewhere, and no wrong guess."""
    code = supervision_code.plain(typed)
    return supervision_code.shaped(code)


def certified(number: str) -> Person | None:
    """Who holds a certificate of this number."""
    return inspectors.certified(number)


def holder(typed: str, *, now: datetime) -> Person | None:
    """Whose telephone shows this code now, or showed it five minutes ago."""
    code = supervision_code.holder(_key(), typed, inspectors.carriers(), now)
    return inspectors.shown(code) if code else None


def papers(row: Person, *, on: date) -> tuple[Paper, ...]:
    """What entitles a person, each paper with its standing on a day."""
    return tuple(_papers(row, on))


def _papers(row: Person, on: date) -> Iterable[Paper]:
    found = sorted(row.credentials.all(), key=lambda one: one.inspector_class, reverse=True)
    for one in found:
        standing = _standing(row.state, one.valid_from, one.valid_until, on)
        number = one.certificate_no or row.code.partition(":")[2]
        yield Paper(
            row.name,
            row.unit.name,
            PAPERS.get(one.inspector_class, "证件"),
            number,
            one.valid_until,
            standing,
        )
    if not found:
        yield Paper(row.name, row.unit.name, "证件", "", None, NO_PAPER)


def _standing(state: str, since: date | None, until: date | None, on: date) -> str:
    if state != InspectorState.ACTIVE:
        return InspectorState(state).label
    if until is not None and until < on:
        return EXPIRED
    return NOT_YET if since is not None and on < since else VALID


def approval(typed: str) -> Approval | None:
    """The approval a code was printed for, once the firm may know of it."""
    found = supervision_code.paper(_key(), typed)
    if found is None or found[0] != APPROVAL:
        return None
    return _known(Approval.objects.filter(pk=found[1]))


def approval_of(number: str) -> Approval | None:
    """The same by its number, for the code of the notice that was printed of it."""
    return _known(Approval.objects.filter(number=number))


def _known(rows: QuerySet[Approval]) -> Approval | None:
    row = rows.select_related("batch__unit").first()
    return row if row is not None and row.stands and _told(row) else None


def _told(row: Approval) -> bool:
    """Its notice was served, or somebody has walked in."""
    served = VisitNotice.objects.filter(approval=row, served_on__isnull=False)
    return served.exists() or row.visits.filter(arrived_at__isnull=False).exists()


def errand(row: Approval, *, on: date) -> Errand:
    """What the code of an approval says on a day."""
    tasks = list(
        row.tasks.select_related(*WITH)
        .prefetch_related("item__item_version__bases__document")
        .order_by("number")
    )
    notice = VisitNotice.objects.filter(approval=row).first()
    since, until = (notice.from_on, notice.until_on) if notice else (row.batch.starts_on, row.batch.ends_on)
    return Errand(
        number=row.number,
        unit=row.batch.unit.name,
        items=tuple((task.item_name, _bases(task)) for task in tasks),
        since=since,
        until=until,
        ended=_ended(row, tasks, until, on),
        team=tuple(_team(tasks, on)),
    )


def _ended(row: Approval, tasks: list[Task], until: date | None, on: date) -> bool:
    over = until is not None and until < on
    return over or all(
        task.state != "waiting" and task.checked_on is not None and task.checked_on < on for task in tasks
    )


def _bases(task: Task) -> str:
    rows = sorted(task.item.item_version.bases.all(), key=lambda one: one.pk)
    return "；".join(f"《{row.document.title}》{row.article}" for row in rows)


def _team(tasks: list[Task], on: date) -> Iterable[Paper]:
    teams = {(task.batch_id, task.team): task.credential for task in tasks if task.team}
    seats = TeamSeat.objects.select_related("inspector__unit").prefetch_related("inspector__credentials")
    seen = set[int]()
    for (batch, team), credential in sorted(teams.items()):
        for seat in seats.filter(batch=batch, team=team).order_by("seat"):
            if seat.inspector_id in seen:
                continue
            seen.add(seat.inspector_id)
            wanted = PAPERS.get(credential, "证件")
            own = list(_papers(seat.inspector, on))
            best = next((one for one in own if one.paper == wanted), own[0])
            yield Paper(
                best.name, best.unit, best.paper, best.number, best.valid_until, best.standing, seat.captain
            )
