"""Category tags from trade words, on fictional scopes and on the real lists as far as they are at hand."""

import csv
from pathlib import Path

import pytest

from mingqian.registry import subject_categories, trade_words
from mingqian.registry.enums import SubjectKind


@pytest.mark.parametrize(
    ("name", "scope", "tags"),
    [
        ("鹭湾某某有限公司", "国内劳务派遣服务；房地产开发", ("labour_dispatch",)),
        ("鹭湾某某劳务派遣有限公司", "", ("labour_dispatch",)),
        ("鹭湾某某有限公司", "人力资源服务（不含劳务派遣、职业中介）", ("hr_service",)),
        ("鹭湾某某有限公司", "劳务派遣（不含境外劳务派遣）", ("labour_dispatch",)),
        ("鹭湾某某有限公司", "国家有规定的除外）劳务派遣服务", ("labour_dispatch",)),
        ("鹭湾某某有限公司", "境外劳务派遣", ()),
        ("鹭湾某某有限公司", "不含劳务派遣，人力资源服务", ("hr_service",)),
        ("鹭湾某某有限公司", "教育咨询（不含教育培训，职业技能培训）；销售", ()),
        ("鹭湾某某有限公司", "教育咨询(不含教育培训)、职业技能培训", ("vocational_training",)),
        ("鹭湾某某职业培训学校", "", ("vocational_training",)),
        ("鹭湾某某机动车驾驶员培训学校", "机动车驾驶员培训", ()),
        ("鹭湾技师学院", "", ("technician_school",)),
        ("鹭湾技工学校", "职业技能鉴定", ("technician_school", "skill_appraisal")),
        ("鹭湾某某有限公司", "组织人才培训；技术培训", ()),
        ("鹭湾茶叶店", "茶叶零售", ()),
        ("", "", ()),
    ],
)
def test_a_trade_word_gives_its_tag_unless_it_is_denied(name, scope, tags):
    assert trade_words.tags(name, scope) == tags


def test_a_finding_names_the_word_and_where_it_stood():
    (found,) = trade_words.findings("鹭湾某某公司", "劳务派遣；保洁")
    assert (found.tag, found.label, found.word, found.field) == (
        "labour_dispatch",
        "劳务派遣单位",
        "劳务派遣",
        "scope",
    )


def test_every_tag_can_be_a_stratum():
    for rule in trade_words.load().rules:
        assert rule.code.replace("_", "").isalnum() and rule.code.isascii() and len(rule.code) <= 32
        assert rule.words or rule.name_words


@pytest.mark.parametrize(
    ("number", "entity_type", "kind"),
    [
        ("91359901MA99X001X6", "", SubjectKind.ENTERPRISE),
        ("92359901MA99X001X6", "", SubjectKind.INDIVIDUAL_BUSINESS),
        ("91359901MA99X001X6", "个体工商户", SubjectKind.INDIVIDUAL_BUSINESS),
        ("52359901MJ99X00124", "", SubjectKind.SOCIAL_ORGANISATION),
        ("113599000035990045", "", SubjectKind.GOVERNMENT),
        ("12359900MB99X00124", "", SubjectKind.INSTITUTION),
        ("93359901MA99X001X6", "", SubjectKind.ENTERPRISE),
    ],
)
def test_the_kind_of_a_body_follows_its_code_and_type(number, entity_type, kind):
    assert trade_words.kind_of(number, entity_type) is kind


def names_and_scopes(shared: Path, file: str) -> list[tuple[str, str]]:
    with (shared / "data" / "registry" / file).open(encoding="utf-8-sig", newline="") as rows:
        return [(row["name"], row["scope"]) for row in csv.DictReader(rows)]


def test_real_dispatch_agencies_are_recognised_but_for_those_abroad(shared):
    firms = names_and_scopes(shared, "labour_dispatch_in_name.csv")
    missed = [name for name, scope in firms if "labour_dispatch" not in trade_words.tags(name, scope)]
    assert len(firms) == 1545
    assert all("境外" in name or "海外" in name for name in missed)


def test_real_training_schools_are_recognised_but_for_driving_schools(shared):
    firms = names_and_scopes(shared, "training_school_in_name.csv")
    tags = [(name, trade_words.tags(name, scope)) for name, scope in firms]
    missed = [name for name, found in tags if "vocational_training" not in found]
    assert len(firms) == 2442
    assert all("驾" in name or "技工" in name for name in missed)


@pytest.mark.parametrize(
    ("subjects", "tags"),
    [
        (("劳务派遣企业",), ("labour_dispatch",)),
        (("劳务派遣单位", "用工单位"), ("labour_dispatch", "host_employer")),
        (("民办技工学校", "中外合作职业技能培训机构"), ("technician_school", "vocational_training")),
        (("用人单位",), ()),
        (("上报裁减人员方案的企业",), ("LW-08",)),
    ],
)
def test_the_subjects_of_a_list_become_category_tags(subjects, tags):
    assert subject_categories.tags_of(subjects, "LW-08") == tags


def test_persons_are_subjects_beside_bodies_only_of_an_item_with_a_category():
    assert "natural_person" not in subject_categories.kinds_of(("org", "person"), tagged=False)
    assert "natural_person" in subject_categories.kinds_of(("org", "person"), tagged=True)
    assert subject_categories.kinds_of(("person",), tagged=False) == ("natural_person",)
