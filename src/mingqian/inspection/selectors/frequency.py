"""How often a firm was visited before, and whether one more visit may be asked for (国办发〔2024〕54号: 年度频次上限)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from mingqian.core.decision import Decision, allowed
from mingqian.inspection.enums import Origin
from mingqian.inspection.models import Batch, Task
from mingqian.planning import selectors as plans
from mingqian.policy import layers

ABOVE = "国办发〔2024〕54号：上级统一部署的专项检查不受年度频次上限限制"


@dataclass(frozen=True, slots=True)
class Frequency:
    """What stands on the approval sheet: visits of the year so far, and the cap's answer with its clause."""

    visits: int
    decision: Decision


def of(tasks: Sequence[Task], on: date) -> dict[int, Frequency]:
    """By subject. A lead passes the cap and is counted; so does a special check ordered from above."""
    found: dict[int, Frequency] = {}
    for batch in {task.batch_id: task.batch for task in tasks}.values():
        keys = [task.subject_id for task in tasks if task.batch_id == batch.pk]
        for key, frequency in _of_batch(batch, keys, on).items():
            # Merged over batches, the kindest cause counts: a lead opens the door for everything on that walk.
            if key not in found or (frequency.decision.ok and not found[key].decision.ok):
                found[key] = frequency
    return found


def _begun(batch: Batch, found: Mapping[int, tuple[int, Decision]]) -> list[int]:
    """Subjects of a draw that only this draw's own visit brought to the cap: 综合查一次 goes on where it began."""
    capped = [key for key, (_, decision) in found.items() if not decision.ok]
    own = Task.objects.filter(batch=batch, subject__in=capped, method="on_site", visit_counted=True)
    return sorted(set(own.values_list("subject_id", flat=True)))


def _before(batch: Batch) -> date:
    return localdate(batch.opened_at) - timedelta(days=1)


def _of_batch(batch: Batch, keys: Sequence[int], on: date) -> dict[int, Frequency]:
    pack = plans.packs.shipped(layers.own_name(str(batch.rules["pack"])))
    lead = batch.source if batch.origin == Origin.LEAD else ""
    found = plans.forecast.frequencies(keys, on, pack, lead_code=lead)
    if batch.origin == Origin.DRAW:
        found |= plans.forecast.frequencies(_begun(batch, found), _before(batch), pack)
    if batch.origin == Origin.SPECIAL and plans.specials.from_above(batch.source):
        above = allowed("cap.from_above", "上级统一部署的专项检查，计数但不受上限限制", ABOVE)
        return {key: Frequency(visits, above) for key, (visits, _) in found.items()}
    return {key: Frequency(visits, decision) for key, (visits, decision) in found.items()}
