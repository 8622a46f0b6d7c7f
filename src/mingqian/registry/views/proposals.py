"""Pages of requests that bear on a subject's standing: one person asks, another decides."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.registry import selectors, services
from mingqian.registry.enums import ProposalState
from mingqian.registry.forms import subjects as forms
from mingqian.registry.models import Subject
from mingqian.registry.policies import Verb
from mingqian.registry.services.standing import SELECTIVE
from mingqian.registry.views import doors, subject_pages
from mingqian.ui import access, acting, pages, tables
from mingqian.ui.tables import Column
from mingqian.ui.templatetags import ui

KEEPERS = doors.of(Verb.KEEP_SUBJECTS)
DECIDERS = doors.of(Verb.APPROVE_MARK)
_KINDS = {ProposalState.OPEN: "warn", ProposalState.APPROVED: "ok", ProposalState.REFUSED: ""}


def _what(row: Any) -> SafeString:
    url = reverse("registry:proposal", args=[row.pk])
    return format_html('<a class="t" href="{}">{}</a>', url, subject_pages.told(row)["what"])


COLUMNS = (
    Column("what", "申请", cell=_what, wide=True),
    Column("subject", "监管对象", cell=lambda p: p.subject.name),
    Column("reason", "理由"),
    Column("proposed_by", "申请人"),
    Column("proposed_at", "申请时间", sort="proposed_at"),
    Column(
        "state", "状态", cell=lambda p: ui.tag(ProposalState(p.state).label, _KINDS[ProposalState(p.state)])
    ),
)


@access.page(*doors.LISTS)
def proposals(request: Request) -> HttpResponse:
    """Every request in scope, open ones first."""
    rows = selectors.standing.proposals(request.actor)
    listing = tables.listing(request, rows=rows, columns=COLUMNS, name="标记与异常申请")
    if listing.export:
        return listing.export
    return pages.show(
        request, "registry/list.html", {"listing": listing, "lead": SELECTIVE, "empty": "还没有申请"}
    )


@access.form(*{*KEEPERS, *DECIDERS})
def proposal(request: Request, pk: int) -> HttpResponse:
    """One request, and the decision of another person."""
    row = pages.found(selectors.standing.proposals(request.actor).filter(pk=pk).first())
    told = subject_pages.told(row)
    form = forms.Decision(request.POST or None)
    return acting.ask(
        request,
        form,
        lambda: services.proposals.decide(pk=pk, **form.values(), by=request.actor, now=request.now),
        title=f"{told['what']}：{row.subject.name}",
        button="提交决定",
        to=reverse("registry:subject", args=[row.subject.code]),
        told="决定已记录",
        lead=SELECTIVE,
        facts=[
            ("状态", ProposalState(row.state).label),
            ("起止", told["days"]),
            ("只对事项", told["item"]),
            ("理由", row.reason),
            ("证据", row.evidence),
            ("申请人", row.proposed_by),
            ("申请时间", row.proposed_at),
            ("决定", f"{row.decided_by} {row.opinion}".strip()),
        ],
    )


@access.form(*KEEPERS)
def mark(request: Request, code: str) -> HttpResponse:
    """Ask for a mark."""
    found = pages.found(selectors.subjects.one(request.actor, code))
    form = forms.MarkForm(request.POST or None, initial={"from_on": localdate(request.now)})
    return acting.ask(
        request,
        form,
        lambda: services.proposals.propose_mark(
            code=code, wanted=form.wanted(), by=request.actor, now=request.now
        ),
        title=f"{found.name}：申请加注标记",
        button="提交申请",
        to=reverse("registry:subject", args=[found.code]),
        told="已提交，待另一人批准",
        lead=SELECTIVE,
    )


@access.form(*KEEPERS)
def lift(request: Request, code: str, pk: int) -> HttpResponse:
    """Ask that a mark end."""
    found = _subject(request, code)
    pages.found(found.marks.filter(pk=pk).first())
    return _end(
        request,
        found,
        "申请取消标记",
        lambda words: services.proposals.propose_lift(
            code=code, mark_id=pk, **words, by=request.actor, now=request.now
        ),
    )


@access.form(*KEEPERS)
def end(request: Request, code: str, pk: int) -> HttpResponse:
    """Ask that an abnormal entry end."""
    found = _subject(request, code)
    pages.found(found.abnormal_entries.filter(pk=pk).first())
    return _end(
        request,
        found,
        "申请移出异常",
        lambda words: services.proposals.propose_end(
            code=code, entry_id=pk, **words, by=request.actor, now=request.now
        ),
    )


def _subject(request: Request, code: str) -> Subject:
    return pages.found(selectors.subjects.one(request.actor, code))


def _end(request: Request, found: Subject, title: str, propose: Any) -> HttpResponse:
    form = forms.EndingWithEvidence(request.POST or None, initial={"until_on": localdate(request.now)})
    return acting.ask(
        request,
        form,
        lambda: propose(form.values()),
        title=f"{found.name}：{title}",
        button="提交申请",
        to=reverse("registry:subject", args=[found.code]),
        told="已提交，待另一人批准",
        lead=SELECTIVE,
    )
