"""Everything the page of an annual plan shows, gathered once."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor, Request
from mingqian.audit import selectors as audits
from mingqian.documents import selectors as documents
from mingqian.documents.enums import Kind
from mingqian.planning import line_tables, policies, selectors, tables
from mingqian.planning.enums import PlanState
from mingqian.planning.line_tables import LineRow
from mingqian.planning.models import AnnualPlan, PlanLine
from mingqian.planning.policies import Verb
from mingqian.planning.services import journaling
from mingqian.planning.types import Findings, PackInForce
from mingqian.planning.views import asking, plan_acts
from mingqian.ui import asking as questions
from mingqian.ui import words
from mingqian.ui.tables import plain
from mingqian.ui.types import Event


def context(request: Request, plan: AnnualPlan) -> dict[str, object]:
    """One plan with its lines, its figures, what is wrong with it, and what can be done."""
    by, pack = request.actor, selectors.packs.of_plan(plan)
    lines, omissions = selectors.annual.lines(by, plan), selectors.annual.omissions(by, plan)
    known = selectors.annual.versions(by, plan.unit.code, plan.year)
    questions.ask(lines, omissions, known)
    rows, versions = _rows(by, plan, list(lines)), list(known)
    offered = [Kind.ANNUAL_PLAN] if plan.approved_at else []
    adjusted = any(one.previous_id == plan.pk and one.state != PlanState.WITHDRAWN for one in versions)
    return {
        "plan": plan,
        "shelf": documents.shelves.shelf(
            by, (f"annual-plan:{plan.unit.code}/{plan.year}/{plan.version}", offered)
        ),
        "drafting": plan.state == PlanState.DRAFT,
        "state": tables.tag(plan.state, PlanState(plan.state).label),
        "pack": pack,
        "acts": plan_acts.acts(by, plan, pack, adjusted=adjusted),
        "steps": plan_acts.rail(plan, pack, _dates(plan)),
        "figures": line_tables.figures(rows),
        "counted": next((row.forecast.counted_at for row in rows if row.forecast), None),
        "strip": line_tables.strip(plan.year, (row.line for row in rows), localdate(request.now)),
        "findings": _findings(request, plan, pack),
        "lines": plain(line_tables.LINES, rows, caption="计划各行", empty="还没有填写任何事项"),
        "omissions": plain(line_tables.OMISSIONS, list(omissions)),
        "facts": asking.told(_facts(plan, pack)),
        "versions": versions,
        "events": timeline(journaling.annual(plan)),
    }


def _rows(by: Actor, plan: AnnualPlan, lines: list[PlanLine]) -> list[LineRow]:
    drafts = plan.state == PlanState.DRAFT and policies.may(by, Verb.DRAFT_ANNUAL, plan.unit.path).ok
    counted, progress = selectors.annual.counted(by, plan), selectors.annual.progress(by, plan)
    shelves = selectors.papers.shelves(by, [line.item.code for line in lines])
    return [
        LineRow(
            line,
            counted.get(line.pk),
            progress,
            shelves[line.item.code],
            _edit(plan, line.item.code) if drafts else "",
        )
        for line in lines
    ]


def _edit(plan: AnnualPlan, item: str) -> str:
    return reverse("planning:line", args=[plan.unit.code, plan.year, plan.version, item])


def _findings(request: Request, plan: AnnualPlan, pack: PackInForce) -> Findings | None:
    """Shown while something can still be mended: to the drafter, and to the leader who decides."""
    if plan.state not in (PlanState.DRAFT, PlanState.SUBMITTED):
        return None
    return selectors.annual.findings(request.actor, plan, localdate(request.now), pack)


def _dates(plan: AnnualPlan) -> dict[str, str]:
    moments = {
        "draft": plan.prepared_at,
        "approved": plan.approved_at,
        "published": plan.published_at,
        "sent": plan.sent_at,
    }
    return {name: words.day(at) for name, at in moments.items()}


def _facts(plan: AnnualPlan, pack: PackInForce) -> list[tuple[str, object]]:
    to = pack.rules.submit_to
    return [
        ("编制机关", plan.unit.name),
        ("文号", plan.document_no),
        ("规则包", tables.pack_title(plan.pack_name)),
        ("规则包摘要", words.short(plan.pack_digest)),
        ("拟稿", plan.prepared_by.name),
        ("送审", plan.submitted_by.name if plan.submitted_by else ""),
        ("批准", plan.approved_by.name if plan.approved_by else ""),
        ("公布", words.moment(plan.published_at)),
        ("应报送", to.value if to else "规则包未规定"),
        ("报送", words.moment(plan.sent_at)),
        ("回执", f"{plan.receipt_no}（{words.day(plan.received_on)}）" if plan.receipt_no else ""),
    ]


def timeline(thing: str) -> Sequence[Event]:
    """What the journal says of a thing the reader may see, newest first; writing lines is told once a run."""
    found: list[Event] = []
    for entry in audits.of_thing(thing):
        if found and (found[-1].title, found[-1].detail) == (entry.label, entry.actor_name):
            continue
        found.append(Event(entry.moment, entry.label, entry.actor_name))
    return found
