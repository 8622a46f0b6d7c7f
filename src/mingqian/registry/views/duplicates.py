"""查重台: pairs that look like one body, side by side; the decision, and taking it back."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.accounts.types import Request
from mingqian.jobs import services as jobs
from mingqian.registry import selectors, services
from mingqian.registry.enums import DuplicateGround, RiskClass, SubjectKind, SubjectStatus, Verdict
from mingqian.registry.forms import duplicates as forms
from mingqian.registry.models import Subject
from mingqian.registry.policies import Verb
from mingqian.registry.services import import_jobs
from mingqian.registry.views import doors, subject_pages
from mingqian.ui import access, acting, pages, tables, words
from mingqian.ui.tables import Column
from mingqian.ui.templatetags import ui

KEEPERS = doors.of(Verb.KEEP_SUBJECTS)
LEAD = services.duplicates.ONE_RECORD
#: More subjects than this are compared by the worker.
AT_ONCE = 20_000


def _pair(row: Any) -> SafeString:
    url = reverse("registry:duplicate", args=[row.first.code, row.second.code])
    one, other = row.first, row.second
    lines = '<div><a class="t" href="{}">{}</a><small class="mono">{}</small>{}<small class="mono">{}</small></div>'
    return format_html(lines, url, one.name, one.number, other.name, other.number)


def _told(row: Any) -> str:
    return f"{row.first.name}（{row.first.number}） / {row.second.name}（{row.second.number}）"


COLUMNS = (
    Column("pair", "两条记录", cell=_pair, text=_told, wide=True),
    Column("ground", "线索", cell=lambda r: ui.tag(DuplicateGround(r.ground).label, "warn")),
    Column("detail", "说明"),
    Column("found_at", "发现时间", sort="found_at"),
)


def _decided(row: Any) -> SafeString:
    url = reverse("registry:subject", args=[row.kept.code])
    return format_html('<div><a href="{}">{}</a><small>{}</small></div>', url, row.kept.name, row.other.name)


def _undo(row: Any) -> SafeString | str:
    if row.undone_at:
        return f"已撤销：{row.undone_reason}"
    return format_html('<a href="{}">撤销</a>', reverse("registry:duplicate-undo", args=[row.pk]))


DECISIONS = (
    Column("pair", "两条记录", cell=_decided, text=lambda r: f"{r.kept.code} / {r.other.code}", wide=True),
    Column("verdict", "结论", cell=lambda r: Verdict(r.verdict).label),
    Column("reason", "理由", cell=lambda r: f"{r.reason} {r.evidence}".strip()),
    Column("decided_by", "经办"),
    Column("decided_at", "时间", sort="decided_at"),
    Column("undo", "撤销", cell=_undo),
)


@access.page(*doors.LISTS)
def duplicates(request: Request) -> HttpResponse:
    """Pairs to decide."""
    listing = tables.listing(
        request,
        rows=selectors.duplicates.waiting(request.actor),
        columns=COLUMNS,
        name="查重台",
        filters=forms.CandidateFilter,
    )
    if listing.export:
        return listing.export
    shown = {"listing": listing, "lead": LEAD, "may_keep": request.actor.has(*KEEPERS)}
    return pages.show(request, "registry/duplicates.html", shown)


@access.page(*doors.LISTS)
def decisions(request: Request) -> HttpResponse:
    """What has been decided."""
    rows = selectors.duplicates.decisions(request.actor)
    listing = tables.listing(request, rows=rows, columns=DECISIONS, name="查重结论")
    if listing.export:
        return listing.export
    actions = [("回到查重台", reverse("registry:duplicates"), "quiet")]
    shown = {"listing": listing, "lead": LEAD, "actions": actions, "empty": "还没有结论"}
    return pages.show(request, "registry/list.html", shown)


@access.action(*KEEPERS)
def scan(request: Request) -> HttpResponse:
    """Compare the registry anew; a large one in the background."""
    by, now = request.actor, request.now
    unit = services.duplicates.units(by)[0]
    if selectors.subjects.total(by) > AT_ONCE:
        job = jobs.ask(import_jobs.SCAN, title="名录库查重", arguments={"unit": unit}, by=by, now=now)
        return pages.done(request, "jobs:job", job.pk, told="名录较大，已交后台查重")
    pairs = services.duplicates.scan(unit=unit, by=by, now=now)
    return pages.done(request, "registry:duplicates", told=f"查重完成，有 {pairs} 对待判定")


@access.form(*KEEPERS)
def duplicate(request: Request, first: str, second: str) -> HttpResponse:
    """Two rows side by side, and the conclusion."""
    pair = [pages.found(selectors.subjects.one(request.actor, code)) for code in (first, second)]
    form = forms.Conclusion(request.POST or None, first=pair[0].number, second=pair[1].number)
    if pages.submitted(
        request,
        form,
        lambda: services.duplicates.decide(**form.decision(first, second), by=request.actor, now=request.now),
    ):
        return pages.done(request, "registry:duplicates", told="结论已记录，可在“查重结论”里撤销")
    shown = {"form": form, "pair": pair, "rows": _side_by_side(*pair), "lead": LEAD}
    return pages.show(request, "registry/duplicate.html", shown)


def _side_by_side(left: Subject, right: Subject) -> list[tuple[str, str, str, bool]]:
    rows = []
    for label, tell in _ROWS:
        one, other = (str(tell(row) or "") for row in (left, right))
        rows.append((label, one, other, one != other))
    return rows


_ROWS = (
    ("名称", lambda s: s.name),
    ("代码", lambda s: s.number),
    ("类型", lambda s: SubjectKind(s.kind).label),
    ("登记状态", lambda s: SubjectStatus(s.status).label),
    ("归属单位", lambda s: s.unit.name),
    ("法定代表人", lambda s: s.legal_representative),
    ("地址", lambda s: s.address),
    ("联系人", lambda s: s.contact_person),
    ("联系方式", lambda s: s.contact_phone),
    ("成立日期", lambda s: words.day(s.registered_on)),
    ("从业人数", lambda s: s.employees),
    ("诚信等级", lambda s: RiskClass(s.risk_class).label),
    ("业务类别", subject_pages.tags_in_words),
    ("检查记录", lambda s: f"{s.visits.count()} 次"),
    ("来源", lambda s: s.source),
    ("最近核对", lambda s: words.day(s.confirmed_on)),
)


@access.form(*KEEPERS)
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a decision back."""
    row = pages.found(selectors.duplicates.decisions(request.actor).filter(pk=pk).first())
    form = forms.Reason(request.POST or None)
    return acting.ask(
        request,
        form,
        lambda: services.duplicates.undo(pk=pk, **form.values(), by=request.actor, now=request.now),
        title="撤销查重结论",
        button="撤销",
        to=reverse("registry:duplicate-decisions"),
        told="已撤销，并入的类别和检查记录回到原处",
        facts=[
            ("两条记录", f"{row.kept} / {row.other}"),
            ("结论", Verdict(row.verdict).label),
            ("理由", row.reason),
        ],
    )
