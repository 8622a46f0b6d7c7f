"""Annual visit cap per subject (频次上限): the pack's cap as core counts it. Pure."""

from dataclasses import replace
from datetime import date

from mingqian.core import frequency
from mingqian.core.decision import Decision, allowed
from mingqian.planning.types import PlanningRules, SubjectHistory


def may_visit(history: SubjectHistory, on: date, rules: PlanningRules, *, lead_code: str = "") -> Decision:
    """国办发〔2024〕54号: one more on-site visit, or not. A coded lead passes the cap but is counted (PD-24).

    Every answer tells how many visits of every kind of cause the firm has had this year (FL-38, PD-22).
    """
    cap = rules.visit_cap
    if cap is None:
        return allowed("cap.none", "规则包没有规定检查频次上限")
    if not history.protected:
        return allowed("cap.not_enterprise", f"“{history.name}”不是企业，不适用检查频次上限", cap.clause)
    lead = bool(lead_code) and rules.leads_pass_cap
    answer = frequency.may_visit(cap, history.visits, on, lead=lead, penalised=history.penalised)
    made = frequency.on_site_this_year(history.visits, on)
    cause = f"，线索{lead_code}" if lead_code else ""
    told = f"“{history.name}”：{answer.reason}；{on.year}年已受现场检查共{made}次{cause}"
    return replace(answer, reason=told)
