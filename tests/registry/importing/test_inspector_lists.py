"""Inspector lists: papers asked for, nobody active by a file, no citizen id in clear."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connection
from tests import cast as casting
from tests.registry.importing import firms

from mingqian.core import identifiers
from mingqian.core.decision import Refused
from mingqian.registry.importing.fates import Fate
from mingqian.registry.models import Inspector
from mingqian.registry.services import imports, inspectors

pytestmark = pytest.mark.django_db
NOW = casting.NOW
LATER = NOW + timedelta(days=40)
BODY = "35990019850101001"
CITIZEN = BODY + identifiers.citizen_check(BODY)
PEPPER = b"a key outside the database"
HEADER = [
    "姓名",
    "所在单位",
    "职务",
    "身份证号",
    "从事执法或业务管理工作的年限",
    "执法证号",
    "执法证有效期",
    "人员类别",
    "相关业务",
    "联系方式",
    "业务专长",
]


def person(number: int, **changes: str) -> dict[str, str]:
    row = {
        "姓名": f"鹭湾员{number}",
        "所在单位": "劳动保障监察支队",
        "职务": "科员",
        "从事执法或业务管理工作的年限": "12",
        "执法证号": f"3599-{number:04d}",
        "执法证有效期": "2028年12月31日",
        "人员类别": "行政执法人员",
        "联系方式": f"0599-30000{number:02d}",
    }
    return row | changes


@pytest.fixture
def bring(cast, tmp_path):
    numbers = count(1)
    desk = imports.Desk(imports.CLERKS, PEPPER, lambda: f"{next(numbers):016d}")

    def bring(rows, *, now=NOW, desk=desk, by=None):
        path = firms.write(tmp_path / "人员.csv", rows, HEADER)
        return imports.load(path, by=by or cast.legal_office, now=now, on=now.date(), desk=desk)

    return bring


def test_people_enter_pending_with_paper_unit_and_years_counted_back(bring):
    _preview, batch = bring([person(1, 业务专长="SB、LD")])
    assert (batch.kind, batch.added) == ("inspectors", 1)
    one = Inspector.objects.select_related("unit").get()
    assert (one.code, one.name, one.unit.code, one.state) == ("ZFZ:3599-0001", "鹭湾员1", "JCZD", "pending")
    assert one.works_since == date(2014, 1, 5)
    paper = one.credentials.get()
    assert (paper.inspector_class, paper.valid_until) == ("enforcement", date(2028, 12, 31))
    assert sorted(one.quals.values_list("code", flat=True)) == ["LD", "SB"]


@pytest.mark.clause("XM-27")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"执法证号": ""}, "没有执法证号"),
        ({"执法证有效期": ""}, "没有执法证有效期"),
        ({"执法证号": "闽（厦）001"}, "不能用的字符"),
        ({"人员类别": "业务检查人员", "执法证号": "", "执法证有效期": ""}, "没有写明从事的相关业务"),
        ({"人员类别": "辅助人员"}, "人员类别应为"),
        ({"姓名": ""}, "没有姓名"),
    ],
)
def test_a_person_without_what_the_class_needs_stays_out(bring, changes, words):
    preview, batch = bring([person(1), person(2, **changes)])
    assert (batch.added, batch.refused) == (1, 1)
    said = [f.message for group in preview.tally.firsts.values() for f in group]
    assert any(words in message for message in said)


def test_one_person_may_hold_both_classes(bring):
    bring([person(1, 人员类别="行政执法人员、业务检查人员", 相关业务="社会保险稽核")])
    classes = Inspector.objects.get().credentials.values_list("inspector_class", flat=True)
    assert sorted(classes) == ["business", "enforcement"]


def test_a_person_without_certificate_gets_a_number_and_is_met_again(bring):
    row = person(1, 人员类别="业务检查人员", 执法证号="", 执法证有效期="", 相关业务="基金监督")
    bring([row])
    assert Inspector.objects.get().code == "PID:0000000000000001"
    preview, _ = bring([row], now=LATER)
    assert preview.fates[Fate.UNCHANGED] == 1
    assert Inspector.objects.count() == 1


@pytest.mark.clause("XM-28")
def test_the_citizen_id_is_nowhere_in_the_database_and_in_no_message(bring):
    wrong = CITIZEN[:17] + ("0" if CITIZEN[17] != "0" else "1")
    preview, _ = bring([person(1, 身份证号=CITIZEN), person(2, 身份证号=wrong)])
    one = Inspector.objects.get()
    assert one.citizen_id_masked == CITIZEN[:6] + "*" * 11 + CITIZEN[17]
    assert len(one.citizen_id_hash) == 64
    for group in preview.tally.firsts.values():
        for finding in group:
            assert CITIZEN[:12] not in finding.raw + finding.message
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("search_gram"):
                continue  # an index that cannot be read from end to end; it is made of the tables that can
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert all(CITIZEN not in str(value) for value in row), table


def test_without_a_key_the_citizen_id_is_left_out_and_that_is_said(bring):
    preview, _ = bring([person(1, 身份证号=CITIZEN)], desk=imports.Desk(imports.CLERKS))
    assert Inspector.objects.get().citizen_id_hash == ""
    assert any(key[1] == "no_pepper" for key in preview.tally.counts)


def test_a_renewed_certificate_is_previewed_and_recorded(bring):
    bring([person(1)])
    preview, batch = bring([person(1, 执法证有效期="2033-12-31", 职务="科长")], now=LATER)
    assert batch.changed == 1
    assert preview.changed[0].after == {"职务": "科长", "执法证有效期": "2033-12-31"}
    one = Inspector.objects.get()
    assert (one.duty, one.credentials.get().valid_until) == ("科长", date(2033, 12, 31))


def test_the_same_list_a_year_later_is_no_news_about_years_of_service(bring):
    bring([person(1)])
    preview, _ = bring([person(1, 从事执法或业务管理工作的年限="13")], now=NOW + timedelta(days=365))
    assert preview.fates[Fate.UNCHANGED] == 1


def test_two_rows_of_one_certificate_are_refused(bring):
    preview, batch = bring([person(1), person(2, 执法证号="3599-0001")])
    assert (batch.added, preview.refused) == (1, 1)


def test_only_the_role_that_keeps_the_registry_may_import_it(bring, cast):
    with pytest.raises(Refused, match="增加、启用执法检查人员"):
        bring([person(1)], by=cast.business_unit_staff)


def test_undo_removes_pending_people_and_is_refused_once_one_is_active(bring, cast):
    _, batch = bring([person(1)])
    imports.take_back(batch.number, by=cast.legal_office, now=LATER)
    assert not Inspector.objects.exists()
    _, batch = bring([person(1)])
    Inspector.objects.update(trained_on=date(2025, 1, 1))
    inspectors.activate(code="ZFZ:3599-0001", keepers=imports.CLERKS, by=cast.legal_office, now=NOW)
    with pytest.raises(Refused, match="鹭湾员1"):
        imports.take_back(batch.number, by=cast.legal_office, now=LATER)
