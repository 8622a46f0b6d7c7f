"""我的待办 from the field: what phones sent and a person must decide."""

from datetime import date

from django.urls import reverse

from mingqian.accounts.types import Actor
from mingqian.field.selectors import actions
from mingqian.ui import asking
from mingqian.ui.asking import Asking
from mingqian.ui.types import Todo


def mine(by: Actor, *, today: date) -> Asking[list[Todo]]:
    """One line, with the number."""
    waiting = yield from asking.counted(actions.to_decide(by).distinct())
    if not waiting:
        return []
    return [
        Todo(
            "现场", f"待处理现场记录{waiting}条", "现场上传、尚未生效，须决定是否采用", reverse("field:held"), "去处理",
            None, "内部控制：未生效的现场记录由组长或主管处室核对后决定",
        )
    ]  # fmt: skip
