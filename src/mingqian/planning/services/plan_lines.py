"""Filling a draft annual plan: its lines with rule, rounds and partners, and what it leaves out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, demand, demand_all, denied
from mingqian.core.sampling import rate_words
from mingqian.planning import line_checks, policies, texts, ways
from mingqian.planning.enums import PlanState, RollMode, SamplingMethod
from mingqian.planning.models import AnnualPlan, PlanLine, PlanOmission, PlanPartner, PlanRound
from mingqian.planning.policies import Verb
from mingqian.planning.selectors import quotas, rows
from mingqian.planning.services import journaling
from mingqian.planning.types import PackInForce, Place
from mingqian.policy.rules.quotas import Answer
from mingqian.registry import selectors as registries
from mingqian.registry.enums import Method, SubjectKind
from mingqian.registry.types import ItemFacts

MOST_ROUNDS = 99


@dataclass(frozen=True, slots=True)
class Partner:
    """A co-organiser: a unit of this bureau by code, or an outside body by name."""

    duty: str
    unit: str = ""
    outside_name: str = ""


@dataclass(frozen=True, slots=True)
class LineText:
    """What an officer writes into a line. ``rounds``: (month, batch); own ratio in parts per million."""

    item: str
    rounds: Sequence[tuple[int, str]]
    responsible_unit: str
    duties: str
    methods: Sequence[str] = ()
    mode: RollMode = RollMode.OPEN
    sampling_method: SamplingMethod = SamplingMethod.PLAIN
    sampling_reason: str = ""
    own_ppm: int | None = None
    own_reason: str = ""
    own_approver: str = ""
    as_needed_reason: str = ""
    overlap_reason: str = ""
    partners: Sequence[Partner] = ()


@transaction.atomic
def set_line(*, plan: AnnualPlan, line: LineText, pack: PackInForce, by: Actor, now: datetime) -> PlanLine:
    """Write the line of an item, or write it anew. The ratio is resolved now and kept with its clause."""
    row = _draft(by, plan, pack)
    on = localdate(now)
    facts = registries.items.facts(by, line.item, on)
    demand_all(
        [
            *_short(line),
            _months(line),
            _known_methods(line),
            _mode(line, facts),
            _way(line, facts),
            _approver(line, by, on, row.unit.path),
        ]
    )
    unit = rows.unit(by, line.responsible_unit) if line.responsible_unit else None
    demand_all(_jurisdiction(row, unit, facts))
    made = _line_row(row, line, facts, pack, by, on)
    made.responsible_unit_id = unit.pk if unit else None
    made.save()
    made.rounds.all().delete()
    made.partners.all().delete()
    for number, (month, batch) in enumerate(line.rounds, start=1):
        PlanRound.objects.create(line=made, number=number, month=month, batch=batch)
    for partner in line.partners:
        inside = rows.unit(by, partner.unit).pk if partner.unit else None
        PlanPartner.objects.create(
            line=made, unit_id=inside, outside_name=partner.outside_name, duty=partner.duty
        )
    PlanOmission.objects.filter(plan=row, item_id=made.item_id).delete()
    body = {
        "item": line.item,
        "version": facts.version,
        "months": [month for month, _ in line.rounds],
        "unit": line.responsible_unit,
        "rule": made.rule_source,
        "clause": made.rule_clause,
    }
    journaling.record("annual_plan.line_set", by=by, now=now, thing=journaling.annual(row), body=body)
    return made


def _jurisdiction(plan: AnnualPlan, unit: Place | None, facts: ItemFacts) -> Iterator[Decision]:
    """XM-84, PD-30: refused at this door already; the submission looks again."""
    yield policies.right_level(plan.unit.level, facts.level, facts.name)
    if unit is not None:
        yield policies.owns(unit.path, unit.name, facts.unit_path, facts.name, strict=True)


def _line_row(
    plan: AnnualPlan, line: LineText, facts: ItemFacts, pack: PackInForce, by: Actor, on: date
) -> PlanLine:
    item = rows.item(by, line.item)
    row = plan.lines.filter(item_id=item).first()
    if row is None:
        last = plan.lines.order_by("-number").first()
        row = PlanLine(plan=plan, item_id=item, number=last.number + 1 if last else 1)
    found = quotas.resolve(by, facts, on, pack, own_ppm=line.own_ppm)
    demand(_own_is_used(line, found))
    row.item_version_id = facts.version_pk
    row.duties = line.duties
    row.methods = list(line.methods or facts.methods)
    row.sampling_method, row.sampling_reason = line.sampling_method.value, line.sampling_reason
    row.mode = line.mode.value
    quotas.write(row, found)
    row.own_ratio_reason = line.own_reason
    row.own_ratio_approved_by_id = rows.person(by, line.own_approver) if line.own_approver else None
    row.as_needed_reason, row.overlap_reason = line.as_needed_reason, line.overlap_reason
    return row


def _own_is_used(line: LineText, found: Answer) -> Decision:
    """A figure the officer typed is either in force or refused, never quietly dropped."""
    if line.own_ppm is None or found.source == "unit":
        return allowed()
    return denied(
        "line.own_ratio_unused",
        f"事项{line.item}的抽查比例已有规定，本单位另填的{rate_words(line.own_ppm)}不能采用",
        found.clause,
        "请去掉另填的比例；规定不适用的，请先修订规则包或事项清单",
    )


def _months(line: LineText) -> Decision:
    wrong = [str(month) for month, _ in line.rounds if not 1 <= month <= 12]
    if wrong:
        return denied("line.month", f"事项{line.item}的抽查月份{'、'.join(wrong)}不对", "", "请填写1至12月")
    if len(line.rounds) > MOST_ROUNDS:
        told = f"事项{line.item}全年安排{len(line.rounds)}次"
        return denied("line.rounds", told, "抽取协议 sxsj1 §10：轮次为两位数", f"一年不超过{MOST_ROUNDS}次")
    return allowed()


def _short(line: LineText) -> list[Decision]:
    batches = [texts.fits("批次", batch, texts.CODE, required=False) for _, batch in line.rounds]
    names = [texts.fits("外单位名称", one.outside_name, texts.TITLE, required=False) for one in line.partners]
    return [*batches, *names]


def _known_methods(line: LineText) -> Decision:
    """Whoever calls, page, command or interface: a way of checking nobody knows never reaches a plan."""
    unknown = [one for one in line.methods if one not in list(Method)]
    if not unknown:
        return allowed()
    told = f"事项{line.item}的检查方式{'、'.join(f'“{one[:20]}”' for one in unknown)}不认识"
    known = "、".join(one.label for one in Method)
    return denied("line.method", told, line_checks.WAYS, f"请从下列方式中选择：{known}")


def _approver(line: LineText, by: Actor, on: date, unit_path: str) -> Decision:
    """FL-14 本单位确定: the figure is approved by somebody with the right to, who did not write it."""
    if not line.own_approver:
        return allowed()
    if line.own_approver == by.code:
        return policies.not_the_same_person(by, by.person_id, "填报人")
    return policies.may_approve_ratio(accounts.actor(line.own_approver, on=on), unit_path)


def _mode(line: LineText, facts: ItemFacts) -> Decision:
    """Natural persons are never drawn from a roll that anybody can map to names (抽取协议 §2, XM-71)."""
    persons = SubjectKind.NATURAL_PERSON.value in facts.subject_kinds
    if persons and line.mode is not RollMode.SEALED:
        return denied(
            "line.open_persons",
            f"事项“{facts.name}”的对象含自然人，不能使用公开名录",
            "抽取协议 sxsj1 §2；厦门方案 三(六)3：一般自然人视情公示",
            "请改用编号名录（sealed）",
        )
    return allowed()


def _way(line: LineText, facts: ItemFacts) -> Decision:
    strata = bool(facts.strata.by)
    return ways.fits(line.sampling_method, reason=line.sampling_reason, strata=strata, name=facts.name)


@transaction.atomic
def leave_out(
    *, plan: AnnualPlan, item: str, reason: str, pack: PackInForce, by: Actor, now: datetime
) -> PlanOmission:
    """An item of the list that this year does not plan, with the reason printed in the plan."""
    row = _draft(by, plan, pack)
    if not reason.strip():
        demand(denied("plan.omission_reason", f"本年不安排事项{item}须写明原因", "", "请填写原因"))
    number = rows.item(by, item)
    row.lines.filter(item_id=number).delete()
    omission, _ = PlanOmission.objects.update_or_create(plan=row, item_id=number, defaults={"reason": reason})
    body = {"item": item, "reason": reason}
    journaling.record("annual_plan.item_left_out", by=by, now=now, thing=journaling.annual(row), body=body)
    return omission


def _draft(by: Actor, plan: AnnualPlan, pack: PackInForce) -> AnnualPlan:
    row = rows.annual_plan(by, plan.pk)
    demand_all(
        [policies.may(by, Verb.DRAFT_ANNUAL, row.unit.path), journaling.same_pack(row, pack), _open(row)]
    )
    return row


def _open(row: AnnualPlan) -> Decision:
    if row.state == PlanState.DRAFT:
        return allowed()
    label = PlanState(row.state).label
    return denied(
        "plan.not_draft",
        f"计划{label}，不能再修改事项行",
        "",
        "待审批的请先退回；已公布的请用“调整”形成新版本",
    )
