"""What an annual plan may not contain, each with its clause, all at once."""

from dataclasses import replace
from typing import Any

import pytest
from tests.planning.facts import RULES, line, percent, plan, rules

from mingqian.core.decision import denied
from mingqian.planning.enums import RuleSource
from mingqian.planning.types import PlanFacts, PlanningRules, RoundFacts
from mingqian.planning.validation import validate
from mingqian.policy.rules.quotas import RatioTerms
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.values import Rate

ONE_ROUND = (RoundFacts(1, 3),)


def denial_codes(facts: PlanFacts, given: PlanningRules = RULES) -> list[str]:
    return [decision.code for decision in validate(facts, given).denials]


def test_a_plain_plan_passes_without_a_word() -> None:
    found = validate(plan(), RULES)
    assert (found.denials, found.warnings) == ((), ())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rounds": ONE_ROUND}, "plan.too_few_rounds"),
        ({"rounds": ()}, "plan.too_few_rounds"),
        ({"rounds": (RoundFacts(1, 9), RoundFacts(2, 3))}, "plan.months"),
        ({"responsible_unit": "", "responsible_path": ""}, "plan.no_unit"),
        ({"responsible_path": "350000/X/"}, "plan.outside_unit"),
        ({"responsible_path": "359900/LDC/"}, "plan.other_section"),
        ({"duties": "  "}, "plan.no_duties"),
        ({"methods": ()}, "plan.no_way"),
        ({"methods": ("network",)}, "plan.other_way"),
        ({"ratio_source": None}, "plan.no_ratio"),
        ({"ratio_source": RuleSource.UNIT, "own_ratio_justified": False}, "plan.own_ratio"),
    ],
)
def test_a_line_that_breaks_a_rule_is_refused(changes: dict[str, Any], code: str) -> None:
    assert denial_codes(plan(line(**changes))) == [code]


def test_every_denial_names_its_line_and_says_what_to_do() -> None:
    broken = line(number=7, rounds=ONE_ROUND, duties="", methods=())
    found = validate(plan(broken), RULES).denials
    assert len(found) == 3
    assert all("第7行" in one.reason and one.remedy for one in found)


def test_the_registrys_obstacles_stand_in_the_plan_with_the_line() -> None:
    obstacle = denied("item.unpublished", "事项尚未公布", "国办发〔2024〕54号", "请先公布")
    (found,) = validate(plan(line(obstacles=(obstacle,))), RULES).denials
    assert (found.code, found.clause, found.remedy) == (obstacle.code, obstacle.clause, obstacle.remedy)
    assert "第1行" in found.reason


def test_a_district_does_not_plan_a_city_item() -> None:
    """XM-84: 不缺位、不错位、不越位."""
    district = replace(
        plan(line(responsible_path="359900/359901/", item_owner_path="359900/359901/")),
        unit_level="district",
        unit_path="359900/359901/",
    )
    assert denial_codes(district) == ["plan.city_item"]


def test_two_draws_a_year_yield_to_what_the_law_says() -> None:
    """XM-47: 法律法规规章有规定的，按有关规定实施."""
    law = line(rounds=ONE_ROUND, law_rounds=Said(1, "某条例第八条"))
    assert denial_codes(plan(law)) == []
    (found,) = validate(plan(line(law_rounds=Said(3, "某条例第八条"))), RULES).denials
    assert found.clause == "某条例第八条"


def test_the_items_own_frequency_stands_before_the_packs() -> None:
    """PD-37: 2次/年 with one draw fails; PD-36: a second draw of a 1次/年 item warns."""
    silent = rules(min_rounds=None)
    assert denial_codes(plan(line(rounds=ONE_ROUND, item_rounds=Said(2, "清单第2项"))), silent) == [
        "plan.too_few_rounds"
    ]
    found = validate(plan(line(item_rounds=Said(1, "清单第1项"))), silent)
    assert found.ok
    assert [one.code for one in found.warnings] == ["plan.more_rounds"]


@pytest.mark.parametrize(("reason", "code"), [("", "plan.no_draw_this_year"), ("开展专项", "plan.as_needed")])
def test_an_as_needed_item_may_go_without_a_draw_but_not_in_silence(reason: str, code: str) -> None:
    as_needed = line(rounds=(), as_needed=True, as_needed_reason=reason, item_rounds=Said(1, "清单第5项"))
    found = validate(plan(as_needed), rules(min_rounds=None))
    assert found.ok
    assert [one.code for one in found.warnings] == [code]


def test_a_key_item_is_not_bound_by_the_packs_frequency_but_by_the_laws() -> None:
    """XM-51: 涉及安全和民生的重点监管领域…不受此抽查频次、比例限制."""
    assert denial_codes(plan(line(item_class="key", rounds=ONE_ROUND))) == []
    assert denial_codes(plan(line(item_class="key", rounds=ONE_ROUND, law_rounds=Said(2, "某法")))) == [
        "plan.too_few_rounds"
    ]


@pytest.mark.parametrize(
    ("ppm", "key", "expected"),
    [
        (50_000, False, []),
        (49_999, False, ["plan.below_floor"]),
        (1_000_000, True, []),
        (10_000, True, []),
        (300_000, False, ["plan.above_cap"]),
    ],
)
def test_general_items_keep_between_floor_and_cap_and_key_items_are_free(
    ppm: int, key: bool, expected: list[str]
) -> None:
    """PD-10, PD-12: 最低不能低于5%; 国发〔2019〕5号 wants a cap for general items."""
    given = rules(
        ratio=RatioTerms(general_min=percent(5, "二(一)"), general_max=percent(20, "国发〔2019〕5号"))
    )
    assert denial_codes(plan(line(ratio_ppm=ppm, item_class="key" if key else "general")), given) == expected


def test_a_listed_item_is_planned_or_left_out_with_a_reason() -> None:
    """XM-80: a plan that lacks an item is refused."""
    listed = {"I01": "人才中介", "I05": "劳务派遣"}
    assert denial_codes(plan(items_to_cover=listed)) == ["plan.item_missing"]
    assert denial_codes(plan(items_to_cover=listed, omissions={"I05": " "})) == ["plan.item_missing"]
    told = validate(plan(items_to_cover=listed, omissions={"I05": "本年由省厅统一检查"}), RULES)
    assert told.ok
    assert "省厅统一检查" in told.warnings[0].reason


def test_an_empty_plan_and_a_doubled_item_are_refused() -> None:
    assert denial_codes(replace(plan(), lines=())) == ["plan.empty"]
    assert "plan.item_twice" in denial_codes(plan(line(), line(number=2)))


def test_a_default_of_the_product_warns_and_refuses_nothing() -> None:
    floor = Said(Rate(50_000), "产品缺省值", binding=False)
    found = validate(plan(line(ratio_ppm=10_000)), rules(ratio=RatioTerms(general_min=floor)))
    assert found.ok
    assert [one.code for one in found.warnings] == ["plan.below_default"]
