"""存档清单 of a batch (涪陵 四(七)): which papers its tasks must have, how many have them, which ones lack which."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from mingqian.inspection.models import Batch, Task
from mingqian.inspection.selectors import lenses

#: The paper, which tasks must have it, which of these lack it: both by the name of a lens.
LINES = (
    ("检查审批表", "on_site", "no_approval"),
    ("检查记录", "checked", "no_record"),
    ("检查结果告知书", "problem", "no_notice"),
    ("申辩答复", "defended", "no_answer"),
    ("最终结果确认", "checked", "unconfirmed"),
    ("问题处理措施", "problem", "unattended"),
    ("整改回访结论", "ordered", "correcting"),
    ("结果公示或者不公示的决定", "checked", "unpublished"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A paper: how many tasks must have it, how many have it, and the list of those that lack it."""

    label: str
    wanted: int
    lacking: int
    query: Mapping[str, str]

    @property
    def there(self) -> int:
        """How many are in the file."""
        return self.wanted - self.lacking

    @property
    def url(self) -> str:
        """The tasks whose file lacks it."""
        return f"{reverse('inspection:tasks')}?{urlencode(self.query)}"


def lines(batch: Batch) -> list[Line]:
    """Counted now: a paper that comes later is there later."""
    counted = lenses.counted(_tasks(batch))
    here = {"batch": batch.code}
    return [
        Line(label, counted[wanted], counted[lacking], {**here, "lens": lacking})
        for label, wanted, lacking in LINES
    ]


def _tasks(batch: Batch) -> QuerySet[Task]:
    return Task.objects.filter(batch=batch).exclude(state="cancelled")
