"""Every ratio and frequency of three real item lists can be written down as structured data.

The table is the whole vocabulary of those lists; a wording that is not in it fails the test.
"""

import csv
from pathlib import Path

import pytest

from mingqian.core import sampling, shares
from mingqian.core.frequency import Cap, Frequency, Window
from mingqian.core.sampling import Part, Rule, Tier, per_mille, percent


def flat(ppm: int, **more: object) -> Rule:
    return Rule((Tier(None, ppm),), **more)  # type: ignore[arg-type]


LEFT_OPEN = None  # no figure in the words: the plan must set a rate of its own, or another plan does
TENTH_WITH_KEY_UNITS = flat(percent(10), parts=(Part("重点", percent(8)),))

RATIOS: dict[str, tuple[Rule | None, int]] = {
    # wording: the rule, and what it asks of 1,000
    "": (LEFT_OPEN, 0),
    "5%": (flat(percent(5)), 50),
    "10%": (flat(percent(10)), 100),
    "16%": (flat(percent(16)), 160),
    "20%": (flat(percent(20)), 200),
    "30%": (flat(percent(30)), 300),
    "33%": (flat(percent(33)), 330),
    "100%": (flat(percent(100)), 1000),
    "不低于3%或按专项计划确定": (flat(percent(3)), 30),
    "不少于3%": (flat(percent(3)), 30),
    "市局抽查比例不少于20%": (flat(percent(20)), 200),
    "市局抽查比例不少于30%": (flat(percent(30)), 300),
    "抽查比例不少于2‰": (flat(per_mille(2)), 2),
    "不超过10%/年": (Rule(max_ppm=percent(10)), 0),
    "不超过15%": (Rule(max_ppm=percent(15)), 0),
    "不超过30%": (Rule(max_ppm=percent(30)), 0),
    "不超过30%/年": (Rule(max_ppm=percent(30)), 0),
    "不超过5%/年": (Rule(max_ppm=percent(5)), 0),
    "不超过总数的2%": (Rule(max_ppm=percent(2)), 0),
    "根据实际需要，一般不超过 10%/年": (Rule(max_ppm=percent(10)), 0),
    "根据实际需要，一般不超过 10%/年。": (Rule(max_ppm=percent(10)), 0),
    "根据实际需要，不超过6%": (Rule(max_ppm=percent(6)), 0),
    "省级不超过2%，市、县质监部门结合当地实际制定检查计划": (Rule(max_ppm=percent(2)), 0),
    "至少200人": (Rule(minimum=200, unit="人"), 200),
    "由市级监管部门根据风险情况确定当年检查的重点和检查单位数量（10%，其中重点检查单位不低于8%）": (
        TENTH_WITH_KEY_UNITS,
        100,
    ),
    "由市级监管部门根据风险情况确定当年检查的重点和检查单位数量": (LEFT_OPEN, 0),
    "由省级监管部门根据风险情况提出当年检查重点，由市级监管部门结合当地实际制定检查计划": (LEFT_OPEN, 0),
    "根据《关于印发浙江省食品生产企业随机抽查工作规程（试行）的通知》确定。": (LEFT_OPEN, 0),
    "根据实际情况确定": (LEFT_OPEN, 0),
    "结合登记事项检查一并开展": (LEFT_OPEN, 0),
}

TWO_IN_A_YEAR = Cap(2, window=Window.YEAR)
TWO_IN_FORCE = Cap(2, window=Window.SINCE)
FREQUENCIES: dict[str, tuple[Frequency | Cap | None, ...]] = {
    "": (None,),
    "根据实际情况确定": (Frequency(as_needed=True),),
    "按照分层次监管，根据风险高低，依法属地确定。": (Frequency(as_needed=True),),
    "根据工作需要或1次/年": (Frequency(1, as_needed=True),),
    "1—2次/年": (Frequency(1, 2),),
    "1次/年": (Frequency(1, 1, usually=True),),
    "2次/年": (Frequency(2, 2, usually=True),),
    "每年1次": (Frequency(1, 1, usually=True),),
    "每年一次": (Frequency(1, 1, usually=True),),
    "每年2次": (Frequency(2, 2, usually=True),),
    "每年不少于1次": (Frequency(1),),
    "每年不少于2次": (Frequency(2),),
    "每年不超过2次": (Frequency(0, 2),),
    "一般不超过1次/年": (Frequency(0, 1, usually=True),),
    "一般不超过2次/年": (Frequency(0, 2, usually=True),),
    "根据实际需要，一般不超过2次/年": (Frequency(0, 2, as_needed=True, usually=True),),
    "根据实际工作需要，一般不超过2次/年": (Frequency(0, 2, as_needed=True, usually=True),),
    "每年1次20%；或者每年2次各10%": (Frequency(1, 1), Frequency(2, 2)),
    "每年1次33%；或者每年分次达到33%": (Frequency(1, 1), Frequency(1)),
    "市级局每年组织1次；县级局每月组织1次": (Frequency(1, 1), Frequency(1, 1, months=1)),
    "对同一单位每2年抽查不超过1次": (Cap(1, 24),),
    "对同一用能产品生产单位，每年度抽查不超过2次": (TWO_IN_A_YEAR,),
    "对同一用能产品销售单位，每年度抽查不超过2次": (TWO_IN_A_YEAR,),
    "对同一个定量包装商品生产、销售单位同一年度内不超过2次": (TWO_IN_A_YEAR,),
    "对一个单位强制检定计量器具使用单位的检查，同一年度内不超过2次": (TWO_IN_A_YEAR,),
    "在备案有效期内同一机构不超过2次": (TWO_IN_FORCE,),
    "在许可有效期内同一单位不超过2次": (TWO_IN_FORCE,),
    "在许可有效期内对同一个单位的检查不超过2次。": (TWO_IN_FORCE,),
}


@pytest.mark.parametrize(("column", "table"), [("ratio", set(RATIOS)), ("frequency", set(FREQUENCIES))])
def test_the_vocabulary_of_the_lists_is_covered(shared: Path, column: str, table: set[str]) -> None:
    with (shared / "data/items/check_items.csv").open(encoding="utf-8-sig") as file:
        assert {row[column] for row in csv.DictReader(file)} == table


@pytest.mark.parametrize("wording", [w for w, (rule, _) in RATIOS.items() if rule])
def test_each_ratio_asks_for_its_number_of_a_thousand(wording: str) -> None:
    rule, expected = RATIOS[wording]
    assert rule is not None
    assert sampling.quota(1000, rule).count == expected


@pytest.mark.parametrize("wording", [w for w in RATIOS if "不超过" in w])
def test_each_ceiling_bounds_whatever_the_bureau_sets(wording: str) -> None:
    rule, _ = RATIOS[wording]
    assert rule is not None
    assert rule.max_ppm is not None
    assert sampling.quota(1000, shares.own_rate(rule, percent(50), "本单位")).count == rule.max_ppm // 1000


def test_key_units_take_at_least_eight_of_the_ten_percent() -> None:
    assert shares.over_parts(TENTH_WITH_KEY_UNITS, 100, {"重点": 200, "一般": 800}) == {
        "重点": 80,
        "一般": 20,
    }


def test_a_year_of_twenty_percent_may_be_drawn_at_once_or_in_two_halves() -> None:
    year = flat(percent(20))
    for draws, ppm in ((1, percent(20)), (2, percent(10))):
        each = sampling.quota(187, flat(ppm)).count
        assert shares.left_of_year(year, 187, [each] * draws) == 0
