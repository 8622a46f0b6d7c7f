"""The inspector registry as of a day: rows for a roll, ties that forbid a visit, papers about to expire."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Min, Prefetch, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import UnitKind
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.registry import qualification
from mingqian.registry.enums import InspectorClass, InspectorState
from mingqian.registry.models import (
    Inspector,
    InspectorAbsence,
    InspectorCredential,
    InspectorQual,
    RecusalTie,
)
from mingqian.registry.qualification import Papers
from mingqian.registry.selectors import trainings
from mingqian.registry.types import InspectorRow

in_words = qualification.in_words
years_of_service = qualification.years_of_service
STRATUM = qualification.STRATUM

Row = Inspector
"""The row's type, for annotations in the rooms above."""


def visible(by: Actor) -> QuerySet[Inspector]:
    """Inspectors of the units in this person's scope."""
    return Inspector.objects.filter(accounts.in_scope(by))


def get(by: Actor, code: str) -> Inspector:
    """One inspector by protocol id; out of scope is as good as not there."""
    found = visible(by).filter(code=code).select_related("unit").first()
    if found is None:
        raise Refused(denied("registry.no_inspector", f"人员库中没有“{code}”，或不在您的数据范围内"))
    return found


def one(by: Actor, code: str) -> Inspector | None:
    """One inspector with the papers; None when out of scope or not there."""
    return desk_rows(by).filter(code=code).first()


def desk_rows(by: Actor) -> QuerySet[Inspector]:
    """The registry as the desk shows it, removed people last."""
    rows = visible(by).select_related("unit").prefetch_related("credentials", "quals", "absences")
    soonest = Min("credentials__valid_until")
    return rows.annotate(soonest=soonest).order_by("state", "unit__path", "code")


def ties_of(person: Inspector) -> list[RecusalTie]:
    """Every recusal tie of one inspector, the latest first."""
    return list(person.ties.select_related("subject").order_by("-from_on", "-pk"))


def rows(
    by: Actor, inspector_class: str, on: date, *, within: str | None = None, delegated_may: bool = False
) -> Iterator[InspectorRow]:
    """Every holder of a class, unfit ones included with their cause; removed people left the registry.

    厦门 三(五)6(2): 第一、二类从行政执法人员库、第三类从业务检查人员库抽取.
    """
    klass = InspectorClass(inspector_class)
    papers = InspectorCredential.objects.filter(
        inspector__in=visible(by), inspector_class=klass, inspector__unit__path__startswith=within or ""
    ).exclude(inspector__state=InspectorState.REMOVED)
    absent = InspectorAbsence.objects.filter(from_on__lte=on, until_on__gte=on).order_by("kind", "pk")
    quals = InspectorQual.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    listed = list(
        papers.select_related("inspector__unit")
        .prefetch_related(
            Prefetch("inspector__absences", absent), Prefetch("inspector__quals", quals.order_by("code"))
        )
        .order_by("inspector__code")
    )
    failed = trainings.standing([one.inspector_id for one in listed], on)
    for found in listed:
        yield _row(found, klass, on, delegated_may, failed.get(found.inspector_id, ""))


def _row(
    found: InspectorCredential, klass: InspectorClass, on: date, delegated_may: bool, failed: str
) -> InspectorRow:
    person = found.inspector
    away = next(iter(person.absences.all()), None)
    fit = qualification.fitness(
        Papers(
            inspector_class=klass,
            certificate_no=found.certificate_no,
            valid_from=found.valid_from,
            valid_until=found.valid_until,
            state=person.state,
            state_reason=person.state_reason,
            delegated=person.delegated or person.unit.kind == UnitKind.DELEGATED,
            absence=away.kind if away else "",
            absence_reason=away.reason if away else "",
            assessment=failed,
        ),
        on,
        delegated_may=delegated_may,
    )
    codes = qualification.quals(klass, (qual.code for qual in person.quals.all()))
    return InspectorRow(
        id=person.code,
        name=person.name,
        stratum=STRATUM[klass],
        status=fit.status,
        record={"captain": person.captain_eligible, "quals": codes},
        cause=fit.cause,
        reason=fit.reason,
        clause=fit.clause,
        pk=person.pk,
        unit_code=person.unit.code,
        certificate_no=found.certificate_no,
    )


def ties(by: Actor, on: date) -> list[tuple[str, str, str]]:
    """(inspector, subject, kind) of every recusal tie running on a day, for the conflicts of a draw."""
    running = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    found = RecusalTie.objects.filter(running, inspector__in=visible(by))
    listed = found.order_by("inspector__code", "subject__code", "kind")
    return list(listed.values_list("inspector__code", "subject__code", "kind"))


def expiring(
    by: Actor, on: date, *, until: date
) -> QuerySet[InspectorCredential, tuple[str, str, date | None]]:
    """(code, name, last day) of active people whose certificate runs out by a day: the 60/30 day alarm."""
    found = InspectorCredential.objects.filter(
        inspector__in=visible(by).filter(state=InspectorState.ACTIVE),
        valid_until__gte=on,
        valid_until__lte=until,
    ).order_by("valid_until", "inspector__code")
    return found.values_list("inspector__code", "inspector__name", "valid_until")


def published_list(
    by: Actor, on: date
) -> QuerySet[InspectorCredential, tuple[str, str, str, str, date | None]]:
    """石嘴山 2(1) 行政执法人员清单: 姓名、职务、执法类型、证件编号、有效日期; only who is confirmed."""
    found = (
        InspectorCredential.objects.filter(
            inspector__in=visible(by).filter(state=InspectorState.ACTIVE),
            inspector_class=InspectorClass.ENFORCEMENT,
            valid_until__gte=on,
        )
        .exclude(confirmed_by="")
        .order_by("inspector__code")
    )
    columns = ("inspector__name", "inspector__duty", "category", "certificate_no", "valid_until")
    return found.values_list(*columns)


def carriers() -> list[str]:
    """The protocol ids of everybody with an account: who may show a code of his own on a telephone."""
    rows = Inspector.objects.filter(person__isnull=False).order_by("code")
    return list(rows.values_list("code", flat=True))


def of_person(person: int | None) -> Inspector | None:
    """The registry's row of somebody who is signed in, with his papers."""
    rows = Inspector.objects.filter(person=person, person__isnull=False).select_related("unit")
    return rows.prefetch_related("credentials").first()


def shown(code: str) -> Inspector | None:
    """One person with papers and unit, for the answer to a code that only this person could show."""
    return Inspector.objects.filter(code=code).select_related("unit").prefetch_related("credentials").first()


def certified(number: str) -> Inspector | None:
    """Who holds a certificate of this number."""
    return Inspector.objects.filter(credentials__certificate_no=number).select_related("unit").first()


def named(codes: Sequence[str]) -> list[Inspector]:
    """People named by a draw, whatever their unit: the room that asks has judged who may read its draw."""
    return list(Inspector.objects.filter(code__in=codes).order_by("code"))
