"""企业码 of a subject: signed with the site's own key, so that nobody prints one from the credit code alone."""

import hmac
from typing import Protocol

from mingqian.core import scancode
from mingqian.core.decision import Decision, allowed, denied
from mingqian.inspection.enums import EntryHow
from mingqian.ui import keyed

CLAUSE = "国办发〔2024〕54号 扫码入企：入企检查前扫描企业码或营业执照码"
_NUMBERED = "USCC"


class Subject(Protocol):
    """As much of a subject as its code needs."""

    @property
    def code(self) -> str: ...
    @property
    def scheme(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...


def of(subject: Subject) -> str:
    """What the firm's poster says."""
    return scancode.text(body(subject), _mark(subject.code))


def fits(subject: Subject, how: str, code: str) -> tuple[Decision, str]:
    """Is this the code of that very subject? With how it was read: a licence's own code counts when scanned."""
    read = scancode.read(code, body(subject))
    where = subject.name
    if read.kind == "code":
        if read.body != body(subject):
            return _no(where, "扫到的是另一家单位的企业码", "请核对是否走错单位"), how
        if not hmac.compare_digest(read.mark, _mark(subject.code)):
            return _no(
                where, "企业码的签名不对，可能是旧码或伪造的", "请对象重新打印企业码；急需检查的按紧急登记"
            ), how
        return allowed(), how
    if read.kind == "licence" and how == EntryHow.QR:
        if subject.scheme != _NUMBERED or read.body != subject.number:
            return _no(where, "扫到的是另一家单位的营业执照", "请核对是否走错单位"), how
        return allowed(), EntryHow.LICENCE.value
    reason = read.reason or "营业执照码须用手机扫描，不能手输"
    return _no(where, reason, "请重新扫描，或手输企业码；都不能的按紧急登记"), how


def _no(where: str, why: str, remedy: str) -> Decision:
    return denied("inspection.code", f"{where}：{why}", CLAUSE, remedy)


def body(subject: Subject) -> str:
    """The credit code; for everybody else a stand-in, so that no poster shows a person's number."""
    number = subject.number
    if subject.scheme == _NUMBERED and len(number) == scancode.BODY and set(number) <= set(scancode.ALPHABET):
        return number
    first, second, third = (_letters(f"body/{part}/{subject.code}") for part in range(3))
    return (first + second + third)[: scancode.BODY]


def _mark(code: str) -> str:
    return _letters(f"mark/{code}")


def _letters(what: str) -> str:
    return scancode.letters(keyed.digest("firm", what))
