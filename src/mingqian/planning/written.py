"""What people type in lines, one thing a line, turned into values and back. Pure; a wrong line is named."""

import re
from collections.abc import Iterable, Iterator

from mingqian.core.sampling import PPM, rate_words

Round = tuple[int, str]


class Unreadable(ValueError):
    """A line nobody can read; the message says which and how to write it."""


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()


def rounds(text: str) -> tuple[Round, ...]:
    """``3月 R1``, one draw a line: its month, and the batch in which it is drawn."""
    found = []
    for number, line in _lines(text):
        said = re.fullmatch(r"(\d{1,2})\s*月?[\s:：,，]*([^\s:：,，]*)", line)
        if said is None or not 1 <= int(said[1]) <= 12:
            raise Unreadable(f"第{number}行“{line[:20]}”应写成“3月 R1”：月份在前，批次在后")
        found.append((int(said[1]), said[2]))
    return tuple(found)


def rounds_text(found: Iterable[Round]) -> str:
    return "\n".join(f"{month}月 {batch}".strip() for month, batch in found)


def rate(text: str) -> int | None:
    """``8%``, ``2.5%`` or ``2‰`` in parts per million, without a float; nothing typed: None."""
    if not text.strip():
        return None
    found = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,3}))?\s*(%|％|‰)", text.strip())
    if found is None:
        raise Unreadable("比例要写成 8%、2.5% 或 2‰ 的样子")
    unit = 1_000 if found[3] == "‰" else 10_000
    part = found[2] or ""
    ppm = int(found[1] + part) * unit // 10 ** len(part)
    if not 0 < ppm <= PPM:
        raise Unreadable("比例要大于 0、不超过 100%")
    return int(ppm)


def rate_text(ppm: int | None) -> str:
    return "" if ppm is None else rate_words(ppm)


def partners(text: str) -> tuple[tuple[str, str], ...]:
    """``市市场监管局：联合检查``, one partner a line: who, and which duty."""
    found = []
    for number, line in _lines(text):
        name, _, duty = line.replace(":", "：").partition("：")
        if not name.strip() or not duty.strip():
            raise Unreadable(f"第{number}行“{line[:20]}”应写成“单位：职责”")
        found.append((name.strip(), duty.strip()))
    return tuple(found)


def partners_text(found: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}：{duty}" for name, duty in found)


def points(text: str) -> tuple[tuple[str, str, str], ...]:
    """``检查内容｜评价标准｜依据``, one point a line; cells pasted from a sheet come with tabs."""
    found = []
    for number, line in _lines(text):
        cells = [cell.strip() for cell in re.split(r"[\t|｜]", line)]
        if len(cells) > 3:
            raise Unreadable(f"第{number}行有{len(cells)}栏，最多三栏：检查内容｜评价标准｜依据")
        content, standard, basis = (*cells, "", "")[:3]
        found.append((content, standard, basis))
    return tuple(found)


def points_text(found: Iterable[tuple[str, str, str]]) -> str:
    return "\n".join("｜".join(cells).rstrip("｜") for cells in found)


def words(text: str) -> tuple[str, ...]:
    """One a line, or separated by 、."""
    return tuple(word.strip() for _, line in _lines(text) for word in line.split("、") if word.strip())
