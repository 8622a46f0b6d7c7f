"""Who may sit at a draw, and the links by which parties sit there with their own phones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor, guest
from mingqian.core import handwriting
from mingqian.draw import policies, seatkeys
from mingqian.draw.models import Draw, Party, SeatLink, SignOff
from mingqian.draw.selectors import party_words
from mingqian.planning.enums import PlanState
from mingqian.planning.selectors.drawing import Implementation
from mingqian.ui import asking, prepared


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who may be asked to witness."""

    code: str
    name: str
    unit: str


def plans(by: Actor) -> QuerySet[Implementation]:
    """Implementation plans under way in this person's scope."""
    found = Implementation.objects.filter(accounts.in_scope(by, "unit__path"), state=PlanState.STARTED)
    return found.order_by("code")


def witnesses(by: Actor, *, on: date) -> list[Witness]:
    """Everybody who holds the post of a discipline witness on that day, whichever unit sends them."""
    return [
        Witness(one.code, one.name, one.unit.name) for one in accounts.holders(Role.DISCIPLINE_WITNESS, on=on)
    ]


def by_token(token: str) -> SeatLink | None:
    """The link behind an address, running or not; looked up by digest, so no timing tells how near a guess was."""
    return _by_digest(seatkeys.digest(token)).first()


@prepared.question
def _by_digest(digest: str) -> QuerySet[SeatLink]:
    found = SeatLink.objects.filter(digest=digest).order_by("pk")
    return found.select_related("party__draw__log", "party__person__unit")


def actor_of(link: SeatLink, *, now: datetime) -> Actor:
    """Whom the link stands for: the party's person; without an account, a guest who can do nothing else."""
    party = link.party
    if party.person is not None:
        return accounts.actor_of(party.person, on=localdate(now))
    return guest(policies.bearer(party.pk), link.holder, party.unit, path=party.draw.unit.path)


def path_of(link: SeatLink) -> str:
    """The address of the phone's page."""
    return reverse("draw:phone", args=(seatkeys.token(link.salt),))


def open_links(row: Draw, *, now: datetime) -> QuerySet[SeatLink]:
    """Links that work at this moment, in the order of the plan."""
    found = SeatLink.objects.filter(party__draw=row, revoked_at__isnull=True, expires_at__gt=now)
    return found.select_related("party").order_by("party__position")


def screen_links(row: Draw, *, now: datetime) -> list[tuple[str, str]]:
    """(role, path) of seats no phone has taken yet: what the projector may show for a while."""
    return [(one.party.role, path_of(one)) for one in open_links(row, now=now).filter(taken_at__isnull=True)]


@dataclass(frozen=True, slots=True)
class Seat:
    """A party at the table and the phone it holds, as the operator sees them."""

    party: Party
    link: SeatLink | None
    path: str
    part: str

    @property
    def expired(self) -> bool:
        """There is a link, but its time is over."""
        return self.link is not None and not self.path


def parties(row: Draw) -> list[Party]:
    """Everybody at the table with their persons, in the order of the plan."""
    return list(asking.hanging(row, "parties", "person"))


def at_table(row: Draw, *, now: datetime) -> Iterator[Seat]:
    """Every party in the order of the plan, with the link that was not revoked."""
    links = {one.party_id: one for one in SeatLink.objects.filter(party__draw=row, revoked_at__isnull=True)}
    seated = parties(row)
    parts = party_words.parts(seated)
    for party in seated:
        link = links.get(party.pk)
        works = link is not None and link.expires_at > now
        yield Seat(party, link, path_of(link) if link is not None and works else "", parts[party.role])


@dataclass(frozen=True, slots=True)
class Signed:
    """A sign-off as it is shown: who, what, and the hand as the path of an SVG; empty where it was typed."""

    row: SignOff
    who: str
    hand: str


def signed(row: Draw) -> list[Signed]:
    """Every sign-off in the order in which they were given."""
    found = asking.hanging(row, "sign_offs", "person", "party")
    return [
        Signed(
            one,
            one.name or (one.person.name if one.person else ""),
            handwriting.path(handwriting.parse(one.strokes) or ()),
        )
        for one in found
    ]


def held_by_phone(party: Party, *, now: datetime) -> bool:
    """A phone sits in this seat: nobody else enters anything for it."""
    running = party.links.filter(revoked_at__isnull=True, taken_at__isnull=False, expires_at__gt=now)
    return running.exists()
