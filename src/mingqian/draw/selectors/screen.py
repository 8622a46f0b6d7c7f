"""The projector's six steps: what each has fixed, who has to act now, what comes next.

Nothing here asks who looks, because everybody in the room does: whatever stands in a ``Scene`` may be known to
all at that moment. No secret, seed or result under an embargo (sxsj1 §9), no value before it was read back, and
names only where ``reels`` finds them public.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingqian.core.canonical import Document
from mingqian.core.machines import ceremony as machine
from mingqian.draw import policies
from mingqian.draw.enums import Anchoring, Opinion, VoidReason
from mingqian.draw.models import Draw, Party, PublicValue
from mingqian.draw.selectors import (
    at_hand,
    desk,
    draws,
    logs,
    material,
    outcome,
    owed,
    party_words,
    reels,
    seats,
    source_words,
    voids,
)
from mingqian.draw.types import Evidence
from mingqian.ui import words
from mingqian.ui.types import Kind, Step, StepState

STEPS = (
    ("freeze", "冻结"), ("commit", "承诺"), ("inputs", "随机"), ("compute", "计算"), ("reveal", "揭晓"), ("seal", "封存"),
)  # fmt: skip
FREEZE, COMMIT, INPUTS, COMPUTE, REVEAL, SEAL = range(len(STEPS))


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody of whom the ceremony waits, and for what."""

    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Roll:
    """A frozen list and its counts by status (sxsj1 §2); ``drawn`` once the result is fixed."""

    label: str
    roll_hash: str
    total: int
    eligible: int
    forced: int
    exempt: int
    screened: int
    drawn: int | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A party at the table: what it has put in so far. ``secret`` only where it is public."""

    role: str
    who: str
    part: str
    commit: str
    promise: str
    promise_kind: Kind
    state: str
    kind: Kind
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A public source; ``value`` in the pieces in which it is read out, empty before it was read back."""

    label: str
    at: str
    state: str
    kind: Kind
    value: tuple[str, ...] = ()
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """无异议 or 有异议 with the remarks, which are published either way."""

    who: str
    objects: bool
    remarks: str
    at: datetime
    hand: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One of the attempts at this draw; the void ones stay in sight."""

    number: int
    code: str
    state: str
    fallen: bool


@dataclass(frozen=True, slots=True)
class Void:
    """Why an attempt is void, as its event in the public log says."""

    at: datetime
    reason: str
    evidence: str
    approved_by: str
    overtaken: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the page shows."""

    now: int
    stages: tuple[Step, ...]
    acts: tuple[Act, ...]
    then: str
    rolls: tuple[Roll, ...]
    rosters: tuple[Roll, ...]
    sealed_rolls: bool
    seats: tuple[Seat, ...]
    sources: tuple[Source, ...]
    closed: bool
    result: reels.Outcome | None
    sign_offs: tuple[Signature, ...]
    anchors: tuple[tuple[str, datetime], ...]
    times: Mapping[str, datetime]
    evidence: Evidence
    void: Void | None
    attempts: tuple[Attempt, ...]

    @property
    def total(self) -> int:
        """Rows of subjects over all items: what the draw chooses from."""
        return sum(one.total for one in self.rolls)

    @property
    def committed(self) -> int:
        return sum(bool(one.commit) for one in self.seats)


def scene(row: Draw, *, now: datetime) -> Scene:
    """The ceremony as the room may see it at this moment."""
    at_hand.load(row)
    parties = seats.parties(row)
    values = {one.position: one for one in row.values.all()}
    plan = material.document(row.plan_doc) if row.plan_doc else None
    closed = under_embargo(row, now)
    result = reels.outcome(row, closed=closed)
    step = _step(row, parties)
    part = party_words.parts(parties)
    rolls = list(_rolls(row, result))
    return Scene(
        now=step,
        stages=tuple(_stages(row, step)),
        acts=tuple(_together(_acts(row, parties, values, plan, now))),
        then=_then(row, step),
        rolls=tuple(one for one, of_item in rolls if of_item),
        rosters=tuple(one for one, of_item in rolls if not of_item),
        sealed_rolls=bool(row.roll_key_commit),
        seats=tuple(_seat(row, one, part[one.role], closed) for one in parties),
        sources=tuple(_sources(plan, values)),
        closed=closed,
        result=result,
        sign_offs=tuple(_signatures(row, parties)),
        anchors=tuple(_anchors(row)),
        times={one.kind: one.at for one in reversed(logs.marks(row))},
        evidence=outcome.evidence_of(row),
        void=_void(row),
        attempts=tuple(_attempts(row)),
    )


def under_embargo(row: Draw, now: datetime) -> bool:
    """Reveals and result are closed until the day named in the plan, and stay so until they are published."""
    if row.embargo_until is None:
        return False
    return now < row.embargo_until or row.published_at is None


def _step(row: Draw, parties: list[Party]) -> int:
    """Which of the six is under way; of a void attempt the one at which it fell."""
    if row.state in ("signed", "published", "completed"):
        return SEAL
    if row.result_hash:
        return REVEAL
    if row.seed:
        return COMPUTE
    if row.seal_hash and all(one.found_own_commit_at for one in parties):
        return INPUTS
    return COMMIT if row.plan_hash else FREEZE


def _stages(row: Draw, step: int) -> Iterator[Step]:
    over = row.state == "completed"
    fallen = row.state in ("voided", "abandoned")
    for place, (code, label) in enumerate(STEPS):
        state: StepState = "done" if place < step or over else "todo" if place > step else "now"
        yield Step(label, "bad" if fallen and place == step else state, code=code)


def _acts(
    row: Draw, parties: list[Party], values: Mapping[int, PublicValue], plan: Document | None, now: datetime
) -> Iterator[Act]:
    names = party_words.names(parties)
    organiser = names[parties[0].role] if parties else row.unit.name
    waiting = owed.of(row, parties)
    if row.state == "signed" and (kept := desk.kept(row, now)):
        yield Act("", kept)
    elif row.state in _ORGANISERS:
        yield Act(organiser, _ORGANISERS[row.state])
    elif waiting is not None:
        for one in _first(waiting, parties):
            yield Act(names[one.role], _OWED[waiting.due])
    elif row.state == "announced":
        yield Act(organiser, "把各方承诺合成封签")
    elif row.state in ("sealed", "revealed", "valued") and plan is not None:
        yield from _drawing(plan, values, organiser)


def _first(waiting: owed.Owed, parties: list[Party]) -> tuple[Party, ...]:
    """The organiser commits first (sxsj1 §4) and secrets are opened one after the other; the rest in any order."""
    one_by_one = waiting.due == "reveal" or (waiting.due == "commit" and waiting.parties[0] == parties[0])
    return waiting.parties[:1] if one_by_one else waiting.parties


def _together(acts: Iterable[Act]) -> Iterator[Act]:
    """Everybody who has the same to do in one breath; of a crowd the first two."""
    who: dict[str, list[str]] = {}
    for one in acts:
        who.setdefault(one.what, []).append(one.who)
    for what, waited_for in who.items():
        named = list(dict.fromkeys(waited_for))
        more = f"等 {len(waited_for)} 方" if len(waited_for) > 2 else ""
        yield Act("、".join(named[:2]) + more, what)


_ORGANISERS = {
    "prepared": "冻结名录",
    "frozen": "公告抽取方案",
    "seeded": "按种子计算结果",
    "signed": "公布结果",
    "published": "变更办完后办结",
}
_OWED: Mapping[owed.Due, str] = {
    "commit": "在自己的设备上生成秘密，交出承诺",
    "found": "核对封签里有没有自己的承诺",
    "reveal": "揭示秘密，与承诺核对",
    "sign": "签认结果：无异议或有异议",
}


def _drawing(plan: Document, values: Mapping[int, PublicValue], organiser: str) -> Iterator[Act]:
    """Sources without a value, and values nobody else has read yet."""
    for place, source in enumerate(plan["public"]):
        held = values.get(place)
        if held is None:
            yield Act(organiser, f"{source_words.named(source)}：掷出或取得后录入")
        elif held.reading == "entered":
            yield Act("另一人", f"{source_words.named(source)}：看原始结果重新读一遍")


def _then(row: Draw, step: int) -> str:
    """What follows the step under way; empty when nothing does."""
    if row.state in machine.OVER:
        return ""
    return STEPS[step + 1][1] if step < SEAL else "办结" if row.published_at else "公布"


def _attempts(row: Draw) -> Iterator[Attempt]:
    chain = [*reversed(list(draws.attempts_before(row))), row]
    while later := next((one for one in chain[-1].later.all() if one.state != "abandoned"), None):
        chain.append(later)
    for one in chain:
        yield Attempt(one.attempt, one.code, machine.MACHINE.states[one.state], one.state == "voided")


def _rolls(row: Draw, result: "reels.Outcome | None") -> Iterator[tuple[Roll, bool]]:
    """Every list with its counts; whether it lists subjects of an item."""
    headers = material.headers(row)
    drawn = result.drawn if result else {}
    for pool in desk.pools(row):
        counts = headers[pool.roll_hash]["counts"]
        summed = {status: sum(one[status] for one in counts) for status in "EFXS"}
        yield (
            Roll(
                pool.label, pool.roll_hash, pool.count, summed["E"], summed["F"], summed["X"], summed["S"],
                drawn.get(pool.item) if pool.item else None,
            ),
            bool(pool.item),
        )  # fmt: skip


def _seat(row: Draw, party: Party, part: str, closed: bool) -> Seat:
    return Seat(
        party.role,
        party.unit,
        part,
        party.commit,
        *_promise(row, party),
        *_opening(row, party),
        "" if closed else party.secret,
    )


def _promise(row: Draw, party: Party) -> tuple[str, Kind]:
    if party.found_own_commit_at is not None:
        return "已核对", "ok"
    if party.commit:
        return ("待核对", "warn") if row.seal_hash else ("已承诺", "ok")
    return "待承诺", ""


def _opening(row: Draw, party: Party) -> tuple[str, Kind]:
    if party.revealed_at is not None:
        return "已揭示", "ok"
    return ("未揭示", "bad") if row.seed else ("待揭示", "")


def _sources(plan: Document | None, values: Mapping[int, PublicValue]) -> Iterator[Source]:
    for place, source in enumerate(plan["public"] if plan else []):
        label, at = source_words.named(source), _clock(source)
        held = values.get(place)
        if held is None:
            yield Source(label, at, "待产生", "")
        elif held.reading == "entered":
            yield Source(label, at, "待回读", "warn")
        else:
            spoken, caution = source_words.spoken(source, held.value), source_words.caution(source)
            yield Source(label, at, "已回读", "ok", spoken, caution)


def _clock(source: Mapping[str, Any]) -> str:
    """When the source speaks, in the bureau's own time; dice have no moment."""
    return words.moment(datetime.fromisoformat(source["at"])) if source["at"] else ""


def _anchors(row: Draw) -> Iterator[tuple[str, datetime]]:
    """Where the whole seal hash lies outside, and since when; the first of each kind."""
    first: dict[str, datetime] = {}
    for one in row.anchors.all():
        if one.seal == row.seal_hash:
            first.setdefault(Anchoring(one.kind).label, one.at)
    yield from first.items()


def _signatures(row: Draw, parties: list[Party]) -> Iterator[Signature]:
    """Who signed, as the seat they signed in; the hand is a picture everybody at the table saw being drawn."""
    by_person = {one.person_id: one for one in parties if one.person_id}
    names = party_words.names(parties)
    for one in seats.signed(row):
        party = one.row.party or by_person.get(one.row.person_id or 0)
        objects = one.row.opinion == Opinion.OBJECTION
        who = names[party.role] if party else one.who
        yield Signature(who, objects, one.row.remarks, one.row.signed_at, one.hand)


def _void(row: Draw) -> Void | None:
    if all(one.kind != "void" for one in logs.marks(row)):
        return None
    event = row.events.filter(kind="void").order_by("index")[0]
    body = material.document(event.event)["body"]
    decided = policies.decider(body["approved_by"])
    return Void(
        event.at, VoidReason(body["reason"]).label, body["evidence"], decided, not voids.overtaken(row).ok
    )
