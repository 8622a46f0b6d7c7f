"""The closed set of results and what follows each: data beside its clause, read once."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from mingqian.core.decision import Decision, allowed, denied

FILE = Path(__file__).parent / "data/outcomes.toml"
CLOSED_SET = "厦门 三(四)：评价办法明确检查内容、评价标准和结论种类"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result. ``checked``: the checklist must be complete; ``by_decision``: no team records it."""

    code: str
    label: str
    disposal: str
    clause: str
    long: str = ""
    problem: bool = False
    notice: bool = False
    order: bool = False
    case: bool = False
    checked: bool = False
    by_decision: bool = False
    credit: str = ""
    follow: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How heavily it falls on the subject: nothing, a problem, an order, a case."""
        return self.problem + 2 * self.order + 4 * self.case

    @property
    def name(self) -> str:
        """The full wording, as the public result shows it."""
        return self.long or self.label


@cache
def table() -> Mapping[str, Outcome]:
    """Every result by its code, in the order of the file."""
    doc = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return MappingProxyType(
        {row["code"]: Outcome(**{**row, "follow": tuple(row.get("follow", ()))}) for row in doc["outcome"]}
    )


def of(code: str) -> Outcome:
    """The result behind a stored code."""
    return table()[code]


def known(code: str, where: str) -> Decision:
    """A team may record any result but those that are decided elsewhere."""
    found = table().get(code)
    if found is None:
        choices = "、".join(one.name for one in table().values() if not one.by_decision)
        return denied("inspection.outcome", f"{where}：没有结果代码“{code}”", CLOSED_SET, f"可选：{choices}")
    if found.by_decision:
        why = f"{where}：“{found.name}”只能由免检决定产生，不能登记为检查结果"
        return denied("inspection.outcome", why, found.clause, "请按免检程序申请和决定")
    return allowed()


def took_place(code: str) -> bool:
    """Somebody was met: the check was made, or hindered."""
    return of(code).checked or of(code).problem


def concludes(outcome: Outcome, conclusions: Sequence[str]) -> bool:
    """Is this a conclusion the item's method knows? Methods that name none of our results leave them all open.

    Whether a check could take place at all (无法联系、未经营、不配合) is no conclusion about the item.
    """
    ours = {word for one in table().values() for word in (one.name, one.label)}
    if not outcome.checked or ours.isdisjoint(conclusions):
        return True
    return outcome.name in conclusions or outcome.label in conclusions


def choices(conclusions: Sequence[str] = ()) -> list[tuple[str, str]]:
    """What the form offers, within the method's closed set."""
    offered = (one for one in table().values() if not one.by_decision and concludes(one, conclusions))
    return [(one.code, one.name) for one in offered]
