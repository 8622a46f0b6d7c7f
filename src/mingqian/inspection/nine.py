"""The nine fields of 厦门 三(六)2 in words: for the ledger's page, its file and its paper."""

from mingqian.core.machines import inspection_rectification
from mingqian.inspection import outcomes
from mingqian.inspection.enums import FollowUpKind
from mingqian.inspection.models import Task
from mingqian.ui.words import day


def people(task: Task) -> str:
    """检查人员姓名, as the last record names them."""
    record = next(iter(task.records.all()), None)
    return "、".join(paper[0] for paper in record.papers) if record else ""


def contents(task: Task) -> str:
    """检查内容: the points of the form."""
    sheet = next((one for one in task.batch.checklists.all() if one.item_id == task.item_id), None)
    return "；".join(point["text"] for point in sheet.points) if sheet else ""


def putting_right(task: Task) -> str:
    """整改落实情况, with the date that binds now."""
    order = getattr(task, "rectification", None)
    if order is None:
        return "未涉及" if not outcomes.of(task.outcome).order else "尚未责令"
    label = inspection_rectification.MACHINE.states[order.state]
    return f"{label}（期限{day(order.due_on)}）"


def used(task: Task) -> str:
    """结果运用: what the result entails, and the measures chosen beside it with their day and outcome."""
    chosen = [
        f"{FollowUpKind(one.kind).label}（{day(one.done_on)}办结：{one.outcome}）"
        if one.done_on
        else f"{FollowUpKind(one.kind).label}（限{day(one.due_on)}）"
        for one in task.follow_ups.all()
    ]
    return "；".join([outcomes.of(task.outcome).disposal, *chosen])
