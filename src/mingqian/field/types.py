"""Plain values of the field wire."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mingqian.field.enums import Answer


@dataclass(frozen=True, slots=True)
class Line:
    """What the phone is told of one action."""

    id: str
    state: Answer
    receipt: str = ""
    sha256: str = ""
    reason: str = ""
    clause: str = ""
    remedy: str = ""

    def with_receipt(self, made: Mapping[str, str]) -> "Line":
        """Receipts exist once the journal's entry is written."""
        if self.receipt or self.state not in (Answer.RECEIVED, Answer.HELD):
            return self
        return replace(self, receipt=made[self.id])

    def wired(self) -> dict[str, str]:
        """As JSON."""
        return {
            "id": self.id, "state": self.state.value, "receipt": self.receipt, "sha256": self.sha256,
            "reason": self.reason, "clause": self.clause, "remedy": self.remedy,
        }  # fmt: skip
