"""Pages of the register of rule documents: list, one document with what rests on it, entry, repeal."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.enums import OFFICERS
from mingqian.accounts.types import Request
from mingqian.registry import policies, selectors, services
from mingqian.registry.enums import BasisLevel, Binding, Disclosure, Level
from mingqian.registry.forms import rule_documents as forms
from mingqian.registry.models import RuleDocument
from mingqian.registry.policies import Verb
from mingqian.registry.views import doors
from mingqian.ui import access, acting, asking, pages, tables
from mingqian.ui.tables import Column
from mingqian.ui.templatetags import ui

KEEPERS = doors.of(Verb.KEEP_DOCUMENTS)


def _title(document: Any) -> SafeString:
    url = reverse("registry:rule-document", args=[document.code])
    return format_html('<a class="t" href="{}">《{}》</a>', url, document.title)


def _force(document: Any) -> SafeString:
    return ui.tag("已废止", "bad") if document.repealed_on else ui.tag("现行", "ok")


COLUMNS = (
    Column("code", "登记号", sort="code"),
    Column("title", "名称", cell=_title, text=lambda d: d.title, sort="title", wide=True),
    Column("number", "文号", sort="number"),
    Column("level", "效力层级", cell=lambda d: BasisLevel(d.level).label, sort="level"),
    Column("adopting_body", "制定机关", sort="adopting_body"),
    Column("signed_on", "签发日期", sort="signed_on"),
    Column("disclosure", "公开", cell=lambda d: Disclosure(d.disclosure).label),
    Column("force", "效力", cell=_force, text=lambda d: "已废止" if d.repealed_on else "现行"),
)


@access.page(*OFFICERS)
def documents(request: Request) -> HttpResponse:
    """The register."""
    rows = selectors.rule_documents.visible(request.actor).order_by("code")
    form = forms.DocumentFilter(request.GET, by=request.actor)
    listing = tables.listing(request, rows=rows, columns=COLUMNS, name="规则文件", filters=form)
    if listing.export:
        return listing.export
    new = [("登记文件", reverse("registry:rule-document-new"), "main")] if request.actor.has(*KEEPERS) else []
    shown = {
        "listing": listing,
        "actions": new,
        "empty": "还没有登记文件",
        "lead": "事项、规则包和筛选规则都引用这里登记的文件",
    }
    return pages.show(request, "registry/list.html", shown)


@access.page(*OFFICERS)
def document(request: Request, code: str) -> HttpResponse:
    """One document and everything that rests on it."""
    by = request.actor
    found = acting.found(lambda: selectors.rule_documents.get(by, code))
    asking.answered(asking.related([found], "bindings", "annexes"))
    path = found.unit.path if found.unit else ""
    return pages.show(
        request,
        "registry/rule_document.html",
        {
            "document": found,
            "facts": _facts(request, found),
            "variants": list(
                found.variants.filter(pk__in=selectors.rule_documents.visible(by)).order_by("code")
            ),
            "resting": selectors.rule_documents.resting_on(by, code),
            "annexes": sorted(found.annexes.all(), key=lambda one: one.title),
            "cites": selectors.rule_documents.cited_by(by, found),
            "may_keep": policies.may(by, Verb.KEEP_DOCUMENTS, path).ok,
        },
    )


def _facts(request: Request, found: RuleDocument) -> list[tuple[str, object]]:
    by, reads = request.actor, selectors.rule_documents
    bindings = sorted(found.bindings.all(), key=lambda one: one.level)
    force = "；".join(f"{Level(b.level).label}{Binding(b.binding).label}" for b in bindings)
    return [
        ("文号", found.number),
        ("效力层级", BasisLevel(found.level).label),
        ("制定机关", found.adopting_body),
        ("通过方式", found.adopted_how),
        ("签发日期", found.signed_on),
        ("施行日期", found.in_force_from),
        ("约束力", force),
        ("对本单位", reads.binding_for(by, found.code)),
        ("公开属性", Disclosure(found.disclosure).label),
        ("公开栏目", found.column),
        ("致送单位", "、".join(reads.addressees(found))),
        *_printing(found),
        ("替代", reads.named(by, found.replaces)),
        ("是哪一份的实施细则", reads.named(by, found.variant_of)),
        ("说明", found.note),
    ]


def _printing(found: RuleDocument) -> list[tuple[str, object]]:
    told = selectors.rule_documents.printing(found)
    return [] if told is None else [("印发机关", told.printed_by), ("印发日期", told.printed_on)]


@access.form(*KEEPERS)
def new(request: Request) -> HttpResponse:
    """Register a document."""
    form = forms.DocumentForm(request.POST or None, by=request.actor)
    to = reverse("registry:rule-documents")
    if form.is_valid():
        to = reverse("registry:rule-document", args=[form.cleaned_data["code"]])
    return acting.ask(
        request,
        form,
        lambda: services.rule_documents.register(**form.registration(), by=request.actor, now=request.now),
        title="登记规则文件",
        button="登记",
        to=to,
        told="已登记",
    )


@access.form(*KEEPERS)
def repeal(request: Request, code: str) -> HttpResponse:
    """Say that a document no longer holds, having seen what rests on it."""
    by = request.actor
    resting = acting.found(lambda: selectors.rule_documents.resting_on(by, code))
    shows = (
        f"有 {len(resting)} 处引用它，废止后列入“失效依据”",
        *(f"{r.name}（{r.thing}）{r.clause}" for r in resting[:8]),
    )
    initial = {"on": localdate(request.now)}
    form = forms.Repeal(request.POST or None, phrase="废止", shows=shows, initial=initial)
    return acting.ask(
        request,
        form,
        lambda: services.rule_documents.repeal(
            code=code,
            on=form.cleaned_data["on"],
            ground=form.cleaned_data["ground"],
            by=by,
            now=request.now,
        ),
        title=f"废止 {code}",
        button="废止",
        to=reverse("registry:rule-document", args=[code]),
        told="已登记废止；引用它的事项见“闲置与失效依据”",
    )


@access.form(*KEEPERS)
def remove(request: Request, code: str) -> HttpResponse:
    """Take an entry made by mistake out again; what something rests on stays."""
    by = request.actor
    document = acting.found(lambda: selectors.rule_documents.get(by, code))
    shows = (f"{document}", "被引用的文件不能删除；已失效的请登记废止")
    form = forms.Removal(request.POST or None, phrase="删除", shows=shows)
    return acting.ask(
        request,
        form,
        lambda: services.rule_documents.remove(
            code=code, reason=form.cleaned_data["reason"], by=by, now=request.now
        ),
        title=f"删除登记错误的 {code}",
        button="删除",
        to=reverse("registry:rule-documents"),
        told="已删除登记",
    )


@access.form(*KEEPERS)
def disclosure(request: Request, code: str) -> HttpResponse:
    """Change 公开属性."""
    by = request.actor
    document = acting.found(lambda: selectors.rule_documents.get(by, code))
    form = forms.DisclosureForm(request.POST or None)
    return acting.ask(
        request,
        form,
        lambda: services.rule_documents.set_disclosure(
            code=code,
            disclosure=Disclosure(form.cleaned_data["disclosure"]),
            reason=form.cleaned_data["reason"],
            by=by,
            now=request.now,
        ),
        title=f"变更《{document.title}》的公开属性",
        button="变更",
        to=reverse("registry:rule-document", args=[code]),
        told="已变更公开属性",
    )
