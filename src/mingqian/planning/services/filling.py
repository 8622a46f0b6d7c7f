"""Filling a draft implementation plan: its fields, panels, items; asking co-organisers and noting answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, demand, demand_all, denied
from mingqian.core.draw.grammar import WORD
from mingqian.planning import implementing, policies, texts
from mingqian.planning.enums import Answer, CaptainMode, DrawMethod, Nature, PlanState, RollMode
from mingqian.planning.models import CoOrganiser, ImplementationPlan, PlannedItem, PlannedPanel
from mingqian.planning.policies import Verb
from mingqian.planning.selectors import implementation_facts, rows
from mingqian.planning.services import journaling
from mingqian.planning.types import PackInForce
from mingqian.registry.enums import InspectorClass


@dataclass(frozen=True, slots=True)
class PlanText:
    """The fields of FL-18 but for items and head count, and what they mean for the draw."""

    starts_on: date
    ends_on: date
    purpose: str
    methods: Sequence[str]
    confidentiality: str
    result_use: str
    draw_on: date | None = None
    embargo_until: datetime | None = None
    reveal_by: datetime | None = None
    public_by: datetime | None = None
    publish_by: datetime | None = None
    audit_leaves: int = 3
    leader: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class PanelText:
    """Teams of one pool. What is left out comes from the pack: size, multiplier, way of naming captains."""

    code: str
    pool_class: InspectorClass
    teams: int
    items: Sequence[str]
    size: int | None = None
    factor100: int | None = None
    captain_mode: CaptainMode | None = None
    draw_method: DrawMethod = DrawMethod.INDIVIDUAL
    method_reason: str = ""
    strata: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ItemText:
    """How one item is checked; ``nature`` must be confirmed before anything is drawn (XM-52)."""

    item: str
    nature: Nature
    method: str = ""
    method_reason: str = ""
    quals: Sequence[tuple[str, int]] = ()
    weights: Sequence[int] = ()
    reserve: int = 0
    batch_size: int | None = None


# The strata of an inspector roll (registry.types.InspectorRow.stratum).
POOL_STRATUM = {InspectorClass.ENFORCEMENT: "ZF", InspectorClass.BUSINESS: "YW"}


@transaction.atomic
def fill(*, plan: str, text: PlanText, by: Actor, now: datetime) -> ImplementationPlan:
    """Write the fields; an embargo needs numbered rolls, and the days must follow one another."""
    row = _draft(by, plan)
    demand_all(_objections(row, text))
    row.starts_on, row.ends_on, row.draw_on = text.starts_on, text.ends_on, text.draw_on
    row.purpose, row.confidentiality, row.result_use = text.purpose, text.confidentiality, text.result_use
    row.methods = list(text.methods)
    row.embargo_until, row.reveal_by = text.embargo_until, text.reveal_by
    row.public_by, row.publish_by = text.public_by, text.publish_by
    row.audit_leaves = text.audit_leaves
    row.leader_id = rows.person(by, text.leader) if text.leader else None
    row.contact_id = rows.person(by, text.contact) if text.contact else None
    row.save()
    body = {"starts_on": text.starts_on.isoformat(), "ends_on": text.ends_on.isoformat()}
    _record("filled", row, by, now, **body)
    return row


def _objections(row: ImplementationPlan, text: PlanText) -> list[Decision]:
    found = []
    if text.ends_on < text.starts_on:
        found.append(denied("implementation.dates", "实施时间的结束早于开始", "", "请核对实施时间"))
    if text.draw_on is not None and text.draw_on > text.starts_on:
        found.append(denied("implementation.draw_late", "抽取日期晚于检查开始", "", "请先抽取，后检查"))
    if text.embargo_until is not None and row.mode != RollMode.SEALED:
        found.append(
            denied(
                "implementation.embargo",
                "保密要求定有解密时间，名录方式却是公开名录",
                "抽取协议 sxsj1 §3：embargo_until 须用编号名录",
                "请改用编号名录，或取消解密时间",
            )
        )
    return found


@transaction.atomic
def set_panel(*, plan: str, panel: PanelText, pack: PackInForce, by: Actor, now: datetime) -> PlannedPanel:
    """How many teams of which pool, drawn how, and for which items (XM-54, XM-56, PD-25)."""
    row = _draft(by, plan)
    rules = pack.rules
    least, span, mode = rules.min_team, rules.multiplier, rules.captain_mode
    captain = panel.captain_mode or CaptainMode(mode.value if mode else CaptainMode.DRAWN.value)
    preferred = (span.value.preferred or span.value.low) if span else 1
    wanted = implementing.PanelInPlan(
        code=panel.code,
        pool_class=panel.pool_class.value,
        teams=panel.teams,
        size=panel.size or max(2, least.value if least else 2),
        factor100=panel.factor100 or 100 * preferred,
        captain_mode=captain.value,
        draw_method=panel.draw_method.value,
        method_reason=panel.method_reason,
    )
    demand_all(
        [
            journaling.same_pack(row, pack),
            _code(panel.code),
            _teams(panel.teams),
            *implementing.panel_findings(wanted, rules),
        ]
    )
    made, _ = PlannedPanel.objects.update_or_create(
        plan=row,
        code=panel.code,
        defaults={
            "pool_class": wanted.pool_class,
            "strata": list(panel.strata) or [POOL_STRATUM[panel.pool_class]],
            "teams": wanted.teams,
            "team_size": wanted.size,
            "factor100": wanted.factor100,
            "captain_mode": wanted.captain_mode,
            "draw_method": wanted.draw_method,
            "method_reason": wanted.method_reason,
        },
    )
    PlannedItem.objects.filter(plan=row, panel=made).update(panel=None)
    for item in panel.items:
        PlannedItem.objects.filter(pk=rows.planned_item(row, item).pk).update(panel=made)
    row.inspectors_needed = sum(one.teams * one.team_size for one in row.panels.all())
    row.leader_appointed = row.panels.filter(captain_mode=CaptainMode.APPOINTED.value).exists()
    row.save(update_fields=["inspectors_needed", "leader_appointed"])
    _record("panel_set", row, by, now, panel=panel.code, teams=wanted.teams, factor100=wanted.factor100)
    return made


def _code(code: str) -> Decision:
    """A panel's code stands in the draw document: letters, digits, - and _ (sxsj1 §2, w)."""
    if WORD.fullmatch(code):
        return allowed()
    told = f"检查组代号“{code}”不对"
    return denied("panel.code", told, "抽取协议 sxsj1 §10", "请用字母、数字、-、_，不超过32位")


def _teams(teams: int) -> Decision:
    if 1 <= teams <= 999:
        return allowed()
    return denied("panel.teams", f"检查组数{teams}不对", "涪陵指引 四(三)：按实际需要人数", "请填写1至999组")


@transaction.atomic
def set_item(*, plan: str, text: ItemText, by: Actor, now: datetime) -> PlannedItem:
    """Confirm the nature of the check, its method, and what the draw needs of this item."""
    row = _draft(by, plan)
    item = rows.planned_item(row, text.item)
    allowed_ways = item.item_version.methods
    method = text.method or item.method
    if allowed_ways and method not in allowed_ways:
        demand(
            denied(
                "implementation.way",
                f"清单没有规定事项{text.item}可用检查方式{method}",
                "",
                "请选用清单的方式",
            )
        )
    item.nature, item.method, item.method_reason = text.nature.value, method, text.method_reason
    item.quals = [{"code": code, "persons": persons} for code, persons in text.quals]
    item.weights = sorted(set(text.weights))
    item.reserve, item.batch_size = text.reserve, text.batch_size
    item.save()
    _record("item_set", row, by, now, item=text.item, nature=text.nature.value, method=method)
    return item


@transaction.atomic
def invite(
    *, plan: str, unit: str = "", outside_name: str = "", duty: str, by: Actor, now: datetime
) -> CoOrganiser:
    """会同有关单位: a unit of the bureau, or an outside body by name."""
    row = _draft(by, plan)
    if bool(unit) == bool(outside_name.strip()):
        demand(denied("implementation.partner_who", "请给出本局单位或外单位名称之一", "", "两者只填一个"))
    demand(texts.fits("外单位名称", outside_name, texts.TITLE, required=False))
    inside = rows.unit(by, unit).pk if unit else None
    made = CoOrganiser.objects.create(plan=row, unit_id=inside, outside_name=outside_name, duty=duty)
    _record("partner_invited", row, by, now, unit=unit, outside_name=outside_name)
    return made


@transaction.atomic
def answer(*, co_organiser: int, by: Actor, now: datetime) -> CoOrganiser:
    """The invited unit confirms; for an outside body the initiator notes its written answer."""
    row = rows.co_organiser(by, co_organiser)
    demand_all([_answers(by, row), _asked(row), _pending(row)])
    return _answered(row, Answer.CONFIRMED, "", by, now)


@transaction.atomic
def record_silence(*, co_organiser: int, reason: str, by: Actor, now: datetime) -> CoOrganiser:
    """FL-19: a missing answer is recorded with its reason by whoever drafts the plan."""
    row = rows.co_organiser(by, co_organiser)
    drafts = policies.may(by, Verb.DRAFT_IMPLEMENTATION, row.plan.unit.path)
    demand_all([drafts, _asked(row), _pending(row), _may_be_silent(row)])
    if not reason.strip():
        demand(
            denied("implementation.silence_reason", "未答复须写明原因", implementing.TOGETHER, "请填写原因")
        )
    return _answered(row, Answer.RECORDED, reason, by, now)


def _answered(row: CoOrganiser, said: Answer, reason: str, by: Actor, now: datetime) -> CoOrganiser:
    row.answer, row.reason = said.value, reason
    row.answered_by_id, row.answered_at = rows.person_id(by), now
    row.save()
    done = "partner_confirmed" if said is Answer.CONFIRMED else "silence_recorded"
    _record(done, row.plan, by, now, partner=implementation_facts.partner_name(row), reason=reason)
    return row


def _answers(by: Actor, row: CoOrganiser) -> Decision:
    if row.unit is None:
        return policies.answers_for(by, row.plan.unit.path, inside=False)
    return policies.answers_for(by, row.unit.path, inside=True)


def _asked(row: CoOrganiser) -> Decision:
    """Between approval and start: before it the words may change, after it the answer comes too late."""
    if row.plan.state in (PlanState.APPROVED, PlanState.PUBLISHED):
        return allowed()
    label = PlanState(row.plan.state).label
    told, remedy = f"实施方案{label}，不能答复会同邀请", "请在方案批准之后、启动之前答复"
    return denied("implementation.not_asked", told, implementing.TOGETHER, remedy)


def _may_be_silent(row: CoOrganiser) -> Decision:
    if not row.joint:
        return allowed()
    told = f"{implementation_facts.partner_name(row)}是共同发起单位，未经其确认不能启动"
    return denied("implementation.joint_silence", told, policies.INITIATES, "请该单位本人确认，或另列批次")


def _pending(row: CoOrganiser) -> Decision:
    if row.answer == Answer.PENDING:
        return allowed()
    return denied(
        "implementation.answered", f"该单位{Answer(row.answer).label}，不能重复答复", "", "不必再办"
    )


def _draft(by: Actor, plan: str) -> ImplementationPlan:
    row = rows.implementation_plan(by, plan)
    demand(policies.may(by, Verb.DRAFT_IMPLEMENTATION, row.unit.path))
    if row.state != PlanState.DRAFT:
        label = PlanState(row.state).label
        demand(denied("implementation.not_draft", f"实施方案{label}，不能再修改", "", "待审批的请先退回"))
    return row


def _record(done: str, row: ImplementationPlan, by: Actor, now: datetime, **body: object) -> None:
    journaling.record(
        f"implementation.{done}", by=by, now=now, thing=journaling.implementation(row), body=body
    )
