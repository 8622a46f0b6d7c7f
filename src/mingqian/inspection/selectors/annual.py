"""年度自查报告: for the section, for the firm, and for anybody."""

from datetime import date

from django.db.models import Count, F, Q, QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection.annual import Standing
from mingqian.inspection.models import AnnualDuty, AnnualReport
from mingqian.inspection.selectors import tasks

THERE = Q(filed_on__isnull=False) | Q(subject__merged_into__isnull=True)
"""A row that was merged into another since is nobody who has not reported."""


def visible(by: Actor) -> QuerySet[AnnualDuty]:
    """Those of units in scope, each with how many owe it and have filed."""
    rows = AnnualDuty.objects.filter(tasks.scope(by, "unit__path")).select_related("item", "unit")
    return counted(rows)


def counted(rows: QuerySet[AnnualDuty]) -> QuerySet[AnnualDuty]:
    """With their figures."""
    done = Q(reports__filed_on__isnull=False)
    there = done | Q(reports__subject__merged_into__isnull=True)
    return rows.order_by("-year", "code").annotate(
        owing=Count("reports", filter=there), filed=Count("reports", filter=done & Q(reports__filed_on__lte=F("due_on"))),
        late=Count("reports", filter=done & Q(reports__filed_on__gt=F("due_on"))),
    )  # fmt: skip


def one(by: Actor, code: str) -> AnnualDuty | None:
    """One of them."""
    return visible(by).filter(code=code).first()


def get(by: Actor, code: str) -> AnnualDuty:
    """One of them, refused to who may not see it."""
    found = one(by, code)
    if found is None:
        raise Refused(
            denied("annual.not_found", f"没有找到年度自查报告“{code}”，或不在您的范围内", "", "请核对编号")
        )
    return found


def standing(
    rows: QuerySet[AnnualReport], wanted: str, duty: AnnualDuty, today: date
) -> QuerySet[AnnualReport]:
    """Those that stand so."""
    over = today > duty.due_on
    none = rows.filter(filed_on__isnull=True)
    found = {
        Standing.FILED.value: rows.filter(filed_on__lte=duty.due_on),
        Standing.LATE.value: rows.filter(filed_on__gt=duty.due_on),
        Standing.MISSING.value: none if over else rows.none(),
        Standing.OPEN.value: rows.none() if over else none,
    }
    return found.get(wanted, rows)


def receipt(report: AnnualReport) -> str:
    """回执号."""
    return f"{report.duty.code}-{report.number:05d}"


def of_firm(by: Actor) -> QuerySet[AnnualReport]:
    """What the own subjects owe and filed."""
    rows = AnnualReport.objects.filter(THERE, subject__number__in=by.subjects or ("",))
    return rows.select_related("duty", "subject").order_by("-duty__year", "duty__code")


def one_of_firm(by: Actor, duty: str, subject: str) -> AnnualReport | None:
    """One of them."""
    return of_firm(by).filter(duty__code=duty, subject__number=subject).first()


def locked_of_firm(by: Actor, duty: str, subject: str) -> AnnualReport:
    """The row for a write of the firm."""
    rows = of_firm(by).select_for_update(of=("self",))
    found = rows.filter(duty__code=duty, subject__number=subject).first()
    if found is None:
        raise Refused(
            denied("annual.not_found", f"没有“{duty}”的年度自查报告，或不是您单位的", "", "请核对编号")
        )
    return found


def public() -> QuerySet[AnnualDuty]:
    """For anybody."""
    return counted(AnnualDuty.objects.all())


def public_rows(duty: AnnualDuty) -> QuerySet[AnnualReport]:
    """Firms alone: of natural persons nothing is shown."""
    return (
        AnnualReport.objects.filter(THERE, duty=duty, natural_person=False)
        .select_related("subject")
        .order_by("number")
    )
