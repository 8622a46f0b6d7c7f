"""One way to turn a value into bytes: restricted RFC 8785 JSON, text hashes, two hash suites.

What belongs here: the byte rules of section 1 of the draw protocol ``sxsj1``. Nothing that knows
what a document means.
"""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NoReturn, Protocol, TypeAlias, cast

JsonValue: TypeAlias = "bool | int | str | list[JsonValue] | dict[str, JsonValue] | None"
Document: TypeAlias = dict[str, Any]  # a parsed document; its fields are proved by draw.documents

INTEGER_LIMIT = 2**53  # beyond it JavaScript silently rounds
DEPTH_LIMIT = 32  # no document of the protocol is a third as deep
VALUE_LIMIT = 16_000_000  # half a million openings have a third; so many small objects fill two gigabytes
KEY = re.compile(r"[A-Za-z][0-9A-Za-z_]{0,39}")
CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class Suite(StrEnum):
    """The hash of a whole journal: international or 国密."""

    SHA256 = "sha256"
    SM3 = "sm3"


class Hash(Protocol):
    """A hash object as hashlib makes it."""

    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...
    def hexdigest(self) -> str: ...
    def copy(self) -> "Hash": ...


class CanonicalError(ValueError):
    """The value or the bytes are outside the canonical form; the message says where and why."""


def new(suite: Suite, data: bytes = b"") -> Hash:
    """A hash object of the suite, for callers which feed it piecewise."""
    if suite is Suite.SHA256:
        return hashlib.sha256(data)
    try:
        return hashlib.new("sm3", data)
    except ValueError:  # some builds of OpenSSL leave the national algorithms out
        raise CanonicalError("本机的 OpenSSL 不支持 SM3，请换用带 SM3 的 OpenSSL 或改用 sha256") from None


def hasher(suite: Suite) -> Callable[[bytes], Hash]:
    """The suite's constructor, looked up once before a loop over millions of rows."""
    if suite is Suite.SHA256:
        return hashlib.sha256
    empty = new(Suite.SM3)

    def sm3(data: bytes) -> Hash:
        fresh = empty.copy()
        fresh.update(data)
        return fresh

    return sm3


def digest(suite: Suite, data: bytes) -> bytes:
    """H(bytes): 32 bytes."""
    return new(suite, data).digest()


def hex_digest(suite: Suite, data: bytes) -> str:
    """H(bytes) in 64 lower-case hexadecimal characters."""
    return new(suite, data).hexdigest()


def text_lines(name: str, *fields: str | int) -> bytes:
    """The preimage of T: "sxsj1:" name LF f1 LF … fn LF; fields are printable ASCII or empty."""
    texts = [field if isinstance(field, str) else _decimal(name, field) for field in fields]
    whole = "".join(texts)
    if not (whole.isascii() and whole.isprintable()):
        raise CanonicalError(f"文本哈希 {name} 的字段只能是可打印的 ASCII 字符：{whole[:80]!r}")
    return "\n".join(["sxsj1:" + name, *texts, ""]).encode("ascii")


def _decimal(name: str, number: int) -> str:
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise CanonicalError(f"文本哈希 {name} 的字段只能是文字或非负整数：{number!r}")
    return str(number)


def text_hash(suite: Suite, name: str, *fields: str | int) -> str:
    """T(name, f1..fn): the hash a firm can repeat in a shell."""
    return hex_digest(suite, text_lines(name, *fields))


def jcs(doc: object) -> bytes:
    """The canonical bytes of a value; refuses what the grammar excludes."""
    return jcs_text(doc).encode("utf-8")


def jcs_text(doc: object) -> str:
    """The canonical text of a value."""
    if not _inside(doc):
        _admit(doc, "", 0)  # says where and why
    return _encoder.encode(doc)


def document_hash(suite: Suite, doc: Mapping[str, Any]) -> str:
    """J(doc) = hex H(JCS(doc)); a document is an object."""
    if not isinstance(doc, dict):
        raise CanonicalError("文档必须是一个对象（键值表）")
    return hex_digest(suite, jcs(doc))


def parse(data: bytes) -> Document:
    """Read published bytes; refuses them unless they are their own canonical form.

    Double keys, ``1.0``, needless escapes and a BOM are refused: two readers would see two documents.
    """
    if sum(map(data.count, (b",", b"[", b"{"))) > VALUE_LIMIT:
        raise CanonicalError(f"内容过多：超过 {VALUE_LIMIT} 个值，不予读取")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CanonicalError(f"不是 UTF-8 文本：第 {error.start} 字节") from None
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_float=_no_float, parse_constant=_no_float)
    except CanonicalError:
        raise
    except RecursionError:
        raise CanonicalError("嵌套过深") from None
    except json.JSONDecodeError as error:
        raise CanonicalError(f"不是合法的 JSON：第 {error.pos + 1} 个字符处写法不对") from None
    except (ValueError, MemoryError):  # Python reads no integer of more than 4300 digits
        raise CanonicalError("有大得无法读入的数") from None
    if not isinstance(value, dict):
        raise CanonicalError("文档必须是一个对象（键值表）")
    again = jcs(value)
    if again != data:
        raise CanonicalError(f"不是规范形式（RFC 8785）：第 {_first_difference(again, data)} 字节起不同")
    return value


def normalised(doc: Mapping[str, Any]) -> Document:
    """The same object with every string in NFC, as producers must publish it."""
    return {key: _nfc(value) for key, value in doc.items()}


def _nfc(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return [_nfc(item) for item in value]
    if isinstance(value, dict):
        return {key: _nfc(item) for key, item in value.items()}
    return value


def is_normalised(text: str) -> bool:
    """Whether canonical text is NFC; verifiers only warn, because Unicode versions disagree."""
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def _inside(doc: object) -> bool:
    """Whether the grammar admits a value, asked level by level of all its parts together."""
    texts: list[str] = []
    numbers: list[int] = [0]
    keys: set[Any] = set()
    level: list[Any] = [doc]
    for depth in range(DEPTH_LIMIT + 1):
        below: list[Any] = []
        for one in level:
            kind = type(one)
            if kind is str:
                texts.append(one)
            elif kind is dict and depth < DEPTH_LIMIT:
                keys.update(cast("dict[object, object]", one))
                below += cast("dict[object, object]", one).values()
            elif kind is list and depth < DEPTH_LIMIT:
                below += one
            elif kind is int:
                numbers.append(one)
            elif one is not None and kind is not bool:
                return False
        level = below
    whole = "".join(texts)
    return (
        min(numbers) > -INTEGER_LIMIT
        and max(numbers) < INTEGER_LIMIT
        and all(type(key) is str and KEY.fullmatch(key) for key in keys)
        and (whole.isprintable() or not CONTROL.search(whole))
    )


def _admit(value: object, path: str, depth: int) -> None:
    kind = type(value)
    if kind is str:
        if CONTROL.search(cast(str, value)):
            raise CanonicalError(f"{path or '文档'}：字符串含控制字符或孤立代理")
    elif kind is int:
        if not -INTEGER_LIMIT < cast(int, value) < INTEGER_LIMIT:
            raise CanonicalError(f"{path or '文档'}：整数超出 2^53")
    elif kind is dict or kind is list:
        if depth >= DEPTH_LIMIT:
            raise CanonicalError(f"{path}：嵌套过深")
        _admit_inside(value, path, depth + 1)
    elif value is not None and kind is not bool:
        raise CanonicalError(f"{path or '文档'}：不允许的类型 {kind.__name__}（小数一律不用）")


def _admit_inside(value: object, path: str, depth: int) -> None:
    if isinstance(value, list):
        for place, item in enumerate(value):
            _admit(item, f"{path}[{place}]", depth)
        return
    for key, item in cast("dict[object, object]", value).items():
        if type(key) is not str or not KEY.fullmatch(key):
            raise CanonicalError(f"{path or '文档'}：键 {str(key)[:60]!r} 不合规")
        _admit(item, f"{path}.{key}" if path else key, depth)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = sorted(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise CanonicalError(f"键重复：{'、'.join(key[:40] for key in twice[:5])}")
    return found


def _no_float(text: str) -> NoReturn:
    raise CanonicalError(f"不允许小数或非数：{text[:40]}")


def _first_difference(left: bytes, right: bytes) -> int:
    for place, (one, two) in enumerate(zip(left, right, strict=False)):
        if one != two:
            return place
    return min(len(left), len(right))
