"""行政检查通知书: the desk's list and pages, the firm's page with read receipt, 申请回避."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS, Role
from mingqian.accounts.types import Request
from mingqian.inspection import announcing, policies, selectors, services, showing_notices
from mingqian.inspection.announcing_forms import ChallengeForm, NoticeForm, ServeNoticeForm
from mingqian.inspection.models import VisitNotice
from mingqian.inspection.views.acting import READERS, WORKERS
from mingqian.ui import access, pages
from mingqian.ui import tables as listings


@access.page(*READERS)
def notices(request: Request) -> HttpResponse:
    """检查通知书: those issued, and walks that still need one."""
    rows = selectors.announcing.visible(request.actor).order_by("-at", "-pk")
    listing = listings.listing(request, rows=rows, columns=showing_notices.COLUMNS, name="检查通知书")
    if listing.export:
        return listing.export
    waiting = selectors.announcing.to_issue(request.actor)[:50] if request.actor.has(*SECTIONS) else []
    return pages.show(request, "inspection/visit_notices.html", {"listing": listing, "waiting": waiting})


@access.form(*WORKERS)
def issue(request: Request, pk: int) -> HttpResponse:
    """签发."""
    row = pages.found(selectors.approvals.visible(request.actor).filter(pk=pk).first())
    initial = {"from_on": row.planned_on, "until_on": row.planned_on, "announced": "yes"}
    form = NoticeForm(*pages.given(request), initial=initial)
    made: list[VisitNotice] = []
    if pages.submitted(
        request,
        form,
        lambda: made.extend(
            services.announcing.issue(
                approvals_=[pk], announced=form.values()["announced"] == "yes", from_on=form.values()["from_on"],
                until_on=form.values()["until_on"], materials=form.values()["materials"].splitlines(),
                by=request.actor, now=request.now,
            )
        ),
    ):  # fmt: skip
        return pages.done(request, "inspection:visit-notice", made[0].number, told="通知书已签发")
    words = {"title": f"签发检查通知书：{row.subject.name}", "button": "签发", "clause": announcing.NOTICE}
    back = {"back": reverse("inspection:visit-notices"), "facts": showing_notices.sheet(row)}
    return pages.show(request, "inspection/notice_act.html", {"form": form, "words": words, **back})


def _found(request: Request, number: str) -> VisitNotice:
    return pages.found(selectors.announcing.one(request.actor, number))


@access.page(*READERS)
def notice(request: Request, number: str) -> HttpResponse:
    """One notice, printable."""
    row = _found(request, number)
    answers = selectors.announcing.acceptances([row.approval_id])
    seats = selectors.announcing.seats(row.approval)
    context = {
        "notice": row,
        "facts": showing_notices.facts(row),
        "rights": announcing.RIGHTS,
        "forbidden": announcing.FORBIDDEN,
        "clause": announcing.NOTICE,
        "crew": selectors.crews.shown(row.approval_id, seats, answers),
        "acts": showing_notices.acts(row, request.actor, seats, answers),
        "sheet": showing_notices.sheet(row.approval),
    }
    return pages.show(request, "inspection/visit_notice.html", context)


@access.form(*WORKERS)
def serve(request: Request, number: str) -> HttpResponse:
    """送达."""
    row = _found(request, number)
    how = "electronic" if row.announced else "on_arrival"
    form = ServeNoticeForm(*pages.given(request), initial={"on": localdate(request.now), "how": how})
    if pages.submitted(
        request,
        form,
        lambda: services.announcing.serve(notice=number, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(
            request, "inspection:visit-notice", number, told="送达已登记，检查对象可以看到通知书"
        )
    return _asked(request, row, form, "送达检查通知书", "登记送达")


def _asked(request: Request, row: VisitNotice, form: object, title: str, button: str) -> HttpResponse:
    words = {"title": f"{title}：{row.approval.subject.name}", "button": button, "clause": announcing.NOTICE}
    back = reverse("inspection:visit-notice", args=[row.number])
    context = {"form": form, "words": words, "back": back, "facts": showing_notices.facts(row)}
    return pages.show(request, "inspection/notice_act.html", context)


@access.form(*policies.HEADS)
def answer(request: Request, number: str) -> HttpResponse:
    """答复回避申请."""
    row, form = _found(request, number), ChallengeForm(*pages.given(request))
    form.fields["words"].label = "答复"
    if pages.submitted(
        request,
        form,
        lambda: services.announcing.answer_challenge(
            notice=number, **form.values(), by=request.actor, now=request.now
        ),
    ):
        return pages.done(
            request, "inspection:visit-notice", number, told="已答复；需要回避的请按抽取顺序递补"
        )
    return _asked(request, row, form, "答复回避申请", "答复")


def _own(request: Request, number: str) -> VisitNotice:
    return pages.found(selectors.announcing.of_firm(request.actor).filter(number=number).first())


@access.page(Role.ENTERPRISE_USER)
def own(request: Request) -> HttpResponse:
    """The firm's notices: only what was served; an unannounced one only after the scan."""
    rows = list(selectors.announcing.of_firm(request.actor)[:50])
    return pages.show(request, "inspection/own_notices.html", {"rows": rows})


@access.page(Role.ENTERPRISE_USER)
def own_notice(request: Request, number: str) -> HttpResponse:
    """One of them."""
    row = _own(request, number)
    context = {
        "notice": row, "facts": showing_notices.facts(row), "rights": announcing.RIGHTS,
        "forbidden": announcing.FORBIDDEN, "clause": announcing.NOTICE,
    }  # fmt: skip
    return pages.show(request, "inspection/own_notice.html", context)


@access.action(Role.ENTERPRISE_USER)
def own_read(request: Request, number: str) -> HttpResponse:
    """已读回执."""
    services.announcing.read(notice=number, by=request.actor, now=request.now)
    return pages.done(request, "inspection:own-notice", number, told="已确认收到")


@access.form(Role.ENTERPRISE_USER)
def own_challenge(request: Request, number: str) -> HttpResponse:
    """申请回避."""
    row, form = _own(request, number), ChallengeForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.announcing.challenge(
            notice=number, **form.values(), by=request.actor, now=request.now
        ),
    ):
        return pages.done(request, "inspection:own-notice", number, told="回避申请已提交，检查机关将答复")
    return pages.show(request, "inspection/own_challenge.html", {"form": form, "notice": row})
