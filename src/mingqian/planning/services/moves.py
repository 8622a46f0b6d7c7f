"""What the lives of planning share: one step of the machine, stored with its journal entry, and the way back."""

from datetime import datetime
from typing import TypeVar

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, demand, demand_all, denied
from mingqian.planning import policies, states
from mingqian.planning.enums import PaperState, PlanState
from mingqian.planning.models import AnnualPlan, ImplementationPlan, ItemPaper
from mingqian.planning.policies import Verb
from mingqian.planning.services import journaling

Life = TypeVar("Life", AnnualPlan, ImplementationPlan, ItemPaper)
ROOMS: dict[type, str] = {AnnualPlan: "annual_plan", ImplementationPlan: "implementation", ItemPaper: "paper"}


def expect(row: AnnualPlan | ImplementationPlan | ItemPaper, event: str) -> PlanState | PaperState:
    """The state after an event; ``Refused``, before anything is looked at, where it cannot happen now."""
    if isinstance(row, AnnualPlan):
        return states.annual(row.state, event)
    if isinstance(row, ImplementationPlan):
        return states.implementation(row.state, event)
    return states.paper(row.state, event)


def move(row: AnnualPlan | ImplementationPlan | ItemPaper, event: str, *fields: str) -> None:
    """Take the step and store it with the columns that go along."""
    row.state = expect(row, event).value
    row.save(update_fields=["state", *fields])


def record(
    done: str, row: AnnualPlan | ImplementationPlan | ItemPaper, by: Actor, now: datetime, **body: object
) -> None:
    """One journal entry, called after the room of the row."""
    kind = f"{ROOMS[type(row)]}.{done}"
    facts = {**journaling.facts(row), **body}
    journaling.record(kind, by=by, now=now, thing=journaling.name(row), body=facts)


def turn_back(row: Life, event: str, done: str, *, verb: Verb, reason: str, by: Actor, now: datetime) -> Life:
    """Returned to the drafter, or withdrawn by the drafter's office: always with the reason."""
    demand_all([policies.may(by, verb, row.unit.path), reasoned(reason)])
    row.return_reason = reason
    move(row, event, "return_reason")
    record(done, row, by, now, reason=reason)
    return row


def recall(row: Life, *, verb: Verb, by: Actor, now: datetime) -> Life:
    """Until somebody has decided, whoever sent it may take it back and mend it."""
    demand(policies.may(by, verb, row.unit.path))
    move(row, "recall")
    record("recalled", row, by, now)
    return row


def reasoned(reason: str) -> Decision:
    """Nobody sends anything back without a word."""
    return allowed() if reason.strip() else denied("plan.reason", "没有写明原因", "", "请填写原因")
