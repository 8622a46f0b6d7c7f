"""A small language for field tables: each piece checks one value and reports every fault with its path.

What belongs here: combinators without knowledge of the protocol's documents.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from mingqian.core.canonical import INTEGER_LIMIT

ENOUGH = 100  # faults: a hostile list has a million of them, and nobody reads the rest


@dataclass(frozen=True, slots=True)
class Piece:
    """What a value must be: asked quickly by ``fits``, and explained only where the answer is no.

    ``explain(value, path, errors)`` is called for values that do not fit and adds one fault or more.
    """

    fits: Callable[[object], bool]
    explain: Callable[[object, str, list[str]], None]

    def faults(self, value: object, path: str = "") -> list[str]:
        """Every fault of a value, each with its place; empty when it fits."""
        errors: list[str] = []
        if not self.fits(value):
            self.explain(value, path, errors)
            assert errors, f"{path}：a value was refused without a reason"
        return errors


def text(test: Callable[[str], bool], what: str) -> Piece:
    """A string which passes ``test``; ``what`` names it in the message."""

    def explain(value: object, path: str, errors: list[str]) -> None:
        if isinstance(value, str):
            errors.append(f"{path}：不是{what}：{value[:40]!r}")
        else:
            errors.append(f"{path}：应为文字（{what}）")

    return Piece(lambda value: isinstance(value, str) and test(value), explain)


def pattern(expression: re.Pattern[str], what: str) -> Piece:
    """A string all of which the expression matches; asked of hundreds of hashes, so without a detour."""
    match = expression.fullmatch
    return replace(text(bool, what), fits=lambda value: isinstance(value, str) and match(value) is not None)


def number(low: int = 0, high: int = INTEGER_LIMIT - 1) -> Piece:
    """An integer between both bounds; a boolean is not an integer."""

    def fits(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

    def explain(value: object, path: str, errors: list[str]) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            errors.append(f"{path}：应为整数")
        else:
            errors.append(f"{path}：应在 {low} 至 {high} 之间，现为 {value}")

    return Piece(fits, explain)


def simple(fits: Callable[[object], bool], message: str) -> Piece:
    """A test with one thing to say, such as 应为对象."""
    return Piece(fits, lambda _, path, errors: errors.append(f"{path}：{message}"))


def one_of(*choices: str) -> Piece:
    """One of these words."""
    words = frozenset(choices)
    return simple(lambda value: isinstance(value, str) and value in words, f"应为 {'、'.join(choices)} 之一")


def maybe(inner: Piece) -> Piece:
    """``?``: or null."""
    asked = inner.fits
    return Piece(lambda value: value is None or asked(value), inner.explain)


def many(inner: Piece, *, at_least: int = 0) -> Piece:
    """``[]``: an array."""
    asked = inner.fits

    def fits(value: object) -> bool:
        return isinstance(value, list) and len(value) >= at_least and all(map(asked, value))

    def explain(value: object, path: str, errors: list[str]) -> None:
        if not isinstance(value, list):
            errors.append(f"{path}：应为数组")
            return
        if len(value) < at_least:
            errors.append(f"{path}：至少要有 {at_least} 项")
        for place, item in enumerate(value):
            if len(errors) > ENOUGH:
                return
            if not asked(item):
                inner.explain(item, f"{path}[{place}]", errors)

    return Piece(fits, explain)


def record(fields: Mapping[str, Piece]) -> Piece:
    """An object with exactly these fields."""
    names, asked = fields.keys(), [(name, inner.fits) for name, inner in fields.items()]

    def fits(value: object) -> bool:
        if not isinstance(value, dict) or value.keys() != names:
            return False
        for name, ask in asked:  # noqa: SIM110 (a generator would cost as much as the questions)
            if not ask(value[name]):
                return False
        return True

    def explain(value: object, path: str, errors: list[str]) -> None:
        if not isinstance(value, dict):
            errors.append(f"{path or '文档'}：应为对象")
            return
        errors.extend(f"{_join(path, name)}：缺少字段" for name in sorted(names - value.keys()))
        errors.extend(f"{_join(path, name)}：多余字段" for name in sorted(value.keys() - names))
        for name, inner in fields.items():
            if name in value and not inner.fits(value[name]):
                inner.explain(value[name], _join(path, name), errors)

    return Piece(fits, explain)


def depending(choose: Callable[[object], Piece]) -> Piece:
    """A value whose own contents say which piece it must fit."""

    def explain(value: object, path: str, errors: list[str]) -> None:
        choose(value).explain(value, path, errors)

    return Piece(lambda value: choose(value).fits(value), explain)


def unknown(name: str, message: str) -> Piece:
    """Fits nothing; the field ``name`` is at fault."""

    def explain(_: object, path: str, errors: list[str]) -> None:
        errors.append(f"{_join(path, name)}：{message}")

    return Piece(lambda _: False, explain)


boolean = simple(lambda value: isinstance(value, bool), "应为 true 或 false")
anything = simple(
    lambda value: isinstance(value, dict), "应为对象"
)  # the record of a subject: its fields are open


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
