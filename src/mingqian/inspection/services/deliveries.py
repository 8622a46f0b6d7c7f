"""报送: what was confirmed goes to the information department at once, which signs for it or sends it back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks import services as clocks
from mingqian.clocks.types import Start
from mingqian.core import machine
from mingqian.core.decision import demand_all
from mingqian.core.machines.delivery import MACHINE
from mingqian.core.timelimits import Period, Unit
from mingqian.inspection import policies
from mingqian.inspection.models import Batch, DeliveredResult, Delivery, Task
from mingqian.inspection.policies import DELIVERED, Verb
from mingqian.inspection.selectors import deliveries as reads
from mingqian.inspection.services import journaling, written

SIGNED = "delivery.signed"
PROMPTLY = Period(3, Unit.WORKING_DAYS, "报送签收", "确认检查结果", DELIVERED)
"""The document says 及时; three working days is the product's own measure of it."""


def send(tasks: Sequence[Task], by: Actor, now: datetime) -> list[str]:
    """One sheet per batch, inside the write that confirms the results; the sheets' numbers."""
    batches = {task.batch_id: task.batch for task in tasks}
    return [
        _send(batch, [task for task in tasks if task.batch_id == key], by, now)
        for key, batch in sorted(batches.items())
    ]


def _send(batch: Batch, tasks: Sequence[Task], by: Actor, now: datetime) -> str:
    number = audit.numbers.code(f"{batch.code}-BS", 3, among=Delivery, column="number")
    row = Delivery.objects.create(batch=batch, number=number, sent_by_id=policies.person(by), sent_at=now)
    rows = [DeliveredResult(delivery=row, task=task, outcome=task.outcome) for task in tasks]
    DeliveredResult.objects.bulk_create(rows, batch_size=500)
    _start(row, len(rows), now)
    return number


def _start(row: Delivery, results: int, now: datetime) -> None:
    start = Start(
        thing=f"delivery:{row.number}", kind=SIGNED, unit=row.batch.unit_id, title=PROMPTLY.name,
        about=f"{row.batch.title} · {results}项结果", url_name="inspection:delivery", url_key=row.number,
        period=PROMPTLY, start=localdate(now),
    )  # fmt: skip
    clocks.running.start([start], division=row.batch.unit.division_code, now=now)


@transaction.atomic
def receive(*, delivery: str, receipt: str, by: Actor, now: datetime) -> Delivery:
    """签收, with what proves it."""
    return _answered(delivery, "receive", Verb.SIGN_FOR, receipt, "签收须填写凭证", by, now)


@transaction.atomic
def return_(*, delivery: str, reason: str, by: Actor, now: datetime) -> Delivery:
    """退回: the section mends it and sends it again."""
    return _answered(delivery, "return", Verb.SIGN_FOR, reason, "退回须写明理由", by, now)


@transaction.atomic
def resend(*, delivery: str, words: str, by: Actor, now: datetime) -> Delivery:
    """重新报送, saying what was mended; the days count anew."""
    row = _answered(delivery, "resend", Verb.RESEND, words, "重新报送须写明如何补正", by, now)
    _start(row, row.results.count(), now)
    return row


_KINDS = {
    "receive": "inspection.sheet_received",
    "return": "inspection.sheet_returned",
    "resend": "inspection.sheet_resent",
}


def _answered(
    number: str, event: str, verb: Verb, words: str, empty: str, by: Actor, now: datetime
) -> Delivery:
    row = reads.locked(by, number)
    demand_all(
        [
            policies.may(by, verb, row.batch.unit.path),
            machine.may(MACHINE, row.state, event),
            written.said(words, empty, DELIVERED),
        ]
    )
    row.state, row.words = machine.move(MACHINE, row.state, event), words.strip()[:300]
    row.answered_by_id, row.answered_at = policies.person(by), now
    row.save(update_fields=["state", "words", "answered_by", "answered_at"])
    clocks.running.meet([f"delivery:{number}"], kind=SIGNED, on=localdate(now))
    body = {"state": row.state, "words": journaling.plain(words), "results": row.results.count()}
    audit.record(_KINDS[event], by=by, now=now, thing=f"delivery:{number}", body=body)
    return row
