"""A draw as its papers tell it: parties and values in words, changes by name."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingqian.draw.enums import Answer, ChangeKind
from mingqian.draw.models import Change, Draw, Party
from mingqian.draw.selectors import logs, material, occasions, party_words, seats, source_words


def parties(row: Draw) -> list[tuple[Party, str]]:
    """Everybody at the table with their part (组织方, 见证人, 第三方)."""
    found = seats.parties(row)
    parts = party_words.parts(found)
    return [(one, parts[one.role]) for one in found]


def values(row: Draw) -> list[tuple[str, str]]:
    """(source, value) as it was read out."""
    sources = material.document(row.plan_doc)["public"] if row.plan_doc else []
    found = []
    for one in row.values.order_by("position"):
        source = sources[one.position] if one.position < len(sources) else None
        name = source_words.named(source) if source else f"来源{one.position + 1}"
        spoken = " ".join(source_words.spoken(source, one.value)) if source else one.value
        found.append((name, spoken))
    return found


@dataclass(frozen=True, slots=True)
class Finding:
    """What an outsider found in one list (sxsj1 §6, V22): tags by their beginnings, as the public log has them."""

    item: str
    who: str
    at: datetime
    checked: int
    errors: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        wrong = "；".join(f"{tag[:8]} {text}" for tag, text in self.errors)
        return f"{self.item}：{self.who}核对 {self.checked} 行，" + (
            f"有误 {len(self.errors)} 行：{wrong}" if wrong else "没有发现错误"
        )


def findings(row: Draw) -> list[Finding]:
    """Every outside audit of this draw, in the order of the log."""
    if all(one.kind != "audit" for one in logs.marks(row)):
        return []
    names, words = occasions.named(row), party_words.parts(seats.parties(row))
    items = {used.roll.roll_hash: used.item for used in material.used(row) if used.item}
    found = []
    for one in row.events.filter(kind="audit").order_by("index"):
        event = material.document(one.event)
        body, item = event["body"], items[event["body"]["roll"]]
        name = names[item].name if item in names else item
        errors = tuple((wrong["tag"], wrong["text"]) for wrong in body["errors"])
        found.append(Finding(name, words.get(event["by"], event["by"]), one.at, body["checked"], errors))
    return found


def seat_changes(row: Draw) -> Iterator[tuple[Change, str, str, str]]:
    """Approved substitutions: the change, which seat, who left, who came in."""
    approved = row.changes.filter(kind=ChangeKind.SUBSTITUTE.value, answer=Answer.APPROVED.value)
    rows = [(one, json.loads(one.payload)) for one in approved.select_related("requested_by", "decided_by")]
    tags = {tag for _, body in rows for tag in (body["out"], body["in"]) if tag}
    names = {tag: entry.name for tag, entry in material.entries(row, tags).items()}
    for one, body in rows:
        yield one, _seat(body), names.get(body["out"], ""), names.get(body["in"], "无人递补")


def about(row: Draw, changes: Iterable[Change]) -> list[tuple[Change, str]]:
    """Each change with whom it is about, for who may read the result: the place, who leaves it, who comes in."""
    rows = [(one, json.loads(one.payload)) for one in changes]
    tags = {body[key] for _, body in rows for key in ("out", "in", "tag") if body.get(key)}
    names = {tag: entry.name for tag, entry in material.entries(row, tags).items()} if tags else {}
    return [(one, _whom(ChangeKind(one.kind), body, names)) for one, body in rows]


def _whom(kind: ChangeKind, body: Mapping[str, Any], names: Mapping[str, str]) -> str:
    match kind:
        case ChangeKind.SUBSTITUTE:
            return f"{_seat(body)}：{names.get(body['out'], '')} → {names.get(body['in'], '无人递补')}"
        case ChangeKind.SKIP:
            return f"{_seat(body)}：跳过{names.get(body['tag'], '')}"
        case ChangeKind.REPLACE:
            return f"{body['item']}：{names.get(body['out'], '')} → {names.get(body['in'], '没有备选')}"
        case _:
            return ""


def _seat(body: Mapping[str, Any]) -> str:
    return f"第{body['team']}组 {'组长' if body['seat'] == 'C' else '队员'}"
