"""Every mutation of every field and every recomputed fraud, as cases that three programs judge.

What belongs here: which draws are spoilt, how a case is told to JavaScript (a cut in bytes it already has), and what
nothing in a transcript can bind. The tests, the browser's test and ``tools/write_tamper.py`` use the same cases.
"""

import base64
import copy
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.verify import frauds, judges, mutations, readings, stage
from tests.verify.stage import BEACON, Doc, Show, Variant, subject_id

PER_FIELD = 10
FOLDER = Path(__file__).parent
VERDICTS = FOLDER / "verdicts.json"
Codes = tuple[str, ...]

# What nothing in a transcript can bind, with the reason; everything else must be refused.
ORDER = frozenset({"turned round", "rotated", "two swapped"})
ENDS = frozenset({"first dropped", "last dropped"})
UNBOUND: dict[str, tuple[frozenset[str], str]] = {
    "transcript.rolls": (ORDER, "一组名录，次序没有含义"),
    "transcript.openings": (ORDER | ENDS, "对象的记录可以不公开；检查人员的缺一不可（V14）"),
    "transcript.coi.opened": (ORDER | ENDS, "公开名录的回避密钥不公布，漏开要持钥人才看得出（V23）"),
    "transcript.events": (frozenset({"last dropped"}), "抽取尚未办结，V21 会提示"),
    "transcript.checkpoint": (frozenset({"last dropped", "last twice"}), "少一个联签，只降低证据等级"),
    "transcript.anchors": (
        ENDS | {"empty list", "first twice", "last twice"}, "外部留存少了，只降低证据等级"),
    "transcript.anchors[].at": (frozenset({"first letter", "a day later", "a year earlier"}), "只影响证据等级"),
    "transcript.anchors[].proof": (
        frozenset({"space", "another hash", "a letter more", "a letter less", "upper case", "case turned", "lower case",
                   "space behind", "full width", "turned round", "first letter", "last letter", "a look-alike",
                   "zero width", "composed otherwise"}), "凭据在它所指的地方核对，不在这里"),
}  # fmt: skip

VARIANTS = {
    "table": Variant(),
    "beacon": Variant(order=BEACON),
    "embargo": Variant(embargo=True),
    "void": Variant(void="LIST", errors=(9,)),
    "appointed": Variant(appointed=True, mode="open"),
}
# Few rows make the thousands of readings fast; every status, weight and qualification is still there.
LAND = {subject_id(number) for number in (1, 2, 3, 5, 8, 9, 10, 11, 17, 18, 19)}
SOCIAL = {subject_id(number) for number in range(5, 12)}


def _with_a_predecessor(header: Doc) -> None:
    header["prev"] = {"roll": "cd" * 32, "added": 2, "removed": [{"code": "ZX", "count": 1}]}


def _with_few_openings(doc: Doc) -> None:
    """Openings of subjects are voluntary; two are enough to spoil."""
    subjects = [one for one in doc["openings"] if one["id"].startswith("USCC")]
    doc["openings"] = [one for one in doc["openings"] if one not in subjects[2:]]


SMALL: stage.Bends = {
    "header:LD": _with_a_predecessor,
    "transcript": _with_few_openings,
    "entries:LD": lambda found: [one for one in found if one.identity in LAND],
    "entries:SB": lambda found: [one for one in found if one.identity in SOCIAL],
    "ties": lambda found: found[::4],
}


@dataclass(frozen=True)
class Case:
    """One spoilt transcript: an edit of a staged draw, or a fraud, which is a draw of its own."""

    show: str
    field: str
    name: str
    edit: mutations.Edit | None = None
    stopped_by: str = ""
    file: str = ""  # the roll file that is spoilt instead of the transcript

    def __str__(self) -> str:
        return f"{self.field}: {self.name}" if self.field else self.name

    @property
    def bound(self) -> bool:
        return self.field not in UNBOUND or self.name not in UNBOUND[self.field][0]

    def data(self) -> bytes:
        whole = self.edit is None or self.file
        return show(self.show).data if whole else self.edit.apply(layout(self.show).data)  # type: ignore[union-attr]

    def staged(self) -> Show:
        """The draw with the roll files as this case leaves them."""
        found = show(self.show)
        if not self.file or self.edit is None:
            return found
        other = copy.copy(found)
        other.files = {**found.files, self.file: self.edit.apply(found.files[self.file])}
        return other


FRAUDS = {f"fraud {one}": one for one in frauds.ALL}
READINGS = {f"reading {name}": one for name, one in readings.ALL.items()}


@cache
def show(name: str) -> Show:
    """A draw that is spoilt, or a fraud with all that followed from it."""
    if name in FRAUDS:
        return stage.perform(FRAUDS[name].variant, FRAUDS[name].bends)
    if name in READINGS:
        return READINGS[name].show()
    return stage.perform(VARIANTS[name], SMALL)


@cache
def layout(name: str) -> mutations.Layout:
    return mutations.Layout(show(name).transcript)


@cache
def spoilt() -> tuple[Case, ...]:
    """Ten and more mutations of each field, in the first of the draws that has it."""
    found: list[Case] = []
    seen: set[str] = set()
    for name in VARIANTS:
        doc = show(name).transcript
        fresh = [one for one in mutations.chosen(doc, PER_FIELD) if one.field not in seen]
        seen |= {one.field for one in fresh}
        found += [Case(name, one.field, one.name, one.edit(doc, layout(name))) for one in fresh]
    return tuple(found)


@cache
def rowed() -> tuple[Case, ...]:
    """Every part of a row of a subjects' roll file."""
    data = show("table").files["LD.roll"]
    return tuple(
        Case("table", f"row.{part}", name, edit, file="LD.roll")
        for part, name, edit in mutations.spoil_rows(data)
    )


def everything() -> tuple[Case, ...]:
    return (*spoilt(), *rowed(), *forged())


@cache
def forged() -> tuple[Case, ...]:
    """The recomputed frauds, each with the check that must stop it."""
    return tuple(Case(name, "", one.name, None, one.stopped_by) for name, one in FRAUDS.items())


@cache
def disputed() -> tuple[Case, ...]:
    """Draws that turn on one sentence each, with the check that stops them if one does."""
    return tuple(Case(name, one.sentence, name, None, one.refused_by) for name, one in READINGS.items())


@dataclass(frozen=True)
class Verdict:
    """What failed, by the product's verifier and by the one-file program."""

    case: Case
    product: Codes
    program: Codes
    why: str

    @property
    def fault(self) -> str:
        """What is wrong with the verifiers, in a line; empty if nothing is."""
        if self.product != self.program:
            return f"{self.case}: {self.why}"[:400]
        if not self.product and self.case.bound:
            return f"{self.case}: accepted by both"
        if self.product != known().get(str(self.case), self.product):
            return f"{self.case}: {self.product}, not {known()[str(self.case)]}: run tools/write_tamper.py"
        if self.case.stopped_by and self.product[:1] != (self.case.stopped_by,):
            return f"{self.case}: stopped by {self.product}, not {self.case.stopped_by}"
        return ""


def judged(cases: Iterable[Case], folder: Path) -> Iterator[Verdict]:
    """Both Python programs on every case; the roll files are written once for each draw."""
    for case in cases:
        staged, name = case.staged(), f"{case.show} {case.field} {case.name}" if case.file else case.show
        before = _placed(f"{case.show} prior", staged.prior, folder) if staged.prior else None
        found = judges.judge(case.data(), staged, _placed(name, staged, folder), before)
        why = found.explain() if found.product != found.program else ""
        yield Verdict(case, found.product, found.program, why)


@cache
def known() -> dict[str, Codes]:
    """What the last writing of the tamper table found, case by case; the browser's test is held against it."""
    listed = json.loads(VERDICTS.read_text(encoding="utf-8"))
    return {
        f"{field}: {name}" if field else name: tuple(codes.split())
        for field, by_codes in listed.items()
        for codes, names in by_codes.items()
        for name in names
    }


def _placed(name: str, staged: Show, folder: Path) -> Path:
    place = folder / re.sub(r"[^0-9A-Za-z.]", lambda mark: f"-{ord(mark[0]):x}", name)
    if not place.exists():
        staged.write(place)
    return place


def told(cases: Sequence[Case]) -> bytes:
    """The cases as JavaScript gets them: whole draws once, then cuts in their bytes."""
    names = dict.fromkeys(case.show for case in cases)
    whole: dict[str, Any] = {}
    for name in names:
        staged = show(name)
        whole[name] = {**_files(staged), "prior": _files(staged.prior) if staged.prior else None}
    edits = [
        [case.show, case.edit.start, case.edit.end, _text(case.edit.put), case.file]
        if case.edit
        else [case.show]
        for case in cases
    ]
    return json.dumps({"shows": whole, "cases": edits}).encode()


def _files(staged: Show) -> dict[str, Any]:
    files = {name: _text(data) for name, data in staged.files.items()}
    return {"transcript": _text(staged.data), "files": files}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def node() -> str | None:
    return shutil.which("node") or shutil.which("nodejs")


def by_javascript(cases: Sequence[Case], modules: Path, folder: Path) -> list[Codes]:
    """What failed, case by case, by the portal's modules run by node."""
    (folder / "cases.json").write_bytes(told(cases))
    command = [node() or "node", str(FOLDER / "sweep_node.mjs"), str(modules), str(folder / "cases.json")]
    ran = subprocess.run(command, capture_output=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return [tuple(codes) for codes in json.loads(ran.stdout)]
