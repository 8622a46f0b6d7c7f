"""Checks without a draw: a lead, a special plan, new licensees, a joint check — each with its cause and every gate."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests import programs
from tests.web import lived, signed_in, text_of

from mingqian.audit.models import Entry
from mingqian.clocks.models import Clock
from mingqian.core.decision import Refused
from mingqian.documents import sheets
from mingqian.documents.enums import Kind
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.models import Approval, Batch, Task, Visit
from mingqian.inspection.types import Cause, Check, NamedCheck, Outsider, Scan
from mingqian.leads import services as leads
from mingqian.leads.models import Lead
from mingqian.leads.types import Informant, Told
from mingqian.messages.models import Message
from mingqian.planning import services as plans
from mingqian.planning.services.specials import SpecialText
from mingqian.registry import services as registries
from mingqian.registry.enums import TieKind
from mingqian.registry.models import Inspector, SubjectVisit
from mingqian.registry.types import VisitRow

NOW = datetime(2026, 3, 18, 3, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 19), date(2026, 4, 17)
DAY = date(2026, 3, 26)
ITEM = "JG05"


@pytest.fixture
def firm(field):
    """A drawn firm, whose code the registry knows; the bureau works by its pack."""
    registries.packs.adopt(
        unit=field.cast.bureau, pack="luwan-2026", from_on=date(2026, 1, 5), reason="年度规则",
        by=field.cast.legal_office, now=NOW,
    )  # fmt: skip
    return field.tasks(1)[0].subject


def crew(field, team: int = 1) -> list[str]:
    rows = Inspector.objects.filter(person__code__in=[field.captains[team].code, field.seconds[team].code])
    order = {field.captains[team].code: 0}
    return [one.code for one in sorted(rows, key=lambda one: order.get(one.person.code, 1))]


def cause(origin: str = "case", source: str = "鹭人社函8号", **more) -> Cause:
    return Cause(
        origin, source, "核查", "群众反映拖欠工资", more.pop("first", FIRST), more.pop("last", LAST), **more
    )


def opened(field, firm, *, why: Cause | None = None, teams=None, method: str = "on_site", **more) -> Batch:
    team = 1 if method == "on_site" else 0
    fields = {
        "cause": why or cause(), "checks": [NamedCheck(firm.code, ITEM, method, team)],
        "teams": {1: crew(field)} if teams is None else teams, "by": field.cast.legal_office, "now": NOW,
    }  # fmt: skip
    return inspections.openings.open_named(**{**fields, **more})


def refused(call, *args, **fields) -> str:
    with pytest.raises(Refused) as said, transaction.atomic():
        call(*args, **fields)
    return str(said.value)


def lead_of(field, firm) -> str:
    told = Told("complaint", "visit", firm.name, "拖欠43名工人工资", subject=firm.code, people=43)
    who = Informant("江工友", "13900001234")
    row, _ = leads.intake.receive(
        told=told, informant=who, unit="JCZD", entropy=bytes(18), by=field.cast.legal_office, now=NOW
    )
    leads.deciding.accept(
        lead=row.code, summary="核查工资支付台账", subject="", by=field.cast.legal_office, now=NOW
    )
    return row.code


@pytest.mark.clause("XM-38")
@pytest.mark.clause("PD-24")
@pytest.mark.django_db
def test_a_lead_is_checked_by_a_named_team_and_comes_back_with_its_result(field, firm, kept_files):
    code = lead_of(field, firm)
    batch = opened(field, firm, why=cause("lead", code))
    assert (batch.origin, batch.source, batch.draw, batch.plan) == ("lead", code, None, None)
    lead = Lead.objects.get(code=code)
    assert lead.state == "checking" and field.captains[1].person_id in lead.barred
    (task,) = Task.objects.filter(batch=batch)
    assert "江工友" not in text_of_pages(field, task)
    registries.standing.record_visits(
        visits=[VisitRow(firm.code, date(2026, 1, 12), "routine", "on_site")],
        by=field.cast.legal_office,
        now=NOW,
    )
    (asked,) = asks(field, [task])
    assert asked.kind == "case_specific" and asked.visits_before == 1 and code in asked.frequency
    go_in(field, task)
    inspections.checks.record(task=task.code, check=found(field), by=field.captains[1], now=at(20))
    visit = SubjectVisit.objects.get(source=batch.code)
    assert visit.lead_driven and visit.kind == "case_specific"
    more = Task.objects.get(batch=opened(field, firm, why=cause("lead", code)))
    inspections.results.confirm(tasks=[task.code], by=field.cast.legal_office, now=at(23))
    lead.refresh_from_db()
    assert lead.state == "checking"
    inspections.results.cancel(task=more.code, reason="与前一项重复", by=field.cast.legal_office, now=at(23))
    lead.refresh_from_db()
    assert lead.state == "checked" and "未发现问题" in lead.outcome
    leads.handling.answer(lead=code, feedback="电话反馈", by=field.cast.legal_office, now=at(23))


@pytest.mark.clause("XM-38")
@pytest.mark.django_db
def test_a_lead_whose_every_task_is_cancelled_waits_for_a_check_again(field, firm):
    """举报必查: what was never checked can be neither answered nor forgotten."""
    code = lead_of(field, firm)
    legal, first = field.cast.legal_office, opened(field, firm, why=cause("lead", code))
    opened(field, firm, why=cause("lead", code))
    one, other = Task.objects.filter(batch__source=code).order_by("pk")
    inspections.results.cancel(task=one.code, reason="与后一项重复", by=legal, now=NOW)
    assert Lead.objects.get(code=code).state == "checking"
    inspections.results.cancel(task=other.code, reason="对象名称登记有误", by=legal, now=NOW)
    assert Lead.objects.get(code=code).state == "accepted"
    with lived(NOW):
        page, desk = (
            text_of(signed_in(legal, now=NOW).get(url)) for url in (f"/desk/leads/{code}/", "/desk/")
        )
    assert "核查任务全部撤销：对象名称登记有误" in page and first.code in page
    assert "1条线索待下达核查任务" in desk
    assert "还没有核查" in refused(leads.handling.answer, lead=code, feedback="已反馈", by=legal, now=NOW)
    opened(field, firm, why=cause("lead", code))
    assert Lead.objects.get(code=code).state == "checking"


def text_of_pages(field, task: Task) -> str:
    captain = signed_in(field.captains[1], now=NOW)
    with lived(NOW):
        pages = [
            captain.get(f"/desk/tasks/{task.code}/"),
            captain.get(f"/desk/inspections/{task.batch.code}/"),
        ]
    assert all(one.status_code == 200 for one in pages)
    return "".join(text_of(one) for one in pages)


def at(day: int) -> datetime:
    return datetime(2026, 3, day, 3, 0, tzinfo=UTC)


def asks(field, tasks: list[Task], **more) -> list[Approval]:
    made = inspections.approvals.request(
        tasks=[one.code for one in tasks],
        on=FIRST,
        grounds="核查",
        by=field.cast.legal_office,
        now=NOW,
        **more,
    )
    return inspections.approvals.decide(
        approvals=[one.pk for one in made], approve=True, remark="", by=field.cast.bureau_leader, now=NOW
    )


def found(field, **more) -> Check:
    return Check(**{"on": date(2026, 3, 20), "outcome": "none", "certificates": field.papers[1], **more})


def go_in(field, task: Task, day: int = 20) -> None:
    from mingqian.inspection.types import Scan, WalkIn

    task.refresh_from_db()
    scan = Scan(at(day) - timedelta(hours=1), "typed", code=selectors.visits.scan_code(task))
    inspections.visits.enter(
        walks={task.code: WalkIn(scan, tuple(field.papers[1]))}, by=field.captains[1], now=at(day)
    )


@pytest.mark.clause("XM-07")
@pytest.mark.django_db
def test_nobody_is_named_without_cause_team_published_item_or_fitting_method(field, firm):
    before = Batch.objects.count()
    said = refused(opened, field, firm, why=cause(source=" "))
    assert "须写明来源和理由" in said and "厦门 一(四)" in said
    assert "随机抽取" in refused(opened, field, firm, why=cause("draw"))
    assert "少于2人" in refused(opened, field, firm, teams={1: crew(field)[:1]})
    assert "没有检查组" in refused(opened, field, firm, teams={})
    assert "没有规定" in refused(opened, field, firm, method="expert")
    assert "已过" in refused(opened, field, firm, why=cause(first=date(2026, 3, 1)))
    assert "不能为该单位" in refused(opened, field, firm, by=field.cast.second_district)
    person = Inspector.objects.get(code=crew(field)[0])
    registries.recusals.declare(
        inspector=person.code, subject=firm.code, kind=TieKind.SPOUSE, evidence="申报表", from_on=date(2026, 1, 1),
        by=field.cast.legal_office, now=NOW,
    )  # fmt: skip
    assert "回避关系" in refused(opened, field, firm)
    assert Batch.objects.count() == before


@pytest.mark.django_db
def test_the_database_knows_no_batch_that_is_neither_drawn_nor_has_a_cause(field, firm):
    batch = opened(field, firm)
    for wrong in ({"reason": ""}, {"source": ""}, {"origin": "draw"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(**wrong)


@pytest.mark.clause("XM-37")
@pytest.mark.django_db
def test_a_special_check_needs_its_approved_filed_plan_and_stays_within_it(field, firm):
    legal, leader = field.cast.legal_office, field.cast.bureau_leader
    text = SpecialText(
        "清理整顿人力资源市场秩序", "人社部函〔2026〕12号", "劳务派遣单位", [ITEM], 1, FIRST, LAST
    )
    row = plans.specials.draft(unit=field.cast.bureau, text=text, by=legal, now=NOW)
    special = cause("special", row.code)
    assert "未公布或已结束" in refused(opened, field, firm, why=special)
    plans.specials.submit(plan=row.code, by=legal, now=NOW)
    assert "没有填写批准文号" in refused(
        plans.specials.approve, plan=row.code, authority="市政府", document_no="", by=leader, now=NOW
    )
    assert "局领导" in refused(
        plans.specials.approve, plan=row.code, authority="市政府", document_no="9", by=legal, now=NOW
    )
    plans.specials.approve(
        plan=row.code, authority="鹭湾市人民政府", document_no="鹭政批〔2026〕9号", by=leader, now=NOW
    )
    plans.specials.publish(plan=row.code, filed_with="鹭湾市司法局", by=legal, now=NOW)
    assert "超出专项方案" in refused(opened, field, firm, why=replace(special, ends_on=date(2026, 5, 1)))
    assert "最多检查1户" in refused(
        opened, field, firm, why=special,
        checks=[NamedCheck(one.subject.code, ITEM, "written") for one in field.tasks(2)],
    )  # fmt: skip
    batch = opened(field, firm, why=special)
    assert (batch.code, batch.origin) == (f"{row.code}-1", "special")
    plans.specials.end(plan=row.code, by=legal, now=NOW)
    assert "已结束" in refused(opened, field, field.tasks(2)[1].subject, why=special)


@pytest.mark.clause("XM-37", "EZ-33")
@pytest.mark.django_db
def test_a_joint_check_names_the_others_with_their_papers_and_is_one_walk(field, firm):
    joint = cause("joint", "鹭湾联合1号")
    assert "没有写明其他部门" in refused(opened, field, firm, why=joint)
    other = Outsider("鹭湾市市场监督管理局", "童监管", "SJ3599001", "营业执照核查")
    assert "没有填写证件号" in refused(
        opened, field, firm, why=replace(joint, joint=(replace(other, certificate=""),))
    )
    batch = opened(field, firm, why=replace(joint, joint=(other,)))
    assert [one.name for one in batch.joint_members.all()] == ["童监管"]
    mine = Task.objects.get(batch=batch)
    drawn = (
        Task.objects.filter(subject=firm, team=1, method="on_site").exclude(batch=batch).order_by("number")[0]
    )
    made = asks(field, [mine, drawn])
    assert len(made) == 1 and set(made[0].tasks.values_list("code", flat=True)) == {mine.code, drawn.code}
    # One visit, one paper: every item with its own result, everybody who came, a line for the other department.
    captain, legal = field.captains[1], field.cast.legal_office
    go_in(field, mine, 26)
    both = {"by": captain, "now": at(26)}
    inspections.checks.record(task=mine.code, check=found(field, on=DAY), **both)
    page = f"/desk/tasks/{mine.code}/"
    with lived(at(26)):
        assert "联合检查表" not in text_of(signed_in(legal, now=at(26)).get(page))
    (paper,) = inspections.papers.many(legal, Kind.JOINT_RECORD, [made[0].number], DAY)
    assert "还有1项没有登记检查结果" in str(paper)
    problem = {"outcome": "rectify", "problems": "3人未签合同", "answers": {"1": "problem"}}
    inspections.checks.record(task=drawn.code, check=found(field, on=DAY, **problem), **both)
    with lived(at(26)):
        desk = signed_in(legal, now=at(26))
        assert "联合检查表" in text_of(desk.get(page)) and "童监管" in text_of(desk.get(page))
        whole = text_of(desk.get(f"/desk/inspections/{batch.code}/"))
        assert "更新检查组" not in whole  # nothing was drawn: there is nothing to follow
        told = text_of(desk.post(f"/desk/inspections/{batch.code}/teams/", follow=True))
        assert "不是抽取产生的" in told
        assert f"{other.authority} 童监管" in whole and "营业执照核查" in whole and "抽中" not in whole
    (paper,) = inspections.papers.many(legal, Kind.JOINT_RECORD, [made[0].number], DAY)
    words = sheets.frozen(Kind.JOINT_RECORD, paper.fields)
    assert words["organs"] == ["鹭湾市人力资源和社会保障局", other.authority]
    assert [one["name"] for one in words["team"]][-1] == other.name and len(words["team"]) == 3
    assert {one["item"] for one in words["items"]} == {mine.item_name, drawn.item_name}
    results = sorted((one["outcome"], one["problems"]) for one in words["findings"])
    assert results == [("未发现问题", ""), ("责令限期改正", "3人未签合同")]
    assert words["parts"] == [
        {"organ": other.authority, "duty": other.duty, "result": "（由该单位填写并签名）"}
    ]
    assert {one["mark"] for one in words["points"]} == {"符合", "不符合"}


@pytest.mark.clause("FL-38")
@pytest.mark.django_db
def test_beyond_the_yearly_cap_only_a_lead_leads_into_the_firm(field, firm):
    legal = field.cast.legal_office
    registries.standing.record_visits(
        visits=[VisitRow(firm.code, date(2026, month, 5), "routine", "on_site") for month in (1, 2, 3)],
        by=legal, now=NOW,
    )  # fmt: skip
    (task,) = Task.objects.filter(batch=opened(field, firm))
    said = refused(asks, field, [task])
    assert "达到上限" in said and "登记线索" in said and "2026年已受现场检查共3次" in said
    assert "已受现场检查共3次" in refused(
        inspections.approvals.go_first, tasks=[task.code], reason="急", by=legal, now=NOW
    )
    (by_lead,) = Task.objects.filter(batch=opened(field, firm, why=cause("lead", lead_of(field, firm))))
    (asked,) = asks(field, [by_lead])
    assert asked.visits_before == 3 and asked.frequency_clause


@pytest.mark.django_db
def test_in_an_emergency_the_visit_goes_first_and_the_approval_follows_within_a_day(field, firm):
    (task,) = Task.objects.filter(batch=opened(field, firm, why=cause(first=date(2026, 3, 18))))
    step = {"tasks": [task.code], "by": field.captains[1], "now": NOW}
    assert "写明紧急情况" in refused(inspections.approvals.go_first, **step, reason="")
    (row,) = inspections.approvals.go_first(**step, reason="工人正在聚集，老板准备转移设备")
    assert row.state == "emergency" and row.stands and Visit.objects.filter(approval=row).count() == 1
    clock = Clock.objects.get(thing=f"approval:{row.number}")
    assert clock.due_at == NOW + timedelta(hours=24)
    decide = {"approvals": [row.pk], "approve": True, "remark": "", "now": NOW}
    assert "不能" in refused(inspections.approvals.decide, **decide, by=field.captains[1])
    # The head hears of it at once, finds it on top with its hours, and answers on the page.
    leader = field.cast.bureau_leader
    assert Message.objects.filter(person__code=leader.code, title__contains=row.number).count() == 1
    with lived(NOW):
        desk = signed_in(leader, now=NOW)
        todo, sheet = text_of(desk.get("/desk/")), text_of(desk.get("/desk/approvals/decide/"))
        assert "1份紧急先行检查待补办审批" in todo and "3月19日 11:00" in todo
        assert row.number in sheet and "工人正在聚集" in sheet
        given = {"approve": "yes", "remark": "同意补办", "picked": [row.pk]}
        assert "已批准" in text_of(desk.post("/desk/approvals/decide/", given, follow=True))
    clock.refresh_from_db()
    assert clock.state == "met" and Entry.objects.filter(kind="inspection.gone_first").count() == 1


@pytest.mark.django_db
def test_the_captain_goes_first_on_the_tasks_page_and_sees_the_hours_run(field, firm):
    (task,) = Task.objects.filter(batch=opened(field, firm, why=cause(first=date(2026, 3, 18))))
    url = f"/desk/tasks/{task.code}/"
    said = {"reason": "工人正在聚集，老板准备转移设备", "typed": "先行检查"}
    with lived(NOW):
        captain, second = (signed_in(one[1], now=NOW) for one in (field.captains, field.seconds))
        assert "紧急先行检查" in text_of(captain.get(url)) and "紧急先行检查" not in text_of(second.get(url))
        assert "不是检查组组长" in text_of(second.post(f"{url}go-first/", said))
        assert "不一致" in text_of(captain.post(f"{url}go-first/", {**said, "typed": "先查"}))
        assert not Approval.objects.exists()
        done = text_of(captain.post(f"{url}go-first/", said, follow=True))
        assert "请在24小时内补办审批" in done and "补办检查审批" in done and "登记入企" in done
        # Without a code at the door, too: the task says so, by when it is scanned, and that it was.
        papers = list(field.papers[1])
        entry = {
            "at": "2026-03-18T11:00",
            "how": "emergency",
            "reason": "门卫不让找码",
            "certificates": papers,
        }
        inside = text_of(captain.post(f"{url}enter/", entry, follow=True))
        assert (
            "紧急入企，没有扫码：门卫不让找码" in inside and "去补扫" in inside and "3月19日 11:00" in inside
        )
        scan = Scan(NOW + timedelta(hours=1), code=selectors.visits.scan_code(task))
        later = NOW + timedelta(hours=2)
        inspections.visits.arrive(visit=Visit.objects.get().code, scan=scan, by=field.captains[1], now=later)
    with lived(later):
        told = text_of(signed_in(field.captains[1], now=later).get(url))
    assert "补扫企业码" in told and "已补扫" in told and "去补扫" not in told
    assert Approval.objects.get().emergency == said["reason"]


@pytest.mark.django_db
def test_firms_and_inspectors_are_found_by_name_and_ticked_and_nothing_typed_is_lost(field, firm):
    url, legal = "/desk/openings/case/", field.cast.legal_office
    captain, second = (Inspector.objects.get(code=one) for one in crew(field))
    said = {
        "kind": "case", "source": "鹭人社函8号", "title": "核查", "items": [ITEM], "method": "on_site",
        "starts_on": "2026-03-19", "ends_on": "2026-04-17", "reason": "群众反映拖欠工资",
    }  # fmt: skip
    batches = Batch.objects.count()
    with lived(NOW):
        desk = signed_in(legal, now=NOW)
        page = text_of(desk.post(url, {**said, "look": firm.number, "find_firm": ""}))
        assert f'value="{firm.code}"' in page and "群众反映拖欠工资" in page and "没有选定" not in page
        assert "没有找到“无此公司”" in text_of(desk.post(url, {**said, "look": "无此公司", "find_firm": ""}))
        said["picked"] = [firm.code]
        page = text_of(desk.post(url, {**said, "look_people": captain.name, "find_people": ""}))
        assert f'value="{captain.code}"' in page and field.papers[1][0] in page and "checked" in page
        assert Batch.objects.count() == batches
        alone = {**said, "members": [second.code]}
        assert "没有选定组长" in text_of(desk.post(url, alone)) and Batch.objects.count() == batches
        assert "没有选定检查对象" in text_of(desk.post(url, {**alone, "picked": []}))
        done = desk.post(url, {**alone, "captain": captain.code}, follow=True)
    assert "已下达检查任务" in text_of(done)
    (task,) = Task.objects.filter(batch__code__startswith="GA-2026")
    assert (task.subject, task.batch.seats.get(captain=True).inspector) == (firm, captain)


@pytest.mark.clause("XM-35")
@pytest.mark.django_db
def test_on_site_needs_a_coded_reason(field, firm):
    (task,) = Task.objects.filter(batch=opened(field, firm))
    assert "不能用书面、网络方式代替" in refused(asks, field, [task], on_site_reason="because")
    (asked,) = asks(field, [task], on_site_reason="law")
    assert asked.on_site_reason == "law"


@pytest.mark.clause("XM-42", "XM-86")
@pytest.mark.django_db
def test_new_licensees_wait_until_their_first_check_and_are_late_after_their_cycle(field, firm):
    legal = field.cast.legal_office
    registries.subjects.tag(
        code=firm.code,
        tag="LWPQ2",
        source="licence",
        licence_no="鹭派2026001",
        from_on=date(2026, 2, 2),
        by=legal,
        now=NOW,
    )
    (one,) = selectors.licensees.waiting(legal, NOW.date())
    assert (one.code, one.since, one.until, one.late) == (
        firm.code,
        date(2026, 2, 2),
        date(2027, 2, 2),
        False,
    )
    assert selectors.licensees.waiting(legal, date(2027, 2, 3))[0].late
    with lived(NOW):
        desk = signed_in(legal, now=NOW)
        page = text_of(desk.get("/desk/openings/new-licensees/"))
        assert firm.name in page and "未指导" in page
        assert "1户新许可主体待首次指导" in text_of(desk.get("/desk/"))
        assert firm.name in (due := text_of(desk.get("/desk/licensees/?rows=due"))) and "去指导" in due
        leader = text_of(signed_in(field.cast.bureau_leader, now=NOW).get("/desk/licensees/?rows=due"))
        assert firm.name in leader and "去指导" not in leader  # a door that is closed to him
        words = text_of(desk.get(f"/desk/guidance/new/?subject={firm.code}&first=1"))
        told = {
            "subject": firm.code,
            "way": "visit",
            "on": "2026-03-18",
            "words": "对照清单自查",
            "first": "on",
        }
        assert "请对照自查" in words and desk.post("/desk/guidance/new/", told).status_code == 303
        assert "待首次指导" not in text_of(desk.get("/desk/"))
        task = field.tasks(1)[0]
        assert "检查前已于2026年3月18日指导" in text_of(desk.get(f"/desk/tasks/{task.code}/"))
        assert firm.name in text_of(desk.get("/desk/licensees/?rows=guided"))
        early = {"reason": "另有安排"}
        assert desk.post(f"/desk/licensees/{firm.code}/explain/", early).status_code == 422
    registries.standing.record_visits(
        visits=[VisitRow(firm.code, date(2026, 3, 10), "routine", "written")], by=legal, now=NOW
    )
    assert selectors.licensees.waiting(legal, NOW.date()) == []
    assert selectors.licensees.of_period(legal, NOW.date())[0].checked == date(2026, 3, 10)


@pytest.mark.clause("XM-42")
@pytest.mark.django_db
def test_a_new_licensee_nobody_checked_in_its_cycle_is_red_until_the_section_says_why(field, firm):
    """三(五)4: 努力实现新许可主体首个监管周期全覆盖; coverage = checked ÷ new, every figure with its rows."""
    legal, late = field.cast.legal_office, datetime(2027, 2, 3, 3, 0, tzinfo=UTC)
    others = [task.subject for task in field.tasks(3)[1:]]
    for number, one in enumerate((firm, *others)):
        registries.subjects.tag(
            code=one.code, tag="LWPQ2", source="licence", licence_no=f"鹭派202600{number}",
            from_on=date(2026, 2, 2), by=legal, now=NOW,
        )  # fmt: skip
    visit = VisitRow(others[0].code, date(2026, 3, 10), "routine", "written")
    registries.standing.record_visits(visits=[visit], by=legal, now=NOW)
    url, why = f"/desk/licensees/{firm.code}/explain/", {"reason": "停业整修，约定三月复查"}
    with lived(late):
        desk, api = signed_in(legal, now=late), programs.program(field.cast, legal, now=late)
        page = text_of(desk.get("/desk/licensees/"))
        assert page.count("已超期") == 3 and "占 33.3%" in page  # the figure's name and two rows
        assert firm.name not in text_of(desk.get("/desk/licensees/?rows=checked"))
        assert signed_in(field.cast.bureau_leader, now=late).post(url, why).status_code == 403
        assert desk.post(url, {"reason": " "}).status_code == 422
        path = f"/inspection/licensees/{others[0].code}/explain"
        assert "没有首个周期已满" in programs.post(api, path, why).json()["detail"]
        assert desk.post(url, why).status_code == 303
        assert "已经说明过" in text_of(desk.post(url, why))
        assert why["reason"] in text_of(desk.get("/desk/licensees/?rows=late"))
        rows = {one["code"]: one for one in api.get("/api/v1/inspection/licensees").json()}
        assert [rows[one.code]["why"] for one in (firm, *others)] == [why["reason"], "", ""]
    acts = programs.acts(field.cast, kind="licensee.explained")
    assert acts == [("licensee.explained", legal.code)]


@pytest.mark.django_db
def test_the_page_of_a_lead_leads_to_the_team_and_refuses_in_words(field, firm, kept_files):
    code = lead_of(field, firm)
    legal = signed_in(field.cast.legal_office, now=NOW)
    with lived(NOW):
        assert "下达核查任务" in text_of(legal.get(f"/desk/leads/{code}/"))
        url = f"/desk/openings/lead/{code}/"
        assert firm.code in text_of(legal.get(url))
        form = {
            "title": "核查", "subjects": firm.code, "items": [ITEM], "method": "on_site", "team": crew(field)[0],
            "starts_on": "2026-03-19", "ends_on": "2026-04-17", "reason": "核查工资",
        }  # fmt: skip
        assert "少于2人" in text_of(legal.post(url, form))
        assert legal.post(url, {**form, "team": "、".join(crew(field))}).status_code == 303
        assert signed_in(field.captains[1], now=NOW).get(url).status_code == 403
        assert signed_in(field.cast.second_district, now=NOW).get(url).status_code == 404
