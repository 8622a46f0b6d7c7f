"""底数: how many subjects each field has, how many inspectors each unit; every figure with the list that opens it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.http import urlencode

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry.enums import DictionaryKind, InspectorState, SubjectStatus
from mingqian.registry.models import Subject, SubjectTag
from mingqian.registry.selectors import dictionaries, inspectors, items

#: The states that stand in the registry; who was removed has left it.
KEPT = (InspectorState.ACTIVE, InspectorState.PENDING, InspectorState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number under its heading, and the list that has so many rows."""

    label: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class FieldCount:
    """One field of subjects: how many, how many by status, and when a row of it last changed."""

    name: str
    figures: tuple[Figure, ...]
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class UnitCount:
    """One unit's inspectors by state; of the active ones, whose paper ran out and who has no 业务专长."""

    name: str
    figures: tuple[Figure, ...]


def field_names(by: Actor, on: date) -> dict[str, str]:
    """A field in words: the dictionary's; else as what the item in force that names it checks."""
    of_items = {
        tag: f"{item.code} {item.name}"
        for item in items.listing(by, on)
        for tag in (item.code, *item.subject_tags)
    }
    return of_items | dict(dictionaries.labels(DictionaryKind.TAG))


def subjects_in_all(by: Actor) -> FieldCount:
    """Everybody in the registry once, with a field or without one: most employers bear none."""
    rows = Subject.objects.filter(accounts.in_scope(by, "unit__path"), merged_into__isnull=True)
    counted = rows.values("status").order_by().annotate(n=Count("pk"), changed=Max("changed_at"))
    return _field("全部，一户只计一次", {}, {row["status"]: (row["n"], row["changed"]) for row in counted})


def subjects_by_field(by: Actor, on: date) -> list[FieldCount]:
    """平顶山 二(二) 底数清: a subject counts once in each of its fields, a double not beside its kept row."""
    rows = SubjectTag.objects.filter(
        accounts.in_scope(by, "subject__unit__path"), subject__merged_into__isnull=True
    )
    counted = rows.values("tag", "subject__status").order_by()
    counted = counted.annotate(n=Count("subject", distinct=True), changed=Max("subject__changed_at"))
    found: dict[str, dict[str, tuple[int, datetime]]] = {}
    for row in counted:
        found.setdefault(row["tag"], {})[row["subject__status"]] = (row["n"], row["changed"])
    names = field_names(by, on)
    return [_field(names.get(tag, tag), {"tag": tag}, found[tag]) for tag in sorted(found)]


def without_item(by: Actor, on: date) -> list[tuple[str, str, int]]:
    """不缺位: fields with subjects in business that no item in force names, so that no unit answers for them."""
    named = {tag for item in items.listing(by, on) for tag in item.subject_tags}
    rows = SubjectTag.objects.filter(
        accounts.in_scope(by, "subject__unit__path"), subject__merged_into__isnull=True,
        subject__status=SubjectStatus.ACTIVE, until_on__isnull=True,
    )  # fmt: skip
    counted = rows.exclude(tag__in=named).values("tag").annotate(n=Count("subject", distinct=True))
    labels = dict(dictionaries.choices(DictionaryKind.TAG))
    return [(row["tag"], labels.get(row["tag"], row["tag"]), row["n"]) for row in counted.order_by("tag")]


def _field(label: str, tag: Mapping[str, str], found: Mapping[str, tuple[int, datetime]]) -> FieldCount:
    here = {**tag, "lack": "kept"}
    return FieldCount(
        label,
        (
            _figure("合计", "subjects", sum(number for number, _ in found.values()), here),
            *(
                _figure(
                    one.label, "subjects", found[one][0] if one in found else 0, {**here, "status": one.value}
                )
                for one in SubjectStatus
            ),
        ),
        max((changed for _, changed in found.values()), default=None),
    )


def inspectors_by_unit(by: Actor, today: date) -> list[UnitCount]:
    """平顶山 二(二) 检查人员名录库: city and counties in one registry, counted by unit."""
    rows = inspectors.desk_rows(by).filter(state__in=KEPT).annotate(known=Count("quals", distinct=True))
    states, expired, plain = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    names: dict[str, str] = {}
    listed = rows.order_by("unit__path").values_list("unit__code", "unit__name", "state", "soonest", "known")
    for unit, name, state, soonest, known in listed:
        names[unit] = name
        states[unit, state] += 1
        if state == InspectorState.ACTIVE:
            expired[unit] += soonest is not None and soonest < today
            plain[unit] += not known
    return [
        UnitCount(
            name,
            (
                *(
                    _figure(
                        one.label, "inspectors", states[unit, one.value], {"unit": unit, "state": one.value}
                    )
                    for one in KEPT
                ),
                _active("在库而证件过期", unit, expired[unit], "expired"),
                _active("在库而没有业务专长", unit, plain[unit], "plain"),
            ),
        )
        for unit, name in names.items()
    ]


def _active(label: str, unit: str, number: int, papers: str) -> Figure:
    query = {"unit": unit, "state": InspectorState.ACTIVE.value, "papers": papers}
    return _figure(label, "inspectors", number, query)


def _figure(label: str, page: str, number: int, query: Mapping[str, str]) -> Figure:
    return Figure(label, number, f"{reverse(f'registry:{page}')}?{urlencode(query)}")
