"""Pages of the inspector registry: list with expiry, one person with papers and ties, what keepers do."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.registry import selectors, services
from mingqian.registry.enums import InspectorState
from mingqian.registry.forms import inspectors as forms
from mingqian.registry.models import Inspector
from mingqian.registry.policies import Verb
from mingqian.registry.services.inspectors import Keepers
from mingqian.registry.views import doors, inspector_pages
from mingqian.ui import access, acting, chance, pages, tables
from mingqian.ui.tables import Column
from mingqian.ui.templatetags import ui

KEEPERS = doors.INSPECTOR_KEEPERS
TIE_KEEPERS = doors.of(Verb.KEEP_TIES)


def _name(person: Any) -> SafeString:
    url = reverse("registry:inspector", args=[person.code])
    return format_html(
        '<div><a class="t" href="{}">{}</a><small>{}</small></div>', url, person.name, person.duty
    )


def _columns(request: Request) -> tuple[Column, ...]:
    today = localdate(request.now)
    return (
        Column("name", "姓名", cell=_name, text=lambda p: p.name, sort="name"),
        Column("unit", "单位", cell=lambda p: p.unit.name, sort="unit__path"),
        Column("classes", "人员类别", cell=inspector_pages.classes),
        Column("certificate", "执法证号", cell=inspector_pages.certificates),
        Column(
            "until",
            "证件有效期",
            cell=lambda p: inspector_pages.expiry(p, today),
            text=lambda p: inspector_pages.expiry_in_words(p),
            sort="soonest",
        ),
        Column("quals", "专长", cell=inspector_pages.quals),
        Column("captain", "可任组长", cell=lambda p: p.captain_eligible),
        Column("state", "状态", cell=_state, text=lambda p: InspectorState(p.state).label, sort="state"),
    )


def _state(person: Any) -> SafeString:
    state = InspectorState(person.state)
    return ui.tag(state.label, inspector_pages.STATE_KINDS[state])


@access.page(*doors.LISTS)
def inspectors(request: Request) -> HttpResponse:
    """The registry; expired papers stand out."""
    form = forms.InspectorFilter(request.GET, today=localdate(request.now))
    listing = tables.listing(
        request,
        rows=selectors.inspectors.desk_rows(request.actor),
        columns=_columns(request),
        name="执法检查人员",
        filters=form,
    )
    if listing.export:
        return listing.export
    shown = {"listing": listing, **inspector_pages.around_the_list(request.actor, localdate(request.now))}
    return pages.show(request, "registry/list.html", shown)


@access.page(*doors.LISTS)
def inspector(request: Request, code: str) -> HttpResponse:
    """One person: papers, training, absences, ties, and whether the next draw would take them."""
    found = _one(request, code)
    shown = inspector_pages.page(
        request.actor, found, localdate(request.now), _keepers(request, found.unit.path)
    )
    return pages.show(request, "registry/inspector.html", shown)


@access.form(*KEEPERS)
def new(request: Request) -> HttpResponse:
    """Add one person, not active yet."""
    form = forms.NewInspector(request.POST or None, by=request.actor)
    return acting.ask(
        request,
        form,
        lambda: services.inspectors.add(
            **form.person(),
            credentials=[form.credential()],
            keepers=_keepers(request, request.actor.unit_path),
            number=chance.entropy(6).hex().upper(),
            by=request.actor,
            now=request.now,
        ),
        title="增加执法检查人员",
        button="增加",
        to=reverse("registry:inspectors"),
        told="已入库，待核准启用",
    )


@access.form(*KEEPERS)
def credential(request: Request, code: str) -> HttpResponse:
    """Renew a paper or add the second class."""
    form = forms.CredentialForm(request.POST or None)
    return _ask(
        request,
        code,
        form,
        lambda words: services.inspectors.record_credential(credential=form.credential(), **words),
        title="登记证件",
    )


@access.action(*KEEPERS)
def activate(request: Request, code: str) -> HttpResponse:
    """Let a person into the rolls."""
    found = _one(request, code)
    services.inspectors.activate(
        code=code, keepers=_keepers(request, found.unit.path), by=request.actor, now=request.now
    )
    return pages.done(request, "registry:inspector", code, told="已启用")


@access.form(*KEEPERS)
def suspend(request: Request, code: str) -> HttpResponse:
    """Keep a person out until activated again."""
    form = forms.Reason(request.POST or None)
    return _ask(
        request,
        code,
        form,
        lambda words: services.inspectors.suspend(**form.values(), **words),
        title="暂停",
    )


@access.form(*KEEPERS)
def remove(request: Request, code: str) -> HttpResponse:
    """Take a person off for good."""
    shows = ("此人移出名录库后不能再启用", "历史抽取和检查记录保留")
    form = forms.Removal(request.POST or None, phrase="移出", shows=shows)
    return _ask(
        request,
        code,
        form,
        lambda words: services.inspectors.remove(reason=form.cleaned_data["reason"], **words),
        title="移出",
    )


@access.form(*KEEPERS)
def absence(request: Request, code: str) -> HttpResponse:
    """Days on which a person cannot be drawn."""
    form = forms.Absence(request.POST or None, initial={"from_on": localdate(request.now)})
    return _ask(
        request,
        code,
        form,
        lambda words: services.inspectors.enter_absence(**form.said(), **words),
        title="登记不能参加",
    )


@access.form(*KEEPERS)
def qualify(request: Request, code: str) -> HttpResponse:
    """An expertise a panel may ask for."""
    form = forms.Qualification(request.POST or None)
    return _ask(
        request,
        code,
        form,
        lambda words: services.inspectors.qualify(**form.values(), **words),
        title="登记专长",
    )


@access.form(*TIE_KEEPERS)
def tie(request: Request, code: str) -> HttpResponse:
    """回避: no draw pairs the two."""
    form = forms.Tie(request.POST or None, initial={"from_on": localdate(request.now)})
    found = _one(request, code)
    return acting.ask(
        request,
        form,
        lambda: services.recusals.declare(inspector=code, **form.said(), by=request.actor, now=request.now),
        title=f"{found.name}：登记回避关系",
        button="登记",
        to=reverse("registry:inspector", args=[code]),
        told="已登记回避关系",
        lead=services.recusals.RECUSAL,
    )


@access.form(*TIE_KEEPERS)
def lift(request: Request, code: str, pk: int) -> HttpResponse:
    """End a tie on a day."""
    found = _one(request, code)
    pages.found(found.ties.filter(pk=pk).first())
    form = forms.Ending(request.POST or None, initial={"until_on": localdate(request.now)})
    return acting.ask(
        request,
        form,
        lambda: services.recusals.lift(tie_id=pk, **form.values(), by=request.actor, now=request.now),
        title=f"{found.name}：解除回避关系",
        button="解除",
        to=reverse("registry:inspector", args=[code]),
        told="已解除回避关系",
    )


def _one(request: Request, code: str) -> Inspector:
    return pages.found(selectors.inspectors.one(request.actor, code))


def _keepers(request: Request, unit_path: str) -> Keepers:
    return services.inspectors.keepers_on(unit_path, localdate(request.now))


def _ask(
    request: Request, code: str, form: Any, act: Callable[[dict[str, Any]], object], *, title: str
) -> HttpResponse:
    found = _one(request, code)
    keepers = _keepers(request, found.unit.path)
    words: dict[str, Any] = {"code": code, "keepers": keepers, "by": request.actor, "now": request.now}
    return acting.ask(
        request,
        form,
        lambda: act(words),
        title=f"{found.name}：{title}",
        button=title,
        to=reverse("registry:inspector", args=[code]),
        told=f"已{title}",
        lead=keepers.clause,
    )
