"""A new attempt after a void: its roll spares nobody who was selected (section 8).

What belongs here: who was selected, and whether a successor roll is the right one.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from mingqian.core.canonical import Document
from mingqian.core.draw.grammar import REDRAWN
from mingqian.core.draw.rows import MIDDLE, REC, TAG

BEFORE_SEED = ("PARTY", "SOURCE")
AFTER_SEED = ("LIST", "ORDER")
SHOWN = 20


def selected(result: Document | None, events: Sequence[Document], item: str) -> set[str]:
    """Forced and drawn tags of an item, and those who came in for a subject not found."""
    if result is None:
        return set()
    found = {
        tag
        for stratum in result["strata"]
        if stratum["item"] == item
        for tag in [*stratum["forced"], *stratum["drawn"]]
    }
    for event in events:
        body = event["body"]
        if event["kind"] == "replace" and body["item"] == item and body["in"] is not None:
            found.add(body["in"])
    return found


def faults(
    before: Iterable[bytes], after: Iterable[bytes], *, selected: set[str] | None, errors: set[str]
) -> list[str]:
    """Where the new roll is not the old one with E → F:RD for who was selected.

    Rows whose tags stand in ``errors`` may be corrected, dropped or added, but never become F:RD.
    Where nothing had been selected (None) the whole list may be put right, but its F:RD rows stay.
    """
    if selected is None:
        before, after, selected = _redrawn_only(before), _redrawn_only(after), set()
    keep = {tag.encode("ascii") for tag in selected - errors}
    free = {tag.encode("ascii") for tag in errors}
    found = list(islice(_differences(before, after, keep, free), SHOWN + 1))
    if len(found) > SHOWN:
        found[SHOWN:] = ["……以下从略"]
    return found


def _differences(
    before: Iterable[bytes], after: Iterable[bytes], keep: set[bytes], free: set[bytes]
) -> Iterator[str]:
    """Both rolls are ascending by tag, so one walk beside each other suffices."""
    old, new = iter(before), iter(after)
    left, right = next(old, None), next(new, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[TAG] < right[TAG]):
            assert left is not None
            if left[TAG] not in free:
                yield f"{_name(left)}：新名录缺少这一行"
            left = next(old, None)
        elif left is None or right[TAG] < left[TAG]:
            if right[TAG] not in free or _is_redrawn(right):
                yield f"{_name(right)}：新名录多出这一行"
            right = next(new, None)
        else:
            fault = _changed(left, right, keep, free)
            if fault:
                yield f"{_name(right)}：{fault}"
            left, right = next(old, None), next(new, None)


def _changed(left: bytes, right: bytes, keep: set[bytes], free: set[bytes]) -> str | None:
    stratum, status, _ = left[MIDDLE].split(b"|")
    redrawn = REDRAWN.encode("ascii")
    if left[TAG] in free:
        became = _is_redrawn(right) and status != redrawn
        return "列入 errors 的行不得改为 F:RD" if became else None
    if left[TAG] in keep and status == b"E":
        expected = b"%s|%s|1" % (stratum, redrawn)
        same = right[MIDDLE] == expected and right[REC] == left[REC]
        return None if same else "上次抽中，应改为 F:RD、权重 1，其余不变"
    return None if left == right else "与上次名录的同一行不同"


def _redrawn_only(rows: Iterable[bytes]) -> Iterator[bytes]:
    return (row for row in rows if _is_redrawn(row))


def _is_redrawn(row: bytes) -> bool:
    return row[MIDDLE].split(b"|")[1] == REDRAWN.encode("ascii")


def _name(row: bytes) -> str:
    return row[TAG][:8].decode("ascii")
