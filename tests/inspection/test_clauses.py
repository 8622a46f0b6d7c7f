"""Clauses of the source documents as an outsider sees them: by page and by API, the allowed and the forbidden way."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

import pytest
from tests.inspection.field import DRAW, Field, again, moment, order_of
from tests.inspection.test_api import post, program
from tests.web import lived, refusal_of, signed_in, text_of

from mingqian.accounts.types import Actor
from mingqian.audit import selectors as journal
from mingqian.documents.models import Document
from mingqian.inspection import selectors as inspection
from mingqian.inspection import services as inspections
from mingqian.inspection.models import CheckRecord, ResultNotice, Task
from mingqian.registry.models import InspectorCredential

# Clauses as somebody sees them from outside; the services behind them run on both.
pytestmark = pytest.mark.sqlite

APRIL = moment(4, 20)


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with lived(APRIL):
        yield


def kinds(field: Field, task: Task) -> list[str]:
    """What the journal says of one task, oldest first."""
    return [entry.kind for entry in journal.entries(field.cast.audit_admin, thing=f"task:{task.code}")]


@pytest.mark.clause("XM-60", "XM-61")
def test_two_different_certified_inspectors_of_the_team_or_the_visit_stays_closed(field: Field) -> None:
    tasks = field.tasks()
    field.approved(tasks, on=date(2026, 4, 20))
    (task,) = tasks
    captain = signed_in(field.captains[1], now=APRIL)
    api = program(field, field.captains[1])
    for papers, says in (
        ([field.papers[1][0]], "少于2人"),
        ([field.papers[1][0], field.papers[2][0]], "不属于本检查组"),
    ):
        body = {"on": "2026-04-20", "outcome": "none", "certificates": papers}
        refused = post(api, f"/tasks/{task.code}/record", body)
        assert refused.status_code in (403, 409)
        assert says in refused.content.decode()
    page = captain.post(
        f"/desk/tasks/{task.code}/record/",
        {"on": "2026-04-20", "outcome": "none", "signed": "signed", "point_1": "ok", "certificates": [field.papers[1][0]]},
    )  # fmt: skip
    assert "少于2人" in refusal_of(page)
    body = {"on": "2026-04-20", "outcome": "none", "certificates": list(field.papers[1])}
    assert post(api, f"/tasks/{task.code}/record", body).status_code == 200
    shown = CheckRecord.objects.get(task=task).papers
    assert [paper[2] for paper in shown] == ["行政执法证"] * 2
    seen = text_of(captain.get(f"/desk/tasks/{task.code}/"))
    assert all(number in seen for number in field.papers[1])
    assert "inspection.recorded" in kinds(field, task)


@pytest.mark.clause("XM-55")
def test_each_team_has_one_leader_and_nobody_else_registers_its_result(field: Field) -> None:
    """三(五)6(2): 明确队长和队员."""
    tasks = field.tasks()
    field.approved(tasks, on=date(2026, 4, 20))
    (task,) = tasks
    captain, member = field.captains[1], field.seconds[1]
    page = text_of(signed_in(captain, now=APRIL).get(f"/desk/tasks/{task.code}/"))
    assert page.count(">组长<") == 1
    assert all(one.name in page for one in (captain, member))
    body = {"on": "2026-04-20", "outcome": "none", "certificates": list(field.papers[1])}
    refused = post(program(field, member), f"/tasks/{task.code}/record", body)
    assert refused.status_code in (403, 409)
    form = {**body, "signed": "signed", "point_1": "ok"}
    asked = signed_in(member, now=APRIL).post(f"/desk/tasks/{task.code}/record/", form)
    for answer in (refused, asked):
        assert "不是第1检查组组长" in text_of(answer)
        assert "明确检查队伍的队长和队员" in text_of(answer)
    assert post(program(field, captain), f"/tasks/{task.code}/record", body).status_code == 200
    (entry,) = journal.entries(field.cast.audit_admin, thing=f"task:{task.code}", kind="inspection.recorded")
    assert (entry.actor_name, entry.at[:10]) == (captain.name, "2026-04-20")


@pytest.mark.clause("XM-43")
def test_a_problem_is_told_on_paper_within_three_working_days_and_late_is_red(field: Field) -> None:
    tasks = field.tasks(2)
    field.approved(tasks)
    field.recorded(tasks, outcome="corrected", problems="花名册缺两人")
    captain = signed_in(field.captains[1], now=APRIL)
    assert "4月23日" in text_of(captain.get("/desk/notices/"))
    sent = {"tasks": [tasks[0].code], "on": "2026-04-20", "medium": "electronic", "receipt": "回证7号"}
    refused = post(program(field, field.captains[1]), "/notices", sent)
    assert "可用：纸质送达" in refused.content.decode()
    form = {"on": "2026-04-20", "medium": "electronic", "receipt": "回证7号"}
    assert captain.post(f"/desk/tasks/{tasks[0].code}/serve/", form).status_code == 422
    form["medium"] = "paper"
    assert captain.post(f"/desk/tasks/{tasks[0].code}/serve/", form).status_code == 303
    assert "花名册缺两人" in ResultNotice.objects.get().text
    assert "inspection.notice_served" in kinds(field, tasks[0])
    with lived(moment(4, 24)):
        late = text_of(
            signed_in(field.cast.legal_office, now=moment(4, 24)).get("/desk/deadlines/?when=late")
        )
    assert "逾期 1 个工作日" in late
    assert tasks[1].subject_name in late


@pytest.mark.clause("XM-44")
def test_no_final_result_before_the_defence_period_is_over_or_waived(field: Field) -> None:
    tasks = field.tasks(2)
    field.approved(tasks)
    field.recorded(tasks, outcome="corrected", problems="花名册缺两人")
    field.served(tasks, on=APRIL.date(), now=APRIL)
    legal = signed_in(field.cast.legal_office, now=APRIL)
    page = legal.post(f"/desk/tasks/{tasks[0].code}/confirm/", {})
    assert "4月23日尚未届满" in refusal_of(page)
    api = program(field, field.cast.legal_office)
    assert "尚未届满" in post(api, "/confirm", {"tasks": [tasks[0].code]}).content.decode()
    captain = signed_in(field.captains[1], now=APRIL)
    waiver = {"words": "放弃陈述申辩声明"}
    assert captain.post(f"/desk/tasks/{tasks[0].code}/waive/", waiver).status_code == 303
    assert post(api, "/confirm", {"tasks": [tasks[0].code]}).json() == {"done": 1}
    with lived(moment(4, 24)):
        assert post(api, "/confirm", {"tasks": [tasks[1].code]}).json() == {"done": 1}
    assert kinds(field, tasks[0])[-2:] == ["inspection.defence_waived", "inspection.confirmed"]


@pytest.mark.clause("XM-45", "XM-46")
def test_publication_starts_the_revisit_which_a_second_person_closes(field: Field) -> None:
    task = field.with_order()
    with lived(moment(5, 20)):
        captain = signed_in(field.captains[task.team], now=moment(5, 20))
        listed = text_of(captain.get("/desk/rectifications/"))
        assert "6月12日" in listed
        api = program(field, field.captains[task.team])
        seen = {
            "on": "2026-05-20",
            "result": "gone",
            "words": "已补签",
            "certificates": list(field.papers[task.team]),
        }
        assert "没有回访结论" in post(api, f"/tasks/{task.code}/revisit", seen).content.decode()
        seen["result"] = "corrected"
        assert post(api, f"/tasks/{task.code}/revisit", seen).status_code == 200
        assert post(api, "/rectifications/verify", {"tasks": [task.code]}).status_code in (403, 409)
        legal = signed_in(field.cast.legal_office, now=moment(5, 20))
        assert legal.post(f"/desk/tasks/{task.code}/verify/", {}).status_code == 303
    assert (order_of(task).state, again([task])[0].state) == ("corrected", "closed")
    assert kinds(field, task)[-2:] == ["rectification.revisited", "rectification.decided"]


@pytest.mark.clause("XM-66")
def test_the_ledger_has_nine_fields_and_follows_the_desk(field: Field) -> None:
    task = field.with_order()
    legal = signed_in(field.cast.legal_office, now=APRIL)

    def rows() -> list[dict[str, str]]:
        told = b"".join(legal.get("/desk/ledger/?outcome=rectify&export=csv").streaming_content)  # type: ignore[attr-defined]
        return list(csv.DictReader(io.StringIO(told.decode("utf-8-sig"))))

    (row,) = rows()
    assert list(row) == [
        "检查事项名称", "检查对象名称", "检查人员姓名", "检查时间", "检查内容", "检查结果", "发现问题", "结果运用", "整改落实情况",
    ]  # fmt: skip
    assert row["整改落实情况"] == "待整改（期限2026年5月15日）"
    page = text_of(legal.get("/desk/ledger/?outcome=rectify"))
    assert "共 <b>1</b> 条" in page
    assert f"/desk/tasks/{task.code}/" in page
    form = {"due_on": "2026-05-29", "words": "春节停工"}
    assert legal.post(f"/desk/tasks/{task.code}/extend/", form).status_code == 303
    assert rows()[0]["整改落实情况"] == "待整改（期限2026年5月29日）"
    assert Task.objects.get(pk=task.pk).batch.code == DRAW
    assert order_of(task).due_on == date(2026, 5, 29)


def economy(field: Field, who: Actor, query: str = "") -> dict[str, tuple[str, str]]:
    """The six figures of 检查成效 as the page shows them: label → (number, note)."""
    page = text_of(signed_in(who, now=APRIL).get(f"/desk/economy/?{query}"))
    cells = re.findall(r"<small>([^<]*)</small><b>([^<]*)</b><small>([^<]*)</small>", page)
    return {label: (number, note) for label, number, note in cells}


def behind(field: Field, rows: str) -> list[dict[str, str]]:
    """The rows behind one figure, as exported."""
    client = signed_in(field.cast.legal_office, now=APRIL)
    told = client.get(f"/desk/economy/?rows={rows}&first=2026-03-01&last=2026-04-20&export=csv")
    return list(csv.DictReader(io.StringIO(b"".join(told.streaming_content).decode("utf-8-sig"))))


def a_pair_and_others(field: Field) -> tuple[list[Task], list[Task]]:
    """The two tasks of one firm, and one task each of three others; all of the first team."""
    found: dict[int, list[Task]] = {}
    for task in field.tasks(99):
        found.setdefault(task.subject_id, []).append(task)
    pair = next(both for both in found.values() if len(both) == 2)
    return pair, [some[0] for some in found.values() if some is not pair][:3]


@pytest.mark.clause("XM-06", "XM-12", "XM-04", "PD-03", "PD-26")
def test_what_a_period_of_checks_cost_and_brought_opens_row_by_row(field: Field, kept_files: object) -> None:
    """一(二): 平衡监管成本和监管效益; 检查与指导、惩处与教育、监管与服务相结合."""
    legal, query = field.cast.legal_office, "first=2026-03-01&last=2026-04-20"
    empty = economy(field, legal, query)
    assert {number for number, _ in empty.values()} == {"0"}
    pair, tasks = a_pair_and_others(field)
    first, second, third = tasks
    body = {"on": "2026-04-20", "outcome": "none", "certificates": list(field.papers[1])}
    api = program(field, field.captains[1])
    field.approved([second, third])
    for refused in (
        post(api, f"/tasks/{first.code}/record", body),
        signed_in(field.captains[1], now=APRIL).post(
            f"/desk/tasks/{first.code}/record/", {**body, "signed": "signed", "point_1": "ok"}
        ),
    ):
        assert refused.status_code in (409, 422)
        assert "没有经批准的行政检查审批表" in text_of(refused)
        assert "国办发〔2024〕54号" in text_of(refused)
    field.approved([first])
    taught = {"outcome": "corrected", "problems": "花名册缺两人", "guidance": "当面讲解花名册的写法"}
    field.recorded([first], **taught)
    field.recorded([second], outcome="rectify", problems="三人未签合同", guidance="讲解合同法")
    field.recorded([third])
    found = economy(field, legal, query)
    assert found["入企检查"][0] == "3"
    assert found["检查人日"][0] == "2"
    assert found["发现问题"] == ("2", "每次入企 0.67 项")
    assert found["以指导结束的检查"] == ("1", "占入企检查 33.3%")
    assert found["合并检查少入企"][0] == found["非现场检查少入企"][0] == "0"
    assert {row["对象"] for row in behind(field, "visits")} == {task.subject_name for task in tasks}
    assert sum(int(row["入企"]) for row in behind(field, "days")) == 6
    assert {row["发现问题"] for row in behind(field, "problems")} == {"花名册缺两人", "三人未签合同"}
    assert [(row["对象"], row["行政指导"]) for row in behind(field, "guided")] == [
        (first.subject_name, "当面讲解花名册的写法")
    ]
    field.approved(pair)
    field.recorded(pair)
    merged = economy(field, legal, query)
    assert (merged["入企检查"][0], merged["合并检查少入企"][0]) == ("4", "1")
    (row,) = behind(field, "merged")
    assert (row["对象"], row["办结事项"], row["少入企"]) == (pair[0].subject_name, "2", "1")
    ways = {
        row["方式"]: (row["办结检查"], row["发现问题"], row["每百件发现"]) for row in behind(field, "ways")
    }
    assert (ways["现场检查"], ways["书面检查"]) == (("5", "2", "40"), ("0", "0", "0"))
    assert (merged["入企检查"][1], merged["检查人日"][1]) == ("4 户，每户 1.00 次", "每人日发现 1.00 项")
    assert merged["非现场查出的问题"] == ("0", "占全部问题 0%")
    Task.objects.filter(pk=third.pk).update(method="written", outcome="corrected")
    Task.objects.filter(pk=pair[1].pk).update(checked_on=date(2026, 3, 28))
    mixed = economy(field, legal, query)
    assert (mixed["多次入企的企业"], mixed["非现场查出的问题"]) == (
        ("1", "占入企的企业 33.3%"),
        ("1", "占全部问题 33.3%"),
    )
    (row,) = behind(field, "again")
    assert (row["入企"], row["原因"]) == ("2", "；".join(["随机抽取：" + first.batch.title] * 2))
    assert economy(field, legal, "first=2026-04-01&last=2026-04-19")["入企检查"][0] == "0"
    assert economy(field, field.cast.second_district, query)["入企检查"][0] == "0"
    odd = text_of(signed_in(legal, now=APRIL).get("/desk/economy/?first=2026-04-20&last=2026-03-01"))
    assert "早于开始日期" in odd
    assert "first=2025-01-01&amp;last=2025-12-31" in odd
    captain = signed_in(field.captains[1], now=APRIL)
    assert "当面讲解花名册的写法" in text_of(captain.get(f"/desk/tasks/{first.code}/"))
    assert captain.post(f"/desk/papers/check_record/{first.code}/").status_code == 303
    assert Document.objects.get(thing=f"task:{first.code}").fields["guidance"] == "当面讲解花名册的写法"
    assert "inspection.recorded" in kinds(field, first)


def covered(field: Field, who: Actor, **asked: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The figures of 抽查覆盖, and the rows behind the chosen one as they are exported."""
    query = {"first": "2026-03-01", "last": "2026-04-20", **asked}
    client = signed_in(who, now=APRIL)
    page = text_of(client.get("/desk/coverage/", query))
    assert "None：" not in page, "every filter that is set is told by name"
    told = dict(re.findall(r"<small>([^<]+)</small><b>([\d,]+)</b>", page))
    sheet = client.get("/desk/coverage/", {**query, "export": "csv"})
    raw = b"".join(sheet) if sheet.streaming else sheet.content
    return told, list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


@pytest.mark.clause("FL-06", "XM-89")
def test_an_item_or_content_no_random_check_reached_keeps_the_share_below_the_whole(field: Field) -> None:
    """二(一): 随机抽查检查事项、内容达到100%; 一处没有查过, 就逐项列出."""
    legal = field.cast.legal_office
    told, unseen = covered(field, legal, rows="unseen")
    whole = len(unseen)
    assert (told["查过的事项"], told["查过的检查内容"]) == ("0", "0")
    assert {"许可证在有效期内", "台账"} <= {row["检查内容"] for row in unseen}
    tasks = list(Task.objects.filter(state="waiting", item__item__code="JG05").order_by("number")[:3])
    first, second, third = tasks
    field.approved(tasks)
    body = {"on": "2026-04-20", "outcome": "none", "certificates": list(field.papers[first.team])}
    strange = {**body, "answers": {"1": "ok", "77": "ok"}}
    refused = post(program(field, field.captains[first.team]), f"/tasks/{first.code}/record", strange)
    captain = signed_in(field.captains[first.team], now=APRIL)
    empty = captain.post(f"/desk/tasks/{first.code}/record/", {**body, "signed": "signed", "point_1": "seen"})
    assert (refused.status_code, empty.status_code) == (409, 422)
    assert "77" in refused.content.decode()
    field.recorded([first], answers={"1": "ok", "2": "na"})
    assert covered(field, legal)[0]["查过的检查内容"] == "0", "a result nobody confirmed counts for nothing"
    field.confirmed([first])
    told, unseen = covered(field, legal, rows="unseen")
    assert (told["查过的事项"], told["查过的检查内容"], len(unseen)) == ("1", "1", whole - 1)
    assert "台账" in {row["检查内容"] for row in unseen}
    field.recorded([second], answers={"1": "ok", "2": "ok"})
    field.recorded([third], outcome="corrected", problems="许可证过期", answers={"1": "problem", "2": "ok"})
    field.served([third])
    field.confirmed([second, third])
    told, points = covered(field, legal, rows="points")
    assert (told["查过的检查内容"], told["没有查过的检查内容"]) == ("2", str(whole - 2))
    assert [(row["检查内容"], row["查过"], row["不符合"], row["每百次不符合"]) for row in points] == [
        ("许可证在有效期内", "3", "1", "33"), ("台账", "2", "0", "0"),
    ]  # fmt: skip
    _, hits = covered(field, legal, rows="hits", item="JG05", number="1")
    assert [row["对象"] for row in hits] == [third.subject_name]
    ((checks, code),) = [
        (row["办结的随机检查"], row["编码"]) for row in covered(field, legal, rows="items")[1]
    ]
    assert (checks, code, len(covered(field, legal, rows="tasks", item=code)[1])) == ("3", "JG05", 3)
    assert "JG01" in {row["编码"] for row in covered(field, legal, rows="missed")[1]}
    assert covered(field, field.cast.second_district)[0]["查过的事项"] == "0"
    assert kinds(field, first)[-2:] == ["inspection.recorded", "inspection.confirmed"]


@pytest.mark.clause("FL-22", "SZ-16")
def test_whoever_leads_without_a_certificate_in_force_does_not_count_among_the_two(field: Field) -> None:
    """四(三): 组长带队; 石嘴山 3(1): 检查时须出示有效证件. Two certificates in force, the leader's or not, or no visit."""
    (task,) = field.tasks()
    field.approved([task], on=date(2026, 4, 20))
    gone = InspectorCredential.objects.filter(certificate_no=field.papers[1][0])
    gone.update(valid_until=date(2026, 4, 19))
    captain, api = signed_in(field.captains[1], now=APRIL), program(field, field.captains[1])
    body = {"on": "2026-04-20", "outcome": "none", "certificates": list(field.papers[1])}
    page = captain.post(f"/desk/tasks/{task.code}/record/", {**body, "signed": "signed", "point_1": "ok"})
    told = post(api, f"/tasks/{task.code}/record", body)
    assert (page.status_code, told.status_code) == (422, 409)
    for said in (text_of(page), told.content.decode()):
        assert "已于2026年4月19日到期" in said
        assert "请换证后登记" in said
    assert not CheckRecord.objects.filter(task=task).exists()
    gone.update(valid_until=date(2027, 4, 19))
    assert post(api, f"/tasks/{task.code}/record", body).status_code == 200
    assert kinds(field, task)[-1] == "inspection.recorded"


@pytest.mark.clause("FL-29", "FL-30", "XM-70")
def test_a_batch_is_reported_filed_and_what_is_general_is_put_right_by_somebody_in_time(field: Field) -> None:
    """四(七): 形成执法检查报告，10个工作日内通报处理、完善资料存档备查; 四(八): 完善普遍性问题."""
    first, second, third = tasks = field.tasks(3)
    legal, url = field.cast.legal_office, f"/desk/inspections/{DRAW}/report/"
    field.approved(tasks)
    wrong = {"outcome": "corrected", "problems": "花名册缺人", "answers": {"1": "problem"}}
    field.recorded([first, second], **wrong)
    field.recorded([third], outcome="case", problems="拒发工资")
    rest = [task for team in (1, 2) for task in field.tasks(100, team)]
    field.approved(rest)
    field.recorded(rest)

    def archive() -> dict[str, list[int]]:
        """What the file must hold, holds and lacks; each lacking number opens its tasks."""
        client = signed_in(legal, now=moment(5, 6))
        page = text_of(client.get(url))
        part = page[page.index("存档清单") :]
        found = {}
        for row in re.findall(r"<tr>(<td data-label=\"材料\">.*?)</tr>", part):
            label, wanted, there, link, lacking = re.findall(
                r'材料">([^<]*)<.*应有" class="num">(\d+)<.*已有" class="num">(\d+)<.*href="([^"]*)">(\d+)<',
                row,
            )[0]
            told = re.search(r"共 <b>(\d+)</b>", text_of(client.get(link.replace("&amp;", "&"))))
            assert (told.group(1) if told else "0") == lacking
            found[label] = [int(wanted), int(there), int(lacking)]
        return found

    with lived(moment(5, 6)):
        assert archive()["检查结果告知书"] == [3, 0, 3]
        field.served([first, second, third])
        field.confirmed([*tasks, *rest])
        field.published([first, second])
        assert archive()["检查结果告知书"] == [3, 3, 0]
        assert archive()["问题处理措施"] == [3, 2, 1]
        assert archive()["结果公示或者不公示的决定"] == [3 + len(rest), 2, 1 + len(rest)]
        api, boss = program(field, legal), program(field, field.cast.bureau_leader)
        again_ = signed_in(legal, now=moment(5, 6))
        inspections.batches.end(batch=DRAW, on=date(2026, 4, 20), by=legal, now=moment(5, 6))
        assert post(api, f"/batches/{DRAW}/report", {"situation": "按计划完成"}).status_code == 200
        assert post(api, f"/batches/{DRAW}/report/submit", {}).status_code == 200
        assert post(boss, f"/batches/{DRAW}/report/decide", {"approve": True}).status_code == 200
        sending = {"to": "局办公会", "on": "2026-05-06"}
        for answer in (
            again_.post(f"{url}send/", sending),
            post(api, f"/batches/{DRAW}/report/send", sending),
        ):
            assert answer.status_code in (409, 422)
            assert "还有1项问题没有处理措施" in text_of(answer)
            assert "存档备查" in text_of(answer)
        assert third.subject_name in text_of(again_.get("/desk/follow-ups/?which=none"))

        assert "尚无措施" in text_of(again_.get(url))
        plan = {"kind": "form", "words": "检查表增加花名册样式", "owner": legal.code, "due_on": "2026-05-20"}
        (one,) = inspection.improvements.of(field.batch, inspection.reports.figures(field.batch))
        assert (one.firms, one.measure) == (2, None)
        page = again_.post(f"{url}improvements/new/", {**plan, "problem": one.key, "owner": "NIEMAND"})
        told = post(api, f"/batches/{DRAW}/improvements", {**plan, "item": one.item, "point": "77"})
        assert ("没有编号为“NIEMAND”" in text_of(page), page.status_code) == (True, 422)
        assert ("没有在两户以上不符合" in text_of(told), told.status_code) == (True, 409)
        assert again_.post(f"{url}improvements/new/", {**plan, "problem": one.key}).status_code == 303
        told = api.get(f"/api/v1/inspection/batches/{DRAW}/improvements")
        assert told.status_code == 200, told.content.decode()
        (row,) = told.json()
        assert (row["owner"], row["due_on"], row["done_on"]) == (legal.code, "2026-05-20", None)
    with lived(moment(5, 21)):
        later = signed_in(legal, now=moment(5, 21))
        page = text_of(later.get(url))
        assert "已逾期" in page
        assert re.search(r"通报处理[^·]*class=\"chip late\"", page), "what nobody attended to is red"
        done = {"on": "2026-05-21", "outcome": "检查表第2版已发布"}
        assert later.post(f"{url}improvements/{row['id']}/finish/", done).status_code == 303
        assert "检查表第2版已发布" in text_of(later.get(url))
    acts = [one.kind for one in journal.entries(field.cast.audit_admin, thing=f"report:{DRAW}")]
    assert acts[-2:] == ["improvement.planned", "improvement.finished"]
