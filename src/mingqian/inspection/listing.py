"""材料清单 of a written check (XM-34): its lines, what is handed in for each, what the section says of each. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mingqian.core.decision import Decision, allowed, denied
from mingqian.inspection.enums import LineState
from mingqian.inspection.material import WRITTEN
from mingqian.inspection.models import OffsiteLine
from mingqian.inspection.types import Upload

MOST_LINES, LONGEST_LINE = 40, 300
OPEN = (LineState.ASKED, LineState.MISSING)
Lines = Mapping[int, Sequence[Upload]]
"""Number of a line → its files."""
Marks = Mapping[int, tuple[str, str]]
"""Number of a line → its state, and what is missing."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a firm hands in: files line by line, lines without one and why, files that belong to no line."""

    files: Lines
    lacking: Mapping[int, str]
    loose: Sequence[Upload]

    def groups(self) -> Iterator[tuple[Upload, ...]]:
        """The files as they are judged: so many a line."""
        for group in (*self.files.values(), self.loose):
            if group:
                yield tuple(group)

    @property
    def count(self) -> int:
        """How many files."""
        return sum(map(len, self.groups()))


def lines_of(asked: str) -> list[str]:
    """One document a line."""
    return [" ".join(line.split()) for line in asked.splitlines() if line.strip()]


def may_list(lines: Sequence[str]) -> Iterator[Decision]:
    """So many lines, so long."""
    if len(lines) > MOST_LINES:
        yield _no("lines", f"材料清单有{len(lines)}项，超过{MOST_LINES}项", "请合并同类材料")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            yield _no("line_long", f"第{number}项超过{LONGEST_LINE}字", "请缩短，每行一项材料")


def still_asked(rows: Sequence[OffsiteLine]) -> list[OffsiteLine]:
    """What the firm has to hand in now."""
    return [row for row in rows if row.state in OPEN]


def given(
    rows: Sequence[OffsiteLine], loose: Sequence[Upload], lines: Lines, lacking: Mapping[int, str]
) -> Given:
    """Files without a line belong to the only one that is asked for."""
    wanted, words = (
        still_asked(rows),
        {key: text.strip()[:300] for key, text in lacking.items() if text.strip()},
    )
    if len(wanted) == 1 and loose and not lines:
        return Given({wanted[0].number: tuple(loose)}, words, ())
    return Given({key: tuple(files) for key, files in lines.items() if files}, words, tuple(loose))


def may_hand_in(rows: Sequence[OffsiteLine], given: Given) -> Iterator[Decision]:
    """Every line that is asked for has a file, or the firm says why it has none; no other line is touched."""
    wanted = still_asked(rows)
    numbers = {row.number for row in wanted}
    for number in sorted((set(given.files) | set(given.lacking)) - numbers):
        yield _no("line", f"材料清单没有待提交的第{number}项", "请只提交要求的各项")
    for row in wanted:
        if row.number not in given.files and row.number not in given.lacking:
            why = f"第{row.number}项“{row.text}”须提交材料"
            yield _no("files", why, "请按清单逐项上传；确实没有的，在该项写明原因")


def may_review(rows: Sequence[OffsiteLine], marks: Marks) -> Iterator[Decision]:
    """Every document handed in gets its answer, and what is missing is said."""
    numbers = {row.number: row for row in rows}
    for number in sorted(set(marks) - set(numbers)):
        yield _no("line", f"没有待审核的第{number}项材料", "请核对清单")
    for number, row in numbers.items():
        state, words = marks.get(number, ("", ""))
        if state not in (LineState.GOOD, LineState.MISSING, LineState.NONE):
            yield _no("unmarked", f"第{number}项“{row.text}”没有审核意见", "请选择合格、需补正或不适用")
        elif state == LineState.MISSING and not words.strip():
            yield _no("no_words", f"第{number}项“{row.text}”需补正，须写明缺什么", "请写明需要补正的内容")


def said(text: str, why: str, remedy: str) -> Decision:
    """Is there a word?"""
    return allowed() if text.strip() else _no("no_words", why, remedy)


def _no(code: str, why: str, remedy: str) -> Decision:
    return denied(f"offsite.{code}", why, WRITTEN, remedy)
