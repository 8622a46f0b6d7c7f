"""Entering many natural persons at once: beneficiaries of a subsidy, holders of a permit.

Lists of bodies come in through ``imports``, by their credit codes. A person has no such code: the caller
gives each a registry number drawn at random, and the citizen number never enters here at all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.db import connection, transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import identifiers
from mingqian.core.decision import Decision, allowed, demand, demand_all, denied
from mingqian.registry import policies
from mingqian.registry.enums import Scheme, SubjectKind
from mingqian.registry.importing import staging
from mingqian.registry.models import Subject, SubjectTag
from mingqian.registry.policies import Verb
from mingqian.registry.services import places

CLAUSE = "厦门 三(二)：监管对象名录库应包括监管事项对应的所有对象主体；个人信息保护法第五十一条"
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person: a registry number, how the list calls the person, what a filter rule may ask."""

    number: str
    name: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@transaction.atomic
def enter(*, persons: Sequence[PersonRow], unit: str, tag: str, source: str, by: Actor, now: datetime) -> int:
    """Enter all of them with one category, or none; one journal entry says how many from where."""
    place = places.unit(by, unit)
    demand(policies.may(by, Verb.KEEP_SUBJECTS, place.path))
    codes = [f"{Scheme.PID}:{row.number}" for row in persons]
    demand_all([_numbers(persons), _once(codes), _new(codes)])
    label = places.clean("类别", tag, 32)
    for start in range(0, len(persons), CHUNK):
        _load(_subject(row, place.pk, source, by, now) for row in persons[start : start + CHUNK])
        made = Subject.objects.filter(code__in=codes[start : start + CHUNK]).order_by("pk")
        keys = made.values_list("pk", flat=True)
        _load(SubjectTag(subject_id=key, tag=label, source=source) for key in keys)
    body = {"persons": len(persons), "unit": unit, "tag": label, "source": source}
    audit.record("subject.persons_entered", by=by, now=now, thing="subject:*", body=body)
    return len(persons)


def _load(made: Iterable[Subject] | Iterable[SubjectTag]) -> None:
    """A list may have ten thousand lines: one prepared statement, as imports do."""
    rows = iter(made)
    if (first := next(rows, None)) is None:
        return
    fields = [one for one in first._meta.concrete_fields if not one.primary_key]
    staging.load(
        first._meta.db_table,
        [one.attname for one in fields],
        (
            [one.get_db_prep_save(one.pre_save(row, True), connection) for one in fields]
            for row in chain([first], rows)
        ),
    )


def _subject(row: PersonRow, unit: int, source: str, by: Actor, now: datetime) -> Subject:
    return Subject(
        code=f"{Scheme.PID}:{row.number}",
        scheme=Scheme.PID.value,
        number=row.number,
        kind=SubjectKind.NATURAL_PERSON.value,
        unit_id=unit,
        name=places.clean("姓名", row.name, 200),
        facts=dict(row.facts),
        source=source,
        confirmed_on=localdate(now),
        changed_at=now,
        changed_by=by.code,
    )


def _numbers(persons: Sequence[PersonRow]) -> Decision:
    wrong = [row.number for row in persons if not _well_formed(row.number)]
    if not wrong:
        return allowed()
    why = f"{len(wrong)} 个登记号不合规，如“{wrong[0]}”"
    return denied("person_list.number", why, CLAUSE, "用随机的大写字母和数字，不得用身份证号")


def _well_formed(number: str) -> bool:
    """A number that could be a citizen's would publish in every roll what must not be kept at all."""
    if identifiers.read_citizen_id(number).ok:
        return False
    try:
        identifiers.protocol_id(Scheme.PID.value, number)
    except ValueError:
        return False
    return True


def _once(codes: Sequence[str]) -> Decision:
    twice = [code for code, count in Counter(codes).items() if count > 1]
    if not twice:
        return allowed()
    return denied("person_list.twice", f"登记号“{twice[0]}”在名单中出现多次", CLAUSE, "一人一个登记号")


def _new(codes: Sequence[str]) -> Decision:
    for start in range(0, len(codes), CHUNK):
        known = Subject.objects.filter(code__in=codes[start : start + CHUNK]).first()
        if known is not None:
            return denied("person_list.taken", f"“{known.code}”已在名录库中", CLAUSE, "请从名单中删去")
    return allowed()
