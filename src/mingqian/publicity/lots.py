"""A firm's own lot in a published draw: its tag, its row in the list, its ticket, and the cut (sxsj1 §6).

Everything is read from the published files; what a firm learns here it can repeat with one shell line.
"""

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingqian.core.canonical import Suite, document_hash, parse, text_hash
from mingqian.core.draw import tickets
from mingqian.draw.types import TRANSCRIPT

PIECE = 1 << 20
DRAWN, FORCED, EXEMPT, NOT_DRAWN, ABSENT = "抽中", "必查", "未参加抽取", "未抽中", "不在名录"


@dataclass(frozen=True, slots=True)
class Lot:
    """What one item's list says about a firm; of one that is absent, the two rows between which it would stand."""

    item: str
    outcome: str
    tag: str
    kind: str = ""
    row: str = ""
    place: int = 0
    total: int = 0
    beside: tuple[str, ...] = ()
    stratum: str = ""
    status: str = ""
    code_text: str = ""
    weight: int = 1
    ticket: str = ""
    cut: str = ""
    slip: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """All items of a draw for one firm; ``sealed`` where the list needs the firm's own salt."""

    suite: str
    seed: str
    sealed: bool
    lots: tuple[Lot, ...]


def look_up(folder: Path, identity: str, salt: str = "") -> Answer | None:
    """None for a draw without a result: then nobody was drawn."""
    doc = parse((folder / TRANSCRIPT).read_bytes())
    if doc["result"] is None:
        return None
    suite, plan, headers = _parts(doc)
    files = {one["roll"]: folder / one["file"] for one in doc["rolls"]}
    sealed = any(headers[one["subject_roll"]]["mode"] == "sealed" for one in plan["items"])
    known = salt or next((one["salt"] for one in doc["openings"] if one["id"] == identity), "")
    if sealed and not known:
        return Answer(suite, doc["result"]["seed"], True, ())
    tag = text_hash(suite, "tag", identity, known if sealed else "")
    lots = tuple(_lots(doc, suite, plan, headers, files, tag))
    return Answer(suite, doc["result"]["seed"], sealed, lots)


def _parts(doc: dict[str, Any]) -> tuple[Suite, dict[str, Any], dict[str, dict[str, Any]]]:
    bodies = [one["event"] for one in doc["events"]]
    plan: dict[str, Any] = next(one["body"] for one in bodies if one["kind"] == "plan")
    headers: dict[str, dict[str, Any]] = {}
    for one in bodies:
        if one["kind"] == "roll":
            headers[document_hash(Suite(plan["suite"]), one["body"])] = one["body"]
    return Suite(plan["suite"]), plan, headers


def _lots(
    doc: dict[str, Any],
    suite: Suite,
    plan: dict[str, Any],
    headers: dict[str, dict[str, Any]],
    files: dict[str, Path],
    tag: str,
) -> Iterator[Lot]:
    seed = doc["result"]["seed"]
    for item in plan["items"]:
        header = headers[item["subject_roll"]]
        found = find_row(files[item["subject_roll"]], tag)
        where = {"item": item["item"], "tag": tag, "place": found.place, "total": header["n"]}
        if not found.row:
            yield Lot(**where, outcome=ABSENT, beside=found.beside)
            continue
        _, stratum, status, weight, _ = found.row.split("|")
        strata = doc["result"]["strata"]
        cell = next(one for one in strata if (one["item"], one["stratum"]) == (item["item"], stratum))
        text = next((one["text"] for one in header["codes"] if one["code"] == status), "")
        fields: dict[str, Any] = {
            **where, "row": found.row, "kind": header["kind"], "stratum": stratum, "status": status, "code_text": text,
            "weight": int(weight), "cut": cell["cut"] or "",
        }  # fmt: skip
        if status != "E":
            yield Lot(**fields, outcome=FORCED if status.startswith("F:") else EXEMPT)
            continue
        slips = {
            slip: tickets.ticket(suite, seed=seed, purpose=header["kind"], tag=tag, slip=slip)
            for slip in range(1, int(weight) + 1)
        }
        best = min(slips, key=lambda slip: slips[slip])
        outcome = DRAWN if tag in cell["drawn"] else NOT_DRAWN
        yield Lot(**fields, outcome=outcome, ticket=slips[best], slip=best)


@dataclass(frozen=True, slots=True)
class Found:
    """A tag in a roll file: its row and which one it is, or the tags before and behind the gap where it would be."""

    row: str
    place: int
    beside: tuple[str, ...] = ()


def find_row(path: Path, tag: str) -> Found:
    """Binary search in the file itself: its rows ascend by tag, whatever their number."""
    wanted = tag.encode()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        low, high = 0, len(data)
        while low < high:
            middle = (low + high) // 2
            start = data.rfind(b"\n", low, middle) + 1 or low
            end = data.find(b"\n", start)
            end = len(data) if end < 0 else end
            found = data[start : start + len(wanted)]
            if found == wanted:
                return Found(data[start:end].decode("ascii"), _rows(data, start) + 1)
            if found < wanted:
                low = end + 1
            else:
                high = start
        ahead = data.rfind(b"\n", 0, max(0, low - 1)) + 1
        around = [data[ahead : ahead + 64] if low else b"", data[low : low + 64]]
        return Found("", _rows(data, low), tuple(one.decode("ascii") for one in around if one))


def _rows(data: mmap.mmap, end: int) -> int:
    """Line ends before a place, read in pieces."""
    return sum(data[at : min(end, at + PIECE)].count(b"\n") for at in range(0, end, PIECE))
