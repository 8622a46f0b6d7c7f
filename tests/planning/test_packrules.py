"""What planning reads from the real packs: five documents, one code."""

from datetime import date
from functools import cache

import pytest

from mingqian.core.canonical import Suite
from mingqian.core.sampling import PPM, Rule, Tier
from mingqian.planning import resolution
from mingqian.planning.enums import MergeForce, RuleSource, SamplingMethod
from mingqian.planning.implementing import pool_for
from mingqian.planning.rolling import roll_rules, weights_of
from mingqian.planning.selectors import packs
from mingqian.planning.types import PackInForce
from mingqian.planning.ways import applied, fits, weighs
from mingqian.policy.rules.quotas import ItemRatio, resolve
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.values import Weight

DAY = date(2026, 3, 17)


@cache
def pack(name: str) -> PackInForce:
    return packs.in_force(name, suite=Suite.SHA256)


ALL = ["xiamen-2017", "fuling-2024", "pingdingshan-2020", "shizuishan-2019", "ezhou-2016", "luwan-2026"]


@pytest.mark.parametrize("name", ALL)
def test_every_pack_gives_rules_with_clauses_and_the_national_layer_is_on(name: str) -> None:
    found = pack(name)
    assert found.national
    assert found.rules.min_team is not None
    assert found.rules.min_team.clause
    assert len(found.digest) == 64
    assert found.digest != packs.in_force(name, suite=Suite.SM3).digest


@pytest.mark.parametrize(
    ("name", "force"),
    [
        ("fuling-2024", MergeForce.IN_PRINCIPLE),
        ("pingdingshan-2020", MergeForce.MUST),
        ("luwan-2026", MergeForce.IN_PRINCIPLE),
    ],
)
def test_the_force_of_merging_is_the_documents_own(name: str, force: MergeForce) -> None:
    said = pack(name).rules.merge_force
    assert said is not None
    assert said.value is force


@pytest.mark.parametrize(
    ("name", "total", "count", "source"),
    [
        ("xiamen-2017", 286, 29, RuleSource.TIERS),
        ("luwan-2026", 300, 30, RuleSource.TIERS),
        ("fuling-2024", 100, 0, None),
    ],
)
def test_tiers_are_xiamens_and_fulings_silence_is_not_filled_by_a_default(
    name: str, total: int, count: int, source: RuleSource | None
) -> None:
    found = resolve(ItemRatio("I"), pack(name).rules.ratio)
    assert (found.source, resolution.preview(found, total).count) == (source, count)


def test_the_secondary_tier_of_three_percent_is_not_lifted_by_a_products_default() -> None:
    found = resolve(ItemRatio("I", "general", secondary=True), pack("xiamen-2017").rules.ratio)
    assert resolution.preview(found, 12_345).count == 371


@pytest.mark.parametrize(("category", "pool"), [(1, "enforcement"), (2, "enforcement"), (3, "business")])
def test_the_category_decides_the_pool_of_inspectors(category: int, pool: str) -> None:
    found, clause = pool_for(category, "special", pack("xiamen-2017").rules)
    assert found == pool
    assert "三(五)6(2)" in clause


def test_an_item_without_category_takes_its_pool_from_the_nature() -> None:
    rules = pack("xiamen-2017").rules
    assert pool_for(9, "business", rules)[0] == "business"
    assert pool_for(9, "enforcement", rules)[0] == "enforcement"


def test_rolls_obey_cap_and_forced_codes_and_exempt_before_the_freeze_only_where_a_document_says() -> None:
    xiamen, fuling = roll_rules(pack("xiamen-2017").rules, DAY), roll_rules(pack("fuling-2024").rules, DAY)
    assert xiamen.cap is not None
    assert (xiamen.cap.times, xiamen.recent_months, xiamen.cap.unpenalised_only) == (1, None, True)
    assert "XK" in xiamen.forced
    assert "XK" not in fuling.forced
    assert {"TS", "HM", "ZF"} <= fuling.forced
    assert fuling.recent_months is None
    henan = roll_rules(pack("pingdingshan-2020").rules, DAY)
    assert henan.cap is not None
    assert (henan.cap.unpenalised_only, henan.cap.clause) == (False, "河南省劳动保障监察条例第十一条")


@pytest.mark.clause("PD-23")
@pytest.mark.parametrize(
    ("name", "slips"),
    [
        ("pingdingshan-2020", {"B": 2, "C": 4, "": 2}),
        ("fuling-2024", {"A": 1, "B": 2, "C": 4, "": 2}),
    ],
)
def test_a_direction_without_a_figure_weighs_as_the_policy_says(name: str, slips: dict[str, int]) -> None:
    """PD 三(二) 对诚信等级评价为C级的……要加大检查频次和监管力度: more slips, though no document says how many."""
    assert roll_rules(pack(name).rules, DAY).weights == slips


def test_slips_by_grade_count_the_unrated_as_b() -> None:
    weights = Said(
        (_weight("grade_A", 1), _weight("grade_B", 2), _weight("grade_C", 4), _weight("x", 9)), "甲"
    )
    assert weights_of(weights) == {"A": 1, "B": 2, "C": 4, "": 2}
    assert weights_of(Said((_weight("grade_C", None),), "甲")) == {}
    assert weights_of(None) == {}


def _weight(ground: str, slips: int | None, power: str = "may") -> Weight:
    return Weight(ground, "", "more", power, slips)


RULE = Rule((Tier(100, 150_000, "甲"), Tier(None, 50_000, "甲")), clause="甲", minimum=3)


@pytest.mark.clause("PD-11")
def test_ordering_all_draws_everybody_and_strata_get_a_quota_each() -> None:
    ordered = applied(RULE, SamplingMethod.ORDERED)
    assert ordered.tiers == (Tier(None, PPM, "甲"),)
    assert applied(RULE, SamplingMethod.STRATIFIED).scope == "stratum"
    assert applied(RULE, SamplingMethod.PLAIN) == applied(RULE, SamplingMethod.WEIGHTED) == RULE


@pytest.mark.parametrize(
    ("method", "weight", "binding", "expected"),
    [
        (SamplingMethod.PLAIN, "may", True, False),
        (SamplingMethod.PLAIN, "must", True, True),
        (SamplingMethod.PLAIN, "must", False, False),
        (SamplingMethod.WEIGHTED, "may", False, True),
    ],
)
def test_weights_count_where_the_plan_or_a_document_asks_for_them(
    method: SamplingMethod, weight: str, binding: bool, expected: bool
) -> None:
    weights = Said((_weight("grade_C", 4, weight),), "甲", binding)
    assert weighs(method, weights) is expected
    assert not weighs(method, None)


@pytest.mark.clause("FL-04")
@pytest.mark.parametrize(
    ("method", "reason", "strata", "code"),
    [
        (SamplingMethod.PLAIN, "", False, ""),
        (SamplingMethod.WEIGHTED, " ", False, "line.sampling_reason"),
        (SamplingMethod.STRATIFIED, "分自贸区内外", False, "line.no_strata"),
        (SamplingMethod.STRATIFIED, "分自贸区内外", True, ""),
        (SamplingMethod.ORDERED, "全覆盖", False, ""),
    ],
)
def test_a_way_of_drawing_needs_its_reason_and_its_strata(
    method: SamplingMethod, reason: str, strata: bool, code: str
) -> None:
    answer = fits(method, reason=reason, strata=strata, name="鉴定机构")
    assert (answer.ok, answer.code) == (not code, code or "allowed")
