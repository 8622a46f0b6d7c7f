"""How a row of the journal becomes the values that are hashed; the arithmetic stands in ``core.journal``."""

from mingqian.audit.models import Entry
from mingqian.core import journal
from mingqian.core.canonical import CanonicalError, JsonValue, Suite, parse
from mingqian.core.journal import Link


def content(entry: Entry) -> dict[str, JsonValue]:
    """Everything the entry says; its own hash and the one before are added by the chain."""
    if not isinstance(entry.body, str):
        # SQLite hands out bytes where somebody changed the column's storage class in the file.
        raise CanonicalError("内容一栏不是文本")
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


def link(entry: Entry) -> Link:
    """The stored entry as the chain checks it."""
    return Link(entry.seq, entry.previous, content(entry), entry.hash)


def document(entry: Entry) -> dict[str, JsonValue]:
    """The leaf of the journal's tree: what the entry says and the hash before it.

    ``previous`` binds the tree to the chain. It also blinds the leaf: no outsider knows it, so nobody can find
    out by guessing what the neighbours in a published proof say.
    """
    return {**content(entry), "previous": entry.previous}


def leaf(suite: Suite, entry: Entry) -> bytes:
    """H(00 ‖ JCS(document))."""
    return journal.leaf_hash(suite, document(entry))
