"""What verification answers: one check per code V0–V24, each with plain Chinese messages.

What belongs here: the shape of the answer and the codes' names, no rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SHOWN = 50  # messages per check: a broken file of a million rows must not answer with a million lines

TITLES = {
    "V0": "写法与字段",
    "V1": "名录各行",
    "V2": "名录次序",
    "V3": "行数与分层计数",
    "V4": "名录树根与摘要",
    "V5": "计划与名录相符",
    "V6": "封签与计划相符",
    "V7": "各方承诺",
    "V8": "参与各方",
    "V9": "揭示与承诺相符",
    "V10": "公开随机数",
    "V11": "种子",
    "V12": "抽取结果与核验样本",
    "V13": "公开的记录",
    "V14": "检查人员与组队",
    "V15": "回避与配对",
    "V16": "递补与替换",
    "V17": "作废与重抽",
    "V18": "日志收录与签名",
    "V19": "先后与时限",
    "V20": "抽取程序",
    "V21": "应予注意",
    "V22": "外部核验",
    "V23": "持钥核对",
    "V24": "整个日志",
}


class Status(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "na"
    OUTSIDER = "outsider"  # only somebody with more than the published files can check it


@dataclass(frozen=True, slots=True)
class Check:
    """One of V0–V24."""

    code: str
    status: Status
    messages: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What was checked, in Chinese."""
        return TITLES[self.code]


@dataclass(frozen=True, slots=True)
class Report:
    """All checks in order, and the evidence grade (empty while nothing could be read)."""

    checks: tuple[Check, ...]
    grade: str = ""

    @property
    def ok(self) -> bool:
        """Whether no check failed."""
        return all(check.status is not Status.FAILED for check in self.checks)

    def failed(self) -> list[str]:
        """Codes of the failed checks."""
        return [check.code for check in self.checks if check.status is Status.FAILED]

    def __getitem__(self, code: str) -> Check:
        return next(check for check in self.checks if check.code == code)


def judged(code: str, faults: Iterable[str], notes: Iterable[str] = ()) -> Check:
    """Failed with its faults, or passed with notes."""
    found = list(faults)
    if not found:
        return Check(code, Status.PASSED, tuple(notes))
    if len(found) > SHOWN:
        found = [*found[:SHOWN], f"……另有 {len(found) - SHOWN} 处"]
    return Check(code, Status.FAILED, tuple(found))


def absent(code: str, why: str) -> Check:
    """Not applicable, and why."""
    return Check(code, Status.NOT_APPLICABLE, (why,))


def outsider(code: str, why: str) -> Check:
    """To be checked by somebody who holds what is missing here."""
    return Check(code, Status.OUTSIDER, (why,))
