"""Who decides what was held."""

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, denied
from mingqian.inspection.selectors.tasks import Row as Task

DECIDES = "内部控制：未生效的现场记录由组长或主管处室核对后决定"


def may_decide(by: Actor, tasks: list[Task], *, leads: bool, own: bool) -> Decision:
    """The captain, or the section that owns an item; not whoever sent it, unless he is the captain."""
    section = any(by.holds(role, task.unit.path) for task in tasks for role in SECTIONS)
    if leads or (section and not own):
        return allowed()
    why = f"{by.name}（{by.code}）不能处理这次检查的待处理记录"
    return denied("field.may_not_decide", why, DECIDES, "请由本组组长或事项主管处室办理")
