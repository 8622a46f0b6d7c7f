"""举报必查: when every check of a lead has its confirmed result, the lead hears of it and the answer is due.

Where every task was cancelled nothing was checked: the lead is 待核查 again, among what its desk has to do.
"""

from mingqian.audit.types import Told
from mingqian.inspection import outcomes
from mingqian.inspection.enums import Origin
from mingqian.inspection.models import Batch, Task
from mingqian.leads import services as leads
from mingqian.leads.types import Found

OPEN = ("waiting", "recorded", "noticed", "defended", "answered")


def settled(told: Told) -> None:
    """Called by the wiring when a result is confirmed or a task cancelled, in the same transaction."""
    word, _, name = told.thing.partition(":")
    found = (
        Batch.objects.filter(code=name) if word == "inspection" else Batch.objects.filter(tasks__code=name)
    )
    batch = found.filter(origin=Origin.LEAD.value).first()
    if batch is None:
        return
    batches = Batch.objects.filter(origin=Origin.LEAD.value, source=batch.source)
    rows = list(
        Task.objects.filter(batch__in=batches).exclude(state="cancelled").order_by("batch_id", "number")
    )
    if not rows:
        words = f"核查任务全部撤销：{told.body.get('reason', '')}"
        leads.handling.fall_away(lead=batch.source, words=words, by=told.by, now=told.now)
        return
    if any(row.state in OPEN for row in rows):
        return
    words = "；".join(f"{row.item_name}：{outcomes.of(row.outcome).name}" for row in rows)
    problem = any(outcomes.of(row.outcome).problem for row in rows)
    found_out = Found(words, problem, tuple(row.code for row in rows))
    leads.handling.find(lead=batch.source, found=found_out, by=told.by, now=told.now)
