"""The receipt of an entry: what was recorded, its proof, and the signed checkpoint. Checked without us.

It holds the entry itself, names included, so it is handed only to whom the entry concerns.
"""

from mingqian.accounts.types import Actor
from mingqian.audit import chain, policies
from mingqian.audit.models import Entry
from mingqian.audit.selectors import notes, trees
from mingqian.core.canonical import Document
from mingqian.core.decision import Refused, demand, denied

VERSION = "mingqian-receipt-1"


def of_entry(by: Actor, seq: int) -> Document:
    """For the auditors' window."""
    demand(policies.may_read(by))
    return _made(Entry.objects.filter(seq=seq).first())


def of_event(thing: str, kind: str) -> Document:
    """The newest entry of this kind about a thing, for a room that has made sure who may have it."""
    return _made(Entry.objects.filter(thing=thing, kind=kind).order_by("-seq").first())


def _made(entry: Entry | None) -> Document:
    if entry is None:
        raise Refused(denied("audit.no_entry", "日志里没有这一条", remedy="请核对编号"))
    log = trees.sources()[0]
    last = notes.current(log.origin)
    if entry.seq > last.size:
        raise Refused(
            denied(
                "audit.not_signed_yet",
                f"第 {entry.seq} 条还没有签进检查点（已签发到 {last.size} 条）",
                "sxsj1 §9",
                "执行程序每小时签发一次，请稍后再取",
            )
        )
    return {
        "v": VERSION,
        "type": "receipt",
        "suite": log.suite.value,
        "entry": chain.document(entry),
        "index": entry.seq - 1,
        "proof": [value.hex() for value in trees.tree(log, last.size).inclusion(entry.seq - 1)],
        "checkpoint": notes.note(last).lines(),
    }
