"""查重: the signs likeness is judged by, the pairs waiting for a decision, the decisions there are."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry.enums import MarkCode, Verdict
from mingqian.registry.likeness import Sign
from mingqian.registry.models import DuplicateCandidate, DuplicateDecision, Subject, SubjectName
from mingqian.ui import prepared

#: Keys of the facts of a list under which an old number may stand.
OLD_NUMBERS = ("旧注册号", "注册号", "工商注册号", "组织机构代码", "reg_no", "org_code")
#: What bears out a near name.
TRAITS = ("legal_representative", "address", "contact_phone")
PAGE = 5_000


def signs(path: str) -> Iterator[Sign]:
    """The bodies of a unit and those below it; persons are not compared, merged rows are settled."""
    rows = Subject.objects.filter(unit__path__startswith=path, scheme="USCC", merged_into__isnull=True)
    columns = ("pk", "number", "name", "facts", *TRAITS)
    last = 0
    while page := list(rows.filter(pk__gt=last).order_by("pk").values_list(*columns)[:PAGE]):
        span = Q(subject_id__gte=page[0][0], subject_id__lte=page[-1][0])
        former: dict[int, list[str]] = {}
        for pk, name in SubjectName.objects.filter(span).order_by("pk").values_list("subject_id", "name"):
            former.setdefault(pk, []).append(name)
        for pk, number, name, facts, *values in page:
            old = tuple(str(facts[key]) for key in OLD_NUMBERS if facts.get(key))
            traits = tuple(f"{key}={value}" for key, value in zip(TRAITS, values, strict=True) if value)
            yield Sign(pk, number, name, tuple(former.get(pk, ())), old, traits)
        last = page[-1][0]


def decided(path: str) -> set[tuple[int, int]]:
    """Pairs somebody has decided, the older row first."""
    rows = DuplicateDecision.objects.filter(kept__unit__path__startswith=path, undone_at__isnull=True)
    return {(min(pair), max(pair)) for pair in rows.values_list("kept_id", "other_id")}


def waiting(by: Actor) -> QuerySet[DuplicateCandidate]:
    """Pairs to decide, both rows in scope, the strongest ground first.

    Asked pair by pair: joined to the units, SQLite may read a registry of a million to find that no pair waits.
    """
    scope = Subject.objects.filter(accounts.in_scope(by, "unit__path"))
    both = (Exists(scope.filter(pk=OuterRef(end))) for end in ("first_id", "second_id"))
    return DuplicateCandidate.objects.filter(*both).select_related("first__unit", "second__unit")


def decisions(by: Actor) -> QuerySet[DuplicateDecision]:
    """Decisions in scope, the newest first."""
    both = accounts.in_scope(by, "kept__unit__path") & accounts.in_scope(by, "other__unit__path")
    return DuplicateDecision.objects.filter(both).select_related("kept", "other").order_by("-pk")


@prepared.question
def aliases(subject: int) -> "QuerySet[DuplicateDecision, Any]":
    """Rows that were decided to be this one: code, name, number. By the decisions: the registry has no index for them."""
    same = DuplicateDecision.objects.filter(kept=subject, verdict=Verdict.SAME, undone_at__isnull=True)
    rows = same.order_by("pk")
    named = {"code": F("other__code"), "name": F("other__name"), "number": F("other__number")}
    return rows.values(**named)


def standing_on(subject: Subject, on: date) -> list[str]:
    """What runs on a row, in words: marks, abnormal entries, recusal ties, open requests."""
    running = Q(until_on__isnull=True) | Q(until_on__gte=on)
    marks = subject.marks.filter(running).order_by("pk").values_list("code", flat=True)
    found = [f"有效标记“{MarkCode(code).label}”" for code in marks]
    if subject.abnormal_entries.filter(running).exists():
        found.append("有效异常记录")
    if subject.ties.filter(running).exists():
        found.append("有效回避关系")
    if subject.proposals.filter(state="open").exists():
        found.append("待批准的申请")
    return found
