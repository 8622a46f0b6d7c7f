"""One whole ceremony at the table, step by step through the draw services, all parties played by one program.

A run from one keyboard proves the arithmetic and the paper trail, not that the parties were several people;
the grade of evidence says so.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mingqian.accounts.types import Actor
from mingqian.core.canonical import Suite
from mingqian.core.draw import ceremony as rules
from mingqian.draw import selectors, services
from mingqian.draw.enums import ChangeReason, Opinion, Origin
from mingqian.draw.types import Entropy, PartySpec, SourceSpec, Written
from mingqian.planning.types import PackInForce
from mingqian.site.year.clockwork import Clock, dice, secret

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Table:
    """Who sits at the table. ``witnesses`` by party role; a party without an account gives a paper slip."""

    operator: Actor
    reader: Actor
    witnesses: Mapping[str, Actor]
    parties: Sequence[PartySpec]
    approver: Actor


def open_log(*, origin: str, nature: Origin, suite: Suite, by: Actor, clock: Clock) -> None:
    """The public log of this origin; practice and official never share one."""
    services.log.open_log(origin=origin, nature=nature, suite=suite, by=by, now=clock.tick())


@dataclass
class Ceremony:
    """A draw on its way: call the steps in order, or ``hold`` for all of them up to the sign-off."""

    code: str
    plan: str
    origin: str
    table: Table
    pack: PackInForce
    suite: Suite
    clock: Clock
    entropy: Entropy
    progress: Progress = lambda words: None
    evidence: str = "程序模拟掷骰，没有照片"
    secrets: dict[str, str] = field(default_factory=dict)

    def hold(self) -> None:
        """Freeze, announce, seal, dice, reveal, compute, sign."""
        self.freeze()
        self.seal()
        self.draw()
        self.sign()

    def freeze(self) -> None:
        """Prepare, freeze the rolls, announce the plan document."""
        operator = self.table.operator
        services.preparation.prepare(
            code=self.code, plan=self.plan, origin=self.origin, parties=self.table.parties, pack=self.pack,
            by=operator, now=self.clock.tick(), entropy=self.entropy,
        )  # fmt: skip
        self.progress("冻结名录")
        services.freezing.freeze(draw=self.code, pack=self.pack, by=operator, now=self.clock.tick())
        self.progress("公告方案")
        services.announcing.announce(
            draw=self.code, sources=[SourceSpec.dice()], pack=self.pack, by=operator, now=self.clock.tick()
        )

    def seal(self) -> None:
        """Every party makes a secret and commits; the seal is anchored before the dice."""
        self.progress("各方封签")
        plan_hash = selectors.draws.get(self.table.operator, self.code).plan_hash
        for party in self.table.parties:
            self.secrets[party.role] = secret(self.entropy)
            made = rules.commit(
                self.suite, plan_hash=plan_hash, role=party.role, secret=self.secrets[party.role]
            )
            services.sealing.commit(
                draw=self.code, role=party.role, commitment=made, by=self._as(party.role),
                now=self.clock.tick(),
            )  # fmt: skip
        sealed = services.sealing.seal(draw=self.code, by=self.table.operator, now=self.clock.tick())
        for witness in self.table.witnesses.values():
            services.sealing.hand_keys(draw=self.code, by=witness, now=self.clock.tick())
            services.sealing.anchor(
                draw=self.code, kind="WITNESS", seal_hash=sealed.seal_hash, proof="见证人设备留存",
                by=witness, now=self.clock.tick(),
            )  # fmt: skip
        for party in self.table.parties:
            services.sealing.find_own_commit(
                draw=self.code, role=party.role, by=self._as(party.role), now=self.clock.tick()
            )

    def draw(self) -> None:
        """Dice, read back by another; envelopes, the organiser's first; the result."""
        self.progress("掷骰、回读、揭示")
        value = dice(self.entropy)
        services.randomness.enter_value(
            draw=self.code, position=0, value=value, evidence=self.evidence, by=self.table.operator,
            now=self.clock.tick(),
        )  # fmt: skip
        services.randomness.read_back(
            draw=self.code, position=0, value=value, by=self.table.reader, now=self.clock.tick()
        )
        for party in self.table.parties:
            services.revealing.reveal(
                draw=self.code, role=party.role, secret=self.secrets[party.role], by=self._as(party.role),
                now=self.clock.tick(), entropy=self.entropy,
            )  # fmt: skip
        self.progress("计算结果")
        services.computing.compute(
            draw=self.code, by=self.table.operator, now=self.clock.tick(), entropy=self.entropy
        )

    def sign(self) -> None:
        """Every witness signs, bound to the hash of the result."""
        self.progress("见证签认")
        for witness in self.table.witnesses.values():
            services.signing.sign(
                draw=self.code, opinion=Opinion.NO_OBJECTION, by=witness, now=self.clock.tick()
            )

    def substitute(self, team: int, seat: str, reason: ChangeReason, evidence: str) -> None:
        """The operator asks, somebody else approves; who comes in follows from the order of the draw."""
        asked = services.changing.propose_substitute(
            draw=self.code, team=team, seat=seat, reason=reason, evidence=evidence, by=self.table.operator,
            now=self.clock.tick(),
        )  # fmt: skip
        services.changing.decide(change=asked.pk, approve=True, by=self.table.approver, now=self.clock.tick())

    def publish(self) -> None:
        """The result becomes public; an embargo must be over."""
        self.progress("公布结果")
        services.publishing.publish(draw=self.code, by=self.table.operator, now=self.clock.tick())

    def complete(self) -> None:
        """The round is over, so that the next one may begin."""
        services.publishing.complete(draw=self.code, by=self.table.operator, now=self.clock.tick())

    def write(self, folder: Path, visited: Collection[str] = ()) -> Written:
        """The directory with which anybody re-runs the draw."""
        self.progress("写出抽取记录")
        return services.publishing.write(
            draw=self.code, folder=folder, by=self.table.operator, now=self.clock.tick(), visited=visited
        )

    def _as(self, role: str) -> Actor:
        """Whoever acts for a party: the person with the account, else the operator for a paper slip."""
        return self.table.witnesses.get(role, self.table.operator)
