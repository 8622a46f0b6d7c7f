"""How the tasks of a batch may be looked at: a name, its words and its condition, once for figures and for lists.

A number in a report and the rows it opens are the same question, so they cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from mingqian.inspection import outcomes
from mingqian.inspection.enums import Mark
from mingqian.inspection.models import (
    CheckRecord,
    Defence,
    DefenceAnswer,
    FollowUp,
    Guidance,
    Rectification,
    ResultNotice,
    Task,
)
from mingqian.inspection.selectors import followups


@dataclass(frozen=True, slots=True)
class Lens:
    """One way of looking."""

    label: str
    condition: Q


def _having(rows: QuerySet[FollowUp] | QuerySet[Guidance] | QuerySet[Defence]) -> Q:
    return Q(Exists(rows.filter(task=OuterRef("pk"))))


_PROBLEMS = Q(outcome__in=[code for code, one in outcomes.table().items() if one.problem])
_CHECKED = ~Q(outcome="") & ~Q(outcome="exempt")
_ATTENDED = ~Q(pk__in=followups.without(Task.objects.all()).values("pk"))

ALL: Mapping[str, Lens] = {
    "checked": Lens("已有检查结果", _CHECKED),
    "on_site": Lens("现场检查", _CHECKED & Q(method="on_site")),
    "off_site": Lens("书面、网络等非现场检查", _CHECKED & ~Q(method="on_site")),
    "problem": Lens("发现问题", _PROBLEMS),
    "noticed": Lens("已告知初步结果", Q(Exists(ResultNotice.objects.filter(task=OuterRef("pk"))))),
    "defended": Lens("提出陈述申辩", _having(Defence.objects.filter(waived=False))),
    "changed": Lens(
        "申辩后改变结果",
        Q(Exists(DefenceAnswer.objects.filter(task=OuterRef("pk")).exclude(before=OuterRef("outcome")))),
    ),
    "published": Lens("结果已公示（完成）", Q(published_on__isnull=False)),
    "withheld": Lens("决定不公示", ~Q(withheld_code="")),
    "closed": Lens("已办结（完结）", Q(state="closed")),
    "ordered": Lens("责令限期改正", Q(Exists(Rectification.objects.filter(task=OuterRef("pk"))))),
    "corrected": Lens("整改到位", Q(rectification__state="corrected")),
    "uncorrected": Lens("未整改到位", Q(rectification__state="uncorrected")),
    "correcting": Lens("整改尚未确认", Q(rectification__state__in=("ordered", "submitted", "revisited"))),
    "followed": Lens("选择了后续措施", _having(FollowUp.objects.all())),
    "unattended": Lens("问题尚无处理措施", ~_ATTENDED & _PROBLEMS),
    "no_approval": Lens("现场检查没有审批表", _CHECKED & Q(method="on_site", approval__isnull=True)),
    "no_record": Lens("没有检查记录", _CHECKED & ~Q(Exists(CheckRecord.objects.filter(task=OuterRef("pk"))))),
    "no_notice": Lens(
        "问题尚未告知", _PROBLEMS & ~Q(Exists(ResultNotice.objects.filter(task=OuterRef("pk"))))
    ),
    "no_answer": Lens(
        "申辩尚未答复",
        _having(Defence.objects.filter(waived=False))
        & ~Q(Exists(DefenceAnswer.objects.filter(task=OuterRef("pk")))),
    ),
    "unconfirmed": Lens("结果尚未确认", _CHECKED & Q(confirmed_on__isnull=True)),
    "unpublished": Lens("结果尚未公示", _CHECKED & Q(published_on__isnull=True, withheld_code="")),
    "guided": Lens("开展行政指导", Q(records__guidance__gt="") | _having(Guidance.objects.all())),
}


def narrow(rows: QuerySet[Task], name: str) -> QuerySet[Task]:
    """The rows seen through one lens; an unknown one shows everything."""
    lens = ALL.get(name)
    if lens is None:
        return rows
    # A join to many records must not show a task twice.
    return rows.filter(pk__in=Task.objects.filter(lens.condition).values("pk"))


def last_records() -> QuerySet[CheckRecord]:
    """The record of each task that counts: its last."""
    same = CheckRecord.objects.filter(task=OuterRef("task")).order_by().values("task")
    return CheckRecord.objects.filter(version=Subquery(same.annotate(last=Max("version")).values("last")))


def failing(rows: QuerySet[Task], *, batch: str, point: str) -> QuerySet[Task]:
    """Tasks of a batch whose record marks one point of the checklist as 不符合."""
    answers = last_records().filter(task__batch__code=batch).values_list("task_id", "answers")
    return rows.filter(pk__in=[task for task, marks in answers if marks.get(point) == Mark.PROBLEM])


def counted(rows: QuerySet[Task]) -> dict[str, int]:
    """Every lens counted over some tasks, in one question."""
    plain = rows.select_related(None).order_by()
    asked = {name: Count("pk", filter=lens.condition, distinct=True) for name, lens in ALL.items()}
    return {name: int(number) for name, number in plain.aggregate(**asked).items()}
