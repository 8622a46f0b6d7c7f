"""One parameter as a document states it, and what its state means."""

from dataclasses import dataclass
from enum import StrEnum

from mingqian.policy.schema.values import Value


class State(StrEnum):
    """How far the document speaks. Only STATED and INFERRED carry a value that is used."""

    STATED = "stated"
    SILENT = "silent"
    UNCLEAR = "unclear"
    INFERRED = "inferred"
    SUGGESTION = "suggestion"
    PER_ITEM = "per_item"
    TO_FILL = "to_fill"


STATE_LABELS: dict[State, str] = {
    State.STATED: "原文规定",
    State.SILENT: "原文未规定",
    State.UNCLEAR: "原文不明确",
    State.INFERRED: "由原文推出",
    State.SUGGESTION: "仅为建议",
    State.PER_ITEM: "由事项清单逐项规定",
    State.TO_FILL: "须由本单位填写",
}


class Rank(StrEnum):
    """Whose word it is. DEFAULT fills silence and never binds."""

    LAW = "law"
    NATIONAL = "national"
    PROVINCIAL = "provincial"
    BUREAU = "bureau"
    DEFAULT = "default"


RANK_LABELS: dict[Rank, str] = {
    Rank.LAW: "法律、行政法规",
    Rank.NATIONAL: "国家规范性文件",
    Rank.PROVINCIAL: "地方性法规",
    Rank.BUREAU: "本单位文件",
    Rank.DEFAULT: "产品缺省值",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value with its clause; ``ids`` are rows of the clause inventory, ``quote`` the document's words."""

    key: str
    state: State
    value: Value | None
    clause: str
    ids: tuple[str, ...]
    source: str
    quote: str
    note: str
    rank: Rank
    pack: str
    confidence: str = "H"

    @property
    def usable(self) -> bool:
        """Whether the value may be acted on; a suggestion or an unclear text is only shown."""
        return self.value is not None and self.state in (State.STATED, State.INFERRED)

    @property
    def citation(self) -> str:
        """《文件》条款, as a screen prints it beside the value."""
        return f"{self.source}{self.clause}"
