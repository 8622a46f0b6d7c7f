"""What publication waits for this person to do."""

from datetime import date, datetime, time

from django.urls import reverse
from django.utils.timezone import make_aware

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.publicity.enums import Answer, NoticeKind, NoticeState, Pointed
from mingqian.publicity.models import KeepBack, Notice, PointedOut
from mingqian.publicity.policies import AUTHORS
from mingqian.publicity.selectors import candidates, deadlines, notices, policy
from mingqian.ui import asking
from mingqian.ui.asking import Asking
from mingqian.ui.types import Todo

MOST = 20


def mine(by: Actor, *, today: date) -> Asking[list[Todo]]:
    """To draft, to review, to release, to decide, to confirm: at most twenty, the most urgent first."""
    parts = [_to_decide(by), _to_handle(by, today), _to_vouch_for(by, today)]
    if by.has(*AUTHORS) and not by.has(Role.PUBLISHER):
        parts += [_to_draft(by, today), _to_check(by)]
    found = yield from asking.joined(*parts)
    return found[:MOST]


def _to_check(by: Actor) -> Asking[list[Todo]]:
    """What readers pointed out: 及时更正."""
    rows = PointedOut.objects.filter(answer=Pointed.WAITING, notice__in=notices.visible(by))
    rows = rows.select_related("notice").order_by("number")[:MOST]
    yield (rows,)
    return [
        Todo(
            "读者纠错",
            one.notice.title,
            one.number,
            reverse("publicity:notice", args=[one.notice.code]),
            "核对",
        )
        for one in rows
    ]


def _to_handle(by: Actor, today: date) -> Asking[list[Todo]]:
    wanted = {
        NoticeState.DRAFT: (by.has(Role.REDACTION_REVIEWER), "公示审核", "审核"),
        NoticeState.REVIEWED: (by.has(Role.PUBLISHER), "公示发布", "发布"),
    }
    states = [state for state, (mine_too, _, _) in wanted.items() if mine_too]
    found = notices.at_work(by).filter(state__in=states).order_by("due_on", "code")
    rows = found.exclude(author_id=by.person_id)[:MOST]
    yield (rows,)
    todos = []
    for row in rows:
        _, kind, action = wanted[NoticeState(row.state)]
        if row.state != NoticeState.REVIEWED or row.reviewer_id != by.person_id:
            todos.append(_todo(row, kind, action, by, today))
    return todos


def _to_vouch_for(by: Actor, today: date) -> Asking[list[Todo]]:
    if not by.has(Role.SUPERVISION_AUTHORITY):
        return []
    rows = notices.at_work(by).filter(
        kind=NoticeKind.INSPECTOR_LIST, state=NoticeState.REVIEWED, confirmation__isnull=True
    )[:MOST]
    yield (rows,)
    return [_todo(row, "清单确认", "确认", by, today) for row in rows]


def _to_decide(by: Actor) -> Asking[list[Todo]]:
    if not by.has(Role.BUREAU_LEADER):
        return []
    asked = KeepBack.objects.filter(answer=Answer.WAITING, notice__in=notices.visible(by))
    rows = asked.select_related("notice").order_by("requested_at")[:MOST]
    yield (rows,)
    return [
        Todo(
            "不公开审批", one.notice.title, one.get_ground_display(),
            reverse("publicity:notice", args=[one.notice.code]), "决定", None, "石嘴山方案 4(1)",
        )
        for one in rows
    ]  # fmt: skip


def _to_draft(by: Actor, today: date) -> Asking[list[Todo]]:
    # What is to be drafted depends on the day alone: its first moment stands for all of it.
    waiting = yield from candidates.wanted(by, now=make_aware(datetime.combine(today, time())))
    return [
        Todo(
            "待公示", one.candidate.title, f"{one.kind.label} · {one.candidate.words}", reverse("publicity:waiting"),
            "更正" if one.notice else "起草", one.chip, one.chip.clause,
        )
        for one in waiting
        if by.covers(one.candidate.unit_path)
    ]  # fmt: skip


def _todo(row: Notice, kind: str, action: str, by: Actor, today: date) -> Todo:
    chip = deadlines.Reckoner(policy.in_force(by), today=today).of_notice(row)
    url = reverse("publicity:notice", args=[row.code])
    return Todo(kind, row.title, NoticeKind(row.kind).label, url, action, chip, row.clause)
