"""A small language for field tables: each piece checks one value and reports every fault with its path.

What belongs here: combinators without knowledge of the protocol's documents.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from mingqian.core.canonical import INTEGER_LIMIT

Piece: TypeAlias = Callable[[object, str, list[str]], None]


def text(test: Callable[[str], bool], what: str) -> Piece:
    """A string which passes ``test``; ``what`` names it in the message."""

    def piece(value: object, path: str, errors: list[str]) -> None:
        if not isinstance(value, str):
            errors.append(f"{path}：应为文字（{what}）")
        elif not test(value):
            errors.append(f"{path}：不是{what}：{value[:40]!r}")

    return piece


def number(low: int = 0, high: int = INTEGER_LIMIT - 1) -> Piece:
    """An integer between both bounds; a boolean is not an integer."""

    def piece(value: object, path: str, errors: list[str]) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            errors.append(f"{path}：应为整数")
        elif not low <= value <= high:
            errors.append(f"{path}：应在 {low} 至 {high} 之间，现为 {value}")

    return piece


def boolean(value: object, path: str, errors: list[str]) -> None:
    """true or false."""
    if not isinstance(value, bool):
        errors.append(f"{path}：应为 true 或 false")


def one_of(*choices: str) -> Piece:
    """One of these words."""

    def piece(value: object, path: str, errors: list[str]) -> None:
        if not isinstance(value, str) or value not in choices:
            errors.append(f"{path}：应为 {'、'.join(choices)} 之一")

    return piece


def maybe(inner: Piece) -> Piece:
    """``?``: or null."""

    def piece(value: object, path: str, errors: list[str]) -> None:
        if value is not None:
            inner(value, path, errors)

    return piece


def many(inner: Piece, *, at_least: int = 0) -> Piece:
    """``[]``: an array."""

    def piece(value: object, path: str, errors: list[str]) -> None:
        if not isinstance(value, list):
            errors.append(f"{path}：应为数组")
            return
        if len(value) < at_least:
            errors.append(f"{path}：至少要有 {at_least} 项")
        for place, item in enumerate(value):
            inner(item, f"{path}[{place}]", errors)

    return piece


def record(fields: Mapping[str, Piece]) -> Piece:
    """An object with exactly these fields."""

    def piece(value: object, path: str, errors: list[str]) -> None:
        if not isinstance(value, dict):
            errors.append(f"{path or '文档'}：应为对象")
            return
        for name in sorted(fields.keys() - value.keys()):
            errors.append(f"{_join(path, name)}：缺少字段")
        for name in sorted(value.keys() - fields.keys()):
            errors.append(f"{_join(path, name)}：多余字段")
        for name, inner in fields.items():
            if name in value:
                inner(value[name], _join(path, name), errors)

    return piece


def anything(value: object, path: str, errors: list[str]) -> None:
    """An object whose fields the protocol leaves open: the record of a subject."""
    if not isinstance(value, dict):
        errors.append(f"{path}：应为对象")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
