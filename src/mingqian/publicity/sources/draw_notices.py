"""抽取公告: what was fixed before any secret and any number: lists, rules, parties, sources (sxsj1 §3, §9)."""

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from mingqian.accounts.types import Actor
from mingqian.core.canonical import parse
from mingqian.core.decision import Refused, denied
from mingqian.core.draw import ceremony
from mingqian.core.machines import ceremony as machines
from mingqian.core.sampling import rate_words
from mingqian.draw import selectors as draws
from mingqian.draw.enums import Origin
from mingqian.draw.selectors.draws import Row
from mingqian.planning.enums import Nature
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.sources import draw_basis
from mingqian.publicity.types import Candidate, Column, Content, Line
from mingqian.ui.asking import Asking
from mingqian.ui.words import moment as written

COLUMNS = (
    Column("item", "抽查事项"),
    Column("nature", "检查性质"),
    Column("round", "轮次"),
    Column("rows", "名录行数", numeric=True),
    Column("pool", "口径"),
    Column("rule", "抽取规则"),
)
ORDERS = {
    ceremony.TABLE: "先掷骰公布、后揭示（现场）",
    ceremony.BEACON: "先揭示、后取公开随机数",
}
BASES = {"all": "名录总数", "pool": "筛选后名录数", "eligible": "可抽数"}


def candidates(by: Actor, *, now: datetime) -> Asking[list[Candidate]]:
    """Every draw whose plan document stands in the log, void attempts included; a rehearsal is nobody's news."""
    announced = draws.draws.visible(by).filter(log__nature=Origin.OFFICIAL).exclude(plan_doc="")
    rows = announced.defer(*draws.draws.DOCUMENTS).order_by("-code")
    moments = draws.draws.announced(announced)
    yield rows, moments
    at = {draw: localtime(moment).date() for draw, moment in moments}
    return [
        Candidate(
            NoticeKind.DRAW_NOTICE, f"draw:{row.code}", f"抽取公告 {row.code}", row.unit.path, row.unit.code,
            at.get(row.pk), machines.MACHINE.states[row.state], row.plan_hash[:16],
        )
        for row in rows
    ]  # fmt: skip


def content(by: Actor, thing: str, *, persons: str, now: datetime) -> Content:
    """The announced document in words; its hash lets anybody compare it with the transcript later."""
    row = draws.draws.get(by, thing.removeprefix("draw:"))
    if not row.plan_doc:
        told = f"抽取“{row.code}”还没有公告抽取方案"
        raise Refused(denied("publicity.not_announced", told, "sxsj1 §3", "请先公告抽取方案"))
    plan = parse(row.plan_doc.encode())
    names, words = item_names(row), pool_words(by, row.code)
    headers = {one["roll"]: one for one in rolls(by, row.code)}
    fixed = natures(row)
    at = announced_at(by, row.code)
    lines = []
    for item in plan["items"]:
        header = headers[item["subject_roll"]]
        cells = {
            "item": names[item["item"]],
            "nature": fixed.get(item["item"], ""),
            "round": item["round"],
            "rows": header["n"],
            "pool": words.get(item["subject_roll"], ""),
            "rule": "；".join(rule_words(rule) for rule in item["rules"]),
        }
        lines.append(Line(cells, key=item["item"], name=names[item["item"]]))
    return Content(
        title=title(row, "抽取公告"),
        lead="名录、规则、参与方和随机数来源在出数之前已经固定并登记，以后任何改动都会被复核程序发现。",
        clause="抽取协议 sxsj1 §3、§9；厦门方案 三(五)6(2)",
        facts=(
            ("抽取编号", row.code),
            ("第几次", f"第 {row.attempt} 次"),
            ("公告登记", written(at)),
            ("仪式顺序", ORDERS[plan["order"]]),
            ("随机数来源", "；".join(draws.source_words.named(one) for one in plan["public"])),
            *(("来源的局限", told) for one in plan["public"] if (told := draws.source_words.caution(one))),
            ("参与方", "；".join(party_words(one) for one in plan["parties"])),
            ("结果公布期限", written(parse_datetime(plan["deadlines"]["publish"]))),
            ("保密至", written(parse_datetime(plan["embargo_until"] or ""))),
            ("公告哈希", row.plan_hash),
            ("规则包", plan["policy"]["pack"]),
            *draw_basis.facts(by, row, plan),
        ),
        columns=COLUMNS,
        lines=tuple(lines),
        detail={
            "draw": row.code,
            "attempt": row.attempt,
            "origin": plan["journal"],
            "plan": row.plan_hash,
            "suite": row.suite,
            "rolls": list(headers.values()),
        },
    )


def title(row: Row, what: str) -> str:
    """2026年第一次"双随机"抽查 · 抽取公告."""
    return f"{row.title} · {what}"


def item_names(row: Row) -> dict[str, str]:
    """Names of the items as they were worded when the plan was made."""
    return {code: one.name for code, one in draws.occasions.named(row).items()}


def natures(row: Row) -> dict[str, str]:
    """执法检查, 业务检查 or 专项检查 of each item, as confirmed before the draw; a review of files has none."""
    if row.plan is None:
        return {}
    items = row.plan.items.select_related("item").order_by("number")
    return {one.item.code: Nature(one.nature).label for one in items if one.nature}


def pool_words(by: Actor, code: str) -> dict[str, str]:
    """在册 812 − 3个月内已查 37 − … = 768, by roll hash."""
    return {roll: words for _, words, _, roll in draws.outcome.pools(by, code)}


def rolls(by: Actor, code: str) -> list[dict[str, Any]]:
    """Which lists were frozen: name, rows, hash, root and when they were announced."""
    found = []
    for row in draws.logs.events(by, code):
        event = parse(row.event.encode())
        if event["kind"] == "roll":
            body = event["body"]
            found.append(
                {
                    "roll": row.roll.roll_hash if row.roll else "",
                    "list": body["list_id"],
                    "name": body["source"].rpartition("（")[0] or body["source"],
                    "cells": cells(body),
                    "since": since(body),
                    "kind": body["kind"],
                    "n": body["n"],
                    "root": body["root"],
                    "at": event["at"],
                    "mode": body["mode"],
                }
            )
    return found


def cells(header: dict[str, Any]) -> list[tuple[str, int]]:
    """Where every row of a list stands: the cells add up to all of them."""
    letters = (("可抽", "E"), ("必查", "F"), ("免检", "X"), ("筛除", "S"))
    return [(word, sum(one[letter] for one in header["counts"])) for word, letter in letters]


def since(header: dict[str, Any]) -> str:
    """What left the list since it was last drawn from, in numbers by reason; empty for the first time."""
    change = draws.completeness.since(header)
    if change is None:
        return ""
    gone = "，".join(f"移出 {number}（{why}）" for why, number in change.removed) or "没有移出的"
    return f"与上次抽取所用的名录相比：新增 {change.added}，{gone}"


def announced_at(by: Actor, code: str) -> datetime | None:
    """When the plan document entered the public log."""
    row = next((one for one in draws.logs.events(by, code) if one.kind == "plan"), None)
    return row.at if row else None


def rule_words(rule: dict[str, Any]) -> str:
    """按名录总数：100 以下 15%，其余 5%；至少 3."""
    tiers = [
        f"{tier['upto']} 以下 {rate_words(tier['ppm'])}"
        if tier["upto"]
        else f"{'其余 ' if len(rule['tiers']) > 1 else ''}{rate_words(tier['ppm'])}"
        for tier in rule["tiers"]
    ]
    if told := draws.quota_words.fixed(rule):
        return told
    words = f"按{BASES[rule['base']]}：" + "，".join(tiers)
    if rule["min"]:
        words += f"；至少 {rule['min']}"
    if rule["max"] is not None:
        words += f"；至多 {rule['max']}"
    return words


def party_words(party: dict[str, Any]) -> str:
    """Unit and standing; a party's role in the protocol is no name of a person."""
    return f"{party['unit']}（{'外部' if party['outside'] else '本单位'}）"
