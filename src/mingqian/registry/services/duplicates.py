"""查重: find rows that may be one body, and what somebody decides about a pair; every decision can be undone."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, demand, demand_all, denied
from mingqian.registry import likeness, policies
from mingqian.registry.enums import Verdict
from mingqian.registry.models import (
    DuplicateCandidate,
    DuplicateDecision,
    Subject,
    SubjectTag,
    SubjectVisit,
)
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import duplicates, subjects
from mingqian.registry.services import places

ONE_RECORD = "厦门 三(二)：同一主体一条记录、多个类别；一个主体在同一次抽取中只能有一个名额"
PAGE = 2_000


@transaction.atomic
def scan(*, unit: str, by: Actor, now: datetime) -> int:
    """Look through a unit's registry for likely doubles; answers how many pairs are new to decide."""
    place = places.unit(by, unit)
    demand(policies.may(by, Verb.KEEP_SUBJECTS, place.path))
    found = likeness.pairs(duplicates.signs(place.path))
    known = duplicates.decided(place.path)
    fresh = [pair for pair in found if (pair.first, pair.second) not in known]
    DuplicateCandidate.objects.filter(first__unit__path__startswith=place.path).delete()
    for start in range(0, len(fresh), PAGE):
        DuplicateCandidate.objects.bulk_create(
            (
                DuplicateCandidate(
                    first_id=pair.first,
                    second_id=pair.second,
                    ground=pair.ground.value,
                    detail=pair.detail[:200],
                    found_at=now,
                )
                for pair in fresh[start : start + PAGE]
            ),
            ignore_conflicts=True,
        )
    body = {"unit": unit, "pairs": len(fresh), "decided": len(found) - len(fresh)}
    audit.record("duplicates.scanned", by=by, now=now, thing=f"unit:{unit}", body=body)
    return len(fresh)


@transaction.atomic
def decide(
    *, kept: str, other: str, verdict: Verdict, reason: str, evidence: str = "", by: Actor, now: datetime
) -> DuplicateDecision:
    """Say that two rows are one body, or are not. Of one body the other row leaves every universe."""
    pair = _pair(by, kept, other)
    first, second = pair[kept], pair[other]
    moved = _merge(first, second, by, now) if verdict is Verdict.SAME else {}
    row = DuplicateDecision.objects.create(
        kept=first,
        other=second,
        verdict=verdict.value,
        reason=places.clean("理由", reason, 300),
        evidence=places.clean("证据", evidence, 300, required=verdict is Verdict.SAME),
        moved=moved,
        decided_by=by.code,
        decided_at=now,
    )
    keys = sorted((first.pk, second.pk))
    DuplicateCandidate.objects.filter(first_id=keys[0], second_id=keys[1]).delete()
    body = {
        "kept": kept,
        "other": other,
        "verdict": verdict.value,
        "reason": row.reason,
        "evidence": row.evidence,
        "moved": {name: len(rows) for name, rows in moved.items()},
    }
    audit.record("duplicates.decided", by=by, now=now, thing=f"subject:{kept}", body=body)
    return row


def _pair(by: Actor, kept: str, other: str) -> Mapping[str, Subject]:
    if kept == other:
        raise Refused(denied("duplicate.itself", "两条是同一条记录", ONE_RECORD))
    for code in (kept, other):
        demand(policies.may(by, Verb.KEEP_SUBJECTS, subjects.get(by, code).unit.path))
    rows = Subject.objects.select_for_update(of=("self",)).select_related("unit").order_by("pk")
    pair = {row.code: row for row in rows.filter(code__in=(kept, other))}
    decided = DuplicateDecision.objects.filter(
        kept__in=pair.values(), other__in=pair.values(), undone_at__isnull=True
    ).first()
    if decided is not None:
        why = f"这两条已有结论：{Verdict(decided.verdict).label}（{decided.reason}）"
        raise Refused(denied("duplicate.decided", why, ONE_RECORD, "有误的先撤销原结论"))
    return pair


def _merge(kept: Subject, other: Subject, by: Actor, now: datetime) -> dict[str, list[int]]:
    demand_all(_obstacles(kept, other, now))
    borne = set(kept.tags.values_list("tag", "licence_no"))
    tags = [t.pk for t in other.tags.order_by("pk") if (t.tag, t.licence_no) not in borne]
    visits = list(other.visits.order_by("pk").values_list("pk", flat=True))
    SubjectTag.objects.filter(pk__in=tags).update(subject=kept)
    SubjectVisit.objects.filter(pk__in=visits).update(subject=kept)
    Subject.objects.filter(pk=other.pk).update(merged_into=kept, changed_at=now, changed_by=by.code)
    return {"tags": tags, "visits": visits}


def _obstacles(kept: Subject, other: Subject, now: datetime) -> list[Decision]:
    """What stands on the row that would go: it is settled first, so that nothing of weight is lost."""
    on, found = localdate(now), []
    for row in (kept, other):
        if row.merged_into_id is not None:
            found.append(denied("duplicate.merged", f"{row.name}（{row.code}）已并入另一条记录", ONE_RECORD))
    if kept.kind != other.kind:
        found.append(
            denied("duplicate.kind", "两条记录的对象类型不同，不能是同一主体", ONE_RECORD, "先更正对象类型")
        )
    running = duplicates.standing_on(other, on)
    if running:
        why = f"{other.name}（{other.code}）还有{'、'.join(running)}"
        found.append(denied("duplicate.stood_on", why, ONE_RECORD, "先在该记录上了结，或改为保留该记录"))
    if duplicates.aliases(other.pk):
        found.append(denied("duplicate.chain", f"已有别的记录并入{other.name}", ONE_RECORD, "请保留这一条"))
    return found


@transaction.atomic
def undo(*, pk: int, reason: str, by: Actor, now: datetime) -> DuplicateDecision:
    """Take a decision back: what had gone over returns to its row."""
    rows = DuplicateDecision.objects.select_for_update(of=("self",)).select_related(
        "kept__unit", "other__unit"
    )
    row = rows.filter(pk=pk).first()
    if row is None or not (by.covers(row.kept.unit.path) and by.covers(row.other.unit.path)):
        raise Refused(denied("duplicate.unknown", f"没有编号为 {pk} 的查重结论，或不在您的数据范围内"))
    for subject in (row.kept, row.other):
        demand(policies.may(by, Verb.KEEP_SUBJECTS, subject.unit.path))
    if row.undone_at is not None:
        raise Refused(denied("duplicate.undone", "该结论已经撤销", ONE_RECORD))
    if row.verdict == Verdict.SAME:
        SubjectTag.objects.filter(pk__in=row.moved.get("tags", ())).update(subject=row.other)
        SubjectVisit.objects.filter(pk__in=row.moved.get("visits", ())).update(subject=row.other)
        Subject.objects.filter(pk=row.other_id).update(merged_into=None, changed_at=now, changed_by=by.code)
    row.undone_by, row.undone_at = by.code, now
    row.undone_reason = places.clean("理由", reason, 300)
    row.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    body = {
        "kept": row.kept.code,
        "other": row.other.code,
        "verdict": row.verdict,
        "reason": row.undone_reason,
    }
    audit.record("duplicates.undone", by=by, now=now, thing=f"subject:{row.kept.code}", body=body)
    return row


def units(by: Actor) -> list[str]:
    """Units whose registry this person keeps, the highest first."""
    return [u.code for u in accounts.units(by) if policies.may(by, Verb.KEEP_SUBJECTS, u.path)]
