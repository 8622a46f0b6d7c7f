"""Laying packs over one another: law above bureau, stricter kept, looser shown and not used.

Precedence (参数表 2.2): law or regulation > national normative document > provincial > bureau. A shorter
local deadline or a higher local ratio is stricter on the bureau and stays; a looser one is kept as text,
shown as a conflict and not used. Deadlines that start elsewhere or count otherwise run side by side.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from mingqian.core import canonical
from mingqian.policy import strictness
from mingqian.policy.schema.key import Order
from mingqian.policy.schema.keys import ALL, BY_NAME
from mingqian.policy.schema.pack import Layer, Pack, Tension
from mingqian.policy.schema.parameter import STATE_LABELS, Parameter, Rank, State
from mingqian.policy.schema.values import Deadline, Value
from mingqian.policy.strictness import Relation
from mingqian.policy.wording import say

ORDER = (Layer.NATIONAL, Layer.PROVINCE, Layer.BUREAU, Layer.CHILD)
# Values that do not compare may both hold: two clocks, two lists. Why, and what follows.
SIDE_BY_SIDE: Mapping[Order, tuple[str, str]] = {
    Order.SHORTER: ("起算事件或计算单位不同，不能比较", "两个期限并行，先到者为准，均予显示"),
    Order.MORE: ("互不包含", "两者并列，均须满足"),
}


class ConflictKind(StrEnum):
    """What kind of friction is shown."""

    LOOSER = "looser"
    BOTH = "both"
    TENSION = "tension"


@dataclass(frozen=True, slots=True)
class Conflict:
    """``lower`` against ``upper``; ``effect`` is what holds, ``text`` the whole in plain Chinese."""

    key: str
    kind: ConflictKind
    lower: Parameter
    upper: Parameter
    effect: str
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EffectiveValue:
    """The value in force for one key, its citation, and every word that was said about it.

    ``parameter`` is None where nobody says anything usable. ``also`` are values that run beside it;
    ``per_item`` means the item list decides and ``value`` only fills what the list leaves open.
    """

    key: str
    parameter: Parameter | None
    also: tuple[Parameter, ...]
    said: tuple[Parameter, ...]
    per_item: bool

    @property
    def value(self) -> Value | None:
        return self.parameter.value if self.parameter else None

    @property
    def clause(self) -> str:
        """《文件》条款 of the value in force."""
        return self.parameter.citation if self.parameter else ""

    @property
    def is_default(self) -> bool:
        """Whether the product, not a document, says so."""
        return self.parameter is not None and self.parameter.rank is Rank.DEFAULT


def own_name(stacked: str) -> str:
    """The lowest pack of a name as ``Effective.name`` writes it: xiamen-2017 of national-2026+xiamen-2017."""
    return stacked.rpartition("+")[2]


@dataclass(frozen=True, slots=True)
class Effective:
    """What holds when these packs lie over one another."""

    packs: tuple[Pack, ...]
    values: Mapping[str, EffectiveValue]
    conflicts: tuple[Conflict, ...]

    @property
    def name(self) -> str:
        """national-2026+xiamen-2017: the name written into plans and transcripts."""
        return "+".join(pack.name for pack in self.packs)

    @property
    def own(self) -> Pack:
        """The lowest pack: the bureau whose day it is."""
        return self.packs[-1]

    def value(self, key: str) -> Value | None:
        """The value in force; KeyError for a key no pack knows."""
        return self.values[key].value

    def clause(self, key: str) -> str:
        """Where the value in force comes from."""
        return self.values[key].clause

    def file_bytes(self) -> bytes:
        """All layers as one canonical file, lines and all: what a transcript freezes."""
        packs: list[canonical.JsonValue] = [canonical.parse(pack.file_bytes()) for pack in self.packs]
        return canonical.jcs({"packs": packs, "v": "mqpolicy1"})

    def digest(self, suite: canonical.Suite) -> str:
        """Hex digest of ``file_bytes``: policy.digest of the plan (抽取协议 §3)."""
        return canonical.digest(suite, self.file_bytes()).hex()


def effective(*packs: Pack) -> Effective:
    """Lay the packs over one another, the higher layer first whatever the order given."""
    stack = tuple(sorted(packs, key=lambda pack: ORDER.index(pack.identity.layer)))
    values: dict[str, EffectiveValue] = {}
    conflicts: list[Conflict] = []
    for key in ALL:
        said = [pack.parameters[key.name] for pack in stack if key.name in pack.parameters]
        values[key.name] = _fold(key.name, said, conflicts)
    conflicts.extend(_tensions(stack))
    return Effective(stack, values, tuple(conflicts))


def loosened(child: Pack, *above: Pack) -> tuple[Conflict, ...]:
    """Where a lower pack is looser than what lies above it.

    原则上按照上级抽查工作细则开展工作 (PD 二(三)): a county may only tighten.
    """
    upper = effective(*above)
    found: list[Conflict] = []
    for name, parameter in child.parameters.items():
        if parameter.usable:
            held = _held(upper.values[name])
            found.extend(
                _looser(parameter, one) for one in held if _relation(parameter, one) is Relation.LOOSER
            )
    return tuple(found)


def _held(value: EffectiveValue) -> tuple[Parameter, ...]:
    """Everything in force for one key that binds: the value and what runs beside it, no default."""
    values = (value.parameter, *value.also)
    return tuple(one for one in values if one is not None and one.rank is not Rank.DEFAULT)


def _fold(key: str, said: Iterable[Parameter], conflicts: list[Conflict]) -> EffectiveValue:
    """Walk from the highest word to the lowest; each either gives way, replaces or joins."""
    said = tuple(said)
    value = EffectiveValue(key, None, (), said, per_item=any(one.state is State.PER_ITEM for one in said))
    for lower in said:
        if lower.usable:
            value = _lay(lower, value, conflicts)
    return value


def _lay(lower: Parameter, value: EffectiveValue, conflicts: list[Conflict]) -> EffectiveValue:
    """One more word over those in force: looser than any of them, it is shown and not used."""
    relations = {one: _relation(lower, one) for one in _held(value)}
    looser = [one for one, relation in relations.items() if relation is Relation.LOOSER]
    if looser:
        conflicts.extend(_looser(lower, one) for one in looser)
        return value
    apart = tuple(one for one, relation in relations.items() if relation is Relation.APART)
    if BY_NAME[value.key].order not in SIDE_BY_SIDE:
        return replace(value, parameter=lower)
    if len(apart) == len(relations):
        conflicts.extend(_both(lower, one) for one in apart)
    return replace(value, parameter=lower, also=apart)


def _relation(lower: Parameter, upper: Parameter) -> Relation:
    assert lower.value is not None and upper.value is not None
    return strictness.compare(BY_NAME[lower.key], lower.value, upper.value)


def _looser(lower: Parameter, upper: Parameter) -> Conflict:
    key = BY_NAME[lower.key]
    effect = f"按{say(key, upper.value)}执行"
    text = (
        f"{key.label}：{lower.citation}为“{say(key, lower.value)}”，"
        f"宽于{upper.citation}的“{say(key, upper.value)}”，不予采用，{effect}"
    )
    return Conflict(lower.key, ConflictKind.LOOSER, lower, upper, effect, text, lower.ids)


def _both(lower: Parameter, upper: Parameter) -> Conflict:
    key = BY_NAME[lower.key]
    why, effect = SIDE_BY_SIDE[key.order]
    text = (
        f"{key.label}：{lower.citation}为“{say(key, lower.value)}”，"
        f"{upper.citation}为“{say(key, upper.value)}”，{why}；{effect}"
    )
    return Conflict(lower.key, ConflictKind.BOTH, lower, upper, effect, text, lower.ids)


def _tensions(stack: tuple[Pack, ...]) -> Iterator[Conflict]:
    for pack in stack:
        for tension in pack.tensions:
            lower = next(
                (one for one in _said(stack, tension.local_key) if _touches(tension, one, pack)), None
            )
            if lower is None:
                continue
            upper_key = tension.upper_key or tension.local_key
            upper = pack.parameters.get(upper_key, lower)
            ids = tuple(dict.fromkeys((*tension.ids, *lower.ids)))
            yield Conflict(
                tension.local_key, ConflictKind.TENSION, lower, upper, tension.effect, tension.text, ids
            )


def _said(stack: tuple[Pack, ...], key: str) -> Iterator[Parameter]:
    return (pack.parameters[key] for pack in reversed(stack) if key in pack.parameters)


def _touches(tension: Tension, lower: Parameter, upper: Pack) -> bool:
    """Whether the lower layer states what the tension is about; silence rubs against nothing."""
    if lower.pack == upper.name or lower.state in (State.SILENT, State.TO_FILL):
        return False
    if not tension.local_value:
        return True
    value = lower.value
    if isinstance(value, Deadline):
        return tension.local_value == value.start
    if isinstance(value, tuple):
        return tension.local_value in map(str, value)
    return str(value) == tension.local_value


def standing(value: EffectiveValue) -> str:
    """One Chinese phrase on where the value stands: its source, a default, or nobody's word."""
    if value.parameter is None:
        return "尚无规定，须由本单位填写"
    if value.is_default:
        lowest = value.said[-1]
        return f"产品缺省值（{STATE_LABELS[lowest.state]}）"
    return value.clause
