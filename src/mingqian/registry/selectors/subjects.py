"""Subjects as their officers see them, and the facts their standing in a roll rests on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit.selectors import until_next_entry
from mingqian.core.decision import Decision, Refused, denied
from mingqian.core.frequency import Visit
from mingqian.registry.enums import ImportState, SubjectStatus
from mingqian.registry.models import (
    AbnormalEntry,
    ImportBatch,
    Subject,
    SubjectMark,
    SubjectName,
    SubjectTag,
    SubjectVisit,
)
from mingqian.registry.types import Licensed, Mark, SubjectFacts
from mingqian.ui import asking, prepared
from mingqian.ui.remember import for_this_page

Row = Subject
"""The row's type, for annotations in the rooms above."""

#: One page of the stream: small enough for flat memory, large enough that round trips do not count.
PAGE = 5_000
#: No cap of a document looks further back (每2年不超过1次 is the longest known).
LOOK_BACK_YEARS = 5

#: 厦门 三(二): 名称、组织机构代码、法定代表人、地址、联系人、联系方式、业务责任处室.
REQUIRED: Mapping[str, str] = {
    "name": "名称",
    "number": "组织机构代码",
    "legal_representative": "法定代表人",
    "address": "地址",
    "contact_person": "联系人",
    "contact_phone": "联系方式",
    "responsible_unit": "业务责任处室",
}

_COLUMNS = (
    "pk",
    "code",
    "name",
    "kind",
    "status",
    "division_code",
    "unit__code",
    "risk_class",
    "employees",
    "registered_on",
    "facts",
)
_Columns = tuple[int, str, str, str, str, str, str, str, int | None, date | None, dict[str, str | int]]
_VisitColumns = tuple[int, date, str, bool, bool]


@dataclass(slots=True)
class _Sides:
    """What stands beside a page of subjects, by primary key."""

    tags: dict[int, list[str]]
    licences: dict[int, list[tuple[str, date]]]
    marks: dict[int, list[Mark]]
    abnormal: dict[int, list[str]]
    last: dict[int, date]
    visits: dict[int, list[Visit]]
    penalised: set[int]


def visible(by: Actor) -> QuerySet[Subject]:
    """The subjects of the units in this person's scope."""
    return Subject.objects.filter(accounts.in_scope(by))


def get(by: Actor, code: str) -> Subject:
    """One subject by code; a subject out of scope does not exist for the person who asks."""
    found = visible(by).filter(code=code).select_related("unit").first()
    if found is None:
        raise Refused(not_there(code))
    return found


def not_there(code: str) -> Decision:
    """No such row for whoever asks."""
    why = f"名录库中没有“{code}”，或不在您的数据范围内"
    return denied("registry.no_subject", why, "", "请核对代码或所属单位")


def named(by: Actor, codes: Sequence[str]) -> dict[str, Subject]:
    """The named subjects in scope by code, asked for a page at a time: databases limit one question's length."""
    pages = (codes[start : start + PAGE] for start in range(0, len(codes), PAGE))
    rows = (visible(by).filter(code__in=page).select_related("unit") for page in pages)
    return {subject.code: subject for page in rows for subject in page}


def represented(by: Actor) -> list[Subject]:
    """The subjects a firm's user acts for."""
    return list(Subject.objects.filter(number__in=by.subjects, merged_into__isnull=True).order_by("code"))


def one(by: Actor, code: str) -> Subject | None:
    """One subject with its unit; None when out of scope or not there.

    The row it went into is read where there is one: few have, and to have its columns ready cost every page.
    """
    return visible(by).filter(code=code).select_related("unit").first()


def _within(by: Actor) -> QuerySet[Subject]:
    if by.covers_all:
        return Subject.objects.all()
    return Subject.objects.filter(own(by))


def own(by: Actor) -> Q:
    """Rows of the units in scope. An administrator, who sees every unit, has no scope over what units keep."""
    return Q(unit__in=_own_units(by))


@for_this_page
def _own_units(by: Actor) -> list[int]:
    units = accounts.units(by).filter(accounts.in_scope(by, "path"))
    return list(units.values_list("pk", flat=True))


def with_number(beginning: str) -> Q:
    """Codes that begin so, by the index on the code: SQLite uses none for LIKE, PostgreSQL has one for it."""
    first = f"USCC:{beginning}"
    if connection.vendor == "sqlite":
        return Q(code__gte=first, code__lt=first + "\uffff")
    return Q(code__startswith=first)


def bearing(tag: str) -> QuerySet[SubjectTag, int]:
    """Keys of the subjects with a category."""
    return SubjectTag.objects.filter(tag=tag).values_list("subject_id", flat=True)


@prepared.question
def borne_by(subject: int) -> QuerySet[SubjectTag]:
    """The categories of a subject, ended ones too."""
    return SubjectTag.objects.filter(subject=subject).order_by("pk")


def marked(on: date) -> QuerySet[SubjectMark, int]:
    """Keys of the subjects with a mark running on a day."""
    return SubjectMark.objects.filter(_running(on)).values_list("subject_id", flat=True)


def abnormal(on: date) -> QuerySet[AbnormalEntry, int]:
    """Keys of 异常监管对象 on a day."""
    return AbnormalEntry.objects.filter(_running(on)).values_list("subject_id", flat=True)


_totals: dict[tuple[object, ...], int] = {}


def total(by: Actor) -> int:
    """How many there are in scope. Counting a million takes longer than showing fifty, so it is remembered.

    Rows come with new keys and go only when an import is taken back: while neither moved, neither did the count.
    """
    key = (by.scope_paths, *_moved())
    if key not in _totals:
        if len(_totals) > 1_000:
            _totals.clear()
        _totals[key] = _within(by).count()
    return _totals[key]


@until_next_entry
def _moved() -> tuple[int | None, int]:
    newest = Subject.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest, ImportBatch.objects.filter(state=ImportState.REVERTED).count()


def gaps(subject: Subject) -> tuple[str, ...]:
    """Which of the seven fields are empty, in words."""
    return tuple(label for field, label in REQUIRED.items() if not getattr(subject, field))


def licensed_since(by: Actor, since: date, until: date) -> list[Licensed]:
    """Subjects in scope whose licence of a category began in these days, with their first check after it."""
    tags = _licences(since, until).filter(accounts.in_scope(by, "subject__unit__path"))
    columns = ("subject_id", "subject__code", "subject__name", "licence_no", "from_on")
    rows = list(tags.order_by("from_on", "subject__code").values_list(*columns))
    checks: dict[int, list[date]] = {}
    visits = SubjectVisit.objects.filter(subject_id__in=[row[0] for row in rows], on__gte=since)
    for pk, day in visits.order_by("on").values_list("subject_id", "on"):
        checks.setdefault(pk, []).append(day)
    return [
        Licensed(code, name, licence, began, next((day for day in checks.get(pk, ()) if day >= began), None))
        for pk, code, name, licence, began in rows
        if began is not None
    ]


def _licences(since: date, until: date) -> QuerySet[SubjectTag]:
    rows = SubjectTag.objects.filter(
        from_on__gte=since, from_on__lte=until, subject__status=SubjectStatus.ACTIVE,
        subject__merged_into__isnull=True,
    )  # fmt: skip
    return rows.exclude(licence_no="")


def newly_licensed(by: Actor, since: date, until: date) -> QuerySet[Subject]:
    """Subjects whose licence began in these days and whom nobody has checked after it."""
    checked = SubjectVisit.objects.filter(subject=OuterRef("subject"), on__gte=OuterRef("from_on"))
    return visible(by).filter(pk__in=_licences(since, until).filter(~Exists(checked)).values("subject"))


def licence_days(subject: int, since: date, until: date) -> list[date]:
    """When the licences of one subject began, the newest first."""
    rows = _licences(since, until).filter(subject=subject).order_by("-from_on")
    return [day for day in rows.values_list("from_on", flat=True) if day is not None]


def tags_on(by: Actor, code: str, on: date) -> set[str]:
    """The categories a subject is in on a day."""
    rows = SubjectTag.objects.filter(
        accounts.in_scope(by, "subject__unit__path"), Q(until_on__isnull=True) | Q(until_on__gt=on),
        subject__code=code,
    )  # fmt: skip
    return set(rows.values_list("tag", flat=True))


def incomplete(by: Actor) -> QuerySet[Subject]:
    """Subjects lacking one of the seven fields: kept, named, listed."""
    lacking = Q()
    for field in REQUIRED:
        lacking |= Q(**{field: ""})
    return visible(by).filter(lacking).order_by("code")


def unconfirmed(by: Actor, *, before: date) -> QuerySet[Subject]:
    """Rows nobody has confirmed since a day (实时更新维护)."""
    return _unconfirmed(visible(by), before).order_by("code")


def unconfirmed_among(found: QuerySet[Subject], on: date) -> QuerySet[Subject]:
    """Those of some rows that nobody has confirmed in the year before a day."""
    return _unconfirmed(found, on.replace(year=on.year - 1, day=min(on.day, 28)))


def _unconfirmed(found: QuerySet[Subject], before: date) -> QuerySet[Subject]:
    stale = Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=before)
    return found.filter(stale, status=SubjectStatus.ACTIVE)


def names(by: Actor, code: str) -> list[tuple[str, date | None, date | None]]:
    """Every name a subject bore, the present one last."""
    subject = get(by, code)
    return borne(subject, former(subject.pk))


@prepared.question
def former(subject: int) -> QuerySet[SubjectName]:
    """The names a subject no longer bears, the oldest first."""
    return SubjectName.objects.filter(subject=subject).order_by("until_on", "pk")


def borne(subject: Subject, former: Iterable[SubjectName]) -> list[tuple[str, date | None, date | None]]:
    """The same for rows at hand."""
    listed = [(row.name, row.from_on, row.until_on) for row in former if row.until_on is not None]
    return [*listed, (subject.name, listed[-1][2] if listed else None, None)]


def facts_of(by: Actor, codes: Sequence[str], on: date) -> dict[str, SubjectFacts]:
    """The facts of the named subjects as of a day; those out of scope are left out."""
    return facts_on(by, codes, on)[on]


def facts_on(by: Actor, codes: Sequence[str], *days: date) -> dict[date, dict[str, SubjectFacts]]:
    """The same as of several days: the subjects themselves are read once."""
    return _facts(visible(by), codes, days)


def facts_of_drawn(codes: Sequence[str], *days: date) -> dict[date, dict[str, SubjectFacts]]:
    """The same for those a draw named, whose own selector has let the reader see who was drawn."""
    return _facts(Subject.objects.all(), codes, days)


def _facts(
    among: QuerySet[Subject], codes: Sequence[str], days: Sequence[date]
) -> dict[date, dict[str, SubjectFacts]]:
    found: dict[date, dict[str, SubjectFacts]] = {on: {} for on in days}
    for start in range(0, len(codes), PAGE):
        rows = list(among.filter(code__in=codes[start : start + PAGE]).order_by("pk").values_list(*_COLUMNS))
        for on, known in found.items():
            for facts in _assemble(rows, _sides(Q(subject_id__in=[row[0] for row in rows]), on)):
                known[facts.id] = facts
    return found


def facts_by_key(keys: Sequence[int], on: date) -> Iterator[SubjectFacts]:
    """The same by primary key, for a room whose own selector has let the reader see the row."""
    return stream(Subject.objects.filter(pk__in=keys), on)


def stream(rows: QuerySet[Subject], on: date, *, size: int = 0) -> Iterator[SubjectFacts]:
    """Facts of a whole registry in order of primary key, so many at a time (``PAGE``): memory stays flat."""
    size = size or PAGE
    last, full = 0, True
    while full:
        page = list(rows.filter(pk__gt=last).order_by("pk").values_list(*_COLUMNS)[:size])
        full = len(page) == size
        if page:
            span = Q(subject_id__gte=page[0][0], subject_id__lte=page[-1][0])
            yield from _assemble(page, _sides(span, on))
            last = page[-1][0]


def visits(
    by: Actor, codes: Sequence[str], *, since: date, until: date
) -> list[tuple[str, date, str, str, bool, bool]]:
    """Checks of the named subjects: (code, day, kind, method, lead-driven, penalised)."""
    rows = SubjectVisit.objects.filter(
        accounts.in_scope(by, "subject__unit__path"), subject__code__in=codes, on__gte=since, on__lte=until
    ).order_by("subject__code", "on", "pk")
    return list(rows.values_list("subject__code", "on", "kind", "method", "lead_driven", "penalised"))


def _running(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))


def _sides(span: Q, on: date) -> _Sides:
    sides = _Sides({}, {}, {}, {}, {}, {}, set())
    valid = (Q(from_on__isnull=True) | Q(from_on__lte=on)) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    bearing = SubjectTag.objects.filter(span, valid).order_by("tag", "from_on")
    tags = bearing.values_list("subject_id", "tag", "from_on", "licence_no")
    marked = SubjectMark.objects.filter(span, _running(on)).order_by("from_on", "pk")
    marks = marked.values_list("subject_id", "item__code", "code", "reason", "clause")
    listed = AbnormalEntry.objects.filter(span, _running(on)).order_by("ground")
    entries = listed.values_list("subject_id", "ground")
    visits = _visits(span, on)
    asking.ask(tags, marks, entries, visits)
    for pk, tag, began, licence in tags:
        sides.tags.setdefault(pk, []).append(tag)
        if licence and began is not None:
            sides.licences.setdefault(pk, []).append((tag, began))
    for pk, item, code, reason, clause in marks:
        sides.marks.setdefault(pk, []).append(Mark(code, reason, clause, item or ""))
    for pk, ground in entries:
        sides.abnormal.setdefault(pk, []).append(ground)
    _count_visits(sides, visits, on)
    return sides


def _visits(span: Q, on: date) -> QuerySet[SubjectVisit, _VisitColumns]:
    since = date(on.year - LOOK_BACK_YEARS, 1, 1)
    rows = SubjectVisit.objects.filter(span, on__gte=since, on__lte=on)
    return rows.values_list("subject_id", "on", "method", "lead_driven", "penalised")


def _count_visits(sides: _Sides, visits: Iterable[_VisitColumns], on: date) -> None:
    """The last check, every check a cap may look back to (led by a lead or not), penalties since last year."""
    for pk, day, method, lead, penalised in visits:
        sides.last[pk] = max(day, sides.last.get(pk, day))
        sides.visits.setdefault(pk, []).append(Visit(day, method, lead))
        if penalised and day.year >= on.year - 1:
            sides.penalised.add(pk)


def _assemble(rows: Iterable[_Columns], sides: _Sides) -> Iterator[SubjectFacts]:
    for pk, code, name, kind, status, division, unit, risk, employees, registered_on, extra in rows:
        yield SubjectFacts(
            pk=pk,
            id=code,
            name=name,
            kind=kind,
            status=status,
            division=division,
            unit_code=unit,
            risk=risk,
            tags=tuple(dict.fromkeys(sides.tags.get(pk, ()))),
            licences=tuple(sides.licences.get(pk, ())),
            marks=tuple(sides.marks.get(pk, ())),
            abnormal=tuple(dict.fromkeys(sides.abnormal.get(pk, ()))),
            last_check=sides.last.get(pk),
            visits=tuple(sides.visits.get(pk, ())),
            penalised_last_year=pk in sides.penalised,
            employees=employees,
            registered_on=registered_on,
            facts=extra,
        )
