"""Clauses an outside examiner can see for himself on the plan desk, each shown as he would try it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from tests import web
from tests.cast import BUREAU
from tests.planning.desk import NOW, TEXT, Desk
from tests.planning.test_api import program, send

from mingqian.accounts.types import Actor
from mingqian.audit import selectors as audits
from mingqian.planning import selectors, services
from mingqian.planning.enums import PlanState
from mingqian.planning.models import Demand, ImplementationPlan, PlanLine
from mingqian.registry import services as registries
from mingqian.ui.asking import answered

# What pages say; the services behind them run on both.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PLAN = f"/desk/plans/{BUREAU}/2026/1/"
LINE = {
    "responsible_unit": "JYC", "duties": "归口处室牵头", "methods": ["on_site"], "mode": "open",
    "sampling_method": "plain",
}  # fmt: skip


@contextmanager
def at(moment: datetime, actor: Actor) -> Iterator[Client]:
    """This person's browser at that moment."""
    with web.lived(moment):
        yield web.signed_in(actor, now=moment)


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


@pytest.mark.clause("FL-16", "FL-17")
def test_demand_on_the_thirtieth_of_june_on_the_first_of_july_and_the_chase_list(desk: Desk) -> None:
    desk.item("LD09", unit="LDGX")
    legal = desk.cast.legal_office
    registries.packs.adopt(
        pack="fuling-2024", unit=BUREAU, from_on=NOW.date(), reason="启用", by=legal, now=NOW
    )
    said = {"unit": "LDGX", "item": "LD09", "rounds": 2}
    with at(on(date(2026, 6, 30)), desk.cast.business_unit_head) as head:
        assert "每年6月30日前集中提出" in web.text_of(head.get("/desk/demands/"))
        assert head.post("/desk/demands/new/", said).status_code == 303
        code = Demand.objects.get().code
        assert "2027年（" in web.text_of(head.get(f"/desk/demands/{code}/"))
    with at(on(date(2026, 7, 1)), desk.cast.business_unit_head) as head:
        refused = head.post("/desk/demands/new/", said)
        assert refused.status_code == 422
        assert "已过年度提出期限" in web.text_of(refused)
        assert head.post("/desk/demands/new/", {**said, "reason": "审批后监管需要"}).status_code == 303
    with at(on(date(2026, 7, 1)), legal) as officer:
        page = web.text_of(officer.get("/desk/demands/"))
        assert "尚未提出2027年需求的单位：就业处" in page
        assert "适时提出" in page


@pytest.mark.clause("FL-16")
def test_what_was_demanded_is_taken_into_a_line_of_the_one_plan(desk: Desk) -> None:
    desk.item("LD09", unit="LDGX")
    head = desk.cast.business_unit_head
    row = services.demands.propose(unit="LDGX", item="LD09", rounds=2, pack=desk.pack, by=head, now=NOW)
    plan = desk.draft(2027)
    desk.line(plan, "LD09", unit="LDGX")
    line = PlanLine.objects.get()
    with at(NOW, desk.cast.legal_office) as officer:
        url = f"/desk/demands/{row.code}/"
        assert officer.post(f"{url}take-up/", {"line": line.pk}).status_code == 303
        assert "2027年度抽查计划" in web.text_of(officer.get(url))


@pytest.mark.clause("PD-17", "PD-18")
def test_the_planner_is_shown_the_overlap_and_makes_one_joint_batch_of_both_sections(desk: Desk) -> None:
    desk = desk.under("pingdingshan-2020")
    desk.item("LD09", unit="LDGX")
    plan = desk.draft()
    desk.line(plan, "JG05", rounds=((11, "R4"),))
    desk.line(plan, "LD09", unit="LDGX", rounds=((5, "R2"),))
    with at(NOW, desk.cast.legal_office) as officer:
        line = f"{PLAN}lines/JG01/"
        apart = {**LINE, "rounds": "4月 R1", "overlap_reason": "人手不足"}
        assert officer.post(line, apart).status_code == 303
        page = web.text_of(officer.get(PLAN))
        assert "在第2季度检查同类对象且方式相同，应当合并" in page
        assert "请把两行排入同一批次，作为本部门间联合抽查" in page
        assert officer.post(f"{PLAN}submit/").status_code == 409
        assert officer.post(line, {**apart, "rounds": "5月 R2"}).status_code == 303
        assert "检查同类对象且方式相同" not in web.text_of(officer.get(PLAN))
    desk.through(plan)
    batch = next(
        one for one in selectors.implementations.open_batches(desk.cast.legal_office) if one.code == "R2"
    )
    with at(NOW, desk.cast.business_unit_head) as head:
        new = {"batch": batch.key, "unit": "LDGX", "code": "SS-LH", "title": "联合抽查", "mode": "open"}
        assert head.post("/desk/implementations/new/", new).status_code == 303
        page = web.text_of(head.get("/desk/implementations/SS-LH/"))
        assert "共同发起：JG01" in page
    with at(NOW, desk.cast.legal_office) as officer:
        own = {"batch": batch.key, "unit": "FGC", "code": "SS-X", "title": "他人事项", "mode": "open"}
        assert officer.post("/desk/implementations/new/", own).status_code == 422


@pytest.mark.clause("PD-30")
def test_a_section_starting_anothers_item_is_refused_and_only_the_owner_hands_it_over(desk: Desk) -> None:
    plan = desk.published()
    (batch, _) = selectors.implementations.open_batches(desk.cast.legal_office)
    new = {"batch": batch.key, "unit": "LDGX", "code": "SS-1", "title": "第一批", "mode": "sealed"}
    with at(NOW, desk.cast.business_unit_head) as head:
        refused = head.post("/desk/implementations/new/", new)
        assert refused.status_code == 422
        assert "不归“劳动关系处”管理" in web.text_of(refused)
        assert head.post("/desk/items/JG01/hand-over/", {"to_unit": "LDGX", "reason": "x"}).status_code >= 400
    legal = desk.cast.legal_office
    registries.items.hand_over(code="JG01", to_unit="LDGX", reason="职责调整", by=legal, now=NOW)
    with at(NOW, desk.cast.business_unit_head) as head:
        assert head.post("/desk/implementations/new/", new).status_code == 303
    assert ImplementationPlan.objects.get().annual_plan == plan


@pytest.mark.clause("FL-31")
def test_who_is_named_has_it_in_the_todo_until_signed_and_nothing_starts_before(desk: Desk) -> None:
    plan = desk.implementation(desk.published())
    legal, leader, contact = desk.cast.legal_office, desk.cast.bureau_leader, desk.cast.business_unit_staff
    text = replace(TEXT, leader="LW01", contact="LW04")
    services.filling.fill(plan=plan.code, text=text, by=legal, now=NOW)
    services.implementation.submit(plan=plan.code, pack=desk.pack, by=legal, now=NOW)
    services.implementation.approve(plan=plan.code, pack=desk.pack, by=leader, now=NOW)
    services.implementation.publish(plan=plan.code, by=legal, now=NOW)
    url = f"/desk/implementations/{plan.code}/"

    def asked(of: Actor) -> list[tuple[str, str]]:
        return [(one.kind, one.url) for one in answered(selectors.todo.mine(of, today=NOW.date()))]

    assert asked(contact) == [("签收", url)]
    assert ("签收", url) in asked(leader)
    with at(NOW, legal) as officer:
        assert "尚未签收" in web.text_of(officer.post(f"{url}start/", {"typed": "启动"}))
    with at(NOW, contact) as person:
        assert person.post(f"{url}acknowledge/").status_code == 303
    assert asked(contact) == []
    with at(NOW, legal) as officer:
        assert officer.post(f"{url}start/", {"typed": "启动"}).status_code == 303


@pytest.mark.clause("XM-80")
def test_a_plan_without_a_unit_is_stopped_and_each_lines_progress_comes_from_its_batches(desk: Desk) -> None:
    plan = desk.draft()
    desk.line(plan, "JG01", unit="")
    with at(NOW, desk.cast.legal_office) as officer:
        page = web.text_of(officer.get(PLAN))
        assert "没有责任单位" in page
        assert "没有列入计划，也没有写明原因" in page
        assert officer.post(f"{PLAN}submit/").status_code == 409
    desk.line(plan, "JG01")
    desk.line(plan, "JG05")
    row = desk.implementation(desk.through(plan))
    with at(NOW, desk.cast.legal_office) as officer:
        assert "3月 R1 起草" in web.text_of(officer.get(PLAN))
        desk.started(row)
        services.implementation.complete(plan=row.code, by=desk.cast.legal_office, now=NOW)
        page = web.text_of(officer.get(PLAN))
        assert "3月 R1 已完成" in page
        assert "2 / 4" in page


@pytest.mark.clause("XM-56", "XM-52", "XM-20")
def test_the_nature_decides_the_pool_on_the_page_and_the_wrong_pool_is_refused(desk: Desk) -> None:
    desk.item("YW15", category=3, necessity="确需检查", inspector_class="business")
    row = desk.implementation(desk.published(2027, items=("JG01", "JG05", "YW15")))
    url = f"/desk/implementations/{row.code}/"
    with at(NOW, desk.cast.legal_office) as officer:
        page = web.text_of(officer.get(url))
        assert "应从业务检查人员库抽取，检查组“P1”却用行政执法人员库" in page
        assert officer.post(f"{url}submit/").status_code == 409
        refused = send(program(desk, desk.cast.legal_office), "post", f"/implementations/{row.code}/submit")
        assert (refused.status_code, "三(五)6" in refused.json()["clause"]) == (409, True), refused.json()
        said: dict[str, Any] = {"nature": "business", "method": "on_site", "reserve": 1}
        assert officer.post(f"{url}items/YW15/", {**said, "nature": ""}).status_code == 422
        assert officer.post(f"{url}items/YW15/", said).status_code == 303
        panel = {"code": "P2", "pool_class": "business", "teams": 1, "items": ["YW15"]}
        assert officer.post(f"{url}panels/", {**panel, "draw_method": "individual"}).status_code == 303
        assert officer.post(f"{url}submit/").status_code == 303
    row.refresh_from_db()
    assert row.state == PlanState.SUBMITTED
    thing = f"implementation:{row.code}"
    told = list(audits.entries(desk.cast.audit_admin, thing=thing, kind="implementation.item_set"))
    assert told[-1].actor_name == desk.cast.legal_office.name
    assert '"business"' in told[-1].body


@pytest.mark.clause("PD-20")
def test_an_approved_plan_is_asked_for_until_society_can_read_it_and_its_adjustment_shows_old_and_new(
    desk: Desk,
) -> None:
    """二(三): 年度抽查计划…向社会公布. Twenty working days from the approval, the first notice and the corrected one."""
    cast, late = desk.cast, on(date(2026, 3, 2))
    legal, leader = cast.legal_office, cast.bureau_leader
    registries.packs.adopt(
        unit=BUREAU, pack="luwan-2026", from_on=NOW.date(), reason="年度规则", by=legal, now=NOW
    )
    plan = desk.draft()
    for item in ("JG01", "JG05"):
        desk.line(plan, item)
    services.annual.submit(plan=plan, pack=desk.pack, by=legal, now=NOW)
    services.annual.approve(plan=plan, document_no="鹭湾人社〔2026〕3号", pack=desk.pack, by=leader, now=NOW)
    thing = {"kind": "annual_plan", "thing": f"annual_plan:{BUREAU}/2026"}
    with at(late, legal) as browser:
        waits = web.text_of(browser.get("/desk/publicity/waiting/"))
        assert plan.title in waits and "逾期" in waits
        early = browser.post("/desk/publicity/waiting/draft/", thing)
        assert early.status_code == 409 and "请先批准并公布计划" in web.text_of(early)
        assert plan.title not in web.text_of(Client().get("/plans/"))
    services.annual.publish(plan=plan, by=legal, now=NOW)
    first = made_public(desk, thing, late)
    with at(late, legal):
        assert plan.title in web.text_of(Client().get("/plans/"))
        shown = web.text_of(Client().get(first))
        assert "2026年3月2日" in shown and "3月、9月" in shown and "第 1 版" in shown

    second = services.annual.adjust(plan=plan, reason="机构职责调整", pack=desk.pack, by=legal, now=late)
    desk.line(second, "JG05", rounds=((4, "R1"), (10, "R2")), now=late)
    services.annual.submit(plan=second, pack=desk.pack, by=legal, now=late)
    services.annual.approve(
        plan=second, document_no="鹭湾人社〔2026〕9号", pack=desk.pack, by=leader, now=late
    )
    services.annual.publish(plan=second, by=legal, now=late)
    with at(late, legal) as browser:
        assert "有变动" in web.text_of(browser.get("/desk/publicity/waiting/"))
    assert made_public(desk, thing, late) == first
    with at(late, legal):
        shown = web.text_of(Client().get(first))
    assert "第 2 版" in shown and "4月、10月" in shown
    difference = shown.partition('id="difference"')[2]
    assert "3月、9月" in difference and "4月、10月" in difference


def made_public(desk: Desk, thing: dict[str, str], moment: datetime) -> str:
    """Drafted, reviewed and released by three people, none of whom may do another's part; where anybody reads it."""
    cast = desk.cast
    with at(moment, cast.legal_office) as author:
        made = author.post("/desk/publicity/waiting/draft/", thing)
        assert made.status_code == 303, web.refusal_of(made)
        place = made["Location"]
        code = place.rstrip("/").rpartition("/")[2]
        assert author.post(f"{place}release/", {"typed": code}).status_code == 403
    for who, step, typed in (
        (cast.redaction_reviewer, "review", {}),
        (cast.publisher, "release", {"typed": code}),
    ):
        with at(moment, who) as browser:
            page = web.text_of(browser.get(f"{place}{step}/"))
            digest = page.partition('name="digest" value="')[2].partition('"')[0]
            answer = browser.post(f"{place}{step}/", {"digest": digest, **typed})
            assert answer.status_code == 303, web.refusal_of(answer)
    return f"/notices/{code}/"
