"""Annual visit cap per subject (频次上限). Pure: the clause comes with the pack, visits with the subject."""

from mingqian.core.decision import Decision, allowed, denied
from mingqian.planning.types import PlanningRules, SubjectHistory


def visits_in(history: SubjectHistory, year: int, years: int = 1) -> int:
    """Every on-site check of the last ``years`` calendar years counts, lead-driven ones included."""
    return sum(1 for day in history.visits_on if year - years < day.year <= year)


def is_capped(history: SubjectHistory, year: int, rules: PlanningRules) -> bool:
    """As many visits as the cap allows, and no penalty that would lift it."""
    cap = rules.visit_cap
    if cap is None or (cap.value.unless_penalised and history.penalised_in_window):
        return False
    return visits_in(history, year, cap.value.years) >= cap.value.times


def may_visit(history: SubjectHistory, year: int, rules: PlanningRules, *, lead_code: str = "") -> Decision:
    """国办发〔2024〕54号 频次上限: one more visit, or not. A coded lead is exempt from the cap but counted.

    ``lead_code`` is the code of a complaint, report or assigned lead; without one the cap stands (FL-38,
    PD-22: 防止检查过多和执法扰民).
    """
    cap = rules.visit_cap
    if cap is None:
        return allowed("cap.none", "规则包没有规定检查频次上限")
    made = visits_in(history, year, cap.value.years)
    if lead_code and cap.value.lead_driven_exempt:
        return allowed(
            "cap.lead",
            f"线索{lead_code}触发的检查不受频次上限限制，计入次数（{year}年第{made + 1}次）",
            cap.clause,
        )
    if is_capped(history, year, rules):
        return denied(
            "cap.reached",
            f"“{history.name}”{year}年已接受现场检查{made}次，达到上限{cap.value.times}次",
            cap.clause,
            "请改用书面或网络核查，或凭投诉举报、转办交办线索编号另行审批",
        )
    return allowed("cap.free", f"{year}年已接受现场检查{made}次，上限{cap.value.times}次", cap.clause)
