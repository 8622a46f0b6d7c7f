"""Pages of what the bureau has adopted: dictionaries, working calendar, rule packs."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import OFFICERS, Role
from mingqian.accounts.types import Request
from mingqian.core import workdays
from mingqian.policy import calendar as calendars
from mingqian.registry import selectors, services
from mingqian.registry.enums import DictionaryKind
from mingqian.registry.forms import adopted as forms
from mingqian.registry.models import DictionaryWord
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import pack_pages
from mingqian.registry.views import doors
from mingqian.ui import access, acting, pages

WORD_KEEPERS = doors.of(Verb.KEEP_DICTIONARIES)
CALENDAR_KEEPERS = doors.of(Verb.KEEP_CALENDAR)
ADOPTERS = (*doors.of(Verb.ADOPT_PACK), Role.SYSTEM_ADMIN)
FIRST, LAST = 2004, 2100
_REGIONS = tuple((code, calendars.load(name).name) for code, name in calendars.regions().items() if code)


@access.page(*OFFICERS)
def dictionaries(request: Request) -> HttpResponse:
    """Every list with its words, the product's and the bureau's own."""
    lists = [(kind, selectors.dictionaries.words(kind)) for kind in DictionaryKind]
    shown = {"lists": lists, "may_keep": request.actor.has(*WORD_KEEPERS)}
    return pages.show(request, "registry/dictionaries.html", shown)


@access.form(*WORD_KEEPERS)
def word_new(request: Request) -> HttpResponse:
    """Add a word."""
    form = forms.Word(request.POST or None, initial={"kind": request.GET.get("kind", "")[:12]})
    return acting.ask(
        request,
        form,
        lambda: services.dictionaries.add(**form.said(), by=request.actor, now=request.now),
        title="加词",
        button="加入",
        to=reverse("registry:dictionaries"),
        told="已加入词表",
    )


@access.form(*WORD_KEEPERS)
def word(request: Request, kind: str, code: str) -> HttpResponse:
    """Correct how a word reads."""
    row = pages.found(DictionaryWord.objects.filter(kind=kind, code=code).first())
    form = forms.Relabel(request.POST or None, initial={"label": row.label, "note": row.note})
    return acting.ask(
        request,
        form,
        lambda: services.dictionaries.relabel(
            kind=DictionaryKind(kind), code=code, **form.values(), by=request.actor, now=request.now
        ),
        title=f"改词：{row.label}",
        button="保存",
        to=reverse("registry:dictionaries"),
        told="已保存",
    )


@access.form(*WORD_KEEPERS)
def word_retire(request: Request, kind: str, code: str) -> HttpResponse:
    """Offer a word no longer."""
    row = pages.found(DictionaryWord.objects.filter(kind=kind, code=code).first())
    form = forms.Reason(request.POST or None)
    return acting.ask(
        request,
        form,
        lambda: services.dictionaries.retire(
            kind=DictionaryKind(kind), code=code, **form.values(), by=request.actor, now=request.now
        ),
        title=f"停用：{row.label}",
        button="停用",
        to=reverse("registry:dictionaries"),
        told="已停用；已经用到的记录照旧",
    )


@access.page(*OFFICERS, Role.SYSTEM_ADMIN)
def calendar(request: Request) -> HttpResponse:
    """A year at a glance: working days, festivals, make-up days, what is provisional and why."""
    unit, region = accounts.bureau(), _region(request)
    found = selectors.calendars.in_force(region or (unit.division_code if unit else ""))
    year = _year(request)
    shown = {
        "sheet": selectors.calendars.sheet(found, year),
        "version": found.version,
        "name": found.name,
        "years": [y for y in range(year - 2, year + 3) if FIRST <= y <= LAST],
        "entered": selectors.calendars.years(),
        "may_keep": request.actor.has(*CALENDAR_KEEPERS),
        "today": localdate(request.now),
        "region": region,
        "regions": _REGIONS,
        "regional": selectors.calendars.regional(found, localdate(request.now).year),
        "missing": workdays.unannounced(found, localdate(request.now)),
    }
    return pages.show(request, "registry/calendar.html", shown)


def _region(request: Request) -> str:
    """A region with days off of its own, to be looked at from anywhere; empty: the bureau's own."""
    asked = request.GET.get("region", "")
    return asked if asked in dict(_REGIONS) else ""


def _year(request: Request) -> int:
    asked = request.GET.get("year", "")
    year = (
        int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else localdate(request.now).year
    )
    return min(max(year, FIRST), LAST)


@access.form(*CALENDAR_KEEPERS)
def calendar_year(request: Request) -> HttpResponse:
    """Enter a year as announced, or enter it again corrected."""
    form = forms.Year(request.POST or None, regions=dict(_REGIONS), initial=_given(request))
    year = form.cleaned_data.get("year", "") if form.is_valid() else ""
    return acting.ask(
        request,
        form,
        lambda: services.calendars.load_year(**form.values(), by=request.actor, now=request.now),
        title="录入一年的放假安排",
        button="录入",
        to=reverse("registry:calendar") + (f"?year={year}" if year else ""),
        told=f"{year}年的安排已录入；未到期的期限已随之重算，变动见下方链接",
        lead=services.calendars.HOLIDAYS,
    )


def _given(request: Request) -> dict[str, object]:
    """Next year, empty; or the year asked for as it counts today."""
    if "year" not in request.GET:
        return {"year": localdate(request.now).year + 1}
    year, region = _year(request), _region(request)
    return {"year": year, "region": region, **selectors.calendars.draft(region, year)}


@access.page(*OFFICERS, Role.SYSTEM_ADMIN)
def packs(request: Request) -> HttpResponse:
    """The packs on the shelf, and the one in force."""
    by, today = request.actor, localdate(request.now)
    root = accounts.bureau()
    own = selectors.packs.adopted(by.unit_path, today)
    shown = {
        "shelf": selectors.packs.shelf(),
        "adopted": own,
        "stale": own is not None and own.digest != selectors.packs.digest(own.pack),
        "history": selectors.packs.history(root.path) if root else [],
        "may_adopt": by.has(*ADOPTERS),
    }
    return pages.show(request, "registry/packs.html", shown)


@access.page(*OFFICERS, Role.SYSTEM_ADMIN)
def pack(request: Request, name: str) -> HttpResponse:
    """One pack in plain words: parameters with clause, conflicts, anomalies, items."""
    _on_the_shelf(name)
    own = selectors.packs.adopted(request.actor.unit_path, localdate(request.now))
    shown = {
        "reading": pack_pages.reading(name),
        "documents": pack_pages.documents(request.actor, name),
        "chapters": pack_pages.chapters(request.actor, name),
        "in_force": own is not None and own.pack == name,
        "may_adopt": request.actor.has(*ADOPTERS),
    }
    return pages.show(request, "registry/pack.html", shown)


@access.form(*ADOPTERS)
def adopt(request: Request, name: str) -> HttpResponse:
    """Work by a pack from a day on."""
    _on_the_shelf(name)
    found = pack_pages.reading(name)
    conflicts = sum(len(rows) for _, rows in found.conflicts)
    shows = (
        f"自启用之日起按“{found.title}”（{' → '.join(one for one, _ in found.stack)}）办理",
        f"与上位规定有 {conflicts} 处不一致，按严者执行",
        "此前已批准的计划和抽取仍按当时的规则包",
    )
    form = forms.Adoption(
        request.POST or None,
        by=request.actor,
        phrase="启用",
        shows=shows,
        initial={"from_on": _today(request)},
    )
    return acting.ask(
        request,
        form,
        lambda: services.packs.adopt(pack=name, **form.said(), by=request.actor, now=request.now),
        title=f"启用规则包“{found.title}”",
        button="启用",
        to=reverse("registry:packs"),
        told="规则包已启用",
    )


def _today(request: Request) -> date:
    return localdate(request.now)


def _on_the_shelf(name: str) -> None:
    pages.found(next((one for one in selectors.packs.shelf() if one.name == name), None))
