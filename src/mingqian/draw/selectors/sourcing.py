"""Public sources of a draw in words: what they are, how much they leave open, when they are due."""

from django.utils.dateparse import parse_datetime

from mingqian.core.canonical import Document
from mingqian.core.draw import beacons, sources
from mingqian.core.draw import ceremony as rules
from mingqian.draw.models import Draw
from mingqian.draw.selectors import material, source_words
from mingqian.ui import words

ORDERS = {
    rules.TABLE: "现场掷骰：先出数、后揭示。骰子当众掷出并入日志后，各方才开封",
    rules.BEACON: "开奖或信标：先揭示、后出数。各方在期限前开封，之后才有人知道公开的数；谁不开封也改不了结果",
}


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


def announcing(row: Draw) -> str:
    """What order was chosen, and by when everything is due."""
    occasion = row.occasion
    limits = (("公开", occasion.public_by), ("揭示", occasion.reveal_by), ("公布", occasion.publish_by))
    if row.order != rules.TABLE:
        limits = (limits[1], limits[0], limits[2])
    told = "，".join(
        f"{name}不晚于 {words.moment(limit)}" if limit else f"{name}期限未填" for name, limit in limits
    )
    return f"{ORDERS[row.order]}。期限：{told}"
