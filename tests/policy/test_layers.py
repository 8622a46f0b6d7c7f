"""Precedence (参数表 2.2 with 2.4): stricter kept, looser shown and not used, the rest side by side."""

import pytest

from mingqian.policy import layers, loader, stack
from mingqian.policy.layers import Conflict, ConflictKind, Effective
from mingqian.policy.rules import clocks, planning, reading, sparing
from mingqian.policy.schema.keys import BY_NAME
from mingqian.policy.schema.parameter import Rank
from mingqian.policy.wording import say


def value(policy: Effective, key: str) -> str:
    return say(BY_NAME[key], policy.value(key))


def conflicts(policy: Effective, key: str, kind: ConflictKind) -> list[Conflict]:
    return [one for one in policy.conflicts if one.key == key and one.kind is kind]


@pytest.mark.clause("FL-26")
def test_fulings_twenty_days_for_penalties_give_way_to_seven_and_are_shown() -> None:
    policy = stack.of("fuling-2024")
    assert value(policy, "decision.publish_penalty") == "自作出决定之日起7个工作日内"
    (conflict,) = conflicts(policy, "decision.publish_penalty", ConflictKind.LOOSER)
    assert "20个工作日" in conflict.text and "不予采用" in conflict.text and conflict.ids == ("FL-26",)
    assert loader.load("fuling-2024").parameter("decision.publish_penalty").value is not None


@pytest.mark.clause("SZ-24")
def test_shizuishans_25_january_is_earlier_than_31_january_and_stays() -> None:
    policy = stack.of("shizuishan-2019")
    assert value(policy, "stats.publish") == "每年1月25日前（含当日）"
    assert not [one for one in policy.conflicts if one.key == "stats.publish"]


@pytest.mark.clause("XM-69")
def test_xiamens_ten_days_for_results_stay_and_the_national_twenty_run_beside() -> None:
    policy = stack.of("xiamen-2017")
    assert value(policy, "result.publish_days") == "自检查结束之日起10个工作日内"
    running = clocks.clocks(policy, "result.publish_days")
    assert [clock.deadline.amount for clock in running] == [10, 20]
    assert conflicts(policy, "result.publish_days", ConflictKind.BOTH)


@pytest.mark.clause("XM-48")
def test_two_draws_per_item_and_one_visit_per_firm_hold_both() -> None:
    policy = stack.of("xiamen-2017")
    assert policy.value("frequency.min_draws_per_item_year") == 2
    cap = sparing.visit_cap(policy)
    assert cap is not None and cap[0].times == 1
    (conflict,) = conflicts(policy, "frequency.min_draws_per_item_year", ConflictKind.TENSION)
    assert conflict.effect == "both_hold"


@pytest.mark.clause("PD-12")
def test_pingdingshans_floor_and_the_national_ceiling_hold_both() -> None:
    policy = stack.of("pingdingshan-2020")
    assert value(policy, "ratio.min_percent_general") == "5%"
    (conflict,) = conflicts(policy, "ratio.min_percent_general", ConflictKind.TENSION)
    assert conflict.effect == "both_hold"


def test_a_provincial_regulation_binds_only_bureaus_of_its_province_and_both_clocks_show() -> None:
    henan, elsewhere = stack.of("pingdingshan-2020"), stack.of("xiamen-2017")
    amounts = [
        (one.deadline.amount, one.deadline.unit.value) for one in clocks.clocks(henan, "case.investigate")
    ]
    assert amounts == [(30, "calendar_days"), (60, "working_days")]
    assert [one.deadline.amount for one in clocks.clocks(elsewhere, "case.investigate")] == [60]
    assert conflicts(henan, "case.investigate", ConflictKind.BOTH)


@pytest.mark.clause("XM-43")
def test_a_paper_notice_is_kept_and_its_digital_form_is_an_addition() -> None:
    policy = stack.of("xiamen-2017")
    assert policy.value("notice.medium") == ("paper",)
    assert conflicts(policy, "notice.medium", ConflictKind.TENSION)[0].effect == "conditional"


def test_exemption_stays_manual_beside_merging() -> None:
    policy = stack.of("xiamen-2017")
    (conflict,) = conflicts(policy, "recent_check_exemption", ConflictKind.TENSION)
    assert "逐户由人决定" in conflict.text


@pytest.mark.clause("XM-20")
@pytest.mark.clause("FL-03")
def test_an_enterprise_item_on_a_policy_paper_is_blocked_only_while_the_national_layer_is_on() -> None:
    today, then = stack.of("xiamen-2017"), stack.of("xiamen-2017", national=False)
    item = today.own.item("XM-I22")
    codes = [one.code for one in planning.may_plan(today, item)]
    assert "item.basis_level" in codes
    assert "item.basis_level" not in [one.code for one in planning.may_plan(then, item)]
    assert conflicts(today, "item.basis_levels", ConflictKind.LOOSER)
    assert conflicts(today, "item.necessity_categories", ConflictKind.TENSION)[0].effect == "blocked"


@pytest.mark.clause("XM-58")
def test_exemption_after_the_draw_and_before_the_freeze_are_two_stages() -> None:
    policy = stack.of("xiamen-2017")
    rule = sparing.exemption(policy)
    assert rule is not None and rule.after_draw and not rule.before_freeze
    assert conflicts(policy, "exemption.stage", ConflictKind.TENSION)[0].effect == "two_stages"


@pytest.mark.clause("FL-02")
def test_delegated_bodies_stay_out_of_the_random_pool_by_default() -> None:
    policy = stack.of("fuling-2024")
    assert policy.value("inspector.delegated_bodies") is False
    assert conflicts(policy, "inspector.delegated_bodies", ConflictKind.TENSION)[0].effect == "switched_off"


@pytest.mark.clause("FL-22")
def test_an_appointed_leader_counts_only_with_a_certificate() -> None:
    policy = stack.of("fuling-2024")
    assert policy.value("team_leader_mode") == "appointed"
    assert policy.value("team.leader_counts_only_certified") is True
    assert conflicts(policy, "team_leader_mode", ConflictKind.TENSION)


def test_the_order_beyond_the_need_is_drawn_and_published() -> None:
    policy = stack.of("fuling-2024")
    assert policy.value("inspector.beyond_need_published") is True
    assert conflicts(policy, "inspector.multiplier", ConflictKind.TENSION)


def test_a_result_clock_that_may_end_before_the_decision_is_marked() -> None:
    policy = stack.of("xiamen-2017")
    starts = [one.deadline.start.value for one in clocks.clocks(policy, "decision.publish_penalty")]
    assert starts == ["inspection_end", "decision"]
    assert conflicts(policy, "decision.publish_penalty", ConflictKind.TENSION)
    assert not conflicts(stack.of("fuling-2024"), "decision.publish_penalty", ConflictKind.TENSION)


def test_a_suggestion_and_an_unclear_text_are_shown_but_never_used() -> None:
    ezhou = stack.of("ezhou-2016")
    assert ezhou.value("case_review.expert_draw") is None
    assert ezhou.values["case_review.expert_draw"].said[-1].value == "random"
    xiamen = stack.of("xiamen-2017")
    assert xiamen.values["tier_boundary"].is_default and xiamen.value("tier_boundary") == "higher_rate"


def test_a_default_fills_silence_and_never_conflicts() -> None:
    for name in loader.names():
        for conflict in stack.of(name).conflicts:
            if conflict.kind is not ConflictKind.TENSION:
                assert conflict.upper.rank is not Rank.DEFAULT


def test_lists_that_do_not_contain_one_another_are_joined() -> None:
    policy = stack.of("ezhou-2016")
    triggers = reading.texts(policy, "legal_review.triggers")
    assert triggers[:2] == ("large_fine", "confiscation") and "public_interest" in triggers


def test_a_child_inherits_tightens_and_names_every_layer() -> None:
    policy = stack.of("luwan-2026")
    assert policy.name == "national-2026+xiamen-2017+luwan-2026"
    assert policy.values["ratio.tiers"].clause.startswith("厦门方案")
    witness = policy.values["draw_witness"]
    assert witness.clause.startswith("鹭湾细则") and [one.pack for one in witness.said][-2:] == [
        "xiamen-2017",
        "luwan-2026",
    ]


def test_a_county_without_a_list_works_with_its_superiors_and_tightens_twice_removed() -> None:
    policy = stack.of("hubin-2026")
    assert policy.name == "national-2026+xiamen-2017+luwan-2026+hubin-2026"
    assert policy.own.items == loader.load("luwan-2026").items
    assert policy.values["ratio.tiers"].clause == "湖滨办法第三条"
    assert policy.values["draw_witness"].clause == "鹭湾细则第八条"
    assert [one.deadline.amount for one in clocks.clocks(policy, "result.publish_days")] == [8, 20]


def test_the_order_in_which_packs_are_given_does_not_matter() -> None:
    packs = [loader.load(name) for name in ("xiamen-2017", "national-2026")]
    assert (
        layers.effective(*packs).name
        == layers.effective(*reversed(packs)).name
        == "national-2026+xiamen-2017"
    )


def test_looking_at_a_document_as_written_leaves_the_law_of_today_out() -> None:
    policy = stack.of("fuling-2024", national=False)
    assert value(policy, "decision.publish_penalty") == "自作出决定之日起20个工作日内"
    assert policy.conflicts == ()


def test_an_effective_value_says_where_it_stands() -> None:
    policy = stack.of("fuling-2024")
    assert layers.standing(policy.values["merge.force"]) == "涪陵指引五(二)"
    assert layers.standing(policy.values["ratio_scope"]) == "产品缺省值（原文未规定）"
    assert layers.standing(policy.values["hearing.threshold"]) == "尚无规定，须由本单位填写"
