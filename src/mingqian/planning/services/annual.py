"""The life of an annual plan: draft, submit, approve, publish, send, adjust. Its lines: ``plan_lines``."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.planning import policies, texts, validation
from mingqian.planning.enums import PlanState, Standing
from mingqian.planning.models import AnnualPlan, PlanLine, PlanOmission, PlanPartner, PlanRound
from mingqian.planning.policies import Verb
from mingqian.planning.selectors import plan_facts, quotas, rows
from mingqian.planning.services import journaling, moves
from mingqian.planning.types import Findings, PackInForce
from mingqian.registry import selectors as registries


@transaction.atomic
def draft(*, unit: str, year: int, title: str, pack: PackInForce, by: Actor, now: datetime) -> AnnualPlan:
    """XM-80: 每年…年度工作计划. One plan per unit and year; changes after that are adjustments."""
    where = rows.unit(by, unit, lock=True)
    demand_all(
        [
            policies.may(by, Verb.DRAFT_ANNUAL, where.path),
            _first(where.pk, where.name, year),
            texts.fits("标题", title, texts.TITLE),
        ]
    )
    plan = AnnualPlan.objects.create(
        unit_id=where.pk,
        year=year,
        title=title,
        state=PlanState.DRAFT.value,
        pack_name=pack.name,
        pack_digest=pack.digest,
        prepared_by_id=rows.person_id(by),
        prepared_at=now,
    )
    moves.record("drafted", plan, by, now, pack=pack.name, digest=pack.digest, title=title)
    return plan


def _first(unit: int, name: str, year: int) -> Decision:
    found = AnnualPlan.objects.filter(unit_id=unit, year=year).exclude(state=PlanState.WITHDRAWN.value)
    if not found.exists():
        return allowed()
    return denied(
        "plan.exists", f"{name}{year}年的年度计划已经存在", "", "请修改草稿；已公布的，请用“调整”形成新版本"
    )


@transaction.atomic
def submit(*, plan: AnnualPlan, pack: PackInForce, by: Actor, now: datetime) -> Findings:
    """Everything wrong at once; without denials the plan goes to the leader, warnings with it."""
    row = rows.annual_plan(by, plan.pk)
    demand_all([policies.may(by, Verb.DRAFT_ANNUAL, row.unit.path), journaling.same_pack(row, pack)])
    moves.expect(row, "submit")
    found = _validated(row, pack, by, now)
    row.submitted_by_id = rows.person_id(by)
    moves.move(row, "submit", "submitted_by")
    moves.record(
        "submitted", row, by, now, lines=row.lines.count(), warnings=[one.code for one in found.warnings]
    )
    return found


def _validated(row: AnnualPlan, pack: PackInForce, by: Actor, now: datetime) -> Findings:
    found = validation.validate(plan_facts.gather(by, row, localdate(now), pack), pack.rules)
    demand_all(found.denials)
    return found


@transaction.atomic
def return_(*, plan: AnnualPlan, reason: str, by: Actor, now: datetime) -> AnnualPlan:
    """Back to the drafter, with the reason."""
    row = rows.annual_plan(by, plan.pk)
    verb = Verb.APPROVE_ANNUAL
    return moves.turn_back(row, "return", "returned", verb=verb, reason=reason, by=by, now=now)


@transaction.atomic
def recall(*, plan: AnnualPlan, by: Actor, now: datetime) -> AnnualPlan:
    """Taken back by the office that sent it, before the leader has decided."""
    return moves.recall(rows.annual_plan(by, plan.pk), verb=Verb.DRAFT_ANNUAL, by=by, now=now)


@transaction.atomic
def approve(*, plan: AnnualPlan, document_no: str, pack: PackInForce, by: Actor, now: datetime) -> AnnualPlan:
    """A bureau leader who did not draft it; lines freeze, and what was wrong since is found again."""
    row = rows.annual_plan(by, plan.pk)
    demand_all(
        [
            policies.may(by, Verb.APPROVE_ANNUAL, row.unit.path),
            policies.not_one_of(by, (row.prepared_by_id, row.submitted_by_id), "拟稿人或送审人"),
            texts.fits("文号", document_no, texts.NUMBER, required=False),
            journaling.same_pack(row, pack),
        ]
    )
    moves.expect(row, "approve")
    _validated(row, pack, by, now)
    _freeze(row)
    row.document_no, row.approved_by_id, row.approved_at = document_no, rows.person_id(by), now
    moves.move(row, "approve", "document_no", "approved_by", "approved_at")
    moves.record("approved", row, by, now, document_no=document_no)
    return row


def _freeze(row: AnnualPlan) -> None:
    PlanRound.objects.filter(line__plan=row).update(standing=Standing.CLOSED.value)
    PlanPartner.objects.filter(line__plan=row).update(standing=Standing.CLOSED.value)
    PlanOmission.objects.filter(plan=row).update(standing=Standing.CLOSED.value)
    PlanLine.objects.filter(plan=row).update(standing=Standing.CLOSED.value)


@transaction.atomic
def publish(*, plan: AnnualPlan, by: Actor, now: datetime) -> AnnualPlan:
    """PD-20 向社会公布; an adjusted version replaces the one before, which stays readable."""
    row = rows.annual_plan(by, plan.pk)
    demand(policies.may(by, Verb.PUBLISH, row.unit.path))
    moves.expect(row, "publish")
    replaced = row.previous
    if replaced is not None:
        moves.move(replaced, "supersede")
    row.published_at = now
    moves.move(row, "publish", "published_at")
    moves.record("published", row, by, now, replaces=replaced.version if replaced else None)
    return row


@transaction.atomic
def send(*, plan: AnnualPlan, pack: PackInForce, by: Actor, now: datetime) -> AnnualPlan:
    """PD-19: 本级年度抽查计划报送 to the body that the pack names."""
    row = rows.annual_plan(by, plan.pk)
    to = pack.rules.submit_to
    demand_all([policies.may(by, Verb.SEND, row.unit.path), journaling.same_pack(row, pack)])
    if to is None:
        raise Refused(
            denied("plan.no_recipient", f"规则包“{pack.name}”没有规定年度计划报送单位", "", "不需报送")
        )
    moves.expect(row, "send")
    if row.sent_at is not None:
        raise Refused(
            denied(
                "plan.sent", f"计划已于{localdate(row.sent_at)}报送{row.sent_to}", to.clause, "不必重复报送"
            )
        )
    row.sent_to, row.sent_at = to.value, now
    moves.move(row, "send", "sent_to", "sent_at")
    moves.record("sent", row, by, now, to=to.value, clause=to.clause)
    return row


@transaction.atomic
def acknowledge(
    *, plan: AnnualPlan, receipt_no: str, received_on: date, by: Actor, now: datetime
) -> AnnualPlan:
    """The receipt of the body that got the plan."""
    row = rows.annual_plan(by, plan.pk)
    demand_all([policies.may(by, Verb.SEND, row.unit.path), _receipt(row, receipt_no, received_on)])
    row.receipt_no, row.received_on = receipt_no, received_on
    moves.move(row, "acknowledge", "receipt_no", "received_on")
    moves.record("acknowledged", row, by, now, receipt_no=receipt_no, received_on=received_on.isoformat())
    return row


def _receipt(row: AnnualPlan, receipt_no: str, received_on: date) -> Decision:
    if row.sent_at is None:
        return denied("plan.not_sent", "计划尚未报送，不能登记回执", "", "请先报送")
    if row.receipt_no:
        return denied("plan.receipt_there", f"回执{row.receipt_no}已登记", "", "不必重复登记")
    if received_on < localdate(row.sent_at):
        return denied("plan.receipt", "收到日期早于报送日期", "", "请核对回执")
    return texts.fits("回执编号", receipt_no, texts.NUMBER)


@transaction.atomic
def adjust(*, plan: AnnualPlan, reason: str, pack: PackInForce, by: Actor, now: datetime) -> AnnualPlan:
    """XM-80: the adjusted plan keeps both versions with the reason. The copy is a draft like any other."""
    row = rows.annual_plan(by, plan.pk)
    demand_all([policies.may(by, Verb.DRAFT_ANNUAL, row.unit.path), moves.reasoned(reason), _adjustable(row)])
    after = AnnualPlan.objects.create(
        unit=row.unit,
        year=row.year,
        version=row.version + 1,
        title=row.title,
        state=PlanState.DRAFT.value,
        pack_name=pack.name,
        pack_digest=pack.digest,
        previous=row,
        adjustment_reason=reason,
        prepared_by_id=rows.person_id(by),
        prepared_at=now,
    )
    _copy(row, after)
    if pack.digest != row.pack_digest:
        _resolve_anew(after, pack, by, localdate(now))
    moves.record("adjusted", after, by, now, reason=reason, previous=row.version, pack=pack.name)
    return after


def _adjustable(row: AnnualPlan) -> Decision:
    if row.state != PlanState.PUBLISHED:
        label = PlanState(row.state).label
        return denied(
            "plan.adjust_state", f"计划{label}，不能调整", "", "只有已公布的计划才能调整，草稿可以直接修改"
        )
    if AnnualPlan.objects.filter(previous=row).exclude(state=PlanState.WITHDRAWN.value).exists():
        return denied("plan.adjusting", "该版本已有一份调整稿", "", "请继续办理已有的调整稿")
    return allowed()


def _copy(before: AnnualPlan, after: AnnualPlan) -> None:
    """Lines with their rounds and partners, thawed; the rows are new, so the old ones stay as they are."""
    for line in before.lines.order_by("number"):
        children: list[PlanRound | PlanPartner] = [*line.rounds.all(), *line.partners.all()]
        line.pk, line.plan, line.standing = None, after, Standing.OPEN.value
        line.save(force_insert=True)
        for child in children:
            child.pk, child.line, child.standing = None, line, Standing.OPEN.value
            child.save(force_insert=True)
    for omission in before.omissions.all():
        omission.pk, omission.plan, omission.standing = None, after, Standing.OPEN.value
        omission.save(force_insert=True)


def _resolve_anew(plan: AnnualPlan, pack: PackInForce, by: Actor, on: date) -> None:
    """Under other rules the copied ratios would carry clauses that no longer hold: each is looked up again."""
    for line in plan.lines.select_related("item", "item_version"):
        facts = registries.items.version(by, line.item.code, line.item_version.number)
        own = quotas.own_ppm(line)
        found = quotas.resolve(by, facts, on, pack, own_ppm=own)
        quotas.write(line, found)
        if own is not None and found.source != "unit":
            line.own_ratio_reason, line.own_ratio_approved_by = "", None
        line.save()


@transaction.atomic
def withdraw(*, plan: AnnualPlan, reason: str, by: Actor, now: datetime) -> AnnualPlan:
    """A draft nobody wants any more; it stays as a row, withdrawn."""
    row = rows.annual_plan(by, plan.pk)
    verb = Verb.DRAFT_ANNUAL
    return moves.turn_back(row, "withdraw", "withdrawn", verb=verb, reason=reason, by=by, now=now)
