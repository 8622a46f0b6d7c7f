"""Public sources of a draw in words: what they are, how much they leave open, when they are due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from mingqian.core.canonical import Document
from mingqian.core.draw import beacons, sources
from mingqian.core.draw import ceremony as rules
from mingqian.draw import practising
from mingqian.draw.models import Draw
from mingqian.draw.practising import Periods
from mingqian.draw.selectors import logs, material, source_words
from mingqian.ui import words

ORDERS = {
    rules.TABLE: "现场掷骰：先出数、后揭示。骰子当众掷出并入日志后，各方才揭示",
    rules.BEACON: "开奖或信标：先揭示、后出数。各方在期限前揭示，之后才有人知道公开的数；谁不揭示也改不了结果",
}


LATENESS = {
    rules.TABLE: "过期的照样办理，记录上写明迟于期限；迟到的揭示同样有效，缺一方则作废。",
    rules.BEACON: "迟到的揭示不入日志，按空值计；其余过期的照样办理，记录上写明迟于期限。",
}
"""What a missed deadline means (sxsj1 §5): only where the number comes last is a late reveal refused."""


def source(one: Document) -> str:
    """十面骰 20 次；快乐8第 2026066 期…，11月22日 20:30 出数."""
    chain = beacons.CHAINS.get(one["chain"]) if one["src"] == "drand" else None
    told = source_words.named(one) + (f"（{chain.name}）" if chain else "")
    at = parse_datetime(one["at"]) if one["at"] else None
    return f"{told}，{words.moment(at)} 出数" if at else told


def entropy(listed: list[Document]) -> str:
    """How many results are possible, as a power of two rounded down."""
    product = 1
    for one in listed:
        product *= sources.outcomes(one)
    return f"约 2^{product.bit_length() - 1} 种可能（至少须 2^64 种）"


def named(row: Draw) -> list[Document]:
    """The sources of the announced plan, in its order."""
    found: list[Document] = material.document(row.plan_doc)["public"] if row.plan_doc else []
    return found


def at(row: Draw, position: int) -> Document | None:
    """One of them, if the plan has so many."""
    listed = named(row)
    return listed[position] if 0 <= position < len(listed) else None


def deadlines(row: Draw) -> dict[str, str]:
    """By when the steps of an announced draw are due, as its plan says: a rehearsal's are its own."""
    found: dict[str, str] = material.document(row.plan_doc)["deadlines"]
    return found


def periods(row: Draw, now: datetime) -> Periods:
    """By when the steps of a draw are due that was not announced yet."""
    return practising.periods(row.occasion, row.log.nature, row.order, now)


def announcing(row: Draw, now: datetime) -> str:
    """What order was chosen, and by when everything is due; a rehearsal says when its days are not the plan's."""
    of = periods(row, now)
    own = "" if of.publish_by == row.occasion.publish_by else "方案的期限已过，演练另定期限（按公告时起算）："
    limits = (("公开", of.public_by), ("揭示", of.reveal_by), ("公布", of.publish_by))
    if row.order != rules.TABLE:
        limits = (limits[1], limits[0], limits[2])
    told = "，".join(
        f"{name}不晚于 {words.moment(limit)}" if limit else f"{name}期限未填" for name, limit in limits
    )
    return f"{ORDERS[row.order]}。期限：{own}{told}"


def overdue(of: Any, now: datetime) -> str:  # noqa: ANN401 — a plan or a review, both name the three
    """Which deadlines of a plan or a review are over before its draw was announced; empty where none is."""
    limits = (("公开", of.public_by), ("揭示", of.reveal_by), ("公布", of.publish_by))
    past = "、".join(f"{name}期限 {words.moment(limit)}" for name, limit in limits if limit and limit < now)
    return (
        f"{past} 已经过了。期限公告后不能再改：先揭示、后出数的将无法揭示，其余每一步都记为迟于期限"
        if past
        else ""
    )


def card(row: Draw, now: datetime) -> dict[str, Any]:
    """Order, sources and deadlines, for the draw's page."""
    listed = named(row)
    return {
        "order": ORDERS[row.order],
        "sources": [source(one) for one in listed],
        "entropy": entropy(listed) if listed else "",
        "cautions": [told for one in listed if (told := source_words.caution(one))],
        "limits": limits(row, now),
        "lateness": LATENESS[row.order],
    }


@dataclass(frozen=True, slots=True)
class Limit:
    """One deadline of a draw and how it stands; late is shown, and refuses only a reveal before the number (§5)."""

    label: str
    at: datetime
    word: str
    kind: str


def limits(row: Draw, now: datetime) -> list[Limit]:
    """Every deadline the plan named, in time order, with what became of it."""
    if not row.plan_doc or row.state in ("voided", "abandoned"):
        return []
    plan = material.document(row.plan_doc)
    valued = sum(one.reading == "confirmed" for one in row.values.all()) == len(plan["public"])
    revealed = bool(row.seed)
    opened = row.published_at is not None
    last = {one.kind: one.at for one in logs.marks(row)}
    named_at = [(source_words.named(one), one["at"], valued, None) for one in plan["public"] if one["at"]]
    listed = [
        *named_at,
        ("公开随机数", plan["deadlines"]["public"], valued, last.get("public")),
        ("各方揭示", plan["deadlines"]["reveal"], revealed or row.state == "revealed", last.get("reveal")),
        ("公布结果", plan["deadlines"]["publish"], opened, row.published_at),
        ("保密期满", plan["embargo_until"], opened, None),
    ]
    found = [_limit(label, parse_datetime(at), done, acted, now) for label, at, done, acted in listed if at]
    return sorted((one for one in found if one), key=lambda one: one.at)


def _limit(
    label: str, at: datetime | None, done: bool, acted: datetime | None, now: datetime
) -> Limit | None:
    """``acted`` is when it was done; a source's own moment is no deadline and has none."""
    if at is None:
        return None
    late = done and acted is not None and acted > at
    word, kind = (
        ("迟于期限", "warn")
        if late
        else ("已办", "ok")
        if done
        else ("已过期", "bad")
        if at < now
        else ("未到", "")
    )
    return Limit(label, at, word, kind)
