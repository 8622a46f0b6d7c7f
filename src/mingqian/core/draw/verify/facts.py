"""What the checks look at: the parsed transcript, its events in order, its rolls and rows.

What belongs here: reading and indexing, done once (V0). Judging stands in the modules of the checks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mingqian.core.canonical import CanonicalError, Document, Suite, document_hash, is_normalised, parse
from mingqian.core.draw import documents, panel, result, selection
from mingqian.core.draw.rows import Row, RowError, rec_of, tag_of
from mingqian.core.draw.verify.scan import Scan, joined, scan


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a holder of keys adds: K with the ids of each sealed roll, Kc with the ties."""

    key: str | None = None
    ids: Mapping[str, Sequence[str]] = field(default_factory=dict)  # roll hash → all ids of the roll
    conflict_key: str | None = None
    ties: Sequence[tuple[str, str]] | None = None  # (inspector tag, subject tag), all of them


@dataclass(frozen=True, slots=True)
class Published:
    """A transcript with the roll files beside it."""

    transcript: bytes
    roll_files: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """An event with its body opened."""

    index: int
    kind: str
    draw: str | None
    at: str
    by: str
    body: Document
    closed: bool
    entry: Document


class Facts:
    """A well-formed transcript, read once."""

    def __init__(self, doc: Document, files: Mapping[str, Any]) -> None:
        self.doc = doc
        self.events = [_opened(entry) for entry in doc["events"]]
        self.plan: Document = next(event.body for event in self.events if event.kind == "plan")
        self.suite = Suite(self.plan["suite"])
        self.result: Document | None = doc["result"]
        self.headers = {
            document_hash(self.suite, event.body): event.body for event in self.events if event.kind == "roll"
        }
        self.files: dict[str, bytes | None] = {
            roll["roll"]: joined(files.get(roll["file"])) for roll in doc["rolls"]
        }

    def of(self, *kinds: str) -> list[Event]:
        """Events of these kinds, in the order of the transcript."""
        return [event for event in self.events if event.kind in kinds]

    @property
    def organiser(self) -> str:
        """The first party; a plan without parties is V8's business."""
        return next((str(one["role"]) for one in self.plan["parties"]), "")

    @cached_property
    def plan_hash(self) -> str:
        """J(plan)."""
        return document_hash(self.suite, self.plan)

    @cached_property
    def seal(self) -> Document | None:
        """The seal's body, if there is one."""
        return next((event.body for event in self.of("seal")), None)

    @cached_property
    def seal_hash(self) -> str:
        """J(seal), empty without one."""
        return "" if self.seal is None else document_hash(self.suite, self.seal)

    @cached_property
    def secrets(self) -> dict[str, str]:
        """Revealed secrets by role; the first reveal counts."""
        found: dict[str, str] = {}
        for event in self.of("reveal"):
            found.setdefault(event.body["role"], event.body["secret"])
        return found

    @cached_property
    def values(self) -> list[str] | None:
        """Values of the public sources in plan order, or None while one is missing."""
        found: dict[int, str] = {}
        for event in self.of("public"):
            found.setdefault(event.body["index"], event.body["value"])
        wanted = range(len(self.plan["public"]))
        return [found[index] for index in wanted] if all(index in found for index in wanted) else None

    @cached_property
    def item_rolls(self) -> list[str]:
        """Rolls of the plan's items."""
        return result.item_rolls(self.plan)

    @cached_property
    def inspector_rolls(self) -> list[str]:
        """Rolls of the plan's panels."""
        return result.inspector_rolls(self.plan)

    @cached_property
    def scans(self) -> dict[str, Scan]:
        """Every roll file that is there, read once."""
        wanted = frozenset(tag.encode("ascii") for tag in self._wanted())
        return {
            name: scan(self.suite, data, kind=self.headers[name]["kind"], wanted=wanted)
            for name, data in self.files.items()
            if data is not None and name in self.headers
        }

    def _wanted(self) -> set[str]:
        tags = {opening["tag"] for opening in self.doc["openings"]}
        if self.result is not None:
            tags |= set(result.reachable(self.result))
            tags |= {tag for sample in self.result["audit"] for tag in sample["tags"]}
        return tags

    @cached_property
    def surveys(self) -> dict[str, selection.Survey]:
        """Counts and forced rows of the item rolls."""
        return {name: selection.survey(self.file(name)) for name in self.item_rolls}

    def file(self, name: str) -> bytes:
        """A roll file which V1 found present."""
        return self.files[name] or b""

    @cached_property
    def rosters(self) -> dict[str, list[panel.Inspector]]:
        """Soundly opened rows of each inspector roll."""
        found: dict[str, list[panel.Inspector]] = {name: [] for name in self.inspector_rolls}
        for opening in self.doc["openings"]:
            roster = found.get(opening["roll"])
            row = self.row(opening["roll"], opening["tag"])
            record = opening["record"]
            if roster is None or row is None or opening_fault(self.suite, opening, row):
                continue
            if isinstance(record.get("captain"), bool) and isinstance(record.get("quals"), list):
                quals = frozenset(code for code in record["quals"] if isinstance(code, str))
                roster.append(panel.Inspector(row.tag, row.stratum, row.status, record["captain"], quals))
        return found

    def row(self, roll: str, tag: str) -> Row | None:
        """The row behind a tag, if the roll has it."""
        seen = self.scans.get(roll)
        return None if seen is None else seen.found.get(tag)

    @cached_property
    def ties(self) -> frozenset[tuple[str, str]]:
        """Opened conflicts as (inspector tag, subject tag)."""
        return frozenset((one["inspector"], one["subject"]) for one in self.doc["coi"]["opened"])


def read(data: bytes) -> tuple[Document | None, list[str], list[str]]:
    """V0: the document, its faults, and warnings."""
    try:
        doc = parse(data)
    except CanonicalError as error:
        return None, [str(error)], []
    faults = documents.check(doc, "transcript")
    if not faults:
        faults = _body_faults(doc)
    warnings = [] if is_normalised(data.decode("utf-8")) else ["文字不是 NFC 形式（仅提示）"]
    return doc, faults, warnings


def _body_faults(doc: Document) -> list[str]:
    """Opened bodies have their fields, and there is exactly one plan to verify against."""
    faults: list[str] = []
    for place, entry in enumerate(doc["events"]):
        if entry["body"] is not None:
            found = documents.check_body(entry["body"], entry["event"]["kind"])
            faults += [f"events[{place}].{fault}" for fault in found]
        elif "closed" in entry["event"]["body"]:
            faults.append(f"events[{place}]：密封的事件没有开封（缺少 body）")
    plans = [entry for entry in doc["events"] if entry["event"]["kind"] == "plan"]
    if len(plans) != 1:
        faults.append(f"events：应恰有一个 plan 事件，现有 {len(plans)} 个")
    return faults


def opening_fault(suite: Suite, opening: Document, row: Row) -> str | None:
    """Whether an opening re-derives its row's tag and rec."""
    identity, salt = opening["id"], opening["salt"]
    if tag_of(suite, identity, salt) != row.tag:
        return "由标识和盐算不出这个标签"
    try:
        rec = rec_of(suite, identity, salt, opening["record"])
    except (CanonicalError, RowError) as error:
        return str(error)
    return None if rec == row.rec else "记录与名录中的摘要不符"


def _opened(entry: Document) -> Event:
    event = entry["event"]
    closed = "closed" in event["body"]
    body = entry["body"] if closed else event["body"]
    return Event(entry["index"], event["kind"], event["draw"], event["at"], event["by"], body, closed, entry)
