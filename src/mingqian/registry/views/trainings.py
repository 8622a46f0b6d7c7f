"""Pages of the register of trainings: sessions, one session, the report of a period with its rows, who is due."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.registry import policies, selectors, services
from mingqian.registry.enums import TrainingKind
from mingqian.registry.forms import trainings as forms
from mingqian.registry.models import Inspector, Training, TrainingSitting
from mingqian.registry.policies import Verb
from mingqian.registry.selectors.trainings import BINDS, Share
from mingqian.registry.views import doors
from mingqian.ui import access, acting, pages, tables
from mingqian.ui.tables import Column
from mingqian.ui.words import day, share

KEEPERS = doors.of(Verb.KEEP_TRAININGS)


def _title(row: Training) -> str:
    return format_html(
        '<a class="t" href="{}">{}</a>', reverse("registry:training", args=[row.code]), row.title
    )


TRAININGS = (
    Column("held_on", "日期", cell=lambda row: day(row.held_on), sort="held_on"),
    Column("title", "名称", cell=_title, text=lambda row: row.title, wide=True, sort="title"),
    Column("kind", "种类", cell=lambda row: TrainingKind(row.kind).label, sort="kind"),
    Column("unit", "组织单位", cell=lambda row: row.unit.name),
    Column("led_by", "主讲或组织者"),
    Column("hours", "学时", numeric=True),
)


def _points(row: TrainingSitting) -> str:
    if row.points is None:
        return "—"
    return f"{row.points} 分{'合格' if row.points >= (row.training.pass_mark or 0) else '不合格'}"


SITTINGS = (
    Column("on", "日期", cell=lambda row: day(row.on), sort="on"),
    Column("title", "名称", cell=lambda row: row.training.title, wide=True),
    Column("name", "人员", cell=lambda row: row.inspector.name),
    Column("unit", "单位", cell=lambda row: row.inspector.unit.name),
    Column("points", "成绩", cell=_points),
)
SAT = (
    Column("name", "人员", cell=lambda row: row.inspector.name),
    Column("code", "编号", cell=lambda row: row.inspector.code),
    Column("on", "日期", cell=lambda row: day(row.on)),
    Column("points", "成绩", cell=_points),
)
DUE = (
    Column("unit", "单位", cell=lambda row: row.unit.name),
    Column("name", "人员"),
    Column("code", "编号"),
)


def _opened(number: int, row: Share, came: str) -> SafeString:
    url = f"{reverse('registry:training-people')}?county={row.code}&came={came}"
    return format_html('<a href="{}">{}</a>', url, number)


SHARES = (
    Column("name", "区县", wide=True),
    Column("people", "在库", cell=lambda row: _opened(row.people, row, ""), text=lambda row: str(row.people), numeric=True),
    Column("trained", "参训", cell=lambda row: _opened(row.trained, row, "yes"), text=lambda row: str(row.trained), numeric=True),
    Column("share", "参训占比", cell=lambda row: share(row.trained, row.people) or "—", numeric=True),
    Column(
        "missing", "未参训", cell=lambda row: _opened(row.people - row.trained, row, "no"),
        text=lambda row: str(row.people - row.trained), numeric=True,
    ),
    Column("passed", "合格", cell=lambda row: _opened(row.passed, row, "passed"), text=lambda row: str(row.passed), numeric=True),
)  # fmt: skip
PEOPLE = (
    Column("unit", "单位", cell=lambda row: row.unit.name),
    Column("name", "人员"),
    Column("code", "编号"),
    Column("came", "参训次数", numeric=True),
    Column("reached", "合格次数", numeric=True),
)


@access.page(*doors.LISTS)
def trainings(request: Request) -> HttpResponse:
    """培训考核登记."""
    rows = selectors.trainings.visible(request.actor)
    listing = tables.listing(request, rows=rows, columns=TRAININGS, name="培训考核")
    if listing.export:
        return listing.export
    links = [
        ("统计", reverse("registry:training-report"), "quiet"),
        ("各区县", reverse("registry:training-shares"), "quiet"),
        ("未参训", reverse("registry:training-due"), "quiet"),
    ]
    if request.actor.has(*KEEPERS):
        links.insert(0, ("登记一次", reverse("registry:training-new"), "main"))
    shown = {"listing": listing, "actions": links, "empty": "还没有登记", "lead": BINDS}
    return pages.show(request, "registry/list.html", shown)


@access.page(*doors.LISTS)
def report(request: Request) -> HttpResponse:
    """场次、人次、应试、通过 of any period; the table holds the rows that were counted."""
    today = localdate(request.now)
    form = forms.PeriodFilter(request.GET)
    since = form.given("since") or date(today.year, 1, 1)
    until = form.given("until") or today
    found = selectors.trainings.period(request.actor, since, until)
    rows = selectors.trainings.sittings(request.actor, since, until)
    if wanted := form.given("outcome"):
        rows = rows.filter(
            selectors.trainings.passed() if wanted == "passed" else selectors.trainings.examined()
        )
    listing = tables.listing(request, rows=rows, columns=SITTINGS, name="参训人次", filters=form)
    if listing.export:
        return listing.export
    told = f"{day(since)}至{day(until)}：{found.sessions} 场，{found.attended} 人次，应试 {found.examined} 人次，通过 {found.passed} 人次"
    return pages.show(request, "registry/list.html", {"listing": listing, "empty": "没有人次", "lead": told})


@access.page(*doors.LISTS)
def shares(request: Request) -> HttpResponse:
    """各区县参训: this year's share of each county; its figures open the people."""
    since, until = date((today := localdate(request.now)).year, 1, 1), today
    rows = selectors.trainings.shares(request.actor, since, until)
    listing = tables.listing(request, rows=rows, columns=SHARES, name=f"{today.year}年各区县参训")
    if listing.export:
        return listing.export
    told = f"{day(since)}至{day(until)}，在库的检查人员里参加过培训考核的、考试考核合格的"
    return pages.show(request, "registry/list.html", {"listing": listing, "empty": "没有人员", "lead": told})


@access.page(*doors.LISTS)
def people(request: Request) -> HttpResponse:
    """The inspectors behind a share, each with how often they came this year and passed."""
    today, form = localdate(request.now), forms.PeopleFilter(request.GET, by=request.actor)
    rows = selectors.trainings.people(
        request.actor, date(today.year, 1, 1), today, county=form.given("county") or ""
    )
    listing = tables.listing(request, rows=rows, columns=PEOPLE, name=f"{today.year}年人员参训", filters=form)
    lead = "在库的检查人员；次数从登记的参训行数出来"
    shown = {"listing": listing, "empty": "没有这样的人员", "lead": lead}
    return listing.export or pages.show(request, "registry/list.html", shown)


@access.page(*doors.LISTS)
def due(request: Request) -> HttpResponse:
    """未参训 of a kind this year, unit by unit."""
    today = localdate(request.now)
    asked = request.GET.get("kind", "")
    kind = TrainingKind(asked) if asked in set(TrainingKind) else TrainingKind.CASE_FILE
    rows = selectors.trainings.due(request.actor, kind, date(today.year, 1, 1))
    listing = tables.listing(request, rows=rows, columns=DUE, name=f"今年未参加{kind.label}的人员")
    if listing.export:
        return listing.export
    links = [(one.label, f"?kind={one.value}", "quiet") for one in TrainingKind if one is not kind]
    shown = {"listing": listing, "actions": links, "empty": "都已参加", "lead": "在库的检查人员，按单位列出"}
    return pages.show(request, "registry/list.html", shown)


@access.page(*doors.LISTS)
def training(request: Request, code: str) -> HttpResponse:
    """One session: who was called, who came."""
    found: Training = pages.found(selectors.trainings.one(request.actor, code))
    called = Inspector.objects.filter(calls__training=found).order_by("code")
    sat = found.sittings.select_related("inspector", "training").order_by("on", "inspector__code")
    facts = [
        ("种类", TrainingKind(found.kind).label), ("组织单位", found.unit.name), ("日期", found.held_on),
        ("学时", found.hours), ("主讲或组织者", found.led_by), ("合格线", found.pass_mark), ("应在何日前通过", found.due_on),
    ]  # fmt: skip
    shown = {
        "training": found,
        "facts": facts,
        "called": called,
        "sat": tables.plain(SAT, list(sat), caption="参加", empty="还没有登记"),
        "may_keep": policies.may(request.actor, Verb.KEEP_TRAININGS, found.unit.path).ok,
    }
    return pages.show(request, "registry/training.html", shown)


@access.form(*KEEPERS)
def new(request: Request) -> HttpResponse:
    """Enter a session."""
    form = forms.TrainingForm(*pages.given(request), by=request.actor)
    return acting.ask(
        request, form, lambda: services.trainings.hold(**form.session(), by=request.actor, now=request.now),
        title="登记培训考核", button="登记", to=reverse("registry:trainings"), told="已登记",
        then=lambda: reverse("registry:training", args=[form.cleaned_data["code"]]),
    )  # fmt: skip


@access.form(*KEEPERS)
def call(request: Request, code: str) -> HttpResponse:
    """Who has to come."""
    found = pages.found(selectors.trainings.one(request.actor, code))
    form = forms.CallForm(*pages.given(request))
    return acting.ask(
        request, form,
        lambda: services.trainings.call(code=code, people=form.codes(), by=request.actor, now=request.now),
        title=f"应参加人员：{found.title}", button="列入", to=reverse("registry:training", args=[code]), told="已列入",
        lead="列入考核而到期没有通过的，不进入以后的抽取名录。",
    )  # fmt: skip


@access.form(*KEEPERS)
def sit(request: Request, code: str) -> HttpResponse:
    """Who came."""
    found = pages.found(selectors.trainings.one(request.actor, code))
    form = forms.SitForm(*pages.given(request), initial={"on": found.held_on})
    return acting.ask(
        request, form,
        lambda: services.trainings.sit(code=code, **form.values(), by=request.actor, now=request.now),
        title=f"登记参加：{found.title}", button="登记", to=reverse("registry:training", args=[code]), told="已登记",
    )  # fmt: skip
