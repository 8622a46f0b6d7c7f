"""Two lists over one registry: who said what, what is kept, what is listed as a conflict (PD-14)."""

from datetime import timedelta

import openpyxl
import pytest
from tests import cast as casting
from tests.registry.importing import firms

from mingqian.registry.importing import merge
from mingqian.registry.models import Subject, SubjectSource
from mingqian.registry.services import imports

NOW = casting.NOW
LATER = NOW + timedelta(days=40)


@pytest.mark.parametrize(
    ("old", "new", "source", "others", "changes", "conflicts"),
    [
        ("甲", "乙", "licence", {}, {"name": "乙"}, {}),
        ("甲", "乙", "licence", {"insured": {"name": "甲"}}, {}, {"name": "乙"}),
        ("甲", "乙", "insured", {"insured": {"name": "甲"}}, {"name": "乙"}, {}),
        ("甲", "乙", "", {"insured": {"name": "甲"}}, {"name": "乙"}, {}),
        ("甲", "", "licence", {"insured": {"name": "甲"}}, {}, {}),
        ("甲", "甲", "licence", {"insured": {"name": "甲"}}, {}, {}),
        ("", "乙", "licence", {"insured": {"name": ""}}, {"name": "乙"}, {}),
        ("甲（集团）", "甲(集团)", "licence", {"insured": {"name": "甲（集团）"}}, {}, {}),
        ("丙", "乙", "licence", {"insured": {"name": "甲"}}, {"name": "乙"}, {}),
    ],
)
def test_another_sources_word_in_force_is_kept_and_listed(old, new, source, others, changes, conflicts):
    assert merge.resolve({"name": old}, {"name": new}, source, others) == (changes, conflicts)


@pytest.fixture
def two_lists(cast, tmp_path):
    """The insured list, then the licence list, which disagrees about one address and knows one firm more."""
    insured = firms.write(tmp_path / "参保.csv", [firms.firm(1), firms.firm(2, 联系人="")])
    licence = firms.write(
        tmp_path / "许可.csv",
        [firms.firm(1, 地址="鹭湾市海岭区另一处"), firms.firm(2, 联系人="许可联系人"), firms.firm(3)],
    )
    imports.load(insured, by=cast.legal_office, now=NOW, source="insured")
    return imports.load(licence, by=cast.legal_office, now=LATER, source="licence")


@pytest.mark.django_db
@pytest.mark.clause("PD-14")
def test_lists_meet_by_code_keep_their_words_and_list_their_conflicts(two_lists, cast):
    _preview, batch = two_lists
    assert (batch.added, batch.changed, batch.conflicts) == (1, 1, 1)
    assert Subject.objects.count() == 3
    assert Subject.objects.get(number=firms.code(1)).address == "鹭湾市湖滨区湖滨路1号"
    assert Subject.objects.get(number=firms.code(2)).contact_person == "许可联系人"
    said = {
        (s.source, s.said["address"]) for s in SubjectSource.objects.filter(subject__number=firms.code(1))
    }
    assert said == {("insured", "鹭湾市湖滨区湖滨路1号"), ("licence", "鹭湾市海岭区另一处")}
    [conflict] = imports.conflicts(cast.legal_office)
    assert (conflict.field, conflict.kept) == ("address", "鹭湾市湖滨区湖滨路1号")
    assert "参保单位信息为“鹭湾市湖滨区湖滨路1号”" in str(conflict)
    assert "行政许可名单为“鹭湾市海岭区另一处”" in str(conflict)


@pytest.mark.django_db
def test_the_conflict_list_can_be_taken_away_as_a_workbook(two_lists, cast, tmp_path):
    imports.write_conflicts(cast.legal_office, tmp_path / "冲突.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "冲突.xlsx").active.values)
    assert rows[0] == ("统一社会信用代码", "单位名称", "字段", "现用", "各来源")
    assert rows[1][:4] == (firms.code(1), "鹭湾第1商贸有限公司", "地址", "鹭湾市湖滨区湖滨路1号")


@pytest.mark.django_db
def test_conflicts_of_another_unit_are_not_shown(two_lists, cast):
    assert list(imports.conflicts(cast.district_bureau)) == []


@pytest.mark.django_db
def test_a_source_may_correct_itself_and_undo_forgets_what_it_said(two_lists, cast, tmp_path):
    _, batch = two_lists
    imports.take_back(batch.number, by=cast.legal_office, now=LATER)
    assert list(imports.conflicts(cast.legal_office)) == []
    corrected = firms.write(tmp_path / "更正.csv", [firms.firm(1, 地址="鹭湾市湖滨区更正路1号")])
    _, again = imports.load(corrected, by=cast.legal_office, now=LATER, source="insured")
    assert (again.changed, again.conflicts) == (1, 0)


@pytest.mark.django_db
def test_the_same_words_again_are_not_stored_again(cast, tmp_path):
    path = firms.write(tmp_path / "参保.csv", [firms.firm(1)])
    imports.load(path, by=cast.legal_office, now=NOW, source="insured")
    imports.load(path, by=cast.legal_office, now=LATER, source="insured")
    assert SubjectSource.objects.count() == 1
