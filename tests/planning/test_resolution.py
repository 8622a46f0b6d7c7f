"""Which ratio applies, where it is written, and what it comes to."""

from typing import Any

import pytest
from tests.planning.facts import percent

from mingqian.core.sampling import BadRule, Part, Rule, Tier
from mingqian.planning.enums import RuleSource
from mingqian.planning.resolution import frequency_of, preview, stated
from mingqian.planning.rule_json import from_json, to_json
from mingqian.policy.rules.quotas import ItemRatio, OwnRate, RatioTerms, resolve
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.values import ItemCount, Rate
from mingqian.policy.schema.values import Tier as PackTier

XIAMEN = RatioTerms(
    tiers=Said(
        (PackTier(100, Rate(150_000)), PackTier(300, Rate(100_000)), PackTier(None, Rate(50_000))),
        "三(五)6(1)",
    ),
    secondary_tiers=Said(
        (PackTier(100, Rate(100_000)), PackTier(1000, Rate(50_000)), PackTier(None, Rate(30_000))),
        "三(五)6(1)第二款",
    ),
)
SILENT = RatioTerms(from_unit=Said("own", "三(三)"))


def item(ratio: dict[str, Any] | None = None, own_ppm: int | None = None, **changes: Any) -> ItemRatio:
    own = None if own_ppm is None else OwnRate(own_ppm, "本单位确定")
    return ItemRatio(**{"code": "I01", **changes}, stated=stated(ratio), own=own)


@pytest.mark.parametrize(
    ("total", "count", "tier"),
    [
        (0, 0, "100家以下 15%"),
        (1, 1, "100家以下 15%"),
        (7, 2, "100家以下 15%"),
        (99, 15, "100家以下 15%"),
        (100, 15, "100家以下 15%"),
        (101, 11, "300家以下 10%"),
        (286, 29, "300家以下 10%"),
        (300, 30, "300家以下 10%"),
        (301, 16, "300家以上 5%"),
        (412, 21, "300家以上 5%"),
        (6240, 312, "300家以上 5%"),
    ],
)
def test_the_tiers_of_the_document_apply_where_nothing_else_speaks(total: int, count: int, tier: str) -> None:
    found = resolve(item(), XIAMEN)
    shown = preview(found, total)
    assert (found.source, shown.count, shown.tier, shown.clause) == (
        RuleSource.TIERS,
        count,
        tier,
        "三(五)6(1)",
    )


@pytest.mark.parametrize(
    ("total", "count"), [(9, 1), (100, 10), (101, 6), (1000, 50), (1001, 31), (12345, 371)]
)
def test_a_secondary_pool_has_its_own_tiers_on_the_filtered_pool(total: int, count: int) -> None:
    found = resolve(item(secondary=True), XIAMEN)
    assert (found.source, preview(found, total).count) == (RuleSource.SECONDARY_TIERS, count)
    assert found.rule is not None
    assert found.rule.base == "pool"


def test_the_laws_own_ratio_prevails_and_names_its_article_and_without_it_the_tier_returns() -> None:
    """XM-47: enter a regulation's ratio, quota follows; remove it, the tier names the clause again."""
    law = {"kind": "ratio", "ppm": 200_000, "source": "law", "clause": "某条例第八条"}
    with_law, without = resolve(item(ratio=law), XIAMEN), resolve(item(), XIAMEN)
    assert (with_law.source, with_law.clause, preview(with_law, 286).count) == (
        RuleSource.LAW,
        "某条例第八条",
        58,
    )
    assert (without.source, without.clause, preview(without, 286).count) == (
        RuleSource.TIERS,
        "三(五)6(1)",
        29,
    )


@pytest.mark.parametrize(
    ("ratio", "total", "count"),
    [
        ({"kind": "ratio", "ppm": 50_000}, 41, 3),
        ({"kind": "ratio", "ppm": 50_000}, 40, 2),
        ({"kind": "ratio", "ppm": 300_000}, 11, 4),
        ({"kind": "ratio", "ppm": 200_000}, 21, 5),
        ({"kind": "ratio", "ppm": 160_000}, 26, 5),
        ({"kind": "min_count", "count": 200, "unit": "人"}, 150, 150),
        ({"kind": "min_count", "count": 200, "unit": "人"}, 118_420, 200),
        ({"kind": "all"}, 17, 17),
        ({"kind": "tiers", "tiers": [{"upto": 10, "ppm": 500_000}, {"upto": None, "ppm": 100_000}]}, 11, 2),
        ({"kind": "ratio", "ppm": 10_000, "min": 20}, 100, 20),
    ],
)
def test_the_items_own_ratio_stands_before_the_tiers(ratio: dict[str, Any], total: int, count: int) -> None:
    found = resolve(item(ratio=ratio), XIAMEN)
    assert (found.source, preview(found, total).count) == (RuleSource.ITEM, count)


def test_a_document_without_figures_waits_for_the_units_own() -> None:
    """FL-14: 文件未定比例，须由本单位填写; entered, it prints 本单位确定."""
    waiting = resolve(item(), SILENT)
    assert (waiting.rule, waiting.source, waiting.clause) == (None, None, "三(三)")
    assert "须由本单位填写" in preview(waiting, 100).sentence
    entered = resolve(item(own_ppm=80_000), SILENT)
    assert (entered.source, entered.note, preview(entered, 100).count) == (RuleSource.UNIT, "本单位确定", 8)


@pytest.mark.parametrize(("own", "count"), [(10_000, 29), (200_000, 58)])
def test_a_units_own_figure_may_raise_the_tiers_but_not_lower_them(own: int, count: int) -> None:
    found = resolve(item(own_ppm=own), XIAMEN)
    assert (found.source, preview(found, 286).count) == (RuleSource.TIERS, count)


def test_the_floor_of_general_items_lifts_a_low_tier_but_not_that_of_a_key_item() -> None:
    low = RatioTerms(tiers=Said((PackTier(None, Rate(20_000)),), "甲"), general_min=percent(5, "二(一)"))
    assert preview(resolve(item(item_class="general"), low), 100).count == 5
    assert preview(resolve(item(item_class="key"), low), 100).count == 2
    assert preview(resolve(item(), low), 100).count == 2


@pytest.mark.parametrize(
    ("scope", "words"), [("agency", "每个机构"), ("whole", "全市合计"), (None, "文件未说明")]
)
def test_an_absolute_minimum_of_the_pack_shows_the_scope_it_has(scope: str | None, words: str) -> None:
    pack = RatioTerms(
        minimum_counts=Said((ItemCount("I08", 200, "人"),), "附表第8项"),
        minimum_scope=Said(scope, "本单位设置") if scope else None,
    )
    found = resolve(item(code="I08", ratio={"kind": "ratio", "ppm": 1_000}), pack)
    assert preview(found, 10_000).count == 200
    assert words in found.note


def test_an_unknown_way_of_writing_a_ratio_is_refused() -> None:
    with pytest.raises(BadRule, match="不认识"):
        resolve(item(ratio={"kind": "guess"}), XIAMEN)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(
            (Tier(100, 150_000, "甲"), Tier(None, 50_000)), clause="乙", minimum=3, maximum=9, monotone=True
        ),
        Rule(minimum=200, unit="人"),
        Rule((Tier(None, 5),), parts=(Part("key", 80_000, "part", "丙"),), base="pool", max_ppm=300_000),
    ],
)
def test_a_rule_survives_the_plan_row(rule: Rule) -> None:
    assert from_json(to_json(rule)) == rule


@pytest.mark.parametrize(
    ("stored", "law", "listed", "as_needed"),
    [
        (None, None, None, False),
        ({"kind": "per_year", "times": 2}, None, 2, False),
        ({"kind": "as_needed_or_per_year", "times": 1}, None, 1, True),
        ({"kind": "per_year", "times": 4, "source": "law", "clause": "某条例"}, 4, None, False),
    ],
)
def test_a_frequency_says_whose_it_is(
    stored: dict[str, Any] | None, law: int | None, listed: int | None, as_needed: bool
) -> None:
    found = frequency_of(stored)
    assert (found.law and found.law.value, found.listed and found.listed.value, found.as_needed) == (
        law,
        listed,
        as_needed,
    )
