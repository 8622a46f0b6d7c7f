"""The registries of 鹭湾市 in the sizes of its year: item list, 6,240 bodies, their categories, 10,860 persons.

Bodies are written as lists (``lists/*.csv``) and come in through the import, as a bureau's would. What the
autumn changes is written down here too: it is the registry that changes the second draw, not the draw.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mingqian.core.decision import Refused, denied
from mingqian.policy.layers import Effective
from mingqian.registry import services
from mingqian.registry.enums import Level, Scheme, SubjectKind, SubjectStatus
from mingqian.registry.services import imports
from mingqian.registry.services.item_lists import Desk, Loaded, Supplement
from mingqian.registry.services.person_lists import PersonRow
from mingqian.registry.types import Condition
from mingqian.site.demo import words
from mingqian.site.demo.people import BUREAU, OFFICES, Bureau
from mingqian.site.year.clockwork import Clock

HEADER = ("统一社会信用代码", "单位名称", "法定代表人", "地址", "业务责任处室", "成立日期", "职工人数")
ENTERPRISES, INSTITUTIONS, SCHOOLS, ORGANS, FUNDS = 5_367, 700, 173, 60, 8
PERSONS, LARGE = 10_860, 1_000
BUILDER = 1_300
"""The firm of S1, of no category of its own."""
SUBSIDY = "LW-23"
SUBSIDY_POOL = "RCBT-2026"
# Categories that the item list does not lead to by itself: 技工学校 only, and 津贴补贴 of the city's own bodies.
TAGS = {"LW-02": ("technician_school",), "LW-18": ("LW-18",)}


@dataclass(frozen=True, slots=True)
class Body:
    """A line of a list."""

    number: str
    name: str
    order: int

    @property
    def code(self) -> str:
        """The identity in every roll."""
        return f"{Scheme.USCC}:{self.number}"

    def cells(self) -> tuple[str, ...]:
        """What the list says of it; the people are as made up as the names."""
        built = date(2003 + self.order % 20, 1 + self.order % 12, 1 + self.order % 28)
        return (
            self.number, self.name, words.person(self.order + 97), words.address(self.order), "劳动关系处",
            built.isoformat(), str(3 + self.order * 7 % 240),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Category:
    """Who belongs to an item in spring, how many leave by autumn and who joins."""

    item: str
    tag: str
    members: Sequence[Body]
    leaving: int = 0
    joining: Sequence[Body] = ()


def enterprises() -> list[Body]:
    """91: the first 286 are HR agencies, the next 326 dispatch agencies; the names say so."""
    return [Body(words.credit_code("91", n), _firm_name(n), n) for n in range(ENTERPRISES)]


def newcomers() -> list[Body]:
    """Twelve enterprises founded between the draws."""
    return [Body(words.credit_code("91", n), words.firm(n), n) for n in range(6_000, 6_012)]


def _firm_name(number: int) -> str:
    name = "鹭湾恒筑建设有限公司" if number == BUILDER else words.firm(number)
    if number < 286:
        return name.replace("有限公司", "人力资源服务有限公司")
    return name.replace("有限公司", "劳务派遣有限公司") if number < 612 else name


def institutions() -> list[Body]:
    """12: schools, hospitals, institutes of the city; the last nine teach professionals."""
    kinds = ("实验学校", "中医院", "海洋研究所", "图书馆", "文化馆", "农技站", "质检所", "公共实训基地")
    named = [
        f"{words.CITY}市第{n + 1}{kinds[n % len(kinds)] if n < INSTITUTIONS - 9 else '继续教育学院'}"
        for n in range(INSTITUTIONS)
    ]
    return [Body(words.credit_code("12", 10_000 + n), name, n) for n, name in enumerate(named)]


def schools() -> list[Body]:
    """52 民办非企业单位: 14 technician schools, 122 training schools, 37 appraisal bodies."""
    kinds = ["技工学校"] * 14 + ["职业培训学校"] * 122 + ["职业技能鉴定所"] * 37
    return [
        Body(words.credit_code("52", 20_000 + n), words.firm(3_000 + n).replace("有限公司", kind), n)
        for n, kind in enumerate(kinds)
    ]


def organs() -> list[Body]:
    """11 机关 of the city."""
    return [
        Body(words.credit_code("11", 30_000 + n), f"{words.CITY}市第{n + 1}行政管理局", n)
        for n in range(ORGANS)
    ]


def categories() -> list[Category]:
    """§6.2 of the demo year: exactly so many members each; the sizes of autumn follow from who moves."""
    firms, bodies, taught, offices = enterprises(), institutions(), schools(), organs()
    return [
        Category("LW-01", "hr_service", firms[:286], 34, firms[2_000:2_006]),
        Category("LW-02", "technician_school", taught[:14], 1),
        Category("LW-03", "vocational_training", taught[14:136], 13),
        Category("LW-04", "skill_appraisal", taught[136:], 4),
        Category("LW-05", "labour_dispatch", firms[200:612], 15),
        Category("LW-07", "continuing_education", bodies[-9:]),
        Category("LW-08", "LW-08", firms[1_200:1_211], 5),
        Category("LW-09", "LW-09", firms[700:1_000], 0, firms[2_010:2_016]),
        Category("LW-10", "LW-10", firms[1_000:1_046], 6),
        Category("LW-11", "LW-11", firms[1_100:1_105], 1),
        Category("LW-12", "LW-12", firms[900:1_087], 11),
        Category("LW-15", "LW-15", bodies[:538], 21),
        Category("LW-17", "LW-17", bodies[100:112]),
        Category("LW-18", "LW-18", [*offices, *bodies[:104]], 4),
        Category("LW-21", "LW-21", bodies[300:533], 4),
        Category("LW-22", "designated_training", bodies[600:658], 5),
    ]


def items(policy: Effective, bureau: Bureau, on: date, clock: Clock) -> Loaded:
    """The list of 23, every item with its owner through every gate; three are retired at once."""
    owners = {one.code: OFFICES[one.departments[0]] for one in policy.own.items}
    loaded = services.item_lists.load_pack(
        policy.own,
        unit=BUREAU,
        jurisdiction=BUREAU,
        level=Level.CITY,
        effective_on=on,
        supplement=Supplement(
            evaluation_method="检查评价办法（2026年第1版）", subject_tags=TAGS, units=owners
        ),
        desk=Desk(bureau["second_legal"], bureau["legal"], bureau["leader"]),
        now=clock.tick(),
    )
    if loaded.waiting:
        raise Refused(*(one for _, decisions in loaded.waiting for one in decisions))
    return loaded


def write_lists(folder: Path) -> None:
    """The files a visitor can open, change and import again."""
    _write(folder / "employers.csv", [*enterprises(), *institutions(), *schools()])
    _write(folder / "organs.csv", organs())
    for one in categories():
        _write(folder / f"{one.item}.csv", one.members)
        if one.joining:
            _write(folder / f"{one.item}-autumn.csv", one.joining)
    _write(folder / "employers-autumn.csv", newcomers())


def _write(path: Path, bodies: Sequence[Body]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(HEADER)
        table.writerows(body.cells() for body in bodies)


def bodies(folder: Path, bureau: Bureau, clock: Clock) -> None:
    """All employers first, then the list of each category over them; the fund agencies by hand."""
    take = _Import(folder, bureau, clock)
    take.list("employers.csv")
    take.list("organs.csv")
    for one in categories():
        take.list(f"{one.item}.csv", tag=one.tag)
    for number in range(FUNDS):
        code = words.credit_code("12", 40_000 + number)
        services.subjects.register(
            scheme=Scheme.USCC, number=code, kind=SubjectKind.AGENCY, unit=BUREAU,
            fields={"name": f"{words.CITY}市社会保险经办机构{number + 1}分中心"}, source="本局登记",
            by=bureau["legal"], now=clock.tick(),
        )  # fmt: skip
        services.subjects.tag(
            code=f"{Scheme.USCC}:{code}", tag="LW-13", source="本局登记", by=bureau["legal"], now=clock.tick()
        )


@dataclass(frozen=True, slots=True)
class _Import:
    folder: Path
    bureau: Bureau
    clock: Clock

    def list(self, name: str, tag: str = "") -> None:
        """One list in; a demo whose own lists have bad rows is a fault, so it says so and stops."""
        looked, _ = imports.load(
            self.folder / name, by=self.bureau["legal"], now=self.clock.tick(),
            kind=imports.Kind.SUBJECTS, unit=BUREAU, tag=tag,
        )  # fmt: skip
        if looked.refused:
            why = f"演示名单 {name} 有 {looked.refused} 行未能导入"
            raise Refused(denied("demo.list", why, "", "这是程序的问题，请报告维护人员"))


def persons() -> Iterator[PersonRow]:
    """10,860 holders of the housing subsidy; a thousand of them received 50,000 yuan or more."""
    order = sorted(range(PERSONS), key=lambda n: hashlib.sha256(f"subsidy/{n}".encode()).digest())
    large = frozenset(order[:LARGE])
    for number in range(PERSONS):
        amount = 50_000 + number % 31 * 1_000 if number in large else 3_000 + number % 46 * 1_000
        yield PersonRow(
            words.register_number("subsidy", number), f"补贴领取人{number + 1:05d}", {"amount": amount}
        )


def subsidy_pool(policy: Effective, bureau: Bureau, clock: Clock) -> None:
    """二次建库: the legal office drafts the filter rule, the leader approves it."""
    services.person_lists.enter(
        persons=list(persons()), unit=BUREAU, tag=SUBSIDY, source="补贴发放台账", by=bureau["legal"],
        now=clock.tick(),
    )  # fmt: skip
    legal = bureau["legal"]
    services.pools.open_pool(
        code=SUBSIDY_POOL, name="2026年人才住房补贴重点领取人", item=SUBSIDY, unit=BUREAU, by=legal,
        now=clock.tick(),
    )  # fmt: skip
    services.pools.draft_rule(
        pool=SUBSIDY_POOL,
        conditions=[Condition("facts.amount", "ge", (50_000,), "补贴金额（元）")],
        reason="金额大的领取人风险高",
        permission=services.pools.permission_of(policy),
        by=legal,
        now=clock.tick(),
    )
    services.pools.approve_rule(pool=SUBSIDY_POOL, number=1, by=bureau["leader"], now=clock.tick())


def change_in_autumn(folder: Path, bureau: Bureau, clock: Clock) -> None:
    """What moved since spring: categories that ended, newcomers, and twenty firms closed."""
    legal, ended = bureau["legal"], date(2026, 8, 31)
    take = _Import(folder, bureau, clock)
    take.list("employers-autumn.csv")
    for one in categories():
        for body in one.members[len(one.members) - one.leaving :]:
            services.subjects.untag(
                code=body.code, tag=one.tag, until_on=ended, reason="业务终止，退出本类名录", by=legal,
                now=clock.tick(),
            )  # fmt: skip
        if one.joining:
            take.list(f"{one.item}-autumn.csv", tag=one.tag)
    for body in enterprises()[3_000:3_020]:
        services.subjects.set_status(
            code=body.code, status=SubjectStatus.CLOSED, since=ended, evidence="登记机关注销通知", by=legal,
            now=clock.tick(),
        )  # fmt: skip
