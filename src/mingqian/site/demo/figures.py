"""The figures of the year: what the demo year's table says, beside what the rows of this build come to.

Nothing is copied from one column to the other: the right one is counted from results, registries, visits.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mingqian.draw import selectors as draws
from mingqian.draw.types import ItemSheet, PanelSheet, Sheet
from mingqian.registry import selectors as registries
from mingqian.registry.enums import InspectorClass
from mingqian.site.demo import harvest
from mingqian.site.demo.aftermath import CHANGES, EMPLOYERS, Merged, Screening
from mingqian.site.demo.registries import enterprises
from mingqian.site.demo.rounds import BUSINESS, FIELD, Round, Year, way

# item → (what it checks in short, in the registry, drawn) of the first round
EXPECTED: Mapping[str, tuple[str, int, int]] = {
    "LW-01": ("人力资源服务机构", 286, 29),
    "LW-02": ("技工学校", 14, 3),
    "LW-03": ("职业培训机构", 122, 13),
    "LW-04": ("技能鉴定机构", 37, 6),
    "LW-05": ("劳务派遣单位", 412, 21),
    "LW-06": ("用人单位", 6_240, 312),
    "LW-07": ("继续教育机构", 9, 2),
    "LW-08": ("报告裁员的企业", 11, 2),
    "LW-09": ("集体合同", 300, 30),
    "LW-10": ("工资总额手册", 46, 7),
    "LW-11": ("未成年工", 5, 1),
    "LW-12": ("特殊工时", 187, 19),
    "LW-13": ("社保基金机构", 8, 2),
    "LW-14": ("社保稽核", 6_240, 312),
    "LW-15": ("聘用外国人", 538, 27),
    "LW-17": ("外国专家经费", 12, 2),
    "LW-18": ("津贴补贴", 164, 17),
    "LW-21": ("聘用合同", 233, 24),
    "LW-22": ("定点培训", 58, 9),
    "LW-23": ("住房补贴领取人", 10_860, 50),
}
SMALL = "LW-23"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; ``note`` says why a difference is none of the draw's."""

    name: str
    expected: str  # of the table; where the table is silent, of another road to the same figure
    found: str
    note: str = ""

    @property
    def agrees(self) -> bool:
        """The two columns are the same."""
        return self.expected == self.found

    @property
    def verdict(self) -> str:
        """As the table prints it."""
        return "一致" if self.agrees else self.note or "不一致"


@dataclass(frozen=True, slots=True)
class Told:
    """What the story of the year left behind, beside the draws themselves."""

    screening: Screening
    merged: Merged
    overturned: str = ""


def of_year(year: Year, first: Round, second: Round, told: Told) -> list[Figure]:
    """The whole table."""
    legal = year.bureau["legal"]
    one, two = (draws.outcome.sheet(legal, each.code) for each in (first, second))
    return [
        *_items(one),
        *_totals(one, two),
        *_people(year, one, first),
        *_afterwards(one, told),
        *_capped(year, two, second),
        *(Figure(*line) for line in harvest.of_round(legal, first, harvest.SPRING)),
        *(Figure(*line) for line in harvest.of_round(legal, second, harvest.AUTUMN)),
    ]


def _items(sheet: Sheet) -> Iterator[Figure]:
    found = {item.code: item for item in sheet.items}
    for code, (name, total, count) in EXPECTED.items():
        item = found[code]
        yield Figure(f"{code} {name}：名录 → 抽中", f"{total} → {count}", f"{item.total} → {pairs_of(item)}")


def pairs_of(item: ItemSheet) -> int:
    """Subjects of one item, forced and drawn by lot."""
    return len(item.forced) + len(item.drawn)


def _totals(one: Sheet, two: Sheet) -> Iterator[Figure]:
    persons = next(item for item in one.items if item.code == SMALL)
    yield Figure("二次建库：筛选后人数", "1000", _kept(persons.pool))
    yield Figure("R1 不含补贴事项的抽中数", "838", str(one.pairs - pairs_of(persons)))
    yield Figure("R1 抽中数（对象×事项）", "888", str(one.pairs))
    yield Figure("R2 抽中数（对象×事项）", "861", str(two.pairs))
    yield Figure("全年抽中数", "1749", str(one.pairs + two.pairs))


def _kept(words: str) -> str:
    """… = 1000, as the roll tells its pool."""
    return words.partition("= ")[2].partition("，")[0]


def _people(year: Year, sheet: Sheet, one: Round) -> Iterator[Figure]:
    panels = {panel.code: panel for panel in sheet.panels}
    field, business = panels[FIELD], panels[BUSINESS]
    counts = _statuses(year, one, InspectorClass.ENFORCEMENT)
    yield Figure("行政执法人员在库", "74", str(sum(counts.values())))
    yield Figure("其中证件到期或暂停", "4", str(counts["X:NA"]))
    yield Figure("行政执法人员可抽", "70", str(counts["E"]))
    yield Figure("行政执法人员抽中", "60", str(field.drawn))
    yield Figure("执法检查组", "15", str(_teams(sheet, field)))
    yield Figure("候补执法人员（按序）", "30", str(_reserves(field, sheet)))
    counts = _statuses(year, one, InspectorClass.BUSINESS)
    yield Figure("业务检查人员可抽", "44", str(counts["E"]))
    yield Figure("业务检查人员抽中", "20", str(business.drawn))
    yield Figure("业务检查组", "5", str(_teams(sheet, business)))


def _statuses(year: Year, one: Round, klass: InspectorClass) -> dict[str, int]:
    rows = registries.inspectors.rows(year.bureau["legal"], klass.value, one.drawn.date())
    counts = {"E": 0, "X:NA": 0}
    for row in rows:
        counts[row.status] = counts.get(row.status, 0) + 1
    return counts


def _teams(sheet: Sheet, panel: PanelSheet) -> int:
    return sum(team.panel == panel.code for team in sheet.teams)


def _reserves(panel: PanelSheet, sheet: Sheet) -> int:
    """Drawn beyond the seats; those who have come in since are seats now."""
    seats = sum(1 + len(team.members) for team in sheet.teams if team.panel == panel.code)
    return panel.drawn - seats


def _afterwards(sheet: Sheet, told: Told) -> Iterator[Figure]:
    waiting = sum(len(panel.substitutes) for panel in sheet.panels)
    drawn = sum(panel.drawn for panel in sheet.panels)
    seats = sum(1 + len(team.members) for team in sheet.teams)
    yield Figure("递补（公务2、回避3）", str(len(CHANGES)), str(drawn - seats - waiting))
    yield Figure("三个月内已查，提示免检", "6", str(told.screening.flagged))
    yield Figure("准予免检", "4", str(told.screening.exempted))
    yield Figure("异常对象，不予免检", "2", str(len(told.screening.kept)))
    ways = {name: _pairs_by(sheet, name) for name in ("on_site", "written", "network")}
    network = ways["network"] - EXPECTED[SMALL][2]
    yield Figure("网络核查（不含补贴事项）", "338", str(network))
    yield Figure("现场和书面检查", "500", str(ways["on_site"] + ways["written"]))
    yield Figure(
        "现场检查合并为入户次数",
        "286 → 241",
        f"{told.merged.pairs} → {told.merged.visits}",
        "样表按户定方式；方案按事项定方式",
    )


def _pairs_by(sheet: Sheet, wanted: str) -> int:
    return sum(pairs_of(item) for item in sheet.items if way(item.code) == wanted)


def _capped(year: Year, sheet: Sheet, one: Round) -> Iterator[Figure]:
    """Firms visited in spring are out of the autumn lot, but for those with a penalty: counted from the visits."""
    legal = year.bureau["legal"]
    out = list(draws.outcome.excluded(legal, sheet.code, EMPLOYERS))
    capped = {row.identity for row in out if row.status == "X:CAP"}
    gone = {row.identity for row in out} - capped
    firms = [body.code for body in enterprises()]
    seen = registries.subjects.visits(legal, firms, since=date(2025, 1, 1), until=one.drawn.date())
    visited = {code for code, on, _, method, _, _ in seen if on.year == 2026 and method == "on_site"}
    penalised = {code for code, _, _, _, _, penalty in seen if penalty}
    drawn = {row.identity for item in sheet.items for row in item.drawn}
    yield Figure("R2 因年度频次已满不抽的企业", str(len(visited - penalised - gone)), str(len(capped)))
    yield Figure("R2 抽中企业中年度频次已满的", "0", str(len(capped & drawn)))
