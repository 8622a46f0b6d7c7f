"""Every gate between a team and its result refuses with reason and clause, and leaves nothing behind."""

from dataclasses import replace
from datetime import date

import pytest
from tests.inspection.field import CHECKED, DRAW, FORMED, OPENED, Field, again, moment
from tests.web import lived, signed_in, text_of

from mingqian.accounts import selectors as accounts
from mingqian.accounts import services as people
from mingqian.accounts.enums import Role
from mingqian.audit.models import Entry
from mingqian.clocks.models import Clock
from mingqian.core.decision import Refused, denied
from mingqian.core.machines import inspection
from mingqian.draw import services as draws
from mingqian.draw.enums import Orderer, VoidReason
from mingqian.draw.types import Order
from mingqian.inspection import gates, outcomes, selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.models import CheckRecord, Task
from mingqian.inspection.services import ending
from mingqian.messages.models import Message
from mingqian.registry import services as registries
from mingqian.registry.enums import TieKind
from mingqian.registry.models import Inspector, InspectorCredential, Item, ItemVersion


def refused(field: Field, task: Task, **changes: object) -> str:
    """What the captain is told; nothing was kept."""
    entries = Entry.objects.count()
    with pytest.raises(Refused) as caught:
        inspections.checks.record(
            task=task.code, check=field.check(task.team, **changes), by=field.captains[task.team], now=FORMED
        )
    assert all(one.clause or one.remedy for one in caught.value.decisions)
    assert (Entry.objects.count(), CheckRecord.objects.count()) == (entries, 0)
    return str(caught.value)


@pytest.fixture
def task(field: Field) -> Task:
    """A task that could be recorded at once."""
    tasks = field.tasks()
    field.approved(tasks)
    return again(tasks)[0]


def test_nobody_walks_in_without_a_written_approval(field: Field) -> None:
    (task,) = field.tasks()
    assert "没有经批准的行政检查审批表" in refused(field, task)
    (asked,) = inspections.approvals.request(
        tasks=[task.code], on=CHECKED, grounds="抽查", by=field.cast.legal_office, now=OPENED
    )
    assert "审批待审批" in refused(field, task)
    inspections.approvals.decide(
        approvals=[asked.pk], approve=False, remark="已联合检查", by=field.cast.bureau_leader, now=OPENED
    )
    assert "审批不批准" in refused(field, task)


def test_whoever_asks_for_an_approval_does_not_give_it(field: Field) -> None:
    (task,) = field.tasks()
    (asked,) = inspections.approvals.request(
        tasks=[task.code], on=CHECKED, grounds="抽查", by=field.cast.legal_office, now=OPENED
    )
    for somebody in (field.cast.legal_office, field.cast.draw_operator, field.captains[1]):
        with pytest.raises(Refused):
            inspections.approvals.decide(
                approvals=[asked.pk], approve=True, remark="", by=somebody, now=OPENED
            )


@pytest.mark.clause("XM-60", "XM-61")
def test_one_inspector_alone_a_stranger_or_the_same_one_twice_is_no_team(field: Field, task: Task) -> None:
    mine, other = field.papers[task.team]
    assert "少于2人" in refused(field, task, certificates=(mine,))
    assert "少于2人" in refused(field, task, certificates=(mine, mine))
    assert "不属于本检查组" in refused(field, task, certificates=(mine, other, "3502019999"))
    assert "少于2人" in refused(field, task, certificates=())


@pytest.mark.clause("XM-79")
def test_a_certificate_that_ran_out_the_day_before_closes_the_visit(field: Field, task: Task) -> None:
    papers = InspectorCredential.objects.filter(certificate_no=field.papers[task.team][1])
    papers.update(valid_until=date(2026, 3, 25))
    assert "已于2026-03-25到期" in refused(field, task)
    papers.update(valid_until=CHECKED)
    field.recorded([task])


def test_a_suspended_inspector_does_not_count(field: Field, task: Task) -> None:
    person = Inspector.objects.filter(credentials__certificate_no=field.papers[task.team][0])
    person.update(state="suspended")
    assert "目前暂停" in refused(field, task)


def test_somebody_with_a_tie_to_the_firm_does_not_check_it(field: Field, task: Task) -> None:
    inspector = Inspector.objects.get(credentials__certificate_no=field.papers[task.team][1])
    registries.recusals.declare(
        inspector=inspector.code, subject=task.subject.code, kind=TieKind.SPOUSE, evidence="本人申报",
        from_on=date(2026, 3, 20), by=field.cast.legal_office, now=moment(3, 20),
    )  # fmt: skip
    assert "配偶在该单位任职" in refused(field, task)


def test_an_item_retired_meanwhile_is_not_checked(field: Field, task: Task) -> None:
    Item.objects.filter(pk=task.item.item_id).update(retired_on=CHECKED, retired_ground="依据废止")
    assert "未公布或已停用" in refused(field, task)
    assert ItemVersion.objects.filter(item=task.item.item_id, state="published").exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"on": date(2026, 4, 21)}, "在今天之后"),
        ({"on": date(2026, 3, 22)}, "早于实施方案的检查开始日"),
        ({"on": date(2026, 3, 1)}, "早于下达任务"),
        ({"outcome": "excellent"}, "没有结果代码"),
        ({"outcome": "exempt"}, "只能由免检决定产生"),
        ({"outcome": "rectify"}, "须写明发现的问题"),
        ({"answers": {"1": "problem"}}, "1项不符合"),
        ({"answers": {"9": "ok"}}, "没有第9项"),
        ({"answers": {"1": "fine"}}, "填了“fine”"),
        ({"statement": " "}, "没有填写对象的陈述"),
        ({"signed": "refused"}, "拒绝签字的，须写明"),
        ({"signed": "not_needed"}, "须由对象签字"),
        ({"signed": "maybe"}, "是否签字"),
    ],
)
def test_a_record_that_does_not_hold_together_is_refused(
    field: Field, task: Task, changes: dict[str, object], says: str
) -> None:
    assert says in refused(field, task, **changes)


def test_only_the_captain_of_the_team_records(field: Field, task: Task) -> None:
    for somebody in (field.seconds[task.team], field.cast.legal_office):
        with pytest.raises(Refused, match="不是第1检查组组长"):
            inspections.checks.record(task=task.code, check=field.check(1), by=somebody, now=FORMED)
    for somebody in (field.captains[2], field.cast.second_district, field.firm(task)):
        with pytest.raises(Refused, match="没有找到检查任务"):
            inspections.checks.record(task=task.code, check=field.check(1), by=somebody, now=FORMED)


def test_one_bad_row_of_many_keeps_all_of_them_out_and_is_named(field: Field) -> None:
    tasks = field.tasks(2)
    field.approved(tasks)
    checks = {task.code: field.check(1) for task in tasks}
    checks[tasks[-1].code] = replace(checks[tasks[-1].code], outcome="rectify")
    with pytest.raises(Refused, match=tasks[-1].code):
        inspections.checks.record_many(batch=DRAW, checks=checks, by=field.captains[1], now=FORMED)
    assert {one.state for one in again(tasks)} == {"waiting"}


def test_many_refusals_are_told_in_full_up_to_twenty_and_then_counted() -> None:
    rows = [(denied("x", f"第{number}项"),) for number in range(23)]
    told = gates.all_of(rows)
    assert [one.reason for one in told[:2]] == ["第0项", "第1项"]
    assert (len(told), told[-1].reason) == (21, "另有3处不符合")


def test_the_recorder_a_team_member_and_an_outsider_cannot_confirm(field: Field, task: Task) -> None:
    field.recorded([task])
    for somebody in (field.captains[1], field.seconds[1], field.cast.draw_operator, field.cast.publisher):
        with pytest.raises(Refused):
            field.confirmed([task], by=somebody)
    field.confirmed([task])


def test_a_captain_who_is_also_head_does_not_confirm_his_own_check(field: Field, task: Task) -> None:
    captain = field.captains[task.team]
    people.appoint(
        person=captain.code, unit=field.cast.bureau, role=Role.LEGAL_OFFICE, from_on=OPENED.date(),
        by=field.cast.security_admin, now=OPENED,
    )  # fmt: skip
    both = accounts.actor(captain.code, on=OPENED.date())
    inspections.checks.record(task=task.code, check=field.check(task.team), by=both, now=FORMED)
    with pytest.raises(Refused, match="结果登记人"):
        field.confirmed([task], by=both)


def test_sent_back_the_record_stays_and_the_next_is_its_second_version(field: Field, task: Task) -> None:
    field.recorded([task], outcome="rectify", problems="问题")
    inspections.results.send_back(
        task=task.code, reason="证据不足", by=field.cast.legal_office, now=moment(4, 21)
    )
    assert not Clock.objects.filter(thing=f"task:{task.code}", state="running").exists()
    field.recorded([task], now=moment(4, 21))
    assert list(CheckRecord.objects.filter(task=task).values_list("version", "outcome")) == [
        (1, "rectify"),
        (2, "none"),
    ]


def test_every_result_a_team_may_record_says_what_follows_and_by_which_clause() -> None:
    table = outcomes.table()
    assert len(table) == 8
    assert all(one.disposal and one.clause for one in table.values())
    assert [code for code, one in table.items() if one.problem] == [
        "corrected",
        "rectify",
        "case",
        "uncooperative",
    ]
    assert "exempt" not in dict(outcomes.choices())


def test_a_result_nobody_confirmed_cannot_go_out(field: Field, task: Task) -> None:
    field.recorded([task])
    with pytest.raises(Refused, match="未经另一人确认"):
        field.published([task])
    assert selectors.results.to_publish(field.cast.publisher) == []
    assert set(inspection.MACHINE.final) == {"cancelled"}


def voided(field: Field) -> None:
    """A court annuls the draw; another person compares the judgment."""
    judgment = Order(Orderer.COURT, "鹭湾市中级人民法院", "（2026）鹭99行终1号", date(2026, 1, 5))
    change = draws.changing.propose_void(
        draw=DRAW, reason=VoidReason.ORDER, evidence="判决撤销", order=judgment, by=field.cast.draw_operator,
        now=OPENED,
    )  # fmt: skip
    draws.changing.decide(change=change.pk, approve=True, by=field.cast.supervision_authority, now=OPENED)


def test_what_has_not_begun_does_not_begin_once_its_draw_is_void(field: Field) -> None:
    """涪陵 四(三): the court's number stands on the batch; what was approved before is not walked into either."""
    task, other, third = field.tasks(3)
    asked, before = inspections.approvals.request(
        tasks=[other.code, third.code], on=CHECKED, grounds="抽查", by=field.cast.legal_office, now=OPENED
    )
    inspections.approvals.decide(
        approvals=[before.pk], approve=True, remark="同意", by=field.cast.bureau_leader, now=OPENED
    )
    Item.objects.filter(unit__path="359900/JYC/").update(unit=field.cast.business_unit_head.unit_id)
    voided(field)
    with pytest.raises(Refused, match="已被作废，还没有检查的不再检查"):
        inspections.approvals.request(
            tasks=[task.code], on=CHECKED, grounds="抽查", by=field.cast.legal_office, now=OPENED
        )
    with pytest.raises(Refused, match="已被作废"):
        inspections.approvals.decide(
            approvals=[asked.pk], approve=True, remark="", by=field.cast.bureau_leader, now=OPENED
        )
    told = dict(Message.objects.filter(title__contains="已作废").values_list("person__code", "url"))
    section, leader = field.cast.business_unit_head.code, field.cast.bureau_leader.code
    assert told[section] == f"/desk/inspections/{DRAW}/" and told[leader] == f"/desk/draws/{DRAW}/", told
    found = selectors.batches.void_of(task.batch)
    assert found is not None and "（2026）鹭99行终1号" in found.evidence
    with pytest.raises(Refused, match="已被作废，还没有检查的不再检查"):
        field.entered(again([third]))
    with pytest.raises(Refused, match="已被作废"):
        inspections.announcing.issue(
            approvals_=[before.pk], announced=True, from_on=CHECKED, until_on=CHECKED, materials=[],
            by=field.captains[third.team], now=FORMED,
        )  # fmt: skip
    with pytest.raises(Refused, match="已作废，不产生检查任务"):
        field.open()


def test_after_a_void_whatever_has_not_begun_is_ended_together_on_one_typed_ground(field: Field) -> None:
    """涪陵 四(三): results stay, walks and applications fall away, a section ends its own and nobody else's."""
    done, first, second, *_ = field.tasks(30)
    field.approved([done])
    field.recorded([done])
    legal, leader = field.cast.legal_office, field.cast.bureau_leader
    asked, stands = inspections.approvals.request(
        tasks=[first.code, second.code], on=FORMED.date(), grounds="抽查", by=legal, now=FORMED
    )
    step = {"by": leader, "now": FORMED}
    inspections.approvals.decide(approvals=[stands.pk], approve=True, remark="同意", **step)
    page = f"/desk/inspections/{DRAW}/"
    with pytest.raises(Refused, match="没有作废，不能成批撤销"):
        ending.end_waiting(batch=DRAW, tasks=[first.code], reason="判决撤销", by=legal, now=FORMED)
    with lived(FORMED):
        assert signed_in(legal, now=FORMED).get(f"{page}end-waiting/").status_code == 404
    voided(field)
    left = Task.objects.filter(batch__code=DRAW, state="waiting").count()
    with lived(FORMED):
        desk, other = signed_in(legal, now=FORMED), signed_in(field.captains[1], now=FORMED)
        assert "撤销未检查的任务" in text_of(desk.get(page)) and "撤销未检查" not in text_of(other.get(page))
        assert other.get(f"{page}end-waiting/").status_code == 403
        shown = text_of(desk.get(f"{page}end-waiting/"))
        assert f"撤销{left}项还没有检查的任务" in shown and "（2026）鹭99行终1号" in shown
        given = {"words": "判决撤销抽取", "typed": "撤销"}
        assert "不一致" in text_of(desk.post(f"{page}end-waiting/", given))
        told = text_of(desk.post(f"{page}end-waiting/", {**given, "typed": "撤销任务"}, follow=True))
        assert f"已撤销{left}项任务" in told and "撤销未检查的任务" not in told
    assert [one.state for one in again([done, first, second])] == ["recorded", "cancelled", "cancelled"]
    assert again([first])[0].last_reason == "判决撤销抽取"
    for row in (asked, stands):
        row.refresh_from_db()
    assert (asked.state, stands.visits.get().state) == ("withdrawn", "cancelled")
    assert not selectors.approvals.waiting(leader).exists()
    entry = Entry.objects.filter(kind="inspection.cancelled").get()
    assert entry.thing == f"inspection:{DRAW}" and left > 1
