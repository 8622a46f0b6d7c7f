"""《音像记录事项清单》 and the four spoken prompts: data beside its clause, read once (石嘴山 7(1), 鄂州 二(三)2)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from mingqian.core.decision import Decision, allowed, denied
from mingqian.records.enums import Level, Medium

FILE = Path(__file__).parent / "data/matters.toml"
LIST = "石嘴山 7(1)：编制《音像记录事项清单》，明确进行音像记录的关键环节、记录方式"


@dataclass(frozen=True, slots=True)
class Matter:
    """One line of the list: at which stage, what, how much of it, by which media, of which kinds of things."""

    stage: str
    kind: str
    label: str
    level: Level
    of: tuple[str, ...]
    media: tuple[Medium, ...]
    place: str
    clause: str
    expected: bool = False
    evidence: bool = False
    unbroken: bool = False
    """全过程不间断: what is not recorded between two of its recordings is asked to be explained."""

    @property
    def must(self) -> bool:
        """Is something owed where it is missing: the recording, or at least the reason why there is none?"""
        return self.level is Level.FULL or (self.expected and self.level is Level.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing said aloud; ``last``: before the recording ends."""

    key: str
    label: str
    text: str
    clause: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class Matters:
    """The whole list, in the order of the file."""

    version: str
    gap: timedelta
    stages: Mapping[str, str]
    rows: tuple[Matter, ...]
    prompts: tuple[Prompt, ...]


@cache
def table() -> Matters:
    """The list in force."""
    doc = tomllib.loads(FILE.read_text(encoding="utf-8"))
    rows = tuple(
        Matter(
            **{
                **row,
                "level": Level(row["level"]),
                "of": tuple(row["of"]),
                "media": tuple(Medium(one) for one in row["media"]),
            }
        )
        for row in doc["matter"]
    )
    stages = MappingProxyType({row["code"]: row["label"] for row in doc["stage"]})
    gap = timedelta(seconds=doc["gap_seconds"])
    return Matters(doc["version"], gap, stages, rows, tuple(Prompt(**row) for row in doc["prompt"]))


def of_things(word: str) -> tuple[Matter, ...]:
    """What is recorded of a visit, of a task."""
    return tuple(row for row in table().rows if word in row.of)


def find(stage: str, kind: str) -> Matter | None:
    """The line with these codes."""
    return next((row for row in table().rows if (row.stage, row.kind) == (stage, kind)), None)


def names(stage: str, kind: str) -> str:
    """到场·出示证件; the codes themselves where the list no longer knows them."""
    row = find(stage, kind)
    return f"{table().stages[stage]}·{row.label}" if row else f"{stage}·{kind}"


def listed(stage: str, kind: str, word: str) -> Decision:
    """Is this a line of the list, for this kind of thing?"""
    row = find(stage, kind)
    if row is not None and word in row.of:
        return allowed()
    known = "、".join(names(one.stage, one.kind) for one in of_things(word))
    why = f"事项清单里没有“{stage[:24]}/{kind[:24]}”"
    return denied("records.kind", why, LIST, f"可选：{known}")


def fits(stage: str, kind: str, word: str, medium: Medium) -> Decision:
    """May this medium stand in this line of the list, for this kind of thing?"""
    known = listed(stage, kind, word)
    row = find(stage, kind)
    if row is None or not known.ok:
        return known
    if medium not in row.media:
        media = "、".join(one.label for one in row.media)
        why = f"“{row.label}”应当是{media}，不是{medium.label}"
        return denied("records.kind", why, row.clause, "请改选记录事项，或换一种方式记录")
    return allowed()
