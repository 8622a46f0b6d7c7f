#!/usr/bin/env python3
"""明签抽取复核程序：一个文件，只用 Python 标准库（3.9 以上），照 sxsj1 协议重算一次已公布的随机抽取。

用法（名录文件须与 transcript.json 在同一目录；--prior 可重复，每一次较早的抽取给一份）：
    python3 mingqian_verify.py 目录/transcript.json [--prior 上一次/transcript.json]...
                               [--key K的文件] [--ids 编号清单.txt] [--conflict-key Kc的文件] [--signed-by 公钥]...
存证回执：python3 mingqian_verify.py receipt.json --signed-by 公钥

It re-runs a published draw from the transcript and the roll files beside it. It was written from the text of
the protocol (docs/spec/draw-protocol.md) and shares no line with the program that draws: two programs that
agree check each other. Exit status: 0 accepted, 1 refused, 2 wrong usage or no file.

    Part of this file     Protocol      What it settles
    1 Encoding            §1            which bytes are one value; the hashes H, T and J
    2 Documents           §10           the fields of every document, as a table
    3 Merkle trees        §2, §9        roots of lists, inclusion in the journal, signed notes (RFC 8032, C2SP)
    4 Rolls and tickets   §2, §6        one pass over a roll file: rows, counts, root, tickets
    5 Quotas              §3            how many are drawn
    6 The draw            §4, §5, §6    events, seed, selection
    7 Inspectors          §7            teams, conflicts, who visits whom
    8 Later events        §8            substitution and replacement
    9 The checks          §11           V1 to V24, in that order; V0 stands in part 10
   10 The report          §11           every check by name, exit status
"""

# ruff: noqa: ANN401, B905, DTZ001, E401, E701, E702, I001 - JSON is Any, Python 3.9 has no
# zip(strict=), and a condition with its message is read best on one line.
from __future__ import annotations

import argparse, base64, datetime, hashlib, json, operator, os, re, sys, unicodedata
from collections import Counter, namedtuple
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from math import comb
from typing import Any

MAX_TRANSCRIPT = 512 * 1024 * 1024  # 复核记录最大 512 MiB；名录文件以公告行数为界，逐块读取，不设总长
MAX_ROWS, MAX_DEPTH, BLOCK = 90_000_000, 32, 1 << 20
MAX_VALUES = 16_000_000  # 复核记录里的值；再多就要占用几 GB 内存
PASSED, FAILED, NOT_APPLICABLE, OUTSIDER = "通过", "不通过", "不适用", "需外部核对"
Doc, Problems = dict[str, Any], Iterator[str]

class Bad(Exception):
    """Input which is not what the protocol says; the text is for the reader."""

class Unchecked(Exception):
    """(status, reason): 不适用, nothing to look at, or 需外部核对, the transcript alone cannot show it."""

# ======================================== 1 Encoding (§1)
KEY = re.compile(r"[A-Za-z][0-9A-Za-z_]{0,39}")
ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

def jcs(doc: Any) -> bytes: return ENCODER.encode(doc).encode("utf-8")

class PureSM3:
    """GB/T 32905-2016 in plain Python, for Pythons whose OpenSSL has no SM3; slow, but the same digests."""
    START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
    def __init__(self, state: tuple[int, ...] = START, rest: bytes = b"", length: int = 0) -> None:
        self.state, self.rest, self.length = state, rest, length
    def copy(self) -> PureSM3: return PureSM3(self.state, self.rest, self.length)
    def update(self, data: bytes) -> None:
        self.length, data = self.length + len(data), self.rest + data
        whole = len(data) // 64 * 64
        for at in range(0, whole, 64): self.state = self._compress(self.state, data[at : at + 64])
        self.rest = data[whole:]
    def digest(self) -> bytes:
        end = self.copy()
        end.update(b"\x80" + b"\0" * ((55 - len(self.rest)) % 64) + (self.length * 8).to_bytes(8, "big"))
        return b"".join(word.to_bytes(4, "big") for word in end.state)
    @staticmethod
    def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
        def rot(x: int, n: int) -> int: return ((x << n % 32) | (x >> (32 - n % 32))) & 0xFFFFFFFF

        w = [int.from_bytes(block[at : at + 4], "big") for at in range(0, 64, 4)]
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
            a, b, c, d = tt1, a, rot(b, 9), c
            e, f, g, h = tt2 ^ rot(tt2, 9) ^ rot(tt2, 17), e, rot(f, 19), g
        return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h)))

def hashes(start: Any, messages: Iterable[bytes]) -> list[bytes]:
    """The digests of messages whose common beginning `start` has already taken."""
    found, fresh = [], start.copy
    for message in messages:
        state = fresh(); state.update(message)
        found.append(state.digest())
    return found

class Suite:
    """H, T and J of one hash suite, sha256 or sm3."""
    def __init__(self, name: str) -> None:
        self.name = name
        try:
            self.start: Any = hashlib.new("sm3") if name == "sm3" else hashlib.sha256()
        except ValueError: self.start = PureSM3()
    def fed(self, data: bytes) -> Any:
        """A hash object which has already taken `data`; copy it for every message with this beginning."""
        state = self.start.copy(); state.update(data)
        return state
    def h(self, data: bytes) -> bytes: return bytes(self.fed(data).digest())
    def t(self, name: str, *fields: str) -> str:
        """Text hash: T(name, f1..fn) = hex H("sxsj1:" name LF f1 LF … fn LF)."""
        return self.h(("sxsj1:" + "".join(f"{part}\n" for part in (name, *fields))).encode("ascii")).hex()
    def j(self, doc: Any) -> str: return self.h(jcs(doc)).hex()  # Document hash: J(doc) = hex H(JCS(doc))

def nests_deeper(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit + 1):
        level = [one for one in level if type(one) in (dict, list)]
        if not level: return False
        level = [part for one in level for part in (one.values() if type(one) is dict else one)]
    return True

def parse(data: bytes) -> Any:
    """The value of canonical bytes; every other spelling of the same value is refused."""
    names: set[str] = set()
    def pairs(items: list[tuple[str, Any]]) -> Doc:
        doc = dict(items)
        if len(doc) != len(items): raise Bad("同一个对象里有重复的字段名")
        names.update(doc)
        return doc
    def integer(text: str) -> int:
        if len(text) > 17 or not -(2**53) < int(text) < 2**53: raise Bad("有超出范围的整数（须小于 2 的 53 次方）")
        return int(text)
    def refuse(text: str) -> Any: raise Bad(f"有小数、指数或非数值写法“{text[:30]}”，只许整数")

    if sum(map(data.count, (b",", b"[", b"{"))) > MAX_VALUES: raise Bad(f"内容过多：超过 {MAX_VALUES} 个值，不予读取")
    try:
        text = data.decode("utf-8")
        if "\x7f" in text or "\\" in text.replace("\\\\", "").replace('\\"', ""): raise Bad("文字里有控制字符或不规范的转义")
        hooks: Doc = {"parse_int": integer, "parse_float": refuse, "parse_constant": refuse}
        value = json.loads(text, object_pairs_hook=pairs, **hooks)
        for name in names:
            if not KEY.fullmatch(name): raise Bad(f"字段名“{name[:50]}”不合格式")
        if nests_deeper(value, MAX_DEPTH): raise RecursionError
        same = jcs(value) == data
    except RecursionError: raise Bad("嵌套层数过多") from None
    except UnicodeError: raise Bad("不是正确的 UTF-8 文字；压缩包须先解开") from None
    except (ValueError, MemoryError):
        if data.startswith(b"\xef\xbb\xbf"): raise Bad("开头多了 BOM，编辑器另存时会加上：请用公布的原文件") from None
        raise Bad("不是正确的 JSON，或大得无法读入") from None
    if not same: raise Bad("不是规范写法（RFC 8785）：字段顺序、空格、数字或转义写法不对，或首尾有多余字节")
    return value

# ======================================== 2 Documents (§10)
# A specification is a test of one value, {field: …}, [entry], some(…), opt(…) or ("=", f), where f finds it.

Test = Callable[[Any], bool]
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z", re.ASCII)

def is_time(value: Any) -> bool:
    found = TIME.fullmatch(value) if type(value) is str else None
    try: return found is not None and bool(datetime.datetime(*map(int, found.groups())))
    except ValueError: return False

def like(pattern: str) -> Test:
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: type(value) is str and compiled.fullmatch(value) is not None

def of_type(kind: type) -> Test: return lambda value: type(value) is kind
def within(low: int, high: int) -> Test: return lambda value: type(value) is int and low <= value <= high
def length(low: int, high: int) -> Test: return lambda value: type(value) is str and low <= len(value) <= high
def some(spec: Any) -> Any: return [spec, "+"]  # a list with one entry or more
def opt(spec: Any) -> Any:  # may be null
    return (lambda value: value is None or spec(value)) if callable(spec) else ("?", spec)

class OneOf(frozenset):  # type: ignore[type-arg]
    def __call__(self, value: Any) -> bool: return type(value) is str and value in self

def one_of(*words: str) -> OneOf: return OneOf(words)

def document(name: str, /, **rest: Any) -> Doc: return {"v": one_of("sxsj1"), "type": one_of(name), **rest}

def source_spec(value: Any) -> Any:
    """The fields of a source depend on its src."""
    src = value.get("src") if type(value) is dict else None
    extra = {"dice10": {"count": within(1, 99)}, "dice6": {"count": within(1, 99)},
             "lottery": {"game": s, "issue": s, "count": within(1, 98), "max": within(2, 99)},
             "drand": {"chain": h, "round": i}, "nist": {"chain": i, "pulse": i}}
    if type(src) is not str or src not in extra: return {"src": one_of(*extra)}
    return {"src": one_of(src), "at": opt(t), **extra[src]}

def entry_spec(value: Any) -> Any:
    """A journaled event; its body depends on its kind and on whether an embargo closes it."""
    event = value.get("event") if type(value) is dict else None
    kind = event.get("kind") if type(event) is dict else None
    if type(kind) is not str or kind not in BODIES: return {"index": i, "event": {"kind": one_of(*BODIES)}}
    closed = kind in ("reveal", "result") and type(event.get("body")) is dict and "closed" in event["body"]
    fields = document("event", kind=one_of(kind), draw=opt(w), at=t, by=r,
                      body={"closed": h} if closed else BODIES[kind])
    return {"index": i, "event": fields, "nonce": opt(h), "body": opt(BODIES[kind]), "proof": [h]}

# The letters of §10: hash, code, name, role, integer, count of rows, text, time, truth.
h, c, w = like("[0-9a-f]{64}"), like("[0-9A-Z]{1,12}"), like("[0-9A-Za-z][0-9A-Za-z_-]{0,31}")
r, s, t, b = like("[a-z][0-9a-z]{0,15}"), length(1, 400), is_time, of_type(bool)
i, i1, n, n1 = within(0, 2**53 - 1), within(1, 2**53 - 1), within(0, MAX_ROWS), within(1, MAX_ROWS)

ROLL = document(
    "roll", kind=one_of("subject", "inspector", "case", "expert"), suite=one_of("sha256", "sm3"), list_id=w,
    snapshot_at=t, source=s, mode=one_of("open", "sealed"), ids=some(c), n=n1, root=h, key_commit=opt(h),
    counts=some({"stratum": w, "E": n, "F": n, "X": n, "S": n}),
    codes=[{"code": like("[FXS]:[0-9A-Z]{1,12}"), "text": s}],
    prev=opt({"roll": h, "added": i, "removed": [{"code": c, "count": i}]}))
RULE = {"stratum": w, "scope": one_of("item", "stratum"), "base": one_of("all", "pool", "eligible"),
        "tiers": some({"upto": opt(n), "ppm": within(1, 10**6)}), "min": n, "max": opt(n1), "monotone": b,
        "forced": one_of("extra", "within"), "reserve": n, "batch": opt(n1), "weights": [within(1, 999)]}
ITEM = {"item": w, "round": like(r"\d{4}-(?:0[1-9]|[1-9]\d)"), "attempt": i1, "prev": opt(h),
        "subject_roll": h, "rules": some(RULE), "quals": [{"code": c, "persons": i}], "panel": opt(w)}
PANEL = {"panel": w, "inspector_roll": h, "strata": some(w), "count": within(1, 999), "size": within(2, 99),
         "factor100": within(100, 300), "captain": one_of("drawn", "appointed"), "appointed": [h]}
PLAN = document(
    "plan", suite=one_of("sha256", "sm3"), journal=s, no=i1, prev_plan=opt(h), draw_id=w, items=some(ITEM),
    panels=[PANEL], coi={"root": h, "count": i, "key_commit": h},
    parties=[{"role": r, "unit": s, "outside": b}], public=some(("=", source_spec)),
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
WHY, SEAT = {"reason": c, "evidence": s, "approved_by": r}, like("C|M[1-9][0-9]?")
BODIES: dict[str, Doc] = {"roll": ROLL, "plan": PLAN, "seal": SEAL, "reveal": {"role": r, "secret": s},
    "public": {"index": i, "value": s, "evidence": s}, "result": {"result": h},
    "substitute": {"team": i, "seat": SEAT, "out": h, "in": opt(h), **WHY},
    "skip": {"team": i, "seat": SEAT, "tag": h, **WHY},
    "replace": {"item": w, "stratum": w, "out": h, "in": opt(h), "team": i, **WHY},
    "audit": {"roll": h, "checked": i, "errors": [{"tag": h, "text": s}]},
    "void": {"items": some(w), "result": opt(h), "errors": [h], "events": i, **WHY},
    "complete": {"result": h, "events": i}, "media": {"name": s, "digest": h}}
TRANSCRIPT = document(
    "transcript", events=[("=", entry_spec)], result=opt(RESULT), checkpoint=[length(0, 1000)],
    rolls=[{"roll": h, "file": like(r"(?!\.)[^/\\:]{1,200}"), "digest": h}],  # a name, never a path
    openings=[{"roll": h, "tag": h, "id": like("[0-9A-Z]{1,12}:[0-9A-Z:._-]{1,51}"),
               "salt": like("|[0-9a-f]{64}"), "record": of_type(dict)}],
    coi={"key": opt(h), "leaves": [h], "opened": [{"inspector": h, "subject": h, "key": h}]},
    anchors=[{"kind": one_of("WITNESS", "UPPER", "TSA", "NOTICE"), "at": t, "seal": h, "proof": s}])

def misfits(value: Any, spec: Any, path: str) -> Problems:
    """Every place where a value is not of the form §10 gives it."""
    if callable(spec):
        words = f"只能是 {'、'.join(sorted(spec))} 之一" if isinstance(spec, OneOf) else "类型、格式或大小不对"
        if not spec(value): yield f"{path}：{words}"
    elif isinstance(spec, tuple):
        if spec[0] == "=": yield from misfits(value, spec[1](value), path)
        elif value is not None: yield from misfits(value, spec[1], path)
    elif isinstance(spec, dict):
        if type(value) is not dict: yield f"{path}：应是对象"; return
        if spec.keys() != value.keys():
            for key in sorted(set(spec) ^ set(value)): yield f"{path}：{'缺少' if key in spec else '多出'}字段“{key}”"
        for key, part in spec.items():
            if key in value and not (callable(part) and part(value[key])):
                yield from misfits(value[key], part, f"{path}.{key}")
    else:
        if type(value) is not list: yield f"{path}：应是列表"; return
        if not value and "+" in spec: yield f"{path}：至少要有一项"
        for at, part in enumerate(value):
            if not (callable(spec[0]) and spec[0](part)): yield from misfits(part, spec[0], f"{path}[{at}]")

# ======================================== 3 Merkle trees (RFC 6962)
class Tree:
    """The root of a stream of leaves, in memory that grows with the logarithm of their number."""
    WHOLE = 4096
    def __init__(self, suite: Suite) -> None:
        self.suite, self.waiting, self.stack = suite, [], []  # stack: (leaves below, hash)
    def add(self, leaves: Iterable[bytes]) -> None:
        self.waiting += hashes(self.suite.fed(b"\0"), leaves)
        while len(self.waiting) >= self.WHOLE:
            level, self.waiting = self.waiting[: self.WHOLE], self.waiting[self.WHOLE :]
            while len(level) > 1:
                level = hashes(self.suite.fed(b"\1"), map(operator.add, level[::2], level[1::2]))
            self._push(self.WHOLE, level[0])
    def _push(self, size: int, top: bytes) -> None:
        while self.stack and self.stack[-1][0] == size:
            top, size = self.suite.h(b"\1" + self.stack.pop()[1] + top), size * 2
        self.stack.append((size, top))
    def root(self) -> bytes:
        for leaf in self.waiting: self._push(1, leaf)
        self.waiting = []
        if not self.stack: return self.suite.h(b"")
        top = self.stack[-1][1]
        for _, left in reversed(self.stack[:-1]): top = self.suite.h(b"\1" + left + top)
        return top

def included(suite: Suite, leaf: bytes, index: int, size: int, proof: list[str], root: bytes) -> bool:
    """RFC 9162 §2.1.3.2."""
    if index >= size: return False
    node, last, top = index, size - 1, suite.h(b"\0" + leaf)
    for step in map(bytes.fromhex, proof):
        if last == 0: return False
        if node & 1 or node == last:
            top = suite.h(b"\1" + step + top)
            while not node & 1 and node: node, last = node >> 1, last >> 1
        else: top = suite.h(b"\1" + top + step)
        node, last = node >> 1, last >> 1
    return last == 0 and top == root

# The curve of RFC 8032: -x² + y² = 1 + dx²y² modulo Q, base point B of order L. A point is (x·z, y·z, z).
Q, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
CURVE = (121665 * pow(121666, Q - 2, Q) * -1) % Q
B = (15112221349535400772501151409588531511454012693041857206046113283949847762202, 4 * pow(5, Q - 2, Q) % Q, 1)

def plus(p: Any, q: Any) -> Any:
    """Complete addition in projective coordinates: one formula for all pairs of points."""
    a, b2, c2 = p[2] * q[2] % Q, p[0] * q[0] % Q, p[1] * q[1] % Q
    square, product = a * a % Q, CURVE * b2 * c2 % Q
    less, more = (square - product) % Q, (square + product) % Q
    return (a * less * ((p[0] + p[1]) * (q[0] + q[1]) - b2 - c2) % Q, a * more * (c2 + b2) % Q, less * more % Q)

def times(number: int, p: Any) -> Any:
    total = (0, 1, 1)
    for bit in bin(number)[2:]:
        total = plus(total, total)
        if bit == "1": total = plus(total, p)
    return total

def packed(p: Any) -> bytes:
    inverse = pow(p[2], Q - 2, Q)
    return (p[1] * inverse % Q | (p[0] * inverse % Q & 1) << 255).to_bytes(32, "little")

def unpacked(data: bytes) -> Any:
    """The point of 32 bytes in their one spelling, or None."""
    number = int.from_bytes(data, "little")
    y = number & 2**255 - 1
    top, bottom = (y * y - 1) % Q, (CURVE * y * y + 1) % Q
    x = pow(top * pow(bottom, Q - 2, Q) % Q, (Q + 3) // 8, Q)
    if x * x * bottom % Q != top: x = x * pow(2, (Q - 1) // 4, Q) % Q
    if y >= Q or x * x * bottom % Q != top or (x == 0 and number >> 255): return None
    return (x if x & 1 == number >> 255 else Q - x, y, 1)

def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 §5.1.7, every encoding canonical; a key of small order would sign anything and is refused."""
    point = unpacked(public) if len(public) == 32 and len(signature) == 64 else None
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or scalar >= L or packed(times(8, point)) == packed((0, 1, 1)): return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return packed(plus(times(scalar, B), times(k, (-point[0], point[1], 1)))) == signature[:32]

NoteKey = namedtuple("NoteKey", "name id kind public")

def bare(text: str) -> bytes:
    """Base64 in its one spelling."""
    try: data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError: raise Bad("base64 写法不对") from None
    if base64.b64encode(data).decode() != text: raise Bad("base64 写法不规范")
    return data

def note_key(text: str) -> NoteKey:
    """A C2SP verifier key, name+id+base64(kind ‖ key): kind 1 signs a log, kind 4 co-signs one."""
    name, id_, data = [*text.strip().split("+", 2), "", ""][:3]
    raw = bare(data)
    if not re.fullmatch(r"[^\s+]{1,200}", name) or len(raw) != 33 or raw[0] not in (1, 4): raise Bad("公钥不合格式")
    if hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8] != id_: raise Bad("公钥的编号与内容不符，可能抄错")
    return NoteKey(name, bytes.fromhex(id_), raw[0], raw[1:])

def signers(lines: list[str], keys: list[NoteKey]) -> tuple[list[str], list[str]]:
    """Names of known keys whose signature holds, and of those for which one does not; others are passed over."""
    cut = lines.index("") if "" in lines else len(lines)
    text, good, bad = "".join(line + "\n" for line in lines[:cut]), [], []
    for line in lines[cut + 1:]:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "—" or not re.fullmatch(r"[^\s+]{1,200}", parts[1]): raise Bad("签名行应写作“— 名称 base64”")
        raw = bare(parts[2])
        if len(raw) <= 4: raise Bad("签名行太短")
        for key in keys:
            if (key.name, key.id) != (parts[1], raw[:4]): continue
            message, signature = text.encode(), raw[4:]
            if key.kind == 4:
                message = b"cosignature/v1\ntime %d\n" % int.from_bytes(raw[4:12], "big") + message
                signature = raw[12:]
            (good if ed25519(key.public, message, signature) else bad).append(key.name)
    return list(dict.fromkeys(good)), list(dict.fromkeys(bad))

# ======================================== 4 Rolls and tickets (§2, §6)
CLASS = rb"[0-9A-Za-z][0-9A-Za-z_-]{0,31}\|(?:E\|[1-9][0-9]{0,2}|[FXS]:[0-9A-Z]{1,12}\|1)"
ROW = rb"([0-9a-f]{64})\|(" + CLASS + rb")\|[0-9a-f]{64}"
ROWS, ONE_ROW = re.compile(b"^" + ROW + b"$", re.MULTILINE), re.compile(ROW)
PEOPLE = ("inspector", "expert")  # §2：行是人的名录，供分组
REDRAWN = re.compile(rb"^[0-9a-f]{64}\|([0-9A-Za-z_-]+)\|F:RD\|", re.MULTILINE)

def blocks(path: str, rows: int) -> Iterator[bytes]:
    """The file in pieces that end with a whole row; hardly more than so many rows can fill."""
    rest, seen, limit = b"", 0, (rows + 1) * 182  # no row is longer
    with open(path, "rb") as file:
        while seen <= limit and len(rest) <= BLOCK:  # a row of a megabyte is none
            piece = file.read(BLOCK)
            if not piece: break
            seen += len(piece)
            end = piece.rfind(b"\n") + 1
            if end:
                yield rest + piece[:end]
                rest = b""
            rest += piece[end:]
    if rest: yield rest

class Least:
    """The `limit` least (key, tag) of a stream."""
    def __init__(self, limit: int) -> None:
        self.limit, self.cap, self.bar, self.found = limit, 2 * limit + 2000, b"\xff" * 33, []
    def take(self, keys: list[bytes], tags: list[bytes]) -> None:
        self.found += [pair for pair in zip(keys, tags) if pair[0] <= self.bar]
        if len(self.found) > self.cap: self.sorted()
    def sorted(self) -> list[tuple[bytes, bytes]]:
        self.found.sort()
        del self.found[self.limit :]
        if len(self.found) == self.limit:  # nothing above the bar can be among the least any more
            self.bar = self.found[-1][0] if self.limit else b""
        return self.found

class Scan:
    """One pass over one roll file: what V1–V4 need, and everything the draw needs from its rows."""
    def __init__(self, suite: Suite, header: Doc, path: str) -> None:
        self.suite, self.header, self.path, self.name = suite, header, path, f"名录 {header['list_id']}"
        self.bad, self.order, self.audit_tags, self.root, self.digest = [], [], [], "", ""
        self.rows, self.complete, self.strangers = 0, True, 0  # strangers: tags which no id of a list gives
        self.classes, self.kept = Counter(), {}  # stratum|status|weight → rows; tag → stratum, status, rec
        self.forced, self.best = {}, {}  # stratum → tags; stratum → Least
    def run(self, limits: dict[str, int], leaves: int, seed: str | None,
            wanted: set[bytes] | None, known: set[bytes] | None) -> None:
        """`limits`: how many of the order each stratum needs; `wanted`: tags to keep (None: E and X rows)."""
        tree, file_hash, last, sample = Tree(self.suite), self.suite.fed(b""), b"", Least(leaves)
        self.best = {stratum: Least(limit) for stratum, limit in limits.items()}
        for block in blocks(self.path, self.header["n"]):
            file_hash.update(block)
            lines, first = block.split(b"\n"), self.rows + 1
            if lines.pop():
                self.bad.append("最后一行没有换行符，或有一行长得不合格式")
                lines = block.split(b"\n")
            found = ROWS.findall(block)
            if len(found) != len(lines): self._point_out(lines)
            tree.add(lines)
            self.rows += len(lines)
            if not found: continue
            tags = [row[0] for row in found]
            if last >= tags[0] or not all(map(operator.lt, tags, tags[1:])):
                self.order.append(f"第 {first} 行至第 {self.rows} 行之间，标签未严格升序或有重复")
            last = tags[-1]
            by_class: dict[bytes, list[bytes]] = {}
            for tag, row_class in found: by_class.setdefault(row_class, []).append(tag)
            for row_class, members in by_class.items():
                self.classes[row_class] += len(members)
                stratum, status, _ = row_class.decode().split("|")
                if status[0] == "F": self.forced.setdefault(stratum, []).extend(map(bytes.decode, members))
            if wanted is None or (wanted and not wanted.isdisjoint(tags)): self._keep(lines, wanted)
            if known is not None: self.strangers += sum(tag not in known for tag in tags)
            if seed is not None: self._tickets(tags, by_class, seed, sample)
            if self.rows > self.header["n"] or len(self.bad) > 20: self.complete = False; break
        self.root, self.digest = tree.root().hex(), file_hash.digest().hex()
        self.audit_tags = [tag.decode() for _, tag in sample.sorted()]
        for forced in self.forced.values(): forced.sort()
    def _point_out(self, lines: list[bytes]) -> None:
        for at, line in enumerate(lines, self.rows + 1):
            if not ONE_ROW.fullmatch(line) and len(self.bad) < 20:
                self.bad.append(f"第 {at} 行不合格式（应为 标签|层|状态|签数|记录摘要）")
    def _keep(self, lines: list[bytes], wanted: set[bytes] | None) -> None:
        for line in lines:
            if (line[:64] in wanted) if wanted is not None else (b"|E|" in line or b"|X:" in line):
                parts = line.decode("ascii", "replace").split("|")
                if len(parts) == 5: self.kept[parts[0]] = (parts[1], parts[2], parts[4])
    def _tickets(self, tags: list[bytes], by_class: dict, seed: str, sample: Least) -> None:
        """Audit tickets of all rows, selection keys of the E rows: key = min over j of ticket(tag, j)."""
        def tickets(purpose: str, slip: int, tags: list[bytes]) -> list[bytes]:
            start, end = f"sxsj1:ticket\n{seed}\n{purpose}\n".encode(), b"\n%d\n" % slip
            return hashes(self.suite.fed(start), (tag + end for tag in tags))

        if sample.limit: sample.take(tickets("audit", 1, tags), tags)
        for row_class, members in by_class.items():
            stratum, status, weight = row_class.decode().split("|")
            if status == "E" and stratum in self.best:
                keys = tickets(self.header["kind"], 1, members)
                for slip in range(2, int(weight) + 1):
                    keys = list(map(min, keys, tickets(self.header["kind"], slip, members)))
                self.best[stratum].take(keys, members)
    def parts(self) -> Iterator[tuple[str, str, int, int]]:
        """(stratum, status, weight, rows) of every class of rows."""
        for row_class, rows in self.classes.items():
            stratum, status, weight = row_class.decode().split("|")
            yield stratum, status, int(weight), rows
    def counts(self, only: str | None = None) -> dict[str, int]:
        """Rows by status E, F, X, S and, among F, RD; of one stratum or of all."""
        total = dict.fromkeys(("E", "F", "X", "S", "RD"), 0)
        for stratum, status, _, rows in self.parts():
            if only in (None, stratum):
                total[status[0]] += rows
                total["RD"] += rows if status == "F:RD" else 0
        return total

# ======================================== 5 Quotas (§3)
def ceil_div(top: int, bottom: int) -> int: return -(-top // bottom)

def quota(rule: Doc, size: int) -> int:
    """Q: the tier's rate, not falling where monotone, then the floor and the ceiling."""
    def q(x: int) -> int:
        rate = next(tier["ppm"] for tier in rule["tiers"] if tier["upto"] is None or x <= tier["upto"])
        return ceil_div(x * int(rate), 10**6)

    total = q(size)
    if rule["monotone"]:
        below = [tier["upto"] for tier in rule["tiers"] if tier["upto"] is not None and tier["upto"] < size]
        total = max([total, *map(q, below)])
    total = max(total, int(rule["min"]))
    return total if rule["max"] is None else min(total, int(rule["max"]))

def draw_counts(item: Doc, counts: dict[str, dict[str, int]]) -> dict[str, int]:
    """k of every stratum of an item; counts: stratum → E, F, X, S, RD."""
    def base(rule: Doc) -> int:
        row = counts[rule["stratum"]]
        total = row["E"] + row["F"] + row["X"] + row["S"]
        return {"all": total, "pool": total - row["S"], "eligible": row["E"] + row["RD"]}[rule["base"]]

    rules, result = item["rules"], {}
    whole = sum(map(base, rules))
    shares = {rule["stratum"]: counts[rule["stratum"]]["E"] + counts[rule["stratum"]]["RD"] for rule in rules}
    for rule in rules:
        row, share = counts[rule["stratum"]], shares[rule["stratum"]]
        if rule["scope"] == "stratum": k = quota(rule, base(rule))
        else: k = ceil_div(quota(rule, whole) * share, sum(shares.values())) if share else 0
        k -= row["F"] if rule["forced"] == "within" else row["RD"]
        result[rule["stratum"]] = min(row["E"], max(0, k))
    return result

# ======================================== 6 The draw (§4, §5, §6)
# One journaled event: `body` is opened where an embargo had closed it, `entry` is as the transcript has it.
Event = namedtuple("Event", "index kind at by body entry")

def value_fits(source: Doc, value: str) -> bool:
    """Grammar of a public value (§5)."""
    src, count = source["src"], source.get("count")
    if src == "lottery":
        width, numbers = len(str(source["max"])), value.split(",")
        return (all(re.fullmatch(f"[0-9]{{{width}}}", number) for number in numbers)
                and len(numbers) == count and all(map(operator.lt, numbers, numbers[1:]))
                and int(numbers[0]) >= 1 and int(numbers[-1]) <= source["max"])
    grammar = {"dice10": f"[0-9]{{{count}}}", "dice6": f"[1-6]{{{count}}}",
               "drand": "[0-9a-f]{64}", "nist": "[0-9a-f]{128}"}
    return re.fullmatch(grammar[src], value) is not None

def outcomes(source: Doc) -> int:
    """How many values a source may give."""
    if source["src"] == "lottery": return comb(source["max"], source["count"])
    fixed = {"drand": 2**256, "nist": 2**512}
    return fixed.get(source["src"]) or int((10 if source["src"] == "dice10" else 6) ** source["count"])

class Draw:
    """One transcript that passed V0, with its parts by name and what can be computed from them."""
    def __init__(self, doc: Doc, folder: str, keys: dict[str, Any], priors: Iterable[Draw]) -> None:
        self.doc, self.keys, self.priors = doc, keys, list(priors)
        self.events = [
            Event(one["index"], event["kind"], event["at"], event["by"],
                  one["body"] if "closed" in event["body"] else event["body"], one)
            for one in doc["events"] for event in [one["event"]]]
        self.result, self.plan = doc["result"], self.bodies("plan")[0]
        self.suite, self.table = Suite(self.plan["suite"]), self.plan["order"] == "public-then-reveal"
        self.headers = {self.suite.j(header): header for header in self.bodies("roll")}
        seals = self.bodies("seal")
        self.seal = seals[0] if len(seals) == 1 else {}
        self.plan_hash, self.seal_hash = self.suite.j(self.plan), self.suite.j(self.seal)
        self.result_hash = self.suite.j(self.result)
        self.parties, self.items, self.panels = self.plan["parties"], self.plan["items"], self.plan["panels"]
        self.organiser = self.parties[0]["role"] if self.parties else ""
        self.item_names = {item["item"] for item in self.items}
        self.item_rolls = list(dict.fromkeys(item["subject_roll"] for item in self.items))
        self.panel_rolls = list(dict.fromkeys(panel["inspector_roll"] for panel in self.panels))
        self.seed = self.compute_seed() if self.fixed(self.events) and self.seal else None
        self.openings = {(one["roll"], one["tag"]): one for one in doc["openings"]}
        self.files = {one["roll"]: os.path.join(folder, one["file"]) for one in doc["rolls"]}
        self.scans, self.notes = {}, []
    def of(self, *kinds: str, among: list[Event] | None = None) -> list[Event]:
        return [event for event in (self.events if among is None else among) if event.kind in kinds]
    def bodies(self, *kinds: str, among: list[Event] | None = None) -> list[Doc]:
        return [event.body for event in self.of(*kinds, among=among)]
    def voided(self, among: list[Event] | None = None) -> set[str]:
        return {item for body in self.bodies("void", among=among) for item in body["items"]}
    def fixed(self, among: list[Event]) -> bool:
        """Do these events fix the seed?  §8: PARTY and SOURCE voids are possible only while they do not."""
        values = {one["index"] for one in self.bodies("public", among=among)}
        roles = {one["role"] for one in self.bodies("reveal", among=among)}
        given = [party for party in self.parties if party["role"] in roles]
        return values.issuperset(range(len(self.plan["public"]))) and (
            len(given) == len(self.parties) if self.table else self.enough(given))
    @staticmethod
    def enough(given: list[Doc]) -> bool: return len(given) >= 2 and any(party["outside"] for party in given)
    def compute_seed(self) -> str:
        secrets = {one["role"]: one["secret"] for one in self.bodies("reveal")}
        values = {one["index"]: one["value"] for one in self.bodies("public")}
        lines = [f"{party['role']}={secrets.get(party['role'], '')}" for party in self.parties]
        lines += [f"{source['src']}={values[at]}" for at, source in enumerate(self.plan["public"])]
        try: return self.suite.t("seed", self.seal_hash, *lines)
        except UnicodeError: return ""  # V9, V10 say so
    def read_rolls(self) -> None:
        key, ids, known = self.keys.get("key"), self.keys.get("ids"), None
        if key and ids:
            known = {self.suite.t("tag", one, self.suite.t("salt", key, one, key)).encode() for one in ids}
        audited = {one["roll"]: one["tags"] for one in (self.result or {}).get("audit", [])}
        for name in self.item_rolls + self.panel_rolls:
            if name not in self.headers or name not in self.files or name in self.scans: continue
            scan = self.scans[name] = Scan(self.suite, self.headers[name], self.files[name])
            try:
                if not os.path.isfile(scan.path): raise OSError
                if scan.header["kind"] in PEOPLE: scan.run({}, 0, None, None, None)
                else:
                    wanted = {tag.encode() for roll, tag in self.openings if roll == name}
                    wanted.update(map(str.encode, audited.get(name, [])))
                    scan.run(self.limits(name), self.plan["audit_leaves"], self.seed, wanted, known)
            except OSError:
                scan.bad.append("读不到名录文件，应与复核记录放在同一目录")
                scan.complete = False
    def limits(self, name: str) -> dict[str, int]:
        """How many rows of each stratum's order must be kept, from the counts the header announces."""
        counts = {one["stratum"]: {"RD": 0, **one} for one in self.headers[name]["counts"]}
        if any(item["attempt"] > 1 for item in self.items):
            for block in blocks(self.files[name], self.headers[name]["n"]):
                for stratum in map(bytes.decode, REDRAWN.findall(block)):
                    if stratum in counts: counts[stratum]["RD"] += 1
        needed: dict[str, int] = {}
        for item in self.items:
            if item["subject_roll"] == name:
                try: ks = draw_counts(item, counts)
                except (KeyError, StopIteration): continue  # no such stratum, no last tier: V5 says so
                for rule in item["rules"]:
                    size = ks[rule["stratum"]] + max(1, rule["reserve"])
                    needed[rule["stratum"]] = max(needed.get(rule["stratum"], 0), size)
        return needed
    def selection(self) -> list[Doc]:
        """§6: the strata of the result, computed anew."""
        found = []
        for item in self.items:
            scan = self.scans[item["subject_roll"]]
            counts = {rule["stratum"]: scan.counts(rule["stratum"]) for rule in item["rules"]}
            ks = draw_counts(item, counts)
            for rule in item["rules"]:
                stratum, row = rule["stratum"], counts[rule["stratum"]]
                k, order = ks[stratum], scan.best[stratum].sorted()
                tags = [tag.decode() for _, tag in order]
                marks = {mark: row[mark] for mark in "EFXS"}
                found.append({
                    "item": item["item"], "stratum": stratum, "N": sum(marks.values()), **marks, "k": k,
                    "cut": order[k - 1][0].hex() if k else None,
                    "next": order[k][0].hex() if k < row["E"] else None,
                    "forced": scan.forced.get(stratum, []), "drawn": tags[:k],
                    "reserve": tags[k : k + rule["reserve"]]})
        return found

# ======================================== 7 Inspectors (§7)
class Bench:
    """The people of the panels: who may be captain, who holds what, who has a conflict with whom."""
    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.rolls = {panel["panel"]: panel["inspector_roll"] for panel in draw.panels}
        self.conflicts = {(one["inspector"], one["subject"]) for one in draw.doc["coi"]["opened"]}
        self.quals = {item["item"]: item["quals"] for item in draw.items}
    def record(self, panel: str, tag: str) -> Doc:
        found = self.draw.openings.get((self.rolls[panel], tag))
        if found is None: raise Bad(f"检查人员 {tag[:8]} 未公开名录记录")
        return found["record"]
    def captain(self, panel: str, tag: str) -> bool: return bool(self.record(panel, tag)["captain"])
    def able(self, panel: str, people: list[str], tag: str, items: list[str]) -> bool:
        """§7.5: no conflict, and for every item enough of them hold each qualification."""
        if any((person, tag) in self.conflicts for person in people): return False
        return all(
            sum(need["code"] in self.record(panel, person)["quals"] for person in people) >= need["persons"]
            for item in items for need in self.quals[item])
    def eligible(self, panel: Doc) -> list[str]:
        kept = self.draw.scans[panel["inspector_roll"]].kept
        return [tag for tag, row in kept.items() if row[1] == "E" and row[0] in panel["strata"]]

def people_needed(panel: Doc) -> int:
    return panel["count"] * (panel["size"] - (panel["captain"] == "appointed"))

def people_drawn(panel: Doc, present: int) -> int:
    return min(present, ceil_div(people_needed(panel) * panel["factor100"], 100))

def form_panels(draw: Draw, bench: Bench) -> list[Doc]:
    """§7.1, 7.2: the teams and substitutes of all panels in plan order."""
    gone: set[str] = set()
    found, number, t = [], 0, draw.suite.t
    for panel in draw.panels:
        name, count = panel["panel"], panel["count"]
        present = [tag for tag in bench.eligible(panel) if tag not in gone]
        kind = draw.headers[panel["inspector_roll"]]["kind"]
        pool = sorted(present, key=lambda tag: (t("ticket", draw.seed or "", kind, tag, "1"), tag))
        m, end = count * (panel["size"] - 1), people_drawn(panel, len(pool))
        if panel["captain"] == "appointed": captains, others = list(panel["appointed"]), pool
        else:
            captains = [tag for tag in pool if bench.captain(name, tag)][:count]
            others, end = [tag for tag in pool if tag not in captains], end - count
        if len(captains) < count or len(others) < m: raise Bad(f"检查组别 {name} 人数或组长不足，无法组队")
        teams = [{"team": number + at + 1, "captain": captains[at], "members": others[at:m:count]}
                 for at in range(count)]
        number += count
        found.append({"panel": name, "teams": teams, "substitutes": others[m : max(m, end)]})
        gone.update(captains, others[: max(m, end)])
    return found

def least_ticket(draw: Draw, tag: str, teams: Iterable[int]) -> int:
    """The team of the least pair ticket; 0 if there is none."""
    tickets = ((draw.suite.t("pair", draw.seed or "", tag, str(team)), team) for team in teams)
    return min(tickets, default=("", 0))[1]

def make_pairs(draw: Draw, bench: Bench, result: Doc) -> list[Doc]:
    """§7.5: every visit to the able team of least pair ticket that is not yet full."""
    found = []
    for panel in result["panels"]:
        name, teams = panel["panel"], panel["teams"]
        mine = {item["item"] for item in draw.items if item["panel"] == name}
        visits: dict[str, list[str]] = {}
        for row in result["strata"]:
            for tag in row["forced"] + row["drawn"] if row["item"] in mine else []:
                visits.setdefault(tag, []).append(row["item"])
        load, cap = {team["team"]: 0 for team in teams}, ceil_div(len(visits), len(teams))
        for tag, items in visits.items():
            able = [team["team"] for team in teams
                    if bench.able(name, [team["captain"], *team["members"]], tag, items)]
            free = [team for team in able if load[team] < cap]
            if not free: free = [team for team in able if load[team] == min(load[one] for one in able)]
            chosen = least_ticket(draw, tag, free)
            if chosen: load[chosen] += 1
            found.append({"panel": name, "tag": tag, "items": items, "team": chosen})
    return found

def within_reach(result: Doc | None) -> tuple[set[str], set[str]]:
    """§7.4: anyone in teams or substitutes, and every forced, drawn or reserve tag."""
    panels, strata = (result["panels"], result["strata"]) if result else ([], [])
    staff = {tag for panel in panels for tag in panel["substitutes"]}
    staff |= {tag for panel in panels for one in panel["teams"] for tag in [one["captain"], *one["members"]]}
    return staff, {tag for row in strata for part in ("forced", "drawn", "reserve") for tag in row[part]}

# ======================================== 8 Later events (§8)
class Aftermath:
    """Applies substitute, skip and replace in journal order to what the result fixed."""
    def __init__(self, draw: Draw, bench: Bench) -> None:
        result = draw.result or {}
        self.draw, self.bench = draw, bench
        self.panel_of = {one["team"]: panel["panel"] for panel in result["panels"] for one in panel["teams"]}
        self.seats = {
            one["team"]: {"C": one["captain"], **{f"M{at}": tag for at, tag in enumerate(one["members"], 1)}}
            for panel in result["panels"] for one in panel["teams"]}
        self.substitutes = {panel["panel"]: panel["substitutes"] for panel in result["panels"]}
        self.visits = {(one["panel"], one["tag"]): (one["items"], one["team"]) for one in result["pairs"]}
        self.rows = {(row["item"], row["stratum"]): row for row in result["strata"]}
        self.standing = {key: set(row["drawn"]) for key, row in self.rows.items()}
        self.unused = {key: list(row["reserve"]) for key, row in self.rows.items()}
        self.gone = set()
    def next_substitute(self, team: int, seat: str) -> str | None:
        panel = self.panel_of[team]
        stay = [tag for name, tag in self.seats[team].items() if name != seat and tag]
        visits = [(tag, items) for (name, tag), (items, number) in self.visits.items()
                  if name == panel and number == team]
        for person in self.substitutes[panel]:
            if person in self.gone or (seat == "C" and not self.bench.captain(panel, person)): continue
            if all(self.bench.able(panel, [*stay, person], *visit) for visit in visits): return person
        return None
    def substitute(self, body: Doc) -> Problems:
        team, seat = body["team"], body["seat"]
        if seat not in self.seats.get(team, {}) or self.seats[team][seat] != body["out"]:
            yield f"第 {team} 组 {seat} 席被替换的不是在席人员"
            return
        expected = self.next_substitute(team, seat)
        if body["in"] != expected: yield f"第 {team} 组 {seat} 席的递补人员应为 {(expected or '无')[:8]}"
        self.seats[team][seat] = expected
        self.gone.add(expected or "")
    def skip(self, body: Doc) -> Problems:
        team, seat = body["team"], body["seat"]
        expected = self.next_substitute(team, seat) if seat in self.seats.get(team, {}) else None
        if expected is None or body["tag"] != expected: yield f"第 {team} 组 {seat} 席跳过的不是应递补的那一位"
        self.gone.add(body["tag"])
    def replace(self, body: Doc) -> Problems:
        key = (body["item"], body["stratum"])
        if key not in self.rows or body["out"] not in self.standing[key]:
            yield f"事项 {body['item']} 被替换的对象不是抽中的（或已替换过）"
            return
        self.standing[key].discard(body["out"])
        expected = self.unused[key].pop(0) if self.unused[key] else None
        if body["in"] != expected: yield f"事项 {body['item']} 的替补对象应为 {(expected or '无')[:8]}"; return
        if expected is not None: self.standing[key].add(expected)
        team = self.team_for(body["item"], body["out"], expected) if expected is not None else 0
        if body["team"] != team: yield f"事项 {body['item']} 替补对象 {(expected or '无')[:8]} 应由第 {team} 组检查"
    def team_for(self, item: str, out: str, tag: str) -> int:
        panel = next(one["panel"] for one in self.draw.items if one["item"] == item)
        if panel is None: return 0
        before = self.visits.get((panel, tag))
        also = before[0] if before else []
        items = [one["item"] for one in self.draw.items if one["item"] in also or one["item"] == item]
        able = [number for number, name in self.panel_of.items() if name == panel and self.bench.able(
            panel, [person for person in self.seats[number].values() if person], tag, items)]
        team: int = before[1] if before else self.visits[(panel, out)][1]
        if team not in able: team = least_ticket(self.draw, tag, able)
        self.visits[(panel, tag)] = (items, team)
        return team

# ======================================== 9 The checks V1 to V24 (§11)
# Each yields what is wrong, says nothing if all is well, or raises Unchecked.

def ascending(values: list[Any]) -> bool: return all(map(operator.lt, values, values[1:]))
def twice(values: list[Any]) -> bool: return len(set(values)) != len(values)

def v1_rows(draw: Draw) -> Problems:
    """Rows and their grammar; inspector rolls hold E and X:NA / X:AP only, weight 1 (§2)."""
    for scan in draw.scans.values():
        yield from (f"{scan.name}：{problem}" for problem in scan.bad)
        strange = [f"{status}|{weight}" for _, status, weight, _ in scan.parts()
                   if status not in ("E", "X:NA", "X:AP") or weight != 1]
        if scan.header["kind"] in PEOPLE and strange: yield f"检查人员{scan.name} 有不允许的状态或签数：{strange[0]}"
    if twice([one["file"] for one in draw.doc["rolls"]]): yield "两份名录用了同一个文件名"
    for one in draw.doc["rolls"]:
        if one["roll"] not in draw.headers: yield f"名录文件 {one['file']} 在日志里没有对应的表头"

def v2_order(draw: Draw) -> Problems:
    return (f"{scan.name}：{problem}" for scan in draw.scans.values() for problem in scan.order[:3])

def v3_counts(draw: Draw) -> Problems:
    for scan in draw.scans.values():
        header, name, parts = scan.header, scan.name, list(scan.parts())
        strata, codes = sorted({one[0] for one in parts}), sorted({one[1] for one in parts} - {"E"})
        found = f"有 {scan.rows} 行" if scan.complete else "没有读完"
        if scan.rows != header["n"]: yield f"{name}：公告 {header['n']} 行，文件{found}"
        if [one["stratum"] for one in header["counts"]] != strata: yield f"{name}：计数表的层与文件不符或未升序"
        if [one["code"] for one in header["codes"]] != codes: yield f"{name}：状态代码表与文件不符或未升序"
        for one in header["counts"]:
            counts = scan.counts(one["stratum"])
            if any(one[mark] != counts[mark] for mark in "EFXS"): yield f"{name}：层 {one['stratum']} 的计数与文件不符"

def v4_root(draw: Draw) -> Problems:
    for one in draw.doc["rolls"]:
        scan = draw.scans.get(one["roll"])
        if scan is not None:
            if scan.root != scan.header["root"]: yield f"{scan.name}：文件的默克尔根与公告不符，名录被改动过"
            if scan.digest != one["digest"]: yield f"{scan.name}：文件摘要与复核记录不符"

def v5_plan(draw: Draw) -> Problems:
    plan, used = draw.plan, draw.item_rolls + draw.panel_rolls
    registered = sorted(draw.suite.j(header) for header in draw.bodies("roll"))
    missing = sorted(set(used) - set(draw.headers))
    if {header["suite"] for header in draw.headers.values()} - {plan["suite"]}: yield "名录与公告的算法套件不一致"
    if registered != sorted(set(used)): yield "日志里的名录表头与公告所用的名录不是一一对应"
    if (plan["no"] == 1) != (plan["prev_plan"] is None): yield "第 1 号公告没有上一号，其后各号都须写明上一号公告的哈希"
    if set(used) != {one["roll"] for one in draw.doc["rolls"]}: yield "复核记录所附名录与公告所用的名录不一致"
    yield from (f"公告所用名录 {name[:8]} 的表头未见于日志" for name in missing)
    if missing: return
    for header in draw.headers.values():
        name = f"名录 {header['list_id']}"
        if (header["mode"] == "sealed") == (header["key_commit"] is None): yield f"{name}：密封名录须有密钥承诺，公开名录不得有"
        if header["kind"] in PEOPLE and header["mode"] != "open": yield f"检查人员{name} 须公开"
    rolls, panels = [draw.headers[one] for one in draw.item_rolls], [one["panel"] for one in draw.panels]
    if len({(one["mode"], one["key_commit"]) for one in rolls}) > 1: yield "各事项名录的公开方式或密钥承诺不一致"
    if plan["embargo_until"] and any(one["mode"] == "open" for one in rolls): yield "暂缓公开的抽取必须用密封名录"
    if len(draw.item_names) != len(draw.items): yield "公告的事项重复"
    for item in draw.items: yield from item_problems(draw, item)
    if twice(panels) or set(panels) != {item["panel"] for item in draw.items} - {None}:
        yield "事项所用的检查组别与公告列出的不一致"
    for panel in draw.panels:
        name, due = f"检查组别 {panel['panel']}", panel["count"] if panel["captain"] == "appointed" else 0
        if draw.headers[panel["inspector_roll"]]["kind"] not in PEOPLE: yield f"{name} 所用名录不是检查人员名录"
        if not ascending(panel["strata"]): yield f"{name} 的层重复或未升序"
        if len(panel["appointed"]) != due or twice(panel["appointed"]): yield f"{name} 指定组长的人数不对或重复"

def item_problems(draw: Draw, item: Doc) -> Problems:
    """§3: an item against its roll, and each of its rules."""
    name, rules, first = f"事项 {item['item']}", item["rules"], item["attempt"] == 1
    header, scan = draw.headers[item["subject_roll"]], draw.scans.get(item["subject_roll"])
    parts = list(scan.parts()) if scan else []
    common = [[rule[key] for key in ("scope", "base", "tiers", "min", "max", "monotone")] for rule in rules]
    whole, strata = any(one["scope"] == "item" for one in rules), [one["stratum"] for one in header["counts"]]
    if first != (item["prev"] is None): yield f"{name} 第 {item['attempt']} 次抽取与上一次的作废事件不衔接"
    if twice([need["code"] for need in item["quals"]]): yield f"{name} 的资格要求重复"
    if header["kind"] in PEOPLE: yield f"{name} 误用检查人员名录"
    if [rule["stratum"] for rule in rules] != strata: yield f"{name} 的抽取规则没有逐一覆盖名录的各层"
    if whole and any(one != common[0] for one in common): yield f"{name} 按事项总数计算，各层的比例、下限、上限须相同"
    if first and any(status == "F:RD" for _, status, _, _ in parts): yield f"{name} 是第一次抽取，名录里却有重抽必查（F:RD）"
    for rule in rules:
        where, uptos = f"{name} 层 {rule['stratum']}", [tier["upto"] for tier in rule["tiers"]]
        if uptos[-1] is not None or None in uptos[:-1] or not ascending(uptos[:-1]):
            yield f"{where} 的比例档次须严格升序，且最后一档不封顶"
        if rule["max"] is not None and rule["min"] > rule["max"]: yield f"{where} 的下限大于上限"
        if not ascending(rule["weights"]): yield f"{where} 的签数表未升序"
        for stratum, status, weight, _ in parts:
            if stratum == rule["stratum"] and status == "E" and weight not in rule["weights"]:
                yield f"{where} 有公告未列的签数 {weight}"

def v6_seal(draw: Draw) -> Problems:
    if not draw.seal:
        unsealed = draw.of("void") and not draw.of("seal") and draw.result is None
        if unsealed: raise Unchecked(NOT_APPLICABLE, "封签之前已作废")
        yield "没有封签，或不止一份"
    elif draw.seal["plan"] != draw.plan_hash: yield "封签所封的不是这份任务公告"
    if draw.result and (draw.result["plan"], draw.result["seal"]) != (draw.plan_hash, draw.seal_hash):
        yield "结果所写的公告或封签不是这一次的"

def v7_commits(draw: Draw) -> Problems:
    if not draw.seal: raise Unchecked(NOT_APPLICABLE, "没有封签")
    commits, roles = draw.seal["commits"], [party["role"] for party in draw.parties]
    if [one["role"] for one in commits] != roles: yield "封签里的承诺与公告的各方不一致，或次序不对"
    if twice([one["commit"] for one in commits]): yield "两方的承诺相同，必有一方是抄的"

def v8_parties(draw: Draw) -> Problems:
    roles, outsiders = [one["role"] for one in draw.parties], [one for one in draw.parties if one["outside"]]
    own_units = {one["unit"] for one in draw.parties if not one["outside"]}
    if twice(roles) or len(roles) < 2: yield "参与方少于两方，或角色重复"
    if not outsiders: yield "没有外部参与方"
    if draw.parties and draw.parties[0]["outside"]: yield "第一方应为组织方，不能标为外部"
    if any(one["unit"] in own_units for one in outsiders): yield "外部参与方与内部参与方同属一个单位"

def v9_reveals(draw: Draw) -> Problems:
    commits = {one["role"]: one["commit"] for one in draw.seal.get("commits", [])}
    roles, all_roles = [one["role"] for one in draw.bodies("reveal")], [one["role"] for one in draw.parties]
    if twice(roles): yield "同一方揭示两次"
    for one in draw.bodies("reveal"):
        role, secret = one["role"], one["secret"]
        if not re.fullmatch("[0-9A-Za-z]{20,128}", secret) or (secret.isdigit() and len(secret) < 30):
            yield f"{role} 的秘密不合格式（20 至 128 位字母数字，纯数字不少于 30 位）"
        elif role not in commits or draw.suite.t("commit", draw.plan_hash, role, secret) != commits[role]:
            yield f"{role} 公开的秘密与封签时的承诺不符"
    given = [party for party in draw.parties if party["role"] in roles]
    missing = [role for role in all_roles if role not in roles]
    open_end = draw.seed is None and (draw.result is not None or not draw.voided())
    late = any(event.at > draw.plan["deadlines"]["reveal"] for event in draw.of("reveal"))
    if not draw.table and late: yield "揭示迟于期限，不应登记"
    in_order = roles[:1] == all_roles[:1] and roles == [role for role in all_roles if role in roles]
    if draw.table and roles and not in_order: yield "揭示次序不对：组织方先揭示，其余依公告次序"
    if draw.table and open_end and missing: yield f"{'、'.join(missing)} 未揭示：只能作废，不能有结果"
    if not draw.table and open_end and not draw.enough(given): yield "揭示不足两方，或没有外部一方：只能作废，不能有结果"

def v10_sources(draw: Draw) -> Problems:
    sources, product, least = draw.plan["public"], 1, {"dice10": 20, "dice6": 26}
    for source in sources:
        product *= outcomes(source)
        dice = source["src"] in least
        if (source["at"] is None) != dice: yield "彩票和信标须写明产生时间，掷骰不写"
        if dice != draw.table: yield "现场掷骰只能用于先公布后揭示，彩票与信标只能用于先揭示后公布"
        if dice and source["count"] < least[source["src"]]: yield "掷骰次数太少（十面骰不少于 20 次，六面骰不少于 26 次）"
        if source["src"] == "lottery" and source["count"] >= source["max"]: yield "彩票号码个数须小于号码总数"
    named = {"lottery": ("game", "issue"), "drand": ("chain", "round"), "nist": ("chain", "pulse")}
    drawn = [(one["src"], *(one[name] for name in named[one["src"]])) for one in sources if one["src"] in named]
    if twice(drawn): yield "同一期彩票、同一轮信标写了两次，并不更随机"
    indexes = [one["index"] for one in draw.bodies("public")]
    if product < 2**64: yield "公开随机数的可能结果少于 2 的 64 次方"
    if twice(indexes) or any(at >= len(sources) for at in indexes): yield "公开随机数重复登记，或公告中没有这个来源"
    if len(set(indexes)) < len(sources) and (draw.result is not None or not draw.voided()):
        yield "公开随机数未齐：只能作废，不能有结果"
    for event in draw.of("public"):
        place, value = event.body["index"], event.body["value"]
        if place < len(sources):
            where = f"第 {place + 1} 个公开随机数"
            if not value_fits(sources[place], value): yield f"{where}“{value[:40]}”不合格式"
            if event.at < (sources[place]["at"] or ""): yield f"{where}在产生之前就已登记"
    if not draw.table: draw.notes.append("公开随机数的值请到公布单位网站自行对照")
    if any(source["src"] == "nist" for source in sources):
        draw.notes.append("NIST 脉冲的签名没有核验，只看格式和时刻：请到 beacon.nist.gov 对照取值（证据等级不因此改变）")

def v11_seed(draw: Draw) -> Problems:
    if draw.seed is None: raise Unchecked(NOT_APPLICABLE, "随机数未齐，本次抽取没有产生种子")
    if draw.result is None: raise Unchecked(NOT_APPLICABLE, "没有结果文件")
    if draw.result["seed"] != draw.seed: yield "结果所用的种子，与各方秘密和公开随机数算出的不一致"

def v12_selection(draw: Draw) -> Problems:
    if draw.result is None: raise Unchecked(NOT_APPLICABLE, "没有结果文件")
    if draw.seed is None: yield "随机数未齐，却有结果文件"; return
    published = draw.bodies("result")
    if published and published[0]["result"] != draw.result_hash: yield "日志登记的结果与结果文件不一致"
    mine, theirs = draw.selection(), draw.result["strata"]
    if [(row["item"], row["stratum"]) for row in theirs] != [(row["item"], row["stratum"]) for row in mine]:
        yield "结果的事项与层不齐，或次序不对"
    else:
        for row, other in zip(mine, theirs):
            different = [key for key in row if row[key] != other[key]]
            if different: yield f"事项 {row['item']} 层 {row['stratum']} 重算不一致：{'、'.join(different)}"
    if draw.result["audit"] != [{"roll": one, "tags": draw.scans[one].audit_tags} for one in draw.item_rolls]:
        yield "外部核验样本重算不一致"

def v13_openings(draw: Draw) -> Problems:
    if len(draw.openings) != len(draw.doc["openings"]): yield "同一行公开了两次"
    tag_of, id_of = {}, {}  # one id, one tag; one tag, one id: among the people, and among the subjects
    for (name, tag), one in draw.openings.items():
        header, scan, where = draw.headers.get(name), draw.scans.get(name), f"公开的记录 {tag[:8]}"
        row = scan.kept.get(tag) if scan else None
        if header is None or row is None: yield f"{where} 不在名录里"; continue
        identity, salt, people = one["id"], one["salt"], header["kind"] in PEOPLE
        rec = draw.suite.t("rec", identity, salt, draw.suite.j(one["record"]))
        tags, ids = tag_of.setdefault((people, identity), tag), id_of.setdefault((people, tag), identity)
        if (salt == "") != (header["mode"] == "open"): yield f"{where} 的盐与名录公开方式不符"
        if identity.split(":")[0] not in header["ids"]: yield f"{where} 的编号种类未在名录表头列出"
        if draw.suite.t("tag", identity, salt) != tag: yield f"{where} 与标签不符"
        if rec != row[2]: yield f"{where} 与名录里的记录摘要不符"
        if people and not may_inspect(one["record"]): yield f"{where} 缺少组长资格或执法资格代码"
        if (tags, ids) != (tag, identity): yield f"同一编号对应两个标签：{tag[:8]}"

def may_inspect(record: Doc) -> bool:
    """§2: what the record of everybody on an inspector roll holds."""
    quals = record.get("quals")
    return type(record.get("captain")) is bool and type(quals) is list and all(map(c, quals))

def v14_inspectors(draw: Draw) -> Problems:
    if not draw.panels or draw.result is None:
        raise Unchecked(NOT_APPLICABLE, "没有结果" if draw.panels else "本次抽取不派检查组")
    bench, ready = Bench(draw), True
    for panel in draw.panels:
        kept, name = draw.scans[panel["inspector_roll"]].kept, f"检查组别 {panel['panel']}"
        for tag in panel["appointed"]:
            if kept.get(tag, ("", "", ""))[1] != "X:AP": yield f"{name} 指定的组长 {tag[:8]} 在名录中未标为 X:AP"
        for tag in bench.eligible(panel) + panel["appointed"]:
            try:
                bench.record(panel["panel"], tag)
            except Bad as problem:
                ready = False
                yield str(problem)
    if not ready: return
    earlier: list[tuple[int, set[str]]] = []  # §7.3: whatever the seed, no panel can run out of people
    for panel in draw.panels:
        people, name = set(bench.eligible(panel)), f"检查组别 {panel['panel']}"
        captains = {tag for tag in people if bench.captain(panel["panel"], tag)}
        left, left_captains = (len(group) - sum(min(drawn, len(group & other)) for drawn, other in earlier)
                               for group in (people, captains))
        if left < people_needed(panel): yield f"{name} 的人数在最坏情形下不够，公告不应封签"
        if panel["captain"] == "drawn" and left_captains < panel["count"]: yield f"{name} 的组长在最坏情形下不够，公告不应封签"
        earlier.append((people_drawn(panel, len(people)), people))
    if draw.seed is not None and form_panels(draw, bench) != draw.result["panels"]: yield "检查组和候补人员重算不一致"

def v15_conflicts(draw: Draw) -> Problems:
    coi, plan, suite, tree = draw.doc["coi"], draw.plan["coi"], draw.suite, Tree(draw.suite)
    leaves, opened = coi["leaves"], [(one["inspector"], one["subject"]) for one in coi["opened"]]
    tree.add(leaf.encode() for leaf in leaves)
    sealed, known = any(draw.headers[name]["mode"] == "sealed" for name in draw.item_rolls), set(leaves)
    if not ascending(leaves): yield "回避登记未严格升序"
    if (len(leaves), tree.root().hex()) != (plan["count"], plan["root"]): yield "回避登记与公告承诺的数目或根不符"
    if draw.result is not None and (coi["key"] is not None) != sealed: yield "密封名录须随结果公布回避密钥，公开名录不得公布"
    if coi["key"] is not None and suite.t("key", coi["key"]) != plan["key_commit"]: yield "公布的回避密钥与公告的承诺不符"
    if twice(opened): yield "同一回避关系公开了两次"
    for one in coi["opened"]:
        if suite.t("coi", one["key"], one["inspector"], one["subject"]) not in known:
            yield f"回避关系 {one['inspector'][:8]}—{one['subject'][:8]} 不在公告承诺的登记里"
    if draw.result is None: raise Unchecked(NOT_APPLICABLE, "没有结果")
    staff, subjects = within_reach(draw.result)
    if any(one not in staff or other not in subjects for one, other in opened): yield "公开了与本次人员和对象无关的回避关系"
    if make_pairs(draw, Bench(draw), draw.result) != draw.result["pairs"]: yield "检查组与检查对象的匹配重算不一致"

def v16_aftermath(draw: Draw) -> Problems:
    later = draw.of("substitute", "skip", "replace")
    if not later: raise Unchecked(NOT_APPLICABLE, "没有人员替换、跳过或对象替补")
    if draw.result is None: yield "没有结果，却有替换"; return
    after = Aftermath(draw, Bench(draw))
    apply = {"substitute": after.substitute, "skip": after.skip, "replace": after.replace}
    for event in later:
        if event.body["approved_by"] == draw.organiser: yield f"第 {event.index} 号事件由组织方自己批准"
        problems = list(apply[event.kind](event.body))
        yield from (f"第 {event.index} 号事件：{problem}" for problem in problems)
        if problems: return

def v17_attempts(draw: Draw) -> Problems:
    for at, event in enumerate(draw.events):
        if event.kind == "void":
            body, fixed = event.body, draw.fixed(draw.events[:at])
            reason, digest = body["reason"], draw.result_hash if fixed else None
            gone = [item for one in draw.bodies("void", among=draw.events[: at + 1]) for item in one["items"]]
            if not set(body["items"]) <= draw.item_names: yield "作废的事项不在公告里"
            if len(set(gone)) < len(gone): yield "作废的事项先前已经作废"
            if reason not in ("PARTY", "SOURCE", "LIST", "ORDER"): yield f"作废理由 {reason} 不在允许之列"
            if fixed and reason in ("PARTY", "SOURCE"): yield "随机数已定，不能再以缺秘密或缺数为由作废"
            if not fixed and set(body["items"]) != draw.item_names: yield "随机数未定时作废，须作废全部事项"
            if body["approved_by"] == draw.organiser: yield "作废由组织方自己批准"
            if body["result"] != digest: yield "作废时随机数已定须公布作废结果，未定不得有结果"
    again = [item for item in draw.items if item["attempt"] > 1]
    if again and not draw.priors: raise Unchecked(OUTSIDER, "这是重抽，请用 --prior 给出上一次抽取的复核记录")
    for item in again: yield from succession_problems(draw, item)
    if not again and not draw.of("void"): raise Unchecked(NOT_APPLICABLE, "第一次抽取，没有作废")

def attempts_before(draw: Draw, item: Doc | None) -> Iterator[tuple[Draw, Doc, Doc]]:
    """The earlier attempts at an item as far as they are given, latest first: draw, its void, its item."""
    voids = {draw.suite.j(event.entry["event"]): (prior, event.body)
             for prior in draw.priors for event in prior.of("void")}
    while item is not None and item["prev"] in voids:
        (prior, void), name = voids.pop(item["prev"]), item["item"]
        item = next((one for one in prior.items if one["item"] == name and name in void["items"]), None)
        if item is not None: yield prior, void, item

def succession_problems(draw: Draw, item: Doc) -> Problems:
    """§8: the same list, and who was selected before is visited for certain."""
    name, chain = f"事项 {item['item']}", list(attempts_before(draw, item))
    if not chain: yield f"{name}：上一次的复核记录里没有公告所指的作废事件"; return
    (prior, void, before), oldest = chain[0], chain[-1][2]["attempt"]
    if oldest > 1:
        draw.notes.append(f"{name}：只核对到第 {oldest} 次抽取，更早的复核记录没有给出（--prior 可重复）")
    no, sources = prior.plan["no"], [one for old, _, _ in chain for one in old.plan["public"]]
    known = {one["secret"] for old, _, _ in chain for one in old.bodies("reveal")}  # new to everybody, §8
    if (before["round"], before["attempt"] + 1) != (item["round"], item["attempt"]) or no >= draw.plan["no"]:
        yield f"{name}：轮次、次数或公告编号与上一次不衔接"
    if prior.plan["journal"] != draw.plan["journal"] or prior.suite.name != draw.suite.name:
        yield f"{name}：两次抽取不在同一日志"
    if void["reason"] == "PARTY" and prior.table and draw.table: yield "上一次因缺秘密作废，这一次须改用先揭示后公布"
    if any(one["secret"] in known for one in draw.bodies("reveal")): yield "重抽用了以前公开过的秘密"
    if any(one["at"] and one in sources for one in draw.plan["public"]): yield "重抽用了以前用过的公开随机数"
    old, new = prior.headers.get(before["subject_roll"]), draw.headers.get(item["subject_roll"])
    if not old or not new or any(old[key] != new[key] for key in ("mode", "key_commit", "kind")):
        yield f"{name}：重抽名录的密钥或公开方式变了"
        return
    chosen: set[str] | None = None  # None: nobody was selected yet, so the list may be put right
    if void["result"] is not None and prior.result is not None:
        chosen = {one["in"] for one in prior.bodies("replace") if one["item"] == item["item"] and one["in"]}
        mine = [row["drawn"] for row in prior.result["strata"] if row["item"] == item["item"]]
        chosen.update(*mine)
    old_rows = rows_of(prior.files[before["subject_roll"]], old["n"])
    new_rows = rows_of(draw.files[item["subject_roll"]], new["n"])
    for tag in changed_rows(old_rows, new_rows, chosen, set(void["errors"])):
        yield f"{name}：重抽名录中 {tag[:8]} 一行与上一次不符（抽中过的须列为 F:RD，其余一字不改）"

def rows_of(path: str, count: int) -> Iterator[tuple[str, str]]:
    """(tag, row) of a roll file; "~", which stands behind every tag, from its end on."""
    for block in blocks(path, count):
        for line in block.decode("ascii", "replace").splitlines(): yield line[:64], line
    while True: yield "~", ""

def changed_rows(old: Any, new: Any, chosen: set[str] | None, errors: set[str]) -> Problems:
    """Tags whose new row is not what the old one demands: chosen ones F:RD, the others as they were."""
    (a, line), (z, fresh) = next(old), next(new)
    while a != "~" or z != "~":
        tag = min(a, z)
        expected, found = line if a == tag else "", fresh if z == tag else ""
        if chosen is None: expected, found = (one if "|F:RD|" in one else "" for one in (expected, found))
        elif a == tag and tag in chosen:
            parts = line.split("|")
            expected = "|".join([*parts[:2], "F:RD", "1", parts[-1]])
        spoilt = "|F:RD|" in found and "|F:RD|" not in (line if a == tag else "") if tag in errors else found != expected
        if spoilt: yield tag
        if a == tag: a, line = next(old)
        if z == tag: z, fresh = next(new)

def checkpoint_of(draw: Draw) -> tuple[int, bytes, list[str]]:
    lines = draw.doc["checkpoint"]
    if len(lines) < 3 or lines[0] != draw.plan["journal"]: raise Bad("检查点不完整，或不属于公告所说的日志")
    return checkpoint(lines)

def checkpoint(lines: list[str]) -> tuple[int, bytes, list[str]]:
    """Size, root and signature lines of the C2SP note."""
    if not re.fullmatch("0|[1-9][0-9]{0,15}", lines[1]): raise Bad("检查点的条数不合格式")
    try: root = base64.b64decode(lines[2], validate=True)
    except ValueError: raise Bad("检查点的根不合格式") from None
    if len(root) != 32 or base64.b64encode(root).decode() != lines[2]: raise Bad("检查点的根不合格式")
    signatures = [line for line in lines[3:] if line]
    if any(not re.fullmatch(r"— \S+ [0-9A-Za-z+/]+={0,2}", line) for line in signatures) or "" in lines[4:]:
        raise Bad("检查点的签名行不合格式")
    return int(lines[1]), root, signatures

def v18_journal(draw: Draw) -> Problems:
    size, root, signatures = checkpoint_of(draw)
    for event in draw.events:
        leaf = jcs(event.entry["event"])
        if not included(draw.suite, leaf, event.index, size, event.entry["proof"], root):
            yield f"第 {event.index} 号事件不在检查点所示的日志里"
    known, log = draw.keys.get("signed_by") or [], draw.plan["journal"]
    if not known:
        if signatures: draw.notes.append("检查点签名须用日志、见证人和上级单位的公钥另行核对（--signed-by）")
        return
    good, bad = signers(draw.doc["checkpoint"], known)
    for name in bad: yield f"“{name}”的签名不成立"
    if any(key.name == log for key in known) and log not in good: yield f"检查点没有日志“{log}”的有效签名"
    if good: draw.notes.append(f"检查点签名已核实：{'、'.join(good)}")

def v19_times(draw: Draw) -> Problems:
    times = [event.at for event in draw.events]
    if not ascending([event.index for event in draw.events]): yield "事件序号未升序或重复"
    if any(map(operator.gt, times, times[1:])): yield "事件时间倒退"
    for event in draw.events:
        entry, where, stated = event.entry, f"第 {event.index} 号事件", event.entry["event"]["body"]
        if entry["event"]["draw"] != (None if event.kind == "roll" else draw.plan["draw_id"]):
            yield f"{where}不属于本次抽取"
        closed, nonce = "closed" in stated, entry["nonce"]
        if closed != (event.kind in ("reveal", "result") and draw.plan["embargo_until"] is not None):
            yield f"{where}：只有、且必须在暂缓公开时密封"
        if not closed:
            if (nonce, entry["body"]) != (None, None): yield f"{where}没有密封，不应另附内容"
        elif nonce is None: yield f"{where}缺少密封时的随机串，不能核对"
        elif draw.suite.t("closed", nonce, draw.suite.j(event.body)) != stated["closed"]:
            yield f"{where}公开的内容与密封时的承诺不符"
    yield from phase_problems(draw)
    yield from deadline_problems(draw)
    if any(not draw.seal or one["seal"] != draw.seal_hash for one in draw.doc["anchors"]):
        yield "外部留存的封签值与本次封签不符"

def phase_problems(draw: Draw) -> Problems:
    """The kinds in their order, each once that may come once, none missing and none after the end."""
    first, second = ("public", "reveal") if draw.table else ("reveal", "public")
    order = ["roll", "plan", "seal", first, second, "result", "substitute skip replace audit", "complete"]
    phase = {kind: place for place, kinds in enumerate(order) for kind in kinds.split()}
    kinds = [event.kind for event in draw.events]
    steps = [phase[kind] for kind in kinds if kind in phase]
    if steps != sorted(steps): yield "事件先后不对：名录、公告、封签、随机数、结果、后续事件、完成"
    for kind in ("plan", "seal", "result", "complete"):
        if kinds.count(kind) > 1: yield f"“{kind}”事件不止一个"
    if not draw.voided() and not {"plan", "seal", "result"} <= set(kinds): yield "缺少公告、封签或结果事件"
    if (draw.result is not None) != ("result" in kinds): yield "结果文件与结果事件不成对"
    count = 0
    for at, event in enumerate(draw.events):
        count += event.kind != "roll"
        stated = event.body["events"] if event.kind in ("void", "complete") else count
        over = event.kind in ("substitute", "skip", "replace", "complete")
        if stated != count: yield f"第 {event.index} 号事件说共有 {stated} 个事件，实有 {count} 个：有事件被漏掉或添加"
        if event.kind == "complete" and (draw.result is None or event.body["result"] != draw.result_hash):
            yield "完成事件所指的结果与结果文件不一致"
        if over and draw.item_names <= draw.voided(draw.events[:at]): yield "全部事项作废之后仍有后续事件"
    ended = kinds[kinds.index("complete") + 1:] if "complete" in kinds else []
    if set(ended) - {"media", "void"}: yield "完成之后又有事件"  # a court may annul what is done

def deadline_problems(draw: Draw) -> Problems:
    """Table: public ≤ reveal ≤ publish; else sealed_at < reveal < every `at` ≤ public ≤ publish."""
    limit, sealed_at = draw.plan["deadlines"], draw.seal.get("sealed_at")
    reveal, public, publish = limit["reveal"], limit["public"], limit["publish"]
    made = [source["at"] for source in draw.plan["public"] if source["at"] is not None]
    out_of_order = public > publish or any(not reveal < at <= public for at in made)
    if draw.table and not public <= reveal <= publish: yield "公告的期限次序不对：公开随机数、揭示、公布"
    if not draw.table and out_of_order: yield "公告的期限次序不对：揭示、公开随机数产生、登记、公布"
    if not draw.table and sealed_at and sealed_at >= reveal: yield "封签迟于揭示期限"
    if sealed_at:
        if any(event.at < sealed_at for event in draw.of("seal")): yield "封签登记早于封签时间"
        if any(event.at > sealed_at for event in draw.of("plan")): yield "封签早于公告"

def v20_engine(draw: Draw) -> Problems:
    engine = draw.plan["engine"]
    raise Unchecked(OUTSIDER, f"公告写明 {engine['name']} {engine['version']}，sha256 {engine['sha256']}，请与公布的程序摘要核对；"
                              "结果已独立重算，与用什么程序抽无关")

def v22_audit(draw: Draw) -> Problems:
    if draw.result is None: raise Unchecked(NOT_APPLICABLE, "没有结果")
    outside = {party["role"] for party in draw.parties if party["outside"]}
    done: dict[str, int] = {}
    for event in draw.of("audit"):
        roll, body = event.body["roll"], event.body
        if event.by not in outside: yield f"第 {event.index} 号核验不是外部参与方所作"
        if roll not in draw.item_rolls: yield f"第 {event.index} 号核验的名录不在公告里"
        else:
            done[roll] = max(done.get(roll, 0), body["checked"])
            draw.notes += [f"外部核验发现：{one['tag'][:8]} {one['text']}" for one in body["errors"]]
    for roll, checked in done.items():
        scan, counts = draw.scans[roll], draw.scans[roll].counts()
        due = counts["F"] + counts["X"]
        due += sum(scan.kept.get(tag, ("", "E", ""))[1][0] not in "FX" for tag in scan.audit_tags)
        if checked < due: yield f"{scan.name}：外部核验了 {checked} 行，应不少于 {due} 行"
    if set(done) != set(draw.item_rolls): raise Unchecked(OUTSIDER, "外部人员对必查、豁免和样本各行的核验尚未登记齐全")

def v23_keys(draw: Draw) -> Problems:
    suite, key, ids = draw.suite, draw.keys.get("key"), draw.keys.get("ids")
    conflict_key = draw.doc["coi"]["key"] or draw.keys.get("conflict")
    sealed = [name for name in draw.item_rolls if draw.headers[name]["mode"] == "sealed"]
    if key is not None and sealed:
        if any(draw.headers[name]["key_commit"] != suite.t("key", key) for name in sealed):
            yield "名录密钥 K 与名录表头的承诺不符"
        for (name, tag), one in draw.openings.items():
            if name in sealed and one["salt"] != suite.t("salt", key, one["id"], key):
                yield f"公开的记录 {tag[:8]} 的盐不是由 K 算出"
        for scan in (draw.scans[name] for name in sealed):
            if ids and scan.strangers: yield f"{scan.name} 有 {scan.strangers} 行的标签不由任何编号算出"
    if conflict_key is not None:
        if suite.t("key", conflict_key) != draw.plan["coi"]["key_commit"]: yield "回避密钥 Kc 与公告的承诺不符"
        else: yield from hidden_conflicts(draw, conflict_key)
    if conflict_key is None or (sealed and not (key and ids)):
        raise Unchecked(OUTSIDER, "逐行核对标签须用名录密钥 K 和编号清单（--key、--ids），核对回避有无隐瞒须用 Kc（--conflict-key）")

def hidden_conflicts(draw: Draw, key: str) -> Problems:
    """§7.4: with Kc, no conflict within reach is hidden and none invented."""
    suite, leaves = draw.suite, set(draw.doc["coi"]["leaves"])
    opened = {(one["inspector"], one["subject"]): one["key"] for one in draw.doc["coi"]["opened"]}
    staff, subjects = within_reach(draw.result)
    for person in sorted(staff) if leaves else []:
        for subject in subjects:
            pair_key = suite.t("coikey", key, person, subject, key)
            present = suite.t("coi", pair_key, person, subject) in leaves
            if opened.get((person, subject)) != (pair_key if present else None):
                yield f"回避关系 {person[:8]}—{subject[:8]} 被隐瞒或被捏造"

def v24_chain(draw: Draw) -> Problems: raise Unchecked(OUTSIDER, "同一日志里有无别的公告、轮次是否连续，须对照整个日志")

CHECKS: list[tuple[str, str, Callable[[Draw], Problems]]] = [
    ("V1", "名录各行", v1_rows), ("V2", "名录次序", v2_order), ("V3", "行数与分层计数", v3_counts),
    ("V4", "名录树根与摘要", v4_root), ("V5", "计划与名录相符", v5_plan), ("V6", "封签与计划相符", v6_seal),
    ("V7", "各方承诺", v7_commits), ("V8", "参与各方", v8_parties), ("V9", "揭示与承诺相符", v9_reveals),
    ("V10", "公开随机数", v10_sources), ("V11", "种子", v11_seed), ("V12", "抽取结果与核验样本", v12_selection),
    ("V13", "公开的记录", v13_openings), ("V14", "检查人员与组队", v14_inspectors),
    ("V15", "回避与配对", v15_conflicts), ("V16", "递补与替换", v16_aftermath), ("V17", "作废与重抽", v17_attempts),
    ("V18", "日志收录与签名", v18_journal), ("V19", "先后与时限", v19_times), ("V20", "抽取程序", v20_engine),
    ("V22", "外部核验", v22_audit), ("V23", "持钥核对", v23_keys), ("V24", "整个日志", v24_chain)]

NEEDS = {"V2": "V1", "V3": "V1", "V4": "V1", "V5": "V1", "V7": "V6", "V9": "V6", "V11": "V9 V10",
         "V12": "V1 V2 V5 V11", "V13": "V1 V5", "V14": "V5 V11 V13", "V15": "V12 V14", "V16": "V15", "V17": "V1 V2 V5",
         "V22": "V12", "V23": "V1 V5", "V24": "V18"}

def v21_shown(draw: Draw) -> Problems:
    """§11: lawful, but a reader should see it."""
    rules = {(item["item"], rule["stratum"]): rule for item in draw.items for rule in item["rules"]}
    for row in (draw.result or {}).get("strata", []):
        where, rule = f"事项 {row['item']} 层 {row['stratum']}", rules.get((row["item"], row["stratum"]))
        partial = rule is not None and any(tier["ppm"] < 10**6 for tier in rule["tiers"])
        weights = rule["weights"] if rule else []
        if row["k"] == 0: yield f"{where}：随机抽取数为 0"
        if 0 < row["k"] == row["E"] and partial: yield f"{where}：比例不足 100%，但全部可抽对象都被抽中"
        if 4 * max(row["F"], row["X"]) > row["N"]:
            yield f"{where}：必查或豁免的超过四分之一（必查 {row['F']}、豁免 {row['X']}、共 {row['N']}）"
        if weights and weights[-1] > 8 * weights[0]: yield f"{where}：签数相差超过 8 倍"
    for name, header in draw.headers.items():
        where, before = f"名录 {header['list_id']}", header["prev"]
        away = sum(rows for _, status, _, rows in draw.scans[name].parts() if status == "X:NA") if name in draw.scans else 0
        if before is not None:
            yield f"{where} 与上一期相比：增加 {before['added']}、减少 {sum(one['count'] for one in before['removed'])}"
        if name in draw.panel_rolls and 2 * away >= header["n"]: yield f"检查人员{where}：半数以上不参加"
    yield from few_holders(draw) if draw.result else []
    silent = {party["role"] for party in draw.parties} - {one["role"] for one in draw.bodies("reveal")}
    if draw.seed is not None and silent: yield f"未揭示、按空计：{'、'.join(sorted(silent))}"
    for item in draw.items:
        if item["attempt"] > 1:
            review = "，须有法制审核" if item["attempt"] > 2 else ""
            yield f"事项 {item['item']} 是第 {item['attempt']} 次抽取{review}"
    for kind, deadline, word in (("public", "public", "公开随机数登记"), ("reveal", "reveal", "揭示"),
                                 ("result", "publish", "结果公布")):
        if any(event.at > draw.plan["deadlines"][deadline] for event in draw.of(kind)): yield f"{word}迟于公告的期限"
    for one in draw.bodies("void"): yield f"作废：{'、'.join(one['items'])}（{one['reason']}，{one['evidence']}）"
    if not cosigned(draw): yield "检查点没有外部单位联签"
    if not draw.doc["anchors"]: yield "封签值没有外部留存"
    if not draw.of("complete", "void"): yield "检查尚未完成，以后可能还有替换事件"

def few_holders(draw: Draw) -> Problems:
    bench = Bench(draw)
    for panel in draw.panels:
        name, count = f"检查组别 {panel['panel']}", panel["count"]
        try: held = [bench.record(panel["panel"], tag) for tag in bench.eligible(panel)]
        except (Bad, KeyError): continue  # V14 says so
        able = sum(one["captain"] for one in held)
        if panel["captain"] == "drawn" and able < 2 * count: yield f"{name}：可任组长的只有 {able} 人，要用 {count} 人"
        needs = [need for item in draw.items if item["panel"] == panel["panel"] for need in item["quals"]]
        for code, persons in dict.fromkeys((need["code"], need["persons"]) for need in needs):
            holders = sum(code in one["quals"] for one in held)
            if holders < 2 * persons * count: yield f"{name}：持有资格 {code} 的只有 {holders} 人"

def cosigned(draw: Draw) -> bool:
    """By somebody outside: as the lines claim, or, once keys are given, as these show."""
    known, log = draw.keys.get("signed_by") or [], draw.plan["journal"]
    try:
        claimed = [line.split(" ")[1] for line in checkpoint_of(draw)[2]]
        return any(name != log for name in (signers(draw.doc["checkpoint"], known)[0] if known else claimed))
    except Bad: return False

def grade(draw: Draw) -> str:
    """§5: A reveals first, anchored before the source; B at the table, anchored before the dice; else C."""
    sources = draw.plan["public"]
    starts = [event.at for event in draw.of("public")] if draw.table else [one["at"] for one in sources]
    anchored = bool(starts) and any(one["at"] < min(starts) for one in draw.doc["anchors"])
    return ("B" if draw.table else "A") if anchored and cosigned(draw) else "C"

# ======================================== 10 The report
USAGE = ("用法不对。应为：python3 mingqian_verify.py 目录/transcript.json "
         "[--prior 上一次/transcript.json]... [--key K的文件] [--ids 编号清单.txt] [--conflict-key Kc的文件] "
         "[--signed-by 公钥]...；存证回执：receipt.json --signed-by 公钥")

class Report:
    """The outcome of every check, and what a reader should see."""
    def __init__(self) -> None:
        self.checks, self.shown, self.grade, self.draw = [], [], "", None  # check: code, title, status, why
    def failed(self) -> list[str]: return [code for code, _, status, _ in self.checks if status == FAILED]
    def accepted(self) -> bool: return not self.failed()

def outcome(check: Callable[[Draw], Problems], draw: Draw) -> tuple[str, list[str]]:
    """Status and reasons, at most eight; whatever the check stumbles over is a reason too."""
    problems: list[str] = []
    try: problems.extend(islice(check(draw), 8))
    except Unchecked as reason:
        if not problems: return reason.args[0], [reason.args[1]]
    except Bad as reason: problems.append(str(reason))
    except Exception: problems.append("所需内容缺失或前后矛盾，无法核对")
    return (FAILED if problems else PASSED), problems

def all_checks(draw: Draw) -> Iterator[tuple[str, str, str, list[str]]]:
    """V1 to V24; a check whose ground has given way is not made, and says so."""
    gone: set[str] = set()
    for code, title, check in CHECKS:
        broken = [need for need in NEEDS.get(code, "").split() if need in gone]
        unmade = (NOT_APPLICABLE, [f"未核验：因 {'、'.join(broken)} 不通过"])
        status, problems = unmade if broken else outcome(check, draw)
        if broken or status == FAILED: gone.add(code)
        yield code, title, status, problems

def v0_document(data: bytes) -> tuple[Doc, list[str]]:
    """Canonical bytes with exactly the fields of §10, one plan, and nothing still closed."""
    try: doc = parse(data)
    except Bad as reason: return {}, [str(reason)]
    problems = list(islice(misfits(doc, TRANSCRIPT, "transcript"), 8))
    if not problems:
        if sum(entry["event"]["kind"] == "plan" for entry in doc["events"]) != 1: problems.append("应恰有一份任务公告")
        problems += [f"第 {entry['index']} 号事件仍密封未公开，现在还不能复核" for entry in doc["events"]
                     if "closed" in entry["event"]["body"] and entry["body"] is None]
    return doc, problems

def verify(data: bytes, folder: str, priors: Iterable[Draw] = (), key: str | None = None,
           conflict_key: str | None = None, ids: list[str] | None = None,
           signed_by: list[NoteKey] | None = None) -> Report:
    """All checks on a transcript's bytes, the roll files being in `folder`; never raises for bad input."""
    report, (doc, problems) = Report(), v0_document(data)
    report.checks.append(("V0", "写法与字段", FAILED if problems else PASSED, problems))
    if problems:
        report.checks += [(code, title, NOT_APPLICABLE, ["未核验：因 V0 不通过"]) for code, title, _ in CHECKS]
        return report
    draw = report.draw = Draw(doc, folder, {"key": key, "conflict": conflict_key, "ids": ids,
                                            "signed_by": signed_by}, priors)
    draw.read_rolls()
    report.checks += all_checks(draw)
    if not unicodedata.is_normalized("NFC", data.decode("utf-8")): draw.notes.append("有文字未按 NFC 规范化（只提示）")
    try:
        report.shown = [*v21_shown(draw), *dict.fromkeys(draw.notes)]
        report.grade = grade(draw) if draw.seed else ""
    except Exception: report.shown.append("内容不完整，提示事项未能列全")
    return report

def say(text: str) -> None: print("".join(mark if mark.isprintable() or mark == "　" else "?" for mark in text))

def print_report(report: Report) -> None:
    for code, title, status, reasons in report.checks:
        say(f"{code:<4}{title}：{status}")
        for reason in reasons: say(f"      {reason}")
    say("V21 应予注意：" + ("" if report.shown else "无"))
    for line in report.shown: say(f"      {line}")
    if not report.accepted(): say(f"结论：不接受。不通过：{'、'.join(report.failed())}。"); return
    voided = "（含作废）" if report.draw is not None and report.draw.of("void") else ""
    strength = "证据等级 C" if report.grade else "没有产生结果"
    if report.grade in ("A", "B"):
        known = report.draw is not None and report.draw.keys["signed_by"]
        strength = f"证据等级 {report.grade}" if known else strength + f"（外部联签用公钥核实后为 {report.grade}）"
    say(f"结论：接受{voided}。{strength}。需提示事项 {len(report.shown)} 条。")

RECEIPT = {"v": one_of("mingqian-receipt-1"), "type": one_of("receipt"), "suite": one_of("sha256", "sm3"),
           "index": i, "proof": [h], "checkpoint": [length(0, 1000)],
           "entry": {"seq": i1, "at": s, "kind": s, "actor": s, "actor_name": length(0, 400), "thing": s,
                     "actor_unit": length(0, 400), "body": of_type(dict), "previous": h}}

def receipt(doc: Doc, known: list[NoteKey]) -> int:
    """One entry of a bureau's journal, its path to the root, and who signed the root."""
    problems = list(islice(misfits(doc, RECEIPT, "receipt"), 8))
    if not problems:
        size, root, _ = checkpoint(doc["checkpoint"])
        good, bad = signers(doc["checkpoint"], known)
        if doc["entry"]["seq"] != doc["index"] + 1: problems.append("序号与条目不符")
        if not included(Suite(doc["suite"]), jcs(doc["entry"]), doc["index"], size, doc["proof"], root):
            problems.append("这一条不在检查点所示的日志里：内容、证明或检查点被改动")
        problems += [f"“{name}”的签名不成立" for name in bad]
        if not problems and doc["checkpoint"][0] not in good:
            problems.append("没有日志自己的有效签名：请用 --signed-by 给出从别处取得的公钥")
    for problem in problems: say(f"      {problem}")
    if problems: say("结论：不接受。"); return 1
    entry = doc["entry"]
    say(f"第 {entry['seq']} 条　{entry['at']}　{entry['kind']}　{entry['thing']}　{entry['actor_name']}（{entry['actor']}）")
    say(f"日志 {doc['checkpoint'][0]}，检查点 {size} 条，签名已核实：{'、'.join(good)}")
    say("结论：接受。这一条当时已记入日志，内容未改。")
    return 0

def papers(draw: Draw, folder: str) -> list[tuple[str, str, str, list[str]]]:
    """What lies beside the transcript: copies of its documents (§1), signed papers whose digests the log holds (§9)."""
    known, problems = {body["digest"] for body in draw.bodies("media")}, []
    found = [name for name in sorted(os.listdir(folder)) if re.fullmatch(r"sign-off-\d+\.json", name)]
    for name in found:
        try: whole = draw.suite.h(read_limited(os.path.join(folder, name))).hex() in known
        except Bad: whole = False
        if not whole: problems.append(f"{name} 与日志所记的摘要不符")
    checks = [("附件", "见证签认", FAILED if problems else PASSED, problems)] if found else []
    copies = {"plan.json": draw.plan, "seal.json": draw.seal, "result.json": draw.result}
    copies = {os.path.join(folder, name): doc for name, doc in copies.items()}
    beside = [path for path in copies if os.path.lexists(path)]
    other = [path for path in beside if not os.path.isfile(path) or read_limited(path) != jcs(copies[path])]
    told = [f"{os.path.basename(path)} 与抽取记录里的不一致" for path in other]
    return [*checks, ("附件", "公告、封签、结果的原文", FAILED if told else PASSED, told)] if beside else checks

def read_limited(path: str) -> bytes:
    if not os.path.isfile(path): raise Bad(f"没有这个文件：{path}")
    if os.path.getsize(path) > MAX_TRANSCRIPT: raise Bad(f"文件超过 {MAX_TRANSCRIPT >> 20} MiB，不予读取：{path}")
    with open(path, "rb") as file: return file.read()

def secret(given: str | None) -> str | None:
    """A key from the file it is kept in (name or @name), or typed: then the shell's history keeps it too."""
    if given is None or h(given): return given
    path = given[given.startswith("@"):]
    text = read_limited(path).decode("ascii", "replace").strip() if os.path.isfile(path) else ""
    if not h(text): raise Bad("密钥须是 64 位小写十六进制，或写着它的文件")
    return text

def earlier_draws(paths: list[str], key: str | None, known: list[NoteKey]) -> tuple[list[Draw], list[str]]:
    """The earlier attempts by number of their plans, each checked by itself and against the one before it."""
    draws: list[Draw] = []
    for path in paths:
        report = verify(read_limited(path), os.path.dirname(path) or ".", key=key, signed_by=known)
        if report.draw is None or not report.accepted(): return [], report.failed()
        draws.append(report.draw)
    draws.sort(key=lambda draw: int(draw.plan["no"]))
    for draw in draws:
        draw.priors = [one for one in draws if one.plan["no"] < draw.plan["no"]]
        if outcome(v17_attempts, draw)[0] == FAILED: return [], ["V17"]
    return draws, []

class ChineseParser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        say(USAGE); raise SystemExit(2)

def main(arguments: list[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"): stream.reconfigure(errors="replace")
    parser = ChineseParser(add_help=True, description="明签抽取复核：重算一次已公布的随机抽取")
    parser.add_argument("transcript", help="复核记录 transcript.json 或它所在的目录；名录文件须在同一目录")
    parser.add_argument("--prior", action="append", default=[], help="重抽时，较早一次抽取的复核记录；可重复")
    parser.add_argument("--key", help="名录密钥 K：写着它的文件（如 private/roll.key），或 64 位十六进制本身；持有人用")
    parser.add_argument("--conflict-key", help="回避密钥 Kc：写着它的文件，或 64 位十六进制本身；持有人用")
    parser.add_argument("--ids", help="全部对象编号，一行一个；与 --key 同用，逐行核对标签")
    parser.add_argument("--signed-by", action="append", default=[], metavar="公钥",
                        help="日志、见证人、上级单位的公钥（名称+编号+base64），须从别处取得；可重复")
    chosen = parser.parse_args(arguments)
    try:
        known = [note_key(text) for text in chosen.signed_by]
        key, conflict_key = secret(chosen.key), secret(chosen.conflict_key)
        ids = read_limited(chosen.ids).decode("ascii").split() if chosen.ids else None
        if os.path.isdir(chosen.transcript): chosen.transcript = os.path.join(chosen.transcript, "transcript.json")
        data, folder = read_limited(chosen.transcript), os.path.dirname(chosen.transcript) or "."
        if data.startswith(b'{"checkpoint":') and b'"type":"receipt"' in data: return receipt(parse(data), known)
        priors, failed = earlier_draws(chosen.prior, key, known)
        if failed: say(f"上一次抽取的复核记录本身不通过：{'、'.join(failed)}"); return 1
        report = verify(data, folder, priors, key, conflict_key, ids, known)
        if report.draw is not None and report.accepted(): report.checks += papers(report.draw, folder)
    except (Bad, OSError, UnicodeError) as problem:
        say(str(problem) if isinstance(problem, Bad) else "文件读不出来，或编号清单不是纯 ASCII 文字")
        return 2
    print_report(report)
    return 0 if report.accepted() else 1

if __name__ == "__main__":
    try: sys.exit(main())
    except (BrokenPipeError, KeyboardInterrupt): sys.exit(2)
