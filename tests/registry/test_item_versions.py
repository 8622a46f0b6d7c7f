"""Items: drafting, review, approval, publication, versions, what keeps one from being planned."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.registry import builders

from mingqian.audit import selectors as audit
from mingqian.core.decision import Refused
from mingqian.registry import item_rules, selectors, services
from mingqian.registry.enums import BasisLevel, Level, PowerKind
from mingqian.registry.models import ItemBasis, ItemContent, ItemVersion
from mingqian.registry.types import BasisFacts, BasisRef, Strata

NO_LAYER = {"national_layer": False}
LAYER = {"national_layer": True}


def kinds(cast) -> list[str]:
    return [entry.kind for entry in audit.entries(cast.audit_admin)]


def test_an_item_goes_through_draft_review_approval_and_publication(cast):
    builders.law(cast)
    drafted = builders.draft(cast)
    published = builders.publish(cast, drafted)
    assert (published.state, published.version, published.effective_on) == ("published", 1, cast.today)
    assert len(published.digest) == 64
    assert selectors.items.facts(cast.draw_operator, "LW-05", cast.today) == published
    assert selectors.items.obstacles(published, cast.today, **LAYER) == ()
    acts = ["item.drafted", "item.submitted", "item.reviewed", "item.approved", "item.published"]
    assert [kind for kind in kinds(cast) if kind.startswith("item.")] == acts


def test_every_act_on_an_item_stands_in_the_journal_with_person_and_time(cast):
    builders.item(cast)
    entries = list(audit.entries(cast.audit_admin, thing="item:LW-05"))
    actors = {e.kind: e.actor for e in entries}
    assert actors["item.drafted"] == cast.second_legal_officer.code
    assert actors["item.approved"] == cast.bureau_leader.code
    assert all(e.moment == cast.now for e in entries)


@pytest.mark.parametrize("who", ["draw_operator", "discipline_witness", "inspector", "system_admin"])
def test_nobody_without_the_role_drafts_an_item(cast, who):
    builders.law(cast)
    with pytest.raises(Refused) as refusal:
        builders.draft(cast, by=cast.people[who])
    assert refusal.value.decisions[0].code in {"registry.not_yours", "registry.no_unit"}


def test_the_proposer_does_not_review_or_approve(cast):
    builders.law(cast)
    drafted = builders.draft(cast, by=cast.legal_office)
    step = {"code": drafted.code, "number": 1, "now": cast.now}
    services.items.submit(**step, by=cast.legal_office)
    with pytest.raises(Refused, match="提出人"):
        services.items.review(**step, passed=True, opinion="同意", by=cast.legal_office)


def test_a_step_out_of_order_is_refused_and_says_what_can_be_done(cast):
    builders.law(cast)
    builders.draft(cast)
    with pytest.raises(Refused, match=r"未经审查的事项不得批准.*请先送审"):
        services.items.approve(code="LW-05", number=1, by=cast.bureau_leader, now=cast.now)


def test_a_returned_draft_can_be_sent_again_and_a_rejected_one_cannot(cast):
    builders.law(cast)
    builders.draft(cast)
    step = {"code": "LW-05", "number": 1, "now": cast.now}
    services.items.submit(**step, by=cast.second_legal_officer)
    services.items.review(**step, passed=False, opinion="依据不全", by=cast.legal_office)
    services.items.submit(**step, by=cast.second_legal_officer)
    services.items.reject(**step, reason="不再需要", by=cast.legal_office)
    with pytest.raises(Refused, match="终结状态"):
        services.items.submit(**step, by=cast.second_legal_officer)


@pytest.mark.clause("XM-11")
def test_an_item_without_a_legal_basis_cannot_be_approved(cast):
    drafted = builders.draft(cast, bases=())
    step = {"code": drafted.code, "number": 1, "now": cast.now}
    services.items.submit(**step, by=cast.second_legal_officer)
    services.items.review(**step, passed=True, opinion="同意", by=cast.legal_office)
    with pytest.raises(Refused, match=r"没有登记任何依据.*国办发〔2015〕58号"):
        services.items.approve(**step, by=cast.bureau_leader)


@pytest.mark.clause("XM-20")
def test_a_category_three_item_needs_a_written_necessity_ground(cast):
    builders.law(cast)
    with pytest.raises(Refused, match="没有写明确需检查的理由"):
        builders.publish(cast, builders.draft(cast, category=3, inspector_class="business"))


@pytest.mark.clause("XM-14", "FL-10")
def test_a_new_version_takes_effect_on_its_day_and_the_old_one_stays_readable(cast):
    builders.item(cast)
    later = cast.today + timedelta(days=30)
    second = builders.publish(cast, builders.draft(cast, reason="条款调整", methods=("written",)), on=later)
    assert second.version == 2
    assert selectors.items.facts(cast.legal_office, "LW-05", later - timedelta(days=1)).version == 1
    assert selectors.items.facts(cast.legal_office, "LW-05", later).version == 2
    assert [f.version for f in selectors.items.history(cast.legal_office, "LW-05")] == [1, 2]
    changes = selectors.items.difference(cast.legal_office, "LW-05", 1, 2)
    assert changes == (("检查方式", "现场检查；书面检查", "书面检查"),)


def test_a_version_cannot_take_effect_before_the_one_it_follows(cast):
    builders.item(cast)
    with pytest.raises(Refused, match="早于第 1 版的生效日"):
        builders.publish(cast, builders.draft(cast, reason="调整"), on=cast.today - timedelta(days=1))


def test_one_version_is_worked_on_at_a_time(cast):
    builders.law(cast)
    builders.draft(cast)
    with pytest.raises(Refused, match="第 1 版还在办理（草拟）"):
        builders.draft(cast)


@pytest.mark.clause("XM-84", "PD-08")
def test_a_section_cannot_change_the_item_of_another_section(cast):
    builders.law(cast)
    builders.publish(cast, builders.draft(cast, unit="JYC"))
    with pytest.raises(Refused, match="由“就业处”负责"):
        builders.draft(cast, unit="LDGX")


def test_handing_over_is_an_act_of_the_owner(cast):
    builders.law(cast)
    builders.publish(cast, builders.draft(cast, unit="JYC"))
    with pytest.raises(Refused):
        services.items.hand_over(
            code="LW-05", to_unit="LDGX", reason="职责调整", by=cast.business_unit_head, now=cast.now
        )
    services.items.hand_over(
        code="LW-05", to_unit="LDGX", reason="职责调整", by=cast.legal_office, now=cast.now
    )
    assert selectors.items.facts(cast.legal_office, "LW-05", cast.today).unit_code == "LDGX"


@pytest.mark.parametrize("table", [ItemVersion, ItemBasis, ItemContent])
@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_refuses_to_change_a_published_version(cast, table, how):
    builders.item(cast)
    rows = table.objects.all()
    column = {ItemVersion: "name", ItemBasis: "article", ItemContent: "text"}[table]
    with pytest.raises(IntegrityError, match="不能修改"), transaction.atomic():
        rows.update(**{column: "改了"}) if how == "update" else rows._raw_delete(rows.db)


def test_a_draft_may_still_be_changed_in_the_database(cast):
    builders.law(cast)
    builders.draft(cast)
    assert ItemBasis.objects.update(article="第一条") == 1


def test_a_retired_item_leaves_the_list_and_stays_readable(cast):
    builders.item(cast)
    on = cast.today + timedelta(days=9)
    act = {"code": "LW-05", "ground": "许可已取消", "by": cast.bureau_leader, "now": cast.now}
    for slip in (date(1, 1, 1), date(2200, 1, 1), date(1999, 1, 1)):
        with pytest.raises(Refused, match=r"不在 1949|在它之前"):
            services.items.retire(on=slip, **act)
    services.items.retire(on=on, **act)
    assert [f.code for f in selectors.items.listing(cast.legal_office, on)] == []
    assert [f.code for f in selectors.items.listing(cast.legal_office, on, retired=True)] == ["LW-05"]
    assert [f.code for f in selectors.items.listing(cast.legal_office, on - timedelta(days=1))] == ["LW-05"]
    found = selectors.items.facts(cast.legal_office, "LW-05", on)
    assert [d.code for d in selectors.items.obstacles(found, on, **NO_LAYER)] == ["item.retired"]
    with pytest.raises(Refused, match="已于"):
        builders.draft(cast)


def test_a_draft_is_read_only_inside_the_scope_of_its_unit(cast):
    builders.law(cast)
    builders.draft(cast, unit="LDGX")
    assert selectors.items.version(cast.business_unit_head, "LW-05", 1).state == "draft"
    with pytest.raises(Refused, match="无权查看草稿"):
        selectors.items.version(cast.district_bureau, "LW-05", 1)


@pytest.mark.clause("XM-13")
def test_a_district_item_and_a_city_item_of_the_same_name_stand_side_by_side(cast):
    builders.item(cast)
    own = builders.draft(
        cast, "HB-05", by=cast.district_bureau, unit="359901", jurisdiction="359901", level=Level.DISTRICT
    )
    assert own.name == selectors.items.facts(cast.legal_office, "LW-05", cast.today).name
    assert (own.unit_code, own.level) == ("359901", "district")


@pytest.mark.clause("XM-18")
def test_an_item_may_have_named_sub_items(cast):
    builders.item(cast, "LW-06", name="对用人单位的劳动保障监察")
    builders.publish(cast, builders.draft(cast, "LW-06-1", parent="LW-06", name="劳动合同订立情况"))
    assert selectors.items.facts(cast.legal_office, "LW-06", cast.today).children == ("LW-06-1",)


def test_a_person_without_any_scope_sees_no_items(cast):
    builders.item(cast)
    assert selectors.items.listing(cast.system_admin, cast.today) == []


@pytest.mark.clause("XM-16")
def test_one_law_finds_its_items_and_one_item_its_articles(cast):
    builders.law(cast)
    builders.law(cast, "TL", level=BasisLevel.REGULATION, title="劳动保障监察条例")
    both = (BasisRef(builders.LAW, "第五十七条"), BasisRef("TL", "第十一条"))
    builders.publish(cast, builders.draft(cast, "LW-05", bases=both))
    builders.publish(cast, builders.draft(cast, "LW-06", bases=both[1:]))
    by_law = selectors.items.resting_on_law(cast.legal_office, "TL", cast.today)
    assert [(item.code, basis.article) for item, basis in by_law] == [
        ("LW-05", "第十一条"),
        ("LW-06", "第十一条"),
    ]


PUBLISHED = {"state": "published", "effective_on": date(2026, 1, 5)}
BASIS = BasisFacts("L", "劳动法", "", "law", "第八十五条")
PAPER = replace(BASIS, level="normative_doc")
GONE = replace(BASIS, repealed_on=date(2026, 1, 1))


@pytest.fixture
def complete(cast):
    return builders.item(cast)


@pytest.mark.parametrize(
    ("change", "layer", "codes"),
    [
        ({}, True, []),
        ({"state": "approved"}, True, ["item.unpublished"]),
        ({"effective_on": date(2026, 1, 6)}, True, ["item.unpublished"]),
        ({"bases": ()}, True, ["item.no_basis"]),
        ({"bases": (GONE,)}, True, ["item.stale_basis"]),
        ({"bases": (GONE, BASIS)}, True, []),
        ({"bases": (PAPER,)}, True, ["item.weak_basis"]),
        ({"bases": (PAPER,)}, False, []),
        ({"bases": (PAPER,), "subject_kinds": ("natural_person",)}, True, []),
        ({"bases": (PAPER, BASIS)}, True, []),
        ({"category": 3}, True, ["item.no_necessity"]),
        ({"evaluation_method": ""}, True, ["item.no_method"]),
        ({"state": "draft", "bases": ()}, True, ["item.unpublished", "item.no_basis"]),
    ],
)
def test_an_item_tells_everything_that_keeps_it_from_being_planned(cast, complete, change, layer, codes):
    changed = replace(complete, **change)
    found = item_rules.obstacles(changed, cast.today, national_layer=layer)
    assert [denial.code for denial in found] == codes
    assert all(denial.clause and denial.remedy for denial in found)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": " "}, "事项名称为空"),
        ({"category": 7}, "监管类别“7”不存在"),
        ({"item_class": "vital"}, "事项类别“vital”不存在"),
        ({"inspector_class": "robot"}, "人员类别“robot”不存在"),
        ({"methods": ("stare",)}, "检查方式“stare”不存在"),
        ({"subject_kinds": ("star",)}, "对象类型“star”不存在"),
        ({"subject_tags": ("劳务",)}, "业务类别代码“劳务”不合规"),
        ({"strata": Strata("colour", ("red",))}, "分层方式“colour”不存在"),
        ({"ratio": {"kind": "some"}}, "抽查比例的种类“some”不存在"),
        ({"ratio": {"kind": "ratio", "ppm": 0.05}}, "百万分之一百万的整数"),
        ({"ratio": {"kind": "ratio", "ppm": 0}}, "百万分之一百万的整数"),
        ({"ratio": {"kind": "min_count", "count": "200"}}, "最少抽查数须为正整数"),
        ({"ratio": {"kind": "tiers", "tiers": []}}, "至少要有一档"),
        ({"ratio": {"kind": "tiers", "tiers": [{"upto": 5, "ppm": 1}]}}, "最后一档不设上限"),
        ({"ratio": {"kind": "ratio", "ppm": 1, "source": "law"}}, "须写明条款"),
        ({"frequency": {"kind": "often", "times": 1}}, "抽查频次的种类“often”不存在"),
        ({"frequency": {"kind": "per_year", "times": 0}}, "每年 1 次以上的整数"),
    ],
)
def test_a_wording_that_cannot_be_used_is_refused_with_the_field_and_what_it_may_hold(cast, more, words):
    with pytest.raises(Refused, match=words):
        builders.draft(cast, bases=(), **more)
    assert not ItemVersion.objects.exists()


def test_all_faults_of_a_wording_come_at_once(cast):
    with pytest.raises(Refused) as refusal:
        builders.draft(cast, "坏 代码", bases=(), category=9, methods=("stare",))
    assert len(refusal.value.decisions) == 3


def test_a_basis_that_is_not_registered_is_refused_and_nothing_is_saved(cast):
    with pytest.raises(Refused, match="制度文件登记中没有"):
        builders.draft(cast)
    assert not ItemVersion.objects.exists()
    assert "item.drafted" not in kinds(cast)


@pytest.mark.parametrize(
    "ratio",
    [
        {"kind": "ratio", "ppm": 50000},
        {"kind": "min_count", "count": 200, "unit": "人"},
        {"kind": "all"},
        {"kind": "tiers", "tiers": [{"upto": 100, "ppm": 150000}, {"upto": None, "ppm": 50000}]},
        None,
    ],
)
def test_a_structured_ratio_is_kept_as_entered(cast, ratio):
    assert builders.item(cast, ratio=ratio).ratio == ratio


@pytest.mark.clause("XM-82")
def test_what_the_source_document_lacks_is_shown_as_a_gap(cast):
    bare = builders.item(cast, contents=(), departments=())
    assert item_rules.missing(bare)[:2] == ("检查内容：附件未收录", "责任科室、单位：附件未收录")


def test_items_nobody_has_touched_for_long_are_listed(cast):
    builders.item(cast)
    later = date(2027, 6, 1)
    overdue = selectors.items.overdue(cast.legal_office, later, untouched_since=date(2026, 6, 1))
    assert [item.code for item in overdue] == ["LW-05"]
    assert not selectors.items.overdue(cast.legal_office, later, untouched_since=cast.today)


@pytest.mark.clause("XM-84")
def test_what_an_item_still_lacks_is_listed_until_it_is_entered(cast):
    builders.item(cast, evaluation_method="", contents=())
    gaps = selectors.items.coverage_gaps(cast.legal_office, cast.today)
    assert {label: codes for label, codes in gaps.items() if codes} == {
        "没有评价办法": ["LW-05"], "附件未收录": ["LW-05"], "没有对应的行政权力": ["LW-05"],
    }  # fmt: skip
    full = builders.draft(cast, reason="补充", ratio={"kind": "ratio", "ppm": 50000}, ratio_text="5%")
    builders.publish(cast, full)
    step = {"code": "JC-01", "by": cast.legal_office, "now": cast.now}
    services.powers.enter(
        name="对劳务派遣单位的监督检查", kind=PowerKind.INSPECTION, unit=cast.bureau, document=builders.LAW,
        article="第五十七条", listed_on=cast.today, listed_by="鹭府办〔2026〕2号", **step,
    )  # fmt: skip
    services.powers.link(item="LW-05", **step)
    gaps = selectors.items.coverage_gaps(cast.legal_office, cast.today)
    assert len(gaps) == 5
    assert not any(gaps.values())
