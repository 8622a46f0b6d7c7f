"""Inspectors, imports, pools and what the bureau adopts, on the desk."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import web
from tests.registry import builders

from mingqian.core.decision import allowed
from mingqian.registry import selectors, services
from mingqian.registry.enums import SubjectKind
from mingqian.registry.models import (
    CalendarYear,
    ImportBatch,
    ImportUpload,
    Inspector,
    PackAdoption,
    RecusalTie,
    SecondaryPoolRule,
    Subject,
)

# What pages say; the services behind them run on both.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

ALLOWED = allowed()
HEAD = "统一社会信用代码,单位名称,法定代表人\n"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Uploads lie in a directory of this test's own."""
    settings.HOME = tmp_path
    return tmp_path


def csv(*rows: str, name: str = "名单.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (HEAD + "\n".join(rows)).encode("utf-8"), "text/csv")


def two_districts() -> SimpleUploadedFile:
    """A workbook as offices keep it: a title, a sheet a district, the sum at the foot."""
    book = openpyxl.Workbook()
    book.active.title = "海岭区"
    for number, sheet in enumerate((book.active, book.create_sheet("集雅区")), 1):
        sheet.append([f"鹭湾市{sheet.title}名录"])
        sheet.append(HEAD.strip().split(","))
        sheet.append([builders.uscc(number), f"鹭湾第{number}有限公司", "某甲"])
        sheet.append(["合计", "1 家"])
    held = io.BytesIO()
    book.save(held)
    return SimpleUploadedFile("名单.xlsx", held.getvalue())


def hand_in(cast, desk, file, **more):
    words = {"file": file, "unit": cast.bureau, "kind": "", "source": "", "tag": "", **more}
    return desk(cast.legal_office, "imports/new/", words)


def test_a_list_is_previewed_agreed_to_and_taken_back_as_one_batch(cast, desk):
    known = builders.firm(cast, 1, fields={"legal_representative": "旧代表"})
    file = csv(
        f"{known.number},{known.name},新代表",
        f"{builders.uscc(2)},鹭湾新企业有限公司,某乙",
        "91359901MA9,代码不对有限公司,某丙",
    )
    assert hand_in(cast, desk, file).status_code == 303
    upload = ImportUpload.objects.get()
    here = f"imports/uploads/{upload.pk}/"
    page = web.text_of(desk(cast.legal_office, here))
    assert "<del>旧代表</del> → <ins>新代表</ins>" in page and "bad-cell" in page and "鹭湾新企业" in page
    assert Subject.objects.count() == 1
    assert desk(cast.legal_office, here, {}).status_code == 303
    batch = ImportBatch.objects.get()
    assert (batch.added, batch.changed, batch.refused) == (1, 1, 1)
    assert "旧代表" in web.text_of(desk(cast.legal_office, f"imports/{batch.number}/"))
    assert "入库" in web.text_of(desk(cast.legal_office, f"subjects/{known.code}/"))
    again = desk(cast.legal_office, here, {})
    assert again.status_code == 422 and "不能再办理" in web.text_of(again)
    assert desk(cast.legal_office, f"imports/{batch.number}/undo/", {"typed": "撤回"}).status_code == 303
    known.refresh_from_db()
    assert known.legal_representative == "旧代表" and Subject.objects.count() == 1


def test_the_errors_come_back_as_the_same_list_with_red_cells(cast, desk):
    hand_in(cast, desk, csv("91359901MA9,代码不对有限公司,某丙", f"{builders.uscc(2)},好的有限公司,某乙"))
    upload = ImportUpload.objects.get()
    answer = desk(cast.legal_office, f"imports/uploads/{upload.pk}/errors/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet["A2"].comment is not None and sheet["A2"].fill.fgColor.rgb.endswith("FFC7CE")
    assert desk(cast.legal_office, f"imports/uploads/{upload.pk}/bad-rows/").status_code == 200
    assert desk(cast.district_bureau, f"imports/uploads/{upload.pk}/errors/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("假的.xlsx", b"MZ\x90\x00 not a workbook" * 9, "读不"),
        ("空.csv", b" ", "文件是空的"),
        ("../../../etc/名单.csv", b"\x00\x01\x02\x03" * 40, "读不"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words_and_stays_where_it_belongs(
    cast, desk, home, name, content, words
):
    answer = hand_in(cast, desk, SimpleUploadedFile(name, content))
    assert answer.status_code == 303
    upload = ImportUpload.objects.get()
    assert upload.state == "refused" and upload.refusal and "/" not in upload.file_name
    assert [p.parent.parent.parent for p in home.rglob("*") if p.is_file()] == [home]
    page = desk(cast.legal_office, f"imports/uploads/{upload.pk}/")
    assert page.status_code == 200 and words in web.text_of(page)
    assert not Subject.objects.exists()


def test_what_moved_between_preview_and_yes_is_previewed_again(cast, desk):
    hand_in(cast, desk, csv(f"{builders.uscc(2)},鹭湾新企业有限公司,某乙"))
    upload = ImportUpload.objects.get()
    builders.firm(cast, 2)
    here = f"imports/uploads/{upload.pk}/"
    answer = desk(cast.legal_office, here, {})
    assert answer.status_code == 422 and "预览之后名录有变化" in web.text_of(answer)
    assert desk(cast.legal_office, f"{here}again/", {}).status_code == 303
    assert desk(cast.legal_office, here, {}).status_code == 303
    assert not ImportBatch.objects.filter(added__gt=0).exists()


def test_half_a_workbook_does_not_pass_for_the_whole_and_is_dropped_when_not_wanted(cast, desk):
    hand_in(cast, desk, two_districts())
    upload = ImportUpload.objects.get()
    page = web.text_of(desk(cast.legal_office, f"imports/uploads/{upload.pk}/")).rpartition("<details")[0]
    assert "工作表还有“集雅区”，这次没有读" in page and "第 4 行是合计或附注，没有读" in page
    assert "名单.xlsx" in web.text_of(desk(cast.legal_office, "imports/"))
    assert desk(cast.legal_office, f"imports/uploads/{upload.pk}/drop/", {}).status_code == 303
    assert desk(cast.legal_office, f"imports/uploads/{upload.pk}/", {}).status_code == 422
    assert desk(cast.draw_operator, "imports/").status_code == 403


def test_the_practice_list_can_be_fetched_and_handed_in(cast, desk):
    sample = desk(cast.legal_office, "imports/sample/").content
    assert hand_in(cast, desk, SimpleUploadedFile("练习.xlsx", sample)).status_code == 303
    shown = ImportUpload.objects.get().shown
    assert shown["accepted"] and shown["refused"] and shown["cells"]


def test_an_inspector_is_added_activated_tied_and_suspended_on_the_pages(cast, desk):
    words = {
        "name": "新检查员",
        "unit": "JCZD",
        "inspector_class": "enforcement",
        "certificate_no": "3502019999",
        "valid_until": (cast.today + timedelta(days=20)).isoformat(),
        "trained_on": "2025-06-01",
        "confirmed_by": "鹭司函〔2026〕2号",
    }
    assert desk(cast.legal_office, "inspectors/new/", words).status_code == 303
    code = Inspector.objects.get().code
    assert desk(cast.legal_office, f"inspectors/{code}/activate/", {}).status_code == 303
    assert "剩20天" in web.text_of(desk(cast.legal_office, "inspectors/?papers=soon"))
    firm = builders.firm(cast, 1)
    tie = {
        "subject": firm.number,
        "kind": "spouse",
        "evidence": "本人申报",
        "from_on": cast.today.isoformat(),
    }
    assert desk(cast.legal_office, f"inspectors/{code}/ties/", tie).status_code == 303
    page = web.text_of(desk(cast.legal_office, f"inspectors/{code}/"))
    assert firm.name in page and "可以" in page
    lifted = {"until_on": cast.today.isoformat(), "reason": "已离职"}
    pk = RecusalTie.objects.get().pk
    assert desk(cast.legal_office, f"inspectors/{code}/ties/{pk}/", lifted).status_code == 303
    assert desk(cast.legal_office, f"inspectors/{code}/suspend/", {"reason": "借调"}).status_code == 303
    assert "不可以" in web.text_of(desk(cast.legal_office, f"inspectors/{code}/"))


def test_only_the_role_the_pack_names_activates_an_inspector(cast, desk):
    person = builders.inspector(cast, 1, active=False, unit="LDGX")
    services.packs.adopt(
        unit=cast.bureau,
        pack="xiamen-2017",
        from_on=cast.today,
        reason="局务会",
        by=cast.legal_office,
        now=cast.now,
    )
    assert desk(cast.legal_office, f"inspectors/{person.code}/activate/", {}).status_code == 403
    assert Inspector.objects.get().state == "pending"
    assert desk(cast.business_unit_head, f"inspectors/{person.code}/activate/", {}).status_code == 303


@pytest.fixture
def pool(cast):
    item = builders.item(cast, "LW-23", subject_kinds=("natural_person",), subject_tags=())
    kind = SubjectKind.NATURAL_PERSON
    builders.rows(cast, 30, kind=kind, facts=lambda n: {"amount": n * 1000})
    return services.pools.open_pool(
        code="BT", name="补贴人员", item=item.code, unit=cast.bureau, by=cast.legal_office, now=cast.now
    )


def test_a_pool_rule_stands_in_words_with_live_counts_and_each_row_left_out_says_why(
    cast, desk, pool, monkeypatch
):
    monkeypatch.setattr("mingqian.registry.services.pools.many_enough", lambda count, permission: ALLOWED)
    words = {
        "field_1": "facts.amount",
        "op_1": "ge",
        "values_1": "20000",
        "label_1": "补贴金额（元）",
        "reason": "重点核查大额补贴",
    }
    answer = desk(cast.legal_office, "pools/BT/rule/", words)
    assert answer.status_code == 303, web.text_of(answer)
    assert desk(cast.bureau_leader, "pools/BT/1/approve/", {}).status_code == 303
    page = web.text_of(desk(cast.legal_office, "pools/BT/"))
    assert "补贴金额（元）不小于 20000" in page and "在册 30 − 二次建库筛除 19 = 11" in page
    out = web.text_of(desk(cast.legal_office, "pools/BT/excluded/"))
    assert "不符合筛选规则（BT 第1版）：补贴金额（元）不小于 20000" in out and "共 <b>19</b> 条" in out
    assert desk(cast.bureau_leader, "pools/BT/1/retire/", {"reason": "全查"}).status_code == 303
    assert SecondaryPoolRule.objects.get().state == "retired"


def test_too_small_a_registry_has_no_secondary_pool(cast, desk, pool):
    words = {"field_1": "employees", "op_1": "ge", "values_1": "3", "reason": "试"}
    answer = desk(cast.legal_office, "pools/BT/rule/", words)
    assert answer.status_code == 422 and not SecondaryPoolRule.objects.exists()


def test_a_pack_is_read_in_plain_words_and_adopted_with_a_typed_yes(cast, desk):
    assert "还没有启用规则包" in web.text_of(desk(cast.legal_office, "packs/"))
    page = web.text_of(desk(cast.legal_office, "packs/xiamen-2017/"))
    assert "抽查比例与频次" in page and "宽于上位规定，不予采用" in page and "原文的异常" in page
    words = {"unit": cast.bureau, "from_on": cast.today.isoformat(), "reason": "局务会"}
    assert desk(cast.legal_office, "packs/xiamen-2017/adopt/", {**words, "typed": "是"}).status_code == 422
    assert desk(cast.legal_office, "packs/xiamen-2017/adopt/", {**words, "typed": "启用"}).status_code == 303
    assert PackAdoption.objects.get().pack == "xiamen-2017"
    assert "现行" in web.text_of(desk(cast.legal_office, "packs/"))
    assert desk(cast.legal_office, "packs/no-such-pack/").status_code == 404


def test_a_year_typed_line_by_line_changes_the_calendar(cast, desk):
    assert "暂定" in web.text_of(desk(cast.legal_office, "calendar/?year=2027"))
    words = {
        "year": "2027",
        "source": "国办发明电〔2026〕9号",
        "breaks": "元旦 2027-01-01 2027-01-03\n国庆节 2027年10月1日 2027年10月7日",
        "work": "2027-10-09",
    }
    bad = desk(cast.legal_office, "calendar/new/", {**words, "breaks": "国庆节"})
    assert bad.status_code == 422 and "第 1 行“国庆节”应写作" in web.text_of(bad)
    never = desk(cast.legal_office, "calendar/new/", {**words, "work": "2027-02-30"})
    assert never.status_code == 422 and "不存在的日期" in web.text_of(never)
    assert desk(cast.legal_office, "calendar/new/", words).status_code == 303
    assert CalendarYear.objects.get().work == ["2027-10-09"]
    page = web.text_of(desk(cast.legal_office, "calendar/?year=2027"))
    assert 'title="国庆节"' in page and 'title="调休上班"' in page and "暂定：" not in page
    assert selectors.calendars.in_force().why_off(date(2027, 10, 4)) == "国庆节"


def test_words_are_added_corrected_and_retired_on_the_page(cast, desk):
    words = {"kind": "qual", "code": "GZ", "label": "工资支付", "note": ""}
    assert desk(cast.legal_office, "dictionaries/new/", words).status_code == 303
    relabelled = {"label": "工资支付检查", "note": "专业能力"}
    assert desk(cast.legal_office, "dictionaries/qual/GZ/", relabelled).status_code == 303
    assert "工资支付检查" in web.text_of(desk(cast.legal_office, "dictionaries/"))
    assert desk(cast.legal_office, "dictionaries/qual/GZ/retire/", {"reason": "合并"}).status_code == 303
    assert desk(cast.legal_office, "dictionaries/qual/XX/").status_code == 404
