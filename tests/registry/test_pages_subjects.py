"""The subject registry on the desk: the list, 对象主页, what two people decide, doubles."""

from datetime import timedelta

import pytest
from tests import web
from tests.registry import builders

from mingqian.registry import selectors, services
from mingqian.registry.models import AbnormalEntry, Subject, SubjectMark, SubjectName
from mingqian.site import subject_history
from mingqian.ui.asking import answered
from mingqian.ui.types import Event

# What pages say; the services behind them run on both.
pytestmark = pytest.mark.sqlite


@pytest.fixture
def firm(cast):
    return builders.firm(cast, 1, tag="labour_dispatch", fields={"legal_representative": "某甲"})


def here(firm, rest: str = "") -> str:
    return f"subjects/{firm.code}/{rest}"


def test_a_list_page_asks_the_same_few_questions_however_long_the_list(
    cast, desk, django_assert_max_num_queries
):
    builders.rows(cast, 60)
    selectors.subjects.total(cast.legal_office)
    with django_assert_max_num_queries(12):
        page = web.text_of(desk(cast.legal_office, "subjects/"))
    assert "共 <b>60</b> 条" in page and "鹭湾示例60" in page and ">鹭湾示例1<" not in page


def test_the_count_follows_what_is_added_and_taken_away(cast):
    builders.rows(cast, 3)
    assert selectors.subjects.total(cast.legal_office) == 3
    builders.firm(cast, 9)
    assert selectors.subjects.total(cast.legal_office) == 4
    assert selectors.subjects.total(cast.district_bureau) == 0


def test_the_list_is_narrowed_by_code_name_and_standing(cast, desk, firm):
    other = builders.firm(cast, 2, fields={"name": "沧浦永固路桥有限公司"})
    for query in (f"q={other.number}", "q=永固路桥", "status=active&q=永固"):
        page = web.text_of(desk(cast.legal_office, f"subjects/?{query}"))
        assert other.name in page and firm.name not in page, query
    assert firm.name in web.text_of(desk(cast.legal_office, "subjects/?tag=labour_dispatch"))
    assert other.name not in web.text_of(desk(cast.legal_office, "subjects/?tag=labour_dispatch"))
    assert "没有符合条件" in web.text_of(desk(cast.legal_office, "subjects/?lack=abnormal"))


def test_a_subject_of_another_unit_is_not_there(cast, desk, firm):
    assert desk(cast.district_bureau, here(firm)).status_code == 404
    assert desk(cast.district_bureau, here(firm, "edit/"), {"name": "改名"}).status_code == 404
    assert firm.name not in web.text_of(desk(cast.district_bureau, "subjects/"))


def test_a_change_of_name_stands_in_the_history_with_who_and_when(cast, desk, firm):
    words = {"name": "鹭湾新名有限公司", "legal_representative": "某甲"}
    assert desk(cast.legal_office, here(firm, "edit/"), words).status_code == 303
    page = web.text_of(desk(cast.legal_office, here(firm)))
    assert "鹭湾示例1有限公司 → 鹭湾新名有限公司" in page and cast.legal_office.name in page
    assert SubjectName.objects.get().name == "鹭湾示例1有限公司"


def test_the_history_carries_what_higher_rooms_hand_in(cast, firm):
    selectors.history.connect([lambda by, code: [Event(cast.now, "列入年度计划", code)]])
    try:
        titles = [event.title for event in selectors.history.of(cast.legal_office, firm)]
    finally:
        selectors.history.connect(subject_history.SOURCES)
    assert "列入年度计划" in titles and "监管对象入库" in titles


def test_a_mark_is_asked_for_by_one_and_decided_by_another_on_the_pages(cast, desk, firm):
    words = {"mark": "TS", "reason": "群众投诉", "evidence": "登记 15", "from_on": cast.today.isoformat()}
    assert desk(cast.legal_office, here(firm, "marks/"), words).status_code == 303
    (row,) = selectors.standing.open_proposals(cast.bureau_leader)
    own = desk(cast.legal_office, f"proposals/{row.pk}/", {"passed": "yes"})
    assert own.status_code == 422 and not SubjectMark.objects.exists()
    assert [todo.action for todo in answered(selectors.todo.mine(cast.bureau_leader, today=cast.today))] == [
        "去决定"
    ]
    assert desk(cast.bureau_leader, f"proposals/{row.pk}/", {"passed": "yes"}).status_code == 303
    mark = SubjectMark.objects.get()
    assert "申请取消" in web.text_of(desk(cast.legal_office, here(firm)))
    ending = {"until_on": cast.today.isoformat(), "reason": "办结", "evidence": "函"}
    assert desk(cast.legal_office, here(firm, f"marks/{mark.pk}/"), ending).status_code == 303
    assert answered(selectors.todo.mine(cast.legal_office, today=cast.today)) == []


def test_grounds_of_an_abnormal_entry_come_from_the_pack_in_force(cast, desk, firm):
    words = {"ground": "CJ", "source": "台账", "evidence": "3件", "from_on": cast.today.isoformat()}
    assert desk(cast.legal_office, here(firm, "abnormal/"), words).status_code == 422
    services.packs.adopt(
        unit=cast.bureau,
        pack="luwan-2026",
        from_on=cast.today,
        reason="局务会",
        by=cast.legal_office,
        now=cast.now,
    )
    assert desk(cast.legal_office, here(firm, "abnormal/"), words).status_code == 303
    entry = AbnormalEntry.objects.get()
    ending = {
        "until_on": (cast.today - timedelta(days=1)).isoformat(),
        "reason": "改好了",
        "evidence": "函",
    }
    early = desk(cast.legal_office, here(firm, f"abnormal/{entry.pk}/"), ending)
    assert early.status_code == 422 and "止日只能提前" in web.text_of(early)


def test_status_tags_grade_and_confirmation_are_changed_by_their_keepers_only(cast, desk, firm):
    closed = {"status": "closed", "since": cast.today.isoformat(), "evidence": "登记机关公告"}
    assert desk(cast.legal_office, here(firm, "status/"), closed).status_code == 303
    graded = {"risk": "C", "on": cast.today.isoformat(), "basis": "年度评定"}
    assert desk(cast.credit_officer, here(firm, "risk/"), graded).status_code == 303
    ended = {"until_on": cast.today.isoformat(), "reason": "注销"}
    assert desk(cast.legal_office, here(firm, "tags/labour_dispatch/"), ended).status_code == 303
    assert desk(cast.legal_office, here(firm, "confirm/"), {}).status_code == 303
    firm.refresh_from_db()
    assert (firm.status, firm.risk_class, firm.confirmed_on) == ("closed", "C", cast.today)
    assert desk(cast.draw_operator, here(firm, "status/"), closed).status_code == 403
    assert desk(cast.bureau_leader, here(firm, "confirm/"), {}).status_code == 403


def test_a_registration_by_hand_refuses_a_code_already_taken(cast, desk, firm):
    words = {"number": firm.number, "kind": "enterprise", "unit": cast.bureau, "name": "另一家"}
    again = desk(cast.legal_office, "subjects/new/", words)
    assert (
        again.status_code == 422 and "已在名录库中" in web.text_of(again) and "另一家" in web.text_of(again)
    )
    fresh = {**words, "number": builders.uscc(8).lower()}
    assert desk(cast.legal_office, "subjects/new/", fresh).status_code == 303
    assert Subject.objects.count() == 2


def test_doubles_are_found_decided_and_undone_on_the_pages(cast, desk, firm):
    twin = builders.firm(cast, 2, fields={"name": firm.name})
    assert desk(cast.legal_office, "duplicates/scan/", {}).status_code == 303
    assert "名称相同" in web.text_of(desk(cast.legal_office, "duplicates/"))
    pair = f"duplicates/{firm.code}/{twin.code}/"
    assert twin.number in web.text_of(desk(cast.legal_office, pair))
    said = {"conclusion": "second", "reason": "换发代码", "evidence": ""}
    assert desk(cast.legal_office, pair, said).status_code == 422
    assert desk(cast.legal_office, pair, {**said, "evidence": "函"}).status_code == 303
    firm.refresh_from_db()
    assert firm.merged_into_id == twin.pk
    assert "已并入" in web.text_of(desk(cast.legal_office, here(firm)))
    (decision,) = selectors.duplicates.decisions(cast.legal_office)
    undo = f"duplicates/decisions/{decision.pk}/undo/"
    assert desk(cast.legal_office, undo, {"reason": "误判"}).status_code == 303
    firm.refresh_from_db()
    assert firm.merged_into_id is None


def test_script_in_a_name_is_text_on_the_page_and_a_formula_is_text_in_the_export(cast, desk):
    builders.firm(cast, 1, fields={"name": "<script>alert(1)</script>"})
    builders.firm(cast, 2, fields={"name": '=HYPERLINK("http://x")'})
    page = web.text_of(desk(cast.legal_office, "subjects/"))
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    sheet = b"".join(desk(cast.legal_office, "subjects/?export=csv").streaming_content).decode("utf-8-sig")
    assert ",=HYPERLINK" not in sheet and ',"=HYPERLINK' not in sheet and "HYPERLINK" in sheet
