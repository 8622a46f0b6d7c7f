"""Whom a check without a draw may be about, and who may go: found by name, shown with what tells them apart."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from mingqian.accounts.types import Actor
from mingqian.registry import selectors as registries
from mingqian.registry.enums import InspectorState, SubjectStatus
from mingqian.registry.selectors.inspectors import Row as Inspector
from mingqian.registry.selectors.subjects import Row as Subject
from mingqian.ui.words import day

Choices = list[tuple[str, str]]
"""Code and what is read beside the box."""

MOST = 20


def firms(by: Actor, chosen: Sequence[str], question: str = "") -> Choices:
    """Those chosen already, then those a question may mean; who is out of sight is not among them."""
    known = registries.reading.named(by, list(chosen))
    found = [known[code] for code in chosen if code in known]
    rows = {one.code: one for one in (*found, *registries.reading.like(by, question, most=MOST))}
    return [(one.code, _firm(one)) for one in rows.values()]


def _firm(row: Subject) -> str:
    return "　".join((row.name, row.number, SubjectStatus(row.status).label, row.address or "地址未登记"))


def people(by: Actor, chosen: Sequence[str], question: str = "", *, on: date) -> Choices:
    """The same for inspectors, each with the papers that count on a day; who cannot go stands last."""
    serving = registries.inspectors.desk_rows(by).exclude(state=InspectorState.REMOVED.value)
    words = question.strip()
    meant = Q(name__icontains=words) | Q(code__iexact=words) | Q(unit__name__icontains=words)
    meant |= Q(credentials__certificate_no__iexact=words) | Q(person__code__iexact=words)
    asked = serving.filter(meant).distinct()[:MOST] if words else []
    rows = {one.code: one for one in serving.filter(code__in=list(chosen))}
    found = {code: rows[code] for code in chosen if code in rows} | {one.code: one for one in asked}
    fit = {code: row.state == InspectorState.ACTIVE and bool(_papers(row, on)) for code, row in found.items()}
    order = sorted(found, key=lambda code: (code not in chosen, not fit[code]))
    return [(code, _person(found[code], on)) for code in order]


def _person(row: Inspector, on: date) -> str:
    state = "" if row.state == InspectorState.ACTIVE else f"　{InspectorState(row.state).label}"
    papers = "、".join(_papers(row, on)) or "没有在有效期内的证件"
    return f"{row.name}　{row.unit.name}　{papers}{state}"


def _papers(row: Inspector, on: date) -> list[str]:
    return [
        f"{one.certificate_no}（至{day(one.valid_until)}）"
        for one in row.credentials.all()
        if one.certificate_no and one.valid_until and one.valid_until >= on
    ]
