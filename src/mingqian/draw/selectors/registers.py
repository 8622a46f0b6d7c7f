"""A draw as its papers tell it: parties and values in words, changes by name."""

import json
from collections.abc import Iterator

from mingqian.draw.enums import Answer, ChangeKind
from mingqian.draw.models import Change, Draw, Party
from mingqian.draw.selectors import material, party_words, seats, source_words


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


def seat_changes(row: Draw) -> Iterator[tuple[Change, str, str, str]]:
    """Approved substitutions: the change, which seat, who left, who came in."""
    approved = row.changes.filter(kind=ChangeKind.SUBSTITUTE.value, answer=Answer.APPROVED.value)
    rows = [(one, json.loads(one.payload)) for one in approved.select_related("requested_by", "decided_by")]
    tags = {tag for _, body in rows for tag in (body["out"], body["in"]) if tag}
    names = {tag: entry.name for tag, entry in material.entries(row, tags).items()}
    for one, body in rows:
        seat = "队长" if body["seat"] == "C" else "队员"
        yield one, f"第{body['team']}组 {seat}", names.get(body["out"], ""), names.get(body["in"], "无人递补")
