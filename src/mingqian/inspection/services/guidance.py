"""行政指导: what a firm was taught, at a check or before its first; the firm itself confirms that it read it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.inspection import policies
from mingqian.inspection.enums import GuidanceWay
from mingqian.inspection.models import Guidance
from mingqian.inspection.policies import GUIDED, Verb
from mingqian.inspection.selectors import enterprise
from mingqian.inspection.selectors import tasks as found_tasks
from mingqian.inspection.services import journaling, written
from mingqian.registry import selectors as registries


@transaction.atomic
def give(
    *,
    subject: str,
    way: str,
    on: date,
    words: str,
    first: bool = False,
    task: str = "",
    by: Actor,
    now: datetime,
) -> Guidance:
    """By a section for a subject it reads, whoever keeps its row; ``first``: before the first check of a new licensee."""
    found = registries.reading.named(by, [subject]).get(subject)
    if found is None:
        why = f"没有找到监管对象“{subject}”，或不在您的范围内"
        raise Refused(denied("inspection.subject", why, GUIDED, "请核对代码"))
    bound = found_tasks.locked(by, [task])[0] if task else None
    demand_all(
        [
            policies.may(by, Verb.GUIDE, by.unit_path),
            allowed() if way in set(GuidanceWay) else denied(
                "inspection.guidance_way", f"没有指导方式“{way}”", GUIDED, "请从列出的方式中选择"
            ),
            written.said(words, "行政指导须写明内容", GUIDED),
            allowed() if on <= localdate(now) else denied(
                "inspection.future", f"指导日期{on}在今天之后", GUIDED, "请填写实际指导的日期"
            ),
            _same(bound.subject.code if bound else subject, subject, task),
        ]
    )  # fmt: skip
    row = Guidance.objects.create(
        subject=found, task=bound, first=first, way=way, on=on, words=words.strip(), unit_id=policies.desk(by),
        by_id=policies.person(by), at=now,
    )  # fmt: skip
    body = {"way": way, "on": on.isoformat(), "first": first, "task": task, "words": journaling.plain(words)}
    audit.record("guidance.given", by=by, now=now, thing=f"subject:{subject}", body=body)
    return row


@transaction.atomic
def read(*, guidance: int, by: Actor, now: datetime) -> Guidance:
    """已阅, by the firm itself; the first reading counts."""
    row = enterprise.guidance(by).select_for_update(of=("self",)).filter(pk=guidance).first()
    if row is None:
        raise Refused(denied("inspection.guidance", "没有找到这份行政指导", GUIDED, "请从“我的事项”打开"))
    if row.read_at is None:
        row.read_by_id, row.read_at = policies.person(by), now
        row.save(update_fields=["read_by", "read_at"])
        thing = f"subject:{row.subject.code}"
        audit.record("guidance.read", by=by, now=now, thing=thing, body={"given_on": row.on.isoformat()})
    return row


def _same(of_task: str, subject: str, task: str) -> Decision:
    if of_task == subject:
        return allowed()
    return denied("inspection.subject", f"任务{task}不是该对象的检查", GUIDED, "请核对任务编号")
