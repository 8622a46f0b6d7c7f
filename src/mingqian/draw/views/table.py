"""The list of draws, one draw with its stages, its preparation, its pools in words."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS, Role
from mingqian.accounts.types import Request
from mingqian.core.machines import ceremony as machine
from mingqian.documents import selectors as documents
from mingqian.documents.enums import Kind as Paper
from mingqian.draw import selectors, services
from mingqian.draw.enums import Origin
from mingqian.draw.forms import Again, Prepare
from mingqian.draw.models import Draw, Review
from mingqian.draw.selectors import completeness, desk, material, occasions, sourcing
from mingqian.draw.tables import DRAWS, EXCLUDED, POOLED, DrawFilter
from mingqian.planning.selectors.drawing import Implementation
from mingqian.ui import access, asking, chance, pages, tables
from mingqian.ui.types import Step

STAFF = (
    Role.DRAW_OPERATOR, Role.DISCIPLINE_WITNESS, Role.BUREAU_LEADER, Role.LEGAL_OFFICE, Role.SUPERVISION_AUTHORITY,
    Role.BUSINESS_UNIT_HEAD, Role.BUSINESS_UNIT_STAFF, Role.INSPECTION_BODY_HEAD, Role.INSPECTION_BODY,
    Role.DISTRICT_BUREAU, Role.SUPERIOR_VIEWER,
)  # fmt: skip


PAPERS = (
    Paper.DRAW_RECORD, Paper.SUBJECT_LIST, Paper.TEAM_LIST, Paper.SUBSTITUTION_REGISTER,
    Paper.RECUSAL_REGISTER,
)  # fmt: skip


@access.page(*STAFF)
def draws(request: Request) -> HttpResponse:
    """Every draw of this person's scope, the newest first."""
    rows = selectors.draws.visible(request.actor).order_by("-prepared_at")
    listing = tables.listing(request, rows=rows, columns=DRAWS, filters=DrawFilter, name="抽取")
    own = selectors.draws.own_items(request.actor) if request.actor.has(*SECTIONS) else []
    return listing.export or pages.show(request, "draw/draws.html", {"listing": listing, "own": own})


@access.form(Role.DRAW_OPERATOR)
def new(request: Request) -> HttpResponse:
    """Prepare a draw for a started plan."""
    form = Prepare(request.POST or None, by=request.actor, today=localdate(request.now))
    if pages.submitted(request, form, lambda: _prepare(request, form)):
        return pages.done(
            request, "draw:draw", form.cleaned_data["code"], told="已建立抽取，下一步冻结名录。"
        )
    overdue = [(one.title, told) for one in _offered(request) if (told := sourcing.overdue(one, request.now))]
    return pages.show(request, "draw/new.html", {"form": form, "title": "新建抽取", "overdue": overdue})


def _offered(request: Request) -> Iterator[Implementation | Review]:
    """Everything the form offers to draw for."""
    yield from selectors.seats.plans(request.actor)
    yield from occasions.reviews(request.actor)


def _prepare(request: Request, form: Prepare) -> None:
    told = form.cleaned_data
    occasion = occasions.chosen(request.actor, **form.occasion())
    log = services.log.ensure(
        nature=Origin(told["origin"]), division=occasion.unit.division_code, draw=told["code"],
        by=request.actor, now=request.now,
    )  # fmt: skip
    services.preparation.prepare(
        code=told["code"], **form.occasion(), origin=log.origin, parties=form.parties(), order=told["order"],
        pack=occasions.pack_for(occasion), by=request.actor, now=request.now, entropy=chance.entropy,
    )  # fmt: skip


@access.form(Role.DRAW_OPERATOR)
def again(request: Request, code: str) -> HttpResponse:
    """The next attempt after a void: same log, same key, new secrets."""
    old = selectors.draws.get(request.actor, code)
    form = Again(request.POST or None, by=request.actor, today=localdate(request.now), old=old)
    if pages.submitted(request, form, lambda: _prepare_again(request, form, old)):
        return pages.done(
            request, "draw:draw", form.cleaned_data["code"], told="已建立重抽，下一步冻结名录。"
        )
    return pages.show(request, "draw/new.html", {"form": form, "title": f"重新抽取 {old.code}"})


def _prepare_again(request: Request, form: Again, old: Draw) -> None:
    told = form.cleaned_data
    services.preparation.prepare_again(
        code=told["code"], void=old.code, parties=form.parties(), pack=occasions.pack_of(old), order=told["order"],
        legal_review=told["legal_review"], by=request.actor, now=request.now, entropy=chance.entropy,
    )  # fmt: skip


@access.page(*STAFF)
def draw(request: Request, code: str) -> HttpResponse:
    """One draw: where it stands, what to do next, what everybody can check."""
    row = selectors.draws.get(request.actor, code)
    return pages.show(request, "draw/draw.html", _whole(request, row))


def _whole(request: Request, row: Draw) -> dict[str, Any]:
    acts = desk.acts(request.actor, row, now=request.now)
    changes = asking.hanging(row, "changes", "requested_by", "decided_by")
    result = desk.readable(request.actor, row)
    return {
        "draw": row,
        "state": machine.MACHINE.states[row.state],
        "shelf": documents.shelves.shelf(
            request.actor, (f"draw:{row.code}", PAPERS if row.result_doc else ())
        ),
        "steps": desk.stages(row),
        "next": next((one for one in acts if one.main), None),
        "others": [one for one in acts if not one.main],
        "parties": selectors.registers.parties(row),
        "findings": selectors.registers.findings(row),
        "kept": desk.kept(row, request.now) or desk.overtaken(row),
        "pools": desk.pools(row),
        "values": asking.hanging(row, "values", "entered_by", "confirmed_by"),
        "photos_open": row.state in services.photographing.OPEN,
        "waiting": selectors.phones.waiting(row),
        "signed": selectors.seats.signed(row),
        "changes": selectors.registers.about(row, changes) if result else [(one, "") for one in changes],
        "decides": [one.pk for one in desk.to_decide(request.actor, row)],
        "evidence": selectors.outcome.evidence(request.actor, row.code),
        "events": desk.history(row),
        "result": result,
        "attempts": _attempts(row),
        **sourcing.card(row, request.now),
    }


def _attempts(row: Draw) -> list[Step]:
    """Every attempt of this plan, the void ones kept in sight."""
    found = Draw.objects.filter(plan=row.plan, review=row.review, log=row.log).order_by("attempt", "pk")
    return [
        Step(
            f"第 {one.attempt} 次 {one.code}",
            "bad" if one.state == "voided" else "done",
            machine.MACHINE.states[one.state],
        )
        for one in found
    ]


@access.page(*STAFF)
def pool(request: Request, code: str, item: str) -> HttpResponse:
    """The pool of an item in words, and every row that cannot be drawn by lot; or those with so many slips."""
    row = selectors.draws.get(request.actor, code)
    roll = selectors.outcome.roll_of(row, item)
    asked = request.GET.get("slips", "")
    wanted = int(asked) if asked.isdecimal() and len(asked) < 6 else 0  # a weight is a small number
    rows, name = list(selectors.outcome.excluded(request.actor, code, item)), "不参加随机抽取"
    columns: tuple[tables.Column, ...] = EXCLUDED
    if wanted:
        rows, name = selectors.outcome.with_slips(request.actor, code, item, wanted), f"签数{wanted}"
        columns = POOLED
    listing = tables.listing(request, rows=rows, columns=columns, name=f"{code}-{item}-{name}")
    return listing.export or pages.show(
        request,
        "draw/pool.html",
        {
            "draw": row, "roll": roll, "item": item, "listing": listing, "counts": completeness.counts(roll),
            "slips": completeness.slips(roll), "wanted": wanted,
            "since": completeness.since(material.document(roll.header)),
        },
    )  # fmt: skip
