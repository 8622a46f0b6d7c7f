"""A rule pack laid out for reading: chapters of parameters with clause and quotation, conflicts, anomalies."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mingqian.accounts.types import Actor
from mingqian.policy import explain, layers
from mingqian.policy.layers import Conflict, Effective
from mingqian.policy.schema.key import Key
from mingqian.policy.schema.pack import LAYER_LABELS, Document, Pack
from mingqian.policy.schema.parameter import STATE_LABELS, Parameter, State
from mingqian.policy.wording import say
from mingqian.registry.selectors import packs, rule_documents


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter: what holds today, where that stands, what the document itself says."""

    label: str
    value: str
    clause: str
    own: str
    state: str
    quote: str
    note: str
    default: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """Parameters that belong together."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole pack."""

    name: str
    title: str
    bureau: str
    layer: str
    fictional: bool
    stack: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    conflicts: tuple[tuple[str, tuple[Conflict, ...]], ...]
    pack: Pack
    digest: str


@cache
def reading(name: str) -> Reading:
    """A pack as it reads today, under the layers above it."""
    policy = packs.effective(name)
    own = policy.own
    return Reading(
        name=name,
        title=own.identity.title,
        bureau=own.identity.bureau,
        layer=LAYER_LABELS[own.identity.layer],
        fictional=own.identity.fictional,
        stack=tuple((pack.name, pack.identity.title) for pack in policy.packs),
        chapters=tuple(Chapter(title, tuple(_lines(policy, keys))) for title, keys in explain.CHAPTERS),
        conflicts=tuple(_conflicts(policy)),
        pack=own,
        digest=packs.digest(name),
    )


def documents(by: Actor, name: str) -> list[tuple[Document, str, str]]:
    """Every document of a pack, the clauses that wait for its text, and its code where the register has it."""
    named = reading(name).pack.documents
    rows = rule_documents.visible(by).filter(title__in=[one.title for one in named])
    known = {row.title: (row.code, bool(row.text)) for row in rows.order_by("code")}
    found = []
    for one in named:
        code, held = known.get(one.title, ("", False))
        waits = not one.included and not held
        found.append((one, ("、".join(one.ids) or "—") if waits else "", code))
    return found


def chapters(by: Actor, name: str) -> list[tuple[str, list[tuple[Line, str]]]]:
    """Every parameter beside the code of the document its clause names, where the register has it (XM-02)."""
    policy = packs.effective(name)
    shorts = {one.short or one.number: one.title for pack in policy.packs for one in pack.documents}
    rows = rule_documents.visible(by).filter(title__in=shorts.values())
    known = dict(rows.order_by("code").values_list("title", "code"))
    codes = {short: known[title] for short, title in shorts.items() if short and title in known}

    def cited(clause: str) -> str:
        return next((code for short, code in codes.items() if clause.startswith(short)), "")

    return [
        (chapter.title, [(line, cited(line.clause)) for line in chapter.lines])
        for chapter in reading(name).chapters
    ]


def _lines(policy: Effective, keys: tuple[Key, ...]) -> Iterator[Line]:
    for key in keys:
        value = policy.values[key.name]
        said = policy.own.parameters.get(key.name)
        yield Line(
            label=key.label,
            value=say(key, value.value) if value.value is not None else "尚无规定，须由本单位填写",
            clause=layers.standing(value),
            own=_own(key, said),
            state=STATE_LABELS[said.state] if said else "",
            quote=said.quote if said else "",
            note=said.note if said else "",
            default=value.is_default,
        )


def _own(key: Key, said: Parameter | None) -> str:
    """What the bureau's own document says, where it says anything."""
    if said is None or said.state is State.SILENT or said.value is None:
        return ""
    return say(key, said.value)


def _conflicts(policy: Effective) -> Iterator[tuple[str, tuple[Conflict, ...]]]:
    for kind, head in explain.CONFLICT_HEADS:
        found = tuple(conflict for conflict in policy.conflicts if conflict.kind is kind)
        if found:
            yield head, found
