"""Clauses of 涪陵, 平顶山 and 鄂州 on a batch of checks: page, program, journal, the rows behind a figure."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from tests.inspection.field import DRAW, OPENED, Field, again, moment
from tests.inspection.test_api import post, program
from tests.inspection.test_openings import lead_of
from tests.programs import acts
from tests.registry import builders
from tests.web import lived, refusal_of, signed_in, text_of

from mingqian.audit import selectors as journal
from mingqian.clocks.models import Clock
from mingqian.draw import selectors as draws
from mingqian.inspection.models import Task, TeamSeat
from mingqian.leads.models import Lead
from mingqian.registry import services as registries
from mingqian.registry.models import Inspector
from mingqian.registry.types import VisitRow

# Clauses as somebody sees them from outside; the services behind them run on both.
pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def _in_march(field: Field) -> Iterator[None]:
    """The day the tasks are handed out; the bureau works by its pack."""
    registries.packs.adopt(
        unit=field.cast.bureau, pack="luwan-2026", from_on=date(2026, 1, 5), reason="年度规则",
        by=field.cast.legal_office, now=OPENED,
    )  # fmt: skip
    with lived(OPENED):
        yield


def opening(field: Field, firm: str, **changes: Any) -> dict[str, Any]:
    """What a program sends to order a check without a draw."""
    crew = Inspector.objects.filter(person__code__in=[field.captains[1].code, field.seconds[1].code])
    first = sorted(crew, key=lambda one: one.person.code != field.captains[1].code)  # type: ignore[union-attr]
    fields: dict[str, Any] = {
        "origin": "case", "source": "鹭人社函8号", "title": "核查", "reason": "群众反映拖欠工资",
        "starts_on": "2026-03-19", "ends_on": "2026-04-17",
        "checks": [{"subject": firm, "item": "JG05", "method": "on_site", "team": 1}],
        "teams": [[one.code for one in first]],
    }  # fmt: skip
    return {**fields, **changes}


def paper(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The same on the page."""
    (check,), (crew,) = body["checks"], body["teams"]
    said = {key: body[key] for key in ("source", "title", "reason", "starts_on", "ends_on")}
    more = {"kind": "case", "subjects": check["subject"], "items": [check["item"]], "method": check["method"]}
    return {**said, **more, "team": "、".join(crew), **changes}


@pytest.mark.clause("FL-13", "FL-23", "XM-10")
def test_the_tasks_are_the_drawn_firms_and_nothing_can_be_put_among_them(field: Field) -> None:
    """四(三)、四(四): 检查对象、执法检查人员在平台上随机抽取；对抽取的检查对象实施检查."""
    legal = field.cast.legal_office
    drawn = {(pair.subject_id, pair.item_code) for pair in draws.outcome.pairs(legal, DRAW)}
    listed = Task.objects.filter(batch__code=DRAW).values_list("subject__code", "item__item__code")
    assert set(listed) == drawn
    client, api = signed_in(legal, now=OPENED), program(field, legal)
    assert f"共 <b>{len(drawn)}</b> 条" in text_of(client.get(f"/desk/tasks/?batch={DRAW}"))
    assert acts(field.cast, thing=f"inspection:{DRAW}")[0] == ("inspection.opened", legal.code)

    outside = builders.firm(field.cast, 990, tag="labour_dispatch_agency").code
    body = opening(field, outside, origin="draw", source=DRAW)
    told = post(api, "/batches", body)
    assert told.status_code == 409
    assert "随机抽取的任务只能按抽取结果下达" in told.content.decode()
    assert "防止选择执法" in told.content.decode()
    assert client.post("/desk/openings/case/", paper(body, kind="draw")).status_code == 422
    strange = opening(field, field.tasks()[0].subject.code, teams=[[body["teams"][0][0], "ZFZ:3502019999"]])
    unknown = post(api, "/batches", strange)
    assert (unknown.status_code, "ZFZ:3502019999" in unknown.content.decode()) == (409, True)
    assert client.post("/desk/openings/case/", paper(strange)).status_code == 422
    seats = list(TeamSeat.objects.filter(batch__code=DRAW).order_by("pk").values())
    stranger = {"team": "1", "inspectors": body["teams"][0], "subjects": outside}
    again_ = client.post(f"/desk/inspections/{DRAW}/teams/", stranger, follow=True)
    assert "没有变动" in text_of(again_)
    assert list(TeamSeat.objects.filter(batch__code=DRAW).order_by("pk").values()) == seats
    second = client.post(f"/desk/inspections/{DRAW}/open/")
    assert (second.status_code, "检查任务只能由平台抽取产生" in text_of(second)) == (409, True)
    assert post(api, f"/batches/{DRAW}/tasks", {"subject": outside}).status_code == 404
    assert post(api, f"/batches/{DRAW}/teams", {"team": 1, "inspectors": body["teams"][0]}).status_code == 404
    assert set(listed.all()) == drawn
    assert not Task.objects.filter(subject__code=outside).exists()


@pytest.mark.clause("PD-24")
def test_a_lead_is_checked_at_once_outside_the_draw_and_counted_as_a_coded_exception(field: Field) -> None:
    """三(二): 对投诉举报、转办交办的案件线索，及时开展重点监管."""
    legal, leader = field.cast.legal_office, field.cast.bureau_leader
    firm = field.tasks()[0].subject
    client, api, boss = signed_in(legal, now=OPENED), program(field, legal), program(field, leader)
    registries.standing.record_visits(
        visits=[VisitRow(firm.code, date(2026, month, 5), "routine", "on_site") for month in (1, 2, 3)],
        by=legal, now=OPENED,
    )  # fmt: skip
    assert post(api, "/batches", opening(field, firm.code)).status_code == 201
    (plain,) = Task.objects.filter(batch__origin="case")
    asked = {"on": "2026-03-19", "grounds": "核查"}
    told = post(api, "/approvals", {"tasks": [plain.code], **asked})
    page = client.post(f"/desk/tasks/{plain.code}/request-approval/", {**asked, "on_site_reason": "survey"})
    assert (told.status_code, page.status_code) == (409, 422)
    for said in (told.content.decode(), text_of(page)):
        assert "达到上限" in said
        assert "登记线索" in said

    nowhere = post(api, "/batches", opening(field, firm.code, origin="lead", source="XS-2026-9999"))
    assert nowhere.status_code in (404, 409)
    code = lead_of(field, firm)
    assert f"/desk/leads/{code}/" in text_of(client.get("/desk/leads/"))
    opened = client.post(f"/desk/openings/lead/{code}/", paper(opening(field, firm.code, source=code)))
    assert opened.status_code == 303, refusal_of(opened)
    (task,) = Task.objects.filter(batch__origin="lead")
    assert task.batch.draw is None
    assert Lead.objects.get(code=code).state == "checking"
    assert ("inspection.named", legal.code) in acts(field.cast, thing=f"inspection:{task.batch.code}")
    due = Clock.objects.filter(thing=f"lead:{code}", state="running")
    assert due.exists()
    assert post(api, "/approvals", {"tasks": [task.code], **asked}).json() == {"done": 1}
    asked_ = again([task])[0].approval
    assert asked_ is not None
    assert code in asked_.frequency
    done = post(boss, "/approvals/decide", {"approvals": [asked_.pk], "approve": True})
    assert done.json() == {"done": 1}


@pytest.mark.clause("FL-33", "XM-64")
def test_from_a_result_the_whole_way_back_is_walked_and_one_changed_row_is_named(
    field: Field, capsys: pytest.CaptureFixture[str]
) -> None:
    """五(二): 抽查的发起、抽取过程、检查结果运用等要做到全程留痕，实现责任可追溯."""
    task = field.with_order()
    cast, client = field.cast, signed_in(field.cast.legal_office, now=moment(5, 6))
    with lived(moment(5, 6)):
        way = [f"/desk/tasks/{task.code}/", f"/desk/inspections/{DRAW}/", f"/desk/draws/{DRAW}/"]
        way += ["/desk/implementations/SS-2026-R1/", f"/desk/plans/{cast.bureau}/2026/1/"]
        told = [text_of(client.get(url)) for url in way]
        history = text_of(client.get(f"/desk/subjects/{task.subject.code}/"))
        item = f"/desk/items/{task.item.item.code}/"
    for page, onward in zip(told, way[1:], strict=False):
        assert f'href="{onward}' in page, onward
    assert re.search(r'href="/desk/rule-documents/[^"]+/"', text_of(client.get(item))), (
        "the item's basis opens"
    )
    assert task.code in history and f'href="{item}"' in told[0]
    for thing, kinds in {
        f"task:{task.code}": {"inspection.recorded", "inspection.confirmed", "rectification.ordered"},
        f"draw:{DRAW}": {"draw.frozen", "draw.sealed", "draw.computed"},
        "implementation:SS-2026-R1": {"implementation.drafted", "implementation.started"},
    }.items():
        found = acts(field.cast, thing=thing)
        assert kinds <= {kind for kind, _ in found}, found
        assert all(who for _, who in found)

    entry = next(iter(journal.entries(cast.audit_admin, thing=f"task:{task.code}")))
    auditor = signed_in(cast.audit_admin, now=moment(5, 6))
    with lived(moment(5, 6)):
        assert entry.actor_name in text_of(auditor.get(f"/desk/journal/{entry.seq}/"))
        assert auditor.post(f"/desk/journal/{entry.seq}/", {"actor_name": "别人"}).status_code == 405
        assert client.get(f"/desk/journal/{entry.seq}/").status_code == 403
        assert (
            post(program(field, cast.legal_office), f"/tasks/{task.code}", {"outcome": "none"}).status_code
            == 405
        )
    change = "UPDATE audit_entry SET actor_name = %s WHERE seq = %s"
    with connection.cursor() as cursor:
        with pytest.raises(IntegrityError, match="不能"), transaction.atomic():
            cursor.execute(change, ["别人", entry.seq])
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(change, ["别人", entry.seq])
    with pytest.raises(SystemExit) as left:
        call_command("journal", "verify")
    said = capsys.readouterr()
    assert (left.value.code, f"第 {entry.seq} 条" in said.err + said.out) == (1, True), said


@pytest.mark.clause("FL-34", "XM-64")
def test_a_published_problem_is_revisited_in_time_and_what_is_not_put_right_goes_on(field: Field) -> None:
    """五(三): 及时进行整改回访，确保整改到位; 厦门 三(五)8: 来源可查、去向可追、监督留痕、责任可究."""
    task, late = field.with_order(), field.with_order()
    legal, captain = field.cast.legal_office, field.captains[task.team]
    here = f"/desk/tasks/{task.code}/"
    seen = {
        "on": "2026-05-20",
        "result": "uncorrected",
        "words": "",
        "certificates": list(field.papers[task.team]),
    }
    with lived(moment(5, 20)):
        browser, api = signed_in(captain, now=moment(5, 20)), program(field, captain)
        listed = text_of(browser.get("/desk/rectifications/"))
        assert all(one.subject_name in listed for one in (task, late))
        assert "6月12日" in listed
        bare = [browser.post(f"{here}revisit/", seen), post(api, f"/tasks/{task.code}/revisit", seen)]
        assert all(answer.status_code in (409, 422) for answer in bare)
        seen["words"] = "三人仍未签合同"
        assert browser.post(f"{here}revisit/", seen).status_code == 303
        own = [
            browser.post(f"{here}verify/", {}),
            post(api, "/rectifications/verify", {"tasks": [task.code]}),
        ]
        assert [answer.status_code for answer in own] == [403, 403]
        desk = signed_in(legal, now=moment(5, 20))
        assert desk.post(f"{here}verify/", {}).status_code == 303
        assert again([task])[0].rectification.state == "uncorrected"
        plan = {"kind": "risk", "reason": "回访未改正", "due_on": "2026-06-10"}
        assert desk.post(f"{here}follow-up/", plan).status_code == 303
        page = text_of(desk.get(here))
    for word in (
        "GS-2026-001",
        "三人仍未签合同",
        "未整改到位",
        "调高风险类别",
        captain.name,
        "2026年5月20日",
    ):
        assert word in page, word
    signals = text_of(signed_in(legal, now=moment(5, 20)).get("/desk/credit-signals/"))
    assert task.subject_name in signals
    with lived(moment(6, 15)):
        due = text_of(signed_in(legal, now=moment(6, 15)).get("/desk/deadlines/?when=late"))
    assert late.subject_name in due
    assert acts(field.cast, thing=f"task:{task.code}")[-3:] == [
        ("rectification.revisited", captain.code), ("rectification.decided", legal.code),
        ("followup.chosen", legal.code),
    ]  # fmt: skip
