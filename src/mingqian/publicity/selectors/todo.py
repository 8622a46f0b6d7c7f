"""What publication waits for this person to do."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.publicity.enums import Answer, NoticeKind, NoticeState
from mingqian.publicity.models import KeepBack, Notice
from mingqian.publicity.policies import AUTHORS
from mingqian.publicity.selectors import candidates, deadlines, notices, policy
from mingqian.ui.types import Todo

MOST = 20


def mine(by: Actor, *, now: datetime) -> list[Todo]:
    """To draft, to review, to release, to decide, to confirm: at most twenty, the most urgent first."""
    return list(islice(_all(by, now), MOST))


def _all(by: Actor, now: datetime) -> Iterator[Todo]:
    yield from _to_decide(by)
    yield from _to_handle(by, now)
    if by.has(*AUTHORS) and not by.has(Role.PUBLISHER):
        yield from _to_draft(by, now)


def _to_handle(by: Actor, now: datetime) -> Iterator[Todo]:
    wanted = {
        NoticeState.DRAFT: (by.has(Role.REDACTION_REVIEWER), "公示审核", "审核"),
        NoticeState.REVIEWED: (by.has(Role.PUBLISHER), "公示发布", "发布"),
    }
    states = [state for state, (mine_too, _, _) in wanted.items() if mine_too]
    found = notices.at_work(by).filter(state__in=states).order_by("due_on", "code")
    for row in found.exclude(author_id=by.person_id)[:MOST]:
        _, kind, action = wanted[NoticeState(row.state)]
        if row.state == NoticeState.REVIEWED and row.reviewer_id == by.person_id:
            continue
        yield _todo(row, kind, action, by, now)
    if by.has(Role.SUPERVISION_AUTHORITY):
        waiting = notices.at_work(by).filter(
            kind=NoticeKind.INSPECTOR_LIST, state=NoticeState.REVIEWED, confirmation__isnull=True
        )
        for row in waiting[:MOST]:
            yield _todo(row, "清单确认", "确认", by, now)


def _to_decide(by: Actor) -> Iterator[Todo]:
    if not by.has(Role.BUREAU_LEADER):
        return
    asked = KeepBack.objects.filter(answer=Answer.WAITING, notice__in=notices.visible(by))
    for one in asked.select_related("notice").order_by("requested_at")[:MOST]:
        yield Todo(
            "不公开审批",
            one.notice.title,
            one.get_ground_display(),
            reverse("publicity:notice", args=[one.notice.code]),
            "决定",
            None,
            "石嘴山方案 4(1)",
        )


def _to_draft(by: Actor, now: datetime) -> Iterator[Todo]:
    for one in candidates.waiting(by, now=now):
        if not by.covers(one.candidate.unit_path):
            continue
        yield Todo(
            "待公示",
            one.candidate.title,
            f"{one.kind.label} · {one.candidate.words}",
            reverse("publicity:waiting"),
            "更正" if one.notice else "起草",
            one.chip,
            one.chip.clause,
        )


def _todo(row: Notice, kind: str, action: str, by: Actor, now: datetime) -> Todo:
    chip = deadlines.Reckoner(policy.in_force(by), today=localdate(now)).of_notice(row)
    url = reverse("publicity:notice", args=[row.code])
    return Todo(kind, row.title, NoticeKind(row.kind).label, url, action, chip, row.clause)
