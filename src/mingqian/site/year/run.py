"""The main job from a registry file to published transcripts. All or nothing: the folder appears at the end."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from django.db import transaction

from mingqian.accounts.types import console
from mingqian.audit import services as audit
from mingqian.audit.enums import Purpose
from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, Refused, denied
from mingqian.draw import selectors as draws
from mingqian.draw.enums import ChangeReason, Origin
from mingqian.draw.services import merging
from mingqian.draw.types import Entropy, PartySpec
from mingqian.planning import selectors as plans
from mingqian.planning import services as planning
from mingqian.policy import stack
from mingqian.policy.layers import Effective
from mingqian.site.year import bureau as bureaus
from mingqian.site.year import itemlists, lists, officers, summary, verifying, workplace, yearplan
from mingqian.site.year.bureau import Bureau
from mingqian.site.year.ceremony import Ceremony, Table, open_log
from mingqian.site.year.clockwork import Clock, Fixed, at, real
from mingqian.site.year.lists import Bytes, Source
from mingqian.site.year.summary import Drawn
from mingqian.site.year.yearplan import Batch, Choices, Planner, YearPlan

DRAWS, SUMMARY, POLICY = "draws", "summary.txt", "policy.json"
ORGANISER, GUEST = "organiser", "guest"
GUEST_UNIT = "企业代表（模拟）"
OWN, SPARE_RATIO = "own", 50_000


@dataclass(frozen=True, slots=True)
class Wish:
    """One command line, parsed."""

    registry: Source
    pack: str
    out: Path
    choices: Choices
    suite: Suite = Suite.SHA256
    item_list: Path | None = None
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Ears:
    """Who listens: lines for the officer, steps and bytes for a progress display."""

    line: Callable[[str], None]
    step: Callable[[str], None] = lambda words: None
    bytes_read: Bytes = lambda position, total: None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Did every record verify, and how many rows of the registry were left out?"""

    verified: bool
    refused: int


def run(wish: Wish, ears: Ears) -> Outcome:
    """Do it in a folder beside ``out`` that takes its name when everything is there."""
    policy = stack.of(wish.pack)
    bureaus.demand_a_bureau(policy.own.identity)
    _demand_fresh(wish.out)
    _demand_readable(wish.registry.file)
    if wish.item_list is None and policy.own.items:  # known before anything is read; the plan asks again
        yearplan.demand_known(wish.choices.items, itemlists.numbered(policy.own))
    for left in _left_behind(wish.out):
        ears.line(f"上次运行被强行中断，留下了半成品目录 {left}，没有用处，可以删除")
    folder = _beside(wish.out)
    try:
        done = _Run(wish, ears, policy, folder)
        done.hold()
        workplace.move_out()
        folder.rename(wish.out)
    except BaseException as error:
        workplace.move_out()
        shutil.rmtree(folder, ignore_errors=True)
        why = "按了 Ctrl-C，运行中断。" if isinstance(error, KeyboardInterrupt) else ""
        ears.line(f"本次运行没有完成：没有建立 {wish.out}，数据库里也没有留下任何内容。原因：{why}")
        raise
    return Outcome(done.verified, done.refused)


@dataclass
class _Run:
    wish: Wish
    ears: Ears
    policy: Effective
    folder: Path
    said: list[str] = field(default_factory=list)
    verified: bool = False
    refused: int = 0

    def hold(self) -> None:
        """One transaction: a run that stops leaves nothing in the database either."""
        database = workplace.move_in(self.folder)
        with transaction.atomic():
            self._tell(*_opening(self.wish, self.policy, database))
            drawn = list(self._year())
            self._tell(*summary.verdicts(drawn))
            self.verified = all(one.verdict.ok for one in drawn)
            self._tell(*self._closing(drawn))
        (self.folder / POLICY).write_bytes(self.policy.file_bytes())
        (self.folder / SUMMARY).write_text("\n".join(self.said) + "\n", encoding="utf-8")

    def _year(self) -> Iterator[Drawn]:
        """Bureau, lists, annual plan; then every batch."""
        year = self.wish.choices.year
        clock = Clock(at(date(year, 1, 5)))
        self.ears.step("建局、任命演练人员")
        office = bureaus.found(self.policy, suite=self.wish.suite, on=date(year, 1, 5), clock=clock)
        seed = (Fixed(f"{self.wish.seed}/log") if self.wish.seed else real)(32)
        audit.keys.ensure(Purpose.LOG, seed=seed, by=console(), now=clock.moment)
        self._subjects(office, clock)
        self._items(office, clock)
        self.ears.step("编制年度计划")
        planner = Planner(office, plans.packs.of(self.policy, suite=self.wish.suite), self._choices(), clock)
        plan = planner.draft()
        self._tell(*summary.plan(plan.forecast, plan.left_out, plan.names))
        self._tell(*summary.reasons("清单中暂不能列入计划的事项", plan.barred, plan.names))
        self._tell(*summary.reasons("演练所作的假定", plan.assumed, plan.names))
        _demand_something(plan)
        plan = planner.approve(plan)
        self.ears.step("登记演练检查人员")
        self._people(planner, plan, clock)
        origin = f"practice-{office.code}-{year}"
        open_log(
            origin=origin, nature=Origin.PRACTICE, suite=self.wish.suite, by=office["operator"], clock=clock
        )
        entropy: Entropy = Fixed(self.wish.seed) if self.wish.seed else real
        for batch in plan.batches:
            yield self._draw(planner, plan, batch, origin, entropy)

    def _choices(self) -> Choices:
        """A pack that leaves the ratio to the bureau gets an assumed one, and the summary says so."""
        chosen = self.wish.choices
        if self.policy.value("ratio.mode") == OWN and chosen.ratio_ppm is None:
            self._tell("规则包没有规定抽查比例，须由本单位确定；本次演练假定 5%（--ratio 可另定）。")
            return replace(chosen, ratio_ppm=SPARE_RATIO)
        return chosen

    def _items(self, office: Bureau, clock: Clock) -> None:
        self.ears.step("登记事项清单")
        found = itemlists.items(
            self.policy.own, self.wish.item_list, office, on=clock.moment.date(), clock=clock
        )
        self._tell(f"事项清单：{found.source}", *(f"  {line}" for line in found.left_out))
        if found.gap:
            self._tell(f"  文件缺漏：{found.gap}")
        if found.retired:
            self._tell(f"  已停用：{'、'.join(found.retired)}")
        waiting = {code: "；".join(_reasons(why)) for code, why in found.waiting}
        self._tell(*summary.reasons("未能公布、不得列入计划的事项", waiting, {}))

    def _subjects(self, office: Bureau, clock: Clock) -> None:
        self.ears.step("导入名录")
        self._tell("名录导入：")
        found = lists.subjects(
            self.wish.registry, office, out=self.folder, clock=clock,
            tell=lambda line: self._tell(f"  {line}"), progress=self.ears.bytes_read,
        )  # fmt: skip
        self.refused = found.refused
        self._tell(f"  {found.done}")
        if found.files:
            told = "、".join(str(self.wish.out / name) for name in found.files)
            self._tell(f"  {found.refused:,} 行未能导入，标红的原表和只含错行的文件：{told}")

    def _people(self, planner: Planner, plan: YearPlan, clock: Clock) -> None:
        office = planner.bureau
        wanted = {pool: max(planner.teams(batch, pool) for batch in plan.batches) for pool in yearplan.PANELS}
        pools = [
            officers.Pool(
                pool,
                fit=teams * yearplan.SIZE * planner.factor100 // 100 + officers.SPARE,
                appointed=teams if planner.appointed else 0,
            )
            for pool, teams in wanted.items()
            if teams
        ]
        people = officers.enter(pools, office, year=self.wish.choices.year, clock=clock)
        first = plan.batches[0].items[0].code
        bound = officers.ties(people, first, office, on=clock.moment.date(), clock=clock)
        self._tell(f"检查人员名录库：演练人员 {len(people)} 人，登记回避关系 {bound} 条")

    def _draw(self, planner: Planner, plan: YearPlan, batch: Batch, origin: str, entropy: Entropy) -> Drawn:
        office, clock = planner.bureau, planner.clock
        code = f"YL-{self.wish.choices.year}-{batch.code}"
        day = yearplan.draw_day(self.wish.choices.year, batch.month)
        clock.advance_to(at(day, 8))
        self.ears.step(f"{code}：制定实施方案")
        started = planner.start(plan, batch)
        held = Ceremony(
            code=code, plan=started, origin=origin, table=_table(office), pack=planner.pack,
            suite=self.wish.suite, clock=clock, entropy=entropy,
            progress=lambda words: self.ears.step(f"{code}：{words}"),
        )  # fmt: skip
        held.hold()
        change = _substitute(held, office)
        merge = self._merge(planner, code)
        held.publish()
        held.complete()
        planning.implementation.complete(plan=started, by=office["legal"], now=clock.tick())
        folder = self.folder / DRAWS / code
        held.write(folder)
        self.ears.step(f"{code}：复核")
        lies = self.wish.out / DRAWS / code
        drawn = Drawn(
            title=f"{self.wish.choices.year}年{batch.month}月抽取",
            sheet=draws.outcome.sheet(office["operator"], code), names=plan.names, change=change, merge=merge,
            folder=str(lies), verdict=verifying.run(folder, shown=lies),
        )  # fmt: skip
        self._tell(*summary.draw(drawn))
        return drawn

    def _merge(self, planner: Planner, code: str) -> str:
        """Several items on one subject become one visit, where there are visits at all."""
        legal, clock = planner.bureau["legal"], planner.clock
        on_site = [one for one in draws.outcome.pairs(legal, code) if one.on_site]
        if not on_site:
            return "本批没有现场检查"
        made = merging.propose(draw=code, pack=planner.pack, by=legal, now=clock.tick())
        planning.visits.accept(proposal=made.pk, by=legal, now=clock.tick())
        return (
            f"现场检查 {len(on_site):,} 个并为 {made.visits_count:,} 次上门"
            f"（人日 {made.person_days_before:,} → {made.person_days_after:,}；{made.clause}）"
        )

    def _closing(self, drawn: list[Drawn]) -> Iterator[str]:
        if len(drawn) > 1:
            yield "本次演练不登记检查结果，后一次抽取因此没有按年度频次扣除前一次抽中的单位。"
        yield f"共抽取 {len(drawn)} 次，全部文件在 {self.wish.out}，本页文字在 {self.wish.out / SUMMARY}"
        if not os.environ.get("DATABASE_URL"):
            database = self.wish.out / workplace.DATABASE
            yield f"核对工作日志：DATABASE_URL=sqlite:///{database} mingqian journal verify"
        yield "keys 目录内是名录和回避密钥，只由本单位和见证人保管，不公布；公布的是 draws 下的各个目录。"
        yield "改动 transcript.json、任一名录文件、签认或三份原文（plan、seal、result）里的一个字符，再运行上面的复核命令，应当不能通过。"
        yield from summary.PRACTICE

    def _tell(self, *lines: str) -> None:
        for line in lines:
            self.said.append(line)
            self.ears.line(line)


def _opening(wish: Wish, policy: Effective, database: str) -> Iterator[str]:
    identity = policy.own.identity
    yield f"明签演练：{identity.bureau}，{wish.choices.year} 年，规则包 {policy.name}，算法 {wish.suite.value}"
    yield from summary.PRACTICE
    yield f"数据库：{database}"
    if wish.seed:
        yield "随机数由 --seed-demo 的文字固定产生，谁都能预先算出，只供测试。"
    if policy.conflicts:
        yield f"规则之间不一致之处（{len(policy.conflicts)} 条，均照下述办理并在此列明）："
        yield from (f"  {conflict.text}" for conflict in policy.conflicts)


def _table(office: Bureau) -> Table:
    """The organiser, the discipline witnesses, and a paper slip of a firm's representative."""
    parties = [
        PartySpec(ORGANISER, office.name, False, office["operator"].code),
        *(
            PartySpec(role, bureaus.DISCIPLINE_NAME, True, person.code)
            for role, person in office.witnesses.items()
        ),
        PartySpec(GUEST, GUEST_UNIT, True),
    ]
    return Table(office["operator"], office["reader"], office.witnesses, parties, office["leader"])


def _substitute(held: Ceremony, office: Bureau) -> str:
    """One member is called away; the next in order comes in."""
    before = draws.outcome.sheet(office["operator"], held.code)
    team = before.teams[0]
    held.substitute(team.number, "M1", ChangeReason.DUTY, "演练：另有公务")
    after = draws.outcome.sheet(office["operator"], held.code).teams[0]
    gone, came = team.members[0], after.members[0]
    return (
        f"第 {team.number} 组队员 {gone.name if gone else '（空缺）'} 因{ChangeReason.DUTY.label}退出，"
        f"由 {came.name if came else '（无人可递补，席位空缺）'} 按序递补，{office['leader'].name}批准"
    )


def _reasons(decisions: tuple[Decision, ...]) -> Iterator[str]:
    for one in decisions:
        yield f"{one.reason}（{one.clause}）" if one.clause else one.reason


def _left_behind(out: Path) -> list[Path]:
    """Working folders of runs that were killed: they never took their name, so nothing in them counts."""
    return sorted(one for one in out.parent.glob(f".{out.name}.????????") if one.is_dir())


def _beside(out: Path) -> Path:
    """Where the run works; on the same disk, so that it can take its name in one step."""
    folder = out.parent / f".{out.name}.{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(out)) from error
    return folder


def _demand_fresh(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(
            denied(
                "run.out_taken", f"{out} 已经存在且不是空目录，没有改动它", "", "请用 --out 指定一个新目录"
            )
        )


def _demand_readable(file: Path) -> None:
    if not file.is_file():
        raise Refused(denied("run.no_registry", f"没有这个名录文件：{file}", "", "请核对 --registry 的路径"))
    with file.open("rb"):
        pass


def _demand_something(plan: YearPlan) -> None:
    if not plan.batches:
        why = "没有一个事项既能列入计划又有监管对象，无从抽取，没有保存任何结果"
        raise Refused(denied("run.nothing", why, "", "请核对名录的行业用语、事项清单和 --items"))
