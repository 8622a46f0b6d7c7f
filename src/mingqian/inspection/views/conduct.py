"""反映检查人员, for the discipline office alone; and the own code to show at a door."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role
from mingqian.accounts.types import OpenRequest, Request
from mingqian.inspection import after_forms, after_tables, periods, selectors, services
from mingqian.inspection.enums import ConductKind
from mingqian.inspection.views.acting import TEAM
from mingqian.ui import access, chance, pages
from mingqian.ui import tables as listings


@access.page(Role.DISCIPLINE_WITNESS)
def conduct(request: Request) -> HttpResponse:
    """Everything said about inspectors in scope, unanswered first; never about oneself."""
    rows = selectors.conduct.visible(request.actor).order_by("replied_at", "due_on", "pk")
    listing = listings.listing(request, rows=rows, columns=after_tables.CONDUCT, name="对检查人员的反映")
    context = {"listing": listing, "clause": periods.table()[periods.CONDUCT].clause}
    return listing.export or pages.show(request, "inspection/conduct.html", context)


@access.form(Role.DISCIPLINE_WITNESS)
def conduct_report(request: Request, code: str) -> HttpResponse:
    """One report, and the reply to it."""
    row = pages.found(selectors.conduct.one(request.actor, code))
    form = after_forms.ReplyForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.conduct.reply(report=code, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "inspection:conduct", told="已答复，反映人凭查询码可以看到")
    facts = [
        ("类别", ConductKind(row.kind).label), ("涉及", after_tables.conduct_about(row)), ("出示的号码", row.shown),
        ("情况", row.text), ("联系方式", row.contact or "未留"), ("收到时间", row.at), ("答复期限", row.due_on),
        ("答复", row.reply), ("答复人", row.replied_by.name if row.replied_by else ""),
    ]  # fmt: skip
    late = row.replied_at is None and localdate(request.now) > row.due_on
    context = {"row": row, "form": form, "facts": facts, "late": late}
    return pages.show(request, "inspection/conduct_report.html", context)


@access.form(Role.ENTERPRISE_USER)
def own_complaint(request: Request, code: str) -> HttpResponse:
    """The firm says something about who came; the team never learns of it."""
    task = pages.found(selectors.enterprise.one(request.actor, code))
    form = after_forms.ConductForm(*pages.given(request))
    made = []

    def act() -> None:
        said = form.values()
        made.append(
            services.conduct.report(
                kind=said["kind"], text=said["text"], contact=said["contact"],
                about=services.conduct.About(task=task), by=None if said["anonymous"] else request.actor,
                entropy=chance.entropy(16), now=request.now,
            )
        )  # fmt: skip

    if pages.submitted(request, form, act):
        return pages.done(
            request, "inspection:feedback", made[0].code, told="已收到。请记下查询码，凭它查看答复"
        )
    context = {"form": form, "task": task, "title": "反映检查人员", "button": "提交"}
    return pages.show(request, "inspection/own_act.html", context)


@access.page(access.ANYONE)
def feedback(request: OpenRequest, code: str) -> HttpResponse:
    """The reply, for whoever holds the code of a report; what was reported is not repeated."""
    row = pages.found(selectors.conduct.told(code))
    answer = pages.show(request, "inspection/feedback.html", {"row": row})
    answer["Cache-Control"] = "no-store"
    return answer


@access.page(*TEAM)
def my_card(request: Request) -> HttpResponse:
    """我的亮证码: to be shown at a door; the page renews itself when the code does."""
    badge = selectors.codes.badge(request.actor, now=request.now)
    if badge is None:
        return pages.show(request, "inspection/my_card.html", {"badge": None})
    url = request.build_absolute_uri(reverse("publicity:verify", args=[badge.code]))
    seconds = max(1, int((badge.until - request.now).total_seconds()))
    answer = pages.show(request, "inspection/my_card.html", {"badge": badge, "url": url})
    answer["Refresh"] = f"{seconds + 1}; url={reverse('inspection:my-card')}"
    answer["Cache-Control"] = "no-store"
    return answer
