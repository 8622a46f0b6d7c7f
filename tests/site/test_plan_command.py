"""``mingqian plan``: an annual plan made, refused, approved and read at the command line."""

import io
from argparse import ArgumentTypeError

import pytest
from django.core.management import call_command
from tests.cast import BUREAU, Cast
from tests.planning.desk import open_desk

from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.planning.enums import PlanState
from mingqian.planning.models import AnnualPlan
from mingqian.site.management.commands.plan import method, month, rate

# Words of a command; its services run on both.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture
def bureau(cast: Cast) -> Cast:
    open_desk(cast).firms()
    return cast


WHERE = ("--unit", BUREAU, "--year", "2026")


def plan(*words: str, by: str = "LW02") -> str:
    out = io.StringIO()
    call_command("plan", *words, "--as", by, stdout=out)
    return out.getvalue()


def line(item: str, *words: str) -> str:
    months = words or ("--months", "3:R1", "9:R2")
    return plan("line", item, *WHERE, "--by-unit", "JYC", "--duties", "归口处室牵头", *months)


@pytest.mark.clause("XM-48", "XM-80")
def test_a_plan_is_drafted_refused_mended_approved_published_and_shown(bureau: Cast) -> None:
    plan("draft", *WHERE, "--title", "2026年度抽查计划", "--pack", "luwan-2026")
    assert "三(五)6(1)" in line("JG01", "--months", "3:R1")
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        plan("submit", *WHERE)
    assert "少于2次" in str(refused.value)
    assert "没有列入计划" in str(refused.value)
    assert Entry.objects.count() == before
    line("JG01")
    plan("leave-out", "JG05", *WHERE, "--reason", "本年由省厅统一检查")
    assert "提示：" in plan("submit", *WHERE)
    with pytest.raises(Refused, match="不能自己批准"):
        plan("approve", *WHERE, "--document-no", "x")
    plan("approve", *WHERE, "--document-no", "鹭湾人社〔2026〕3号", by="LW01")
    assert "已公布" in plan("publish", *WHERE)
    shown = plan("show", *WHERE)
    for words in ("JG01", "6中抽1×2", "100家以下15%", "本年不安排 JG05", "第1版"):
        assert words in shown
    assert [e.kind for e in Entry.objects.order_by("seq")][-2:] == [
        "annual_plan.approved",
        "annual_plan.published",
    ]


@pytest.mark.clause("XM-80")
def test_an_adjustment_keeps_both_versions_in_view(bureau: Cast) -> None:
    plan("draft", *WHERE, "--title", "计划", "--pack", "luwan-2026")
    line("JG01")
    line("JG05")
    plan("submit", *WHERE)
    plan("approve", *WHERE, "--document-no", "3号", by="LW01")
    plan("publish", *WHERE)
    plan("adjust", *WHERE, "--pack", "luwan-2026", "--reason", "机构职责调整")
    line("JG01", "--months", "4:R1", "10:R2")
    plan("submit", *WHERE)
    plan("return", *WHERE, "--reason", "再议", by="LW01")
    plan("submit", *WHERE)
    plan("approve", *WHERE, "--document-no", "9号", by="LW01")
    plan("publish", *WHERE)
    shown = plan("show", *WHERE)
    assert "第1版　已被替代" in shown
    assert "第2版　已公布　调整原因：机构职责调整" in shown


@pytest.mark.clause("XM-49")
@pytest.mark.parametrize(
    ("total", "tier", "count"), [("100", "100家以下 15%", 15), ("301", "300家以上 5%", 16)]
)
def test_the_calculator_names_tier_count_and_clause(bureau: Cast, total: str, tier: str, count: int) -> None:
    told = plan("quota", "JG01", total, "--pack", "xiamen-2017")
    assert f"适用档次：{tier}　应抽 {count}　依据：" in told
    assert "三(五)6(1)" in told


def test_a_negative_total_and_an_unknown_plan_are_refused_in_chinese(bureau: Cast) -> None:
    with pytest.raises(Refused, match="负数"):
        call_command("plan", "quota", "JG01", "--as", "LW02", "--pack", "xiamen-2017", "--", "-1")
    with pytest.raises(Refused, match="没有单位"):
        plan("show", *WHERE)


@pytest.mark.clause("FL-14")
def test_an_own_ratio_is_entered_with_reason_and_approver(bureau: Cast) -> None:
    plan("draft", *WHERE, "--title", "计划", "--pack", "fuling-2024")
    assert "未定" in line("JG01")
    with pytest.raises(Refused, match="须由本单位填写"):
        plan("submit", *WHERE)
    own = ("--own", "8%", "--own-reason", "户数少", "--own-approver", "LW01", "--months", "3:R1")
    assert "8%" in line("JG01", *own)
    line("JG05", *own)
    plan("submit", *WHERE)
    assert AnnualPlan.objects.get().state == PlanState.SUBMITTED


@pytest.mark.parametrize(
    ("text", "ppm"), [("8%", 80_000), ("2.5%", 25_000), ("2‰", 2_000), ("100%", 1_000_000)]
)
def test_a_rate_is_read_without_a_float(text: str, ppm: int) -> None:
    assert rate(text) == ppm


@pytest.mark.parametrize("text", ["8", "0%", "101%", "8 %", "-1%", "1.23456%", "七%"])
def test_a_wrong_rate_is_explained(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="应写成"):
        rate(text)


def test_a_month_may_name_its_batch() -> None:
    assert (month("3"), month("10:R2")) == ((3, ""), (10, "R2"))
    with pytest.raises(ArgumentTypeError, match="月份:批次"):
        month("三月")


def test_a_way_of_checking_is_written_in_chinese_and_an_unknown_one_is_refused_at_once() -> None:
    assert (method("现场检查"), method("on_site")) == ("on_site", "on_site")
    with pytest.raises(ArgumentTypeError, match="只有：现场检查、书面检查"):
        method("onsite")
