"""Walks on which a unit has an item checked: what was recorded and written there is that unit's, too.

Several sections come together in one visit, which one of them organises (厦门 三(三) 可实施联合检查); the records and
papers of the walk lie with whoever organised it. Each unit whose task was done there finds and reads them; a unit
without a task there does not (石嘴山 8(1), 9(2): 谁执法谁记录, 调阅依权限).
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.inspection import outcomes
from mingqian.inspection.models import Approval, Task, Visit

_CASES = tuple(code for code, one in outcomes.table().items() if one.case)


def visits(by: Actor) -> QuerySet[Visit, Any]:
    """``visit:<code>`` of the walks on which a task of this person's units is done."""
    return Visit.objects.filter(_served(by, "approval")).values_list(Concat(Value("visit:"), "code"))


def papers(by: Actor) -> Q:
    """A filter for papers: those of such walks, and of their approvals."""
    approved = Approval.objects.filter(_served(by, "pk"))
    numbers = approved.values_list(Concat(Value("approval:"), "number"))
    return Q(thing__in=numbers) | Q(thing__in=visits(by))


def opening_cases(thing: str) -> dict[str, str]:
    """What a confirmed result that opens a case was recorded as (``visit:…``, ``task:…``), with that result in words.

    ``thing``: the task, walk or batch (``inspection:…``) something has just happened to.
    """
    word, _, key = thing.partition(":")
    column = {"task": "code", "visit": "approval__visits__code", "inspection": "batch__code"}.get(word)
    if column is None:
        return {}
    rows = Task.objects.filter(confirmed_on__isnull=False, outcome__in=_CASES, **{column: key})
    return {
        one: f"{task.item_name}{outcomes.of(task.outcome).name}，随案卷保管"
        for task in rows.order_by("batch_id", "number")
        for one in _recorded_as(task)
    }


def _recorded_as(task: Task) -> list[str]:
    """Its own records, those of its walks and of whatever else was done on them."""
    if task.approval_id is None:
        return [f"task:{task.code}"]
    walks = Visit.objects.filter(approval=task.approval_id).order_by("number").values_list("code", flat=True)
    others = Task.objects.filter(approval=task.approval_id).order_by("batch_id", "number")
    codes = others.values_list("code", flat=True)
    return [*(f"visit:{code}" for code in walks), *(f"task:{code}" for code in codes)]


def _served(by: Actor, approval: str) -> Exists:
    own = Task.objects.filter(accounts.in_scope(by), approval=OuterRef(approval))
    return Exists(own)
