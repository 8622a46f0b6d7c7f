"""A reader points out a mistake; the desk corrects the notice or says why it stands (石嘴山 1(2): 及时更正)."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor, visitor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.publicity import policies
from mingqian.publicity.enums import NoticeState, Pointed
from mingqian.publicity.models import Notice, PointedOut
from mingqian.publicity.policies import Verb
from mingqian.publicity.selectors import public

CLAUSE = "石嘴山方案 1(2)：公示的信息不准确的，及时更正"
MOST_A_DAY = 200
"""So many the public page takes a day: beyond it somebody is filling the register with a program."""


@transaction.atomic
def point_out(*, code: str, words: str, now: datetime) -> PointedOut:
    """By anybody, without a name; of a notice that is public today."""
    row = public.one(code)
    demand_all([_public(row, code), _said(words), _room(now)])
    assert row is not None
    number = audit.numbers.code(f"ZC-{localdate(now).year}-", 5, among=PointedOut, column="number")
    found = PointedOut.objects.create(number=number, notice=row, words=words.strip(), at=now)
    body = {"number": number, "version": row.version}
    audit.record("notice.doubted", by=visitor(), now=now, thing=f"notice:{code}", body=body)
    return found


@transaction.atomic
def answer(*, number: str, answer: Pointed, remark: str, by: Actor, now: datetime) -> PointedOut:
    """已更正 needs a later version that is public; 不需更正 needs a reason the public reads."""
    row = (
        PointedOut.objects.select_for_update(of=("self",))
        .select_related("notice__unit")
        .filter(number=number)
        .first()
    )
    if row is None or not by.covers(row.notice.unit.path):
        raise Refused(
            denied("publicity.no_doubt", f"没有纠错“{number}”，或不在您的数据范围内", CLAUSE, "请核对编号")
        )
    demand_all(
        [
            policies.may(by, Verb.DRAFT, row.notice.unit.path),
            _waits(row),
            _explained(remark),
            _done(row, answer),
        ]
    )
    row.answer, row.remark = answer.value, remark.strip()
    row.decided_by_id, row.decided_at = policies.person(by), now
    row.save(update_fields=["answer", "remark", "decided_by", "decided_at"])
    body = {"number": number, "answer": answer.value, "remark": row.remark}
    audit.record("notice.doubt_answered", by=by, now=now, thing=f"notice:{row.notice.code}", body=body)
    return row


def _public(row: Notice | None, code: str) -> Decision:
    if row is not None and row.state == NoticeState.RELEASED:
        return allowed()
    return denied("publicity.doubt_not_found", f"没有正在公示的“{code}”", CLAUSE, "请从公示页上指出")


def _said(words: str) -> Decision:
    if len(words.strip()) >= 5:
        return allowed()
    return denied("publicity.doubt_empty", "没有写明哪里有误", CLAUSE, "请写明位置和正确的内容")


def _room(now: datetime) -> Decision:
    if PointedOut.objects.filter(at__date=localdate(now)).count() < MOST_A_DAY:
        return allowed()
    return denied("publicity.doubts_full", "今日网上纠错已达接收上限", CLAUSE, "请拨打 12333，或明日再提交")


def _waits(row: PointedOut) -> Decision:
    if row.answer == Pointed.WAITING:
        return allowed()
    return denied("publicity.doubt_answered", f"{row.number} 已答复：{row.get_answer_display()}", CLAUSE)


def _explained(remark: str) -> Decision:
    if len(remark.strip()) >= 5:
        return allowed()
    return denied(
        "publicity.doubt_unexplained", "答复须写明核对情况", CLAUSE, "请写公众看得懂的说明（至少五个字）"
    )


def _done(row: PointedOut, answer: Pointed) -> Decision:
    if answer is Pointed.WAITING:
        return denied("publicity.doubt_undecided", "请选择已更正或不需更正", CLAUSE)
    later = Notice.objects.filter(
        code=row.notice.code,
        version__gt=row.notice.version,
        state__in=[NoticeState.RELEASED, NoticeState.WITHDRAWN],
    )
    gone = Notice.objects.filter(pk=row.notice_id, state=NoticeState.WITHDRAWN)
    if answer is Pointed.STANDS or later.exists() or gone.exists():
        return allowed()
    why = f"{row.notice.code} 还没有发布第 {row.notice.version} 版以后的更正版"
    return denied("publicity.doubt_uncorrected", why, CLAUSE, "请先起草、审核、发布更正版")
