"""Who may be drawn to inspect: pure rules from an inspector's papers to E or X, with reason and clause."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mingqian.core.workdays import written
from mingqian.registry.enums import AbsenceKind, InspectorClass, InspectorState
from mingqian.registry.types import InspectorRow

#: Strata of inspector rolls, and the code every holder carries among the quals.
STRATUM = {InspectorClass.ENFORCEMENT: "ZF", InspectorClass.BUSINESS: "YW"}

CERTIFIED = "行政处罚法第四十二条；厦门 三(五)7、四(四)：出示执法证，落实持证执法"
POOL = "厦门 三(三)、三(五)6(2)：第一、二类事项从行政执法人员库抽取，第三类从业务检查人员库抽取"
ASSESSED = "鄂州报告 三(二)：定期培训、定期和不定期考核，持证上岗"
OWN_STAFF = "涪陵 三(二)：局机关及直属单位持有行政执法资格证的人员"
DUTY = "厦门 三(五)6(2)：因其他重要公务无法参加的依次递补"

CAUSES = {
    "expired": "执法证到期",
    "not_yet": "执法证未生效",
    "suspended": "暂停",
    "pending": "未核准",
    "removed": "已移出",
    "absent": "不能参加",
    "assessment": "考核未通过",
    "appointed": "指派组长",
    "delegated": "委托执法机构人员",
}


@dataclass(frozen=True, slots=True)
class Papers:
    """What entitles one inspector in one class, and what stands in the way, as of the day asked."""

    inspector_class: InspectorClass
    certificate_no: str
    valid_from: date | None
    valid_until: date | None
    state: str
    state_reason: str = ""
    delegated: bool = False
    absence: str = ""  # code of AbsenceKind, empty when present
    absence_reason: str = ""
    assessment: str = ""  # why the assessment that is due keeps them out


@dataclass(frozen=True, slots=True)
class Fitness:
    """E, X:NA or X:AP; the cause is for people and never stands in a published roll."""

    status: str = "E"
    cause: str = ""
    reason: str = ""
    clause: str = ""


def fitness(papers: Papers, on: date, *, delegated_may: bool) -> Fitness:
    """Return whether an inspector stands in the next draw; the day after expiry the answer is no."""
    if papers.state != InspectorState.ACTIVE:
        cause = papers.state
        return Fitness("X:NA", cause, papers.state_reason or f"人员状态为“{CAUSES[cause]}”", POOL)
    if papers.delegated and not delegated_may:
        return Fitness("X:NA", "delegated", "委托执法机构人员不进入随机抽取库", OWN_STAFF)
    if papers.valid_until is not None and papers.valid_until < on:
        return Fitness("X:NA", "expired", f"证件有效期至 {written(papers.valid_until)}，已过期", CERTIFIED)
    if papers.valid_from is not None and papers.valid_from > on:
        return Fitness("X:NA", "not_yet", f"证件自 {papers.valid_from} 起有效", CERTIFIED)
    if papers.assessment:
        return Fitness("X:NA", "assessment", papers.assessment, ASSESSED)
    if papers.absence == AbsenceKind.APPOINTED:
        return Fitness("X:AP", "appointed", papers.absence_reason, "")
    if papers.absence:
        return Fitness("X:NA", "absent", papers.absence_reason, DUTY)
    return Fitness()


def quals(inspector_class: InspectorClass, codes: Iterable[str]) -> list[str]:
    """The codes a panel may ask for, ascending, the class among them."""
    return sorted({STRATUM[inspector_class], *codes})


def years_of_service(since: date | None, on: date) -> int | None:
    """从事执法或业务管理工作的年限, in full years on the day; never stored."""
    if since is None or since > on:
        return None
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def in_words(rows: Iterable[InspectorRow]) -> str:
    """在库 74 − 执法证到期 3 − 暂停 1 = 70."""
    causes: Counter[str] = Counter()
    total = 0
    for row in rows:
        total += 1
        causes[row.cause] += row.status != "E"
    out = sorted(((-n, cause) for cause, n in causes.items() if n))
    terms = [f"在库 {total}", *(f"{CAUSES[cause]} {-minus}" for minus, cause in out)]
    return " − ".join(terms) + f" = {total - sum(causes.values())}"
