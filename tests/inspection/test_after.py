"""After the visit, page by page: sheets to the information department, follow-ups, guidance, reports, reports about people."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client, RequestFactory
from tests.inspection.field import DRAW, Field, again, moment, order_of
from tests.web import lived, signed_in, text_of

from mingqian.accounts import guessing
from mingqian.accounts.enums import Role
from mingqian.accounts.models import Representation
from mingqian.accounts.types import Actor, Grant
from mingqian.audit import selectors as journal
from mingqian.audit.models import Entry
from mingqian.clocks import selectors as clocks
from mingqian.core.decision import Refused
from mingqian.documents.enums import Kind
from mingqian.documents.types import Paper
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.models import (
    Attachment,
    ConductReport,
    CreditSignal,
    Delivery,
    Guidance,
    RatingCount,
    Task,
)
from mingqian.inspection.types import Upload

# What pages say; the services behind them run on both.
pytestmark = pytest.mark.sqlite

APRIL = moment(4, 28)
JPG = b"\xff\xd8\xff" + b"0" * 40


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with lived(APRIL):
        yield


def clean(field: Field, count: int = 1) -> list[Task]:
    """Confirmed results without a problem."""
    tasks = field.tasks(count)
    field.approved(tasks)
    field.recorded(tasks)
    field.confirmed(tasks)
    return tasks


def rows_of(response: object) -> list[dict[str, str]]:
    told = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(told.decode("utf-8-sig"))))


def also(actor: Actor, role: Role) -> Actor:
    """The same person with another post over the whole bureau."""
    path = "/".join(actor.unit_path.split("/")[:2]) + "/"
    return replace(actor, roles=actor.roles | {role}, grants=(*actor.grants, Grant(role, path)))


@pytest.mark.clause("XM-67")
def test_confirmed_results_reach_the_information_department_which_signs_or_returns(field: Field) -> None:
    clean(field, 2)
    sheet = Delivery.objects.get()
    officer = also(field.cast.information_unit, Role.INFORMATION_UNIT)
    url = f"/desk/deliveries/{sheet.number}/"
    assert selectors.deliveries.waiting(officer).count() == 1
    due = clocks.due.deadline(
        f"delivery:{sheet.number}", inspections.deliveries.SIGNED, today=APRIL.date()
    ).due
    desk = text_of(signed_in(field.cast.information_unit, now=APRIL).get("/desk/"))
    assert "1份结果报送单待签收" in desk and "4月30日" in desk
    refused = signed_in(field.cast.legal_office, now=APRIL).post(f"{url}receive/", {"words": "收"})
    assert refused.status_code == 403
    with pytest.raises(Refused, match="退回须写明理由"):
        inspections.deliveries.return_(delivery=sheet.number, reason=" ", by=officer, now=APRIL)
    inspections.deliveries.return_(delivery=sheet.number, reason="缺联系电话", by=officer, now=APRIL)
    with pytest.raises(Refused, match="结果报送"):
        inspections.deliveries.receive(delivery=sheet.number, receipt="1号", by=officer, now=APRIL)
    legal = signed_in(field.cast.legal_office, now=APRIL)
    assert "缺联系电话" in text_of(legal.get(url))
    assert legal.post(f"{url}resend/", {"words": "已补"}).status_code == 303
    inspections.deliveries.receive(delivery=sheet.number, receipt="收文1号", by=officer, now=APRIL)
    assert "收文1号" in text_of(legal.get("/desk/deliveries/"))
    told = [one.kind for one in journal.entries(field.cast.audit_admin, thing=f"delivery:{sheet.number}")]
    assert told == [f"inspection.sheet_{act}" for act in ("returned", "resent", "received")]
    assert due == date(2026, 4, 30)


@pytest.mark.clause("XM-73")
def test_a_signal_for_the_credit_file_follows_its_result_out_and_back(field: Field) -> None:
    (task,) = clean(field)
    assert not CreditSignal.objects.exists()
    field.published([task])
    inspections.publication.withdrawn(
        tasks=[task.code], notice="GS-2026-001", by=field.cast.publisher, now=moment(4, 30)
    )
    inspections.publication.withheld(
        tasks=[task.code], code="trade_secret", reason="涉密", by=field.cast.legal_office, now=moment(5, 6)
    )
    found = CreditSignal.objects.order_by("pk").values_list("kind", "state", "public")
    assert list(found) == [("positive", "withdrawn", True), ("positive", "queued", False)]
    legal = signed_in(field.cast.legal_office, now=APRIL)
    told = rows_of(legal.get("/desk/credit-signals/?state=withdrawn&export=csv"))
    assert [(row["种类"], row["撤回理由"]) for row in told] == [
        ("良好信息", "2026年4月30日 公示GS-2026-001已撤下")
    ]


@pytest.mark.clause("FL-40", "XM-70")
def test_a_problem_gets_a_measure_its_result_offers_and_the_ledger_says_what_came_of_it(field: Field) -> None:
    tasks = field.tasks()
    field.approved(tasks)
    field.recorded(tasks, outcome="case", problems="拒发工资")
    field.served(tasks)
    field.confirmed(tasks)
    (task,) = tasks
    legal = signed_in(field.cast.legal_office, now=APRIL)
    assert task.subject_name in text_of(legal.get("/desk/follow-ups/?which=none"))
    form = {"kind": "talk", "reason": "负责人到会", "due_on": "2026-05-08"}
    assert "约谈" in text_of(legal.get(f"/desk/tasks/{task.code}/follow-up/"))
    assert legal.post(f"/desk/tasks/{task.code}/follow-up/", {**form, "kind": "written"}).status_code == 422
    with pytest.raises(Refused, match="没有“书面核实”"):
        inspections.followups.choose(
            tasks=[task.code], kind="written", reason="核实", due_on=date(2026, 5, 8), by=field.cast.legal_office,
            now=APRIL,
        )  # fmt: skip
    assert legal.post(f"/desk/tasks/{task.code}/follow-up/", form).status_code == 303
    assert task.subject_name not in text_of(legal.get("/desk/follow-ups/?which=none"))
    with lived(moment(5, 9)):
        legal = signed_in(field.cast.legal_office, now=moment(5, 9))
        assert task.subject_name in text_of(legal.get("/desk/follow-ups/?which=late"))
        row = selectors.followups.open_ones(field.cast.legal_office).get()
        period = "后续措施：约谈"
        assert period in text_of(legal.get("/desk/deadlines/?when=late"))
        finished = {"on": "2026-05-09", "outcome": "已签承诺书"}
        assert legal.post(f"/desk/follow-ups/{row.pk}/finish/", finished).status_code == 303
        assert period not in text_of(legal.get("/desk/deadlines/?when=late"))
        assert period in text_of(legal.get("/desk/deadlines/?when=done"))
        (told,) = rows_of(legal.get("/desk/ledger/?outcome=case&export=csv"))
    assert told["结果运用"].endswith("约谈（2026年5月9日办结：已签承诺书）")
    kinds = [one.kind for one in journal.entries(field.cast.audit_admin, thing=f"task:{task.code}")]
    assert kinds[-2:] == ["followup.chosen", "followup.finished"]


@pytest.mark.clause("XM-12", "XM-86")
def test_guidance_is_told_to_the_firm_which_says_that_it_read_it(field: Field) -> None:
    (task,) = clean(field)
    legal, firm = signed_in(field.cast.legal_office, now=APRIL), field.firm(task)
    form = {
        "subject": task.subject.code,
        "way": "visit",
        "on": "2026-04-28",
        "words": "补齐花名册",
        "first": "on",
    }
    asked = text_of(legal.get("/desk/guidance/new/"))
    assert "指导哪一家" in asked and "指导内容" not in asked, "nobody types a code: whom comes first"
    assert "没有找到“无此单位”" in text_of(legal.get("/desk/guidance/new/", {"q": "无此单位", "first": "1"}))
    page = legal.get("/desk/guidance/new/", {"q": task.subject.number, "first": "1"}).content.decode()
    assert f"?first=1&amp;subject={quote(task.subject.code)}" in page
    assert task.subject.name in text_of(legal.get("/desk/guidance/new/", {"subject": task.subject.code}))
    assert legal.post("/desk/guidance/new/", {**form, "subject": "USCC:nobody"}).status_code == 422
    assert legal.post("/desk/guidance/new/", form).status_code == 303
    row = Guidance.objects.get()
    with pytest.raises(Refused, match="没有找到"):
        stranger = replace(field.cast.enterprise_user, subjects=("91359906MA99X0060R",))
        inspections.guidance.read(guidance=row.pk, by=stranger, now=APRIL)
    inspections.guidance.read(guidance=row.pk, by=firm, now=APRIL)
    assert selectors.guidance.days([task.subject.code]) == {task.subject.code: [date(2026, 4, 28)]}
    assert "2026年4月28日" in text_of(legal.get("/desk/guidance/"))


@pytest.mark.clause("FL-30")
def test_every_number_of_a_report_opens_exactly_its_rows(field: Field) -> None:
    tasks = field.tasks(3)
    field.approved(tasks)
    field.recorded(tasks[:2], outcome="corrected", problems="花名册缺人", answers={"1": "problem"})
    field.recorded(tasks[2:])
    field.served(tasks[:2])
    field.confirmed(tasks)
    legal = signed_in(field.cast.legal_office, now=APRIL)
    page = text_of(legal.get(f"/desk/inspections/{DRAW}/report/"))
    figures = selectors.reports.figures(field.batch)
    recurring = dict(figures.tables)["普遍性问题"]
    assert [row.number for row in recurring] == [2]
    assert recurring[0].label.startswith(f"{tasks[0].item_name}：")
    for _, lines in figures.tables:
        for line in lines:
            assert line.url.replace("&", "&amp;") in page
            found = re.search(r"共 <b>([\d,]+)</b> 条", text_of(legal.get(line.url)))
            assert found is not None
            assert found.group(1) == str(line.number), line


def test_pictures_of_a_rectification_come_in_pairs(field: Field, kept_files: Path) -> None:
    task = field.with_order()
    form, asked = "已补签", {"task": task.code, "by": field.firm(task), "now": moment(5, 6)}
    with pytest.raises(Refused, match="不是图片"):
        pdf = Upload("a.pdf", b"%PDF-1", "before")
        inspections.rectifications.submit(text=form, files=[pdf], **asked)
    files = [Upload(f"{phase}.jpg", JPG, phase) for phase in ("before", "after")]
    inspections.rectifications.submit(text=form, files=files, **asked)
    assert order_of(task).state == "submitted"
    page = text_of(signed_in(field.cast.legal_office, now=APRIL).get(f"/desk/tasks/{task.code}/"))
    assert page.count("<figure>") == 2
    picture = Attachment.objects.get(phase="after")
    shown = signed_in(field.cast.legal_office, now=APRIL).get(f"/desk/tasks/{task.code}/files/{picture.pk}/")
    assert shown["Content-Type"] == "image/jpeg"


@pytest.mark.clause("EZ-54")
def test_what_a_firm_says_about_inspectors_is_read_by_the_discipline_office_alone(field: Field) -> None:
    (task,) = clean(field)
    row = inspections.conduct.report(
        kind="conduct", text="索要礼品", about=inspections.conduct.About(task=task), by=None, entropy=bytes(16),
        now=APRIL,
    )  # fmt: skip
    witness = also(field.cast.discipline_witness, Role.DISCIPLINE_WITNESS)
    assert (row.by_id, row.due_on) == (None, date(2026, 6, 29))
    for one in (field.captains[1], field.cast.legal_office, field.cast.bureau_leader, field.cast.audit_admin):
        assert not selectors.conduct.visible(one).exists()
        assert signed_in(one, now=APRIL).get("/desk/conduct/").status_code == 403
    captain_too = also(field.captains[1], Role.DISCIPLINE_WITNESS)
    assert not selectors.conduct.visible(captain_too).exists()
    assert selectors.conduct.waiting(witness).get() == row
    told = [entry.body for entry in journal.entries(field.cast.audit_admin, thing=f"conduct:{row.pk}")]
    assert told
    assert "礼品" not in json.dumps(told, ensure_ascii=False)
    assert "6月29日前答复" in text_of(
        signed_in(field.cast.legal_office, now=APRIL).get(f"/feedback/{row.code}/")
    )
    with pytest.raises(Refused, match="没有找到"):
        inspections.conduct.reply(report=row.code, text="查无此事", by=captain_too, now=APRIL)
    inspections.conduct.reply(report=row.code, text="已责令检查并调离", by=witness, now=APRIL)
    with pytest.raises(Refused, match="已经答复"):
        inspections.conduct.reply(report=row.code, text="再答", by=witness, now=APRIL)
    assert ConductReport.objects.get().reply == "已责令检查并调离"


def test_a_visited_firm_takes_its_opening_and_nobody_elses(field: Field) -> None:
    (task,) = clean(field)
    doc = json.loads(selectors.enterprise.opening(again([task])[0]) or b"{}")
    assert (doc["id"], doc["record"]["name"]) == (task.subject.code, task.subject.name)


@pytest.mark.clause("SZ-04")
def test_firms_rate_checks_of_free_will_and_nobody_can_tell_which_said_what(field: Field) -> None:
    """SZ-04: a figure from five firms on, once the quarter is over; one firm, one answer, and no answer by itself."""
    drawn = {task.subject_id: task for task in (*field.tasks(20), *field.tasks(20, team=2))}
    tasks = list(drawn.values())[:5]  # of five firms
    field.approved(tasks)
    field.recorded(tasks)
    units, legal = {task.unit.name for task in tasks}, field.cast.legal_office
    scores = {"lawful": 5, "polite": 4, "light": 2}

    def figures(day: date) -> list[tuple[str, int | None]]:
        lines = selectors.ratings.lines(legal, today=day)
        return [(one.question, one.share.content_ppm if one.share else None) for one in lines]

    for number, task in enumerate(tasks):
        give = {"task": task.code, "by": field.firm(task), "now": moment(4, 21)}
        with pytest.raises(Refused, match="三项没有都选"):
            inspections.ratings.give(**give, scores={"lawful": 6})
        if number % 2:
            inspections.ratings.give(**give, scores=scores)
        else:  # without an account, with the code on the record: the same count, the same line in the journal
            code = selectors.codes.of_rating(task)
            inspections.ratings.give_with_code(code=code, scores=scores, now=moment(4, 21))
        with pytest.raises(Refused, match="已经评价过"):
            inspections.ratings.give(**give, scores=scores)
        if number == 3 and len(units) == 1:
            assert {share for _, share in figures(date(2026, 7, 1))} == {None}
    with pytest.raises(Refused, match="不是您单位的"):
        inspections.ratings.give(
            task=tasks[0].code, by=field.cast.enterprise_user, now=moment(4, 21), scores=scores
        )
    assert figures(date(2026, 6, 30)) == []  # the quarter still runs
    assert len(units) == 1, "the five are of one unit, or nothing is shown"
    assert sorted(figures(date(2026, 7, 1))) == [
        ("依法规范", 1_000_000),
        ("少打扰经营", 0),
        ("态度文明", 1_000_000),
    ]
    entries = Entry.objects.filter(kind="rating.given")
    assert set(entries.values_list("thing", flat=True)) == {f"unit:{tasks[0].unit.code}"}
    assert len({(one.kind, one.actor, one.body) for one in entries}) == 1, "nothing tells one from another"
    assert not any(
        field.firm(task).code in one.body or task.code in one.body for one in entries for task in tasks
    )


def test_a_firm_with_several_items_in_a_batch_counts_once(field: Field) -> None:
    """From five firms on: five items of one firm would show the quarter, and what that firm said."""
    pairs = Counter(Task.objects.filter(team=1, state="waiting").values_list("subject", flat=True))
    subject = next(subject for subject, items in pairs.most_common(1) if items > 1)
    first, second, *_ = tasks = list(Task.objects.filter(team=1, subject=subject).order_by("number"))
    field.approved(tasks)
    field.recorded(tasks)
    give = {"scores": {"lawful": 5, "polite": 4, "light": 2}, "by": field.firm(first), "now": moment(4, 21)}
    inspections.ratings.give(task=first.code, **give)
    with pytest.raises(Refused, match="同一批检查的各事项算一次"):
        inspections.ratings.give(task=second.code, **give)
    assert selectors.ratings.given(second)
    assert set(RatingCount.objects.values_list("number", flat=True)) == {1}


def test_the_page_of_a_rating_says_that_it_is_free_and_the_figures_hide_few(field: Field) -> None:
    (task,) = field.tasks()
    field.approved([task])
    field.recorded([task])
    firm = field.cast.enterprise_user
    Representation.objects.create(
        person_id=firm.person_id, subject_code=task.subject.number, subject_name=task.subject_name,
        from_on=date(2026, 3, 1),
    )  # fmt: skip
    url = f"/ent/checks/{task.code}/rating/"
    with lived(moment(4, 21)):
        browser = signed_in(firm, now=moment(4, 21))
        assert "不评价没有任何影响" in text_of(browser.get(url))
        for sent, told in (({"lawful": "6"}, "请从列出的选项中选择"), ({}, "请填写这一项")):
            assert told in text_of(browser.post(url, sent))
        assert browser.post(url, {"lawful": "5", "polite": "5", "light": "1"}).status_code == 303
        for where in (url, url.removesuffix("rating/")):
            assert "已经评价过" in text_of(browser.get(where))
    with lived(moment(7, 1)):
        page = text_of(signed_in(field.cast.legal_office, now=moment(7, 1)).get("/desk/satisfaction/"))
        assert "不足5家，不显示" in page and "100" not in page.partition("<table")[2].partition("</table>")[0]


@pytest.mark.clause("SZ-04")
def test_a_firm_without_an_account_rates_once_with_the_code_on_its_record(field: Field) -> None:
    """The code stands on the record and in no address; used, wrong, guessed and given back it is refused with the way out."""
    tasks = field.tasks(2)
    field.approved(tasks)
    field.recorded(tasks[:1])
    today = moment(4, 21)
    (paper,) = inspections.papers.many(field.captains[1], Kind.CHECK_RECORD, [tasks[0].code], today.date())
    assert isinstance(paper, Paper)
    (code,) = re.findall(r"评价码 ([-0-9A-Z]+)，", str(paper.fields["rating"]))
    visitor = Client(REMOTE_ADDR="2001:db8:7::1")  # whoever else is counted for guessing sits elsewhere
    sent = {"code": f" {code.lower().replace('-', '')} ", "lawful": "5", "polite": "4", "light": "1"}

    def answered(**changes: str) -> str:
        answer = visitor.post("/rate/", {**sent, **changes})
        assert answer.status_code == 422
        return text_of(answer)

    with lived(today):
        assert visitor.get(f"/v/{code}")["Location"] == "/rate/"
        assert "不评价没有任何影响" in text_of(visitor.get("/rate/"))
        assert "请填写这一项" in answered(light="")
        assert "还没有结果" in answered(code=selectors.codes.of_rating(tasks[1]))
        assert "对照检查记录" in answered(code=code[:-1] + ("2" if code[-1] != "2" else "3"))
        assert not RatingCount.objects.exists()
        assert visitor.post("/rate/", sent).status_code == 303
        told = answered()
        assert "已经评价过" in told and "有疑问" in told
        for number in range(guessing.MISSES):  # from a whole network of one's own
            guessing.missed(RequestFactory(REMOTE_ADDR=f"2001:db8:7::a:{number}").post("/rate/"))
        assert "请十分钟以后再试" in answered()
    assert set(RatingCount.objects.values_list("question", "score", "number")) == {
        ("lawful", 5, 1), ("polite", 4, 1), ("light", 1, 1),
    }  # fmt: skip
    (entry,) = Entry.objects.filter(kind="rating.given")
    assert not any(word in entry.body for word in (code, tasks[0].code, tasks[0].subject.code))
