"""抽取结果: who was drawn, how many and why, and everything it takes to compute it again (sxsj1 §9).

Names of sealed lists come out when the draw is completed; of natural persons never more than the pack allows.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.canonical import parse
from mingqian.core.decision import Refused, denied
from mingqian.core.machines import ceremony as machines
from mingqian.draw import selectors as draws
from mingqian.draw.enums import Origin, VoidReason
from mingqian.draw.types import ItemSheet, Known, Sheet
from mingqian.publicity import redaction
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.sources import draw_notices
from mingqian.publicity.types import Candidate, Column, Content, Line, Withheld
from mingqian.ui.asking import Asking
from mingqian.ui.words import moment as written

COLUMNS = (
    Column("item", "抽查事项"),
    Column("number", "统一社会信用代码"),
    Column("name", "名称"),
    Column("how", "抽中方式"),
)
SEALED = "检查结束后公开名称"
CLAUSE = "抽取协议 sxsj1 §9：密封名录的对象检查后开封"


def candidates(by: Actor, *, now: datetime) -> Asking[list[Candidate]]:
    """Every attempt that was published in the draw room, void ones included; a rehearsal has no result."""
    published = draws.draws.visible(by).filter(log__nature=Origin.OFFICIAL, published_at__isnull=False)
    rows = published.defer(*draws.draws.DOCUMENTS).order_by("-code")
    yield (rows,)
    return [
        Candidate(
            NoticeKind.DRAW_RESULT, f"draw:{row.code}", f"抽取结果 {row.code}", row.unit.path, row.unit.code,
            localdate(row.published_at) if row.published_at else None, machines.MACHINE.states[row.state],
            row.state,
        )
        for row in rows
    ]  # fmt: skip


def content(
    by: Actor,
    thing: str,
    *,
    persons: str,
    now: datetime,
    folder: str = "",
    transcript: bytes = b"",
) -> Content:
    """The result in words; the files that prove it are added by whoever writes them."""
    row = draws.draws.get(by, thing.removeprefix("draw:"))
    if row.published_at is None or not transcript:
        told = f"抽取“{row.code}”的结果尚未公布"
        raise Refused(denied("publicity.not_published", told, "sxsj1 §9", "请先在抽取页公布"))
    names, doc = draw_notices.item_names(row), parse(transcript)
    sheet = draws.outcome.sheet(by, row.code) if row.result_doc else None
    lines, withheld = _rows(
        sheet, names, persons, opened=draws.voids.was_completed(row) or not row.roll_key_commit
    )
    voided = [one["event"]["body"] for one in doc["events"] if one["event"]["kind"] == "void"]
    return Content(
        title=draw_notices.title(row, "抽取结果" + ("（作废）" if voided else "")),
        lead=_lead(sheet, voided),
        clause="厦门方案 三(五)6(2)；涪陵指引 一(二)；抽取协议 sxsj1 §9",
        facts=(
            ("抽取编号", row.code),
            ("第几次", f"第 {row.attempt} 次"),
            (
                "检查性质",
                "；".join(f"{names[one]}：{word}" for one, word in draw_notices.natures(row).items()),
            ),
            ("结果公布", written(row.published_at)),
            ("种子", row.seed),
            ("结果哈希", row.result_hash),
            *(("外部核对", str(one)) for one in draws.registers.findings(row)),
            *_void_facts(voided),
        ),
        sections=tuple(_sections(sheet, names)),
        columns=COLUMNS,
        lines=tuple(lines),
        withheld=tuple(withheld),
        detail={
            "draw": row.code,
            "attempt": row.attempt,
            "state": row.state,
            "folder": folder,
            "suite": row.suite,
            "origin": doc["checkpoint"][0],
            "steps": _steps(doc),
            "items": _items(sheet, doc, names),
            "teams": len(sheet.teams) if sheet else 0,
            "pairs": sheet.pairs if sheet else 0,
            "substitutes": sum(len(one.substitutes) for one in sheet.panels) if sheet else 0,
            "grade": sheet.evidence.grade if sheet else "",
            "why": sheet.evidence.why if sheet else "",
            "previous": row.previous.code if row.previous else "",
        },
    )


def _void_facts(voided: Sequence[Any]) -> list[tuple[str, str]]:
    """Why an attempt was void, in words; nothing where it was not."""
    words = "；".join(f"{VoidReason(one['reason']).label}：{one['evidence']}" for one in voided)
    return [("作废理由", words)] if words else []


def _rows(
    sheet: Sheet | None, names: Mapping[str, str], persons: str, *, opened: bool
) -> tuple[list[Line], list[Withheld]]:
    firms: list[Line] = []
    people: list[Line] = []
    hidden = 0
    for item in sheet.items if sheet else ():
        for how, listed in (("必查", item.forced), ("随机抽中", item.drawn)):
            for one in listed:
                if redaction.is_person(one.identity):
                    people.append(_line(one, names[item.code], how))
                elif opened:
                    firms.append(_line(one, names[item.code], how))
                else:
                    hidden += 1
    lines, withheld = redaction.persons(firms, people, persons)
    if hidden:
        withheld.append(Withheld(SEALED, CLAUSE, hidden))
    return lines, withheld


def _line(one: Known, item: str, how: str) -> Line:
    number = one.identity.partition(":")[2]
    return Line({"item": item, "number": number, "name": one.name, "how": how}, key=number, name=one.name)


def _lead(sheet: Sheet | None, voided: Sequence[Any]) -> str:
    if sheet is None:
        return "本次抽取在产生结果之前作废，过程记录一并公开。"
    drawn = sum(len(item.drawn) + len(item.forced) for item in sheet.items)
    words = (
        f"{len(sheet.items)} 个事项共抽中 {drawn:,} 项次，编为 {len(sheet.teams)} 个检查组。"
        "任何人都可以用下面的文件重算一遍。"
    )
    return f"本次抽取已作废，结果仅供核对。{words}" if voided else words


def _sections(sheet: Sheet | None, names: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for item in sheet.items if sheet else ():
        yield names[item.code], (item.pool, item.quota)


def _items(sheet: Sheet | None, doc: Mapping[str, Any], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row per item for the page: list, quota, drawn, and whether names are shown."""
    if sheet is None:
        return []
    found = []
    for item in sheet.items:
        strata = [one for one in doc["result"]["strata"] if one["item"] == item.code]
        found.append(
            {
                "item": item.code,
                "name": names[item.code],
                "round": item.round,
                "pool": item.pool,
                "quota": item.quota,
                "total": item.total,
                "forced": len(item.forced),
                "drawn": len(item.drawn),
                "reserve": len(item.reserve),
                "persons": _any_person(item),
                "cuts": [{"stratum": one["stratum"], "cut": one["cut"] or ""} for one in strata],
            }
        )
    return found


def _any_person(item: ItemSheet) -> bool:
    return any(redaction.is_person(one.identity) for one in (*item.forced, *item.drawn))


def _steps(doc: Mapping[str, Any]) -> list[dict[str, str]]:
    """Six steps of the ceremony: when, and the first characters of what was fixed."""
    first: dict[str, Mapping[str, Any]] = {}
    last: dict[str, Mapping[str, Any]] = {}
    counted: dict[str, int] = {}
    for one in doc["events"]:
        event = one["event"]
        first.setdefault(event["kind"], event)
        last[event["kind"]] = event
        counted[event["kind"]] = counted.get(event["kind"], 0) + 1
    plan = first["plan"]["body"]
    result = doc["result"] or {}
    values = "".join(
        str(one["event"]["body"]["value"]) for one in doc["events"] if one["event"]["kind"] == "public"
    )
    parties = len(plan["parties"])
    table = (
        ("冻结名录", first.get("roll"), f"{counted.get('roll', 0)} 份名录", ""),
        ("公告方案", first.get("plan"), "方案登记", str(result.get("plan", ""))),
        ("封签", first.get("seal"), f"{parties} 方", str(result.get("seal", ""))),
        ("公开随机数", last.get("public"), draws.source_words.named(plan["public"][0]), values),
        ("揭示计算", first.get("result"), "结果登记", str(result.get("seed", ""))),
        ("见证签字", last.get("media"), f"{counted.get('media', 0)} 份签认", ""),
    )
    return [
        {"label": label, "at": event["at"], "note": note, "hash": code[:8]}
        for label, event, note, code in table
        if event is not None
    ]


def moment(text: str) -> datetime | None:
    """A protocol time as a datetime, for pages."""
    return parse_datetime(text)
