"""What a check of the journal finds."""

from dataclasses import dataclass

from mingqian.core.journal import Break

__all__ = ["Break", "Report"]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole journal, checked: how long it is, where it ends, and the first place that does not hold."""

    suite: str
    count: int
    head: str
    fault: Break | None
    fault_at: str
    unguarded: tuple[str, ...]
    """Tables whose triggers are gone: no break of the chain, but somebody took the guards away."""
