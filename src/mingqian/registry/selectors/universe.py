"""The universe of an item as it goes into a roll: every subject, each with its standing and why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.registry import eligibility
from mingqian.registry.enums import Reach, SubjectKind
from mingqian.registry.models import Subject, SubjectTag
from mingqian.registry.selectors import items, subjects
from mingqian.registry.types import ItemFacts, RollRules, SubjectFacts, UniverseRow

CODE_TEXT: Mapping[str, str] = eligibility.CODE_TEXT
Tally = eligibility.Tally
in_words = eligibility.in_words


def rows(by: Actor, item_code: str, on: date, rules: RollRules, *, size: int = 0) -> Iterator[UniverseRow]:
    """Stream the universe of an item in order of registration; no subject is left out silently.

    厦门 三(二): 监管对象名录库包括监管事项对应的所有对象主体. An actor who sees only a part of the item's
    jurisdiction is refused: a roll of a part would look like a roll of the whole.
    """
    version = items.facts(by, item_code, on)
    if not by.covers(version.jurisdiction_path):
        raise Refused(
            denied(
                "registry.partial_universe",
                f"{by.name}的数据范围不包括事项“{version.name}”的全部管辖范围，取不到完整的名录",
                "厦门 三(二)：名录库应包括监管事项对应的所有对象主体",
                "请由数据范围覆盖全部管辖范围的人员办理，如政策法规机构",
            )
        )
    return _stream(_subjects_of(by, version), version, on, rules, size)


def tally(by: Actor, item_code: str, on: date, rules: RollRules, *, size: int = 0) -> eligibility.Tally:
    """Count the universe by status in one pass; ``size`` rows of it are held at a time, where a page counts."""
    counted = eligibility.Tally()
    for row in rows(by, item_code, on, rules, size=size):
        counted.add(row.standing)
    return counted


def subject_facts(by: Actor, codes: Sequence[str], on: date) -> dict[str, SubjectFacts]:
    """Facts of subjects already drawn, for the decisions that follow a draw (免检, 频次)."""
    return subjects.facts_of(by, codes, on)


def size(by: Actor, item_code: str, on: date) -> int:
    """How many subjects an item has today, whatever their standing."""
    version = items.facts(by, item_code, on)
    return _subjects_of(by, version).count()


def unconfirmed(by: Actor, item_code: str, on: date) -> int:
    """How many of an item's subjects nobody has confirmed for a year (厦门 三(二)、(三) 实时更新维护)."""
    found = _subjects_of(by, items.facts(by, item_code, on))
    return subjects.unconfirmed_among(found, on).count()


def _stream(
    found: QuerySet[Subject], version: ItemFacts, on: date, rules: RollRules, size: int
) -> Iterator[UniverseRow]:
    for facts in subjects.stream(found, on, size=size):
        if not eligibility.belongs(facts, version.subject_kinds, version.subject_tags):
            continue  # a tag that ran out: the database has filtered by tag, the day by its validity
        for_item = eligibility.of_item(facts, version.code, version.subject_tags)
        yield UniverseRow(
            id=facts.id,
            name=facts.name,
            stratum=eligibility.stratum(facts, rules.strata if rules.strata.by else version.strata),
            standing=eligibility.standing(for_item, rules),
            record=eligibility.record(for_item, on),
            pk=facts.pk,
            unit_code=facts.unit_code,
        )


def _subjects_of(by: Actor, version: ItemFacts) -> QuerySet[Subject]:
    # A row decided in 查重台 to be another's double is not a second body: the kept row stands for both.
    found = subjects.visible(by).filter(
        unit__path__startswith=version.jurisdiction_path, merged_into__isnull=True
    )
    if version.reach == Reach.OWN:
        found = found.filter(unit__level=version.level)
    if version.subject_kinds:
        found = found.filter(kind__in=version.subject_kinds)
    else:
        found = found.exclude(kind=SubjectKind.NATURAL_PERSON)
    if version.subject_tags:
        # EXISTS, not a join: a subject with two of the tags is one row, and a page looks up only its own.
        bearing = SubjectTag.objects.filter(subject=OuterRef("pk"), tag__in=version.subject_tags)
        found = found.filter(Exists(bearing))
    return found
