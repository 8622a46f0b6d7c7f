"""One category for a whole list of subjects: entered together, told once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.registry import policies
from mingqian.registry.models import Subject, SubjectTag
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import subjects
from mingqian.registry.services import places

ONE_RECORD = "厦门 三(二)：名录库按业务类别分库；同一主体一条记录、多个类别"
CHUNK = 500


@transaction.atomic
def enter(
    *, codes: Sequence[str], tag: str, source: str, evidence: str, from_on: date, by: Actor, now: datetime
) -> list[str]:
    """Give all of them a category of their own (XM-22); those merged into another row or out of sight stay out.

    Answers the codes that bear it now. A category that comes from elsewhere is not written over.
    """
    label = places.clean("业务类别代码", tag, 32)
    found = [one for one in subjects.named(by, codes).values() if one.merged_into_id is None]
    units = sorted({one.unit.path for one in found})
    demand_all(
        [_new(label, source), *(policies.may(by, Verb.KEEP_SUBJECTS, unit) for unit in units)],
    )
    keys = [one.pk for one in found]
    SubjectTag.objects.bulk_create(
        (SubjectTag(subject_id=key, tag=label, source=source, evidence=evidence, from_on=from_on) for key in keys),
        batch_size=CHUNK, ignore_conflicts=True,
    )  # fmt: skip
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        ended = SubjectTag.objects.filter(subject__in=some, tag=label, until_on__isnull=False)
        ended.update(from_on=from_on, until_on=None, evidence=evidence)
        Subject.objects.filter(pk__in=some).update(changed_at=now, changed_by=by.code)
    body = {"tag": label, "subjects": len(found), "source": source, "evidence": evidence}
    audit.record("subject.tagged_together", by=by, now=now, thing="subject:*", body=body)
    return [one.code for one in found]


def _new(label: str, source: str) -> Decision:
    if not SubjectTag.objects.filter(tag=label).exclude(source=source).exists():
        return allowed()
    why = f"类别“{label}”已经用于别的监管对象，不是由“{source}”列入的"
    return denied("subject.tag_taken", why, ONE_RECORD, "请换一个没有用过的类别代码")
