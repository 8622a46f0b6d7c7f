"""Whose rows a section reads beside its own: what its items cover, and what lies in its district (ADR 25).

厦门 三(二): 由相对应的各区人社局、各业务处室（单位）根据实际情况进行实时更新维护. Where the bureau as a whole keeps the
registry, the section and the district must at least find the row. Reading only: who changes a row is another question.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Actor
from mingqian.audit.selectors import until_next_entry
from mingqian.core.decision import Refused
from mingqian.registry.enums import ItemState, Reach, SubjectKind
from mingqian.registry.models import ItemVersion, Subject, SubjectTag
from mingqian.registry.selectors import subjects
from mingqian.search import selectors as searching
from mingqian.search.types import Shelf
from mingqian.ui.remember import for_this_page

#: A division is six digits; what follows says which town, and the town lies in the district.
DIVISION = 6
PEOPLE = SubjectKind.NATURAL_PERSON.value
KINDS = tuple(sorted(kind.value for kind in SubjectKind if kind.value != PEOPLE))
BODY = "kind:-"
"""The mark of all of them in the search."""


class Coverage(NamedTuple):
    """Rows of units below ``path``: of one level or any, these kinds, any of these categories, one division."""

    path: str
    level: str
    kinds: tuple[str, ...]
    tags: tuple[str, ...]
    division: str


def readable(by: Actor) -> QuerySet[Subject]:
    """The rows in scope and those covered."""
    return Subject.objects.filter(accounts.in_scope(by) | covered(by))


def one(by: Actor, code: str) -> Subject | None:
    """One of them with its unit; None when it is neither."""
    return readable(by).filter(code=code).select_related("unit").first()


def get(by: Actor, code: str) -> Subject:
    """One of them; a row that is neither does not exist for the person who asks."""
    found = one(by, code)
    if found is None:
        raise Refused(subjects.not_there(code))
    return found


def named(by: Actor, codes: Iterable[str]) -> dict[str, Subject]:
    """A few of them by code."""
    return {row.code: row for row in readable(by).filter(code__in=list(codes)).select_related("unit")}


def desk_rows(by: Actor) -> QuerySet[Subject]:
    """The list as the desk pages through it: by key, so that a million rows cost no more than fifty.

    The units of a scope are few; naming them spares a join. Who sees the whole bureau needs no condition.
    """
    borne = Prefetch("tags", SubjectTag.objects.only("subject", "tag").order_by("pk"), to_attr="borne")
    return _within(by).select_related("unit").prefetch_related(borne).order_by("-pk")


def tags(row: Subject) -> list[str]:
    """The categories of one row: a list has brought them along, of a row by itself they are asked for."""
    borne = row.__dict__.get("borne")
    return [one.tag for one in (row.tags.order_by("pk") if borne is None else borne)]


def total(by: Actor) -> int:
    """How many there are. Categories come and go without a row, so what is covered is counted at every entry."""
    return _counted(by) if coverage(by) else subjects.total(by)


@until_next_entry
def _counted(by: Actor) -> int:
    return _within(by).count()


def _within(by: Actor) -> QuerySet[Subject]:
    if by.covers_all:
        return Subject.objects.all()
    return Subject.objects.filter(subjects.own(by) | covered(by))


def like(by: Actor, question: str, *, most: int = 20) -> list[Subject]:
    """Whom somebody means: the subject of that very code or number first, then what the search finds."""
    words = question.strip()
    if not words:
        return []
    groups = searching.find(by, words, limit=most, kind="subject")
    codes = [words, f"USCC:{words.upper()}", *(hit.key for group in groups for hit in group.hits)]
    rows = named(by, codes)
    known = (rows[code] for code in dict.fromkeys(codes) if code in rows)
    return [one for one in known if one.merged_into_id is None][:most]


def covered(by: Actor) -> Q:
    """The condition for what is read without being kept; it matches nothing where nothing is covered."""
    condition = Q(pk__in=[])
    for one in coverage(by):
        rows = Q(unit__path__startswith=one.path, kind__in=one.kinds)
        if one.level:
            rows &= Q(unit__level=one.level)
        if one.tags:
            bearing = SubjectTag.objects.filter(tag__in=one.tags)
            rows &= Q(pk__in=bearing.values("subject_id"))
        if one.division:
            rows &= Q(division_code__startswith=one.division)
        condition |= rows
    return condition


def coverage(by: Actor) -> tuple[Coverage, ...]:
    """What this person's posts in a section or a district cover; nothing for who sees the whole bureau anyway."""
    if by.covers_all:
        return ()
    paths = {grant.path for grant in by.grants if grant.role in SECTIONS and grant.path in by.scope_paths}
    return _of_places(tuple(sorted(paths))) if paths else ()


def shelves(by: Actor) -> list[Shelf]:
    """The same for the search: on which shelves of its cards this person may look."""
    found = []
    for one in coverage(by):
        groups: list[tuple[str, ...]] = [tuple("tag:" + tag for tag in one.tags)] if one.tags else []
        groups += [("division:" + one.division,)] if one.division else []
        groups += [("level:" + one.level,)] if one.level else []
        groups.append((BODY,) if one.kinds == KINDS else tuple("kind:" + kind for kind in one.kinds))
        found.append(Shelf(one.path, tuple(groups)))
    return found


def marks_of(level: str, kind: str, division: str, tags: Iterable[str]) -> tuple[str, ...]:
    """What stands on the card of one subject, for ``shelves`` to ask for."""
    place = ("division:" + division[:DIVISION],) if division else ()
    body = () if kind == PEOPLE else (BODY,)
    return ("level:" + level, "kind:" + kind, *body, *place, *("tag:" + tag for tag in sorted(set(tags))))


def categories(keys: Iterable[int]) -> dict[int, list[str]]:
    """Every category each of these ever had."""
    found: dict[int, list[str]] = {}
    rows = SubjectTag.objects.filter(subject_id__in=list(keys)).order_by("subject_id", "tag")
    for pk, tag in rows.values_list("subject_id", "tag"):
        found.setdefault(pk, []).append(tag)
    return found


@for_this_page
@until_next_entry
def _of_places(paths: tuple[str, ...]) -> tuple[Coverage, ...]:
    return tuple(_together([*_by_item(paths), *_by_district(paths)]))


def _together(found: Iterable[Coverage]) -> list[Coverage]:
    """Items that differ in their categories alone are one question: every condition more costs a search."""
    tags: dict[Coverage, set[str]] = {}
    for one in found:
        tags.setdefault(one._replace(tags=("",) if one.tags else ()), set()).update(one.tags)
    return sorted(one._replace(tags=tuple(sorted(named))) for one, named in tags.items())


def _by_item(paths: tuple[str, ...]) -> Iterator[Coverage]:
    """The subjects of every item in use that a section answers for, as its roll would hold them."""
    owned = Q()
    for path in paths:
        owned |= Q(item__unit__path__startswith=path)
    rows = ItemVersion.objects.filter(owned, state=ItemState.PUBLISHED, item__retired_on__isnull=True)
    columns = (
        "item_id",
        "item__jurisdiction__path",
        "item__level",
        "item__reach",
        "subject_kinds",
        "subject_tags",
    )
    newest = {row[0]: row[1:] for row in rows.order_by("item_id", "number").values_list(*columns)}
    for place, level, reach, kinds, tags in newest.values():
        own = level if reach == Reach.OWN else ""
        yield Coverage(place, own, tuple(sorted(kinds)) or KINDS, tuple(sorted(tags)), "")


def _by_district(paths: tuple[str, ...]) -> Iterator[Coverage]:
    """The bodies that lie in the district; its residents are none of its business for that alone."""
    root = accounts.bureau()
    for unit in accounts.districts_of(paths) if root else ():
        if root and unit.division_code and unit.division_code != root.division_code:
            yield Coverage(root.path, "", KINDS, (), unit.division_code[:DIVISION])
