"""What other rooms ask of the effective policy: quotas, people, exemptions, planning."""

from datetime import date

import pytest

from mingqian.core import sampling
from mingqian.core.decision import Refused
from mingqian.core.frequency import Stage, Visit, Window, may_exempt, may_visit
from mingqian.policy import stack
from mingqian.policy.layers import Effective
from mingqian.policy.rules import people, planning, quotas, reading, sparing
from mingqian.policy.rules.quotas import OwnRate


def policy(name: str) -> Effective:
    return stack.of(name)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.clause("XM-47")
def test_a_laws_own_ratio_comes_before_the_tier_and_names_its_article() -> None:
    xiamen = policy("xiamen-2017")
    item = xiamen.own.item("XM-I05")
    usual = sampling.quota(412, quotas.rule(xiamen, item))
    law = sampling.quota(412, quotas.rule(xiamen, item, law=OwnRate(200_000, "某条例第九条")))
    assert (usual.count, law.count) == (21, 83)
    assert law.tier is not None and law.tier.clause == "某条例第九条"
    assert usual.tier is not None and usual.tier.clause == "厦门方案三(五)6(1)"


@pytest.mark.clause("XM-49")
@pytest.mark.parametrize(("n", "k"), [(99, 15), (100, 15), (101, 11), (300, 30), (301, 16), (6240, 312)])
def test_the_tier_its_rate_and_its_clause_stand_with_the_count(n: int, k: int) -> None:
    xiamen = policy("xiamen-2017")
    quota = sampling.quota(n, quotas.rule(xiamen, xiamen.own.item("XM-I06")))
    assert quota.count == k
    assert "厦门方案三(五)6(1)" in quota.sentence()


@pytest.mark.clause("XM-50")
def test_a_secondary_pool_has_its_own_tiers_and_base() -> None:
    xiamen = policy("xiamen-2017")
    rule = quotas.rule(xiamen, xiamen.own.item("XM-I23"), secondary=True)
    assert (rule.base, rule.unit, sampling.quota(1000, rule).count) == ("pool", "人", 50)
    assert sampling.quota(1001, rule).count == 31


@pytest.mark.clause("FL-14")
def test_without_a_figure_fuling_must_say_its_own() -> None:
    fuling = policy("fuling-2024")
    item = policy("xiamen-2017").own.item("XM-I05")
    with pytest.raises(Refused) as caught:
        quotas.rule(fuling, item)
    assert "文件未定比例，须由本单位填写" in str(caught.value) and "涪陵指引三(三)" in str(caught.value)
    own = quotas.rule(fuling, item, own=OwnRate(60_000, "本单位确定"))
    assert sampling.quota(100, own).count == 6 and own.clause == "本单位确定"


@pytest.mark.clause("PD-12", "PD-10")
def test_a_general_item_below_five_percent_is_refused_and_a_key_item_is_free() -> None:
    from dataclasses import replace

    pingdingshan = policy("pingdingshan-2020")
    item = pingdingshan.own.item("PD-I01")
    with pytest.raises(Refused, match="低于一般检查事项下限5%"):
        quotas.rule(pingdingshan, item, law=OwnRate(40_000, "某规定"))
    key = replace(item, item_class="key")
    assert sampling.quota(100, quotas.rule(pingdingshan, key, law=OwnRate(40_000, "某规定"))).count == 4


def test_a_default_floor_only_warns() -> None:
    from dataclasses import replace

    xiamen = policy("xiamen-2017")
    item = replace(xiamen.own.item("XM-I05"), item_class="general")
    decision = quotas.enough(xiamen, item, 30_000)
    assert decision.ok and "产品缺省提示" in decision.reason


@pytest.mark.clause("PD-43")
@pytest.mark.parametrize(("n", "k"), [(150, 150), (200, 200), (118_420, 200)])
def test_at_least_two_hundred_persons_or_all_of_them(n: int, k: int) -> None:
    pingdingshan = policy("pingdingshan-2020")
    quota = sampling.quota(n, quotas.rule(pingdingshan, pingdingshan.own.item("PD-I08")))
    assert quota.count == k


@pytest.mark.clause("XM-56")
def test_categories_take_their_inspectors_from_their_pools() -> None:
    xiamen = policy("xiamen-2017")
    pools = {
        code: people.inspectors(xiamen, xiamen.own.item(code)).pool for code in ("XM-I05", "XM-I12", "XM-I18")
    }
    assert pools == {"XM-I05": "enforcement", "XM-I12": "enforcement", "XM-I18": "business"}


def test_an_enterprise_item_of_category_three_needs_certified_officers_today() -> None:
    rule = people.inspectors(policy("xiamen-2017"), policy("xiamen-2017").own.item("XM-I22"))
    assert rule.pool == "enforcement" and "须持行政执法证" in rule.notes[0]
    then = stack.of("xiamen-2017", national=False)
    assert people.inspectors(then, then.own.item("XM-I22")).pool == "business"


@pytest.mark.clause("XM-54")
def test_one_to_three_times_the_need_and_no_more() -> None:
    xiamen = policy("xiamen-2017")
    assert [people.multiplier_allowed(xiamen, factor).ok for factor in (99, 100, 250, 300, 301)] == [
        False, True, True, True, False,
    ]  # fmt: skip
    refusal = people.multiplier_allowed(xiamen, 400)
    assert "4.00" in refusal.reason and refusal.clause == "厦门方案三(五)6(2)"


@pytest.mark.clause("PD-25")
def test_a_team_of_one_is_refused_with_the_clause() -> None:
    refusal = people.team_allowed(policy("pingdingshan-2020"), 1)
    assert not refusal.ok and refusal.clause == "平人社办〔2020〕47号三(三)"
    assert people.team_allowed(policy("pingdingshan-2020"), 2).ok


@pytest.mark.clause("FL-12")
def test_only_the_role_the_pack_names_may_activate_inspectors() -> None:
    fuling = policy("fuling-2024")
    assert people.may_activate(fuling, "legal_office").ok
    refusal = people.may_activate(fuling, "business_unit_head")
    assert not refusal.ok and refusal.clause == "涪陵指引三(二)"
    assert people.may_activate(policy("xiamen-2017"), "business_unit_head").ok


def test_the_demo_bureau_draws_double_in_teams_of_two_under_two_witnesses() -> None:
    luwan = policy("luwan-2026")
    rule = people.inspectors(luwan, luwan.own.item("LW-05"))
    assert (rule.factor100, rule.min_team, rule.captain) == (200, 2, "drawn")
    witness = people.witness(luwan)
    assert witness is not None and (witness.kind, witness.at_least) == ("discipline", 2)


@pytest.mark.clause("XM-58")
@pytest.mark.parametrize(
    ("last", "stage", "abnormal", "ok"),
    [
        ("2026-01-17", Stage.AFTER_DRAW, "", True),
        ("2025-12-17", Stage.AFTER_DRAW, "", True),
        ("2025-12-16", Stage.AFTER_DRAW, "", False),
        ("2026-01-17", Stage.BEFORE_FREEZE, "", False),
        ("2026-01-17", Stage.AFTER_DRAW, "C级", False),
    ],
)
def test_a_drawn_firm_checked_within_three_months_may_be_exempted_after_the_draw(
    last: str, stage: Stage, abnormal: str, ok: bool
) -> None:
    rule = sparing.recency(policy("xiamen-2017"))
    assert rule is not None
    decision = may_exempt(
        rule, day(last), day("2026-03-17"), stage=stage, abnormal=abnormal, reason="近期已查"
    )
    assert decision.ok == ok and decision.clause == "厦门方案三(五)6(2)"


def test_the_cap_of_the_demo_bureau_protects_the_unpenalised_and_never_blocks_a_lead() -> None:
    cap = sparing.core_cap(policy("luwan-2026"))
    assert cap is not None and cap.window is Window.YEAR
    once = [Visit(day("2026-04-01"))]
    on = day("2026-09-15")
    assert not may_visit(cap, once, on, penalised=False).ok
    assert may_visit(cap, once, on, penalised=True).ok
    assert may_visit(cap, once, on, penalised=False, lead=True).ok


@pytest.mark.clause("XM-90")
def test_an_abnormal_subject_has_coded_grounds_with_evidence() -> None:
    grounds = sparing.abnormal_grounds(policy("luwan-2026"))
    assert {one.code for one in grounds} == {"JYYC", "CJ", "TSDC"}
    assert all(one.evidence for one in grounds)


@pytest.mark.clause("XM-51")
def test_five_grounds_lift_ratio_and_frequency() -> None:
    assert sparing.unbound_grounds(policy("xiamen-2017")) == (
        "safety_livelihood", "special_inspection", "reported", "blacklisted", "serious_record",
    )  # fmt: skip


def test_status_codes_are_a_closed_list() -> None:
    xiamen = policy("xiamen-2017")
    assert set(sparing.codes(xiamen, sparing.FORCED)) == {"TS", "XK", "HM", "ZF", "RD"}
    refusal = sparing.code_allowed(xiamen, sparing.EXEMPT, "FRIEND")
    assert not refusal.ok and "3M近期已接受过抽查" in refusal.remedy


@pytest.mark.clause("PD-23")
def test_a_direction_without_figure_takes_the_default_figure() -> None:
    pingdingshan = policy("pingdingshan-2020")
    assert sparing.slips(pingdingshan, frozenset({"grade_C"})) == 4
    assert sparing.slips(pingdingshan, frozenset({"many_complaints"})) == 4
    assert sparing.slips(pingdingshan, frozenset()) == 2
    assert sparing.slips(pingdingshan, frozenset({"grade_A"})) == 2
    assert sparing.all_slips(pingdingshan) == (2, 4)


@pytest.mark.clause("FL-15")
def test_high_integrity_lowers_and_low_integrity_raises_the_chance() -> None:
    fuling = policy("fuling-2024")
    slips = [sparing.slips(fuling, frozenset({f"grade_{grade}"})) for grade in "ABC"]
    assert slips == [1, 2, 4]


@pytest.mark.clause("XM-25")
@pytest.mark.parametrize(
    ("persons", "count", "ok"), [(True, 9_999, False), (True, 10_000, True), (False, 20_000, False)]
)
def test_a_secondary_pool_needs_ten_thousand_natural_persons(persons: bool, count: int, ok: bool) -> None:
    decision = sparing.secondary_pool(policy("xiamen-2017"), persons=persons, count=count)
    assert decision.ok == ok and decision.clause.startswith("厦门方案三(二)")


def test_a_bureau_whose_document_has_no_secondary_pool_may_not_make_one() -> None:
    assert not sparing.secondary_pool(policy("fuling-2024"), persons=True, count=50_000).ok


def test_a_pool_rule_uses_the_vocabulary_of_the_policy() -> None:
    xiamen = policy("xiamen-2017")
    assert sparing.condition_allowed(xiamen, "division", "in").ok
    assert sparing.condition_allowed(xiamen, "facts.补贴金额", "ge").ok
    assert "不在规则包的词汇内" in sparing.condition_allowed(xiamen, "ownership", "eq").reason
    assert "不能用“ge”比较" in sparing.condition_allowed(xiamen, "tag", "ge").reason


@pytest.mark.clause("XM-48")
def test_one_draw_a_year_is_too_few_in_xiamen_and_enough_in_pingdingshan() -> None:
    xiamen, pingdingshan = policy("xiamen-2017"), policy("pingdingshan-2020")
    refusal = planning.draws_enough(xiamen, xiamen.own.item("XM-I05"), 1)
    assert not refusal.ok and refusal.clause == "厦门方案三(五)6(1)"
    assert planning.draws_enough(pingdingshan, pingdingshan.own.item("PD-I01"), 1).ok
    assert not planning.draws_enough(pingdingshan, pingdingshan.own.item("PD-I02"), 1).ok


@pytest.mark.clause("PD-40")
def test_as_needed_lets_a_reason_stand_in_for_a_draw() -> None:
    pingdingshan = policy("pingdingshan-2020")
    item = pingdingshan.own.item("PD-I05")
    assert not planning.draws_enough(pingdingshan, item, 0).ok
    assert planning.draws_enough(pingdingshan, item, 0, "本年无新增派遣单位").ok


def test_every_reason_against_planning_an_item_is_given_at_once() -> None:
    xiamen = policy("xiamen-2017")
    codes = [one.code for one in planning.may_plan(xiamen, xiamen.own.item("XM-I16"))]
    assert codes == ["item.retired", "item.basis_level", "item.necessity"]
    assert planning.may_plan(xiamen, xiamen.own.item("XM-I06")) == ()


@pytest.mark.clause("FL-37")
def test_planning_on_a_missing_annex_is_refused_until_items_are_entered() -> None:
    refusal = planning.item_list(policy("fuling-2024"))
    assert not refusal.ok and "附件《涪陵区人力资源和社会保障局随机抽查事项清单》未收录" in refusal.reason
    assert planning.item_list(policy("xiamen-2017")).ok


@pytest.mark.clause("FL-18")
def test_the_seven_fields_of_an_implementation_plan_are_asked_for_in_order() -> None:
    missing = planning.missing_fields(
        policy("fuling-2024"), "implementation_plan.fields", frozenset({"抽查项目", "实施时间"})
    )
    assert missing == ("抽查目的", "执法人员数量", "执法检查方式", "保密要求", "检查结果运用")


def test_reading_a_value_as_the_wrong_kind_is_a_bug_and_says_so() -> None:
    with pytest.raises(TypeError, match=r"framework_name: str is not int"):
        reading.of(policy("xiamen-2017"), "framework_name", int)
