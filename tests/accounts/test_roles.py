"""Fixed codes: every role of the domain pages exists, and a pack's word for nobody means nobody."""

import csv
import re

import pytest

from mingqian.accounts.enums import ADMINISTRATORS, Level, Role, roles_named


def test_every_role_has_its_own_chinese_label():
    assert all(role.label for role in Role) and len({role.label for role in Role}) == len(Role)


@pytest.mark.parametrize(
    ("word", "roles"),
    [
        ("legal_office", {Role.LEGAL_OFFICE}),
        ("business_unit", {Role.BUSINESS_UNIT_HEAD, Role.BUSINESS_UNIT_STAFF}),
        ("credit_unit", {Role.CREDIT_OFFICER}),
        ("external_justice", {Role.SUPERVISION_AUTHORITY}),
        ("county_bureau", {Role.DISTRICT_BUREAU}),
        ("legal office", set()),
        ("", set()),
    ],
)
def test_an_organisation_word_of_the_five_documents_names_its_roles(word, roles):
    assert roles_named(word) == roles


def test_the_roles_of_the_domain_pages_all_exist(shared):
    table = (shared / "domain/01-clauses.md").read_text().split("## 1.8")[1].split("## 1.9")[0]
    words = re.findall(r"^\| ([a-z_]+) \|", table, re.M)
    assert len(words) == 13
    assert [word for word in words if not roles_named(word)] == []


def test_the_demo_years_roles_all_exist(shared):
    table = (shared / "domain/06-demo-year.md").read_text().split("## 6.1")[1].split("## 6.2")[0]
    cells = [row[1] for row in csv.reader(table.splitlines(), delimiter="|") if len(row) > 2]
    words = set(re.findall(r"[a-z]+(?:_[a-z]+)+", " ".join(cells)))
    # Written there as a heading, a family of six, and an organisation.
    words -= {"business_unit_head"} | {word for word in words if word.startswith("district_bureau")}
    assert len(words) >= 18
    assert [word for word in words if not roles_named(word)] == []


def test_levels_speak_chinese():
    assert [level.label for level in Level] == ["市级", "区县级"]


def test_there_are_three_administrators():
    assert len(set(ADMINISTRATORS)) == 3
