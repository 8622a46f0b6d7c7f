"""The plan desk in the browser: each person's part of a year's plan, what is refused, and to whom."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests import web
from tests.cast import BUREAU
from tests.planning.desk import NOW, TEXT, Desk

from mingqian.accounts.types import Actor
from mingqian.audit import selectors as audits
from mingqian.audit import services as audit
from mingqian.jobs import services as jobs
from mingqian.planning import selectors, services
from mingqian.planning.enums import Answer, DemandState, PlanState
from mingqian.planning.models import AnnualPlan, Demand, ImplementationPlan, PlanLine
from mingqian.planning.services.plan_lines import Partner
from mingqian.registry import services as registries
from mingqian.ui.asking import answered

# What pages say; the services behind them run on both.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.sqlite]
PLAN = f"/desk/plans/{BUREAU}/2026/1/"


@pytest.fixture(autouse=True)
def in_january() -> Iterator[None]:
    with web.lived(NOW):
        yield


def seat(actor: Actor) -> Client:
    return web.signed_in(actor, now=NOW)


def post(client: Client, url: str, **said: Any) -> Any:
    return client.post(url, said)


LINE = {
    "rounds": "3月 R1\n9月 R2", "responsible_unit": "JYC", "duties": "归口处室牵头", "methods": ["on_site"],
    "mode": "open", "sampling_method": "plain", "partners": "劳动关系处：协同检查\n市市场监管局：联合检查",
}  # fmt: skip


@pytest.mark.clause("XM-80", "PD-16", "PD-20")
def test_a_plan_goes_from_an_empty_page_to_the_public_by_three_people(desk: Desk) -> None:
    officer, leader = seat(desk.cast.legal_office), seat(desk.cast.bureau_leader)
    title = {"unit": BUREAU, "year": 2026, "title": "2026年度抽查计划", "pack": "luwan-2026"}
    assert post(officer, "/desk/plans/new/", **title).headers["Location"] == PLAN
    assert post(officer, f"{PLAN}lines/new/", item="JG01").headers["Location"] == f"{PLAN}lines/JG01/"
    for item in ("JG01", "JG05"):
        assert post(officer, f"{PLAN}lines/{item}/", **LINE).status_code == 303
    line = PlanLine.objects.get(item__code="JG01")
    assert [one.unit.code if one.unit else one.outside_name for one in line.partners.all()] == [
        "LDGX",
        "市市场监管局",
    ]
    page = web.text_of(officer.get(PLAN))
    assert "校验通过" in page
    assert "三(五)6(1)" in page
    assert post(officer, f"{PLAN}count/").status_code == 303
    assert post(officer, f"{PLAN}recall/").status_code == 409
    for step in ("submit", "recall", "submit"):
        assert post(officer, f"{PLAN}{step}/").status_code == 303
    assert post(officer, f"{PLAN}approve/", typed="批准").status_code == 403
    assert post(leader, f"{PLAN}approve/", typed="同意").status_code == 422
    assert post(leader, f"{PLAN}approve/", typed="批准", document_no="鹭湾人社〔2026〕3号").status_code == 303
    assert post(officer, f"{PLAN}publish/", typed="公布").status_code == 303
    plan = AnnualPlan.objects.get()
    assert (plan.state, plan.document_no) == (PlanState.PUBLISHED, "鹭湾人社〔2026〕3号")
    shown = web.text_of(officer.get(PLAN))
    assert "已公布" in shown
    assert "尚未按名录测算" not in shown
    log = audits.trees.journal()
    assert log is not None
    audit.checkpoints.make(log.origin, seed=bytes(32), by=desk.cast.audit_admin, now=NOW)
    receipt = officer.get(f"{PLAN}receipt.json").json()
    assert (receipt["entry"]["kind"], receipt["entry"]["actor"]) == (
        "annual_plan.submitted", desk.cast.legal_office.code,
    )  # fmt: skip


def test_what_is_wrong_with_a_draft_stands_on_its_page_with_clause_and_remedy(desk: Desk) -> None:
    desk.line(desk.draft(), "JG01", rounds=((3, "R1"),))
    officer = seat(desk.cast.legal_office)
    page = web.text_of(officer.get(PLAN))
    assert "还差 2 项，补齐后可以送审" in page
    assert "请至少安排2次" in page
    refused = post(officer, f"{PLAN}submit/")
    assert refused.status_code == 409
    assert "清单事项" in web.refusal_of(refused)
    assert AnnualPlan.objects.get().state == PlanState.DRAFT


def test_a_line_keeps_what_was_typed_and_names_the_row_nobody_can_read(desk: Desk) -> None:
    desk.draft()
    officer = seat(desk.cast.legal_office)
    for wrong, told in (
        ({"rounds": "三月"}, "第1行“三月”应写成"),
        ({"partners": "市市场监管局"}, "应写成“单位：职责”"),
        ({"responsible_unit": "LDGX"}, "不归“劳动关系处”管理"),
        ({"methods": ["network"]}, "请从列出的选项中选择"),
    ):
        answer = post(officer, f"{PLAN}lines/JG01/", **{**LINE, **wrong})
        assert answer.status_code == 422
        assert told in web.text_of(answer), told
    assert not PlanLine.objects.exists()


@pytest.mark.clause("FL-14")
def test_an_own_ratio_is_asked_for_only_where_no_document_sets_one(desk: Desk) -> None:
    desk.draft()
    officer, line = seat(desk.cast.legal_office), f"{PLAN}lines/JG01/"
    assert "本单位确定的比例" not in web.text_of(officer.get(line))
    AnnualPlan.objects.all().delete()
    desk.under("fuling-2024").draft()
    assert "本单位确定的比例" in web.text_of(officer.get(line))
    own = {"own_ppm": "8%", "own_reason": "户数少", "own_approver": "LW01"}
    for wrong in ({"own_ppm": "8"}, {"own_ppm": "101%"}, {"own_approver": "LW02"}, {"own_approver": "LW09"}):
        assert post(officer, line, **{**LINE, **own, **wrong}).status_code == 422
    assert post(officer, line, **LINE, **own).status_code == 303
    assert PlanLine.objects.get().rule["tiers"][0]["ppm"] == 80_000


def test_a_forecast_over_a_whole_city_is_left_to_the_worker(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.firms()
    plan = desk.published()
    monkeypatch.setattr(selectors.forecast, "LONG", 5)
    asked = post(seat(desk.cast.legal_office), f"{PLAN}count/")
    assert asked.headers["Location"].startswith("/desk/jobs/")
    assert not plan.forecast.exists()
    done = jobs.run_next(worker="w1", clock=lambda: NOW)
    assert done is not None
    assert plan.forecast.count() == 2
    assert "6 中抽 1 × 2 次" in web.text_of(seat(desk.cast.legal_office).get(PLAN))


@pytest.mark.clause("XM-80")
def test_an_adjustment_shows_old_and_new_side_by_side_and_keeps_both(desk: Desk) -> None:
    desk.published()
    officer = seat(desk.cast.legal_office)
    done = post(officer, f"{PLAN}adjust/", pack="luwan-2026", reason="机构职责\n调整")
    second = PLAN.replace("/1/", "/2/")
    assert done.headers["Location"] == second
    post(officer, f"{second}lines/JG05/", **{**LINE, "rounds": "4月 R1\n10月 R2"})
    page = web.text_of(officer.get(f"{second}difference/"))
    assert "<del>3月R1、9月R2</del>" in page
    assert "<ins>4月R1、10月R2</ins>" in page
    assert "机构职责 调整" in page
    assert officer.get(PLAN).status_code == 200


@pytest.mark.clause("PD-19")
def test_the_plan_is_sent_to_the_named_body_and_its_receipt_noted(desk: Desk) -> None:
    desk = desk.under("pingdingshan-2020")
    desk.published()
    officer = seat(desk.cast.legal_office)
    assert "报送市劳动保障监察局" in web.text_of(officer.get(PLAN))
    assert post(officer, f"{PLAN}receipt/", receipt_no="回执9号", received_on="2026-01-12").status_code == 422
    assert post(officer, f"{PLAN}send/").status_code == 303
    assert post(officer, f"{PLAN}receipt/", receipt_no="回执9号", received_on="2026-01-12").status_code == 303
    assert "回执9号" in web.text_of(officer.get(PLAN))


@pytest.mark.clause("XM-22", "XM-84")
def test_drafts_of_others_are_not_found_and_what_is_published_everybody_reads(desk: Desk) -> None:
    district = seat(desk.cast.district_bureau)
    desk.draft()
    assert district.get(PLAN).status_code == 404
    assert post(district, f"{PLAN}submit/").status_code == 404
    assert "2026年度抽查计划" not in web.text_of(district.get("/desk/plans/"))
    assert "2026年度抽查计划" not in district.get("/desk/plans/?export=csv").getvalue().decode()
    assert seat(desk.cast.system_admin).get(PLAN).status_code == 403
    AnnualPlan.objects.all().delete()
    desk.published()
    assert district.get(PLAN).status_code == 200
    assert "调整计划" not in web.text_of(district.get(PLAN))


@pytest.mark.clause("FL-16", "FL-17", "PD-30")
def test_a_section_asks_for_its_own_items_and_the_legal_office_takes_up_or_returns(desk: Desk) -> None:
    desk.item("LD09", unit="LDGX")
    head, officer = seat(desk.cast.business_unit_head), seat(desk.cast.legal_office)
    registries.packs.adopt(
        pack="luwan-2026", unit=BUREAU, from_on=NOW.date(), reason="启用", by=desk.cast.legal_office, now=NOW
    )
    page = web.text_of(head.get("/desk/demands/new/"))
    assert "LD09" in page
    assert "JG01 " not in page
    said = {"unit": "LDGX", "item": "LD09", "rounds": 2, "methods": ["on_site"]}
    assert post(head, "/desk/demands/new/", **said).status_code == 303
    code = Demand.objects.get().code
    url = f"/desk/demands/{code}/"
    assert f"{url}return/" not in web.text_of(head.get(url))
    assert post(officer, f"{url}return/", reason="").status_code == 422
    assert post(officer, f"{url}return/", reason="已由省厅检查").status_code == 303
    assert Demand.objects.get().state == DemandState.RETURNED
    assert "已由省厅检查" in web.text_of(head.get(url))


def started(desk: Desk) -> ImplementationPlan:
    partners = (Partner("协同", unit="LDGX"),)
    return desk.implementation(desk.published(partners=partners), code="SS-2026-R1")


@pytest.mark.clause("FL-18", "FL-19", "FL-31", "XM-52")
def test_an_implementation_plan_is_filled_approved_confirmed_signed_and_started(desk: Desk) -> None:
    desk.published(partners=(Partner("协同", unit="LDGX"),))
    officer, leader = seat(desk.cast.legal_office), seat(desk.cast.bureau_leader)
    head = seat(desk.cast.business_unit_head)
    (batch, _) = selectors.implementations.open_batches(desk.cast.legal_office)
    new = {"batch": batch.key, "unit": BUREAU, "code": "SS-1", "title": "第一批抽查", "mode": "sealed"}
    assert post(officer, "/desk/implementations/new/", **{**new, "code": "S/1"}).status_code == 422
    assert post(officer, "/desk/implementations/new/", **new).status_code == 303
    url = "/desk/implementations/SS-1/"
    assert "未填写" in web.text_of(officer.get(url))
    fields = {
        "starts_on": "2026-03-23", "ends_on": "2026-04-17", "purpose": TEXT.purpose, "methods": ["on_site"],
        "confidentiality": TEXT.confidentiality, "result_use": TEXT.result_use, "draw_on": "2026-03-17",
        "audit_leaves": 3, "contact": "LW04",
    }  # fmt: skip
    assert post(officer, f"{url}fields/", **fields).status_code == 303
    for item in ("JG01", "JG05"):
        said = {"nature": "enforcement", "method": "on_site", "reserve": 1}
        assert post(officer, f"{url}items/{item}/", **said).status_code == 303
    panel = {"code": "P1", "pool_class": "enforcement", "teams": 2, "items": ["JG01", "JG05"]}
    assert post(officer, f"{url}panels/", **panel, draw_method="individual").status_code == 303
    for step in ("submit", "recall", "submit"):
        assert post(officer, f"{url}{step}/").status_code == 303
    assert post(leader, f"{url}approve/", typed="批准").status_code == 303
    assert post(officer, f"{url}publish/", typed="公布").status_code == 303
    refused = post(officer, f"{url}start/", typed="启动")
    assert refused.status_code == 422
    assert "尚未确认" in web.text_of(refused)
    partner = ImplementationPlan.objects.get().co_organisers.get()
    assert post(officer, f"{url}partners/{partner.pk}/confirm/").status_code == 403
    assert post(head, f"{url}partners/{partner.pk}/confirm/").status_code == 303
    assert post(officer, f"{url}acknowledge/").status_code == 409
    assert post(seat(desk.cast.business_unit_staff), f"{url}acknowledge/").status_code == 303
    assert post(officer, f"{url}start/", typed="启动").status_code == 303
    partner.refresh_from_db()
    plan = ImplementationPlan.objects.get()
    assert (plan.state, partner.answer) == (PlanState.STARTED, Answer.CONFIRMED)
    assert "已启动" in web.text_of(officer.get(PLAN))


def test_an_invited_section_reads_the_plan_and_changes_nothing(desk: Desk) -> None:
    plan = started(desk)
    head = seat(desk.cast.business_unit_head)
    page = web.text_of(head.get(f"/desk/implementations/{plan.code}/"))
    assert "会同单位" in page
    assert "送审" not in page.split("</header>")[1].split("rail")[0]
    assert post(head, f"/desk/implementations/{plan.code}/submit/").status_code == 403
    assert (
        post(seat(desk.cast.second_district), f"/desk/implementations/{plan.code}/submit/").status_code == 404
    )


METHOD = {
    "item": "LD09", "unit": "LDGX", "title": "特殊工时检查评价办法",
    "points": "审批文件｜在有效期内｜第三十九条\n考勤台账\t齐全", "conclusions": "未发现问题\n责令限期改正",
}  # fmt: skip


@pytest.mark.clause("XM-30", "PD-09")
def test_a_method_is_written_approved_issued_and_signed_in_the_browser(desk: Desk) -> None:
    desk.item("LD09", unit="LDGX")
    author, head = seat(desk.cast.business_unit_staff), seat(desk.cast.business_unit_head)
    officer, district = seat(desk.cast.legal_office), seat(desk.cast.district_bureau)
    assert post(author, "/desk/evaluation-methods/new/", **METHOD).status_code == 303
    url = "/desk/evaluation-methods/LD09/1/"
    assert district.get(url).status_code == 404
    for step in ("submit", "recall", "submit"):
        assert post(author, f"{url}{step}/").status_code == 303
    assert post(author, f"{url}approve/").status_code == 403
    assert post(head, f"{url}approve/").status_code == 303
    assert post(officer, f"{url}publish/", typed="发布", units=["359901", "JCZD"]).status_code == 303
    page = web.text_of(district.get(url))
    assert "齐全" in page
    assert "湖滨区人力资源和社会保障局，尚未签阅" in page
    receipt = selectors.papers.unread(desk.cast.district_bureau).get()
    assert post(seat(desk.cast.second_district), f"/desk/receipts/{receipt.pk}/read/").status_code == 404
    assert post(district, f"/desk/receipts/{receipt.pk}/read/").status_code == 303
    assert "1 / 2" in web.text_of(author.get("/desk/evaluation-methods/"))


def test_everybody_finds_their_own_part_in_the_todo(desk: Desk) -> None:
    plan = started(desk)
    legal, leader = desk.cast.legal_office, desk.cast.bureau_leader

    def asked(of: Actor) -> list[tuple[str, str]]:
        found = answered(selectors.todo.mine(of, today=NOW.date()))
        assert all(seat(of).get(one.url).status_code == 200 for one in found)
        return [(one.kind, one.action) for one in found]

    assert asked(legal) == []
    services.implementation.submit(plan=plan.code, pack=desk.pack, by=legal, now=NOW)
    assert asked(leader) == [("方案", "审批")]
    services.implementation.approve(plan=plan.code, pack=desk.pack, by=leader, now=NOW)
    assert asked(desk.cast.business_unit_head) == [("会同", "答复")]
    assert asked(legal) == [("方案", "公布")]
    assert asked(desk.cast.enterprise_user) == asked(desk.cast.second_district) == []
