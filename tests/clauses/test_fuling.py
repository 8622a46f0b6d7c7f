"""涪陵: an item needs its law, and a ratio the document leaves open is the bureau's own to give."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.clauses.office import YEAR, Office, items, journal, registry, run_year

pytestmark = pytest.mark.slow

NO_LAW = "国办发〔2015〕58号：法律法规规章没有规定的，一律不得擅自开展检查"
OPEN = "涪陵指引三(三)"
WHERE = ("--unit", "500102", "--year", str(YEAR + 1), "--as", "YL02")
LINE = ("--months", "3:03", "--by-unit", "500102", "--duties", "监察大队承办", "--methods", "on_site")


@pytest.fixture(scope="module")
def year(new_office: Callable[[], Office]) -> Office:
    """41 dispatch and 9 service firms; three items of the examiner's, of which one rests on a law."""
    office = new_office()
    registry(
        office.home / "firms.csv",
        ("劳务派遣有限公司", "劳务派遣服务", 41), ("人力资源服务有限公司", "人力资源服务", 9),
    )  # fmt: skip
    items(
        office.home / "items.csv",
        [
            {"事项编码": "FL-A", "抽查事项": "劳务派遣单位检查"},
            {
                "事项编码": "FL-B", "抽查事项": "人力资源服务机构检查", "检查对象": "人力资源服务机构",
                "检查依据": "《关于加强人力资源服务机构管理的通知》第二条",
            },
            {"事项编码": "FL-C", "抽查事项": "用人单位检查", "检查对象": "用人单位", "检查依据": ""},
        ],
    )  # fmt: skip
    line = run_year("firms.csv", "fuling-2024", "--items", "items.csv", "--ratio", "7")
    (answer,) = office.type(line)
    answer.done("复核")
    return office


@pytest.mark.clause("FL-03")
def test_an_item_without_law_regulation_or_rule_is_neither_planned_nor_drawn(
    year: Office, elsewhere: Path
) -> None:
    """一(一): 法律法规规章没有规定的，一律不得擅自开展行政检查."""
    summary = (year.home / "year" / "summary.txt").read_text(encoding="utf-8")
    assert "年度计划：列入 1 个事项\n  FL-A" in summary
    for told in ("（FL-C）没有登记任何依据", "（FL-B）面向企业，但现行依据只有规范性文件"):
        assert f"{told}（{NO_LAW}）" in summary
    (planned,) = year.draw(3).transcript["result"]["strata"]
    assert (planned["item"], len(year.draw(3).drawn("FL-A"))) == ("FL-A", 3)

    *_, unpublished, refused, told = year.moved(elsewhere).type(
        ("plan", "draft", *WHERE, "--title", "计划", "--pack", "fuling-2024"),
        ("plan", "line", "FL-B", *WHERE, *LINE),
        ("plan", "line", "FL-C", *WHERE, *LINE),
        ("plan", "submit", *WHERE),
        ("journal", "show", "--kind", "item.published"),
    )
    unpublished.refused("“FL-C”", "没有已公布并生效的版本", "未公布的不得实施")
    refused.refused("（FL-B）面向企业，但现行依据只有规范性文件", NO_LAW)
    public = {entry.thing: entry.who for entry in journal(told)}
    assert (public["item:FL-A"], "item:FL-C" in public) == ("演练法规经办人（YL02）", False)


@pytest.mark.clause("FL-14")
def test_a_ratio_the_document_leaves_open_is_given_with_reason_and_approver(
    year: Office, elsewhere: Path
) -> None:
    """三(三): 合理确定抽查比例和频次 — no figure stands in the document."""
    summary = (year.home / "year" / "summary.txt").read_text(encoding="utf-8")
    assert f"名录总数 41，比例 7%，随机抽取 3（依据：{OPEN}，本单位确定）" in summary
    assert len(year.draw(3).drawn("FL-A")) == 3

    left = [("plan", "leave-out", "FL-B", *WHERE, "--reason", "没有法律依据")]
    own = ("--own", "10%")
    _, _, _, nothing, _, bare, good, sent, shown, told = year.moved(elsewhere).type(
        ("plan", "draft", *WHERE, "--title", "计划", "--pack", "fuling-2024"),
        *left,
        ("plan", "line", "FL-A", *WHERE, *LINE),
        ("plan", "submit", *WHERE),
        ("plan", "line", "FL-A", *WHERE, *LINE, *own),
        ("plan", "submit", *WHERE),
        ("plan", "line", "FL-A", *WHERE, *LINE, *own, "--own-reason", "户数少", "--own-approver", "YL01"),
        ("plan", "submit", *WHERE),
        ("plan", "show", *WHERE),
        ("journal", "show", "--last", "1"),
    )
    nothing.refused("文件未定比例，须由本单位填写", OPEN)
    bare.refused("本单位确定的比例缺少理由或批准人", OPEN)
    good.done("10%")
    sent.done("已送审")
    shown.done("41中抽5×1")
    (entry,) = journal(told)
    assert (entry.label, entry.who) == ("年度计划送审", "演练法规经办人（YL02）")
