"""Where the problems of a pack are gathered, each with file, place, clause and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from mingqian.core.decision import Decision, Refused, denied


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. ``path`` is the place inside the file: a table name or a row number."""

    file: str
    path: str
    clause: str
    message: str
    remedy: str = ""

    def decision(self) -> Decision:
        """The problem as a denial, so that one presenter prints every refusal of the product."""
        place = f"{self.file} {self.path}".strip()
        words = f"{place}：{self.message}" if place else self.message
        return denied("pack.invalid", words, self.clause, self.remedy)


class PackErrors(Refused):
    """A pack that cannot be used, with everything that is wrong with it at once."""

    def __init__(self, pack: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(*(problem.decision() for problem in problems))
        self.pack = pack
        self.problems = problems

    def __str__(self) -> str:
        head = f"规则包“{self.pack}”不能使用，共{len(self.problems)}处问题："
        return "\n".join([head, *(f"  {n}. {decision}" for n, decision in enumerate(self.decisions, 1))])


@dataclass(slots=True)
class Report:
    """The growing list of problems of one pack."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, file: str, path: str, message: str, *, clause: str = "", remedy: str = "") -> None:
        self.problems.append(Problem(file, path, clause, message, remedy))


@dataclass(slots=True)
class Table:
    """One raw table with its place; every getter reports what is wrong and answers something harmless."""

    raw: Mapping[str, object]
    file: str
    path: str
    report: Report
    clause: str = ""
    seen: set[str] = field(default_factory=set)

    def wrong(self, name: str, message: str, remedy: str = "") -> None:
        """Report a problem at ``name`` inside this table."""
        place = f"{self.path}.{name}" if name else self.path
        self.report.add(self.file, place, message, clause=self.clause, remedy=remedy)

    def get(self, name: str, *, required: bool = False) -> object:
        """The raw value, remembered as known; None and a problem when a required one is missing."""
        self.seen.add(name)
        if required and name not in self.raw:
            self.wrong(name, f"缺少“{name}”", f"请补上{name}")
        return self.raw.get(name)

    def text(self, name: str, *, required: bool = False) -> str:
        value = self.get(name, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(name, f"应为文字，实际为{kind_of(value)}")
            return ""
        if required and not value.strip():
            self.wrong(name, "不能为空")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(name, "应为文字列表")
            return ()
        return tuple(value)

    def integer(self, name: str, *, required: bool = False) -> int | None:
        value = self.get(name, required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(name, f"应为整数，实际为{kind_of(value)}", "比例和数量只用整数书写")
            return None
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(name, f"应为 true 或 false，实际为{kind_of(value)}")
            return default
        return value

    def choice(self, name: str, choices: Mapping[str, str] | list[str], default: str) -> str:
        value = self.text(name)
        if not value:
            return default
        if value not in choices:
            self.wrong(name, f"“{value}”不在可选范围：{'、'.join(choices)}")
            return default
        return value

    def close(self) -> None:
        """Report every name that nobody asked for: a mistyped key must not be ignored in silence."""
        for name in sorted(set(self.raw) - self.seen):
            self.wrong(name, f"不认识的项“{name}”", "请核对拼写或删除")


def kind_of(value: object) -> str:
    """The Chinese name of what was found instead of what was expected."""
    if isinstance(value, bool):
        return "是/否"
    names: tuple[tuple[type, str], ...] = (
        (int, "整数"),
        (date, "日期"),
        (time, "时刻"),
        (float, "小数"),
        (str, "文字"),
        (list, "列表"),
        (dict, "表"),
    )
    return next((name for cls, name in names if isinstance(value, cls)), type(value).__name__)
