"""Lists from several sources over one registry: who said what, and where they disagree.

PD-14 「以全市参保企业信息系统和经部门审批的单位为基础」: the insured list and the licence list name the same
firms. They meet by credit code; where they differ the value in force stays and the conflict is listed.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mingqian.accounts import selectors as people
from mingqian.accounts.types import Actor
from mingqian.registry.models import SubjectSource

#: Names of the usual sources; any other word may be used as well.
SOURCES = {
    "insured": "参保单位信息",
    "licence": "行政许可名单",
    "registration": "市场主体登记",
    "hand": "人工维护",
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field of one firm on which two sources differ; ``kept`` is what the registry goes on saying."""

    code: str
    name: str
    field: str
    kept: str
    said: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        from mingqian.registry.importing import fates

        words = "；".join(f"{SOURCES.get(source, source)}为“{value}”" for source, value in self.said)
        return f"{self.name}（{self.code}）的{fates.label(self.field)}：{words}；现用“{self.kept}”"


def alike(left: str, right: str) -> bool:
    """The same but for width and blanks: （集团） and (集团) are no conflict."""
    return _plain(left) == _plain(right)


def _plain(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).split())


Claims = Mapping[str, Mapping[str, str]]
"""source → field → what it says."""


def claims(subjects: Sequence[int]) -> dict[int, dict[str, dict[str, str]]]:
    """subject → source → its latest words; later batches speak over earlier ones of the same source."""
    found: dict[int, dict[str, dict[str, str]]] = {}
    rows = SubjectSource.objects.filter(subject_id__in=subjects).order_by("batch_id")
    for subject, source, said in rows.values_list("subject_id", "source", "said"):
        found.setdefault(subject, {})[source] = said
    return found


def resolve(
    old: Mapping[str, str], new: Mapping[str, str], source: str, others: Claims
) -> tuple[dict[str, str], dict[str, str]]:
    """(what changes, what is in conflict) when ``source`` says ``new`` of a firm that stands as ``old``.

    Another source's word that is in force is not overwritten: the field stays and is listed. A list
    without a named source is the owner's own word and prevails. Fields of ``new`` that are empty say nothing.
    """
    changes: dict[str, str] = {}
    conflicts: dict[str, str] = {}
    for name, value in new.items():
        if value == "" or value == old.get(name, ""):
            continue
        backed = any(
            other != source and alike(said.get(name, ""), old.get(name, "")) for other, said in others.items()
        )
        if source and old.get(name, "") != "" and backed:
            if not alike(value, old[name]):
                conflicts[name] = value
        else:
            changes[name] = value
    return changes, conflicts


def conflicts(by: Actor) -> Iterator[Conflict]:
    """Every standing disagreement among the sources, within the person's scope, firm by firm."""
    rows = (
        SubjectSource.objects.filter(people.in_scope(by, "subject__unit__path"))
        .order_by("subject_id", "batch_id")
        .select_related("subject")
    )
    group: list[SubjectSource] = []
    for row in rows.iterator(chunk_size=2000):
        if group and row.subject_id != group[0].subject_id:
            yield from _disagreements(group)
            group = []
        group.append(row)
    yield from _disagreements(group)


def _disagreements(group: Iterable[SubjectSource]) -> Iterator[Conflict]:
    latest = {row.source: row for row in group}
    if len(latest) < 2:
        return
    subject = next(iter(latest.values())).subject
    for field in dict.fromkeys(name for row in latest.values() for name in row.said):
        said = [
            (source, str(row.said[field])) for source, row in sorted(latest.items()) if row.said.get(field)
        ]
        if len(said) > 1 and any(not alike(value, said[0][1]) for _, value in said[1:]):
            kept = getattr(subject, field, "")
            yield Conflict(subject.code, subject.name, field, "" if kept is None else str(kept), tuple(said))
