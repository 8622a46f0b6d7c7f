"""Checks that a room above reports as they happen: who may check was judged there, here they are counted.

``standing.record_visits`` is for people who enter what their unit did elsewhere; this is no door for people.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.registry.enums import Method, VisitKind
from mingqian.registry.models import Item, Subject, SubjectVisit
from mingqian.registry.types import VisitRow


@transaction.atomic
def report(*, visits: Sequence[VisitRow], source: str, by: Actor, now: datetime) -> int:
    """One visit per subject, day and method, however many items it served (综合查一次); how many were new."""
    subjects = dict(Subject.objects.filter(code__in={v.subject for v in visits}).values_list("code", "pk"))
    items = dict(Item.objects.filter(code__in={v.item for v in visits if v.item}).values_list("code", "pk"))
    there = SubjectVisit.objects.filter(source=source).values_list("subject_id", "on", "method")
    seen = set(there)
    made: list[SubjectVisit] = []
    for visit in visits:
        key = (subjects[visit.subject], visit.on, Method(visit.method).value)
        if key in seen:
            continue
        seen.add(key)
        made.append(
            SubjectVisit(
                subject_id=key[0],
                item_id=items.get(visit.item),
                on=visit.on,
                kind=VisitKind(visit.kind).value,
                method=key[2],
                lead_driven=visit.lead_driven,
                penalised=visit.penalised,
                source=source,
            )
        )
    if made:
        SubjectVisit.objects.bulk_create(made)
        body = {"visits": len(made), "source": source}
        audit.record("subject.visits_recorded", by=by, now=now, thing="subject:*", body=body)
    return len(made)
