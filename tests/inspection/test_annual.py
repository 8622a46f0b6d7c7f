"""监管对象自查 (厦门 三(三)(1)): called for once a year, filed and corrected by the firm, open to everybody who did not."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from tests.inspection.field import Field, moment
from tests.inspection.test_before_the_visit import pdf_file, represented
from tests.web import lived, signed_in, text_of

from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.inspection import annual, selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.annual import Standing
from mingqian.inspection.models import AnnualDuty, AnnualReport
from mingqian.registry.models import Subject, SubjectTag
from mingqian.ui.asking import answered

MARCH, DUE = moment(3, 20), date(2026, 3, 31)
POINTS = "许可证在有效期内\n\n按月足额支付工资\n"


@pytest.mark.parametrize(
    ("filed", "today", "stands"),
    [
        (date(2026, 3, 31), date(2026, 4, 9), Standing.FILED),
        (date(2026, 4, 1), date(2026, 4, 9), Standing.LATE),
        (None, date(2026, 4, 1), Standing.MISSING),
        (None, DUE, Standing.OPEN),
    ],
)
def test_the_last_day_is_in_time_and_nothing_is_missing_before_it_is_over(filed, today, stands):
    assert annual.standing(filed, DUE, today) == stands


def refused(call, **fields) -> str:
    with pytest.raises(Refused) as said, transaction.atomic():
        call(**fields)
    return str(said.value)


@pytest.fixture
def duty(field: Field, db: None) -> AnnualDuty:
    return inspections.annual.call(
        item="JG05", year=2025, points=POINTS, due_on=DUE, by=field.cast.legal_office, now=MARCH
    )


def filed(field: Field, report: AnnualReport, **changes: object) -> AnnualReport:
    firm = replace(field.cast.enterprise_user, subjects=(report.subject.number,))
    fields = {
        "duty": report.duty.code, "subject": report.subject.number, "answers": {"1": "ok", "2": "problem"},
        "words": "全年用工38人", "corrected": "已补发2人工资", "truthful": True, "uploads": [], "by": firm,
        "now": moment(3, 25), **changes,
    }  # fmt: skip
    return inspections.annual.file(**fields)  # type: ignore[arg-type]


@pytest.mark.clause("XM-33")
def test_a_year_is_called_for_filed_corrected_and_those_who_did_not_file_become_a_stratum(field, duty):
    call = {"item": "JG05", "year": 2025, "points": POINTS, "due_on": DUE, "now": MARCH}
    assert "已经布置" in refused(inspections.annual.call, **call, by=field.cast.legal_office)
    assert "不在今天之后" in refused(
        inspections.annual.call, **{**call, "year": 2024, "due_on": MARCH.date()}, by=field.cast.legal_office
    )
    assert "请由该单位的" in refused(
        inspections.annual.call, **{**call, "item": "JG01"}, by=field.cast.draw_operator
    )
    first, second, third, *rest = duty.reports.select_related("subject", "duty").order_by("number")
    assert len(rest) > 5 and duty.points == [["1", "许可证在有效期内"], ["2", "按月足额支付工资"]]
    assert "没有填写" in refused(filed, field=field, report=first, answers={"1": "ok"})
    assert "没有写明怎样改正" in refused(filed, field=field, report=first, corrected=" ")
    assert "没有承诺" in refused(filed, field=field, report=first, truthful=False)
    assert "不是您单位的" in refused(filed, field=field, report=first, by=field.cast.enterprise_user)
    filed(field, first)
    again = filed(field, first, now=moment(4, 3), corrected="已全部\n补发\t2人")
    assert (again.version, again.filed_on) == (2, date(2026, 3, 25))  # corrected, and still in time
    assert selectors.annual.receipt(again) == f"{duty.code}-00001"
    filed(field, second, now=moment(4, 2))
    mark = {"duty": duty.code, "tag": "NB-2025-WB", "by": field.cast.legal_office}
    assert "还没有过" in refused(inspections.annual.mark, **mark, now=MARCH)
    SubjectTag.objects.create(subject=first.subject, tag="WB", source="hand")
    assert "已经用于" in refused(inspections.annual.mark, **{**mark, "tag": "WB"}, now=moment(4, 3))
    assert "上限 32 字" in refused(inspections.annual.mark, **{**mark, "tag": "X" * 33}, now=moment(4, 3))
    gone = rest.pop()  # merged into another row since: nobody who has not reported
    Subject.objects.filter(pk=gone.subject_id).update(merged_into=first.subject)
    assert selectors.annual.public().get().owing == 3 + len(rest)
    assert gone not in selectors.annual.public_rows(duty)
    assert inspections.annual.mark(**mark, now=moment(4, 3)) == 1 + len(rest)
    tagged = set(SubjectTag.objects.filter(tag="NB-2025-WB").values_list("subject", flat=True))
    assert third.subject_id in tagged and first.subject_id not in tagged and second.subject_id not in tagged
    kinds = list(
        Entry.objects.filter(thing=f"annual:{duty.code}").order_by("seq").values_list("kind", flat=True)
    )
    filings = Entry.objects.filter(kind="annual.filed").values_list("body", flat=True)
    assert (
        len({json.loads(one)["sha256"] for one in filings}) == 2
    )  # what was reported, whoever changes the row
    assert kinds == ["annual.called", "annual.filed", "annual.filed", "annual.filed", "annual.marked"]


@pytest.mark.clause("XM-33")
def test_the_firm_fills_it_in_on_its_page_and_everybody_sees_who_filed_and_who_did_not(
    field, duty, kept_files
):
    first, second, third, *_ = duty.reports.select_related("subject", "duty").order_by("number")
    user = represented(field, first)
    waits = answered(selectors.todo.of_firm(user, today=MARCH.date()))
    assert [one.title for one in waits] == [f"2025年度自查报告待提交：{duty.item_name}"]
    with lived(MARCH):
        own, url = signed_in(field.cast.enterprise_user, now=MARCH), waits[0].url
        assert own.get(url).status_code == 404  # another firm's
        own = signed_in(user, now=MARCH)
        assert "按月足额支付工资" in text_of(own.get(url))
        form = {
            "point_1": "ok",
            "point_2": "ok",
            "words": "全年用工38人",
            "truthful": "on",
            "material": pdf_file(),
        }
        assert "请逐项填写" in text_of(own.post(url, {**form, "point_2": ""}))
        told = text_of(own.post(url, {**form, "material": pdf_file()}, follow=True))
        assert f"回执号{duty.code}-00001" in told and "批准文书.pdf" in told and "第1版" in told
        assert duty.item_name in text_of(own.get("/ent/annual-reports/"))
        assert Client().get("/annual-reports/").status_code == 200
        assert "未到期" in text_of(Client().get(f"/annual-reports/{duty.code}/"))
    filed(field, second, now=moment(4, 2))
    later = moment(4, 3)
    with lived(later):
        page = f"/annual-reports/{duty.code}/"
        shown = {one: text_of(Client().get(f"{page}?standing={one}")) for one in ("filed", "late", "missing")}
        assert first.subject_name in shown["filed"] and second.subject_name in shown["late"]
        assert third.subject_name in shown["missing"] and first.subject_name not in shown["missing"]
        assert "38人" not in "".join(shown.values())  # what was reported stays between firm and bureau
        desk = signed_in(field.cast.legal_office, now=later)
        here = f"/desk/annual-reports/{duty.code}/"
        assert duty.item_name in text_of(desk.get("/desk/annual-reports/"))
        listed = desk.get(f"{here}?standing=missing&export=csv").getvalue().decode("utf-8-sig")
        assert third.subject.number in listed and first.subject.number not in listed
        assert "全年用工38人" in text_of(desk.get(f"{here}1/"))
        assert "可以作为分层" in text_of(desk.post(f"{here}mark/", {"tag": "NB-2025-WB"}, follow=True))
        told = text_of(desk.post("/desk/annual-reports/new/", {
            "item": "JG01", "year": "2025", "points": "台账", "due_on": "2026-04-30"}, follow=True))  # fmt: skip
        assert "已布置" in told
