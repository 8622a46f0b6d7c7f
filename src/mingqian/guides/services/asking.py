"""Asking the stage of an application. A guess is counted: very many wrong ones, from anywhere, close the question until tomorrow."""

import hmac
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.core.decision import Decision, denied
from mingqian.core.guesses import Guesses
from mingqian.guides.models import Application
from mingqian.guides.selectors import progress
from mingqian.guides.types import Stage

BOARD = "石嘴山方案 3(3)：窗口提供进度查询"
INSTEAD = "或到窗口查询"


@transaction.atomic
def ask(*, number: str, tail: str, now: datetime) -> Stage | Decision:
    """The stage, or why not; an unknown number and a wrong tail are answered alike."""
    today = localdate(now)
    rows = Application.objects.select_for_update(of=("self",)).select_related("guide__power", "unit")
    row = rows.filter(number=number.strip().upper()).first()
    if row is None:
        return _not_found()
    guesses = Guesses(row.wrong_on, row.wrong_asks)
    if guesses.closed(today, tail):
        return denied("application.asked_too_often", "今天查这个编号的错误过多，明天可以再查", BOARD, INSTEAD)
    if hmac.compare_digest(row.tail.encode(), tail.strip().encode()):
        return progress.of(row)
    row.wrong_on, row.wrong_asks = guesses.another(today)
    row.save(update_fields=["wrong_asks", "wrong_on"])
    return _not_found()


def _not_found() -> Decision:
    return denied("application.not_found", "没有查到：编号或手机尾号不对", BOARD, "请核对受理时给您的编号")
