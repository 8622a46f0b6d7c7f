"""Writes that bear on a subject's standing in a roll: marks, abnormal entries, recorded checks."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, denied
from mingqian.registry import policies
from mingqian.registry.enums import MarkCode, Method, VisitKind
from mingqian.registry.models import AbnormalEntry, Item, Subject, SubjectMark, SubjectVisit
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import subjects
from mingqian.registry.services import places
from mingqian.registry.types import VisitRow

SELECTIVE = "厦门 一(四是促进监管公平)：防止选择执法；人工列入或不列入须有编码理由、证据并经批准"
ABNORMAL = "厦门 三(五)6(2)：三个月内已接受过抽查且不属于异常监管对象的，可予以免检"


@transaction.atomic
def mark(
    *,
    code: str,
    mark: MarkCode,
    reason: str,
    evidence: str,
    from_on: date,
    until_on: date | None = None,
    item: str = "",
    clause: str = "",
    approved_by: Actor,
    by: Actor,
    now: datetime,
) -> SubjectMark:
    """Force a subject into the visits, or keep it out, on a coded ground that somebody else approves."""
    subject = _kept(by, code)
    _demand_second(subject, by.code, approved_by, "该标记")
    wanted = Wanted(mark, reason, evidence, from_on, until_on, item, clause)
    return enact_mark(subject, wanted, asked_by=by.code, approved_by=approved_by.code, by=by, now=now)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mark as it is asked for."""

    mark: MarkCode
    reason: str
    evidence: str
    from_on: date
    until_on: date | None = None
    item: str = ""
    clause: str = ""


def enact_mark(
    subject: Subject, wanted: Wanted, *, asked_by: str, approved_by: str, by: Actor, now: datetime
) -> SubjectMark:
    """The rows and the entry of an approved mark; who may is settled before."""
    if wanted.mark is MarkCode.MJ:
        _demand_not_abnormal(subject, wanted.from_on)
    _demand_days(wanted.from_on, wanted.until_on)
    row = SubjectMark.objects.create(
        subject=subject,
        item=_item(wanted.item),
        code=wanted.mark.value,
        reason=_required("理由", wanted.reason),
        evidence=_required("证据", wanted.evidence),
        clause=places.clean("条款", wanted.clause, 120, required=False),
        from_on=wanted.from_on,
        until_on=wanted.until_on,
        marked_by=asked_by,
        approved_by=approved_by,
    )
    body = {
        "mark": row.code,
        "item": wanted.item,
        "reason": row.reason,
        "evidence": row.evidence,
        "from": wanted.from_on.isoformat(),
        "until": wanted.until_on.isoformat() if wanted.until_on else None,
        "asked_by": asked_by,
        "approved_by": approved_by,
    }
    audit.record("subject.marked", by=by, now=now, thing=f"subject:{subject.code}", body=body)
    return row


def _demand_days(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise Refused(denied("subject.mark_days", f"止日 {until_on} 早于起日 {from_on}", remedy="请核对日期"))


def _demand_second(subject: Subject, asked_by: str, second: Actor, what: str) -> None:
    """Another person with the right to approve: nobody sets a firm apart, or lets it off, alone."""
    demand(policies.may(second, Verb.APPROVE_MARK, subject.unit.path))
    demand(policies.apart(asked_by, second, what))


def _required(what: str, text: str) -> str:
    if not text.strip():
        raise Refused(denied("subject.mark_ground", f"{what}不能为空", SELECTIVE, f"请填写{what}"))
    return places.clean(what, text, 300)


def _item(code: str) -> Item | None:
    if not code:
        return None
    found = Item.objects.filter(code=code).first()
    if found is None:
        raise Refused(denied("item.unknown", f"清单中没有代码为“{code}”的事项"))
    return found


def _demand_not_abnormal(subject: Subject, on: date) -> None:
    found = [entry for entry in subject.abnormal_entries.filter(from_on__lte=on) if _runs(entry, on)]
    if found:
        why = f"{subject.name}是异常监管对象（{found[0].ground}，自 {found[0].from_on}），不能免检"
        raise Refused(denied("subject.abnormal", why, ABNORMAL, "异常情形结束后再办理"))


def _runs(entry: AbnormalEntry, on: date) -> bool:
    return entry.until_on is None or entry.until_on >= on


@transaction.atomic
def lift(
    *, mark_id: int, until_on: date, reason: str, approved_by: Actor, by: Actor, now: datetime
) -> SubjectMark:
    """End a mark on a day, with another's approval; it stays in the record."""
    row = SubjectMark.objects.select_related("subject__unit").filter(pk=mark_id).first()
    if row is None or not by.covers(row.subject.unit.path):
        raise Refused(denied("subject.no_mark", f"没有编号为 {mark_id} 的标记，或不在您的数据范围内"))
    subject = _kept(by, row.subject.code)
    _demand_second(subject, by.code, approved_by, "取消该标记")
    return enact_lift(row, until_on, reason, asked_by=by.code, approved_by=approved_by.code, by=by, now=now)


def enact_lift(
    row: SubjectMark,
    until_on: date,
    reason: str,
    *,
    asked_by: str,
    approved_by: str,
    by: Actor,
    now: datetime,
) -> SubjectMark:
    """The end of a mark and its entry; who may is settled before."""
    demand(places.ends("标记", row.from_on, row.until_on, until_on))
    row.until_on = until_on
    row.save(update_fields=["until_on"])
    body = {
        "mark": row.code,
        "until": until_on.isoformat(),
        "reason": _required("理由", reason),
        "asked_by": asked_by,
        "approved_by": approved_by,
    }
    audit.record("subject.unmarked", by=by, now=now, thing=f"subject:{row.subject.code}", body=body)
    return row


@transaction.atomic
def enter_abnormal(
    *,
    code: str,
    ground: str,
    grounds: Collection[str],
    source: str,
    evidence: str,
    from_on: date,
    by: Actor,
    now: datetime,
) -> AbnormalEntry:
    """Enter a subject as 异常监管对象 on a ground that the rule pack defines (``grounds``)."""
    subject = _kept(by, code)
    if ground not in grounds:
        named = "、".join(sorted(grounds)) or "无"
        why = f"“{ground}”不是规则包定义的异常情形"
        raise Refused(denied("subject.unknown_ground", why, ABNORMAL, f"可用情形：{named}"))
    entry = AbnormalEntry.objects.create(
        subject=subject,
        ground=ground,
        source=_required("来源", source)[:100],
        evidence=_required("证据", evidence),
        from_on=from_on,
        entered_by=by.code,
    )
    body = {"ground": ground, "source": entry.source, "evidence": entry.evidence, "from": from_on.isoformat()}
    audit.record("subject.abnormal_entered", by=by, now=now, thing=f"subject:{code}", body=body)
    return entry


@transaction.atomic
def end_abnormal(
    *, code: str, ground: str, until_on: date, reason: str, approved_by: Actor, by: Actor, now: datetime
) -> int:
    """End an abnormal ground on a day, itself the last one, with another's approval."""
    subject = _kept(by, code)
    _demand_second(subject, by.code, approved_by, "移出异常")
    return enact_end(
        subject, ground, until_on, reason, asked_by=by.code, approved_by=approved_by.code, by=by, now=now
    )


def enact_end(
    subject: Subject,
    ground: str,
    until_on: date,
    reason: str,
    *,
    asked_by: str,
    approved_by: str,
    by: Actor,
    now: datetime,
) -> int:
    """The end of every running entry of a ground and the journal's; who may is settled before."""
    running = subject.abnormal_entries.filter(ground=ground, until_on__isnull=True)
    for entry in running:
        demand(places.ends("异常记录", entry.from_on, None, until_on))
    ended = running.update(until_on=until_on)
    if not ended:
        raise Refused(denied("subject.not_abnormal", f"{subject.name}没有有效的异常情形“{ground}”", ABNORMAL))
    body = {
        "ground": ground,
        "until": until_on.isoformat(),
        "reason": _required("理由", reason),
        "asked_by": asked_by,
        "approved_by": approved_by,
    }
    audit.record("subject.abnormal_ended", by=by, now=now, thing=f"subject:{subject.code}", body=body)
    return ended


@transaction.atomic
def record_visits(*, visits: Sequence[VisitRow], by: Actor, now: datetime) -> int:
    """Record finished checks in bulk; one entry tells how many, of whom the rows tell themselves."""
    codes = sorted({visit.subject for visit in visits})
    found = subjects.named(by, codes)
    _demand_all_known(codes, found)
    for path in sorted({subject.unit.path for subject in found.values()}):
        demand(policies.may(by, Verb.RECORD_VISITS, path))
    items = {item.code: item for item in Item.objects.filter(code__in={v.item for v in visits if v.item})}
    SubjectVisit.objects.bulk_create(
        [
            SubjectVisit(
                subject=found[visit.subject],
                item=items.get(visit.item),
                on=visit.on,
                kind=VisitKind(visit.kind).value,
                method=Method(visit.method).value,
                lead_driven=visit.lead_driven,
                penalised=visit.penalised,
                authority=visit.authority,
                source=visit.source,
            )
            for visit in visits
        ]
    )
    counted = Counter(visit.method for visit in visits)
    body = {"visits": len(visits), "subjects": len(codes), "by_method": dict(sorted(counted.items()))}
    audit.record("subject.visits_recorded", by=by, now=now, thing="subject:*", body=body)
    return len(visits)


def _demand_all_known(codes: Sequence[str], found: dict[str, Subject]) -> None:
    unknown = [code for code in codes if code not in found]
    if unknown:
        shown = "、".join(unknown[:5])
        why = f"{len(unknown)} 个对象不在名录库或不在您的数据范围内：{shown}"
        raise Refused(denied("registry.no_subject", why, remedy="先入库再登记检查记录"))


def _kept(by: Actor, code: str) -> Subject:
    subject = subjects.get(by, code)
    demand(policies.may(by, Verb.KEEP_SUBJECTS, subject.unit.path))
    return subject
