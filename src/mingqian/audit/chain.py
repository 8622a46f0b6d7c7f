"""How a row of the journal becomes the value that is hashed; the arithmetic stands in ``core.journal``."""

from mingqian.audit.models import Entry
from mingqian.core.canonical import JsonValue, Suite, hex_digest, jcs, parse

GENESIS = "0" * 64


def content(entry: Entry) -> dict[str, JsonValue]:
    return {
        "seq": entry.seq,
        "at": entry.at,
        "kind": entry.kind,
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "actor_unit": entry.actor_unit,
        "thing": entry.thing,
        "body": parse(entry.body.encode("utf-8")),
    }


def entry_hash(suite: Suite, previous: str, doc: dict[str, JsonValue]) -> str:
    return hex_digest(suite, jcs({"previous": previous, "entry": doc}))
