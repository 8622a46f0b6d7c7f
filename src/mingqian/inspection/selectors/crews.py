"""Who goes on a walk and what each has answered: taken on, 申报回避, nothing yet. By approval, notice or not."""

from collections.abc import Mapping, Sequence

from mingqian.accounts.types import Actor
from mingqian.inspection import policies
from mingqian.inspection.models import Acceptance, Approval, TeamSeat
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import announcing

Answers = Mapping[tuple[int, int], Acceptance]


def unanswered(by: Actor, seats: Sequence[TeamSeat], approval: Approval, answers: Answers) -> bool:
    """Does this person sit in the team and owe an answer?"""
    own = [one.inspector_id for one in seats if one.inspector.person_id == by.person_id is not None]
    return bool(own) and not any((approval.pk, one) in answers for one in own)


def to_decide(
    by: Actor, seats: Sequence[TeamSeat], approval: Approval, answers: Answers
) -> list[tuple[str, str]]:
    """(code, name) of those who asked to be excused, for the head who answers."""
    said = ((one.inspector, answers.get((approval.pk, one.inspector_id))) for one in seats)
    waiting = [
        (who.code, who.name) for who, row in said if row is not None and row.recusal and row.granted is None
    ]
    if not waiting or not policies.any_may(by, Verb.CONFIRM, announcing.paths(approval)).ok:
        return []
    return waiting


def shown(approval: int, seats: Sequence[TeamSeat], answers: Answers) -> list[tuple[str, str, str, str]]:
    """(name, role, answer, kind of its colour) of everybody who may go today."""
    found = []
    for seat in seats:
        answer = answers.get((approval, seat.inspector_id))
        found.append((seat.inspector.name, "组长" if seat.captain else "队员", *_answer(answer)))
    return found


def _answer(row: Acceptance | None) -> tuple[str, str]:
    if row is None:
        return "未答复", ""
    if not row.recusal:
        return "已接受", "ok"
    if row.granted is None:
        return f"申报回避：{row.recusal}（待处室答复，答复前不参加检查）", "bad"
    decided = "同意回避" if row.granted else "不需要回避"
    return f"申报回避：{row.recusal}（{decided}：{row.decision.words}）", "bad" if row.granted else "ok"
