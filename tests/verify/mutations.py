"""Every way to spoil one field of a published transcript, generated from the transcript's own shape.

Nothing is hashed again: this is the forger who changes what he sees. `tests/verify/frauds.py` has the one who can
compute everything anew.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

Path = tuple[str | int, ...]
OTHER_HASH = "ab" * 32
DELETE = object()


@dataclass(frozen=True)
class Mutation:
    """One change: where, what it is called, and the value put there."""

    field: str
    path: Path
    name: str
    value: Any
    rename: str | None = None

    def __str__(self) -> str:
        return f"{self.field}: {self.name}"

    def edit(self, doc: Any, layout: "Layout") -> "Edit":
        """The cut in the canonical bytes that makes this change and no other."""
        if self.rename is None and self.value is not DELETE:
            return Edit(*layout.spans[self.path], loose(self.value))
        *above, step = self.path
        for part in above:
            doc = doc[part]
        left = {key: part for key, part in doc.items() if key != step}
        if self.rename is not None:
            left[self.rename] = doc[step]
        return Edit(*layout.spans[tuple(above)], loose(left))


@dataclass(frozen=True)
class Edit:
    """Bytes put in the place of others: small enough to send thousands of them to a browser."""

    start: int
    end: int
    put: bytes

    def apply(self, data: bytes) -> bytes:
        return data[: self.start] + self.put + data[self.end :]


class Layout:
    """A document's canonical bytes, and where in them each of its values stands."""

    def __init__(self, doc: Any) -> None:
        self.spans: dict[Path, tuple[int, int]] = {}
        self._parts: list[bytes] = []
        self._at = 0
        self._write(doc, ())
        self.data = b"".join(self._parts)

    def _put(self, part: bytes) -> None:
        self._parts.append(part)
        self._at += len(part)

    def _write(self, value: Any, path: Path) -> None:
        start = self._at
        if isinstance(value, dict):
            self._put(b"{")
            for place, key in enumerate(sorted(value)):
                self._put((b"," if place else b"") + loose(key) + b":")
                self._write(value[key], (*path, key))
            self._put(b"}")
        elif isinstance(value, list):
            self._put(b"[")
            for place, part in enumerate(value):
                self._put(b"," if place else b"")
                self._write(part, (*path, place))
            self._put(b"]")
        else:
            self._put(loose(value))
        self.spans[path] = start, self._at


def loose(doc: Any) -> bytes:
    """Like JCS, but of values the protocol does not allow too."""
    return json.dumps(doc, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def fields(doc: Any, per_field: int = 1) -> Iterator[tuple[str, Path, Any]]:
    """Every field by its schema name, list places and event kinds folded; `per_field` places of each."""
    seen: dict[str, int] = {}
    for name, path, value in walk(doc, "transcript", ()):
        seen[name] = seen.get(name, 0) + 1
        if path and seen[name] <= per_field:
            yield name, path, value


def walk(value: Any, name: str, path: Path) -> Iterator[tuple[str, Path, Any]]:
    yield name, path, value
    if isinstance(value, dict):
        inside = f"{name}<{value['event']['kind']}>" if "event" in value else name
        inside = f"{inside}<{value['src']}>" if "src" in value else inside
        for key, part in value.items():
            if "record" not in path:
                yield from walk(part, f"{inside}.{key}", (*path, key))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from walk(part, f"{name}[]", (*path, at))


def mutations(doc: Any, per_field: int = 1) -> Iterator[Mutation]:
    elsewhere = values_by_field(doc)
    for name, path, value in fields(doc, per_field):
        told: set[bytes] = {loose(value)}
        if isinstance(path[-1], str):
            yield Mutation(name, path, "deleted", DELETE)
            yield Mutation(name, path, "renamed", None, f"{path[-1]}x")
        neighbours = (("a neighbour's value", one) for one in elsewhere[name] if one != value)
        for label, changed in (*spoil(value), *islice(neighbours, 1)):
            key = loose(changed)
            if key not in told:
                told.add(key)
                yield Mutation(name, path, label, changed)


def values_by_field(doc: Any) -> dict[str, list[Any]]:
    """What stands in the same field elsewhere in the document: the likeliest forgery."""
    found: dict[str, list[Any]] = {}
    for name, _, value in walk(doc, "transcript", ()):
        found.setdefault(name, []).append(value)
    return found


CRUDE = {"deleted", "renamed", "null", "zero", "minus one", "true", "empty text", "space", "empty list", "empty object",
         "half", "in a list", "as text", "huge", "control letter", "line feed", "too long", "not Unicode", "a field more"}  # fmt: skip
TELLING = (
    "a neighbour's value",
    "turned",
    "plus one",
    "minus one step",
    "first letter",
    "a day later",
    "last dropped",
)


def chosen(doc: Any, number: int) -> Iterator[Mutation]:
    """`number` for every field: half crude (wrong type, missing), half near neighbours, as far as there are such.

    The telling ones always, the others by turns, so that each kind is tried on many fields.
    """
    by_field: dict[str, list[Mutation]] = {}
    for one in mutations(doc):
        by_field.setdefault(one.field, []).append(one)
    for turn, found in enumerate(by_field.values()):
        crude = turned([one for one in found if one.name in CRUDE or one.name.startswith("without ")], turn)
        telling = [one for one in found if one.name in TELLING]
        near = [*telling, *turned([one for one in found if one not in crude and one not in telling], turn)]
        first = near[: number - number // 2]
        yield from first
        yield from crude[: number - len(first)]


def turned(found: list[Mutation], turn: int) -> list[Mutation]:
    place = turn % len(found) if found else 0
    return found[place:] + found[:place]


def spoil(value: Any) -> Iterator[tuple[str, Any]]:
    """Values of another type first, then near neighbours of the value itself."""
    yield from (
        ("null", None),
        ("zero", 0),
        ("minus one", -1),
        ("true", True),
        ("empty text", ""),
        ("space", " "),
    )
    yield from (
        ("empty list", []),
        ("empty object", {}),
        ("half", 0.5),
        ("in a list", [value]),
        ("as text", str(value)),
    )
    yield from (("huge", 2**53), ("another hash", OTHER_HASH))
    if isinstance(value, bool):
        yield "turned", not value
    elif isinstance(value, int):
        yield from (("plus one", value + 1), ("minus one step", value - 1), ("ten times", value * 10))
    elif isinstance(value, str):
        yield from spoil_text(value)
    elif isinstance(value, list):
        yield from spoil_list(value)
    elif isinstance(value, dict):
        yield "a field more", {**value, "extra": 1}
        for key in value:
            yield f"without {key}", {other: part for other, part in value.items() if other != key}


def spoil_text(text: str) -> Iterator[tuple[str, Any]]:
    yield from (("a letter more", text + "0"), ("a letter less", text[:-1]), ("upper case", text.upper()))
    yield from (("case turned", text.swapcase()), ("lower case", text.lower()), ("space behind", text + " "))
    yield from (("control letter", text + "\x1f"), ("line feed", text + "\n"), ("full width", text + "０"))
    yield from (("too long", text * 401), ("not Unicode", text + "\ud800"), ("turned round", text[::-1]))
    yield from (("zero width", text[:1] + "\u200b" + text[1:]), ("composed otherwise", text + "e\u0301"))
    yield "a look-alike", text.translate({ord("a"): "а", ord("0"): "O", ord("1"): "l", ord("e"): "е"})
    if text:
        first, last = chr(ord(text[0]) ^ 1), chr(ord(text[-1]) ^ 1)
        yield from (("first letter", first + text[1:]), ("last letter", text[:-1] + last))
    if len(text) == 20 and text.endswith("Z"):
        yield from (
            ("a day later", text[:8] + f"{int(text[8:10]) + 1:02d}" + text[10:]),
            ("a year earlier", "2025" + text[4:]),
        )
        yield from (
            ("hour 24", text[:11] + "24:00:00Z"),
            ("31 June", text[:5] + "06-31" + text[10:]),
            ("leap second", text[:17] + "60Z"),
        )


def spoil_list(items: list[Any]) -> Iterator[tuple[str, Any]]:
    yield "something more", [*items, OTHER_HASH]
    if not items:
        return
    yield from (
        ("first dropped", items[1:]),
        ("last dropped", items[:-1]),
        ("first twice", [items[0], *items]),
    )
    yield from (
        ("last twice", [*items, items[-1]]),
        ("turned round", items[::-1]),
        ("rotated", [*items[1:], items[0]]),
    )
    if len(items) > 2:
        yield "two swapped", [items[1], items[0], *items[2:]]


ROW = ("tag", "stratum", "status", "weight", "rec")
ROW_SPOILS: dict[str, tuple[bytes, ...]] = {
    "tag": (b"ab" * 32, b"00" * 32, b"ff" * 32, b"ab" * 31, b"ab" * 33, b"AB" * 32, b"", b" " + b"ab" * 32, b"gg" * 32,
            b"0x" + b"ab" * 31, "０".encode() * 32),
    "stratum": (b"B", b"Z", b"a", b"s" * 33, b"A|A", b"", "甲".encode(), b"_A", b"A A", b"A\t", b"__proto__"),
    "status": (b"X:3M", b"F:TS", b"F:RD", b"F:ZF", b"S:EZ", b"", b"X:", b"Q:1", b"X:3m", b"e", b"X:3M:3M", b"EE"),
    "weight": (b"2", b"4", b"3", b"0", b"1000", b"01", b"-1", b"", b"1.0", b"+1", "１".encode(), b"9" * 400),
    "rec": (b"ab" * 32, b"00" * 32, b"", b"ab" * 31, b"ab" * 33, b"AB" * 32, b"ab" * 32 + b" ", b"ab" * 32 + b"\r",
            b"ab" * 32 + b"|", b"ab" * 32 + b"\0", b"null"),
}  # fmt: skip


def spoil_rows(data: bytes) -> Iterator[tuple[str, str, Edit]]:
    """Every part of one eligible row of a roll file, ten ways and more: (part, what stands there, the cut)."""
    start = data.rindex(b"\n", 0, data.index(b"|A|E|1|")) + 1
    parts = data[start : data.index(b"\n", start)].split(b"|")
    for name, part in zip(ROW, parts, strict=True):
        for place, value in enumerate(ROW_SPOILS[name], 1):
            if value != part:
                yield (
                    name,
                    f"{place:02d} {ascii(value.decode())[1:13]}",
                    Edit(start, start + len(part), value),
                )
        start += len(part) + 1


def spoil_bytes(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The same value, spelled otherwise, or hardly JSON at all."""
    yield from (
        ("line feed behind", data + b"\n"),
        ("byte order mark", b"\xef\xbb\xbf" + data),
        ("twice", data + data),
    )
    yield from (
        ("indented", data.replace(b'":', b'": ', 1)),
        ("float", data.replace(b'"index":2', b'"index":2.0', 1)),
    )
    yield from (
        ("exponent", data.replace(b'"index":2', b'"index":2e0', 1)),
        ("minus zero", data.replace(b":0,", b":-0,", 1)),
    )
    yield from (
        ("escaped", data.replace(b"demo", b"d\\u0065mo", 1)),
        ("key twice", b'{"v":"sxsj1",' + data[1:]),
    )
    yield from (
        ("cut short", data[:-1]),
        ("empty", b""),
        ("not UTF-8", data.replace(b"demo", b"\xff\xfe", 1)),
    )
    yield from (("nested deeply", b"[" * 100_000 + b"]" * 100_000), ("nested records", deep_record(data)))
    yield from (
        ("a huge number", data.replace(b'"index":2', b'"index":' + b"9" * 5000, 1)),
        ("NaN", b"NaN"),
        ("Infinity", b"-Infinity"),
    )
    yield from (
        ("a lone surrogate", data.replace(b"demo", b"\\ud800", 1)),
        ("null", b"null"),
        ("a number", b"1"),
        ("text", b'"x"'),
    )
    yield from (
        ("another version", data.replace(b'"sxsj1"', b'"sxsj2"')),
        ("zero bytes", b"\0" * 1000),
        ("delete letter", data.replace(b"demo", b"de\x7fmo", 1)),
    )


def deep_record(data: bytes) -> bytes:
    return data.replace(b'"record":{', b'"record":{"a":' + b'{"a":' * 900 + b"1" + b"}" * 900 + b",", 1)
