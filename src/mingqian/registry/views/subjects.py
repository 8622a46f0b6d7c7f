"""Pages of the subject registry: list, 对象主页, what its keepers change one subject at a time."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.registry import selectors, services
from mingqian.registry.enums import RiskClass, SubjectKind, SubjectStatus
from mingqian.registry.forms import subjects as forms
from mingqian.registry.models import Subject
from mingqian.registry.policies import Verb
from mingqian.registry.views import doors, subject_pages
from mingqian.ui import access, acting, links, pages, tables
from mingqian.ui.tables import Column
from mingqian.ui.templatetags import ui
from mingqian.ui.words import escaped

KEEPERS = doors.of(Verb.KEEP_SUBJECTS)


def _name(subject: Any) -> SafeString:
    url = links.to("registry:subject", subject.code)
    name, number = escaped(subject.name), escaped(subject.number)
    return SafeString(
        f'<div><a class="t" href="{escaped(url)}">{name}</a><small class="mono">{number}</small></div>'
    )


def _status(subject: Any) -> SafeString:
    if subject.merged_into_id:
        return ui.tag("已并入", "warn")
    active = subject.status == SubjectStatus.ACTIVE
    return ui.tag(SubjectStatus(subject.status).label, "ok" if active else "")


COLUMNS = (
    Column("name", "名称", cell=_name, text=lambda s: s.name, wide=True),
    Column("kind", "类型", cell=lambda s: SubjectKind(s.kind).label),
    Column("tags", "业务类别", cell=subject_pages.tags_in_words),
    Column("unit", "归属单位", cell=lambda s: s.unit.name),
    Column("risk", "等级", cell=lambda s: RiskClass(s.risk_class).value or "未评级"),
    Column("status", "状态", cell=_status, text=lambda s: SubjectStatus(s.status).label),
    Column("confirmed_on", "最近核对"),
)
#: What the columns look at; addresses, scopes and facts of fifty rows are long.
SHOWN = (
    "code",
    "name",
    "number",
    "kind",
    "unit__name",
    "risk_class",
    "status",
    "merged_into",
    "confirmed_on",
)
EXPORTED = (
    Column("number", "统一社会信用代码"),
    Column("name", "名称"),
    Column("kind", "类型", cell=lambda s: SubjectKind(s.kind).label),
    Column("tags", "业务类别", cell=subject_pages.tags_in_words),
    Column("unit", "归属单位", cell=lambda s: s.unit.name),
    Column("risk", "诚信等级", cell=lambda s: RiskClass(s.risk_class).label),
    Column("status", "登记状态", cell=lambda s: SubjectStatus(s.status).label),
    Column("legal_representative", "法定代表人"),
    Column("address", "地址"),
    Column("contact_person", "联系人"),
    Column("contact_phone", "联系方式"),
    Column("responsible_unit", "业务责任处室"),
    Column("confirmed_on", "最近核对"),
)


@access.page(*doors.LISTS)
def subjects(request: Request) -> HttpResponse:
    """The registry, newest rows first."""
    by, export = request.actor, bool(request.GET.get("export"))
    rows = selectors.reading.desk_rows(by)
    form = forms.SubjectFilter(request.GET, by=by, today=localdate(request.now))
    listing = tables.listing(
        request,
        rows=rows if export else rows.only(*SHOWN),
        columns=EXPORTED if export else COLUMNS,
        name="监管对象",
        filters=form,
        total=selectors.reading.total(by),
    )
    if listing.export:
        return listing.export
    return pages.show(
        request, "registry/list.html", {"listing": listing, **subject_pages.around_the_list(by)}
    )


@access.page(*doors.LISTS)
def subject(request: Request, code: str) -> HttpResponse:
    """对象主页: what the registry says, what sets it apart, its whole history."""
    found = pages.found(selectors.reading.one(request.actor, code))
    shown = subject_pages.page(request.actor, found, localdate(request.now))
    return pages.show(request, "registry/subject.html", shown)


@access.form(*KEEPERS)
def new(request: Request) -> HttpResponse:
    """Register one body by hand."""
    form = forms.NewSubject(request.POST or None, by=request.actor)
    return acting.ask(
        request,
        form,
        lambda: services.subjects.register(**form.registration(), by=request.actor, now=request.now),
        title="登记监管对象",
        button="登记",
        to=reverse("registry:subjects"),
        told="已登记",
        lead="成批的名单请用“导入”；空缺的项目照常登记，列入待补",
    )


@access.form(*KEEPERS)
def edit(request: Request, code: str) -> HttpResponse:
    """Change the particulars; a former name stays in the history."""
    found = _one(request, code)
    form = forms.Particulars(request.POST or None, subject=found)
    return _ask(
        request,
        found,
        form,
        lambda: services.subjects.change(
            code=code, fields=form.changes(), source="hand", by=request.actor, now=request.now
        ),
        title="变更信息",
    )


@access.form(*KEEPERS)
def status(request: Request, code: str) -> HttpResponse:
    """Close, re-open, suspend."""
    found = _one(request, code)
    form = forms.Status(
        request.POST or None, initial={"status": found.status, "since": localdate(request.now)}
    )
    return _ask(
        request,
        found,
        form,
        lambda: services.subjects.set_status(
            code=code,
            status=SubjectStatus(form.cleaned_data["status"]),
            since=form.cleaned_data["since"],
            evidence=form.cleaned_data["evidence"],
            by=request.actor,
            now=request.now,
        ),
        title="变更登记状态",
    )


@access.form(*doors.of(Verb.RATE_SUBJECTS))
def risk(request: Request, code: str) -> HttpResponse:
    """守法诚信等级, which weighs in the draw."""
    found = _one(request, code)
    form = forms.Risk(request.POST or None, initial={"risk": found.risk_class, "on": localdate(request.now)})
    return _ask(
        request,
        found,
        form,
        lambda: services.subjects.set_risk_class(
            code=code,
            risk=RiskClass(form.cleaned_data["risk"]),
            on=form.cleaned_data["on"],
            basis=form.cleaned_data["basis"],
            by=request.actor,
            now=request.now,
        ),
        title="确定守法诚信等级",
    )


@access.action(*KEEPERS)
def confirm(request: Request, code: str) -> HttpResponse:
    """The row is right today."""
    _one(request, code)
    services.subjects.confirm(code=code, by=request.actor, now=request.now)
    return pages.done(request, "registry:subject", code, told="已记录：今天核对无误")


@access.form(*KEEPERS)
def tag(request: Request, code: str) -> HttpResponse:
    """One more category."""
    found = _one(request, code)
    form = forms.TagForm(request.POST or None)
    return _ask(
        request,
        found,
        form,
        lambda: services.subjects.tag(
            code=code, source="hand", **form.values(), by=request.actor, now=request.now
        ),
        title="加注业务类别",
    )


@access.form(*KEEPERS)
def untag(request: Request, code: str, tag: str) -> HttpResponse:
    """End a category on a day."""
    found = _one(request, code)
    pages.found(found.tags.filter(tag=tag).first())
    form = forms.Ending(request.POST or None, initial={"until_on": localdate(request.now)})
    return _ask(
        request,
        found,
        form,
        lambda: services.subjects.untag(
            code=code, tag=tag, **form.values(), by=request.actor, now=request.now
        ),
        title=f"取消业务类别“{subject_pages.tag_label(tag)}”",
    )


@access.form(*KEEPERS)
def abnormal(request: Request, code: str) -> HttpResponse:
    """Enter as 异常监管对象 on a ground of the pack in force."""
    found = _one(request, code)
    grounds = subject_pages.grounds(found, localdate(request.now))
    form = forms.AbnormalForm(
        request.POST or None, grounds=grounds, initial={"from_on": localdate(request.now)}
    )
    return _ask(
        request,
        found,
        form,
        lambda: services.standing.enter_abnormal(
            code=code, grounds=dict(grounds), **form.values(), by=request.actor, now=request.now
        ),
        title="列为异常监管对象",
        lead=services.standing.ABNORMAL,
    )


def _one(request: Request, code: str) -> Subject:
    return pages.found(selectors.subjects.one(request.actor, code))


def _ask(
    request: Request,
    found: Subject,
    form: Any,
    act: Callable[[], object],
    *,
    title: str,
    lead: str = "",
) -> HttpResponse:
    return acting.ask(
        request,
        form,
        act,
        title=f"{found.name}：{title}",
        button="保存",
        to=reverse("registry:subject", args=[found.code]),
        told=f"已{title}",
        lead=lead,
    )
