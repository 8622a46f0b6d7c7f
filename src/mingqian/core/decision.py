"""What a rule answers: yes, or no with a reason. Only the answer's shape lives here, never a rule.

A denial is a value (``Decision``) that every layer can pass on, collect and show; it becomes an
exception (``Refused``) only where a write has to stop.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer. ``reason`` and ``remedy`` are plain Chinese for the person who asked."""

    ok: bool
    code: str
    reason: str
    clause: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        """One readable Chinese line: what, why with its clause, what to do."""
        parts = [self.reason.rstrip("。")] if self.reason else []
        if self.clause:
            parts.append(f"依据：{self.clause}")
        if self.remedy:
            parts.append(f"处理办法：{self.remedy.rstrip('。')}")
        return "。".join(parts) + "。" if parts else self.code

    def __bool__(self) -> bool:
        """A decision is true when it allows, so ``if not may(...)`` cannot mean its opposite."""
        return self.ok


def allowed(code: str = "allowed", reason: str = "", clause: str = "") -> Decision:
    """Yes. A reason may still be given where a screen wants to show why."""
    return Decision(True, code, reason, clause)


def denied(code: str, reason: str, clause: str = "", remedy: str = "") -> Decision:
    """No, and why. A denial without a reason would leave somebody at a closed door."""
    if not reason:
        raise ValueError(f"a denial needs a reason: {code}")
    return Decision(False, code, reason, clause, remedy)


class Refused(Exception):
    """A write that stops. Carries every decision that stood in its way, not only the first."""

    def __init__(self, *decisions: Decision) -> None:
        if not decisions:
            raise ValueError("a refusal carries at least one decision")
        super().__init__(*decisions)
        self.decisions: tuple[Decision, ...] = decisions

    def __str__(self) -> str:
        return "\n".join(str(decision) for decision in self.decisions)


def demand(decision: Decision) -> None:
    """Raise ``Refused`` unless the decision allows."""
    if not decision.ok:
        raise Refused(decision)


def demand_all(decisions: Iterable[Decision]) -> None:
    """Raise ``Refused`` with every denial at once, so that nobody has to ask twice."""
    denials = tuple(decision for decision in decisions if not decision.ok)
    if denials:
        raise Refused(*denials)
