"""平顶山: the list's own ratios, ways and times; a county under the city; the yearly plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.clauses.office import YEAR, Answer, Office, child_pack, items, journal, registry, run_year
from tests.registry.importing import firms

pytestmark = pytest.mark.slow

LIST = "随机抽查事项清单"
WAYS = "国办发〔2015〕58号：随机抽查事项清单明确抽查方式"
FLOOR = "平人社办〔2020〕47号二(一)"
DISPATCH = ("劳务派遣有限公司", "劳务派遣服务")
WHERE = ("--unit", "410400", "--year", str(YEAR), "--as", "YL02")
NEXT = ("--unit", "410400", "--year", str(YEAR + 1), "--as", "YL02")
DUTIES = ("--by-unit", "410400", "--duties", "责任科室承办")
ONCE, TWICE = ("--months", "3:03"), ("--months", "3:03", "9:09")
COUNTY = '[parameter."ratio.min_percent_general"]\nclause = "第三条"\nvalue = {{ percent = {} }}'
GROUPS = (
    ("人力资源服务有限公司", "人力资源服务", 41),
    ("技工学校", "技工教育", 11),
    ("职业技能鉴定所", "职业技能鉴定", 21),
    ("职业培训学校", "职业技能培训", 21),
)
TOTAL = sum(count for _, _, count in GROUPS)


@pytest.fixture(scope="module")
def year(new_office: Callable[[], Office]) -> Office:
    """The first draw of a year on a list that has exactly as many of each kind as the clauses ask about."""
    office = new_office()
    registry(office.home / "firms.csv", *GROUPS)
    (answer,) = office.type(run_year("firms.csv", "pingdingshan-2020", "--limit", "1"))
    answer.done("复核")
    return office


@pytest.fixture(scope="module")
def smaller(new_office: Callable[[], Office]) -> Office:
    """The same draw on a list that has one of each kind less."""
    office = new_office()
    registry(office.home / "firms.csv", *((name, scope, count - 1) for name, scope, count in GROUPS))
    (answer,) = office.type(run_year("firms.csv", "pingdingshan-2020", "--limit", "1"))
    answer.done("复核")
    return office


@dataclass(frozen=True)
class Listed:
    """What the document's list says of one item, how many come of two totals, and a way it does not name."""

    item: str
    name: str
    total: int
    drawn: int
    smaller: int
    fewer: int
    rate: str
    times: int
    contents: int
    bases: int
    ways: tuple[str, ...]
    wrong_way: str
    words: tuple[str, ...]


BOTH = ("on_site", "written")
CASES = (
    pytest.param(
        Listed("PD-I01", "人力资源服务机构管理检查", 41, 3, 40, 2, "5%", 1, 3, 2, ("on_site",), "written",
               ("检查方式：实地（现场）检查\n", "劳动保障监察局（支队）、人力资源流动管理科")),
        marks=pytest.mark.clause("PD-36"),
    ),
    pytest.param(
        Listed("PD-I02", "技工院校监督检查", 11, 4, 10, 3, "30%", 2, 3, 1, BOTH, "network",
               ("实地（现场）检查、书面检查", "职业能力建设科、劳动能力鉴定中心")),
        marks=pytest.mark.clause("PD-37"),
    ),
    pytest.param(
        Listed("PD-I03", "职业技能鉴定机构及其鉴定活动监督检查", 21, 5, 20, 4, "20%", 1, 3, 4, BOTH, "network",
               ("《中华人民共和国劳动法》第六十九条", "《职业技能鉴定规定》", "《河南省职业能力培训条例》第三十四条",
                "《关于进一步加强职业技能鉴定工作的通知》")),
        marks=pytest.mark.clause("PD-38"),
    ),
    pytest.param(
        Listed("PD-I04", "民办培训机构及其培训活动检查", 21, 5, 20, 4, "20%", 1, 2, 4, BOTH, "network",
               ("《民办教育促进法实施条例》第四十七条至五十一条：行政法规；已修订，条号可能变化；条号属2004年文本",)),
        marks=pytest.mark.clause("PD-39"),
    ),
    pytest.param(
        Listed("PD-I09", "失业保险稽核", TOTAL, 16, TOTAL - 4, 15, "16%", 1, 1, 3, ("on_site",), "written",
               ("失业保险经办机构", "市失业保险中心", "《河南省失业保险条例》")),
        marks=pytest.mark.clause("PD-44"),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def tried(year: Office, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sequence[Answer]]:
    """What the officer was told, item by item, in one sitting; under ``""`` the plan that was sent at last."""
    lines: list[tuple[str, ...]] = []
    for param in CASES:
        case = param.values[0]
        line = ("plan", "line", case.item, *WHERE, *DUTIES, "--methods")
        lines += [
            ("pack", "show", "pingdingshan-2020", "--item", case.item),
            ("plan", "quota", case.item, str(case.smaller), "--pack", "pingdingshan-2020", "--as", "YL02"),
            (*line, case.wrong_way, *(TWICE if case.times == 2 else ONCE)),
            ("plan", "submit", *WHERE),
            (*line, *case.ways, *(ONCE if case.times == 2 else ("--months",))),
            ("plan", "submit", *WHERE),
            (*line, *case.ways, *TWICE),
        ]
    adjust = ("plan", "adjust", *WHERE, "--pack", "pingdingshan-2020", "--reason", "工作调整")
    last = (("plan", "submit", *WHERE), ("plan", "show", *WHERE), ("journal", "show"))
    office = year.moved(tmp_path_factory.mktemp("tried") / "home")
    answers = office.type(adjust, *lines, *last)[1:]
    found = {param.values[0].item: answers[7 * n : 7 * n + 7] for n, param in enumerate(CASES)}
    return found | {"": answers[-3:]}


@pytest.mark.parametrize("case", CASES)
def test_an_item_of_the_list_is_shown_drawn_and_planned_as_the_list_says(
    year: Office, smaller: Office, tried: Mapping[str, Sequence[Answer]], case: Listed
) -> None:
    """附件 随机抽查事项清单: ratio, times a year, ways, contents and bases of one item."""
    known = {firms.code(number) for number in range(1, TOTAL + 1)}
    for office, total, count in ((year, case.total, case.drawn), (smaller, case.smaller, case.fewer)):
        summary = (office.home / "year" / "summary.txt").read_text(encoding="utf-8")
        part = summary.partition(f"  事项 {case.item} ")[2].partition("  事项 ")[0]
        assert f"名录总数 {total}，比例 {case.rate}，随机抽取 {count}（依据：{LIST}" in part
        drawn = office.draw(3).drawn(case.item)
        assert len(office.draw(3).rows(case.item)) == total
        assert len(set(drawn)) == count and set(drawn) <= known

    shown, quota, _, wrong, _, few, again = tried[case.item]
    text = shown.done(f"检查内容{case.contents}项", f"检查依据{case.bases}条", *case.words)
    assert f"抽查比例：{case.rate}；频次：{case.times}次/年" in text
    quota.done(f"应抽 {case.fewer}", LIST)
    wrong.refused("清单没有规定检查方式", WAYS)
    few.refused(f"不少于{case.times}次", LIST)
    again.done(case.rate)
    sent, table, acts = tried[""]
    (row,) = [line for line in table.done().splitlines() if case.item in line]
    assert f"{case.total}中抽{case.drawn}×2" in row
    hints = [line for line in sent.done("已送审").splitlines() if f"“{case.name}”" in line]
    assert [f"多于清单规定的{case.times}次" in hint for hint in hints] == ([True] if case.times == 1 else [])
    entries = journal(acts)
    assert [
        one.who for one in entries if one.thing == f"item:{case.item}" and one.label == "公布检查事项版本"
    ]
    lines = [one for one in entries if one.label == "填写年度计划事项行" and one.body["item"] == case.item]
    assert (lines[-1].who, lines[-1].body["months"]) == ("演练法规经办人（YL02）", [3, 9])


@pytest.mark.clause("PD-41")
def test_working_hours_are_checked_as_needed_or_once_a_year(year: Office, elsewhere: Path) -> None:
    """附件第6项: 10%，根据工作需要或1次/年."""
    assert len(year.draw(3).drawn("PD-I06")) == 10
    line = ("plan", "line", "PD-I06", *WHERE, *DUTIES, "--methods", "on_site")
    reason = "本年由省厅统一检查"
    listed, quota, _, _, none, _, _, wrong, _, needed, told = year.moved(elsewhere).type(
        ("pack", "show", "pingdingshan-2020", "--item", "PD-I06"),
        ("plan", "quota", "PD-I06", "187", "--pack", "pingdingshan-2020", "--as", "YL02"),
        ("plan", "adjust", *WHERE, "--pack", "pingdingshan-2020", "--reason", "工作调整"),
        (*line, "--months"),
        ("plan", "submit", *WHERE),
        ("plan", "return", *WHERE[:4], "--as", "YL01", "--reason", "补充原因"),
        (*line[:-1], "network", *ONCE),
        ("plan", "submit", *WHERE),
        (*line, "--months", "--as-needed", reason),
        ("plan", "submit", *WHERE),
        ("journal", "show", "--last", "5"),
    )
    listed.done("频次：根据工作需要或1次/年", "检查内容4项", "《中华人民共和国劳动法》第八十五条")
    quota.done("应抽 19", LIST)
    none.done("全年没有安排抽查，也没有写明原因")
    wrong.refused("清单没有规定检查方式“网络核查”", WAYS)
    assert "也没有写明原因" not in needed.done(reason)
    assert [entry.who for entry in journal(told) if entry.label == "退回年度计划"] == ["演练局领导（YL01）"]


@pytest.fixture(scope="module")
def city(new_office: Callable[[], Office]) -> Office:
    """The city with an item of the examiner's at 6 %."""
    return _with_item(new_office(), "6%", "pingdingshan-2020")


@pytest.fixture(scope="module")
def county(new_office: Callable[[], Office], tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A county under the city whose own document asks for 8 % at least, with the item at 10 %."""
    pack = tmp_path_factory.mktemp("pack") / "xishan"
    child_pack(pack, inherits="pingdingshan-2020", division="410402", parameters=COUNTY.format(8))
    return _with_item(new_office(), "10%", str(pack))


def _with_item(office: Office, ratio: str, pack: str) -> Office:
    registry(office.home / "firms.csv", (*DISPATCH, 41))
    items(
        office.home / "items.csv", [{"事项编码": "PQ-1", "抽查事项": "劳务派遣单位检查", "抽查比例": ratio}]
    )
    (answer,) = office.type(run_year("firms.csv", pack, "--items", "items.csv"))
    answer.done("复核")
    return office


@pytest.mark.clause("PD-12")
def test_a_general_item_is_drawn_by_its_situation_but_never_below_five_percent(
    city: Office, new_office: Callable[[], Office]
) -> None:
    """二(一): 一般检查事项抽查比例根据实际情况确定，最低不能低于5%."""
    assert len(city.draw(3).drawn("PQ-1")) == 3
    assert city.draw(3).verify().returncode == 0
    office = new_office()
    registry(office.home / "firms.csv", (*DISPATCH, 41))
    items(office.home / "low.csv", [{"事项编码": "PQ-1", "抽查事项": "派遣检查", "抽查比例": "4%"}])
    low, nothing = office.type(
        run_year("firms.csv", "pingdingshan-2020", "--items", "low.csv"), ("journal", "show")
    )
    low.refused("比例4%", "低于", "5%", FLOOR)
    assert "没有符合条件的日志" in nothing.err
    assert not (office.home / "year").exists()
    (told,) = city.type(("journal", "show", "--kind", "annual_plan.approved"))
    assert [entry.who for entry in journal(told)] == ["演练局领导（YL01）"]


@pytest.mark.clause("PD-15")
def test_a_county_inherits_may_tighten_and_may_not_loosen(
    county: Office, city: Office, elsewhere: Path
) -> None:
    """二(四): 各单位制定工作细则; 原则上使用上级细则."""
    assert [len(one.draw(3).drawn("PQ-1")) for one in (city, county)] == [3, 5]
    office = county.moved(elsewhere)
    items(office.home / "six.csv", [{"事项编码": "PQ-1", "抽查事项": "劳务派遣单位检查", "抽查比例": "6%"}])
    folder = elsewhere.parent
    for name, percent in (("tight", 8), ("loose", 4)):
        child_pack(
            folder / name, inherits="pingdingshan-2020", division="410402", parameters=COUNTY.format(percent)
        )
    fresh = ("--out", "other", "--year", str(YEAR))
    shown, loose, barred, told = office.type(
        ("pack", "show", str(folder / "tight")),
        ("pack", "check", str(folder / "loose")),
        ("run-year", "--registry", "firms.csv", "--pack", str(folder / "loose"), *fresh),
        ("journal", "show", "--kind", "annual_plan.drafted"),
    )
    table = {line.split()[0]: line for line in shown.done().splitlines() if line.strip()}
    assert table["一般检查事项比例下限"].split()[-2:] == ["8%", "溪山办法第三条"]
    assert table["每组检查人员不少于（人）"].split()[-1].startswith("平人社办〔2020〕47号")
    for answer in (loose, barred):
        answer.refused("4%", "宽于", FLOOR)
    assert not (office.home / "other").exists()
    (entry,) = journal(told)
    assert (entry.who, entry.body["pack"]) == (
        "演练法规经办人（YL02）", "national-2026+henan-2026+pingdingshan-2020+xishan",
    )  # fmt: skip


@pytest.mark.clause("PD-16")
def test_a_plan_lacking_an_item_is_refused_and_a_whole_one_forecasts_from_todays_list(
    year: Office, elsewhere: Path
) -> None:
    """三(一): 各单位制定年度检查计划."""
    office = year.moved(elsewhere)
    firms.write(office.home / "more.csv", [firms.firm(TOTAL + 1, 单位名称="鹭湾新办人力资源服务有限公司")])
    lines = [
        (
            "plan", "line", f"PD-I0{number}", *NEXT, *DUTIES, "--methods", "on_site",
            *(TWICE if number == 2 else ONCE),
        )
        for number in (1, 2, 3, 4, 5, 6, 7)
    ]  # fmt: skip
    away = ("plan", "leave-out", "PD-I08", *NEXT, "--reason", "没有人员名录")
    *_, lacking, last, sent, before, grown, after, told = office.type(
        ("plan", "draft", *NEXT, "--title", "下一年计划", "--pack", "pingdingshan-2020"),
        *lines,
        away,
        ("plan", "submit", *NEXT),
        ("plan", "line", "PD-I09", *NEXT, *DUTIES, "--methods", "on_site", "--months", "5:05"),
        ("plan", "submit", *NEXT),
        ("plan", "show", *NEXT),
        ("import", "more.csv", "--as", "YL02", "--yes"),
        ("plan", "show", *NEXT),
        ("journal", "show", "--thing", f"annual_plan:410400/{YEAR + 1}/1"),
    )
    lacking.refused("失业保险稽核”（PD-I09）没有列入计划", "国发〔2019〕5号（年度抽查工作计划及时公布）")
    last.done("16%（")
    sent.done("已送审")
    (row,) = [line for line in before.done().splitlines() if "PD-I02" in line]
    for word in ("技工院校监督检查", "3月03、9月09", "现场检查", "30%", "11中抽4×2", "平顶山市"):
        assert word in row
    before.done("41中抽3×1", "5月05", f"{TOTAL}中抽16×1")
    grown.done("新增 1")
    after.done("42中抽3×1", f"{TOTAL + 1}中抽16×1")
    assert len(year.draw(3).rows("PD-I01")) == 41
    entries = journal(told)
    assert (entries[0].label, entries[-1].label) == ("起草年度抽查计划", "年度计划送审")
    assert {entry.who for entry in entries} == {"演练法规经办人（YL02）"}
