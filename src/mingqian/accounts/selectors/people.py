"""Reads of units, people and posts. Nobody sees beyond the scope of a running post."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from mingqian.accounts import policies
from mingqian.accounts.enums import ADMINISTRATORS, Role, UnitKind
from mingqian.accounts.models import Person, Post, Representation, Unit
from mingqian.accounts.types import Actor, Grant
from mingqian.core.decision import Decision, Refused
from mingqian.ui import prepared, remember

WITHOUT_SCOPE = (*ADMINISTRATORS, Role.ENTERPRISE_USER)


def actor(code: str, *, on: date) -> Actor:
    """The person with this code as of a day: only posts running on that day count."""
    person = Person.objects.select_related("unit").filter(code=code).first()
    if person is None:
        raise Refused(policies.unknown_person(code))
    return actor_of(person, on=on)


def actor_of(person: Person, *, on: date) -> Actor:
    """The same for a person already at hand."""
    unit = person.unit
    return assembled((person.pk, person.code, person.name, unit.pk, unit.path, unit.name, unit.level), on=on)


Known = tuple[int, str, str, int, str, str, str]
"""Person's key, code and name; unit's key, path, name and level: what an actor is made of beside posts."""


def assembled(known: Known, *, on: date) -> Actor:
    """An actor from plain columns: every request makes one, and rows are quicker read than objects built."""
    person_id, code, name, unit_id, unit_path, unit_name, level = known
    grants = tuple(dict.fromkeys(Grant(Role(role), path) for role, path in _held(person_id, on)))
    # Administrators keep the house; the house's data are none of their business (least privilege).
    # A firm's person sees what concerns the firm, never the unit that firms are filed under.
    scope = tuple(sorted({grant.path for grant in grants if grant.role not in WITHOUT_SCOPE}))
    roles = frozenset(grant.role for grant in grants)
    return Actor(
        person_id=person_id,
        code=code,
        name=name,
        unit_id=unit_id,
        unit_path=unit_path,
        unit_name=unit_name,
        level=level,
        roles=roles,
        scope_paths=scope,
        grants=grants,
        subjects=tuple(_subjects(person_id, on)) if Role.ENTERPRISE_USER in roles else (),
    )


@prepared.question
def _held(person: int, on: date) -> QuerySet[Post, tuple[str, str]]:
    posts = Post.objects.filter(_running(on), person_id=person).order_by("unit__path", "role", "from_on")
    return posts.values_list("role", "unit__path")


@prepared.question
def _subjects(person: int, on: date) -> QuerySet[Representation, str]:
    bound = Representation.objects.filter(_running(on), person_id=person).order_by("subject_code")
    return bound.values_list("subject_code", flat=True)


def _running(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))


@remember.for_this_page
def bureau() -> Unit | None:
    """The root of the tree; None before the foundation."""
    return _root().first()


@prepared.question
def _root() -> QuerySet[Unit]:
    return Unit.objects.filter(parent__isnull=True).order_by("pk")[:1]


def organ(unit: int) -> Unit:
    """The organ (机关) that acts to the outside for a unit: the nearest bureau upwards, or the root."""
    path = Unit.objects.values_list("path", flat=True).get(pk=unit)
    steps = [index + 1 for index, letter in enumerate(path) if letter == "/"]
    above = list(Unit.objects.filter(path__in=[path[:step] for step in steps]).order_by("-path"))
    bureaus = (UnitKind.BUREAU, UnitKind.DISTRICT_BUREAU)
    return next((one for one in above if one.kind in bureaus), above[-1])


def districts_of(paths: Iterable[str]) -> list[Unit]:
    """The districts' bureaus in which these places lie, themselves among them."""
    above = {path[: index + 1] for path in paths for index, letter in enumerate(path) if letter == "/"}
    found = Unit.objects.filter(path__in=above, kind=UnitKind.DISTRICT_BUREAU)
    return list(found.order_by("path"))


def divisions() -> dict[str, str]:
    """Division code → the bureau of that division: what a reader of statistics calls it."""
    found = Unit.objects.filter(kind__in=(UnitKind.BUREAU, UnitKind.DISTRICT_BUREAU)).order_by("path")
    return dict(found.values_list("division_code", "name"))


def in_scope(by: Actor, field: str = "unit__path") -> Q:
    """A filter for rows whose unit path lies in the person's scope; without scope it matches nothing."""
    return within(by.scope_paths, field)


def within(paths: Iterable[str], field: str = "unit__path") -> Q:
    """The same for a scope at hand, as a question that is written once gets it."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def units(by: Actor) -> QuerySet[Unit]:
    """The units a person may see: the scope, or everything for the three administrators."""
    return Unit.objects.filter(_accounts_scope(by, "path")).order_by("path")


def people(by: Actor) -> QuerySet[Person]:
    """The people of those units."""
    return Person.objects.filter(_accounts_scope(by, "unit__path")).select_related("unit").order_by("code")


def posts(by: Actor, *, on: date | None = None) -> QuerySet[Post]:
    """Posts at those units; with a day, only the ones running on it."""
    found = Post.objects.filter(_accounts_scope(by, "unit__path")).select_related("person", "unit")
    if on is not None:
        found = found.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)
    return found.order_by("unit__path", "role", "person__code", "from_on")


def holders(role: Role, *, on: date) -> list[Person]:
    """Everybody who holds this role on that day, whatever the unit: who may be asked to come."""
    running = Q(posts__until_on__isnull=True) | Q(posts__until_on__gte=on)
    found = Person.objects.filter(running, posts__role=role.value, posts__from_on__lte=on)
    return list(found.select_related("unit").distinct().order_by("unit__path", "code"))


def _accounts_scope(by: Actor, field: str) -> Q:
    condition = in_scope(by, field)
    for grant in by.grants:
        if grant.role in ADMINISTRATORS:
            condition |= Q(**{f"{field}__startswith": grant.path})
    return condition


def namesakes(people: Iterable[Actor]) -> Decision:
    """The word to say at the foundation where administrators share a name; never a refusal."""
    return policies.namesakes(people)
