#!/usr/bin/env python3
"""明签抽取复核程序：一个文件，只用 Python 标准库（3.9 以上），照 sxsj1 协议重算一次已公布的随机抽取。

用法（名录文件须与 transcript.json 在同一目录）：
    python3 mingqian_verify.py 目录/transcript.json [--prior 上一次/transcript.json]
                               [--key K] [--ids 编号清单.txt] [--conflict-key Kc]

It re-runs a published draw from the transcript and the roll files beside it. It was written from the text of
the protocol (docs/spec/draw-protocol.md; § below are its sections) and shares no line with the program that
draws: two programs that agree check each other. Exit status: 0 accepted, 1 refused, 2 wrong usage or no file.
Sections: 1 encoding · 2 documents · 3 Merkle trees · 4 rolls · 5 quotas · 6 ceremony · 7 inspectors ·
8 later events · 9 the checks V0–V24 · 10 the report.
"""

# ruff: noqa: ANN401, B905, RUF007 - JSON is Any, and Python 3.9 has neither zip(strict=) nor pairwise().
from __future__ import annotations

import argparse
import base64
import binascii
import datetime
import hashlib
import json
import operator
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from math import comb
from typing import Any

MAX_TRANSCRIPT = 512 * 1024 * 1024  # 复核记录最大 512 MiB；名录文件以公告行数为界，逐块读取，不设总长
MAX_ROWS = 90_000_000
MAX_DEPTH = 32
BLOCK = 1 << 20
KNOWN_ENGINES = frozenset({"mingqian"})
Doc = dict[str, Any]
Problems = Iterator[str]


class Bad(Exception):
    """Input which is not what the protocol says; the text is for the reader."""


class NotApplicable(Exception):
    """不适用: this draw has nothing this check could look at."""


class NeedsOutsider(Exception):
    """需外部人员核对: the transcript alone cannot show it."""


# ---------------------------------------------------------------- 1 encoding (§1)

KEY = re.compile(r"[A-Za-z][0-9A-Za-z_]{0,39}")


class PureSM3:
    """GB/T 32905-2016 in plain Python, for Pythons whose OpenSSL has no SM3; slow, but the same digests."""

    def __init__(self) -> None:
        self.state: tuple[int, ...] = (
            0x7380166F,
            0x4914B2B9,
            0x172442D7,
            0xDA8A0600,
            0xA96F30BC,
            0x163138AA,
            0xE38DEE4D,
            0xB0FB0E4E,
        )
        self.rest, self.length = b"", 0

    def copy(self) -> PureSM3:
        other = PureSM3()
        other.state, other.rest, other.length = self.state, self.rest, self.length
        return other

    def update(self, data: bytes) -> None:
        self.length += len(data)
        data = self.rest + data
        whole = len(data) // 64 * 64
        for at in range(0, whole, 64):
            self.state = self._compress(self.state, data[at : at + 64])
        self.rest = data[whole:]

    def digest(self) -> bytes:
        tail = (
            self.rest + b"\x80" + b"\0" * ((55 - len(self.rest)) % 64) + (self.length * 8).to_bytes(8, "big")
        )
        state = self.state
        for at in range(0, len(tail), 64):
            state = self._compress(state, tail[at : at + 64])
        return b"".join(word.to_bytes(4, "big") for word in state)

    @staticmethod
    def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
        def rot(x: int, n: int) -> int:
            n %= 32
            return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF

        w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rot(w[j - 3], 15)
            w.append(x ^ rot(x, 15) ^ rot(x, 23) ^ rot(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            early = j < 16
            ss1 = rot((rot(a, 12) + e + rot(0x79CC4519 if early else 0x7A879D8A, j)) & 0xFFFFFFFF, 7)
            ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if early else (e & f) | (~e & 0xFFFFFFFF & g)
            tt1 = (ff + d + (ss1 ^ rot(a, 12)) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
            a, b, c, d, e, f, g, h = tt1, a, rot(b, 9), c, tt2 ^ rot(tt2, 9) ^ rot(tt2, 17), e, rot(f, 19), g
        return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h)))


class Suite:
    """H, T and J of one hash suite, sha256 or sm3."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.start: Any = hashlib.sha256()
        if name == "sm3":
            try:
                self.start = hashlib.new("sm3")
            except ValueError:
                self.start = PureSM3()

    def fed(self, data: bytes) -> Any:
        """A hash object which has already taken `data`; copy it for every message with this beginning."""
        state = self.start.copy()
        state.update(data)
        return state

    def h(self, data: bytes) -> bytes:
        state = self.start.copy()
        state.update(data)
        digest: bytes = state.digest()
        return digest

    def t(self, name: str, *fields: str) -> str:
        """Text hash: T(name, f1..fn) = hex H("sxsj1:" name LF f1 LF … fn LF)."""
        return self.h(("sxsj1:" + "".join(f"{part}\n" for part in (name, *fields))).encode("ascii")).hex()

    def j(self, doc: Any) -> str:
        """Document hash: J(doc) = hex H(JCS(doc))."""
        return self.h(jcs(doc)).hex()


ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def jcs(doc: Any) -> bytes:
    return ENCODER.encode(doc).encode("utf-8")


def nests_deeper(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit + 1):
        level = [one for one in level if type(one) in (dict, list)]
        if not level:
            return False
        level = [part for one in level for part in (one.values() if type(one) is dict else one)]
    return True


def parse(data: bytes) -> Any:
    """The value of canonical bytes; every other spelling of the same value is refused."""

    def pairs(items: list[tuple[str, Any]]) -> Doc:
        doc = dict(items)
        if len(doc) != len(items):
            raise Bad("同一个对象里有重复的字段名")
        for key in doc:
            if not KEY.fullmatch(key):
                raise Bad(f"字段名“{key[:50]}”不合格式")
        return doc

    def integer(text: str) -> int:
        if len(text) > 17 or abs(int(text)) >= 2**53:
            raise Bad("有超出范围的整数（须小于 2 的 53 次方）")
        return int(text)

    def refuse(text: str) -> Any:
        raise Bad(f"有小数、指数或非数值写法“{text[:30]}”，只许整数")

    try:
        text = data.decode("utf-8")
        if "\x7f" in text or "\\" in text.replace("\\\\", "").replace('\\"', ""):
            raise Bad("文字里有控制字符或不规范的转义")
        value = json.loads(
            text, object_pairs_hook=pairs, parse_int=integer, parse_float=refuse, parse_constant=refuse
        )
        deep = nests_deeper(value, MAX_DEPTH)
        same = not deep and jcs(value) == data
    except Bad:
        raise
    except RecursionError:
        raise Bad("嵌套层数过多") from None
    except UnicodeError:
        raise Bad("不是正确的 UTF-8 文字") from None
    except (ValueError, MemoryError):
        raise Bad("不是正确的 JSON，或大得无法读入") from None
    if deep:
        raise Bad("嵌套层数过多")
    if not same:
        raise Bad("不是规范写法（RFC 8785）：字段顺序、空格、数字或转义写法不对，或首尾有多余字节")
    return value


# ---------------------------------------------------------------- 2 documents (§10)

HEX64 = re.compile(r"[0-9a-f]{64}")
CODE = re.compile(r"[0-9A-Z]{1,12}")
STRATUM = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,31}")
ROLE = re.compile(r"[a-z][0-9a-z]{0,15}")
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z", re.ASCII)
SUBJECT_ID = re.compile(r"[0-9A-Z]{1,12}:[0-9A-Z:._-]{1,51}")


def is_time(value: str) -> bool:
    found = TIME.fullmatch(value)
    if found is None:
        return False
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return hour < 24 and minute < 60 and second < 60


def text_like(pattern: str) -> Callable[[Any], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: type(value) is str and compiled.fullmatch(value) is not None


def within(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def that(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return test


def line_like(value: Any) -> bool:
    return type(value) is str and len(value) <= 1000


h = text_like(HEX64.pattern)
c = text_like(CODE.pattern)
w = text_like(STRATUM.pattern)
r = text_like(ROLE.pattern)
i, i1 = within(0, 2**53 - 1), within(1, 2**53 - 1)
n, n1 = within(0, MAX_ROWS), within(1, MAX_ROWS)
s = that(lambda value: type(value) is str and 1 <= len(value) <= 400)
t = that(lambda value: type(value) is str and is_time(value))
b = that(lambda value: type(value) is bool)
record = that(lambda value: type(value) is dict)
null = that(lambda value: value is None)


def opt(spec: Any) -> Any:
    return ("?", spec)


def some(spec: Any) -> Any:
    """A list with one entry or more."""
    return ("+", spec)


def one_of(*words: str) -> frozenset[str]:
    return frozenset(words)


def document(name: str, /, **fields: Any) -> Doc:
    return {"v": one_of("sxsj1"), "type": one_of(name), **fields}


# fmt: off
def source_spec(value: Any) -> Any:
    """The fields of a source depend on its src; dice have no time of their own."""
    src = value.get("src") if type(value) is dict else None
    extra = {"dice10": {"count": within(1, 99)}, "dice6": {"count": within(1, 99)},
             "lottery": {"game": s, "issue": s, "count": within(1, 98), "max": within(2, 99)},
             "drand": {"chain": h, "round": i}, "nist": {"chain": i, "pulse": i}}
    if type(src) is not str or src not in extra:
        return {"src": one_of(*extra)}
    return {"src": one_of(src), "at": opt(t), **extra[src]}


ROLL = document("roll", kind=one_of("subject", "inspector", "case", "expert"), suite=one_of("sha256", "sm3"),
                list_id=w, snapshot_at=t, source=s, mode=one_of("open", "sealed"), ids=some(c), n=n1, root=h,
                key_commit=opt(h), counts=some({"stratum": w, "E": n, "F": n, "X": n, "S": n}),
                codes=[{"code": text_like("[FXS]:[0-9A-Z]{1,12}"), "text": s}],
                prev=opt({"roll": h, "added": i, "removed": [{"code": c, "count": i}]}))
RULE = {"stratum": w, "scope": one_of("item", "stratum"), "base": one_of("all", "pool", "eligible"),
        "tiers": some({"upto": opt(n), "ppm": within(1, 10 ** 6)}), "min": n, "max": opt(n1),
        "monotone": b, "forced": one_of("extra", "within"), "reserve": n, "batch": opt(n1),
        "weights": [within(1, 999)]}
ITEM = {"item": w, "round": text_like(r"\d{4}-(?:0[1-9]|[1-9]\d)"), "attempt": i1, "prev": opt(h),
        "subject_roll": h, "rules": some(RULE), "quals": [{"code": c, "persons": i}], "panel": opt(w)}
PANEL = {"panel": w, "inspector_roll": h, "strata": some(w), "count": within(1, 999), "size": within(2, 99),
         "factor100": within(100, 300), "captain": one_of("drawn", "appointed"), "appointed": [h]}
PLAN = document("plan", suite=one_of("sha256", "sm3"), journal=s, no=i1, prev_plan=opt(h), draw_id=w,
                items=some(ITEM),
                panels=[PANEL], coi={"root": h, "count": i, "key_commit": h},
                parties=[{"role": r, "unit": s, "outside": b}], public=some(source_spec),
                order=one_of("public-then-reveal", "reveal-then-public"),
                deadlines={"reveal": t, "public": t, "publish": t}, embargo_until=opt(t), audit_leaves=n,
                policy={"pack": s, "digest": h}, engine={"name": s, "version": s, "sha256": h})
SEAL = document("seal", plan=h, commits=[{"role": r, "commit": h}], sealed_at=t)
RESULT = document(
    "result", plan=h, seal=h, seed=h,
    strata=[{"item": w, "stratum": w, "N": n, "E": n, "F": n, "X": n, "S": n, "k": n, "cut": opt(h),
             "next": opt(h), "forced": [h], "drawn": [h], "reserve": [h]}],
    panels=[{"panel": w, "teams": [{"team": i, "captain": h, "members": [h]}], "substitutes": [h]}],
    pairs=[{"panel": w, "tag": h, "items": [w], "team": i}], audit=[{"roll": h, "tags": [h]}])
WHY = {"reason": c, "evidence": s, "approved_by": r}
SEAT = text_like("C|M[1-9][0-9]?")
BODIES = {
    "roll": ROLL, "plan": PLAN, "seal": SEAL, "reveal": {"role": r, "secret": s},
    "public": {"index": i, "value": s, "evidence": s}, "result": {"result": h},
    "substitute": {"team": i, "seat": SEAT, "out": h, "in": opt(h), **WHY},
    "skip": {"team": i, "seat": SEAT, "tag": h, **WHY},
    "replace": {"item": w, "stratum": w, "out": h, "in": opt(h), "team": i, **WHY},
    "audit": {"roll": h, "checked": i, "errors": [{"tag": h, "text": s}]},
    "void": {"items": some(w), "result": opt(h), "errors": [h], "events": i, **WHY},
    "complete": {"result": h, "events": i}, "media": {"name": s, "digest": h}}
CLOSED = {"closed": h}


def entry_spec(value: Any) -> Any:
    """A journaled event; its body depends on its kind and on whether an embargo closes it."""
    event = value.get("event") if type(value) is dict else None
    if type(event) is not dict:
        event = {}
    kind = event.get("kind")
    if type(kind) is not str or kind not in BODIES:
        return {"index": i, "event": {"kind": one_of(*BODIES)}}
    closed = kind in ("reveal", "result") and type(event.get("body")) is dict and "closed" in event["body"]
    fields = document("event", kind=one_of(kind), draw=opt(w), at=t, by=r,
                      body=CLOSED if closed else BODIES[kind])
    return {"index": i, "event": fields, "nonce": opt(h), "body": opt(BODIES[kind]), "proof": [h]}


# fmt: on
def file_name(value: Any) -> bool:
    return (
        type(value) is str
        and 1 <= len(value) <= 200
        and not value.startswith(".")
        and not any(mark in value for mark in "/\\:")
    )


# fmt: off
TRANSCRIPT = document(
    "transcript", rolls=[{"roll": h, "file": file_name, "digest": h}], events=[entry_spec],
    result=opt(RESULT),
    openings=[{"roll": h, "tag": h, "id": text_like(SUBJECT_ID.pattern), "salt": text_like("|[0-9a-f]{64}"),
               "record": record}],
    coi={"key": opt(h), "leaves": [h], "opened": [{"inspector": h, "subject": h, "key": h}]},
    checkpoint=[line_like], anchors=[{"kind": one_of("WITNESS", "UPPER", "TSA", "NOTICE"), "at": t, "seal": h,
                                      "proof": s}])


# fmt: on
def misfits(value: Any, spec: Any, path: str) -> Problems:
    """Every place where a value is not of the form §10 gives it."""
    if callable(spec) and spec in (source_spec, entry_spec):
        spec = spec(value)
    if isinstance(spec, tuple):
        if spec[0] == "+" and value == []:
            yield f"{path}：至少要有一项"
        elif spec[0] == "+" or value is not None:
            yield from misfits(value, [spec[1]] if spec[0] == "+" else spec[1], path)
    elif isinstance(spec, dict):
        if type(value) is not dict:
            yield f"{path}：应是对象"
            return
        for key in sorted(set(spec) ^ set(value)):
            yield f"{path}：{'缺少' if key in spec else '多出'}字段“{key}”"
        for key in spec:
            if key in value:
                yield from misfits(value[key], spec[key], f"{path}.{key}")
    elif isinstance(spec, list):
        if type(value) is not list:
            yield f"{path}：应是列表"
            return
        for at, part in enumerate(value):
            yield from misfits(part, spec[0], f"{path}[{at}]")
    elif isinstance(spec, frozenset):
        if type(value) is not str or value not in spec:
            yield f"{path}：只能是 {'、'.join(sorted(spec))} 之一"
    elif not spec(value):
        yield f"{path}：类型、格式或大小不对"


# ---------------------------------------------------------------- 3 Merkle trees (RFC 6962)


class Tree:
    """The root of a stream of leaves, in memory that grows with the logarithm of their number."""

    WHOLE = 4096

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.waiting: list[bytes] = []
        self.stack: list[tuple[int, bytes]] = []

    def add(self, leaves: Iterable[bytes]) -> None:
        hash_leaf, node = self.suite.fed(b"\0").copy, self.suite.fed(b"\1").copy
        for leaf in leaves:
            state = hash_leaf()
            state.update(leaf)
            self.waiting.append(state.digest())
        while len(self.waiting) >= self.WHOLE:
            level, self.waiting = self.waiting[: self.WHOLE], self.waiting[self.WHOLE :]
            while len(level) > 1:
                above = []
                for left, right in zip(level[::2], level[1::2]):
                    state = node()
                    state.update(left + right)
                    above.append(state.digest())
                level = above
            self._push(self.WHOLE, level[0])

    def _push(self, size: int, top: bytes) -> None:
        while self.stack and self.stack[-1][0] == size:
            top = self.suite.h(b"\1" + self.stack.pop()[1] + top)
            size *= 2
        self.stack.append((size, top))

    def root(self) -> bytes:
        for leaf in self.waiting:
            self._push(1, leaf)
        self.waiting = []
        if not self.stack:
            return self.suite.h(b"")
        top = self.stack[-1][1]
        for _, left in reversed(self.stack[:-1]):
            top = self.suite.h(b"\1" + left + top)
        return top


def included(suite: Suite, leaf: bytes, index: int, size: int, proof: list[str], root: bytes) -> bool:
    """RFC 9162 §2.1.3.2."""
    if index >= size:
        return False
    node, last, top = index, size - 1, suite.h(b"\0" + leaf)
    for step in map(bytes.fromhex, proof):
        if last == 0:
            return False
        if node & 1 or node == last:
            top = suite.h(b"\1" + step + top)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            top = suite.h(b"\1" + top + step)
        node, last = node >> 1, last >> 1
    return last == 0 and top == root


# ---------------------------------------------------------------- 4 rolls and tickets (§2, §6)

CLASS = rb"[0-9A-Za-z][0-9A-Za-z_-]{0,31}\|(?:E\|[1-9][0-9]{0,2}|[FXS]:[0-9A-Z]{1,12}\|1)"
ROWS = re.compile(rb"^([0-9a-f]{64})\|(" + CLASS + rb")\|[0-9a-f]{64}$", re.MULTILINE)
ONE_ROW = re.compile(rb"[0-9a-f]{64}\|" + CLASS + rb"\|[0-9a-f]{64}")
REDRAWN = re.compile(rb"^[0-9a-f]{64}\|([0-9A-Za-z_-]+)\|F:RD\|", re.MULTILINE)


def blocks(path: str, limit: int) -> Iterator[bytes]:
    """The file in pieces that end with a whole row; never more than `limit` bytes plus one piece."""
    rest, seen = b"", 0
    with open(path, "rb") as file:
        while seen <= limit:
            piece = file.read(BLOCK)
            if not piece:
                break
            seen += len(piece)
            end = piece.rfind(b"\n") + 1
            if end:
                yield rest + piece[:end]
                rest = piece[end:]
            else:
                rest += piece
            if len(rest) > BLOCK:  # a row of a megabyte is none
                break
    if rest:
        yield rest


class Least:
    """The `limit` least (key, tag) of a stream."""

    def __init__(self, limit: int) -> None:
        self.limit, self.cap, self.bar = limit, 2 * limit + 2000, b"\xff" * 33
        self.found: list[tuple[bytes, bytes]] = []

    def add(self, key: bytes, tag: bytes) -> None:
        self.found.append((key, tag))
        if len(self.found) > self.cap:
            self.sorted()

    def sorted(self) -> list[tuple[bytes, bytes]]:
        self.found.sort()
        del self.found[self.limit :]
        if self.limit and len(self.found) == self.limit:
            self.bar = self.found[-1][0]
        elif not self.limit:
            self.bar = b""
        return self.found


class Scan:
    """One pass over one roll file: what V1–V4 need, and everything the draw needs from its rows."""

    def __init__(self, suite: Suite, header: Doc, path: str) -> None:
        self.suite, self.header, self.path = suite, header, path
        self.bad: list[str] = []
        self.order: list[str] = []
        self.rows, self.complete = 0, True
        self.classes: Counter[bytes] = Counter()
        self.forced: dict[str, list[str]] = {}
        self.best: dict[str, Least] = {}
        self.kept: dict[str, tuple[str, str, str]] = {}  # tag → stratum, status, rec
        self.audit_tags: list[str] = []
        self.root = self.digest = ""
        self.strangers = 0  # rows whose tag no id of the witness's list gives

    def run(
        self,
        limits: dict[str, int],
        leaves: int,
        seed: str | None,
        wanted: set[bytes] | None,
        known: set[bytes] | None,
    ) -> Scan:
        """`limits`: how many of the order each stratum needs; `wanted`: tags to keep (None: E and X rows)."""
        tree, file_hash, last = Tree(self.suite), self.suite.fed(b""), b""
        self.best = {stratum: Least(limit) for stratum, limit in limits.items()}
        sample = Least(leaves)
        for block in blocks(self.path, (self.header["n"] + 1) * 182):
            file_hash.update(block)
            lines = block.split(b"\n")
            if lines[-1]:
                self.bad.append("最后一行没有换行符，或有一行长得不合格式")
            else:
                lines.pop()
            found = ROWS.findall(block)
            if len(found) != len(lines):
                self._point_out(lines)
            tree.add(lines)
            self.rows += len(lines)
            if not found:
                continue
            tags = [row[0] for row in found]
            if last >= tags[0] or not all(map(operator.lt, tags, tags[1:])):
                self.order.append(
                    f"第 {self.rows - len(lines) + 1} 行至第 {self.rows} 行之间，标签未严格升序或有重复"
                )
            last = tags[-1]
            here = Counter(row[1] for row in found)
            self.classes.update(here)
            if any(b"|F:" in row_class for row_class in here):
                self._forced(found)
            if wanted is None or (wanted and not wanted.isdisjoint(tags)):
                self._keep(block, wanted)
            if known is not None:
                self.strangers += sum(tag not in known for tag in tags)
            if seed is not None and self.header["kind"] != "inspector":
                self._tickets(found, seed, sample)
            if self.rows > self.header["n"] or len(self.bad) > 20:
                self.complete = False
                break
        self.root, self.digest = tree.root().hex(), file_hash.digest().hex()
        self.audit_tags = [tag.decode() for _, tag in sample.sorted()]
        return self

    def _point_out(self, lines: list[bytes]) -> None:
        for at, line in enumerate(lines, self.rows + 1):
            if not ONE_ROW.fullmatch(line) and len(self.bad) < 20:
                self.bad.append(f"第 {at} 行不合格式（应为 标签|层|状态|签数|记录摘要）")

    def _forced(self, found: list[tuple[bytes, bytes]]) -> None:
        for tag, row_class in found:
            if b"|F:" in row_class:
                self.forced.setdefault(row_class.split(b"|")[0].decode(), []).append(tag.decode())

    def _keep(self, block: bytes, wanted: set[bytes] | None) -> None:
        for line in block.split(b"\n"):
            if (line[:64] in wanted) if wanted is not None else (b"|E|" in line or b"|X:" in line):
                parts = line.decode("ascii", "replace").split("|")
                if len(parts) == 5:
                    self.kept[parts[0]] = (parts[1], parts[2], parts[4])

    def _tickets(self, found: list[tuple[bytes, bytes]], seed: str, sample: Least) -> None:
        """Audit tickets of all rows, selection keys of the E rows: key = min over j of ticket(tag, j)."""
        purpose = self.header["kind"]
        prefix = self.suite.fed(f"sxsj1:ticket\n{seed}\n{purpose}\n".encode()).copy
        prefix_audit = self.suite.fed(f"sxsj1:ticket\n{seed}\naudit\n".encode()).copy
        eligible: dict[bytes, tuple[Least, int] | None] = {}
        for row_class in {row[1] for row in found}:
            stratum, status, slips = row_class.split(b"|")
            bucket = self.best.get(stratum.decode())
            eligible[row_class] = (bucket, int(slips)) if status == b"E" and bucket is not None else None
        auditing = sample.limit > 0
        for tag, row_class in found:
            if auditing:
                state = prefix_audit()
                state.update(tag + b"\n1\n")
                key = state.digest()
                if key <= sample.bar:
                    sample.add(key, tag)
            how = eligible[row_class]
            if how is None:
                continue
            least, weight = how
            state = prefix()
            state.update(tag + b"\n1\n")
            key = state.digest()
            for slip in range(2, weight + 1):
                state = prefix()
                state.update(b"%s\n%d\n" % (tag, slip))
                key = min(key, state.digest())
            if key <= least.bar:
                least.add(key, tag)

    def count(self, stratum: str, mark: str) -> int:
        """Rows of a stratum whose status begins with `mark` (E, F, X, S or F:RD)."""
        start, total = f"{stratum}|{mark}".encode(), 0
        for row_class, rows in self.classes.items():
            if row_class.startswith(start) and row_class[len(start) : len(start) + 1] in (b"|", b":"):
                total += rows
        return total

    def strata(self) -> list[str]:
        return sorted({row_class.split(b"|")[0].decode() for row_class in self.classes})

    def codes(self) -> list[str]:
        return sorted({row_class.split(b"|")[1].decode() for row_class in self.classes} - {"E"})


# ---------------------------------------------------------------- 5 quotas (§3)


def ceil_div(top: int, bottom: int) -> int:
    return -(-top // bottom)


def quota(rule: Doc, size: int) -> int:
    """Q: the tier's rate, not falling where monotone, then the floor and the ceiling."""
    tiers = rule["tiers"]

    def q(x: int) -> int:
        ppm = int(next(tier["ppm"] for tier in tiers if tier["upto"] is None or x <= tier["upto"]))
        return ceil_div(x * ppm, 10**6)

    total = q(size)
    if rule["monotone"]:
        below = [tier["upto"] for tier in tiers if tier["upto"] is not None and tier["upto"] < size]
        total = max([total, *map(q, below)])
    total = max(total, int(rule["min"]))
    return total if rule["max"] is None else min(total, int(rule["max"]))


def draw_counts(item: Doc, counts: dict[str, dict[str, int]]) -> dict[str, int]:
    """k of every stratum of an item; counts: stratum → E, F, X, S, RD."""

    def base(rule: Doc) -> int:
        row = counts[rule["stratum"]]
        everything = row["E"] + row["F"] + row["X"] + row["S"]
        return {"all": everything, "pool": everything - row["S"], "eligible": row["E"] + row["RD"]}[
            rule["base"]
        ]

    whole = sum(base(rule) for rule in item["rules"])
    shares = {
        rule["stratum"]: counts[rule["stratum"]]["E"] + counts[rule["stratum"]]["RD"]
        for rule in item["rules"]
    }
    result = {}
    for rule in item["rules"]:
        row, share = counts[rule["stratum"]], shares[rule["stratum"]]
        if rule["scope"] == "stratum":
            k = quota(rule, base(rule))
        else:
            k = ceil_div(quota(rule, whole) * share, sum(shares.values())) if share else 0
        k -= row["F"] if rule["forced"] == "within" else row["RD"]
        result[rule["stratum"]] = min(row["E"], max(0, k))
    return result


# ---------------------------------------------------------------- 6 the draw as read, ceremony (§4, §5)

SECRET = re.compile(r"[0-9A-Za-z]{20,128}")


def value_fits(source: Doc, value: str) -> bool:
    """Grammar of a public value (§5)."""
    src = source["src"]
    if src in ("dice10", "dice6"):
        return (
            re.fullmatch("[0-9]*" if src == "dice10" else "[1-6]*", value) is not None
            and len(value) == source["count"]
        )
    if src == "lottery":
        width = len(str(source["max"]))
        numbers = value.split(",")
        return (
            all(re.fullmatch(f"[0-9]{{{width}}}", number) for number in numbers)
            and len(numbers) == source["count"]
            and all(map(operator.lt, numbers, numbers[1:]))
            and int(numbers[0]) >= 1
            and int(numbers[-1]) <= source["max"]
        )
    return re.fullmatch("[0-9a-f]{64}" if src == "drand" else "[0-9a-f]{128}", value) is not None


def outcomes(source: Doc) -> int:
    src: str = source["src"]
    if src == "lottery":
        return comb(source["max"], source["count"])
    sides = {"dice10": 10, "dice6": 6}.get(src, 2)
    throws: int = {"drand": 256, "nist": 512}.get(src) or source["count"]
    return int(sides**throws)


class Draw:
    """One transcript that passed V0, with its parts by name and what can be computed from them."""

    def __init__(self, doc: Doc, folder: str, keys: Doc, prior: Draw | None) -> None:
        self.doc, self.folder, self.keys, self.prior = doc, folder, keys, prior
        self.entries: list[Doc] = doc["events"]
        self.result: Doc | None = doc["result"]
        self.plan: Doc = self.bodies("plan")[0]
        self.suite = Suite(self.plan["suite"])
        self.headers = {self.suite.j(header): header for header in self.bodies("roll")}
        self.seal: Doc = self.only("seal") or {}
        self.plan_hash, self.seal_hash = self.suite.j(self.plan), self.suite.j(self.seal)
        self.parties: list[Doc] = self.plan["parties"]
        self.table = self.plan["order"] == "public-then-reveal"
        self.items: list[Doc] = self.plan["items"]
        self.panels: list[Doc] = self.plan["panels"]
        self.item_rolls = list(dict.fromkeys(item["subject_roll"] for item in self.items))
        self.panel_rolls = list(dict.fromkeys(panel["inspector_roll"] for panel in self.panels))
        self.seed = self.compute_seed() if self.fixed(self.entries) and self.seal else None
        self.openings: dict[tuple[str, str], Doc] = {
            (one["roll"], one["tag"]): one for one in doc["openings"]
        }
        self.files: dict[str, str] = {one["roll"]: os.path.join(folder, one["file"]) for one in doc["rolls"]}
        self.scans: dict[str, Scan] = {}
        self.notes: list[str] = []

    def body(self, entry: Doc) -> Doc | None:
        """The body of an entry, opened if an embargo had closed it; None while it is still closed."""
        inner: Doc = entry["event"]["body"]
        return entry["body"] if "closed" in inner else inner

    def bodies(self, kind: str, entries: list[Doc] | None = None) -> list[Doc]:
        found = [
            self.body(entry)
            for entry in (self.entries if entries is None else entries)
            if entry["event"]["kind"] == kind
        ]
        return [one for one in found if one is not None]

    def only(self, kind: str) -> Doc | None:
        found = self.bodies(kind)
        return found[0] if len(found) == 1 else None

    def fixed(self, entries: list[Doc]) -> bool:
        """Do these events fix the seed?  §8: PARTY and SOURCE voids are possible only while they do not."""
        values = {one["index"] for one in self.bodies("public", entries)}
        roles = {one["role"] for one in self.bodies("reveal", entries)}
        if not values.issuperset(range(len(self.plan["public"]))):
            return False
        given = [party for party in self.parties if party["role"] in roles]
        return len(given) == len(self.parties) if self.table else self.enough(given)

    @staticmethod
    def enough(given: list[Doc]) -> bool:
        return len(given) >= 2 and any(party["outside"] for party in given)

    def compute_seed(self) -> str:
        secrets = {one["role"]: one["secret"] for one in self.bodies("reveal")}
        values = {one["index"]: one["value"] for one in self.bodies("public")}
        lines = [f"{party['role']}={secrets.get(party['role'], '')}" for party in self.parties]
        lines += [f"{source['src']}={values[at]}" for at, source in enumerate(self.plan["public"])]
        try:
            return self.suite.t("seed", self.seal_hash, *lines)
        except UnicodeError:
            return ""

    def organiser(self) -> str:
        return str(self.parties[0]["role"]) if self.parties else ""

    def void_items(self, entries: list[Doc] | None = None) -> set[str]:
        return {item for body in self.bodies("void", entries) for item in body["items"]}

    # -- reading the rolls

    def read_rolls(self) -> None:
        known = self.known_tags()
        for name in self.item_rolls + self.panel_rolls:
            header, path = self.headers.get(name), self.files.get(name)
            if header is None or path is None or name in self.scans:
                continue
            scan = Scan(self.suite, header, path)
            try:
                is_list = header["kind"] == "inspector"
                if not os.path.isfile(path):
                    raise OSError
                limits = {} if is_list else self.limits(name, header, path)
                wanted = None if is_list else {tag.encode() for roll, tag in self.openings if roll == name}
                if self.result and not is_list:
                    wanted |= {
                        tag.encode()
                        for one in self.result["audit"]
                        if one["roll"] == name  # type: ignore
                        for tag in one["tags"]
                    }
                scan.run(limits, self.plan["audit_leaves"], self.seed, wanted, None if is_list else known)
            except OSError:
                scan.bad.append("读不到名录文件，应与复核记录放在同一目录")
                scan.complete = False
            self.scans[name] = scan

    def limits(self, name: str, header: Doc, path: str) -> dict[str, int]:
        """How many rows of each stratum's order must be kept, from the counts the header announces."""
        counts = {one["stratum"]: {"RD": 0, **one} for one in header["counts"]}
        if any(item["attempt"] > 1 for item in self.items):
            for block in blocks(path, (header["n"] + 1) * 182):
                for stratum in REDRAWN.findall(block):
                    if stratum.decode() in counts:
                        counts[stratum.decode()]["RD"] += 1
        needed: dict[str, int] = {}
        for item in self.items:
            if item["subject_roll"] != name:
                continue
            try:
                ks = draw_counts(item, counts)
            except (KeyError, StopIteration):  # a rule without its stratum or last tier: V5 says so
                continue
            for rule in item["rules"]:
                stratum = rule["stratum"]
                needed[stratum] = max(needed.get(stratum, 0), ks[stratum] + max(1, rule["reserve"]))
        return needed

    def known_tags(self) -> set[bytes] | None:
        ids, key = self.keys.get("ids"), self.keys.get("key")
        if not ids or not key:
            return None
        return {self.suite.t("tag", one, self.suite.t("salt", key, one, key)).encode() for one in ids}

    # -- §6

    def stratum_result(self, item: Doc, rule: Doc, k: int) -> Doc:
        scan, stratum = self.scans[item["subject_roll"]], rule["stratum"]
        order = scan.best[stratum].sorted()
        tags = [tag.decode() for _, tag in order]
        counts = {mark: scan.count(stratum, mark) for mark in "EFXS"}
        return {
            "item": item["item"],
            "stratum": stratum,
            "N": sum(counts.values()),
            **counts,
            "k": k,
            "cut": order[k - 1][0].hex() if k else None,
            "next": order[k][0].hex() if k < counts["E"] else None,
            "forced": scan.forced.get(stratum, []),
            "drawn": tags[:k],
            "reserve": tags[k : k + rule["reserve"]],
        }

    def selection(self) -> list[Doc]:
        found = []
        for item in self.items:
            scan = self.scans[item["subject_roll"]]
            counts = {
                rule["stratum"]: {mark: scan.count(rule["stratum"], mark) for mark in ("E", "F", "X", "S")}
                for rule in item["rules"]
            }
            for stratum in counts:
                counts[stratum]["RD"] = scan.count(stratum, "F:RD")
            ks = draw_counts(item, counts)
            found += [self.stratum_result(item, rule, ks[rule["stratum"]]) for rule in item["rules"]]
        return found


# ---------------------------------------------------------------- 7 inspectors (§7)


class Bench:
    """The people of the panels: who may be captain, who holds what, who has a conflict with whom."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.rolls = {panel["panel"]: panel["inspector_roll"] for panel in draw.panels}
        self.conflicts = {(one["inspector"], one["subject"]) for one in draw.doc["coi"]["opened"]}
        self.quals = {item["item"]: item["quals"] for item in draw.items}

    def record(self, panel: str, tag: str) -> Doc:
        found = self.draw.openings.get((self.rolls[panel], tag))
        if found is None:
            raise Bad(f"检查人员 {tag[:8]} 未公开名录记录")
        one: Doc = found["record"]
        if type(one.get("captain")) is not bool or type(one.get("quals")) is not list:
            raise Bad(f"检查人员 {tag[:8]} 的名录记录缺少组长资格或执法资格")
        return one

    def captain(self, panel: str, tag: str) -> bool:
        return bool(self.record(panel, tag)["captain"])

    def able(self, panel: str, people: list[str], tag: str, items: list[str]) -> bool:
        """§7.5: no conflict, and for every item enough of them hold each qualification."""
        if any((person, tag) in self.conflicts for person in people):
            return False
        return all(
            sum(need["code"] in self.record(panel, person)["quals"] for person in people) >= need["persons"]
            for item in items
            for need in self.quals[item]
        )

    def eligible(self, panel: Doc) -> list[str]:
        kept = self.draw.scans[panel["inspector_roll"]].kept
        return [tag for tag, row in kept.items() if row[1] == "E" and row[0] in panel["strata"]]


def people_needed(panel: Doc) -> int:
    return int(panel["count"] * (panel["size"] - (panel["captain"] == "appointed")))


def people_drawn(panel: Doc, present: int) -> int:
    return min(present, ceil_div(people_needed(panel) * panel["factor100"], 100))


def form_panels(draw: Draw, bench: Bench) -> list[Doc]:
    """§7.1, 7.2: the teams and substitutes of all panels in plan order."""
    gone: set[str] = set()
    found, number, suite, seed = [], 0, draw.suite, draw.seed or ""
    for panel in draw.panels:
        name, count = panel["panel"], panel["count"]
        order = sorted(
            (suite.t("ticket", seed, "inspector", tag, "1"), tag)
            for tag in bench.eligible(panel)
            if tag not in gone
        )
        pool = [tag for _, tag in order]
        total, m = people_drawn(panel, len(pool)), count * (panel["size"] - 1)
        if panel["captain"] == "appointed":
            captains = list(panel["appointed"])
            others, end = pool, total
        else:
            captains = [tag for tag in pool if bench.captain(name, tag)][:count]
            others, end = [tag for tag in pool if tag not in captains], total - count
        if len(captains) < count or len(others) < m:
            raise Bad(f"检查组别 {name} 人数或组长不足，无法组队")
        teams = [
            {"team": number + at + 1, "captain": captains[at], "members": others[at:m:count]}
            for at in range(count)
        ]
        number += count
        found.append({"panel": name, "teams": teams, "substitutes": others[m : max(m, end)]})
        gone.update(captains, others[: max(m, end)])
    return found


def visits_of(draw: Draw, strata: list[Doc], panel: str) -> dict[str, list[str]]:
    """tag → its items, in the order of first appearance."""
    mine = {item["item"] for item in draw.items if item["panel"] == panel}
    visits: dict[str, list[str]] = {}
    for row in strata:
        if row["item"] in mine:
            for tag in row["forced"] + row["drawn"]:
                visits.setdefault(tag, []).append(row["item"])
    return visits


def people(team: Doc) -> list[str]:
    return [team["captain"], *team["members"]]


def make_pairs(draw: Draw, bench: Bench, strata: list[Doc], panels: list[Doc]) -> list[Doc]:
    """§7.5: every visit to the able team of least pair ticket that is not yet full."""
    found = []
    for panel in panels:
        visits, teams = visits_of(draw, strata, panel["panel"]), panel["teams"]
        load, cap = {team["team"]: 0 for team in teams}, ceil_div(len(visits), len(teams))
        for tag, items in visits.items():
            able = [team["team"] for team in teams if bench.able(panel["panel"], people(team), tag, items)]
            free = [number for number in able if load[number] < cap]
            if able and not free:
                least = min(load[number] for number in able)
                free = [number for number in able if load[number] == least]
            chosen = min(
                ((draw.suite.t("pair", draw.seed or "", tag, str(number)), number) for number in free),
                default=("", 0),
            )[1]
            if chosen:
                load[chosen] += 1
            found.append({"panel": panel["panel"], "tag": tag, "items": items, "team": chosen})
    return found


# ---------------------------------------------------------------- 8 substitution and replacement (§8)


class Aftermath:
    """Applies substitute, skip and replace in journal order to what the result fixed."""

    def __init__(self, draw: Draw, bench: Bench) -> None:
        result = draw.result or {}
        self.draw, self.bench = draw, bench
        self.panel_of: dict[int, str] = {}
        self.seats: dict[int, dict[str, str | None]] = {}
        self.substitutes: dict[str, list[str]] = {}
        for panel in result["panels"]:
            self.substitutes[panel["panel"]] = panel["substitutes"]
            for team in panel["teams"]:
                self.panel_of[team["team"]] = panel["panel"]
                self.seats[team["team"]] = {
                    "C": team["captain"],
                    **{f"M{at}": tag for at, tag in enumerate(team["members"], 1)},
                }
        self.visits = {
            (pair["panel"], pair["tag"]): (list(pair["items"]), pair["team"]) for pair in result["pairs"]
        }
        self.rows = {(row["item"], row["stratum"]): row for row in result["strata"]}
        self.standing = {key: set(row["drawn"]) for key, row in self.rows.items()}
        self.unused = {key: list(row["reserve"]) for key, row in self.rows.items()}
        self.gone: set[str] = set()
        self.replaced_in: set[str] = set()

    def next_substitute(self, team: int, seat: str) -> str | None:
        panel = self.panel_of[team]
        stay = [tag for name, tag in self.seats[team].items() if name != seat and tag]
        visits = [
            (tag, items)
            for (name, tag), (items, number) in self.visits.items()
            if name == panel and number == team
        ]
        for person in self.substitutes[panel]:
            if person in self.gone or (seat == "C" and not self.bench.captain(panel, person)):
                continue
            if all(self.bench.able(panel, [*stay, person], tag, items) for tag, items in visits):
                return person
        return None

    def substitute(self, body: Doc) -> Problems:
        team, seat = body["team"], body["seat"]
        if seat not in self.seats.get(team, {}) or self.seats[team][seat] != body["out"]:
            yield f"第 {team} 组 {seat} 席被替换的不是在席人员"
            return
        expected = self.next_substitute(team, seat)
        if body["in"] != expected:
            yield f"第 {team} 组 {seat} 席的递补人员应为 {(expected or '无')[:8]}"
        self.seats[team][seat] = expected
        self.gone.add(expected or "")

    def skip(self, body: Doc) -> Problems:
        team, seat = body["team"], body["seat"]
        expected = self.next_substitute(team, seat) if seat in self.seats.get(team, {}) else None
        if expected is None or body["tag"] != expected:
            yield f"第 {team} 组 {seat} 席跳过的不是应递补的那一位"
        self.gone.add(body["tag"])

    def replace(self, body: Doc) -> Problems:
        key = (body["item"], body["stratum"])
        if key not in self.rows or body["out"] not in self.standing[key]:
            yield f"事项 {body['item']} 被替换的对象不是抽中的（或已替换过）"
            return
        self.standing[key].discard(body["out"])
        expected = self.unused[key].pop(0) if self.unused[key] else None
        if body["in"] != expected:
            yield f"事项 {body['item']} 的替补对象应为 {(expected or '无')[:8]}"
            return
        team = 0
        if expected is not None:
            self.standing[key].add(expected)
            self.replaced_in.add(expected)
            team = self.team_for(body["item"], body["out"], expected)
        if body["team"] != team:
            yield f"事项 {body['item']} 替补对象 {(expected or '无')[:8]} 应由第 {team} 组检查"

    def team_for(self, item: str, out: str, tag: str) -> int:
        panel = next(one["panel"] for one in self.draw.items if one["item"] == item)
        if panel is None:
            return 0
        own = self.visits.get((panel, tag))
        items = [
            one["item"] for one in self.draw.items if (own and one["item"] in own[0]) or one["item"] == item
        ]
        able = [
            number
            for number, name in self.panel_of.items()
            if name == panel
            and self.bench.able(
                panel, [person for person in self.seats[number].values() if person], tag, items
            )
        ]
        team: int = own[1] if own else self.visits[(panel, out)][1]
        if team not in able:
            tickets = [
                (self.draw.suite.t("pair", self.draw.seed or "", tag, str(number)), number) for number in able
            ]
            team = min(tickets, default=("", 0))[1]
        self.visits[(panel, tag)] = (items, team)
        return team


# ---------------------------------------------------------------- 9 the checks (§11)


def need_seed(draw: Draw) -> None:
    if draw.seed is None:
        raise NotApplicable("随机数未齐，本次抽取没有产生种子")


def v1_rows(draw: Draw) -> Problems:
    """Rows and their grammar; inspector rolls hold E and X:NA / X:AP only, weight 1 (§2)."""
    for scan in draw.scans.values():
        for problem in scan.bad:
            yield f"名录 {scan.header['list_id']}：{problem}"
        if scan.header["kind"] == "inspector":
            strange = [
                row_class.decode()
                for row_class in scan.classes
                if row_class.split(b"|", 1)[1] not in (b"E|1", b"X:NA|1", b"X:AP|1")
            ]
            if strange:
                yield f"检查人员名录 {scan.header['list_id']} 有不允许的状态或签数：{strange[0]}"
    if len({one["file"] for one in draw.doc["rolls"]}) != len(draw.doc["rolls"]):
        yield "两份名录用了同一个文件名"
    for one in draw.doc["rolls"]:
        if one["roll"] not in draw.headers:
            yield f"名录文件 {one['file']} 在日志里没有对应的表头"


def v2_order(draw: Draw) -> Problems:
    for scan in draw.scans.values():
        for problem in scan.order[:3]:
            yield f"名录 {scan.header['list_id']}：{problem}"


def v3_counts(draw: Draw) -> Problems:
    for scan in draw.scans.values():
        header, name = scan.header, scan.header["list_id"]
        if scan.rows != header["n"] or not header["n"]:
            found = f"有 {scan.rows} 行" if scan.complete else "没有读完"
            yield f"名录 {name}：公告 {header['n']} 行，文件{found}"
        strata = [one["stratum"] for one in header["counts"]]
        if strata != scan.strata():
            yield f"名录 {name}：计数表的层与文件不符或未升序"
        for one in header["counts"]:
            if any(one[mark] != scan.count(one["stratum"], mark) for mark in "EFXS"):
                yield f"名录 {name}：层 {one['stratum']} 的计数与文件不符"
        if [one["code"] for one in header["codes"]] != scan.codes():
            yield f"名录 {name}：状态代码表与文件不符或未升序"


def v4_root(draw: Draw) -> Problems:
    for entry in draw.doc["rolls"]:
        scan = draw.scans.get(entry["roll"])
        if scan is None:
            continue
        if scan.root != scan.header["root"]:
            yield f"名录 {scan.header['list_id']}：文件的默克尔根与公告不符，名录被改动过"
        if scan.digest != entry["digest"]:
            yield f"名录 {scan.header['list_id']}：文件摘要与复核记录不符"


def v5_plan(draw: Draw) -> Problems:
    plan = draw.plan
    used = draw.item_rolls + draw.panel_rolls
    if {header["suite"] for header in draw.headers.values()} - {plan["suite"]}:
        yield "名录与公告的算法套件不一致"
    if sorted(draw.suite.j(header) for header in draw.bodies("roll")) != sorted(set(used)):
        yield "日志里的名录表头与公告所用的名录不是一一对应"
    if (plan["no"] == 1) != (plan["prev_plan"] is None):
        yield "第 1 号公告没有上一号，其后各号都须写明上一号公告的哈希"
    for name in set(used) - set(draw.headers):
        yield f"公告所用名录 {name[:8]} 的表头未见于日志"
    if set(used) != {one["roll"] for one in draw.doc["rolls"]}:
        yield "复核记录所附名录与公告所用的名录不一致"
    if any(name not in draw.headers for name in used):
        return
    for header in draw.headers.values():
        yield from header_problems(header)
    rolls = [draw.headers[name] for name in draw.item_rolls]
    if len({(header["mode"], header["key_commit"]) for header in rolls}) > 1:
        yield "各事项名录的公开方式或密钥承诺不一致"
    if plan["embargo_until"] is not None and any(header["mode"] == "open" for header in rolls):
        yield "暂缓公开的抽取必须用密封名录"
    if len({item["item"] for item in draw.items}) != len(draw.items):
        yield "公告的事项重复"
    for item in draw.items:
        yield from item_problems(draw, item)
    names = [panel["panel"] for panel in draw.panels]
    if len(set(names)) != len(names) or set(names) != {item["panel"] for item in draw.items} - {None}:
        yield "事项所用的检查组别与公告列出的不一致"
    for panel in draw.panels:
        yield from panel_problems(draw, panel)


def header_problems(header: Doc) -> Problems:
    if (header["mode"] == "sealed") != (header["key_commit"] is not None):
        yield f"名录 {header['list_id']}：密封名录须有密钥承诺，公开名录不得有"
    if header["kind"] == "inspector" and header["mode"] != "open":
        yield f"检查人员名录 {header['list_id']} 须公开"
    if header["ids"] != sorted(set(header["ids"])) or not header["ids"]:
        yield f"名录 {header['list_id']}：编号种类为空、重复或未升序"


def item_problems(draw: Draw, item: Doc) -> Problems:
    name, header = item["item"], draw.headers[item["subject_roll"]]
    if (item["attempt"] == 1) != (item["prev"] is None):
        yield f"事项 {name} 第 {item['attempt']} 次抽取与上一次的作废事件不衔接"
    if len({need["code"] for need in item["quals"]}) != len(item["quals"]):
        yield f"事项 {name} 的资格要求重复"
    rules = item["rules"]
    if header["kind"] == "inspector":
        yield f"事项 {name} 误用检查人员名录"
    if [rule["stratum"] for rule in rules] != [one["stratum"] for one in header["counts"]]:
        yield f"事项 {name} 的抽取规则没有逐一覆盖名录的各层"
    if any(rule["scope"] == "item" for rule in rules):
        common = [
            [rule[key] for key in ("scope", "base", "tiers", "min", "max", "monotone")] for rule in rules
        ]
        if any(one != common[0] for one in common):
            yield f"事项 {name} 按事项总数计算，各层的比例、下限、上限须相同"
    scan = draw.scans.get(item["subject_roll"])
    if item["attempt"] == 1 and scan and any(scan.count(one, "F:RD") for one in scan.strata()):
        yield f"事项 {name} 是第一次抽取，名录里却有重抽必查（F:RD）"
    for rule in rules:
        uptos = [tier["upto"] for tier in rule["tiers"]]
        if not uptos or uptos[-1] is not None or None in uptos[:-1] or uptos[:-1] != sorted(set(uptos[:-1])):
            yield f"事项 {name} 层 {rule['stratum']} 的比例档次须严格升序，且最后一档不封顶"
        if rule["max"] is not None and rule["min"] > rule["max"]:
            yield f"事项 {name} 层 {rule['stratum']} 的下限大于上限"
        if rule["weights"] != sorted(set(rule["weights"])):
            yield f"事项 {name} 层 {rule['stratum']} 的签数表未升序"
        for row_class in scan.classes if scan else ():
            stratum, status, weight = row_class.decode().split("|")
            if stratum == rule["stratum"] and status == "E" and int(weight) not in rule["weights"]:
                yield f"事项 {name} 层 {stratum} 有公告未列的签数 {weight}"


def panel_problems(draw: Draw, panel: Doc) -> Problems:
    name, header = panel["panel"], draw.headers[panel["inspector_roll"]]
    if header["kind"] != "inspector":
        yield f"检查组别 {name} 所用名录不是检查人员名录"
    if panel["strata"] != sorted(set(panel["strata"])):
        yield f"检查组别 {name} 的层重复或未升序"
    appointed = panel["appointed"]
    if len(appointed) != (panel["count"] if panel["captain"] == "appointed" else 0) or len(
        set(appointed)
    ) != len(appointed):
        yield f"检查组别 {name} 指定组长的人数不对或重复"


def v6_seal(draw: Draw) -> Problems:
    if not draw.seal:
        if draw.bodies("void") and not draw.bodies("seal"):
            raise NotApplicable("封签之前已作废")
        yield "没有封签，或不止一份"
    elif draw.seal["plan"] != draw.plan_hash:
        yield "封签所封的不是这份任务公告"
    if draw.result and (draw.result["plan"], draw.result["seal"]) != (draw.plan_hash, draw.seal_hash):
        yield "结果所写的公告或封签不是这一次的"


def v7_commits(draw: Draw) -> Problems:
    if not draw.seal:
        raise NotApplicable("没有封签")
    if [one["role"] for one in draw.seal["commits"]] != [party["role"] for party in draw.parties]:
        yield "封签里的承诺与公告的各方不一致，或次序不对"
    if len({one["commit"] for one in draw.seal["commits"]}) != len(draw.seal["commits"]):
        yield "两方的承诺相同，必有一方是抄的"


def v8_parties(draw: Draw) -> Problems:
    roles, units = (
        [party["role"] for party in draw.parties],
        {p["unit"] for p in draw.parties if not p["outside"]},
    )
    if len(set(roles)) != len(roles) or len(roles) < 2:
        yield "参与方少于两方，或角色重复"
    if not any(party["outside"] for party in draw.parties):
        yield "没有外部参与方"
    if draw.parties and draw.parties[0]["outside"]:
        yield "第一方应为组织方，不能标为外部"
    if any(party["outside"] and party["unit"] in units for party in draw.parties):
        yield "外部参与方与内部参与方同属一个单位"


def v9_reveals(draw: Draw) -> Problems:
    commits = {one["role"]: one["commit"] for one in draw.seal.get("commits", [])}
    given = draw.bodies("reveal")
    roles = [one["role"] for one in given]
    if len(set(roles)) != len(roles):
        yield "同一方开签两次"
    for one in given:
        secret = one["secret"]
        if not SECRET.fullmatch(secret) or (secret.isdigit() and len(secret) < 30):
            yield f"{one['role']} 的密签不合格式（20 至 128 位字母数字，纯数字不少于 30 位）"
        elif (
            one["role"] not in commits
            or draw.suite.t("commit", draw.plan_hash, one["role"], secret) != commits[one["role"]]
        ):
            yield f"{one['role']} 公开的密签与封签时的承诺不符"
    late = [entry for entry in draw.entries if entry["event"]["kind"] == "reveal"]
    if not draw.table and any(one["event"]["at"] > draw.plan["deadlines"]["reveal"] for one in late):
        yield "开签迟于期限，不应登记"
    if draw.table and roles != [party["role"] for party in draw.parties][: len(roles)]:
        yield "开签次序不对：组织方先开，其余依公告次序"
    if draw.seed is None and not draw.void_items():
        missing = [party["role"] for party in draw.parties if party["role"] not in roles]
        if draw.table and missing:
            yield f"{'、'.join(missing)} 未开签，抽取也未作废"
        if not draw.table and not draw.enough([party for party in draw.parties if party["role"] in roles]):
            yield "开签不足两方，或没有外部一方"


def v10_sources(draw: Draw) -> Problems:
    sources, product = draw.plan["public"], 1
    for source in sources:
        product *= outcomes(source)
        if (source["at"] is None) != source["src"].startswith("dice"):
            yield "彩票和信标须写明产生时间，掷骰不写"
        if source["src"].startswith("dice") != draw.table:
            yield "现场掷骰只能用于先公布后开签，彩票与信标只能用于先开签后公布"
        if (
            source["count"] < {"dice10": 20, "dice6": 26}[source["src"]]
            if source["src"].startswith("dice")
            else False
        ):
            yield "掷骰次数太少（十面骰不少于 20 次，六面骰不少于 26 次）"
        if source["src"] == "lottery" and source["count"] >= source["max"]:
            yield "彩票号码个数须小于号码总数"
    if not sources or product < 2**64:
        yield "公共随机数的可能结果少于 2 的 64 次方"
    indexes = [one["index"] for one in draw.bodies("public")]
    if len(set(indexes)) != len(indexes) or any(at >= len(sources) for at in indexes):
        yield "公共随机数重复登记，或公告中没有这个来源"
    if len(set(indexes)) < len(sources) and not draw.void_items():
        yield "公共随机数未齐，抽取也未作废"
    for event in (entry["event"] for entry in draw.entries if entry["event"]["kind"] == "public"):
        place, value = event["body"]["index"], event["body"]["value"]
        if place < len(sources) and not value_fits(sources[place], value):
            yield f"第 {place + 1} 个公共随机数“{value[:40]}”不合格式"
        if place < len(sources) and event["at"] < (sources[place]["at"] or ""):
            yield f"第 {place + 1} 个公共随机数在产生之前就已登记"
    if not draw.table:
        draw.notes.append("公共随机数的值请到公布单位网站自行对照")


def v11_seed(draw: Draw) -> Problems:
    need_seed(draw)
    if draw.result is None:
        raise NotApplicable("没有结果文件")
    if draw.result["seed"] != draw.seed:
        yield "结果所用的种子，与各方密签和公共随机数算出的不一致"


def v12_selection(draw: Draw) -> Problems:
    if draw.result is None:
        raise NotApplicable("没有结果文件")
    if draw.seed is None:
        yield "随机数未齐，却有结果文件"
        return
    published = draw.bodies("result")
    if published and published[0]["result"] != draw.suite.j(draw.result):
        yield "日志登记的结果与结果文件不一致"
    expected, found = draw.selection(), draw.result["strata"]
    if [(row["item"], row["stratum"]) for row in found] != [
        (row["item"], row["stratum"]) for row in expected
    ]:
        yield "结果的事项与层不齐，或次序不对"
    else:
        for mine, theirs in zip(expected, found):
            wrong = [key for key in mine if mine[key] != theirs[key]]
            if wrong:
                yield f"事项 {mine['item']} 层 {mine['stratum']} 重算不一致：{'、'.join(wrong)}"
    if draw.result["audit"] != [
        {"roll": name, "tags": draw.scans[name].audit_tags} for name in draw.item_rolls
    ]:
        yield "外部核验样本重算不一致"


def v13_openings(draw: Draw) -> Problems:
    if len(draw.openings) != len(draw.doc["openings"]):
        yield "同一行公开了两次"
    tag_of: dict[tuple[bool, str], str] = {}
    id_of: dict[tuple[bool, str], str] = {}
    for (name, tag), one in draw.openings.items():
        header, scan = draw.headers.get(name), draw.scans.get(name)
        row = scan.kept.get(tag) if scan else None
        if header is None or row is None:
            yield f"公开的记录 {tag[:8]} 不在名录里"
            continue
        if (one["salt"] == "") != (header["mode"] == "open"):
            yield f"公开的记录 {tag[:8]} 的盐与名录公开方式不符"
        if one["id"].split(":")[0] not in header["ids"]:
            yield f"公开的记录 {tag[:8]} 的编号种类未在名录表头列出"
        if draw.suite.t("tag", one["id"], one["salt"]) != tag:
            yield f"公开的记录 {tag[:8]} 与标签不符"
        if draw.suite.t("rec", one["id"], one["salt"], draw.suite.j(one["record"])) != row[2]:
            yield f"公开的记录 {tag[:8]} 与名录里的记录摘要不符"
        group = header["kind"] == "inspector"
        if (
            tag_of.setdefault((group, one["id"]), tag) != tag
            or id_of.setdefault((group, tag), one["id"]) != one["id"]
        ):
            yield f"同一编号对应两个标签：{tag[:8]}"


def v14_inspectors(draw: Draw) -> Problems:
    if not draw.panels:
        raise NotApplicable("本次抽取不派检查组")
    if draw.result is None:
        raise NotApplicable("没有结果")
    bench = Bench(draw)
    ready = True
    for panel in draw.panels:
        kept = draw.scans[panel["inspector_roll"]].kept
        for tag in panel["appointed"]:
            if kept.get(tag, ("", "", ""))[1] != "X:AP":
                yield f"检查组别 {panel['panel']} 指定的组长 {tag[:8]} 在名录中未标为 X:AP"
        for tag in bench.eligible(panel) + panel["appointed"]:
            try:
                held = bench.record(panel["panel"], tag)["quals"]
                if not all(c(code) for code in held):
                    raise Bad(f"检查人员 {tag[:8]} 的执法资格代码不合格式")
            except Bad as problem:
                ready = False
                yield str(problem)
    if not ready:
        return
    yield from infeasible(draw, bench)
    if draw.seed is not None and form_panels(draw, bench) != draw.result["panels"]:
        yield "检查组和候补人员重算不一致"


def infeasible(draw: Draw, bench: Bench) -> Problems:
    """§7.3: whatever the seed, no panel can run out of people or captains."""
    earlier: list[tuple[int, set[str]]] = []
    for panel in draw.panels:
        able = set(bench.eligible(panel))
        captains = {tag for tag in able if bench.captain(panel["panel"], tag)}
        if len(able) - sum(min(d, len(able & other)) for d, other in earlier) < people_needed(panel):
            yield f"检查组别 {panel['panel']} 的人数在最坏情形下不够，公告不应封签"
        if panel["captain"] == "drawn" and (
            len(captains) - sum(min(d, len(captains & other)) for d, other in earlier) < panel["count"]
        ):
            yield f"检查组别 {panel['panel']} 的组长在最坏情形下不够，公告不应封签"
        earlier.append((people_drawn(panel, len(able)), able))


def v15_conflicts(draw: Draw) -> Problems:
    coi, suite = draw.doc["coi"], draw.suite
    leaves, plan = coi["leaves"], draw.plan["coi"]
    if any(map(operator.ge, leaves, leaves[1:])):
        yield "回避登记未严格升序"
    tree = Tree(suite)
    tree.add(leaf.encode() for leaf in leaves)
    if len(leaves) != plan["count"] or tree.root().hex() != plan["root"]:
        yield "回避登记与公告承诺的数目或根不符"
    sealed = any(draw.headers[name]["mode"] == "sealed" for name in draw.item_rolls)
    if draw.result is not None and (coi["key"] is not None) != sealed:
        yield "密封名录须随结果公布回避密钥，公开名录不得公布"
    if coi["key"] is not None and suite.t("key", coi["key"]) != plan["key_commit"]:
        yield "公布的回避密钥与公告的承诺不符"
    known, opened = set(leaves), [(one["inspector"], one["subject"]) for one in coi["opened"]]
    if len(set(opened)) != len(opened):
        yield "同一回避关系公开了两次"
    for one in coi["opened"]:
        if suite.t("coi", one["key"], one["inspector"], one["subject"]) not in known:
            yield f"回避关系 {one['inspector'][:8]}—{one['subject'][:8]} 不在公告承诺的登记里"
    if draw.result is None:
        return
    staff, subjects = conflict_range(draw)
    if any(person not in staff or subject not in subjects for person, subject in opened):
        yield "公开了与本次人员和对象无关的回避关系"
    pairs = make_pairs(draw, Bench(draw), draw.result["strata"], draw.result["panels"])
    if pairs != draw.result["pairs"]:
        yield "检查组与检查对象的匹配重算不一致"


def conflict_range(draw: Draw) -> tuple[set[str], set[str]]:
    result = draw.result or {"panels": [], "strata": []}
    staff = {tag for panel in result["panels"] for tag in panel["substitutes"]}
    staff |= {tag for panel in result["panels"] for team in panel["teams"] for tag in people(team)}
    return staff, {
        tag for row in result["strata"] for key in ("forced", "drawn", "reserve") for tag in row[key]
    }


def v16_aftermath(draw: Draw) -> Problems:
    later = [entry for entry in draw.entries if entry["event"]["kind"] in ("substitute", "skip", "replace")]
    if not later:
        raise NotApplicable("没有人员替换、跳过或对象替补")
    if draw.result is None:
        yield "没有结果，却有替换"
        return
    after = Aftermath(draw, Bench(draw))
    for entry in later:
        kind, body = entry["event"]["kind"], entry["event"]["body"]
        if body["approved_by"] == draw.organiser():
            yield f"第 {entry['index']} 号事件由组织方自己批准"
        problems = list(
            {"substitute": after.substitute, "skip": after.skip, "replace": after.replace}[kind](body)
        )
        if problems:
            yield from (f"第 {entry['index']} 号事件：{problem}" for problem in problems)
            return


def v17_attempts(draw: Draw) -> Problems:
    yield from void_problems(draw)
    again = [item for item in draw.items if item["attempt"] > 1]
    if again and draw.prior is None:
        raise NeedsOutsider("这是重抽，请用 --prior 给出上一次抽取的复核记录")
    for item in again:
        yield from succession_problems(draw, draw.prior, item)  # type: ignore[arg-type]
    if not again and not draw.bodies("void"):
        raise NotApplicable("第一次抽取，没有作废")


def void_problems(draw: Draw) -> Problems:
    names = {item["item"] for item in draw.items}
    for at, entry in enumerate(draw.entries):
        if entry["event"]["kind"] != "void":
            continue
        body, fixed = entry["event"]["body"], draw.fixed(draw.entries[:at])
        if not set(body["items"]) <= names:
            yield "作废的事项不在公告里"
        if body["reason"] not in ("PARTY", "SOURCE", "LIST", "ORDER"):
            yield f"作废理由 {body['reason']} 不在允许之列"
        if fixed and body["reason"] in ("PARTY", "SOURCE"):
            yield "随机数已定，不能再以缺签或缺数为由作废"
        if not fixed and set(body["items"]) != names:
            yield "随机数未定时作废，须作废全部事项"
        if body["approved_by"] == draw.organiser():
            yield "作废由组织方自己批准"
        if fixed != (body["result"] is not None) or (fixed and body["result"] != draw.suite.j(draw.result)):
            yield "作废时随机数已定须公布作废结果，未定不得有结果"


def succession_problems(draw: Draw, prior: Draw, item: Doc) -> Problems:
    """§8: the same list, and who was selected before is visited for certain."""
    name = item["item"]
    voids = [
        entry["event"]
        for entry in prior.entries
        if entry["event"]["kind"] == "void" and draw.suite.j(entry["event"]) == item["prev"]
    ]
    before = next((one for one in prior.items if one["item"] == name), None)
    if not voids or before is None or name not in voids[0]["body"]["items"]:
        yield f"事项 {name}：上一次的复核记录里没有公告所指的作废事件"
        return
    void = voids[0]["body"]
    if (before["round"], before["attempt"] + 1) != (item["round"], item["attempt"]) or prior.plan[
        "no"
    ] >= draw.plan["no"]:
        yield f"事项 {name}：轮次、次数或公告编号与上一次不衔接"
    if prior.plan["journal"] != draw.plan["journal"] or prior.suite.name != draw.suite.name:
        yield f"事项 {name}：两次抽取不在同一日志"
    if void["reason"] == "PARTY" and prior.table and draw.table:
        yield "上一次因缺签作废，这一次须改用先开签后公布"
    used = {(one["role"], one["secret"]) for one in prior.bodies("reveal")}
    if any((one["role"], one["secret"]) in used for one in draw.bodies("reveal")):
        yield "重抽用了上一次的密签"
    if any(source in prior.plan["public"] and source["at"] is not None for source in draw.plan["public"]):
        yield "重抽用了上一次的公共随机数"
    old, new = prior.headers.get(before["subject_roll"]), draw.headers.get(item["subject_roll"])
    if (
        not old
        or not new
        or (old["mode"], old["key_commit"], old["kind"]) != (new["mode"], new["key_commit"], new["kind"])
    ):
        yield f"事项 {name}：重抽名录的密钥或公开方式变了"
        return
    chosen: set[str] | None = None
    if void["result"] is not None and prior.result is not None:
        later = [entry["event"]["body"] for entry in prior.entries if entry["event"]["kind"] == "replace"]
        chosen = {one["in"] for one in later if one["item"] == name and one["in"]}
        chosen |= {tag for row in prior.result["strata"] if row["item"] == name for tag in row["drawn"]}
    yield from changed_rows(
        name,
        prior.files[before["subject_roll"]],
        draw.files[item["subject_roll"]],
        (old["n"], new["n"]),
        chosen,
        set(void["errors"]),
    )


def rows_of(path: str, count: int) -> Iterator[tuple[str, str]]:
    for block in blocks(path, (count + 1) * 182):
        for line in block.decode("ascii", "replace").splitlines():
            yield line[:64], line
    while True:
        yield "~", ""


def changed_rows(
    name: str, old_path: str, new_path: str, sizes: tuple[int, int], chosen: set[str] | None, errors: set[str]
) -> Problems:
    """`chosen` None: nobody was selected yet, so the list may be put right; only F:RD must stay as it was."""
    old, new = rows_of(old_path, sizes[0]), rows_of(new_path, sizes[1])
    (a, line), (z, fresh) = next(old), next(new)
    while a != "~" or z != "~":
        tag = min(a, z)
        expected, found = line if a == tag else "", fresh if z == tag else ""
        if chosen is None:
            expected, found = (one if "|F:RD|" in one else "" for one in (expected, found))
        elif a == tag and tag in chosen:
            parts = line.split("|")
            expected = "|".join([*parts[:2], "F:RD", "1", parts[-1]])
        if found != expected and tag not in errors:
            yield f"事项 {name}：重抽名录中 {tag[:8]} 一行与上一次不符（抽中过的须列为 F:RD，其余一字不改）"
        if a == tag:
            a, line = next(old)
        if z == tag:
            z, fresh = next(new)


def checkpoint_of(draw: Draw) -> tuple[int, bytes, list[str]]:
    """Size, root and signature lines of the C2SP note."""
    lines = draw.doc["checkpoint"]
    if len(lines) < 3 or lines[0] != draw.plan["journal"]:
        raise Bad("检查点不完整，或不属于公告所说的日志")
    if not re.fullmatch("0|[1-9][0-9]{0,15}", lines[1]):
        raise Bad("检查点的条数不合格式")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError):
        raise Bad("检查点的根不合格式") from None
    if len(root) != 32 or base64.b64encode(root).decode() != lines[2]:
        raise Bad("检查点的根不合格式")
    signatures = [line for line in lines[3:] if line]
    if any(not re.fullmatch(r"— \S+ [0-9A-Za-z+/]+={0,2}", line) for line in signatures) or "" in lines[4:]:
        raise Bad("检查点的签名行不合格式")
    return int(lines[1]), root, signatures


def v18_journal(draw: Draw) -> Problems:
    try:
        size, root, signatures = checkpoint_of(draw)
    except Bad as problem:
        yield str(problem)
        return
    for entry in draw.entries:
        if not included(draw.suite, jcs(entry["event"]), entry["index"], size, entry["proof"], root):
            yield f"第 {entry['index']} 号事件不在检查点所示的日志里"
    if signatures:
        draw.notes.append("检查点签名须用日志、见证人和上级单位的公钥另行核对")


def v19_times(draw: Draw) -> Problems:
    entries, plan = draw.entries, draw.plan
    if any(one["index"] >= other["index"] for one, other in zip(entries, entries[1:])):
        yield "事件序号未升序或重复"
    times = [entry["event"]["at"] for entry in entries]
    if any(map(operator.gt, times, times[1:])):
        yield "事件时间倒退"
    for entry in entries:
        event = entry["event"]
        if event["draw"] != (None if event["kind"] == "roll" else plan["draw_id"]):
            yield f"第 {entry['index']} 号事件不属于本次抽取"
        yield from closed_problems(draw, entry)
    yield from phase_problems(draw)
    yield from deadline_problems(draw)
    for one in draw.doc["anchors"]:
        if one["seal"] != draw.seal_hash or not draw.seal:
            yield "外部留存的封签值与本次封签不符"


def closed_problems(draw: Draw, entry: Doc) -> Problems:
    body, where = entry["event"]["body"], f"第 {entry['index']} 号事件"
    closed = "closed" in body
    if closed != (entry["event"]["kind"] in ("reveal", "result") and draw.plan["embargo_until"] is not None):
        yield f"{where}：只有、且必须在暂缓公开时密封"
    if not closed:
        if (entry["nonce"], entry["body"]) != (None, None):
            yield f"{where}没有密封，不应另附内容"
    elif entry["nonce"] is None:
        yield f"{where}缺少密封时的随机串，不能核对"
    elif draw.suite.t("closed", entry["nonce"], draw.suite.j(entry["body"])) != body["closed"]:
        yield f"{where}公开的内容与密封时的承诺不符"


def phase_problems(draw: Draw) -> Problems:
    first, second = ("public", "reveal") if draw.table else ("reveal", "public")
    phase = {
        "roll": 0,
        "plan": 1,
        "seal": 2,
        first: 3,
        second: 4,
        "result": 5,
        "substitute": 6,
        "skip": 6,
        "replace": 6,
        "audit": 6,
        "complete": 7,
    }
    kinds = [entry["event"]["kind"] for entry in draw.entries]
    steps = [phase[kind] for kind in kinds if kind in phase]
    if steps != sorted(steps):
        yield "事件先后不对：名录、公告、封签、随机数、结果、后续事件、完成"
    for kind in ("plan", "seal", "result", "complete"):
        if kinds.count(kind) > 1:
            yield f"“{kind}”事件不止一个"
    if not draw.void_items() and not {"plan", "seal", "result"} <= set(kinds):
        yield "缺少公告、封签或结果事件"
    if (draw.result is not None) != ("result" in kinds):
        yield "结果文件与结果事件不成对"
    if len({draw.suite.j(body) for body in draw.bodies("roll")}) != kinds.count("roll"):
        yield "同一名录登记了两次"
    names, count = {item["item"] for item in draw.items}, 0
    for at, entry in enumerate(draw.entries):
        kind, body = entry["event"]["kind"], entry["event"]["body"]
        count += kind != "roll"
        if kind in ("void", "complete") and body["events"] != count:
            stated = body["events"]
            yield f"第 {entry['index']} 号事件说共有 {stated} 个事件，实有 {count} 个：有事件被漏掉或添加"
        if kind == "complete" and (draw.result is None or body["result"] != draw.suite.j(draw.result)):
            yield "完成事件所指的结果与结果文件不一致"
        if kind in ("substitute", "skip", "replace", "complete") and names <= draw.void_items(
            draw.entries[:at]
        ):
            yield "全部事项作废之后仍有后续事件"
    if "complete" in kinds and [kind for kind in kinds if kind in phase or kind == "void"][-1] != "complete":
        yield "完成之后又有事件"


def deadline_problems(draw: Draw) -> Problems:
    plan, limit = draw.plan, draw.plan["deadlines"]
    ats = [source["at"] for source in plan["public"] if source["at"] is not None]
    if draw.table:
        if not limit["public"] <= limit["reveal"] <= limit["publish"]:
            yield "公告的期限次序不对：公共随机数、开签、公布"
    elif any(not limit["reveal"] < at <= limit["public"] for at in ats) or limit["public"] > limit["publish"]:
        yield "公告的期限次序不对：开签、公共随机数产生、登记、公布"
    elif draw.seal and draw.seal["sealed_at"] >= limit["reveal"]:
        yield "封签迟于开签期限"
    for event in (entry["event"] for entry in draw.entries):
        kind, at = event["kind"], event["at"]
        if kind == "seal" and draw.seal and at < draw.seal["sealed_at"]:
            yield "封签登记早于封签时间"
        if kind == "plan" and draw.seal and at > draw.seal["sealed_at"]:
            yield "封签早于公告"


def v20_engine(draw: Draw) -> Problems:
    engine = draw.plan["engine"]
    if engine["name"] not in KNOWN_ENGINES:
        name = f"{engine['name']} {engine['version']}"
        raise NeedsOutsider(f"本程序不认识抽取程序“{name}”；结果已独立重算，与用什么程序抽无关")
    yield from ()


def v21_shown(draw: Draw) -> list[str]:
    """§11: lawful, but a reader should see it."""
    shown = []
    for row in (draw.result or {}).get("strata", []):
        where = f"事项 {row['item']} 层 {row['stratum']}"
        rule = next(
            (
                rule
                for item in draw.items
                if item["item"] == row["item"]
                for rule in item["rules"]
                if rule["stratum"] == row["stratum"]
            ),
            None,
        )
        if row["k"] == 0:
            shown.append(f"{where}：随机抽取数为 0")
        elif row["k"] == row["E"] and rule and any(tier["ppm"] < 10**6 for tier in rule["tiers"]):
            shown.append(f"{where}：比例不足 100%，但全部可抽对象都被抽中")
        if 4 * row["F"] > row["N"] or 4 * row["X"] > row["N"]:
            shown.append(
                f"{where}：必查或豁免的超过四分之一（必查 {row['F']}、豁免 {row['X']}、共 {row['N']}）"
            )
        if rule and rule["weights"] and rule["weights"][-1] > 8 * rule["weights"][0]:
            shown.append(f"{where}：签数相差超过 8 倍")
    for header in draw.headers.values():
        if header["prev"] is not None:
            removed = sum(one["count"] for one in header["prev"]["removed"])
            shown.append(
                f"名录 {header['list_id']} 与上一期相比：增加 {header['prev']['added']}、减少 {removed}"
            )
    for name in draw.panel_rolls:
        header = draw.headers.get(name, {"counts": []})
        if 2 * sum(one["X"] for one in header["counts"]) > sum(
            one["E"] + one["X"] for one in header["counts"]
        ):
            shown.append(f"检查人员名录 {header['list_id']}：半数以上不参加")
    shown += few_holders(draw) if draw.result else []
    silent = {party["role"] for party in draw.parties} - {one["role"] for one in draw.bodies("reveal")}
    if draw.seed is not None and silent:
        shown.append(f"未开签、按空计：{'、'.join(sorted(silent))}")
    shown += [
        f"事项 {item['item']} 是第 {item['attempt']} 次抽取"
        + ("，须有法制审核" if item["attempt"] > 2 else "")
        for item in draw.items
        if item["attempt"] > 1
    ]
    names = {
        "reveal": ("reveal", "开签"),
        "public": ("public", "公共随机数登记"),
        "result": ("publish", "结果公布"),
    }
    for kind in dict.fromkeys(entry["event"]["kind"] for entry in draw.entries):
        times = [entry["event"]["at"] for entry in draw.entries if entry["event"]["kind"] == kind]
        if kind in names and max(times) > draw.plan["deadlines"][names[kind][0]]:
            shown.append(f"{names[kind][1]}迟于公告的期限")
    for body in draw.bodies("void"):
        shown.append(f"作废：{'、'.join(body['items'])}（{body['reason']}，{body['evidence']}）")
    if not cosigned(draw):
        shown.append("检查点没有外部单位联签")
    if not draw.doc["anchors"]:
        shown.append("封签值没有外部留存")
    if not draw.bodies("complete") and not draw.bodies("void"):
        shown.append("检查尚未完成，以后可能还有替换事件")
    return shown


def few_holders(draw: Draw) -> list[str]:
    shown, bench = [], Bench(draw)
    for panel in draw.panels:
        try:
            held = {tag: bench.record(panel["panel"], tag) for tag in bench.eligible(panel)}
        except (Bad, KeyError):
            continue
        captains = sum(one["captain"] for one in held.values())
        if panel["captain"] == "drawn" and captains < 2 * panel["count"]:
            shown.append(f"检查组别 {panel['panel']}：可任组长的只有 {captains} 人，要用 {panel['count']} 人")
        for code in sorted(
            {
                need["code"]
                for item in draw.items
                if item["panel"] == panel["panel"]
                for need in item["quals"]
                if need["persons"]
            }
        ):
            holders = sum(code in one["quals"] for one in held.values())
            if holders < 2 * panel["count"]:
                shown.append(f"检查组别 {panel['panel']}：持有资格 {code} 的只有 {holders} 人")
    return shown


def cosigned(draw: Draw) -> bool:
    try:
        origin, signatures = draw.plan["journal"], checkpoint_of(draw)[2]
    except Bad:
        return False
    return any(line.split(" ")[1] != origin for line in signatures)


def grade(draw: Draw) -> str:
    """§5: A reveals first, anchored before the source; B at the table, anchored before the dice; else C."""
    starts = (
        [entry["event"]["at"] for entry in draw.entries if entry["event"]["kind"] == "public"]
        if draw.table
        else [source["at"] for source in draw.plan["public"]]
    )
    anchored = bool(starts) and any(one["at"] < min(starts) for one in draw.doc["anchors"])
    if not anchored or not cosigned(draw):
        return "C"
    return "B" if draw.table else "A"


def v22_audit(draw: Draw) -> Problems:
    outside = {party["role"] for party in draw.parties if party["outside"]}
    done: dict[str, int] = {}
    for entry in draw.entries:
        if entry["event"]["kind"] != "audit":
            continue
        body = entry["event"]["body"]
        if entry["event"]["by"] not in outside:
            yield f"第 {entry['index']} 号核验不是外部参与方所作"
        if body["roll"] not in draw.item_rolls:
            yield f"第 {entry['index']} 号核验的名录不在公告里"
            continue
        done[body["roll"]] = max(done.get(body["roll"], 0), body["checked"])
        for one in body["errors"]:
            draw.notes.append(f"外部核验发现：{one['tag'][:8]} {one['text']}")
    for name, checked in done.items():
        scan = draw.scans[name]
        due = sum(scan.count(one, "F") + scan.count(one, "X") for one in scan.strata())
        due += sum(scan.kept.get(tag, ("", "E", ""))[1][0] not in "FX" for tag in scan.audit_tags)
        if checked < due:
            yield f"名录 {scan.header['list_id']}：外部核验了 {checked} 行，应不少于 {due} 行"
    if set(done) != set(draw.item_rolls):
        raise NeedsOutsider("外部人员对必查、豁免和样本各行的核验尚未登记齐全")


def v23_keys(draw: Draw) -> Problems:
    suite, key = draw.suite, draw.keys.get("key")
    conflict_key = draw.doc["coi"]["key"] or draw.keys.get("conflict")
    sealed = [name for name in draw.item_rolls if draw.headers[name]["mode"] == "sealed"]
    if key is not None and sealed:
        if any(draw.headers[name]["key_commit"] != suite.t("key", key) for name in sealed):
            yield "名录密钥 K 与名录表头的承诺不符"
        for (name, tag), one in draw.openings.items():
            if name in sealed and one["salt"] != suite.t("salt", key, one["id"], key):
                yield f"公开的记录 {tag[:8]} 的盐不是由 K 算出"
        for scan in (draw.scans[name] for name in sealed):
            if draw.keys.get("ids") and scan.strangers:
                yield f"名录 {scan.header['list_id']} 有 {scan.strangers} 行的标签不由任何编号算出"
    if conflict_key is not None:
        if suite.t("key", conflict_key) != draw.plan["coi"]["key_commit"]:
            yield "回避密钥 Kc 与公告的承诺不符"
        else:
            yield from hidden_conflicts(draw, conflict_key)
    if conflict_key is None or (sealed and not (key and draw.keys.get("ids"))):
        raise NeedsOutsider(
            "逐行核对标签须用名录密钥 K 和编号清单（--key、--ids），核对回避有无隐瞒须用 Kc（--conflict-key）"
        )


def hidden_conflicts(draw: Draw, key: str) -> Problems:
    suite, leaves = draw.suite, set(draw.doc["coi"]["leaves"])
    opened = {(one["inspector"], one["subject"]): one["key"] for one in draw.doc["coi"]["opened"]}
    staff, subjects = conflict_range(draw)
    if not leaves:
        return
    for person in sorted(staff):
        for subject in subjects:
            pair_key = suite.t("coikey", key, person, subject, key)
            present = suite.t("coi", pair_key, person, subject) in leaves
            if present != ((person, subject) in opened) or (
                present and opened[(person, subject)] != pair_key
            ):
                yield f"回避关系 {person[:8]}—{subject[:8]} 被隐瞒或被捏造"


def v24_chain(draw: Draw) -> Problems:
    yield from ()
    raise NeedsOutsider("同一日志里有无别的公告、轮次是否连续，须对照整个日志")


CHECKS: list[tuple[str, str, Callable[[Draw], Problems]]] = [
    ("V1", "名录各行", v1_rows),
    ("V2", "名录次序", v2_order),
    ("V3", "行数与计数", v3_counts),
    ("V4", "名录根与摘要", v4_root),
    ("V5", "公告与名录", v5_plan),
    ("V6", "封签与公告", v6_seal),
    ("V7", "封签承诺", v7_commits),
    ("V8", "参与各方", v8_parties),
    ("V9", "开签", v9_reveals),
    ("V10", "公共随机数", v10_sources),
    ("V11", "种子", v11_seed),
    ("V12", "抽取结果与核验样本", v12_selection),
    ("V13", "公开的记录", v13_openings),
    ("V14", "检查人员与组队", v14_inspectors),
    ("V15", "回避与匹配", v15_conflicts),
    ("V16", "替换与替补", v16_aftermath),
    ("V17", "作废与重抽", v17_attempts),
    ("V18", "日志收录", v18_journal),
    ("V19", "先后与时限", v19_times),
    ("V20", "抽取程序", v20_engine),
    ("V22", "外部核验", v22_audit),
    ("V23", "密钥复核", v23_keys),
    ("V24", "整个日志", v24_chain),
]


# ---------------------------------------------------------------- 10 the report

BROKEN = (
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
    OSError,
    ArithmeticError,
    StopIteration,
    RuntimeError,
    MemoryError,
)
PASSED, FAILED, NOT_APPLICABLE, OUTSIDER = "通过", "未通过", "不适用", "需外部人员核对"


class Report:
    """The outcome of every check, and what a reader should see."""

    def __init__(self) -> None:
        self.checks: list[tuple[str, str, str, list[str]]] = []
        self.shown: list[str] = []
        self.grade = ""
        self.draw: Draw | None = None

    def add(self, code: str, title: str, status: str, reasons: list[str]) -> None:
        self.checks.append((code, title, status, reasons))

    def failed(self) -> list[str]:
        return [code for code, _, status, _ in self.checks if status == FAILED]

    def accepted(self) -> bool:
        return not self.failed()


def run_check(report: Report, code: str, title: str, check: Callable[[Draw], Problems], draw: Draw) -> None:
    problems: list[str] = []
    status, why = PASSED, ""
    try:
        for problem in islice(check(draw), 8):
            problems.append(problem)
    except NotApplicable as reason:
        status, why = NOT_APPLICABLE, str(reason)
    except NeedsOutsider as reason:
        status, why = OUTSIDER, str(reason)
    except Bad as reason:
        problems.append(str(reason))
    except BROKEN:
        problems.append("所需内容缺失或前后矛盾，无法核对")
    if problems:
        report.add(code, title, FAILED, problems)
    else:
        report.add(code, title, status, [why] if why else [])


def verify(
    data: bytes,
    folder: str,
    prior: Draw | None = None,
    key: str | None = None,
    conflict_key: str | None = None,
    ids: list[str] | None = None,
) -> Report:
    """All checks on a transcript's bytes, the roll files being in `folder`; never raises for bad input."""
    report = Report()
    try:
        doc = parse(data)
        problems = list(islice(misfits(doc, TRANSCRIPT, "transcript"), 8))
        if not problems and sum(entry["event"]["kind"] == "plan" for entry in doc["events"]) != 1:
            problems.append("应恰有一份任务公告")
        problems += [
            f"第 {entry['index']} 号事件仍密封未公开，现在还不能复核"
            for entry in (doc["events"] if not problems else [])
            if "closed" in entry["event"]["body"] and entry["body"] is None
        ]
    except Bad as reason:
        problems = [str(reason)]
    report.add("V0", "规范字节与字段", FAILED if problems else PASSED, problems)
    if problems:
        for code, title, _ in CHECKS:
            report.add(code, title, NOT_APPLICABLE, ["V0 未通过，未做"])
        return report
    draw = Draw(doc, folder, {"key": key, "conflict": conflict_key, "ids": ids}, prior)
    report.draw = draw
    draw.read_rolls()
    for code, title, check in CHECKS:
        run_check(report, code, title, check, draw)
    if not unicodedata.is_normalized("NFC", data.decode("utf-8")):
        draw.notes.append("有文字未按 NFC 规范化（只提示）")
    try:
        report.shown = v21_shown(draw) + list(dict.fromkeys(draw.notes))
        report.grade = grade(draw) if draw.seed else ""
    except BROKEN:
        report.shown.append("内容不完整，提示事项未能列全")
    return report


def say(text: str) -> None:
    print("".join(mark if mark.isprintable() else "?" for mark in text))


def print_report(report: Report) -> None:
    for code, title, status, reasons in report.checks:
        say(f"{code:<4}{title}：{status}")
        for reason in reasons:
            say(f"      {reason}")
    say("V21 应予注意：" + ("" if report.shown else "无"))
    for line in report.shown:
        say(f"      {line}")
    if report.accepted():
        voided = report.draw is not None and bool(report.draw.bodies("void"))
        strength = "没有产生结果"
        if report.grade:
            strength = "证据等级 C" + (
                f"（外部联签用公钥核实后为 {report.grade}）" if report.grade != "C" else ""
            )
        say(f"结论：接受{'（含作废）' if voided else ''}。{strength}。需提示事项 {len(report.shown)} 条。")
    else:
        say(f"结论：不接受。未通过：{'、'.join(report.failed())}。")


class ChineseParser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        say(
            "用法不对。应为：python3 mingqian_verify.py 目录/transcript.json "
            "[--prior 上一次/transcript.json] [--key K] [--ids 编号清单.txt] [--conflict-key Kc]"
        )
        raise SystemExit(2)


def read_limited(path: str) -> bytes:
    if not os.path.isfile(path):
        raise Bad(f"没有这个文件：{path}")
    if os.path.getsize(path) > MAX_TRANSCRIPT:
        raise Bad(f"文件超过 {MAX_TRANSCRIPT // 1024 // 1024} MiB，不予读取：{path}")
    with open(path, "rb") as file:
        return file.read()


def main(arguments: list[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    parser = ChineseParser(add_help=True, description="明签抽取复核：重算一次已公布的随机抽取")
    parser.add_argument("transcript", help="复核记录 transcript.json，名录文件须在同一目录")
    parser.add_argument("--prior", help="重抽时，上一次抽取的复核记录")
    parser.add_argument("--key", help="名录密钥 K（64 位十六进制），持有人用")
    parser.add_argument("--conflict-key", help="回避密钥 Kc（64 位十六进制），持有人用")
    parser.add_argument("--ids", help="全部对象编号，一行一个；与 --key 同用，逐行核对标签")
    chosen = parser.parse_args(arguments)
    try:
        for secret in (chosen.key, chosen.conflict_key):
            if secret is not None and not HEX64.fullmatch(secret):
                raise Bad("密钥须是 64 位小写十六进制")
        ids = read_limited(chosen.ids).decode("ascii").split() if chosen.ids else None
        prior = None
        if chosen.prior:
            before = verify(read_limited(chosen.prior), os.path.dirname(chosen.prior) or ".", key=chosen.key)
            if not before.accepted():
                say(f"上一次抽取的复核记录本身未通过：{'、'.join(before.failed())}")
                return 1
            prior = before.draw
        data = read_limited(chosen.transcript)
        report = verify(
            data, os.path.dirname(chosen.transcript) or ".", prior, chosen.key, chosen.conflict_key, ids
        )
    except Bad as problem:
        say(str(problem))
        return 2
    except (OSError, UnicodeError):
        say("文件读不出来，或编号清单不是纯 ASCII 文字")
        return 2
    print_report(report)
    return 0 if report.accepted() else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(2)
