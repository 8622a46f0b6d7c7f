"""信用信息待归集: made and withdrawn inside the write that lets a result out or takes it back; that entry tells of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from mingqian.inspection import outcomes
from mingqian.inspection.enums import CreditState
from mingqian.inspection.models import CreditSignal, Task

ENTERED = "厦门 三(六)3：确认处理后列入良好信息、警示信息、提示信息"


def queue(tasks: Sequence[Task], on: date, *, public: bool) -> dict[str, int]:
    """One signal per result that says something about the subject; how many of each kind."""
    withdraw(tasks, on, "公示决定有变，重新生成")
    made = [
        CreditSignal(
            task=task, subject_id=task.subject_id, kind=outcome.credit, outcome=task.outcome,
            clause=f"{ENTERED}；{outcome.clause}"[:200], public=public and not task.natural_person, made_on=on,
        )
        for task in tasks
        if (outcome := outcomes.of(task.outcome)).credit
    ]  # fmt: skip
    CreditSignal.objects.bulk_create(made, batch_size=500)
    return dict(sorted(Counter(one.kind for one in made).items()))


def withdraw(tasks: Sequence[Task], on: date, reason: str) -> int:
    """The result fell: its signal falls with it, and says why; how many did."""
    found = CreditSignal.objects.filter(task__in=[one.pk for one in tasks])
    rows = found.exclude(state=CreditState.WITHDRAWN.value)
    return rows.update(state=CreditState.WITHDRAWN.value, withdrawn_on=on, reason=reason[:200])
