"""A draw at the table in 鹭湾市: sixty firms, twenty inspectors, two witnesses, and every step of the ceremony."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self

from tests import cast as casting
from tests import standing
from tests.cast import Cast
from tests.planning import desk as desks
from tests.registry import builders

from mingqian.core.canonical import Document, Suite, parse
from mingqian.core.draw import ceremony
from mingqian.core.draw.verify import Published, Report, Secrets, verify
from mingqian.draw import services as draws
from mingqian.draw.enums import Opinion, Origin
from mingqian.draw.models import Draw
from mingqian.draw.types import Entropy, Handover, PartySpec, SourceSpec, Written
from mingqian.planning import services as plans
from mingqian.planning.enums import Nature, RollMode
from mingqian.planning.models import AnnualPlan, ImplementationPlan
from mingqian.planning.selectors import packs
from mingqian.planning.services.filling import ItemText
from mingqian.planning.types import PackInForce
from mingqian.registry import services as registries
from mingqian.registry.enums import TieKind
from mingqian.registry.models import Subject, SubjectTag

FREEZE = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)
DRAW = datetime(2026, 3, 17, 1, 0, tzinfo=UTC)
NOON = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)
ORIGIN = "mingqian.luwan.example/draws"
PRACTICE = "mingqian.luwan.example/practice"
DICE = "50829174633071925090"
LOTTERY = {
    "src": "lottery", "at": "2026-03-17T13:00:00Z", "game": "快乐8", "issue": "2026066", "count": 20, "max": 80,
}  # fmt: skip
BEACON = {"src": "drand", "at": "2026-03-17T13:05:00Z", "chain": "52" * 32, "round": 1000}
BALLS = ",".join(f"{number:02d}" for number in range(3, 63, 3))
TEXT = replace(
    desks.TEXT,
    public_by=NOON,
    reveal_by=NOON + timedelta(hours=2),
    publish_by=NOON + timedelta(days=30),
)
BEACON_TEXT = replace(TEXT, reveal_by=NOON, public_by=NOON + timedelta(hours=2))


def entropy(seed: str) -> Entropy:
    """A deterministic stream of bytes; tests and the demo know every key."""
    count = 0

    def stream(size: int) -> bytes:
        nonlocal count
        count += 1
        return hashlib.shake_256(f"{seed}/{count}".encode()).digest(size)

    return stream


def secret(role: str, again: str = "") -> str:
    return hashlib.sha256(f"{role}{again}".encode()).hexdigest()[:32]


@cache
def pack_of(name: str, suite: Suite) -> PackInForce:
    return packs.in_force(name, suite=suite)


@dataclass
class Table:
    """One draw; every method is one step through the real services, and ``at`` is its moment."""

    cast: Cast
    suite: Suite = Suite.SHA256
    code: str = "LW-2026-R1"
    plan: str = "SS-2026-R1"
    origin: str = ORIGIN
    order: str = ceremony.TABLE
    at: datetime = FREEZE
    again: str = ""
    pack_name: str = "luwan-2026"
    keys: Handover | None = None
    registered: bool = False
    pack: PackInForce = field(init=False, repr=False)
    stream: Entropy = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.pack = pack_of(self.pack_name, self.suite)
        self.stream = entropy(self.code)

    @property
    def row(self) -> Draw:
        return Draw.objects.get(code=self.code)

    def tick(self, **more: float) -> datetime:
        self.at += timedelta(**(more or {"seconds": 10}))
        return self.at

    # -- what is there before

    def world(
        self, *, mode: RollMode = RollMode.SEALED, text: Any = TEXT, firms: int = 60, **item: Any
    ) -> "Table":
        """Registries, plans; the implementation plan is started."""
        if not self.registered:
            self.register(firms)
        desk = desks.Desk(self.cast, self.pack)
        self.more(desk)
        self.started(desk, mode=mode, text=text, **item)
        draws.log.open_log(
            origin=self.origin,
            nature=Origin.OFFICIAL,
            suite=self.suite,
            by=self.cast.draw_operator,
            now=desks.NOW,
        )
        return self

    @classmethod
    def where_all_stand(cls, suite: Suite = Suite.SHA256, **fields: Any) -> Self:
        """In an empty database: bureau, items, firms and inspectors, through the services only the first time."""

        def build() -> Cast:
            table = cls(casting.assemble(suite), suite)
            table.register(60)
            return table.cast

        found = standing.once(("registered", cls.inspector, suite), build)
        return cls(found, suite, registered=True, **fields)

    def register(self, firms: int) -> None:
        """Items, firms, inspectors."""
        desks.open_desk(self.cast)
        self.firms(firms)
        for number in range(1, 21):
            self.inspector(number)

    def inspector(self, number: int) -> None:
        builders.inspector(self.cast, number, captain_eligible=number % 2 == 1)

    def more(self, desk: desks.Desk) -> None:
        """What a world of another kind adds."""

    @property
    def line(self) -> dict[str, Any]:
        return {}

    def items(self) -> tuple[str, ...]:
        return ("JG01", "JG05")

    def firms(self, count: int) -> None:
        made = builders.rows(self.cast, count)
        tagged = [SubjectTag(subject=one, tag="hr_service_agency") for one in made]
        tagged += [SubjectTag(subject=one, tag="labour_dispatch_agency") for one in made[count // 2 :]]
        SubjectTag.objects.bulk_create(tagged)

    def annual(self, desk: desks.Desk) -> AnnualPlan:
        """The year's plan; every item alike unless a world of another kind says otherwise."""
        return desk.published(items=self.items(), **self.line)

    def started(self, desk: desks.Desk, *, mode: RollMode, text: Any, batch: str = "R1", **item: Any) -> None:
        annual, legal = self.annual(desk), self.cast.legal_office
        row = plans.implementation.draft(
            annual_plan=annual, batch=batch, code=self.plan, title="第一批抽查", mode=mode,
            pack=self.pack, by=legal, now=desks.NOW,
        )  # fmt: skip
        plans.filling.fill(plan=row.code, text=text, by=legal, now=desks.NOW)
        codes = [one.item.code for one in row.items.all()]
        for code in codes:
            words = ItemText(
                item=code, nature=Nature.ENFORCEMENT, **{"method": "on_site", "reserve": 3, **item}
            )
            plans.filling.set_item(plan=row.code, text=words, by=legal, now=desks.NOW)
        self.panels(desk, row, codes)
        self.begin(desk, row)

    def begin(self, desk: desks.Desk, row: ImplementationPlan) -> None:
        desk.started(row)

    def panels(self, desk: desks.Desk, row: ImplementationPlan, codes: list[str]) -> None:
        desk.panel(row, codes)

    def tie(self, inspector: int, firm: int) -> None:
        registries.recusals.declare(
            inspector=f"ZFZ:350201{inspector:04d}", subject=f"USCC:{builders.uscc(firm)}", kind=TieKind.SPOUSE,
            evidence="本人申报", from_on=date(2026, 1, 10), by=self.cast.legal_office, now=desks.NOW,
        )  # fmt: skip

    def rehearsal(self, name: str, **changes: Any) -> "Table":
        """Another draw of the same plan in a practice log of its own; rehearsals count for nothing."""
        origin = f"{PRACTICE}/{name}"
        draws.log.open_log(
            origin=origin, nature=Origin.PRACTICE, suite=self.suite, by=self.cast.draw_operator, now=desks.NOW
        )
        return replace(self, code=f"YL-{name}", origin=origin, at=FREEZE, keys=None, **changes)

    # -- the ceremony

    def parties(self) -> list[PartySpec]:
        return [
            PartySpec("organiser", "鹭湾市人力资源和社会保障局", False, self.cast.draw_operator.code),
            PartySpec("witness", "派驻纪检监察组", True, self.cast.discipline_witness.code),
            PartySpec("witness2", "派驻纪检监察组", True, self.cast.second_witness.code),
            PartySpec("public", "鹭湾市企业联合会", True),
        ]

    def actor(self, role: str) -> Any:
        people = {"witness": self.cast.discipline_witness, "witness2": self.cast.second_witness}
        return people.get(role, self.cast.draw_operator)

    def prepare(self, **changes: Any) -> Draw:
        fields: dict[str, Any] = {
            "code": self.code, "plan": self.plan, "origin": self.origin, "parties": self.parties(),
            "order": self.order, "pack": self.pack, "by": self.cast.draw_operator, "entropy": self.stream,
        }  # fmt: skip
        return draws.preparation.prepare(**{**fields, **changes}, now=self.tick())

    def freeze(self, **changes: Any) -> Draw:
        fields = {"draw": self.code, "pack": self.pack, "by": self.cast.draw_operator}
        return draws.freezing.freeze(**{**fields, **changes}, now=self.tick())

    def sources(self) -> list[SourceSpec]:
        if self.order == ceremony.TABLE:
            return [SourceSpec.dice()]
        return [SourceSpec(LOTTERY), SourceSpec(BEACON)]

    def announce(self, **changes: Any) -> Draw:
        fields = {
            "draw": self.code,
            "sources": self.sources(),
            "pack": self.pack,
            "by": self.cast.draw_operator,
        }
        return draws.announcing.announce(**{**fields, **changes}, now=self.tick())

    def commit(self, role: str, **changes: Any) -> None:
        made = ceremony.commit(
            self.suite, plan_hash=self.row.plan_hash, role=role, secret=secret(role, self.again)
        )
        fields = {"draw": self.code, "role": role, "commitment": made, "by": self.actor(role)}
        draws.sealing.commit(**{**fields, **changes}, now=self.tick())

    def roles(self) -> list[str]:
        return [one.role for one in self.parties()]

    def seal(self) -> Draw:
        for role in self.roles():
            self.commit(role)
        return self.seal_only()

    def seal_only(self, **changes: Any) -> Draw:
        return draws.sealing.seal(
            **{"draw": self.code, "by": self.cast.draw_operator, **changes}, now=self.tick()
        )

    def bind(self) -> None:
        """What happens between seal and randomness: keys to the witness, anchor, every commit found."""
        witness = self.cast.discipline_witness
        self.keys = draws.sealing.hand_keys(draw=self.code, by=witness, now=self.tick())
        draws.sealing.anchor(
            draw=self.code, kind="WITNESS", seal_hash=self.row.seal_hash, proof="见证人手机照片",
            by=witness, now=self.tick(),
        )  # fmt: skip
        for role in self.roles():
            draws.sealing.find_own_commit(draw=self.code, role=role, by=self.actor(role), now=self.tick())

    def enter(self, position: int = 0, value: str = DICE, **changes: Any) -> None:
        fields = {"draw": self.code, "position": position, "value": value, "evidence": "现场录像 00:12:31"}
        draws.randomness.enter_value(**{"by": self.cast.draw_operator, **fields, **changes}, now=self.tick())

    def read_back(self, position: int = 0, value: str = DICE, **changes: Any) -> Draw:
        fields = {"draw": self.code, "position": position, "value": value, "by": self.cast.second_operator}
        return draws.randomness.read_back(**{**fields, **changes}, now=self.tick())

    def reveal(self, role: str, **changes: Any) -> Draw:
        fields = {
            "draw": self.code, "role": role, "secret": secret(role, self.again), "by": self.actor(role),
            "entropy": self.stream,
        }  # fmt: skip
        return draws.revealing.reveal(**{**fields, **changes}, now=self.tick())

    def randomness(self) -> None:
        if self.order == ceremony.TABLE:
            self.enter()
            self.read_back()
            for role in self.roles():
                self.reveal(role)
            return
        for role in self.roles():
            self.reveal(role)
        self.at = datetime(2026, 3, 17, 13, 10, tzinfo=UTC)
        for position, value in enumerate((BALLS, "5e" * 32)):
            self.enter(position, value)
            self.read_back(position, value)

    def compute(self, **changes: Any) -> Draw:
        fields = {"draw": self.code, "by": self.cast.draw_operator, "entropy": self.stream}
        return draws.computing.compute(**{**fields, **changes}, now=self.tick())

    def sign(self) -> None:
        for witness in (self.cast.discipline_witness, self.cast.second_witness):
            draws.signing.sign(draw=self.code, opinion=Opinion.NO_OBJECTION, by=witness, now=self.tick())

    def until_announced(self) -> "Table":
        self.prepare()
        self.freeze()
        self.announce()
        return self

    def until_sealed(self) -> "Table":
        self.until_announced()
        self.at = max(self.at, DRAW)
        self.seal()
        self.bind()
        return self

    def until_computed(self) -> "Table":
        self.until_sealed()
        self.randomness()
        self.compute()
        return self

    def until_signed(self) -> "Table":
        self.until_computed()
        self.sign()
        return self

    def publish(self, **changes: Any) -> Draw:
        return draws.publishing.publish(
            **{"draw": self.code, "by": self.cast.draw_operator, **changes}, now=self.tick()
        )

    def complete(self) -> Draw:
        return draws.publishing.complete(draw=self.code, by=self.cast.draw_operator, now=self.tick())

    def until_published(self) -> "Table":
        self.until_signed()
        self.publish()
        return self

    # -- afterwards

    def write(self, folder: Path, **changes: Any) -> Written:
        fields = {"draw": self.code, "folder": folder, "by": self.cast.draw_operator, "now": self.tick()}
        return draws.publishing.write(**{**fields, **changes})

    def secrets(self) -> Secrets:
        assert self.keys is not None
        return Secrets(self.keys.roll_key, self.keys.ids, self.keys.conflict_key, self.keys.ties)

    def result(self) -> Document:
        doc: Document = parse(self.row.result_doc.encode())
        return doc


def published(folder: Path) -> Published:
    doc = parse((folder / "transcript.json").read_bytes())
    files = {one["file"]: (folder / one["file"]).read_bytes() for one in doc["rolls"]}
    return Published((folder / "transcript.json").read_bytes(), files)


def judge(folder: Path, *prior: Path, secrets: Secrets | None = None) -> Report:
    """The product's own verifier on a directory."""
    doc = parse((folder / "transcript.json").read_bytes())
    plan = next(one["event"]["body"] for one in doc["events"] if one["event"]["kind"] == "plan")
    one = published(folder)
    earlier = [published(before) for before in prior]
    engines = [plan["engine"]["sha256"]]
    return verify(one.transcript, one.roll_files, earlier, secrets, engines=engines)


Step = Callable[[], object]
__all__ = ["Subject", "Table", "entropy", "judge", "published", "secret"]
