"""Notices whose files take minutes, as bodies of jobs."""

from django.db import transaction
from django.urls import reverse

from mingqian.core.decision import Refused, denied
from mingqian.draw import selectors as draws
from mingqian.jobs.types import Outcome, Running
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.selectors import policy
from mingqian.publicity.services import taking

DRAFT_DRAW = "publicity.draft_draw"
LEAD = "draw:"


def is_long(kind: NoticeKind, thing: str) -> bool:
    """A draw over a long list: written, verified and packed by the worker, not while somebody waits."""
    return kind is NoticeKind.DRAW_RESULT and draws.desk.rows_of(thing.removeprefix(LEAD)) > draws.desk.LONG


def run_draft_draw(task: Running) -> Outcome:
    """Draft the notice of ``arguments["thing"]``: the files first, then everything that is written, at once."""
    thing = task.arguments.get("thing")
    if not isinstance(thing, str) or not thing.startswith(LEAD):
        raise Refused(denied("publicity.no_draw", "没有说明是哪一次抽取", "", "请从待公示清单交办"))
    rules = policy.in_force(task.by)
    task.progress(0, 1, "写出抽取记录和名录，逐项核验，打包")
    content = taking.make(
        kind=NoticeKind.DRAW_RESULT, thing=thing, policy=rules, by=task.by, now=task.now
    )  # fmt: skip
    with transaction.atomic():
        made = taking.take(
            kind=NoticeKind.DRAW_RESULT, thing=thing, policy=rules, by=task.by, now=task.now, content=content
        )
        outcome = Outcome("已起草，请核对后交审核。", reverse("publicity:notice", args=[made.code]))
        task.settle(outcome)
    return outcome
