"""The pages of inspection through a browser's eyes: a task from its approval to its end, by the people whose job it is."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.inspection.field import AFTER_DEFENCE, DRAW, Field, again, moment, order_of
from tests.web import lived, refusal_of, signed_in, text_of

from mingqian.accounts import selectors as accounts
from mingqian.accounts import services as people
from mingqian.accounts.types import Actor
from mingqian.inspection import selectors
from mingqian.inspection.models import Approval, Attachment, Task, TeamSeat
from mingqian.ui.asking import answered

# What pages say; the services behind them run on both.
pytestmark = pytest.mark.sqlite

APRIL = moment(4, 20)


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with lived(APRIL):
        yield


def at_desk(actor: Actor) -> Client:
    return signed_in(actor, now=APRIL)


def record_form(field: Field, task: Task, **changes: object) -> dict[str, object]:
    fields = {
        "on": "2026-04-20", "certificates": list(field.papers[task.team]), "point_1": "ok", "outcome": "none",
        "signed": "signed",
    }  # fmt: skip
    return {**fields, **changes}


def test_a_draw_without_tasks_is_offered_and_opened_by_one_button(field: Field) -> None:
    page = text_of(at_desk(field.cast.legal_office).get("/desk/inspections/"))
    assert DRAW in page
    answer = at_desk(field.cast.legal_office).post(f"/desk/inspections/{DRAW}/open/")
    assert answer.status_code in (403, 409)
    assert "已经下达" in text_of(answer)


def test_a_task_goes_from_application_to_confirmation_on_its_page(field: Field) -> None:
    (task,) = field.tasks()
    base = f"/desk/tasks/{task.code}/"
    legal, captain, leader = (
        at_desk(one) for one in (field.cast.legal_office, field.captains[1], field.cast.bureau_leader)
    )
    assert "申请检查审批" in text_of(captain.get(base))
    answer = captain.post(
        f"{base}request-approval/", {"on": "2026-04-21", "grounds": "年度抽查", "on_site_reason": "survey"}
    )
    assert answer.status_code == 303
    pk = Approval.objects.get().pk
    page = text_of(leader.get("/desk/approvals/decide/"))
    assert "年度抽查" in page
    assert leader.post("/desk/approvals/decide/", {"picked": [pk], "approve": "yes"}).status_code == 303
    assert "登记检查结果" in text_of(captain.get(base))
    assert "没有扫码入企记录" in refusal_of(captain.post(f"{base}record/", record_form(field, task)))
    entry = {
        "at": "2026-04-20T10:00",
        "how": "typed",
        "code": "MQ1.91350",
        "certificates": [*field.papers[1]],
    }
    assert "企业码应为" in refusal_of(captain.post(f"{base}enter/", entry))
    entry["code"] = selectors.visits.scan_code(task)
    assert captain.post(f"{base}enter/", entry).status_code == 303
    assert captain.post(f"{base}record/", record_form(field, task)).status_code == 303
    assert "确认结果" in text_of(legal.get(base))
    assert "确认结果</a>" not in text_of(captain.get(base))
    assert legal.post(f"{base}confirm/").status_code == 303
    page = text_of(legal.get(base))
    assert "未发现问题" in page
    assert "公示检查结果" in page


def test_a_refused_record_keeps_what_was_typed_and_says_why(field: Field) -> None:
    tasks = field.tasks()
    field.approved(tasks)
    captain = at_desk(field.captains[1])
    one = [field.papers[1][0]]
    answer = captain.post(
        f"/desk/tasks/{tasks[0].code}/record/",
        record_form(field, tasks[0], certificates=one, outcome="rectify", problems="三人未签合同"),
    )
    assert answer.status_code == 422
    assert "少于2人" in refusal_of(answer)
    assert "三人未签合同" in text_of(answer)
    assert again(tasks)[0].state == "waiting"


@pytest.mark.parametrize(
    "bad", [{"on": "yesterday"}, {"outcome": "<script>"}, {"point_1": "9"}, {"signed": ""}]
)
def test_a_form_filled_in_wrongly_is_shown_again(field: Field, bad: dict[str, str]) -> None:
    tasks = field.tasks()
    field.approved(tasks)
    answer = at_desk(field.captains[1]).post(
        f"/desk/tasks/{tasks[0].code}/record/", record_form(field, tasks[0], **bad)
    )
    assert answer.status_code == 422
    assert "<script>" not in text_of(answer).replace("<script src", "")


def test_other_peoples_tasks_are_not_there(field: Field) -> None:
    task = field.tasks()[0]
    for somebody in (field.captains[2], field.cast.second_district, field.cast.business_unit_head):
        assert at_desk(somebody).get(f"/desk/tasks/{task.code}/").status_code == 404
    assert task.subject_name not in text_of(at_desk(field.cast.second_district).get("/desk/tasks/"))


def test_a_batch_names_its_draw_to_a_section_that_may_not_open_it_without_a_link(field: Field) -> None:
    staff = field.cast.business_unit_staff
    link, page = f'href="/desk/draws/{DRAW}/"', f"/desk/inspections/{DRAW}/"
    Task.objects.filter(pk=field.tasks()[0].pk).update(unit=staff.unit_id)
    assert at_desk(staff).get(f"/desk/draws/{DRAW}/").status_code == 404
    shown = text_of(at_desk(staff).get(page))
    assert f"抽取 {DRAW}" in shown
    assert link not in shown
    assert link in text_of(at_desk(field.cast.legal_office).get(page))


def test_the_list_filters_by_state_and_exports_what_it_shows(field: Field) -> None:
    tasks = field.tasks(2)
    field.approved(tasks)
    field.recorded(tasks)
    client = at_desk(field.cast.legal_office)
    page = text_of(client.get("/desk/tasks/?state=recorded"))
    assert "共 <b>2</b> 条" in page
    told = b"".join(client.get("/desk/tasks/?state=recorded&export=csv").streaming_content)  # type: ignore[attr-defined]
    assert len(told.decode("utf-8-sig").splitlines()) == 3


def test_pages_take_few_queries_however_many_tasks_there_are(field: Field) -> None:
    task = field.with_order()
    client = at_desk(field.cast.legal_office)
    lists = (
        "tasks",
        "ledger",
        "notices",
        "rectifications",
        "approvals",
        "inspections",
        f"inspections/{DRAW}",
    )
    for url in (*(f"/desk/{one}/" for one in lists), f"/desk/tasks/{task.code}/"):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        assert len(asked) <= 12, url


def firm_of(field: Field, task: Task) -> Actor:
    """An account of the firm, let in by the desk."""
    bound = people.representation.invite(
        subject_code=task.subject.number, subject_name=task.subject_name, name="企业经办人", link="a" * 43,
        by=field.cast.legal_office, now=APRIL,
    )  # fmt: skip
    return accounts.actor_of(bound.person, on=APRIL.date())


@pytest.fixture
def told(field: Field) -> Task:
    tasks = field.tasks()
    field.approved(tasks)
    field.recorded(tasks, outcome="rectify", problems="3人未签劳动合同")
    field.served(tasks, on=APRIL.date(), now=APRIL)
    return again(tasks)[0]


def test_a_firm_reads_its_check_and_answers_with_a_file(field: Field, told: Task, kept_files: Path) -> None:
    firm = at_desk(firm_of(field, told))
    home = text_of(firm.get("/ent/"))
    assert "可以陈述申辩" in home
    papers = text_of(firm.get("/ent/papers/"))
    assert f"/ent/checks/{told.code}/" in papers and told.notices.get().number in papers
    page = text_of(firm.get(f"/ent/checks/{told.code}/"))
    assert "3人未签劳动合同" in page
    assert "申请回避" in page
    file = SimpleUploadedFile("合同.pdf", b"%PDF-1.7 x", content_type="text/html")
    answer = firm.post(f"/ent/checks/{told.code}/defence/", {"text": "合同已签", "material": [file]})
    assert answer.status_code == 303
    pk = Attachment.objects.get().pk
    answer = firm.get(f"/ent/checks/{told.code}/files/{pk}/")
    assert answer.content == b"%PDF-1.7 x"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    desk = at_desk(field.cast.legal_office)
    assert "合同已签" in text_of(desk.get(f"/desk/tasks/{told.code}/"))


def test_a_firm_learns_its_preliminary_result_from_the_notice_not_before(field: Field) -> None:
    tasks = field.tasks()
    field.approved(tasks)
    field.recorded(tasks, outcome="rectify", problems="3人未签劳动合同")
    firm = at_desk(firm_of(field, tasks[0]))
    for url in ("/ent/", f"/ent/checks/{tasks[0].code}/", "/ent/?export=csv"):
        answer = firm.get(url)
        page = b"".join(answer).decode()
        assert "责令限期改正" not in page, url
        assert "未签劳动合同" not in page, url
    assert "检查日期" in text_of(firm.get(f"/ent/checks/{tasks[0].code}/"))


def test_a_firm_never_reaches_another_firms_check_nor_the_desk(field: Field, told: Task) -> None:
    other = Task.objects.exclude(subject=told.subject).filter(state="waiting").first()
    assert other is not None
    firm = at_desk(firm_of(field, other))
    assert firm.get(f"/ent/checks/{told.code}/").status_code == 404
    assert firm.get(f"/ent/checks/{other.code}/").status_code == 404
    assert firm.post(f"/ent/checks/{told.code}/defence/", {"text": "我"}).status_code == 404
    assert firm.get("/desk/tasks/").status_code == 403


def test_a_file_that_lies_is_refused_on_the_page_and_the_words_stay(
    field: Field, told: Task, kept_files: Path
) -> None:
    firm = at_desk(firm_of(field, told))
    file = SimpleUploadedFile("合同.pdf", b"<html><script>alert(1)</script>", content_type="application/pdf")
    answer = firm.post(f"/ent/checks/{told.code}/defence/", {"text": "请看附件", "material": [file]})
    assert answer.status_code == 422
    assert "不是可接受的文件类型" in refusal_of(answer)
    assert "请看附件" in text_of(answer)


def test_many_results_are_confirmed_after_a_typed_word(field: Field) -> None:
    tasks = field.tasks(3)
    field.approved(tasks)
    field.recorded(tasks)
    client = at_desk(field.cast.legal_office)
    url = f"/desk/inspections/{DRAW}/confirm/"
    assert f"未发现问题：{len(tasks)}项" in text_of(client.get(url))
    assert client.post(url, {"typed": "是"}).status_code == 422
    assert client.post(url, {"typed": "确认结果"}).status_code == 303
    assert {one.state for one in again(tasks)} == {"confirmed"}


def test_a_rectification_ends_on_its_pages(field: Field) -> None:
    task = field.with_order()
    waiting = answered(selectors.todo.mine(field.cast.legal_office, today=moment(5, 20).date()))
    (late,) = [one for one in waiting if one.title == "1户整改超过期限"]
    assert late.deadline is not None
    assert (late.deadline.due, late.deadline.state) == (date(2026, 5, 15), "late")
    with lived(moment(5, 20)):
        captain = signed_in(field.captains[task.team], now=moment(5, 20))
        page = text_of(captain.get(f"/desk/tasks/{task.code}/"))
        assert "登记整改回访" in page
        form = {
            "on": "2026-05-20", "certificates": list(field.papers[task.team]), "result": "corrected",
            "words": "已补签",
        }  # fmt: skip
        assert captain.post(f"/desk/tasks/{task.code}/revisit/", form).status_code == 303
        legal = signed_in(field.cast.legal_office, now=moment(5, 20))
        assert "待确认" in text_of(legal.get("/desk/rectifications/"))
        assert legal.post(f"/desk/tasks/{task.code}/verify/").status_code == 303
    assert order_of(task).state == "corrected"
    assert again([task])[0].state == "closed"


def test_everybodys_list_of_things_to_do_names_what_waits(field: Field) -> None:
    tasks = field.tasks(2)
    captain = [todo.title for todo in answered(selectors.todo.mine(field.captains[1], today=APRIL.date()))]
    assert any("项检查待完成" in title for title in captain)
    field.approved(tasks)
    field.recorded(tasks[:1])
    field.recorded(tasks[1:], outcome="corrected", problems="台账不全")
    kinds = {todo.kind: todo for todo in answered(selectors.todo.mine(field.captains[1], today=APRIL.date()))}
    assert kinds["告知"].deadline is not None
    assert kinds["告知"].deadline.due is not None
    legal = [
        todo.title
        for todo in answered(selectors.todo.mine(field.cast.legal_office, today=AFTER_DEFENCE.date()))
    ]
    assert "1项结果待确认" in legal
    assert answered(selectors.todo.mine(field.cast.draw_operator, today=APRIL.date())) == []


def test_a_whole_batch_is_applied_for_and_served_on_one_sheet_each(field: Field) -> None:
    legal = at_desk(field.cast.legal_office)
    url = f"/desk/inspections/{DRAW}/request-approvals/"
    codes = list(Task.objects.filter(state="waiting").values_list("code", flat=True))
    form = {
        "picked": [*codes, "LW-0000-0001"],
        "on": "2026-04-20",
        "grounds": "年度抽查",
        "on_site_reason": "survey",
    }
    assert legal.post(url, form).status_code == 303
    assert Approval.objects.count() == Task.objects.values("subject").distinct().count()
    assert "没有待办理" in text_of(legal.get(url))
    leader = at_desk(field.cast.bureau_leader)
    picked = list(Approval.objects.values_list("pk", flat=True))
    assert leader.post("/desk/approvals/decide/", {"picked": picked, "approve": "no"}).status_code == 422
    assert leader.post("/desk/approvals/decide/", {"picked": picked, "approve": "yes"}).status_code == 303
    tasks = field.tasks(2)
    field.entered(tasks, date(2026, 4, 20))
    field.recorded(tasks, on=date(2026, 4, 20), outcome="corrected", problems="台账不全")
    sent = {
        "picked": [one.code for one in tasks],
        "on": "2026-04-20",
        "medium": "paper",
        "receipt": "回证1—2号",
    }
    assert legal.post(f"/desk/inspections/{DRAW}/serve/", sent).status_code == 303
    assert {one.state for one in again(tasks)} == {"noticed"}


def test_teams_follow_the_draw_by_one_button(field: Field) -> None:
    seat = TeamSeat.objects.filter(team=1, captain=False).get()
    TeamSeat.objects.filter(pk=seat.pk).delete()
    legal = at_desk(field.cast.legal_office)
    assert "更新检查组" in text_of(legal.get(f"/desk/inspections/{DRAW}/"))
    assert legal.post(f"/desk/inspections/{DRAW}/teams/").status_code == 303
    assert TeamSeat.objects.get(team=1, captain=False).inspector_id == seat.inspector_id
    refused = at_desk(field.captains[1]).post(f"/desk/inspections/{DRAW}/teams/")
    assert refused.status_code in (403, 409)


def test_a_sheet_with_nothing_ticked_is_refused(field: Field) -> None:
    legal = at_desk(field.cast.legal_office)
    answer = legal.post(
        f"/desk/inspections/{DRAW}/request-approvals/",
        {"on": "2026-04-20", "grounds": "年度抽查", "on_site_reason": "survey"},
    )
    assert answer.status_code == 422
    assert "没有选择" in refusal_of(answer)
