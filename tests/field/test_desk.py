"""The desk's side of visits: today's walks, one visit with everything on it, what was held and who decides."""

import re
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.field.phone import EVENING, START, Day, Phone
from tests.inspection.field import moment
from tests.web import lived, refusal_of, signed_in, text_of

from mingqian.accounts.models import Representation
from mingqian.accounts.types import Actor
from mingqian.audit.models import Entry
from mingqian.clocks.models import Clock
from mingqian.core import scancode
from mingqian.core.decision import Refused
from mingqian.documents import rendering, sheets
from mingqian.documents.enums import Kind
from mingqian.documents.types import Frame
from mingqian.field import selectors, services
from mingqian.field.models import FieldAction
from mingqian.inspection import papers, scancodes
from mingqian.inspection import services as inspections
from mingqian.inspection.models import Visit
from mingqian.inspection.selectors import visits
from mingqian.inspection.types import Scan
from mingqian.site import recordkeeping
from mingqian.ui.asking import answered

# What pages say; the wire behind them runs on both.
pytestmark = pytest.mark.sqlite


def at_desk(somebody: Actor, now: datetime = EVENING) -> Client:
    return signed_in(somebody, now=now)


def test_a_visit_is_read_at_the_desk_with_signature_record_and_receipts(day: Day) -> None:
    day.whole(day.captain)
    lines = day.captain.sent()
    with lived(EVENING):
        legal = at_desk(day.field.cast.legal_office)
        today = text_of(legal.get("/desk/visits/"))
        page = text_of(legal.get(f"/desk/visits/{day.visit.code}/"))
        task = text_of(legal.get(f"/desk/tasks/{day.task.code}/"))
        kept = f"/desk/records/things/{quote(f'visit:{day.visit.code}', safe=':')}/"
        assert f"/desk/visits/{quote(day.visit.code)}/" in task and kept in task and kept in page
        assert "导入记录" in text_of(legal.get(kept))
        (paper,) = papers.many(
            day.field.cast.legal_office, Kind.SITE_RECORD, [day.visit.code], today=EVENING.date()
        )
    assert not isinstance(paper, Refused)
    (hand,) = paper.fields["hands"]  # type: ignore[misc]  # what was written on glass stands on the paper
    assert (hand["role"], hand["name"]) == ("检查对象", "陈店长") and hand["ink"].startswith(
        "M100 100L200 120"
    )
    words = sheets.frozen(Kind.SITE_RECORD, paper.fields)
    drawn = rendering.pdf(Kind.SITE_RECORD, words, Frame("", "局", "", "X", ""))
    assert len(drawn) > len(
        rendering.pdf(Kind.SITE_RECORD, {**words, "hands": []}, Frame("", "局", "", "X", ""))
    )
    kept_by = next(one for one in recordkeeping.THINGS if one.word == "visit").describe(day.visit.code)
    assert kept_by and kept_by.unit_path == day.task.unit.path != day.visit.approval.batch.unit.path
    assert day.visit.code in today and "已完成" in today
    for word in ("陈店长", "查看台账", "检查对象", 'class="hand"', lines[-1]["receipt"], "待上传", "考勤表"):
        assert word in page, word
    with lived(EVENING):
        assert at_desk(day.field.captains[2]).get(f"/desk/visits/{day.visit.code}/").status_code == 404


def late_pen(day: Day) -> list[FieldAction]:
    """The second phone wrote the record, though the captain's is 记录员."""
    day.arrives(day.captain)
    record = day.checks(day.second)
    day.closes(day.second, record)
    day.captain.sent()
    states = [one["state"] for one in day.second.sent()]
    assert states == ["held", "received", "held", "held", "held"]
    return list(selectors.actions.held(day.field.cast.legal_office))


def test_a_record_by_the_wrong_phone_is_held_and_applied_by_the_section_with_a_reason(day: Day) -> None:
    held = late_pen(day)
    legal = day.field.cast.legal_office
    (todo,) = answered(selectors.todo.mine(day.field.captains[1], today=EVENING.date()))
    assert "待处理现场记录4条" in todo.title
    url = f"/desk/visits/{day.visit.code}/decide/"
    with lived(EVENING):
        client = at_desk(legal)
        assert "记录员是" in text_of(client.get(url))
        shown = {"apply": "yes", "actions": ids_on(client.get(url))}
        assert client.post(url, {**shown, "reason": ""}).status_code == 422
        assert client.post(url, {**shown, "reason": "组长手机没电，由队员记录"}).status_code == 303
    assert (day.state, day.task.state) == ("finished", "recorded")
    assert {one.state for one in FieldAction.objects.filter(pk__in=[one.pk for one in held])} == {"applied"}
    assert Entry.objects.filter(kind="field.decided").count() == 1
    assert answered(selectors.todo.mine(day.field.captains[1], today=EVENING.date())) == []
    assert day.second.sent()[0]["state"] == "received"


def ids_on(page: HttpResponse) -> list[str]:
    """What the form of the page would send."""
    return re.findall(r'name="actions" value="([^"]+)"', page.content.decode())


def test_what_arrives_while_the_page_is_read_is_not_decided_with_it(day: Day) -> None:
    late_pen(day)
    url, legal = f"/desk/visits/{day.visit.code}/decide/", day.field.cast.legal_office
    with lived(EVENING):
        shown = ids_on(at_desk(legal).get(url))
    assert len(shown) == 4
    day.second.does("lease", {"take": True})
    assert day.second.sent()[-1]["state"] == "held"
    said = {"apply": "no", "reason": "以组长记录为准", "actions": shown}
    with lived(EVENING):
        client = at_desk(legal)
        again = text_of(client.post(url, {**said, "reason": ""}))
        done = text_of(client.post(url, said, follow=True))
        nothing = client.post(url, {**said, "actions": []})
    assert "另有 1 条是打开页面之后才到的" in again
    assert "已处理现场记录4条；另有1条是打开页面之后才到的，仍待处理" in done
    assert (nothing.status_code, "请刷新后重选" in text_of(nothing)) == (422, True)
    assert [one.kind for one in FieldAction.objects.filter(state="held")] == ["lease"]


def test_kept_as_a_note_nothing_takes_effect_and_nothing_is_lost(day: Day) -> None:
    held = late_pen(day)
    ids = [one.pk for one in held]
    services.deciding.decide(
        actions=ids, apply=False, reason="以组长记录为准", by=day.field.captains[1], now=EVENING
    )
    assert (day.state, day.task.state) == ("told", "waiting")
    again = day.second.sent()[0]
    assert (again["state"], again["reason"]) == ("held", "以组长记录为准")
    with pytest.raises(Refused, match="已经处理过"):
        services.deciding.decide(
            actions=ids, apply=True, reason="再想想", by=day.field.captains[1], now=EVENING
        )


def test_neither_the_sender_nor_a_stranger_decides(day: Day) -> None:
    ids = [one.pk for one in late_pen(day)]
    for somebody in (day.field.seconds[1], day.field.captains[2], day.field.cast.publisher):
        with pytest.raises(Refused):
            services.deciding.decide(actions=ids, apply=True, reason="可以", by=somebody, now=EVENING)
    assert FieldAction.objects.filter(state="held").count() == 4


def test_no_gate_of_the_law_is_waived_at_the_desk(day: Day) -> None:
    """The lease may be; a missing scan may not."""
    day.captain.does("lease", {"take": True})
    day.captain.does("shown", {"certificates": day.papers})
    record = day.checks(day.captain)
    day.closes(day.captain, record)
    assert [one["state"] for one in day.captain.sent()][-3:] == ["held", "held", "held"]
    ids = [one.pk for one in selectors.actions.held(day.field.cast.legal_office)]
    with pytest.raises(Refused, match="没有扫码入企"):
        services.deciding.decide(
            actions=ids, apply=True, reason="补办", by=day.field.cast.legal_office, now=EVENING
        )
    assert day.task.state == "waiting"


def test_a_tie_is_declared_and_answered_at_the_desk_though_the_walk_has_no_notice(day: Day) -> None:
    url, second = f"/desk/visits/{day.visit.code}/", day.field.seconds[1]
    head = day.field.cast.legal_office
    with lived(EVENING):
        assert "接受任务或申报回避" in text_of(at_desk(second).get(url))
        assert at_desk(second).post(f"{url}accept/", {"recusal": "负责人是我表弟"}).status_code == 303
        page = text_of(at_desk(second).get(url))
        assert "接受任务或申报回避" not in page and "待处室答复" in page
        answer = re.findall(r'href="([^"]+/recusals/[^"]+)"', text_of(at_desk(head).get(url)))
        assert len(answer) == 1 and "我表弟" in text_of(at_desk(head).get(answer[0]))
        assert at_desk(second).get(answer[0]).status_code == 403
        said = {"granted": "yes", "words": "近亲属，予以回避"}
        assert at_desk(head).post(answer[0], said).status_code == 303
        assert "同意回避：近亲属，予以回避" in text_of(at_desk(head).get(url))
    assert day.field.captains[1].name in page


def test_an_emergency_entry_starts_a_clock_that_a_later_scan_meets(day: Day) -> None:
    phone = day.captain
    phone.does("lease", {"take": True})
    phone.does("scanned", {"how": "emergency", "code": "", "reason": "举报人称正在销毁考勤资料"})
    assert {one["state"] for one in phone.sent()} == {"received"}
    clock = Clock.objects.get(thing=f"visit:{day.visit.code}")
    arrived = Visit.objects.get(pk=day.visit.pk).arrived_at
    assert arrived is not None and clock.due_at == arrived + timedelta(hours=24)
    url = f"/desk/visits/{day.visit.code}/make-up/"
    with lived(EVENING):
        captain = at_desk(day.field.captains[1])
        assert "尚未补扫" in text_of(captain.get(f"/desk/visits/{day.visit.code}/"))
        wrong = {"at": "2026-03-26T17:30", "code": f"{day.code[:-1]}{'A' if day.code[-1] != 'A' else 'B'}"}
        assert "校验不符" in refusal_of(captain.post(url, wrong))
        scan = Scan(EVENING, "typed", day.code)
        with pytest.raises(Refused, match="不能为该单位办理"):
            inspections.visits.make_up(visit=day.visit.code, scan=scan, by=day.field.captains[2], now=EVENING)
        assert captain.post(url, {"at": "2026-03-26T17:30", "code": day.code}).status_code == 303
    clock.refresh_from_db()
    assert clock.state == "met" and clock.ended_at == moment(3, 26, 17) + timedelta(minutes=30)


def test_work_broken_off_goes_on_in_the_next_visit_of_the_same_approval(day: Day) -> None:
    day.arrives(day.captain)
    day.captain.does("left", {"why": "停电", "again": True})
    assert {one["state"] for one in day.captain.sent()} == {"received"}
    (after,) = Visit.objects.filter(state="planned", approval=day.visit.approval)
    assert (after.number, after.code) == (2, f"{day.visit.approval.number}-2")
    phone = Phone.of(day.field.captains[1], after.code)
    bundle = phone.package(now=START + timedelta(days=1))
    assert {one["code"]: (one["state"], one["reason"]) for one in bundle["visits"]} == {
        day.visit.code: ("broken", "停电"), after.code: ("planned", ""),
    }  # fmt: skip


def test_a_firm_prints_its_code_and_another_firms_code_does_not_open_the_door(day: Day) -> None:
    firm, task = day.field.cast.enterprise_user, day.tasks[0]
    acting = {"subject_code": task.subject.number, "subject_name": task.subject_name}
    Representation.objects.create(person_id=firm.person_id, from_on=START.date(), **acting)
    with lived(EVENING):
        page = text_of(at_desk(firm).get("/ent/code/"))
    assert "手输码" in page and f">{scancode.short(day.code)}<" in page
    other = next(task for task in day.field.tasks(9) if task.subject_id != day.tasks[0].subject_id)
    day.captain.does("lease", {"take": True})
    code = visits.scan_code(other)
    day.captain.does("scanned", {"how": "qr", "code": code, "reason": ""})
    day.captain.does("scanned", {"how": "typed", "code": day.code.lower().replace(".", " "), "reason": ""})
    lines = day.captain.sent()
    assert [one["state"] for one in lines] == ["received", "held", "received"]
    assert "另一家单位" in lines[1]["reason"]
    assert scancodes.fits(day.tasks[0].subject, "typed", day.code[-9:].lower())[0].ok
    wrong, _ = scancodes.fits(day.tasks[0].subject, "typed", code[-9:])
    assert not wrong.ok and "请重新扫描" in wrong.remedy
