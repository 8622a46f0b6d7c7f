"""What a parameter may hold: rates, tiers, deadlines and the small records. No file is read here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from mingqian.core.sampling import rate_words

PPM = 1_000_000

AV_MODES: Mapping[str, str] = MappingProxyType(
    {"none": "文字记录即可", "conditional": "视情音像记录", "full": "全程音像记录"}
)
POOLS: Mapping[str, str] = MappingProxyType({"enforcement": "行政执法人员库", "business": "业务检查人员库"})
WITNESSES: Mapping[str, str] = MappingProxyType(
    {"discipline": "纪检监察人员", "any": "见证人（身份由本单位确定）"}
)


def within(low: int, high: int) -> Mapping[str, tuple[int, int]]:
    """The bounds outside which a number means nothing; the loader reads them."""
    return {"within": (low, high)}


def among(*codes: str) -> Mapping[str, tuple[str, ...]]:
    """The codes a word must be one of."""
    return {"among": codes}


@dataclass(frozen=True, slots=True)
class Rate:
    """A share in parts per million: an integer, so that 7 % of 100 is 7 and never 8."""

    ppm: int

    def text(self) -> str:
        """As an officer writes it: 15%, 4.9%, 2‰."""
        return rate_words(self.ppm)


@dataclass(frozen=True, slots=True)
class Tier:
    """One step: up to and including ``upto`` subjects (None: no limit) the rate is ``rate``."""

    upto: int | None
    rate: Rate


class Unit(StrEnum):
    """How a period is counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    HOURS = "hours"
    WEEKS = "weeks"


UNIT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "working_days": "个工作日",
        "calendar_days": "日（自然日）",
        "months": "个月",
        "hours": "小时",
        "weeks": "周",
    }
)


class StartEvent(StrEnum):
    """The event that starts a clock; its own day is not counted (民法典 201)."""

    PRELIMINARY_RESULT = "preliminary_result"
    NOTICE_SERVED = "notice_served"
    INSPECTION_END = "inspection_end"
    TASK_COMPLETED = "task_completed"
    RESULT_PUBLISHED = "result_published"
    DECISION = "decision"
    DECISION_OVERTURNED = "decision_overturned"
    SUBMISSION_COMPLETE = "submission_complete"
    RECORDING_END = "recording_end"
    COMPLAINT_RECEIVED = "complaint_received"
    CASE_FILED = "case_filed"
    WEEK_START = "week_start"


START_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "preliminary_result": "形成检查初步结果",
        "notice_served": "告知书送达",
        "inspection_end": "检查结束",
        "task_completed": "本次抽查任务完成",
        "result_published": "检查结果公示",
        "decision": "作出决定",
        "decision_overturned": "决定被撤销、变更、确认违法或无效",
        "submission_complete": "法制审核材料齐全",
        "recording_end": "音像记录结束",
        "complaint_received": "收到投诉",
        "case_filed": "立案",
        "week_start": "每周开始",
    }
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A period with the event that starts it; two of them compare only when unit and start agree."""

    amount: int = field(metadata=within(1, 400))
    unit: Unit
    start: StartEvent
    extension: int = field(default=0, metadata=within(0, 400))

    def text(self) -> str:
        """自检查结束之日起10个工作日内."""
        more = f"（可延长{self.extension}{UNIT_LABELS[self.unit]}）" if self.extension else ""
        if self.unit is Unit.WEEKS:
            return f"每{'' if self.amount == 1 else self.amount}周一报"
        return f"自{START_LABELS[self.start]}之日起{self.amount}{UNIT_LABELS[self.unit]}内{more}"


@dataclass(frozen=True, slots=True)
class YearDate:
    """A date of every year, itself included; it never rolls forward (期间计算规则 8)."""

    month: int = field(metadata=within(1, 12))
    day: int = field(metadata=within(1, 31))

    def fault(self) -> str:
        """A day that no year has; 29 February is a day of some."""
        try:
            date(2024, self.month, self.day)
        except ValueError:
            return f"没有{self.month}月{self.day}日这一天"
        return ""

    def text(self) -> str:
        return f"每年{self.month}月{self.day}日前（含当日）"


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high`` times; ``preferred`` is what the bureau takes unless told otherwise."""

    low: int = field(metadata=within(1, 100))
    high: int = field(metadata=within(1, 100))
    preferred: int | None = field(default=None, metadata=within(1, 100))

    def fault(self) -> str:
        """Bounds the wrong way round, or a preference outside them."""
        if self.low > self.high:
            return f"下限{self.low}大于上限{self.high}"
        if self.preferred is not None and not self.low <= self.preferred <= self.high:
            return f"缺省值{self.preferred}不在{self.low}至{self.high}之间"
        return ""

    def text(self) -> str:
        span = f"{self.low}倍" if self.low == self.high else f"{self.low}—{self.high}倍"
        return f"{span}（取{self.preferred}倍）" if self.preferred else span


@dataclass(frozen=True, slots=True)
class VisitCap:
    """At most ``times`` on-site visits of one enterprise in ``years`` years.

    ``unless_penalised``: holds only for those not punished in the year before. Lead-driven checks may
    exceed it but are counted.
    """

    times: int = field(metadata=within(1, 366))
    years: int = field(metadata=within(1, 20))
    unless_penalised: bool
    lead_driven_exempt: bool

    def text(self) -> str:
        span = "每年" if self.years == 1 else f"每{self.years}年"
        who = "上一年度未受行政处罚的企业" if self.unless_penalised else "同一企业"
        lead = "；投诉举报、转办交办等线索引发的检查不受上限约束但计数" if self.lead_driven_exempt else ""
        return f"{who}{span}现场检查不超过{self.times}次{lead}"


@dataclass(frozen=True, slots=True)
class RecentCheck:
    """A subject inspected within ``months`` months may (or must) be exempted; not if abnormal."""

    months: int = field(metadata=within(1, 400))
    power: str = field(metadata=among("may", "must"))
    barred_if_abnormal: bool

    def text(self) -> str:
        power = "应当" if self.power == "must" else "可以"
        barred = "且不属于异常监管对象" if self.barred_if_abnormal else ""
        return f"{self.months}个月内已接受过抽查{barred}的，{power}免检"


@dataclass(frozen=True, slots=True)
class ItemCount:
    """An absolute minimum of one item: 至少200人."""

    item: str
    count: int = field(metadata=within(1, 100_000_000))
    unit: str

    def text(self) -> str:
        return f"{self.item} 至少{self.count}{self.unit}"


@dataclass(frozen=True, slots=True)
class Ground:
    """A coded ground with its words; ``evidence`` says what must be filed with it."""

    code: str
    text: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a grade or ground does to the chance of being drawn; ``slips`` only where a figure is set."""

    ground: str
    text: str
    effect: str = field(metadata=among("more", "less", "force"))
    power: str = field(metadata=among("may", "must"))
    slips: int | None = field(default=None, metadata=within(1, 999))


@dataclass(frozen=True, slots=True)
class Witness:
    """Who must watch the draw, and how many at least."""

    kind: str = field(metadata=among(*WITNESSES))
    at_least: int = field(metadata=within(0, 100))
    mandatory: bool

    def text(self) -> str:
        return (
            f"{'必须邀请' if self.mandatory else '可以邀请'}{WITNESSES[self.kind]}，不少于{self.at_least}名"
        )


@dataclass(frozen=True, slots=True)
class AvStage:
    """How one stage is recorded: none | conditional | full."""

    stage: str
    mode: str = field(metadata=among(*AV_MODES))

    def text(self) -> str:
        return f"{self.stage}：{AV_MODES[self.mode]}"


@dataclass(frozen=True, slots=True)
class CategoryPool:
    """Items of category ``category`` take their inspectors from pool ``pool``."""

    category: int = field(metadata=within(0, 9))
    pool: str = field(metadata=among(*POOLS))

    def text(self) -> str:
        return f"第{self.category}类事项从{POOLS[self.pool]}抽取"


@dataclass(frozen=True, slots=True)
class PoolField:
    """One word of the pool-rule vocabulary: a fact of the registry and the comparisons it allows."""

    field: str
    text: str
    type: str
    ops: tuple[str, ...]


Value: TypeAlias = (
    str
    | int
    | bool
    | Rate
    | Deadline
    | YearDate
    | Range
    | VisitCap
    | RecentCheck
    | Witness
    | tuple[str, ...]
    | tuple[int, ...]
    | tuple[Tier, ...]
    | tuple[ItemCount, ...]
    | tuple[Ground, ...]
    | tuple[Weight, ...]
    | tuple[AvStage, ...]
    | tuple[CategoryPool, ...]
    | tuple[PoolField, ...]
)
