"""企业对检查的评价 (石嘴山 一: 社会满意度提升): what is asked, and what may be shown of the answers. Pure.

No single answer exists anywhere: answers are counted when they come, by unit and quarter. A quarter is shown when it is
over, so that nobody can take yesterday's figure from today's, and only from five firms on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

CLAUSE = "石嘴山 一：社会满意度提升"
LEAST = 5
QUESTIONS: Mapping[str, str] = {"lawful": "依法规范", "polite": "态度文明", "light": "少打扰经营"}
SCORES: Mapping[int, str] = {5: "很满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}
CONTENT = 4
"""From here on a firm is content."""


@dataclass(frozen=True, slots=True)
class Share:
    """Of one question in one quarter of one unit: how many firms gave which score."""

    counts: Mapping[int, int]

    @property
    def firms(self) -> int:
        """So many answered."""
        return sum(self.counts.values())

    @property
    def told(self) -> bool:
        """Enough that none of them can be guessed."""
        return self.firms >= LEAST

    @property
    def content_ppm(self) -> int:
        """满意率, in parts of a million, rounded half up; of no answers nothing can be said."""
        content = sum(number for score, number in self.counts.items() if score >= CONTENT)
        return (content * 1_000_000 + self.firms // 2) // self.firms


def quarter(on: date) -> str:
    """2026Q4."""
    return f"{on.year}Q{(on.month + 2) // 3}"


def said(code: str) -> str:
    """2026年第4季度."""
    year, _, number = code.partition("Q")
    return f"{year}年第{number}季度"
