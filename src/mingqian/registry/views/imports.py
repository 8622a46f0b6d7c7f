"""The import wizard: hand in, see what it would do, agree; batches and taking them back."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.accounts.types import Request
from mingqian.jobs import services as jobs
from mingqian.registry import selectors
from mingqian.registry.enums import ImportState
from mingqian.registry.forms import imports as forms
from mingqian.registry.importing.columns import Kind
from mingqian.registry.models import ImportBatch, ImportUpload
from mingqian.registry.services import import_jobs, imports, uploads
from mingqian.registry.views import doors, import_pages
from mingqian.ui import access, acting, chance, pages, tables
from mingqian.ui.tables import Column
from mingqian.ui.templatetags import ui

IMPORTERS = doors.IMPORTERS


def _number(batch: Any) -> SafeString:
    url = reverse("registry:import", args=[batch.number])
    lines = '<div><a class="t" href="{}">{}</a><small>{}</small></div>'
    return format_html(lines, url, batch.number, batch.file_name)


def _state(batch: Any) -> SafeString:
    return ui.tag(ImportState(batch.state).label, "ok" if batch.state == ImportState.APPLIED else "")


COLUMNS = (
    Column("number", "批次", cell=_number, text=lambda b: f"{b.number} {b.file_name}", sort="pk", wide=True),
    Column("kind", "名单", cell=lambda b: Kind(b.kind).label),
    Column("rows", "行", numeric=True),
    Column("added", "新增", numeric=True),
    Column("changed", "变更", numeric=True),
    Column("unchanged", "无变化", numeric=True),
    Column("refused", "未导入", numeric=True),
    Column("who", "经办", cell=lambda b: b.applied_by.name),
    Column("applied_at", "入库时间", sort="applied_at"),
    Column("state", "状态", cell=_state, text=lambda b: ImportState(b.state).label),
)


@access.page(*IMPORTERS)
def batches(request: Request) -> HttpResponse:
    """Every batch, and what still waits for a yes."""
    by = request.actor
    listing = tables.listing(request, rows=selectors.imports.batches(by), columns=COLUMNS, name="导入")
    if listing.export:
        return listing.export
    return pages.show(
        request,
        "registry/imports.html",
        {"listing": listing, "waiting": list(selectors.imports.waiting(by)[:20])},
    )


@access.form(*IMPORTERS)
def new(request: Request) -> HttpResponse:
    """Hand in a list. A short one is read at once, a long one by the worker."""
    asked = {"kind": request.GET.get("kind", "")}
    form = forms.Upload(request.POST or None, request.FILES or None, by=request.actor, initial=asked)
    held: list[ImportUpload] = []
    if not pages.submitted(request, form, lambda: held.append(_receive(request, form))):
        return pages.show(request, "registry/import_new.html", {"form": form})
    row = held[0]
    if row.file_bytes <= import_jobs.AT_ONCE:
        uploads.look(pk=row.pk, by=request.actor, now=request.now)
        return pages.done(request, "registry:upload", row.pk)
    job = jobs.ask(
        import_jobs.PREVIEW,
        title=f"读取名单“{row.file_name}”",
        arguments={"upload": row.pk},
        by=request.actor,
        now=request.now,
    )
    return pages.done(request, "jobs:job", job.pk, told="名单较大，已交后台读取；可以离开本页")


def _receive(request: Request, form: forms.Upload) -> ImportUpload:
    file = form.cleaned_data["file"]
    return uploads.receive(
        name=file.name,
        chunks=file.chunks(),
        **form.wishes(),
        seed=chance.entropy(16).hex(),
        by=request.actor,
        now=request.now,
    )


@access.form(*IMPORTERS)
def upload(request: Request, pk: int) -> HttpResponse:
    """The preview: what is new, changed, unchanged, wrong; then the yes."""
    row = _upload(request, pk)
    form = forms.Agree(request.POST if request.method == "POST" else None)
    long = row.file_bytes > import_jobs.AT_ONCE
    held: list[Any] = []
    if pages.submitted(request, form, lambda: held.append(_save(request, row, long))):
        if long:
            return pages.done(request, "jobs:job", held[0].pk, told="已交后台入库；可以离开本页")
        return pages.done(request, "registry:import", held[0].number, told=f"已入库，批次 {held[0].number}")
    return pages.show(
        request,
        "registry/upload.html",
        {"form": form, "agreed": import_pages.shows(row), **import_pages.preview(row)},
    )


def _save(request: Request, row: ImportUpload, long: bool) -> Any:
    if not long:
        return uploads.save(pk=row.pk, by=request.actor, now=request.now)
    title = f"导入“{row.file_name}”"
    return jobs.ask(
        import_jobs.SAVE, title=title, arguments={"upload": row.pk}, by=request.actor, now=request.now
    )


@access.action(*IMPORTERS)
def again(request: Request, pk: int) -> HttpResponse:
    """Read the file once more: the registry may have moved."""
    row = _upload(request, pk)
    uploads.look(pk=row.pk, by=request.actor, now=request.now)
    return pages.done(request, "registry:upload", pk, told="已重新预览")


@access.action(*IMPORTERS)
def drop(request: Request, pk: int) -> HttpResponse:
    """Not wanted after all."""
    row = _upload(request, pk)
    uploads.drop(pk=row.pk, by=request.actor, now=request.now)
    return pages.done(request, "registry:imports", told="已放弃，名录没有变动")


@access.page(*IMPORTERS)
def errors(request: Request, pk: int) -> HttpResponseBase:
    """The same list with the bad cells red and commented."""
    return _file(request, pk, uploads.ERRORS)


@access.page(*IMPORTERS)
def bad_rows(request: Request, pk: int) -> HttpResponseBase:
    """Only the bad rows, to be corrected and handed in again."""
    return _file(request, pk, uploads.BAD_ROWS)


def _file(request: Request, pk: int, name: str) -> HttpResponseBase:
    row = _upload(request, pk)
    content = uploads.content(row, name)
    return pages.download(f"{row.file_name.rsplit('.', 1)[0]}-{name}", pages.found(content), "xlsx")


@access.page(*IMPORTERS)
def sample(request: Request) -> HttpResponseBase:
    """A practice list with planted errors; every firm in it is fictional."""
    return pages.download("练习名录.xlsx", uploads.sample(), "xlsx")


@access.page(*IMPORTERS)
def conflicts(request: Request) -> HttpResponse:
    """Where two sources disagree about the same firm."""
    rows = import_pages.conflicts(imports.conflicts(request.actor))
    listing = tables.listing(request, rows=rows, columns=import_pages.CONFLICTS, name="来源不一致")
    if listing.export:
        return listing.export
    shown = {
        "listing": listing,
        "lead": "多个来源都有的单位，保留现值；逐家核对后在对象主页更正",
        "empty": "没有不一致",
    }
    return pages.show(request, "registry/list.html", shown)


@access.page(*IMPORTERS)
def batch(request: Request, number: str) -> HttpResponse:
    """One batch and every row it added or changed."""
    found = _batch(request, number)
    listing = tables.listing(
        request,
        rows=import_pages.changes(found),
        columns=import_pages.CHANGES,
        name=f"批次 {number} 的变动",
    )
    if listing.export:
        return listing.export
    return pages.show(request, "registry/import.html", {"listing": listing, **import_pages.batch(found)})


@access.form(*IMPORTERS)
def undo(request: Request, number: str) -> HttpResponse:
    """Take a whole batch back, or hear what stands on it."""
    found = _batch(request, number)
    shows = (f"新增的 {found.added} 条移除", f"变更的 {found.changed} 条恢复原值", "批次和日志保留")
    form = forms.TakeBack(request.POST or None, phrase="撤回", shows=shows)
    return acting.ask(
        request,
        form,
        lambda: imports.take_back(number, by=request.actor, now=request.now),
        title=f"撤回批次 {number}",
        button="撤回",
        to=reverse("registry:import", args=[number]),
        told=f"批次 {number} 已撤回",
    )


def _upload(request: Request, pk: int) -> ImportUpload:
    return pages.found(selectors.imports.uploads(request.actor).filter(pk=pk).first())


def _batch(request: Request, number: str) -> ImportBatch:
    return pages.found(selectors.imports.batches(request.actor).filter(number=number).first())
