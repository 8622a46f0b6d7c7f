"""厦门: clauses an officer can try at the command line, from a list of one's own to the rows of a draw."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.clauses.office import YEAR, Draw, Office, child_pack, items, journal, registry, run_year
from tests.registry.importing import firms

from mingqian.policy import loader

pytestmark = pytest.mark.slow

DISPATCH = ("劳务派遣有限公司", "劳务派遣服务")
ITEM = "XM-I05"
WHERE = ("--unit", "350200", "--year", str(YEAR), "--as", "YL02")
LEADER = (*WHERE[:4], "--as", "YL01")
LINE = ("plan", "line", ITEM, *WHERE, "--by-unit", "350200", "--duties", "处室承办", "--methods", "on_site")
TIERS = "厦门方案三(五)6(1)"
MULTIPLE = "厦门方案三(五)6(2)"
# 三(一) and the annex, copied from the document: three categories of 6, 8 and 9 items.
NAMES = (
    ("市场监管执法事项", (
        "对人才中介机构的监督检查",
        "对民办技工学校和中外合作职业技能培训机构的监督检查",
        "对民办职业技能培训机构的监督检查",
        "对职业技能鉴定机构设立(含自贸区审批设定的鉴定站)的监督检查",
        "对劳务派遣企业的监督检查",
        "对用人单位的劳动保障监察(含7个子项)",
    )),
    ("其他行政执法事项", (
        "对专业技术人员继续教育公共科目培训机构的监督检查",
        "对上报企业裁减人员方案报告的企业的监督检查",
        "对办理集体合同审查的企业的监督检查",
        "对办理《企业工资总额使用手册》的市属国有企业的监督检查",
        "对办理未成年工登记证企业的监督检查",
        "对企业实行不定时工作制或综合计算工时工作制的监督检查",
        "对社会保险基金的收支、管理和投资运营情况的监督检查",
        "社会保险稽核",
    )),
    ("其他业务检查事项", (
        "对外国人来华工作许可的监管",
        "对台港澳人员在内地就业许可的监管",
        "对聘请外国专家项目经费使用情况核销的监督检查",
        "对机关事业单位津贴补贴发放情况的监督检查",
        "对区级机关处科级非领导职务的管理和使用情况的监督检查",
        "对公务员(参照公务员法管理事业单位工作人员)登记工作的监督检查",
        "对事业单位聘用合同签订与管理工作的监督检查",
        "对厦门市职业技能培训及“1+1”群创业培训定点机构的监督检查",
        "对厦门市人才住房补贴发放情况的监督检查",
    )),
)  # fmt: skip


@pytest.fixture(scope="module")
def year(new_office: Callable[[], Office]) -> Office:
    """A year of 100 dispatch firms under the document as it is: two draws."""
    office = new_office()
    registry(office.home / "firms.csv", (*DISPATCH, 100))
    (answer,) = office.type(run_year("firms.csv", "xiamen-2017", "--items", "5"))
    answer.done("复核")
    return office


@pytest.fixture(scope="module")
def altered(new_office: Callable[[], Office], tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same bureau had it written otherwise: three times the inspectors, one item more retired."""
    pack = tmp_path_factory.mktemp("pack") / "xiamen-2017"
    shutil.copytree(loader.PACKS / "xiamen-2017", pack)
    change(
        pack / "pack.toml", "value = { low = 1, high = 3 }", "value = { low = 1, high = 3, preferred = 3 }"
    )
    lines = (pack / "items.csv").read_text(encoding="utf-8").splitlines()
    (old,) = [line for line in lines if line.startswith("XM-I14,")]
    change(pack / "items.csv", old, old.replace(",active,,", ",retired,稽核职能划出,"))
    office = new_office()
    registry(office.home / "firms.csv", (*DISPATCH, 101))
    (answer,) = office.type(run_year("firms.csv", str(pack), "--items", "5", "--limit", "1"))
    answer.done("复核")
    return office


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1 and old != new
    path.write_text(text.replace(old, new), encoding="utf-8")


def panel(draw: Draw) -> tuple[int, int, int]:
    """Rows of the pool, people in seats, people waiting in order: each of them a row of the pool."""
    (found,) = draw.transcript["result"]["panels"]
    rows = {row.split("|")[0] for row in draw.rows("enforcement-pool")}
    seated = [tag for team in found["teams"] for tag in (team["captain"], *team["members"])]
    assert {*seated, *found["substitutes"]} <= rows
    return len(rows), len(seated), len(found["substitutes"])


@pytest.mark.clause("XM-49")
def test_the_tier_of_the_total_decides_how_many_are_drawn(year: Office, elsewhere: Path) -> None:
    """三(五)6(1): 100家以下15%、100—300家10%、300家以上5%；100与300落入两档，取较高比例."""
    summary = (year.home / "year" / "summary.txt").read_text(encoding="utf-8")
    assert f"名录总数 100，适用 15% 档（1 至 100），随机抽取 15（依据：{TIERS}）" in summary
    codes = {firms.code(number) for number in range(1, 101)}
    drawn = year.draw(3).drawn(ITEM)
    assert len(set(drawn)) == 15 and set(drawn) <= codes
    assert year.draw(3).verify().returncode == 0

    office = year.moved(elsewhere)
    firms.write(office.home / "more.csv", [firms.firm(101, 经营范围=DISPATCH[1])])
    loose = child_pack(
        elsewhere.parent / "loose", inherits="xiamen-2017", division="350203",
        parameters='[parameter."ratio.tiers"]\nclause = "第三条"\n'
        "value = [{ upto = 100, percent = 14 }, { upto = 300, percent = 10 }, { percent = 5 }]",
    )  # fmt: skip
    quota = [
        ("plan", "quota", ITEM, str(total), "--pack", "xiamen-2017", "--as", "YL02")
        for total in (100, 101, 300, 301)
    ]
    before, imported, after, *told, checked, refused, shown = office.type(
        ("plan", "show", *WHERE), ("import", "more.csv", "--as", "YL02", "--yes"), ("plan", "show", *WHERE),
        *quota, ("pack", "check", str(loose)),
        ("run-year", "--registry", "firms.csv", "--pack", str(loose), "--out", "other"),
        ("journal", "show"),
    )  # fmt: skip
    before.done("100中抽15×2")
    imported.done("新增 1")
    after.done("101中抽11×2")
    for answer, words in zip(
        told,
        ("100家以下 15%　应抽 15", "300家以下 10%　应抽 11", "300家以下 10%　应抽 30", "其余 5%　应抽 16"),
        strict=True,
    ):
        answer.done(words.replace("其余", "300家以上"), TIERS)
    for answer in (checked, refused):
        answer.refused("14%", TIERS, "宽于")
    assert not (office.home / "other").exists()
    acts = {(entry.label, entry.thing): entry for entry in journal(shown)}
    assert acts["计算结果", f"draw:YL-{YEAR}-03"].body["pairs"] == 15
    assert [entry.who for (label, _), entry in acts.items() if label == "名录导入"][
        -1
    ] == "演练法规经办人（YL02）"


@pytest.mark.clause("XM-48")
def test_fewer_than_two_draws_a_year_are_refused_and_two_are_held(year: Office, elsewhere: Path) -> None:
    """三(五)6(1): 法律法规规章没有规定的，抽查频次每年不少于2次."""
    assert [len(year.draw(month).drawn(ITEM)) for month in (3, 9)] == [15, 15]
    office = year.moved(elsewhere)
    one, refused, three, sent, approved, public, shown, told = office.type(
        ("plan", "adjust", *WHERE, "--pack", "xiamen-2017", "--reason", "工作调整"),
        (*LINE, "--months", "3:03"),
        ("plan", "submit", *WHERE),
        (*LINE, "--months", "3:03", "6:06", "9:09"),
        ("plan", "submit", *WHERE),
        ("plan", "approve", *LEADER, "--document-no", "9号"),
        ("plan", "publish", *WHERE),
        ("plan", "show", *WHERE),
        ("journal", "show", "--last", "4"),
    )[1:]
    one.done()
    refused.refused("安排1次", "不少于2次", TIERS)
    for answer in (three, sent, approved, public):
        answer.done()
    shown.done("3月03、6月06、9月09", "100中抽15×3", "第2版　已公布　调整原因：工作调整")
    assert [(entry.label, entry.who) for entry in journal(told)] == [
        ("填写年度计划事项行", "演练法规经办人（YL02）"),
        ("年度计划送审", "演练法规经办人（YL02）"),
        ("批准年度计划", "演练局领导（YL01）"),
        ("公布年度计划", "演练法规经办人（YL02）"),
    ]


@pytest.mark.clause("XM-54")
def test_one_to_three_times_the_inspectors_are_drawn_and_the_surplus_waits_in_order(
    year: Office, altered: Office, elsewhere: Path
) -> None:
    """三(五)6(2): 可按实际需要人数1-3倍抽取."""
    pool, seated, waiting = panel(year.draw(3))
    assert (seated, seated + waiting) == (2, 4)
    more, seated_then, waiting_then = panel(altered.draw(3))
    assert (seated_then, seated_then + waiting_then) == (2, 6)
    assert more > pool
    assert year.draw(3).verify().returncode == altered.draw(3).verify().returncode == 0

    four = child_pack(
        elsewhere.parent / "four", inherits="xiamen-2017", division="350203",
        parameters='[parameter."inspector.multiplier"]\nvalue = { low = 1, high = 4 }\nclause = "第五条"',
    )  # fmt: skip
    checked, refused, told = altered.moved(elsewhere).type(
        ("pack", "check", str(four)),
        ("run-year", "--registry", "firms.csv", "--pack", str(four), "--out", "other"),
        ("journal", "show", "--kind", "implementation.panel_set"),
    )
    for answer in (checked, refused):
        answer.refused("1—4倍", MULTIPLE)
    (entry,) = journal(told)
    assert (entry.who, entry.body["factor100"]) == ("演练法规经办人（YL02）", 300)


@pytest.mark.clause("XM-15")
def test_the_list_counts_six_eight_and_nine_and_a_retired_item_cannot_be_planned(
    founded: Office, altered: Office, elsewhere: Path
) -> None:
    """三(一): 三类23项; 事项随法律法规和职责调整而停用, 2017年的清单仍为23项."""
    whole = [(name, category) for category, names in NAMES for name in names]
    rows = [{"抽查事项": name, "事项类别": category} for name, category in whole]
    items(founded.home / "list.csv", rows)
    items(founded.home / "short.csv", rows[:13])
    less, imported, told = founded.type(
        ("import", "short.csv", "--as", "L1"),
        ("import", "list.csv", "--as", "L1", "--yes"),
        ("journal", "show"),
    )
    less.done("市场监管执法事项 6", "其他行政执法事项 7，合计 13")
    imported.done("市场监管执法事项 6", "其他行政执法事项 8", "其他业务检查事项 9，合计 23")
    drafted = [entry.body["name"] for entry in journal(told) if entry.label == "起草检查事项版本"]
    assert drafted == [name for name, _ in whole]
    assert journal(told)[-1].who == "沈知法（L1）"

    summary = (altered.home / "year" / "summary.txt").read_text(encoding="utf-8")
    assert "已停用：XM-I14、XM-I16、XM-I19、XM-I20" in summary
    where = ("--unit", "350200", "--year", str(YEAR + 1), "--as", "YL02")
    line = ("--by-unit", "350200", "--duties", "处室承办", "--months", "3:03", "9:09", "--sealed")
    listed, *_, refused, retired = altered.moved(elsewhere).type(
        ("pack", "show", "xiamen-2017"),
        ("plan", "draft", *where, "--title", "计划", "--pack", "xiamen-2017"),
        ("plan", "line", "XM-I14", *where, *line),
        ("plan", "line", "XM-I16", *where, *line),
        ("plan", "submit", *where),
        ("journal", "show", "--kind", "item.retired"),
    )
    lines = [line for line in listed.done().splitlines() if line.lstrip().startswith("XM-I")]
    assert [line.split()[1] for line in lines] == [name for name, _ in whole]
    assert sum("已取消" in line or "已移交" in line for line in lines) == 3
    refused.refused("停用：稽核职能划出", "国发〔2018〕28号", "厦门 三(一)")
    assert {entry.thing: (entry.who, entry.body["ground"]) for entry in journal(retired)}["item:XM-I14"] == (
        "演练局领导（YL01）", "稽核职能划出",
    )  # fmt: skip
