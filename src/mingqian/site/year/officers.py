"""The inspector registry of a run: nobody real, enough for the teams, with the papers a real one would have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from mingqian.registry import selectors as registries
from mingqian.registry import services
from mingqian.registry.enums import AbsenceKind, InspectorClass, TieKind
from mingqian.registry.services.inspectors import Credential
from mingqian.registry.types import RollRules, UniverseRow
from mingqian.site.year.bureau import LEGAL_OFFICE, Bureau
from mingqian.site.year.clockwork import Clock

EXPIRED, SUSPENDED, SPARE, TIES = 3, 1, 6, 3
AREA, CATEGORY = "本行政区域", "人力资源和社会保障"


@dataclass(frozen=True, slots=True)
class Pool:
    """How many people of a class there should be, and how many of them lead teams by appointment."""

    inspector_class: InspectorClass
    fit: int
    appointed: int = 0

    @property
    def total(self) -> int:
        return self.fit + self.appointed + (EXPIRED + SUSPENDED if self.enforcement else 0)

    @property
    def enforcement(self) -> bool:
        return self.inspector_class is InspectorClass.ENFORCEMENT


def enter(pools: Sequence[Pool], bureau: Bureau, *, year: int, clock: Clock) -> tuple[str, ...]:
    """Enter everybody; the codes of all who were activated, in order."""
    desk = _Desk(bureau, year, clock)
    found: list[str] = []
    for pool in pools:
        found += [desk.enter(pool, number) for number in range(1, pool.total + 1)]
    return tuple(found)


def ties(people: Sequence[str], item: str, bureau: Bureau, *, on: date, clock: Clock) -> int:
    """A few declared recusals, so that the draw has some to keep apart."""
    firms = [one.id for one in islice(_bodies(bureau, item, on), TIES)]
    for person, firm in zip(people, firms, strict=False):
        services.recusals.declare(
            inspector=person, subject=firm, kind=TieKind.OTHER, evidence="演练申报", from_on=on,
            by=bureau["legal"], now=clock.tick(),
        )  # fmt: skip
    return min(len(people), len(firms))


def _bodies(bureau: Bureau, item: str, on: date) -> Iterator[UniverseRow]:
    rules = RollRules(on=on)
    return registries.universe.rows(bureau["legal"], item, on, rules)


@dataclass(frozen=True, slots=True)
class _Desk:
    bureau: Bureau
    year: int
    clock: Clock

    def enter(self, pool: Pool, number: int) -> str:
        """One person: added, trained, activated; some with a paper that runs out or a suspension."""
        keepers, by = self.bureau.keepers, self.bureau.keeper
        code = services.inspectors.add(
            name=f"演练{'执法' if pool.enforcement else '业务'}人员{number:03d}",
            unit=LEGAL_OFFICE,
            credentials=[self._paper(pool, number)],
            keepers=keepers,
            number=f"YW{number:04d}",
            captain_eligible=number % 2 == 1,
            trained_on=date(self.year - 1, 11, 20),
            works_since=date(self.year - 8, 7, 1),
            by=by,
            now=self.clock.tick(),
        ).code
        services.inspectors.activate(code=code, keepers=keepers, by=by, now=self.clock.tick())
        if pool.enforcement and number == EXPIRED + 1:
            services.inspectors.suspend(
                code=code, reason="演练：暂停执法", keepers=keepers, by=by, now=self.clock.tick()
            )
        if number > pool.total - pool.appointed:
            self._appoint(code)
        return code

    def _paper(self, pool: Pool, number: int) -> Credential:
        if not pool.enforcement:
            return Credential(pool.inspector_class, related_business="人力资源和社会保障业务")
        runs_out = date(self.year, 2, 20) if number <= EXPIRED else date(self.year + 3, 12, 31)
        return Credential(
            pool.inspector_class, f"YL{self.bureau.code}{number:04d}", date(self.year - 4, 1, 1), runs_out,
            AREA, CATEGORY, confirmed_by="演练确认",
        )  # fmt: skip

    def _appoint(self, code: str) -> None:
        services.inspectors.enter_absence(
            code=code, kind=AbsenceKind.APPOINTED, reason="指派为检查组组长（演练）",
            from_on=date(self.year, 1, 1), until_on=date(self.year, 12, 31), keepers=self.bureau.keepers,
            by=self.bureau.keeper, now=self.clock.tick(),
        )  # fmt: skip
