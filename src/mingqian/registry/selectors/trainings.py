"""培训考核 of a period, every figure with its rows; who is due for a kind; whose assessment is not passed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Level
from mingqian.accounts.types import Actor
from mingqian.core.workdays import written
from mingqian.registry import qualification
from mingqian.registry.enums import InspectorState, TrainingKind
from mingqian.registry.models import Inspector, Training, TrainingCall, TrainingSitting
from mingqian.ui.remember import for_this_page

BINDS = qualification.ASSESSED


class Period(NamedTuple):
    """场次、人次、应试、通过 of a period."""

    sessions: int
    attended: int
    examined: int
    passed: int


class Share(NamedTuple):
    """在库、参训、通过 of one county."""

    code: str
    name: str
    people: int
    trained: int
    passed: int


Counted = tuple[int, int]
OWN = "own"
"""The bureau itself, beside its counties."""


def visible(by: Actor) -> QuerySet[Training]:
    """Sessions of the units in scope."""
    return Training.objects.filter(accounts.in_scope(by)).select_related("unit").order_by("-held_on", "code")


@for_this_page
def one(by: Actor, code: str) -> Training | None:
    """By its code."""
    return visible(by).filter(code=code).first()


def sittings(by: Actor, since: date | None = None, until: date | None = None) -> QuerySet[TrainingSitting]:
    """The rows behind the figures."""
    rows = TrainingSitting.objects.filter(training__in=visible(by))
    if since is not None:
        rows = rows.filter(on__gte=since)
    if until is not None:
        rows = rows.filter(on__lte=until)
    return rows.select_related("training", "inspector__unit").order_by(
        "-on", "training__code", "inspector__code"
    )


def examined() -> Q:
    """Rows with points."""
    return Q(points__isnull=False, training__pass_mark__isnull=False)


def passed() -> Q:
    """Rows that reach the mark."""
    return examined() & Q(points__gte=F("training__pass_mark"))


def period(by: Actor, since: date, until: date) -> Period:
    """Counted from rows, never typed (鄂州: 四次培训一次考试)."""
    rows = sittings(by, since, until)
    return Period(
        visible(by).filter(held_on__range=(since, until)).count(),
        rows.count(),
        rows.filter(examined()).count(),
        rows.filter(passed()).count(),
    )


def due(by: Actor, kind: TrainingKind, since: date) -> QuerySet[Inspector]:
    """In use, and nobody has seen them at a session of this kind since that day."""
    came = TrainingSitting.objects.filter(inspector=OuterRef("pk"), training__kind=kind, on__gte=since)
    active = Inspector.objects.filter(accounts.in_scope(by), state=InspectorState.ACTIVE)
    return active.filter(~Exists(came)).select_related("unit").order_by("unit__path", "code")


def people(by: Actor, since: date, until: date, *, county: str = "") -> QuerySet[Any]:
    """Inspectors in use, of a county or of the bureau itself, with how often they came in these days and passed."""
    rows = Inspector.objects.filter(accounts.in_scope(by), state=InspectorState.ACTIVE)
    if county == OWN:
        for _, _, path in _counties(by):
            rows = rows.exclude(unit__path__startswith=path)
    elif county:
        paths = [path for code, _, path in _counties(by) if code == county]
        rows = rows.filter(unit__path__startswith=paths[0]) if paths else rows.none()
    here = Q(sittings__on__range=(since, until))
    mark = Q(sittings__points__gte=F("sittings__training__pass_mark"))
    counted = rows.annotate(
        came=Count("sittings", filter=here), reached=Count("sittings", filter=here & mark)
    )
    return counted.select_related("unit").order_by("unit__path", "code")


def shares(by: Actor, since: date, until: date) -> list[Share]:
    """平顶山 五(三): the bureau's own people and county by county, how many were trained, how many passed."""
    places = _counties(by)
    home: dict[str, list[Counted]] = {}
    for path, came, reached in people(by, since, until).values_list("unit__path", "came", "reached"):
        county = next((code for code, _, below in places if path.startswith(below)), OWN)
        home.setdefault(county, []).append((came, reached))
    names = dict(counties(by))
    return [
        _share(code, name, home.get(code, [])) for code, name in names.items() if code in home or code != OWN
    ]


def _share(code: str, name: str, people: Sequence[Counted]) -> Share:
    return Share(
        code, name, len(people), sum(came > 0 for came, _ in people), sum(one > 0 for _, one in people)
    )


def counties(by: Actor) -> list[tuple[str, str]]:
    """(code, name) of every place a share is counted for."""
    return [(OWN, "市本级"), *((code, name) for code, name, _ in _counties(by))]


def _counties(by: Actor) -> list[tuple[str, str, str]]:
    rows = accounts.units(by).filter(level=Level.DISTRICT.value)
    return list(rows.values_list("code", "name", "path"))


def standing(people: Sequence[int], on: date) -> Mapping[int, str]:
    """Inspector → why the newest assessment that is due keeps them out; who has passed it is not in it."""
    calls = TrainingCall.objects.filter(inspector__in=people, training__due_on__lt=on)
    newest: dict[int, Training] = {}
    for call in calls.select_related("training").order_by("training__due_on", "training__code"):
        newest[call.inspector_id] = call.training
    sat: dict[tuple[int, int], int] = {}
    found = TrainingSitting.objects.filter(inspector__in=newest, training__in=newest.values(), on__lte=on)
    for inspector, training, points in found.values_list("inspector_id", "training_id", "points"):
        sat[inspector, training] = max(sat.get((inspector, training), 0), points or 0)
    return {
        person: _why(training, sat.get((person, training.pk)))
        for person, training in newest.items()
        if sat.get((person, training.pk), -1) < (training.pass_mark or 0)
    }


def _why(training: Training, points: int | None) -> str:
    told = "没有参加" if points is None else f"最好成绩 {points} 分，合格线 {training.pass_mark} 分"
    return f"考核“{training.title}”应在{written(training.due_on or training.held_on)}前通过，{told}"
