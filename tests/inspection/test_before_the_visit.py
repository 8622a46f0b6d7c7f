"""The notice of a visit, who takes it on, and the three ways of checking that enter nobody's door."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests.inspection.field import DRAW, again
from tests.web import lived, signed_in, text_of

from mingqian.accounts import services as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor, Grant
from mingqian.audit.models import Entry
from mingqian.audit.types import Told
from mingqian.clocks.models import Clock
from mingqian.core.decision import Refused
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.models import (
    Approval,
    BatchItem,
    CheckRecord,
    OffsiteStep,
    Task,
    TeamSeat,
    VisitNotice,
)
from mingqian.inspection.types import Check, Scan, Upload, WalkIn
from mingqian.ui.asking import answered

NOW = datetime(2026, 3, 18, 3, 0, tzinfo=UTC)
DAY = date(2026, 3, 20)
PDF = Upload("工资台账.pdf", b"%PDF-1.7 ...")


def pdf_file() -> SimpleUploadedFile:
    """A new one each time: who reads an upload leaves it at its end."""
    return SimpleUploadedFile("批准文书.pdf", PDF.content)


def at(day: int) -> datetime:
    return datetime(2026, 3, day, 3, 0, tzinfo=UTC)


def refused(call, **fields) -> str:
    with pytest.raises(Refused) as said, transaction.atomic():
        call(**fields)
    return str(said.value)


@pytest.fixture
def task(field) -> Task:
    return next(one for one in field.tasks(30) if one.method == "on_site")


@pytest.fixture
def approval(field, task) -> Approval:
    (asked,) = inspections.approvals.request(
        tasks=[task.code], on=DAY, grounds="年度双随机抽查", by=field.cast.legal_office, now=NOW
    )
    inspections.approvals.decide(
        approvals=[asked.pk], approve=True, remark="", by=field.cast.bureau_leader, now=NOW
    )
    return Approval.objects.get(pk=asked.pk)


def issued(field, approval: Approval, *, announced: bool = True, **more) -> VisitNotice:
    fields = {
        "approvals_": [approval.pk], "announced": announced, "from_on": DAY, "until_on": DAY,
        "materials": ["工资支付台账", " "], "by": field.cast.legal_office, "now": NOW,
    }  # fmt: skip
    return inspections.announcing.issue(**{**fields, **more})[0]


@pytest.mark.django_db
def test_a_notice_says_who_comes_for_what_and_the_firm_confirms_it(field, task, approval):
    assert "31日以内" in refused(issued, field=field, approval=approval, until_on=date(2026, 5, 1))
    notice = issued(field, approval)
    assert len(notice.team) == 2 and notice.team[0][3] == "组长" and notice.materials == ["工资支付台账"]
    assert notice.items[0][0] == task.item_name and "现场检查共0次" in notice.frequency
    assert "已签发通知书" in refused(issued, field=field, approval=approval)
    firm, stranger = field.firm(task), field.firm(other_subject(task))
    assert list(selectors.announcing.of_firm(firm)) == []
    serve = {"notice": notice.number, "on": NOW.date(), "by": field.cast.legal_office, "now": NOW}
    assert "送达凭证" in refused(inspections.announcing.serve, **serve, how="paper", receipt="")
    inspections.announcing.serve(**serve, how="electronic", receipt="")
    assert [one.number for one in selectors.announcing.of_firm(firm)] == [notice.number]
    assert "不在您的范围内" in refused(
        inspections.announcing.read, notice=notice.number, by=stranger, now=NOW
    )
    inspections.announcing.read(notice=notice.number, by=firm, now=NOW)
    inspections.announcing.challenge(notice=notice.number, words="组长曾在我单位任职", by=firm, now=NOW)
    answer = {"notice": notice.number, "words": "已核实，予以更换", "now": NOW}
    assert "不能" in refused(inspections.announcing.answer_challenge, **answer, by=field.captains[task.team])
    inspections.announcing.answer_challenge(**answer, by=field.cast.legal_office)
    kinds = list(
        Entry.objects.filter(kind__startswith="visit_notice").order_by("seq").values_list("kind", flat=True)
    )
    assert [kind.partition(".")[2] for kind in kinds] == [
        "issued", "served", "read", "challenged", "challenge_answered",
    ]  # fmt: skip


def section(field, task: Task, role: Role) -> Actor:
    """Somebody of the section responsible for the task's item; the round was organised by the bureau."""
    unit = task.unit
    return replace(
        field.cast.business_unit_head, roles=frozenset([role]), unit_path=unit.path, scope_paths=(unit.path,),
        grants=(Grant(role, unit.path),),
    )  # fmt: skip


@pytest.mark.django_db
def test_the_section_of_the_item_issues_serves_and_answers_where_the_bureau_organised(field, task, approval):
    assert task.unit.path != approval.batch.unit.path
    staff, head = (section(field, task, one) for one in (Role.BUSINESS_UNIT_STAFF, Role.BUSINESS_UNIT_HEAD))
    foreign = replace(staff, scope_paths=("/359900/LDGX/",), grants=())
    assert "不在您的范围内" in refused(issued, field=field, approval=approval, by=foreign)
    notice = issued(field, approval, by=staff)
    serve = {"notice": notice.number, "on": NOW.date(), "how": "electronic", "receipt": "", "now": NOW}
    inspections.announcing.serve(**serve, by=staff)
    inspections.announcing.challenge(
        notice=notice.number, words="曾在我单位任职", by=field.firm(task), now=NOW
    )
    answer = {"notice": notice.number, "words": "经核实没有任职", "now": NOW}
    assert "负责人" in refused(inspections.announcing.answer_challenge, **answer, by=staff)
    inspections.announcing.answer_challenge(**answer, by=head)
    accept = {"approval": approval.number, "recusal": "配偶在该单位任职", "now": NOW}
    inspections.announcing.accept(**accept, by=field.seconds[task.team])
    declared = approval.acceptances.get(recusal__gt="").inspector.code
    inspections.announcing.answer_recusal(
        approval=approval.number, inspector=declared, granted=True, words="属实", by=head, now=NOW
    )


def other_subject(task: Task) -> Task:
    return Task.objects.exclude(subject=task.subject_id).first()


@pytest.mark.django_db
def test_an_unannounced_visit_is_unknown_to_the_firm_until_the_scan_at_its_door(field, task, approval):
    notice = issued(field, approval, announced=False)
    serve = {"notice": notice.number, "receipt": "江经理签收", "by": field.captains[task.team]}
    assert "扫码入企以前不能送达" in refused(
        inspections.announcing.serve, **serve, how="on_arrival", on=NOW.date(), now=NOW
    )
    body = {"kind": "visit_notice", "way": "direct", "on": NOW.date().isoformat(), "receipt": "江经理签收"}
    early = Told("official_paper.served", serve["by"], NOW, f"approval:{approval.number}", body)
    assert "扫码入企以前不能送达" in refused(inspections.papers.served, told=early)
    scan = Scan(at(20) - timedelta(hours=1), "typed", code=selectors.visits.scan_code(fresh(task)))
    papers = tuple(field.papers[task.team])
    inspections.visits.enter(
        walks={task.code: WalkIn(scan, papers)}, by=field.captains[task.team], now=at(20)
    )
    assert "只能到场出示" in refused(
        inspections.announcing.serve, **serve, how="electronic", on=DAY, now=at(20)
    )
    body = {"kind": "visit_notice", "way": "direct", "on": DAY.isoformat(), "receipt": "江经理签收"}
    paper = Told("official_paper.served", serve["by"], at(20), f"approval:{approval.number}", body)
    inspections.papers.served(paper)  # the printed notice's service is this notice's service
    notice.refresh_from_db()
    assert (notice.served_how, notice.served_on) == ("on_arrival", DAY)
    body = {**body, "on": (DAY + timedelta(days=1)).isoformat()}
    another = Told("official_paper.served", serve["by"], at(21), f"approval:{approval.number}", body)
    assert "已登记2026年3月20日送达" in refused(inspections.papers.served, told=another)
    assert selectors.announcing.of_firm(field.firm(task)).count() == 1


def fresh(task: Task) -> Task:
    return Task.objects.select_related(*selectors.tasks.WITH).get(pk=task.pk)


@pytest.mark.django_db
def test_an_inspector_takes_the_task_on_or_declares_a_recusal_once(field, task, approval):
    captain, second = field.captains[task.team], field.seconds[task.team]
    accept = {"approval": approval.number, "recusal": "", "now": NOW}
    assert "不是审批表" in refused(inspections.announcing.accept, **accept, by=field.cast.inspector)
    inspections.announcing.accept(**accept, by=captain)
    assert "已经答复过" in refused(inspections.announcing.accept, **accept, by=captain)
    inspections.announcing.accept(**{**accept, "recusal": "配偶在该单位任职"}, by=second)
    notice = issued(field, approval)
    with lived(NOW):
        page = text_of(signed_in(captain, now=NOW).get(f"/desk/visit-notices/{notice.number}/"))
    assert "已接受" in page and "申报回避：配偶在该单位任职" in page and "五个严禁" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("granted", "says"), [("yes", "已同意回避"), ("no", "")])
def test_who_declared_a_tie_is_not_shown_at_the_door_until_the_section_answered(
    field, task, approval, granted, says
):
    second, notice = field.seconds[task.team], issued(field, approval)
    accept = {"approval": approval.number, "by": second, "now": NOW}
    inspections.announcing.accept(**accept, recusal="")
    inspections.announcing.accept(**accept, recusal="配偶在该单位任职")  # it came to light later
    scan = Scan(at(20) - timedelta(hours=1), "typed", code=selectors.visits.scan_code(fresh(task)))
    walk = {"walks": {task.code: WalkIn(scan, tuple(field.papers[task.team]))}, "now": at(20)}
    enter = {**walk, "by": field.captains[task.team]}
    assert "处室尚未答复" in refused(inspections.visits.enter, **enter)
    row = approval.acceptances.get(recusal__gt="")
    url = f"/desk/visit-notices/{notice.number}/recusals/{row.inspector.code}/"
    with lived(NOW):
        head = signed_in(field.cast.legal_office, now=NOW)
        assert "的回避申报" in text_of(head.get(f"/desk/visit-notices/{notice.number}/"))
        assert head.post(url, {"granted": granted, "words": "已核实"}).status_code == 303
    if says:
        assert says in refused(inspections.visits.enter, **enter)
    else:
        inspections.visits.enter(**enter)


@pytest.mark.clause("XM-34")
@pytest.mark.clause("PD-26")
@pytest.mark.django_db
def test_a_written_check_is_asked_handed_in_returned_reviewed_and_recorded_without_a_visit(field, kept_files):
    task = off_site(field, "written")
    legal, firm = field.cast.legal_office, field.firm(task)
    ask = {
        "tasks_": [task.code], "asked": "2025年工资支付台账\n\n 考勤记录\n劳动合同", "due_on": date(2026, 3, 27),
        "by": legal, "now": NOW,
    }  # fmt: skip
    assert "不在今天之后" in refused(inspections.offsite.ask, **{**ask, "due_on": NOW.date()})
    assert "超过40项" in refused(inspections.offsite.ask, **{**ask, "asked": "一\n" * 41})
    (step,) = inspections.offsite.ask(**ask)
    assert [one.text for one in selectors.offsite.lines(step)] == [
        "2025年工资支付台账",
        "考勤记录",
        "劳动合同",
    ]
    assert "已经通知" in refused(inspections.offsite.ask, **ask)
    assert Clock.objects.get(thing=f"task:{task.code}", kind="offsite.due").due_on == date(2026, 3, 27)
    assert [one.title for one in answered(selectors.todo.of_firm(firm, today=NOW.date()))] == [
        f"书面检查材料待提交：{task.item_name}"
    ]
    hand = {
        "task": task.code, "answers": {}, "words": "见附件", "truthful": True, "now": at(24),
        "lines": {1: [PDF], 2: [PDF]}, "lacking": {3: "没有派遣用工"},
    }  # fmt: skip
    assert "不是您单位的" in refused(inspections.offsite.hand_in, **hand, by=field.firm(other_subject(task)))
    assert "承诺" in refused(inspections.offsite.hand_in, **{**hand, "truthful": False}, by=firm)
    assert "第3项“劳动合同”须提交材料" in refused(
        inspections.offsite.hand_in, **{**hand, "lacking": {}}, by=firm
    )
    assert "没有待提交的第9项" in refused(
        inspections.offsite.hand_in, **{**hand, "lacking": {3: "无", 9: "无"}}, by=firm
    )
    inspections.offsite.hand_in(**hand, by=firm)
    assert "还没有审核" in refused(recorded, field=field, task=task)
    for reader in (legal, field.captains[task.team]):
        waits = [
            one for one in answered(selectors.todo.mine(reader, today=at(25).date())) if one.kind == "审核"
        ]
        assert [(one.title, one.url) for one in waits] == [
            ("1户材料待审核", f"/desk/inspections/{DRAW}/material/?stage=handed_in")
        ]
    review = {"task": task.code, "by": legal, "now": at(25)}
    marks = {1: ("good", ""), 2: ("missing", "缺12月"), 3: ("none", "")}
    assert "须写明缺什么" in refused(
        inspections.offsite.review, **review, marks={**marks, 2: ("missing", " ")}
    )
    assert "没有审核意见" in refused(inspections.offsite.review, **review, marks={1: ("good", "")})
    step = inspections.offsite.review(**review, marks=marks, due_on=date(2026, 3, 30))
    assert step.state == "returned" and step.return_reason == "2. 考勤记录：缺12月"
    again_ = {**hand, "now": at(26), "lacking": {}}
    assert "没有待提交的第1项" in refused(inspections.offsite.hand_in, **again_, by=firm)
    inspections.offsite.hand_in(**{**again_, "lines": {2: [PDF]}}, by=firm)
    assert inspections.offsite.review(task=task.code, by=legal, now=at(26)).state == "reviewed"
    assert [one.state for one in selectors.offsite.lines(step)] == ["good", "good", "none"]
    visits = task.subject.visits.count()
    recorded(field, task)
    task.refresh_from_db()
    assert task.state == "recorded" and task.approval_id is None
    assert task.subject.visits.filter(method="on_site").count() == visits == 0
    assert Entry.objects.filter(thing=f"task:{task.code}", kind__startswith="offsite").count() == 5


@pytest.mark.clause("XM-34")
@pytest.mark.django_db
def test_many_firms_are_asked_from_a_page_that_lists_who_has_handed_in_and_who_not(field, kept_files):
    tasks = field.tasks(4)
    Task.objects.filter(pk__in=[one.pk for one in tasks]).update(method="written")
    BatchItem.objects.filter(pk=tasks[0].item_id).update(method="written")
    first, second, third, fourth = (one.code for one in tasks)
    here = f"/desk/inspections/{DRAW}/material/"
    with lived(NOW):
        desk = signed_in(field.cast.legal_office, now=NOW)
        assert f'href="{here}"' in desk.get(f"/desk/inspections/{DRAW}/").content.decode()
        assert first in text_of(desk.get(f"{here}ask/"))
        asked = {"asked": "工资台账\n考勤记录", "due_on": "2026-03-20", "picked": [first, second, third]}
        assert "已通知3户" in text_of(desk.post(f"{here}ask/", asked, follow=True))
        held = {
            "source": "特殊工时审批档案",
            "words": "批准文书齐全",
            "picked": [third, fourth],
            "material": pdf_file(),
        }
        assert "已登记2户" in text_of(desk.post(f"{here}hold/", held, follow=True))
    user = represented(field, tasks[0])
    with lived(at(19)):
        own, url = signed_in(user, now=at(19)), f"/ent/material/{first}/"
        assert "1. 工资台账" in text_of(own.get(url))
        form = {"words": "见附件", "truthful": "on", "line_1": SimpleUploadedFile("台账.pdf", PDF.content)}
        assert "第2项“考勤记录”须提交材料" in text_of(own.post(url, form))
        form["line_1"] = SimpleUploadedFile("台账.pdf", PDF.content)
        assert own.post(url, {**form, "lacking_2": "未设考勤"}).status_code == 303
    with lived(at(23)):
        desk = signed_in(field.cast.legal_office, now=at(23))
        shown = {stage: text_of(desk.get(f"{here}?stage={stage}")) for stage in selectors.offsite.STAGES}
        assert second in shown["overdue"] and first not in shown["overdue"]
        assert first in shown["handed_in"] and third in shown["reviewed"] and fourth in shown["reviewed"]
        listed = desk.get(f"{here}?stage=overdue&export=csv").getvalue().decode("utf-8-sig")
        assert second in listed and "逾期未交" in listed and first not in listed
        marks = {"mark_1": "good", "mark_2": "missing", "words_2": "须有考勤", "due_on": "2026-03-27"}
        told = text_of(desk.post(f"/desk/tasks/{first}/offsite/lines/", marks, follow=True))
        assert "审核意见已登记" in told and "须有考勤" in told and "未设考勤" not in told
        check = Check(
            at(23).date(), "uncooperative", problems="逾期不提交", signed="refused", refusal="催告无果"
        )
        late = {"task": second, "check": check, "by": field.captains[1], "now": at(23)}
        inspections.checks.record(**late)


def off_site(field, method: str) -> Task:
    task = field.tasks(1)[0]
    Task.objects.filter(pk=task.pk).update(method=method)
    return fresh(task)


def recorded(field, task: Task) -> None:
    check = Check(at(27).date(), "none", certificates=field.papers[task.team], signed="not_needed")
    inspections.checks.record(task=task.code, check=check, by=field.captains[task.team], now=at(27))


@pytest.mark.clause("XM-33")
@pytest.mark.django_db
def test_a_self_check_is_filled_in_point_by_point_on_the_firms_page(field, kept_files):
    task = off_site(field, "self_check")
    inspections.offsite.ask(
        tasks_=[task.code],
        asked="按自查表自查2025年度",
        due_on=date(2026, 3, 27),
        by=field.cast.legal_office,
        now=NOW,
    )
    user = represented(field, task)
    step = OffsiteStep.objects.get(task=task)
    points = selectors.offsite.points(step)
    with lived(at(24)):
        browser = signed_in(user, now=at(24))
        assert points[0]["text"] in text_of(browser.get(f"/ent/material/{task.code}/"))
        form = {"words": "自查完毕", "truthful": "on"} | {f"point_{one['key']}": "ok" for one in points}
        assert "请逐项填写" in text_of(
            browser.post(f"/ent/material/{task.code}/", {"words": "自查完毕", "truthful": "on"})
        )
        assert browser.post(f"/ent/material/{task.code}/", form).status_code == 303
        assert (
            signed_in(field.cast.enterprise_user, now=at(24)).get(f"/ent/material/{task.code}/").status_code
            == 404
        )
    step.refresh_from_db()
    assert step.state == "handed_in" and step.truthful and set(step.answers.values()) == {"ok"}


def represented(field, task: Task):
    """Somebody of the firm with an account."""
    from mingqian.accounts import selectors as people

    made = accounts.representation.invite(
        subject_code=task.subject.number, subject_name=task.subject.name, name="江经理", link="a-link",
        by=field.cast.legal_office, now=NOW,
    )  # fmt: skip
    return people.actor(made.person.code, on=NOW.date())


@pytest.mark.clause("XM-36")
@pytest.mark.django_db
def test_a_network_check_keeps_what_was_seen_with_its_source(field, kept_files):
    task = off_site(field, "network")
    capture = {
        "task": task.code,
        "source": "参保系统比对",
        "words": "参保3人，申报8人",
        "by": field.captains[task.team],
        "now": at(24),
    }
    assert "截图或数据文件" in refused(inspections.looking_up.capture, **capture, uploads=[])
    assert "不是可接受的文件类型" in refused(
        inspections.looking_up.capture, **capture, uploads=[Upload("x.pdf", b"MZ")]
    )
    step = inspections.looking_up.capture(**capture, uploads=[PDF])
    assert step.state == "reviewed" and selectors.offsite.attachments(step)[0].source == "参保系统比对"
    recorded(field, task)


@pytest.mark.django_db
def test_hundreds_at_once_meet_the_same_gate_as_one(field):
    tasks = field.tasks(3)
    Task.objects.filter(pk__in=[one.pk for one in tasks]).update(method="written")
    with pytest.raises(Refused) as caught, transaction.atomic():
        field.recorded(again(tasks), signed="not_needed")
    assert len(caught.value.decisions) == len(tasks) and not CheckRecord.objects.exists()
    held = {
        "source": "集体合同审查档案",
        "words": "查阅在期合同",
        "by": field.cast.legal_office,
        "now": at(24),
    }
    codes = [one.code for one in tasks]
    assert inspections.looking_up.hold(tasks_=codes, **held) == len(tasks)
    with pytest.raises(Refused, match="不必再登记"), transaction.atomic():
        inspections.looking_up.hold(tasks_=codes, **held)
    assert set(OffsiteStep.objects.values_list("road", "state")) == {("own", "reviewed")}
    field.recorded(again(tasks), signed="not_needed")
    assert {one.state for one in again(tasks)} == {"recorded"}
    assert selectors.offsite.of_firm(field.firm(tasks[0])).count() == 0


@pytest.mark.django_db
def test_material_of_a_batch_is_read_in_two_statements(field, django_assert_num_queries):
    (task,) = field.tasks()
    Task.objects.filter(pk=task.pk).update(method="written")
    inspections.looking_up.hold(
        tasks_=[task.code], source="档案", words="查阅", by=field.cast.legal_office, now=at(24)
    )
    batch = field.batch
    with django_assert_num_queries(2):
        found = selectors.offsite.materials(batch)
    assert found[task.pk].state == "reviewed"


@pytest.mark.django_db
def test_the_batch_follows_a_replacement_and_a_substitution_of_its_draw(field):
    from mingqian.draw import services as draws
    from mingqian.draw.enums import ChangeReason
    from mingqian.draw.models import Draw, LogEvent
    from mingqian.draw.selectors import standing
    from mingqian.inspection.services import following

    cast, before, seats = field.cast, set(Task.objects.values_list("pk", flat=True)), TeamSeat.objects.count()
    stand = standing.of(Draw.objects.get(code=DRAW))
    out = min(stand.current["JG01", next(one for item, one in stand.current if item == "JG01")])

    def changed(propose, **fields):
        fields |= {"draw": DRAW, "evidence": "走访记录", "by": cast.draw_operator, "now": at(19)}
        change = propose(**fields)
        draws.changing.decide(change=change.pk, approve=True, by=cast.bureau_leader, now=at(19))
        return standing.material.document(LogEvent.objects.latest("pk").event)["body"]

    gone = changed(draws.changing.propose_replacement, item="JG01", out=out, reason=ChangeReason.GONE)
    ill = changed(draws.changing.propose_substitute, team=1, seat="M1", reason=ChangeReason.DUTY)
    section, asked = (
        signed_in(cast.legal_office, now=at(19)),
        {"batch": DRAW, "by": cast.legal_office, "now": at(19)},
    )
    with lived(at(19)):
        told = text_of(section.post(f"/desk/inspections/{DRAW}/teams/", follow=True))
    assert "1个席位有变动，1项任务新下达" in told
    (made,) = Task.objects.exclude(pk__in=before)
    assert (made.item.item.code, made.team, made.state) == ("JG01", gone["team"], "waiting")
    assert made.number == len(before) + 1
    assert Task.objects.filter(pk__in=before).count() == len(before)
    assert TeamSeat.objects.count() == seats - (ill["in"] is None)
    made.team = 2 if made.team == 1 else 1
    made.save()
    assert following.follow(**asked).moved == [f"{made.code} {made.team}→{gone['team']}"]
    entries = Entry.objects.filter(kind="inspection.teams_refreshed").count()
    assert not following.follow(**asked)
    assert Entry.objects.filter(kind="inspection.teams_refreshed").count() == entries == 2
