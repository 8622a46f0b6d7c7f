"""文书: made from the facts of a thing its maker may see; and what its service sets going."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit.types import Told
from mingqian.core.decision import Refused, denied
from mingqian.core.serving import WAYS
from mingqian.documents.enums import Kind
from mingqian.documents.types import Paper
from mingqian.inspection import papers
from mingqian.inspection.enums import Medium, Serving
from mingqian.inspection.models import ResultNotice, Task, VisitNotice
from mingqian.inspection.services import announcing, notices
from mingqian.ui import words

_PROVED = "民事诉讼法第八十七条：受送达人在送达回证上的签收日期为送达日期"


def many(by: Actor, kind: Kind, keys: Sequence[str], today: date) -> list[Paper | Refused]:
    """What ``documents`` makes papers from: the facts as this person may see them."""
    return papers.many(by, kind, keys, today=today)


@transaction.atomic
def served(told: Told) -> None:
    """What the service of a paper sets going, in its own write: a gate that stands here refuses the service."""
    step = _SERVED.get(str(told.body["kind"]))
    if step is not None:
        step(told, told.thing.partition(":")[2], date.fromisoformat(str(told.body["on"])))


def _result(told: Told, code: str, on: date) -> None:
    """检查初步结果告知书: the task moves on and the firm's time to answer runs from that day."""
    task = Task.objects.filter(code=code, state="recorded").first()
    if task is None:  # served on its own page before the paper's receipt was registered
        before = ResultNotice.objects.filter(task__code=code).order_by("pk").last()
        if before is not None:
            _agreed(before.number, before.served_on, on)
        return
    medium = Medium.ELECTRONIC if _electronic(told) else Medium.PAPER
    notices.serve(tasks=[code], on=on, medium=medium.value, receipt=_receipt(told), by=told.by, now=told.now)


def _visit(told: Told, number: str, on: date) -> None:
    """检查通知书: the firm may read it from here; one that is not announced waits for the scan at the door."""
    notice = VisitNotice.objects.filter(approval__number=number).first()
    if notice is None:  # printed straight from the approval
        return
    if notice.served_on is not None:  # served on its own page before
        _agreed(notice.number, notice.served_on, on)
        return
    how = Serving.ELECTRONIC if _electronic(told) else Serving.PAPER
    announcing.serve(
        notice=notice.number, how=(how if notice.announced else Serving.ON_ARRIVAL).value, on=on,
        receipt=_receipt(told), by=told.by, now=told.now,
    )  # fmt: skip


def _agreed(number: str, served_on: date, on: date) -> None:
    """The firm's periods run from the one day that is registered: a receipt with another day would contradict them."""
    if served_on != on:
        why = f"{number}已登记{words.day(served_on)}送达，与这里的送达日期{words.day(on)}不一致"
        remedy = f"请照实际送达的日期登记；期限已从{words.day(served_on)}起算"
        raise Refused(denied("papers.served_another_day", why, _PROVED, remedy))


def _electronic(told: Told) -> bool:
    return told.body["way"] == "electronic"


def _receipt(told: Told) -> str:
    return f"{WAYS[str(told.body['way'])].label}：{told.body['receipt']}"


_SERVED = {Kind.PRELIMINARY_NOTICE.value: _result, Kind.VISIT_NOTICE.value: _visit}
