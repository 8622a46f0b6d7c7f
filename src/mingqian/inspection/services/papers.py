"""文书: made from the facts of a thing its maker may see; and what its service sets going."""

from datetime import date

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit.types import Told
from mingqian.core.serving import WAYS
from mingqian.documents.enums import Kind
from mingqian.documents.types import Paper
from mingqian.inspection import papers
from mingqian.inspection.enums import Medium
from mingqian.inspection.models import Task
from mingqian.inspection.services import notices


def of(by: Actor, kind: Kind, key: str, today: date) -> Paper:
    """What ``documents`` makes a paper from: the facts as this person may see them."""
    return papers.of(by, kind, key, today=today)


@transaction.atomic
def served(told: Told) -> None:
    """检查初步结果告知书 was served: the task moves on and the firm's time to answer runs from that day."""
    word, _, code = told.thing.partition(":")
    if told.body["kind"] != Kind.PRELIMINARY_NOTICE or word != "task":
        return
    task = Task.objects.filter(code=code, state="recorded").first()
    if task is None:  # served on its own page before the paper's receipt was registered
        return
    electronic = told.body["way"] == "electronic"
    notices.serve(
        tasks=[code],
        on=date.fromisoformat(str(told.body["on"])),
        medium=(Medium.ELECTRONIC if electronic else Medium.PAPER).value,
        receipt=f"{WAYS[str(told.body['way'])].label}：{told.body['receipt']}",
        by=told.by,
        now=told.now,
    )
