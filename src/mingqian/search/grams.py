"""Text → the small pieces under which it is filed, and a question → the pieces it needs. Pure.

Han characters are filed in pairs, codes in fours, the pinyin initials of a title in threes. Pieces carry a
letter for their sort, so that "ab" the code and "ab" the initials are not mistaken for each other.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

CODE, INITIALS = 4, 3
#: A whole credit code is a piece of its own: asked for most often, and its fours are everybody's.
WHOLE = 18
#: What one question may hold; nobody types more.
WORDS, LENGTH = 6, 40

# Common characters of names with two readings; both initials lead there. The first reading of the
# dictionary is not always the one in use (厦门 is xm).
_TWO_READINGS = {
    "重": "zc", "长": "cz", "厦": "xs", "行": "hx", "乐": "ly", "曾": "zc", "单": "ds", "朝": "cz", "调": "td",
    "降": "jx", "传": "cz", "弹": "dt", "盛": "sc", "石": "sd", "藏": "cz", "仇": "qc", "解": "jx", "查": "cz",
    "盖": "gj", "区": "qo", "种": "zc", "覃": "qt", "尉": "wy", "便": "bp", "系": "xj", "校": "xj", "车": "cj",
    "会": "hk", "宿": "sx", "铅": "qy", "率": "ls", "参": "cs", "番": "fp", "朴": "pb", "巷": "xh", "折": "zs",
    "提": "td", "祭": "jz", "都": "d", "大": "d", "沈": "s", "什": "s", "叶": "y", "地": "d", "六": "l",
    "柏": "b", "贾": "j", "洞": "d", "臧": "z", "万": "w", "术": "s", "干": "g", "卜": "b", "汤": "t",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question: any of these sets of pieces will do, and ``text`` must really stand there."""

    text: str
    ways: tuple[tuple[str, ...], ...]
    by_initials: bool


def plain(text: str) -> str:
    """What counts of a text: letters, digits and Han characters, half-width, lower case."""
    return _NOTHING.sub("", unicodedata.normalize("NFKC", text).casefold())


def pieces(title: str, words: Iterable[str]) -> set[str]:
    """Everything under which a thing is filed."""
    name = plain(title)
    filed = {"s" + name[:2], *_of_text(name), *_of_initials(name)}
    for word in words:
        filed.update(_of_text(plain(word)))
    return filed


def terms(question: str) -> tuple[Term, ...]:
    """The words of a question. A word too short to be found by is left out."""
    found = []
    for word in question[: LENGTH * WORDS].split()[:WORDS]:
        term = _term(plain(word)[:LENGTH])
        if term is not None:
            found.append(term)
    return tuple(found)


def _term(text: str) -> Term | None:
    if len(text) < 2:
        return None
    ways = [tuple(sorted(set(_needed(text))))]
    if text.isascii() and text.isalpha():
        ways.append(tuple(sorted("p" + gram for gram in _grams(text, INITIALS))))
    return Term(text, tuple(way for way in ways if way), len(ways) > 1)


def _needed(text: str) -> Iterator[str]:
    """Of a long code every fourth piece will do, and the last: they cover it, and each costs a look."""
    for run in _RUNS.findall(text):
        if _is_han(run[0]):
            yield from _pairs(run)
        elif len(run) == WHOLE:
            yield "w" + run
        else:
            grams = _grams(run, CODE)
            yield from ("c" + gram for gram in (*grams[::CODE], grams[-1]))


def _of_text(text: str) -> list[str]:
    found: list[str] = []
    for run in _RUNS.findall(text):
        found += _pairs(run) if _is_han(run[0]) else ["c" + gram for gram in _grams(run, CODE)]
        if len(run) == WHOLE and not _is_han(run[0]):
            found.append("w" + run)
    return found


def _of_initials(text: str) -> list[str]:
    han = _NOT_HAN.sub("", text)
    if not han:
        return []
    if _AMBIGUOUS.search(han) is None:
        return ["p" + gram for gram in _grams(han.translate(_FIRST), INITIALS)]
    letters = [_TWO_READINGS.get(char) or _FIRST[ord(char)] for char in han]
    starts = range(max(len(letters) - INITIALS, 0) + 1)
    return ["p" + "".join(one) for start in starts for one in product(*letters[start : start + INITIALS])]


def _pairs(han: str) -> list[str]:
    return ["h" + first + second for first, second in pairwise(han)]


def _grams(text: str, size: int) -> list[str]:
    """Every piece of this size; a text that is shorter is its own piece."""
    return [text[start : start + size] for start in range(max(len(text) - size, 0) + 1)]


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"


class _FirstLetters(dict[int, str]):
    """Character → first letter of its reading, filled as characters are met; "0" where there is none."""

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFD", _readings().get(code, "0"))[0]
        self[code] = letter if letter.isascii() and letter.isalpha() else "0"
        return self[code]


@cache
def _readings() -> Mapping[int, str]:
    """The dictionary, read when the first character is met: it is large, and most commands meet none."""
    from pypinyin.constants import PINYIN_DICT

    readings: Mapping[int, str] = PINYIN_DICT
    return readings


_FIRST = _FirstLetters()
_AMBIGUOUS = re.compile(f"[{''.join(_TWO_READINGS)}]")
_NOTHING = re.compile(r"[\W_]+")
_NOT_HAN = re.compile("[^\u3400-\u9fff\U00020000-\U0003ffff]+")
_RUNS = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+|[^\u3400-\u9fff\U00020000-\U0003ffff]+")
