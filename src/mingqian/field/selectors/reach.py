"""Which visits a person's phone may speak of, what it was told before."""

from collections.abc import Collection

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, denied
from mingqian.field.enums import ActionState, Answer
from mingqian.field.models import FieldAction
from mingqian.field.types import Line
from mingqian.inspection import selectors
from mingqian.inspection.selectors.visits import Row as Visit


def visits(by: Actor, codes: Collection[str]) -> dict[str, Visit]:
    """Of the own teams, and those this person has sent something of before a substitution."""
    found = {one.code: one for one in selectors.visits.mine(by).filter(code__in=codes)}
    rest = set(codes) - set(found)
    if rest and by.person_id is not None:
        earlier = FieldAction.objects.filter(person=by.person_id, visit__code__in=rest)
        found |= {row.visit.code: row.visit for row in earlier.select_related("visit__approval__subject")}
    return found


def gone(by: Actor, visit: Visit) -> Decision | None:
    """Somebody else's by now: what was recorded is kept, a person decides what becomes of it."""
    if selectors.visits.mine(by).filter(pk=visit.pk).exists():
        return None
    why = f"入企检查{visit.code}：{by.name}已不是本组人员（递补或调整）"
    return denied("field.substituted", why, selectors.visits.CAPTAIN, "由处室核对后决定是否采用")


def line(row: FieldAction) -> Line:
    """What was answered the first time, or has become of it since."""
    state = Answer.HELD if row.state in (ActionState.HELD, ActionState.NOTED) else Answer.RECEIVED
    reason = row.decision if row.state == ActionState.NOTED else row.reason
    if row.state == ActionState.APPLIED:
        reason = ""
    return Line(
        str(row.id),
        state,
        row.receipt,
        row.sha256,
        reason,
        row.clause if reason else "",
        row.remedy if reason else "",
    )
