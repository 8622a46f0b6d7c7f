"""After a draw: deciding on exemptions (免检), answering merge proposals (综合查一次)."""

from django.http import HttpResponse
from django.urls import reverse

from mingqian.accounts.types import Actor, Request
from mingqian.documents import selectors as documents
from mingqian.documents.enums import Kind
from mingqian.planning import merging, policies, selectors, services, tables
from mingqian.planning.enums import ExemptionState, MergeForce, MergeState
from mingqian.planning.forms.aftermath import Decide, ExemptionFilter
from mingqian.planning.forms.fields import Reason
from mingqian.planning.models import Exemption, MergeProposal
from mingqian.planning.policies import Verb
from mingqian.planning.views import asking
from mingqian.planning.views.asking import Act, Asked
from mingqian.policy.rules.reading import Said
from mingqian.ui import access, pages, words
from mingqian.ui.tables import listing, plain

REPLACED = "免检的对象不递补；公布结果时以“免检”列出"


@access.page(*policies.READERS)
def exemptions(request: Request) -> HttpResponse:
    """Every request in scope; the ones to be decided first."""
    rows = selectors.exemptions.all_of(request.actor)
    found = listing(request, rows=rows, columns=tables.EXEMPTIONS, filters=ExemptionFilter, name="免检")
    if found.export:
        return found.export
    waiting = selectors.visits.waiting(request.actor)
    shown = {
        "listing": found,
        "title": "免检与合并",
        "lead": "抽中之后的两件事：近期查过的可否免检，同一对象的几个事项可否一次查完。",
        "acts": [],
        "notes": [],
        "links": [(tables.merge_words(one), reverse("planning:merge", args=[one.pk])) for one in waiting],
        "empty": "还没有免检申请",
    }
    return pages.show(request, "planning/list.html", shown)


@access.form(*policies.READERS)
def exemption(request: Request, pk: int) -> HttpResponse:
    """One request: what is known of the firm, what coverage becomes, and the decision of another person."""
    row = pages.found(selectors.exemptions.one(request.actor, pk))
    form = Decide(request.POST or None)
    back = reverse("planning:exemption", args=[pk])

    def act() -> object:
        pack = selectors.packs.of_plan(row.plan)
        said = form.values()
        return services.exemptions.decide(
            exemption=pk, approve=said["answer"] == "approve", reason=said["reason"], pack=pack,
            by=request.actor, now=request.now,
        )  # fmt: skip

    if pages.submitted(request, form, act):
        return pages.done(request, back, told="已决定")
    decides = row.state == ExemptionState.REQUESTED and _may_decide(request, row)
    shown = {
        "exemption": row,
        "shelf": documents.shelves.shelf(request.actor, (f"exemption:{pk}", [Kind.EXEMPTION_SHEET])),
        "state": tables.tag(row.state, ExemptionState(row.state).label),
        "facts": asking.told(_facts(row, request.actor)),
        "coverage": _coverage(row),
        "form": form if decides else None,
        "rule": REPLACED,
    }
    return pages.show(request, "planning/exemption.html", shown)


def _may_decide(request: Request, row: Exemption) -> bool:
    may = policies.may(request.actor, Verb.DECIDE_EXEMPTION, row.plan.unit.path)
    return may.ok and row.requested_by_id != request.actor.person_id


def _facts(row: Exemption, by: Actor) -> list[tuple[str, object]]:
    whole = by.covers(row.plan.unit.path)
    return [
        (
            "实施方案",
            tables.link(row.plan, "planning:implementation", row.plan.code) if whole else str(row.plan),
        ),
        ("事项", row.item.item.code),
        ("对象", row.subject.name),
        ("对象代码", row.subject.code),
        ("抽取编号", row.draw_code),
        ("抽取日期", row.drawn_on),
        ("最近检查", row.last_checked_on),
        ("申请理由", row.reason),
        ("证明材料", row.evidence),
        ("申请人", f"{row.requested_by.name} {words.moment(row.requested_at)}"),
        ("决定理由", row.decision_reason),
        ("决定人", f"{row.decided_by.name} {words.moment(row.decided_at)}" if row.decided_by else ""),
    ]


def _coverage(row: Exemption) -> list[tuple[str, str]]:
    """XM-58: coverage before and after, against the floor of XM-49; nothing is decided yet while it is asked."""
    found = selectors.exemptions.coverage(row, granting=row.state == ExemptionState.REQUESTED)
    kept = row.coverage if row.state != ExemptionState.REQUESTED else {}
    before, after = kept.get("before", found.checked_before), kept.get("after", found.checked_after)
    floor = kept.get("floor", found.floor)
    share = [words.share(number, found.pool) for number in (before, after)]
    return [
        ("免检前实查", f"{before} 户，{share[0]}"),
        ("免检后实查", f"{after} 户，{share[1]}"),
        ("抽查下限", f"{floor} 户"),
        ("结论", "低于下限，须在结果公示中说明" if after < floor else "不低于下限"),
    ]


@access.page(*policies.READERS)
def merge(request: Request, pk: int) -> HttpResponse:
    """One proposal: its visits, and the person-days they spare."""
    row = pages.found(selectors.visits.one(request.actor, pk))
    may = row.state == MergeState.PROPOSED and policies.may(request.actor, Verb.MERGE, row.plan.unit.path).ok
    must = row.force == MergeForce.MUST
    acts = [Act("同意合并", reverse("planning:accept-merge", args=[pk]), "main", posts=True)]
    acts += [] if must else [Act("不合并", reverse("planning:decline-merge", args=[pk]), "quiet")]
    shown = {
        "merge": row,
        "state": tables.tag(row.state, MergeState(row.state).label),
        "acts": acts if may else [],
        "facts": asking.told(_merge_facts(row)),
        "visits": plain(tables.VISITS, selectors.visits.of_proposal(request.actor, row)),
    }
    return pages.show(request, "planning/merge.html", shown)


def _merge_facts(row: MergeProposal) -> list[tuple[str, object]]:
    spared = row.person_days_before - row.person_days_after
    return [
        ("实施方案", tables.link(row.plan, "planning:implementation", row.plan.code)),
        ("抽取编号", row.draw_code),
        ("规则", f"{MergeForce(row.force).label}（{row.clause}）"),
        ("抽中件数", f"{row.pairs} 件"),
        ("合并后", f"{row.visits_count} 次"),
        ("人天", f"{row.person_days_before} → {row.person_days_after}，省 {spared}"),
        ("提出", f"{row.proposed_by.name} {words.moment(row.proposed_at)}"),
        ("答复", f"{row.decided_by.name} {words.moment(row.decided_at)}" if row.decided_by else ""),
        ("不合并的原因", row.reason),
    ]


@access.action(*policies.who(Verb.MERGE))
def accept(request: Request, pk: int) -> HttpResponse:
    """One visit it is."""
    services.visits.accept(proposal=pk, by=request.actor, now=request.now)
    return pages.done(request, "planning:merge", pk, told="已同意合并")


@access.form(*policies.who(Verb.MERGE))
def decline(request: Request, pk: int) -> HttpResponse:
    """Separate visits, as far as the pack lets the officer."""
    row = pages.found(selectors.visits.one(request.actor, pk))
    form = Reason(request.POST or None, label="不合并的原因")
    force = merging.may_decline(Said(MergeForce(row.force), row.clause), "x")
    back = reverse("planning:merge", args=[pk])
    asked = Asked("不合并检查", "不合并", back, "已记录不合并", clause=force.clause)
    return asking.ask(
        request,
        form,
        lambda: services.visits.decline(proposal=pk, **form.values(), by=request.actor, now=request.now),
        asked,
    )
