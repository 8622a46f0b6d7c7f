"""送达: on which day a paper counts as served, by each of the ways of the Civil Procedure Law (2023)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from mingqian.core.decision import Decision, Refused, denied

NOTICE_DAYS = 30
"""民事诉讼法第九十五条：自发出公告之日起，经过三十日，即视为送达. Some places ask for more; nobody for less."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of service: what it is called, its clause, why it counts from that day, what else must be said."""

    label: str
    clause: str
    why: str
    needs: tuple[str, ...] = ()


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "direct": Way(
            "直接送达", "民事诉讼法第八十八条", "受送达人在送达回证上的签收日期为送达日期", ("signed_by",)
        ),
        "left": Way(
            "留置送达", "民事诉讼法第八十九条", "把文书留在受送达人住所之日为送达日期", ("reason", "witness")
        ),
        "electronic": Way(
            "电子送达", "民事诉讼法第九十条", "到达受送达人特定系统的日期为送达日期", ("consent",)
        ),
        "entrusted": Way(
            "委托送达",
            "民事诉讼法第九十一条",
            "受送达人在送达回证上的签收日期为送达日期",
            ("signed_by", "reason"),
        ),
        "post": Way("邮寄送达", "民事诉讼法第九十一条", "回执上注明的收件日期为送达日期", ("receipt",)),
        "notice": Way("公告送达", "民事诉讼法第九十五条", "公告期满之日为送达日期", ("reason", "receipt")),
    }
)
_LABELS = {
    "signed_by": "收件人（代收人）及身份",
    "reason": "事由",
    "witness": "见证人，或拍照、录像的说明",
    "consent": "受送达人同意电子送达的记录（地址确认书编号）",
    "receipt": "凭证（邮件号、公告载体）",
}


@dataclass(frozen=True, slots=True)
class Served:
    """The day it counts as served, and why it is that day."""

    on: date
    why: str


def served(
    way: str, *, sent_on: date, received_on: date | None, today: date, notice_days: int = NOTICE_DAYS
) -> Served:
    """The day of service; refused while it has not come."""
    found = _way(way)
    if way == "notice":
        return _by_notice(found, sent_on, today, notice_days)
    on = received_on or sent_on
    if on < sent_on:
        raise Refused(_wrong(found, f"收到日期{on}早于交付、发出日期{sent_on}", "请核对日期"))
    if on > today:
        raise Refused(_wrong(found, f"送达日期{on}在今天之后", "请在实际送达之后登记"))
    if way == "post" and received_on is None:
        raise Refused(_wrong(found, "没有填写回执上的收件日期", "收到回执后再登记送达"))
    return Served(on, found.why)


def _by_notice(way: Way, sent_on: date, today: date, days: int) -> Served:
    if days < NOTICE_DAYS:
        raise Refused(_wrong(way, f"公告期{days}日，少于{NOTICE_DAYS}日", f"请填写{NOTICE_DAYS}日或以上"))
    on = sent_on + timedelta(days=days)
    if on > today:
        raise Refused(_wrong(way, f"公告期{days}日，到{on}才届满", "请在公告期满后登记送达"))
    return Served(on, f"自发出公告之日起经过{days}日，视为送达")


def complete(way: str, said: Mapping[str, str]) -> list[Decision]:
    """What this way must say and does not."""
    found = _way(way)
    missing = [key for key in found.needs if not said.get(key, "").strip()]
    return [_wrong(found, f"没有填写{_LABELS[key]}", f"请填写{_LABELS[key]}") for key in missing]


def _way(way: str) -> Way:
    if way not in WAYS:
        offered = "、".join(one.label for one in WAYS.values())
        raise Refused(denied("serving.way", "没有这种送达方式", "民事诉讼法第八十七条", f"可用：{offered}"))
    return WAYS[way]


def _wrong(way: Way, why: str, remedy: str) -> Decision:
    return denied("serving.incomplete", f"{way.label}：{why}", way.clause, remedy)
