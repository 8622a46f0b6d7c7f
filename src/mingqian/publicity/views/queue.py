"""The disclosure queue: what waits to be drafted, reviewed, released; the notice itself with its exact preview."""

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.audit import selectors as journal
from mingqian.core.canonical import jcs
from mingqian.publicity import matrix, policies, shown
from mingqian.publicity.enums import AUTOMATIC, Channel, NoticeKind, NoticeState
from mingqian.publicity.forms import QueueFilter
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import candidates, deadlines, notices, openness, policy
from mingqian.publicity.views import steps
from mingqian.ui import access, asking, pages, qr
from mingqian.ui.tables import Column, listing
from mingqian.ui.types import Event, Step, StepState
from mingqian.ui.words import day

WORKING = ("draft", "reviewed")


@access.page(*policies.READERS)
def queue(request: Request) -> HttpResponse:
    """Everything at work, the most urgent first."""
    form = QueueFilter(request.GET)
    today = localdate(request.now)
    reckoner = deadlines.Reckoner(policy.in_force(request.actor), today=today)
    rows = _narrowed(notices.at_work(request.actor), form, today)

    def chip(row: Notice) -> object:
        return shown.chip_words(reckoner.of_notice(row))

    columns = (
        Column("title", "公示", cell=_link, text=lambda row: row.title, wide=True),
        Column("kind", "类别", cell=lambda row: NoticeKind(row.kind).label),
        Column("unit", "单位", cell=lambda row: row.unit.name),
        Column("due_on", "期限", cell=chip, text=lambda row: day(row.due_on), sort="due_on"),
        Column("state", "状态", cell=shown.state_tag, text=lambda row: NoticeState(row.state).label),
        Column("author", "起草人", cell=lambda row: row.author.name),
    )
    found = listing(request, rows=rows, columns=columns, name="公示队列", filters=form)
    if found.export:
        return found.export
    overdue = openness.overdue(request.actor, today=today).count()
    return pages.show(request, "publicity/queue.html", {"listing": found, "overdue": overdue})


@access.page(*policies.READERS)
def waiting(request: Request) -> HttpResponse:
    """待起草: what other rooms have made final and nobody has yet drafted a notice about."""
    return pages.show(
        request,
        "publicity/waiting.html",
        {
            "waiting": candidates.waiting(request.actor, now=request.now),
            "may_draft": request.actor.has(*policies.AUTHORS),
        },
    )


@access.page(*policies.READERS)
def table(request: Request) -> HttpResponse:
    """公示矩阵: what, where, when, who approves, by which clause."""
    cells = matrix.cells(policy.in_force(request.actor))
    return pages.show(request, "publicity/matrix.html", {"cells": cells})


@access.page(*policies.READERS)
def notice(request: Request, code: str) -> HttpResponse:
    """One notice at work: exactly what becomes public, what was left out, and the next step."""
    row = _with_its_story(pages.found(notices.one(request.actor, code)))
    packs, kind = policy.in_force(request.actor), NoticeKind(row.kind)
    page = shown.preview(request, row)
    if page.listing is not None and page.listing.export:
        return page.listing.export
    return pages.show(
        request,
        "publicity/desk_notice.html",
        {
            "row": row,
            "page": page,
            "kind": kind,
            "cell": matrix.cell(kind, packs),
            "chip": deadlines.Reckoner(packs, today=localdate(request.now)).of_notice(row),
            "rail": _rail(row),
            "events": _events(row),
            "steps": steps.possible(request.actor, row, packs),
            "asked": next((one for one in row.keep_backs.all() if one.answer == "waiting"), None),
            "pointed": notices.pointed_out(row),
            "receipts": [(one, notices.says_gone(row, one)) for one in row.receipts.all()],
            "still_up": notices.still_up(row),
            "channels": [one for one in matrix.cell(kind, packs).channels if one not in AUTOMATIC],
            "versions": notices.versions(request.actor, code),
        },
    )


@access.page(*policies.READERS)
def proof(request: Request, code: str) -> HttpResponse:
    """The journal's receipt of the release, for whoever was promised it: checked without us."""
    row = pages.found(notices.one(request.actor, code))
    found = journal.receipts.of_event(f"notice:{row.code}", "notice.released")
    return pages.download(f"receipt-{row.code}.json", jcs(found), "json")


@access.page(*policies.READERS)
def sheet(request: Request, code: str) -> HttpResponse:
    """窗口公告: a page to print with a QR code that leads to /v/<code>, and the text for an article."""
    row = pages.found(notices.one(request.actor, code))
    pages.found(row if row.state == NoticeState.RELEASED else None)
    address = request.build_absolute_uri(reverse("publicity:verify", args=[row.code]))
    page = shown.preview(request, row)
    context = {
        "row": row,
        "page": page,
        "address": address,
        "qr": qr.picture(address),
        "channel": Channel.WECHAT,
    }
    return pages.show(request, "publicity/sheet.html", context)


def _with_its_story(row: Notice) -> Notice:
    """Its exceptions and receipts at hand."""
    story = asking.related([row], keep_backs=("requested_by", "decided_by"), receipts=("by",))
    asking.answered(story)
    return row


def _narrowed(rows: "notices.Rows", form: QueueFilter, today: object) -> "notices.Rows":
    state, kind, words = form.given("state"), form.given("kind"), form.given("q")
    if state == "overdue":
        rows = rows.filter(state__in=WORKING, due_on__lt=today)
    elif state is None:
        rows = rows.filter(state__in=WORKING)
    elif state != "all":
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(Q(title__contains=words) | Q(code__icontains=words))
    return rows.order_by("due_on", "-code")


def _link(row: Notice) -> str:
    url = reverse("publicity:notice", args=[row.code])
    return format_html('<a class="t" href="{}">{}</a><small>{}</small>', url, row.title, row.code)


def _rail(row: Notice) -> list[Step]:
    """Draft, review, confirmation where asked, release."""
    done = {
        "起草": (True, row.author.name),
        "审核": (row.reviewer_id is not None, row.reviewer.name if row.reviewer else ""),
    }
    confirmed = getattr(row, "confirmation", None)
    if row.kind == NoticeKind.INSPECTOR_LIST:
        done["司法行政机关确认"] = (confirmed is not None, confirmed.document_no if confirmed else "")
    done["发布"] = (row.publisher_id is not None, row.publisher.name if row.publisher else "")
    found, reached = [], False
    for label, (finished, note) in done.items():
        state: StepState = "done" if finished else "todo" if reached else "now"
        reached = reached or not finished
        found.append(Step(label, state, note))
    if row.state == NoticeState.WITHDRAWN:
        found.append(Step("撤下", "bad", row.withdrawal.get_ground_display()))
    if row.state in (NoticeState.KEPT_BACK, NoticeState.DROPPED):
        found = [*found[:-1], Step(NoticeState(row.state).label, "bad")]
    return found


def _events(row: Notice) -> list[Event]:
    found = [Event(row.drafted_at, "起草", row.correction_reason, row.author.name)]
    if row.reviewed_at and row.reviewer:
        found.append(
            Event(row.reviewed_at, "公示内容审核通过", row.review_note, row.reviewer.name, kind="ok")
        )
    if row.return_reason:
        found.append(Event(row.drafted_at, "退回或作废", row.return_reason, kind="warn"))
    for one in row.keep_backs.all():
        found.append(
            Event(
                one.requested_at, f"提出不公开：{one.get_ground_display()}", one.reason, one.requested_by.name
            )
        )
        if one.decided_at and one.decided_by:
            found.append(Event(one.decided_at, one.get_answer_display(), one.remark, one.decided_by.name))
    if row.released_at and row.publisher:
        found.append(Event(row.released_at, "发布", "", row.publisher.name, kind="ok"))
    if row.state == NoticeState.WITHDRAWN:
        gone = row.withdrawal
        found.append(
            Event(gone.at, f"撤下：{gone.get_ground_display()}", gone.reason, gone.by.name, kind="bad")
        )
    return sorted(found, key=lambda one: str(one.at))
