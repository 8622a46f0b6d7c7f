"""Papers of planning: 年度计划, 实施方案, 免检审批表; read through planning's own doors."""

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, denied
from mingqian.documents.enums import Kind
from mingqian.documents.types import Paper
from mingqian.planning import selectors as planning
from mingqian.planning.enums import Answer, CaptainMode, ExemptionState
from mingqian.planning.selectors.annual import Plan, rule_words
from mingqian.planning.selectors.drawing import Implementation
from mingqian.planning.selectors.exemptions import Request
from mingqian.registry.enums import InspectorClass, Method
from mingqian.ui import words


def annual_plan(by: Actor, plan: Plan) -> Paper:
    """年度抽查工作计划, under the number its approval gave it."""
    if plan.approved_by is None or plan.approved_at is None:
        raise Refused(_not_yet("年度计划", "批准后再制作"))
    lines = list(planning.annual.lines(by, plan))
    months = sorted({one.month for line in lines for one in line.rounds.all()})
    fields = {
        "year": str(plan.year),
        "batches": f"{len(months)}次（{'、'.join(f'{one}月' for one in months)}）",
        "principle": "同一检查对象的多个事项合并检查，能书面、网络核查的不入企。",
        "lines": [
            {
                "number": line.number,
                "item": line.item_version.name,
                "unit": line.responsible_unit.name if line.responsible_unit else "",
                "methods": _methods(line.methods),
                "rounds": "、".join(f"{one.month}月" for one in line.rounds.all()),
                "ratio": rule_words(line),
            }
            for line in lines
        ],
        "left_out": [
            {"item": one.item.code, "reason": one.reason} for one in planning.annual.omissions(by, plan)
        ],
        "pack": plan.pack_name,
        "approved_by": plan.approved_by.name,
        "approved_on": localdate(plan.approved_at),
    }
    thing = f"annual-plan:{plan.unit.code}/{plan.year}/{plan.version}"
    return Paper(
        Kind.ANNUAL_PLAN, thing, plan.unit_id, plan.title, fields, localdate(plan.approved_at),
        number=plan.document_no,
    )  # fmt: skip


def implementation_plan(by: Actor, plan: Implementation) -> Paper:
    """抽查实施方案 with the seven parts of 涪陵 四(三)."""
    if plan.approved_by is None or plan.approved_at is None or not plan.starts_on or not plan.ends_on:
        raise Refused(_not_yet("实施方案", "批准后再制作"))
    parts = planning.implementations.parts(by, plan)
    start, end = plan.starts_on, plan.ends_on
    fields = {
        "batch": plan.batch,
        "purpose": plan.purpose,
        "items": [
            {
                "number": one.number,
                "item": one.item_version.name,
                "method": _methods([one.method]),
                "rule": f"{rule_words(one)}（{one.rule_clause}）" if one.rule else one.rule_clause,
                "reserve": one.reserve,
            }
            for one in parts.items
        ],
        "period": f"{words.day(start)}至{words.day(end)}",
        "draw_on": plan.draw_on,
        "panels": [
            {
                "panel": one.code,
                "pool": InspectorClass(one.pool_class).label,
                "teams": one.teams,
                "size": one.team_size,
                "captain": CaptainMode(one.captain_mode).label,
            }
            for one in parts.panels
        ],
        "methods": [_methods([one]) for one in plan.methods],
        "partners": [
            {
                "unit": one.unit.name if one.unit else one.outside_name,
                "duty": one.duty,
                "answer": Answer(one.answer).label,
            }
            for one in parts.partners
        ],
        "confidentiality": plan.confidentiality,
        "result_use": plan.result_use,
        "leader": plan.leader.name if plan.leader else "",
        "contact": plan.contact.name if plan.contact else "",
        "approved_by": plan.approved_by.name,
        "approved_on": localdate(plan.approved_at),
    }
    return Paper(
        Kind.IMPLEMENTATION_PLAN, f"implementation:{plan.code}", plan.unit_id, plan.title, fields,
        localdate(plan.approved_at),
    )  # fmt: skip


def exemption_sheet(row: Request) -> Paper:
    """免检审批表, asked for or decided."""
    decided = row.state != ExemptionState.REQUESTED and row.decided_at is not None
    fields = {
        "subject": row.subject.name,
        "subject_code": row.subject.number,
        "item": row.item.item_version.name,
        "draw": row.draw_code,
        "drawn_on": row.drawn_on,
        "last_checked_on": row.last_checked_on,
        "reason": row.reason,
        "evidence": row.evidence,
        "coverage": "免检后抽查比例低于规定下限，须补抽" if row.below_floor else "免检后抽查比例仍不低于规定下限",
        "requested_by": row.requested_by.name,
        "requested_on": localdate(row.requested_at),
        "decision": ExemptionState(row.state).label if decided else "",
        "decision_reason": row.decision_reason,
        "decided_by": row.decided_by.name if row.decided_by else "",
        "decided_on": localdate(row.decided_at) if row.decided_at else None,
    }  # fmt: skip
    return Paper(
        Kind.EXEMPTION_SHEET, f"exemption:{row.pk}", row.plan.unit_id, row.subject.name, fields,
        localdate(row.decided_at or row.requested_at),
    )  # fmt: skip


def _methods(codes: list[str]) -> str:
    return "、".join(Method(one).label if one in list(Method) else one for one in codes)


def _not_yet(what: str, remedy: str) -> Decision:
    return denied("inspection.no_paper", f"{what}还没有批准，或不在您的范围内", "", remedy)
