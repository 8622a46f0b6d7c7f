"""Whether a recording runs on (鄂州 二(三)2: 全过程不间断、连续、完整): segments in, gaps out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from mingqian.core.decision import Decision, allowed, denied

CLAUSE = "鄂州 二(三)2：全过程不间断、连续、完整记录"

ONE_VISIT = timedelta(hours=12)
"""Films that begin further apart are not of one visit, and nothing is missing between them."""


AHEAD = timedelta(minutes=5)
"""A clock may run that fast."""


def times_hold(began_at: datetime, ended_at: datetime | None, *, now: datetime) -> Decision:
    """What a person typed over a card's recording: begun before it ended, and neither is yet to come (鄂州 二(三)2: 完整、连续)."""
    if ended_at is not None and ended_at < began_at:
        return denied("records.request", "结束时间早于开始时间", CLAUSE, "请核对录制时间")
    if max(began_at, ended_at or began_at) > now + AHEAD:
        return denied(
            "records.request", "录制时间晚于现在", CLAUSE, "请核对录制时间，记录仪的时钟错了的按实际时间填写"
        )
    return allowed()


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a recording; the phone says from when to when."""

    part: int
    of: int
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing was recorded after this part: for so long, or nobody knows for how long, or a part is not here."""

    after: int
    lasted: timedelta | None
    missing: int = 0

    @property
    def words(self) -> str:
        """In minutes, as it is asked to be explained."""
        if self.missing:
            return f"第 {self.after} 段之后缺 {self.missing} 段"
        if self.lasted is None:
            return f"第 {self.after} 段没有写明结束时间，不能判断是否中断"
        minutes, seconds = divmod(int(self.lasted.total_seconds()), 60)
        return f"第 {self.after} 段之后中断 {minutes} 分 {seconds} 秒"


@dataclass(frozen=True, slots=True)
class Film:
    """One recording by itself, as a recorder's card holds it: every few minutes another file."""

    key: str
    began_at: datetime
    ended_at: datetime | None
    alone: bool = True


def between(films: Iterable[Film], *, longest: timedelta) -> Iterator[tuple[str, Gap]]:
    """After which of those that stand alone nothing ran on within a visit; two that overlap cover each other (鄂州 二(三)2)."""
    rows = sorted(films, key=lambda one: one.began_at)
    until: datetime | None = None
    for number, (one, following) in enumerate(pairwise(rows), 1):
        until = max(filter(None, (until, one.ended_at)), default=None)
        if not one.alone or following.began_at - one.began_at > ONE_VISIT:
            continue
        if until is None or (one.ended_at is None and following.began_at > until):
            yield one.key, Gap(number, None)
        elif following.began_at - until > longest:
            yield one.key, Gap(number, following.began_at - until)


def gaps(segments: Iterable[Segment], *, longest: timedelta) -> Iterator[Gap]:
    """Every place where a recording in parts did not run on (鄂州 二(三)2); part 0 is before the first."""
    parts = sorted(segments, key=lambda one: one.part)
    if not parts:
        return
    if parts[0].part > 1:
        yield Gap(0, None, parts[0].part - 1)
    for one, following in pairwise(parts):
        if following.part > one.part + 1:
            yield Gap(one.part, None, following.part - one.part - 1)
        elif one.ended_at is None:
            yield Gap(one.part, None)
        elif following.began_at - one.ended_at > longest:
            yield Gap(one.part, following.began_at - one.ended_at)
    if (lacking := parts[-1].of - parts[-1].part) > 0:
        yield Gap(parts[-1].part, None, lacking)
