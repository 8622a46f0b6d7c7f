"""Asking the progress by number. A guess is counted: very many wrong ones, from anywhere, close the question until tomorrow."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.core.decision import Decision, denied
from mingqian.core.guesses import Guesses
from mingqian.leads.models import Lead
from mingqian.leads.selectors import progress
from mingqian.leads.types import Progress

INSTEAD = "或拨打 12333 查询"
_WRONG = "没有查到：编号或手机尾号（查询码）不对"


@transaction.atomic
def ask(*, code: str, word: str, now: datetime) -> Progress | Decision:
    """The progress, or why not; an unknown number and a wrong word are answered alike."""
    today = localdate(now)
    row = (
        Lead.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(code=code.strip().upper())
        .first()
    )
    if row is None:
        return _not_found()
    guesses = Guesses(row.wrong_on, row.wrong_asks)
    if guesses.closed(today, word):
        return denied(
            "leads.asked_too_often", "今天查这个编号的错误过多，凭手机尾号明天可以再查", "", INSTEAD
        )
    if progress.matches(row, word):
        return progress.of(row)
    row.wrong_on, row.wrong_asks = guesses.another(today)
    row.save(update_fields=["wrong_asks", "wrong_on"])
    return _not_found()


def _not_found() -> Decision:
    return denied("leads.not_found", _WRONG, "", "请核对受理时给您的编号；匿名的请填查询码")
