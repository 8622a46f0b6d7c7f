"""The wire: a whole visit from a phone, once and a hundred times, and everything that can go wrong on the way."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.field.phone import EVENING, HAND, MORNING, START, Day, Phone, evidence, sha
from tests.inspection.field import moment
from tests.web import lived, text_of

from mingqian.audit.models import Entry
from mingqian.audit.types import Told
from mingqian.clocks.models import Clock
from mingqian.core.decision import Refused
from mingqian.field import services
from mingqian.field.models import FieldAction, SpentNumber
from mingqian.inspection import services as inspections
from mingqian.inspection.models import (
    Acceptance,
    Approval,
    CheckRecord,
    Task,
    Visit,
    VisitEvidence,
    VisitRecord,
)
from mingqian.registry.models import InspectorCredential, Subject


def states(lines: list[dict[str, Any]]) -> list[str]:
    return [one["state"] for one in lines]


@pytest.mark.clause("XM-60", "XM-63")
def test_a_visit_made_on_a_phone_becomes_a_result_through_every_gate(day: Day) -> None:
    day.whole(day.captain, outcome="rectify")
    lines = day.captain.sent()
    assert set(states(lines)) == {"received"}, lines
    assert all(one["receipt"].startswith("FR-") and len(one["receipt"]) == 19 for one in lines)
    assert [one["sha256"] for one in lines] == [one["sha256"] for one in day.captain.made]
    assert (day.state, day.task.state, day.task.outcome) == ("finished", "recorded", "rectify")
    record = CheckRecord.objects.get(task=day.task)
    assert (record.signed, record.statement, len(record.papers)) == ("signed", "无异议", 2)
    minutes = VisitRecord.objects.get(visit=day.visit)
    assert (minutes.narrative, minutes.version) == ("查看台账\n询问负责人", 1)
    visit = Visit.objects.get(pk=day.visit.pk)
    assert visit.arrived_at == START + timedelta(seconds=90)
    assert Entry.objects.filter(kind="field.received").count() == 1


def test_the_same_actions_sent_again_and_again_are_stored_once_with_the_same_receipt(day: Day) -> None:
    day.whole(day.captain)
    first = day.captain.sent()
    entries = Entry.objects.count()
    assert day.captain.sent() == first
    assert day.captain.sent(day.captain.made[4:6] * 3) == [*first[4:6]] * 3
    assert (FieldAction.objects.count(), Entry.objects.count()) == (len(first), entries)
    assert VisitEvidence.objects.count() == 1


def test_the_package_holds_what_this_person_needs_and_nothing_of_anybody_else(day: Day) -> None:
    bundle = day.captain.package()
    (visit,) = bundle["visits"]
    assert visit["code"] == day.visit.code
    assert {one["code"] for one in visit["tasks"]} == {day.tasks[0].code}
    assert visit["tasks"][0]["checklist"] and visit["numbers"]["record"] == day.visit.record_number
    assert {one["certificate"] for one in visit["team"]} == set(day.papers)
    assert [one["number"] for one in bundle["person"]["certificates"]] == [day.papers[0]]
    assert bundle["csrf"] and bundle["texts"]["prompts"] and bundle["kinds"]
    other = Phone.of(day.field.captains[2], day.visit.code)
    assert other.package()["visits"] == []
    day.captain.does("accepted", {"recusal": ""})
    day.captain.sent()
    assert day.captain.package()["visits"][0]["done"] == [day.captain.made[0]["id"]]
    assert day.second.package()["visits"][0]["done"] == []


def test_a_task_taken_on_at_the_phone_is_taken_on_at_the_desk_and_the_notice_is_told(day: Day) -> None:
    assert day.captain.package()["visits"][0]["notice"] is None
    (notice,) = inspections.announcing.issue(
        approvals_=[day.visit.approval_id], announced=True, from_on=START.date(), until_on=START.date(),
        materials=[], by=day.field.cast.legal_office, now=MORNING,
    )  # fmt: skip
    told = {"number": notice.number, "announced": True, "served": False}
    assert day.captain.package()["visits"][0]["notice"] == told
    for _ in range(2):  # another phone of his, another visit of the same approval
        day.captain.does("accepted", {"recusal": ""})
    day.second.does("accepted", {"recusal": "负责人是我表弟"})
    assert (states(day.captain.sent()), states(day.second.sent())) == (["received"] * 2, ["held"])
    rows = Acceptance.objects.filter(approval=day.visit.approval_id).values_list(
        "inspector__person", "recusal"
    )
    captain, second = day.field.captains[1].person_id, day.field.seconds[1].person_id
    assert set(rows) == {(captain, ""), (second, "负责人是我表弟")}


def test_the_package_asks_as_many_questions_for_ten_visits_as_for_one(day: Day) -> None:
    client = day.captain.client(MORNING)

    def asked() -> int:
        with (
            lived(MORNING),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            client.get(f"/field/package/?device={day.captain.device}")
        return len(queries)

    asked()
    one = asked()
    day.field.approved([task for task in day.field.tasks(9) if task.approval_id is None])
    assert (asked(), Visit.objects.filter(state="planned").count() > 1) == (one, True) or asked() <= one + 1


def test_other_content_under_a_known_id_or_number_is_refused_and_the_first_stays(day: Day) -> None:
    phone = day.captain
    phone.does("accepted", {"recusal": ""})
    (first,) = phone.sent()
    forged = {**phone.made[0], "body": {"recusal": "亲戚"}}
    named = {key: forged[key] for key in ("id", "visit", "seq", "kind", "at", "body")}
    (line,) = phone.sent([{**forged, "sha256": sha(named)}])
    assert (line["state"], "不同的内容" in line["reason"]) == ("refused", True)
    twin = {**named, "id": "5d5f4a3e-0000-4000-8000-00000000dead"}
    (line,) = phone.sent([{**twin, "clock": forged["clock"], "sha256": sha(twin)}])
    assert (line["state"], "占用" in line["reason"]) == ("refused", True)
    assert phone.sent(phone.made) == [first]


def test_what_lies_on_the_phone_still_has_a_day_to_arrive(day: Day) -> None:
    day.whole(day.captain)
    day.captain.sent()
    (row,) = VisitEvidence.objects.all()
    clock = Clock.objects.get(kind="records.upload")
    assert (clock.thing, clock.state) == (f"visit:{day.visit.code}", "running")
    assert clock.due_at == row.captured_at + timedelta(hours=24)
    by = day.field.captains[1]
    for media, state in ((UUID(int=7), "running"), (row.media, "met")):
        told = Told("records.received", by, EVENING, clock.thing, {"media": str(media)})
        inspections.uploading.received(told)
        assert Clock.objects.get(pk=clock.pk).state == state


def test_a_medium_that_will_never_come_is_called_off_with_its_reason(day: Day) -> None:
    """By whoever named it, as long as it is not here: the period waits for it no longer, and the desk reads why."""
    first, second = (evidence(day.tasks[0].code, caption=caption) for caption in ("考勤表", "工资表"))
    for body in (first, second):
        day.captain.does("evidence", body)
    day.captain.sent()
    day.second.does("dropped", {"media": first["media"], "why": "不是我拍的", "instead": ""})
    (line,) = day.second.sent()
    assert (line["state"], "是别人登记的" in line["reason"]) == ("held", True)
    again = evidence(day.tasks[0].code, kind="object", caption="考勤表")
    day.captain.does("dropped", {"media": first["media"], "why": "改记为“物证”", "instead": again["media"]})
    day.captain.does("evidence", again)
    day.captain.does("dropped", {"media": second["media"], "why": "拍重了", "instead": ""})
    assert set(states(day.captain.sent())) == {"received"}
    clock = Clock.objects.get(kind="records.upload")
    assert clock.state == "running"  # for the one that comes instead
    body = {"media": again["media"]}
    inspections.uploading.received(
        Told("records.received", day.field.captains[1], EVENING, clock.thing, body)
    )
    assert Clock.objects.get(pk=clock.pk).state == "met"
    with lived(EVENING):
        page = text_of(day.captain.client(EVENING).get(f"/desk/visits/{day.visit.code}/"))
    assert "不再上传：拍重了" in page and page.count("待上传") == 1


def test_a_gap_waits_and_a_broken_action_spends_its_number(day: Day) -> None:
    phone = day.captain
    day.arrives(phone)
    assert states(phone.sent(phone.made[1:])) == ["again"] * 4
    assert FieldAction.objects.count() == 0
    strange = phone.does("teleported", {"where": "屋里"})
    phone.does("answered", {"task": day.tasks[0].code, "answers": [{"key": "1", "mark": "ok", "remark": ""}]})
    assert states(phone.sent()) == [*["received"] * 5, "refused", "received"]
    assert SpentNumber.objects.get().action.hex == strange["id"].replace("-", "")
    assert states(phone.sent()) == [*["received"] * 5, "refused", "received"]
    assert SpentNumber.objects.count() == 1


@pytest.mark.parametrize(
    ("minutes", "doubt"), [(24 * 60, "手机时钟快1天"), (-24 * 60, "手机时钟慢1天"), (3, "")]
)
def test_a_phone_a_day_wrong_loses_nothing_and_its_actions_have_the_right_day(
    day: Day, minutes: int, doubt: str
) -> None:
    day.captain.offset = timedelta(minutes=minutes)
    day.whole(day.captain)
    assert set(states(day.captain.sent())) == {"received"}
    assert day.state == "finished"
    assert {one.doubt for one in FieldAction.objects.all()} == {doubt}
    assert Visit.objects.get(pk=day.visit.pk).arrived_at == START + timedelta(seconds=90)


def test_a_clock_from_the_future_ends_at_the_receipt_and_is_marked(day: Day) -> None:
    day.captain.does(
        "accepted", {"recusal": ""}, clock={"server_at": "2026-04-20T10:00:00+08:00", "elapsed_ms": 5}
    )
    day.captain.does("evidence", evidence(""), clock={"server_at": None, "elapsed_ms": 0})
    assert states(day.captain.sent()) == ["received", "received"]
    first, second = FieldAction.objects.order_by("seq")
    assert first.effective_at == EVENING and "晚" in first.doubt
    assert "从未" in second.doubt


def test_the_second_pen_is_held_while_evidence_of_everybody_counts(day: Day) -> None:
    day.arrives(day.captain)
    day.second.does("lease", {"take": True})
    day.second.does("evidence", evidence(day.tasks[0].code))
    day.second.does("told", {"rights": "x", "prompts": []})
    assert set(states(day.captain.sent())) == {"received"}
    lines = day.second.sent()
    assert states(lines) == ["held", "received", "held"]
    assert "记录员是" in lines[0]["reason"] and lines[0]["receipt"]
    day.captain.does("lease", {"take": False})
    day.second.does("lease", {"take": True})
    day.captain.sent()
    assert states(day.second.sent())[-1] == "received"


def test_an_expired_certificate_discovered_in_the_field_is_held_with_its_reason(day: Day) -> None:
    InspectorCredential.objects.filter(certificate_no=day.papers[1]).update(valid_until=moment(3, 25).date())
    day.whole(day.captain)
    lines = day.captain.sent()
    held = {
        one["kind"]: line["reason"]
        for one, line in zip(day.captain.made, lines, strict=True)
        if line["state"] == "held"
    }
    assert set(held) == {"shown", "recorded", "signed", "finished"}
    assert "已于2026-03-25到期" in held["shown"] and "没有出示证件" in held["recorded"]
    assert (day.state, day.task.state) == ("arrived", "waiting")


def test_a_withdrawn_task_a_merged_or_closed_subject_hold_everything_and_say_so(day: Day) -> None:
    subject = Subject.objects.filter(pk=day.tasks[0].subject_id)
    subject.update(status="closed")
    day.captain.does("lease", {"take": True})
    day.captain.does("scanned", {"how": "qr", "code": day.code, "reason": ""})
    assert "对象已注销" in day.captain.package()["visits"][0]["reason"]
    assert "对象已注销" in day.captain.sent()[1]["reason"]
    other = Subject.objects.exclude(pk=day.tasks[0].subject_id).first()
    subject.update(status="active", merged_into=other)
    day.captain.does("shown", {"certificates": day.papers})
    assert "已并入" in day.captain.sent()[2]["reason"]
    subject.update(merged_into=None)
    inspections.results.cancel(
        task=day.tasks[0].code, reason="对象已迁出", by=day.field.cast.legal_office, now=EVENING
    )
    day.captain.does("told", {"rights": "2026-1", "prompts": []})
    assert "任务已撤回：对象已迁出" in day.captain.sent()[3]["reason"]
    (visit,) = day.captain.package()["visits"]
    assert (visit["state"], visit["reason"]) == ("cancelled", "任务已撤回：对象已迁出")


def test_who_left_the_team_keeps_what_he_recorded_and_a_foreign_visit_is_refused(day: Day) -> None:
    stranger = Phone.of(day.field.captains[2], day.visit.code)
    stranger.does("accepted", {"recusal": ""})
    assert "不是您的任务" in stranger.sent()[0]["reason"]
    assert states(stranger.sent()) == ["refused"]
    day.arrives(day.second)
    day.second.sent(day.second.made[:3])
    day.field.batch.seats.filter(team=1, captain=False).delete()
    lines = day.second.sent()
    assert states(lines) == [*["received"] * 3, "held", "held"]
    assert "已不是本组人员" in lines[3]["reason"]


def test_who_asks_to_be_excused_takes_no_part_until_the_desk_decides(day: Day) -> None:
    day.second.does("accepted", {"recusal": "负责人是我表弟"})
    day.second.does("evidence", evidence(""))
    lines = day.second.sent()
    assert states(lines) == ["held", "held"]
    assert "表弟" in lines[0]["reason"] and "已申请回避" in lines[1]["reason"]
    answer = {
        "actions": [FieldAction.objects.get(seq=1).pk], "apply": False, "reason": "不构成利害关系", "now": EVENING,
    }  # fmt: skip
    with pytest.raises(Refused, match="确认检查结果"), transaction.atomic():
        services.deciding.decide(**answer, by=day.field.captains[1])
    services.deciding.decide(**answer, by=day.field.cast.legal_office)
    (declared,) = Acceptance.objects.filter(approval=day.visit.approval_id)
    assert declared.granted is False
    day.second.does("evidence", evidence(""))
    assert states(day.second.sent()) == ["held", "held", "received"]


def test_a_refused_signature_is_a_way_of_its_own_and_a_correction_ends_with_the_signature(day: Day) -> None:
    phone = day.captain
    day.arrives(phone)
    first = day.checks(phone, outcome="corrected")
    body = {**day.minutes("corrected", statement="要求写明整改时间"), "why": "对象补充陈述"}
    phone.does("corrected", body)
    hand = {"role": "subject", "name": "陈店长", "strokes": [], "paper": ""}
    phone.does("signed", {**hand, "strokes": [[[1, 1, 0], [9, 9, 9]] * 4], "record": first})
    phone.does("declined", {"reason": "负责人称须请示总部", "witness": "社区干部李某", "record": sha(body)})
    phone.does("corrected", body)
    phone.does("finished", {"on": "2026-03-26"})
    lines = phone.sent()
    assert states(lines)[-5:] == ["received", "held", "received", "held", "received"]
    assert "不是现行的第2版" in lines[-4]["reason"] and "已拒签" in lines[-2]["reason"]
    record = CheckRecord.objects.get(task=day.task)
    assert (record.signed, record.refusal, record.statement) == (
        "refused",
        "负责人称须请示总部",
        "要求写明整改时间",
    )


@pytest.mark.clause("XM-62")
def test_a_copy_says_why_and_is_signed_by_the_firms_own_staff(day: Day) -> None:
    day.captain.does("lease", {"take": True})
    copy = evidence(day.tasks[0].code, form="copy", caption="工资表复印件", witness="财务王某")
    day.captain.does("evidence", copy)
    copy = {**copy, "copy_reason": "原件在代账公司"}
    day.captain.does("evidence", copy)
    hand = {"role": "witness", "name": "财务王某", "strokes": HAND, "paper": ""}
    day.captain.does("signed", {**hand, "record": sha(copy)})
    lines = day.captain.sent()
    assert states(lines) == ["received", "held", "received", "received"]
    assert "不能取得原件的原因" in lines[1]["reason"]
    with lived(EVENING):
        page = text_of(day.captain.client(EVENING).get(f"/desk/visits/{day.visit.code}/"))
    assert all(word in page for word in ("复制件", "原件在代账公司", "财务王某", "见证人"))


def test_nobody_there_is_recorded_without_a_check_and_owes_no_scan(day: Day) -> None:
    phone = day.captain
    phone.does("lease", {"take": True})
    phone.does("scanned", {"how": "emergency", "code": "", "reason": "现场无人，门锁"})
    phone.does("shown", {"certificates": day.papers})
    body = day.minutes("unreachable")
    phone.does("recorded", body)
    phone.does("declined", {"reason": "现场无人", "witness": "物业保安", "record": sha(body)})
    phone.does("finished", {"on": "2026-03-26"})
    assert set(states(phone.sent())) == {"received"}
    assert (day.task.outcome, day.state) == ("unreachable", "finished")


def test_a_walk_that_falls_away_owes_no_scan_any_more(day: Day) -> None:
    day.captain.does("lease", {"take": True})
    day.captain.does("scanned", {"how": "emergency", "code": "", "reason": "举报人称正在转移账册"})
    day.captain.sent()
    clock = Clock.objects.get(thing=f"visit:{day.visit.code}", kind="visit.scan")
    inspections.results.cancel(
        task=day.task.code, reason="对象已注销", by=day.field.cast.legal_office, now=EVENING
    )
    clock.refresh_from_db()
    assert (day.state, clock.state) == ("cancelled", "cancelled") and "对象已注销" in clock.reason


NOT_JSON = [b"{", b"\xff\xfe", b"[" * 100_000, b"null", b'{"device": 5, "actions": []}', b'{"actions": []}']


@pytest.mark.parametrize("raw", NOT_JSON)
def test_a_body_that_cannot_be_read_is_refused_in_words(day: Day, raw: bytes) -> None:
    answer = day.captain.post(None, raw=raw)
    assert answer.status_code == 422 and answer.json()["reason"]


def test_too_much_at_once_nobody_signed_in_and_a_busy_server(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert day.captain.post(None, raw=b" " * (10 * 1024 * 1024)).status_code == 413
    assert day.captain.post({"device": day.captain.device, "actions": [{}] * 201}).status_code == 422
    with lived(EVENING):
        nobody = Client().post("/field/actions/", {}, content_type="application/json")
        assert (nobody.status_code, Client().get("/field/package/").status_code) == (401, 401)
        wrong = Client().get("/field/actions/")
        assert (wrong.status_code, wrong["Allow"]) == (405, "POST") and "只接受 POST" in wrong.json()[
            "reason"
        ]

    def busy(**_: object) -> None:
        raise OperationalError("database is locked")

    day.captain.does("accepted", {"recusal": ""})
    with monkeypatch.context() as patch:
        patch.setattr(services.receiving, "receive", busy)
        assert states(day.captain.sent()) == ["again"]
    assert states(day.captain.sent()) == ["received"]


WRONG = [
    ("accepted", {}), ("accepted", {"recusal": 5}), ("accepted", {"recusal": "", "more": 1}), ("lease", {"take": "yes"}),
    ("scanned", {"how": "smell", "code": "", "reason": ""}), ("shown", {"certificates": "all"}),
    ("answered", {"task": "x", "answers": [{"key": "1", "mark": "fine", "remark": ""}]}),
    ("told", {"rights": "", "prompts": []}), ("evidence", evidence("", captured_at="0001-01-01T00:00:00+14:00")),
    ("evidence", evidence("", captured_at="9999-12-31T23:59:59-12:00")), ("evidence", evidence("", size=-1)), ("evidence", evidence("", media="no")), ("finished", {"on": "tomorrow"}),
    ("signed", {"role": "king", "name": "", "strokes": [], "record": "ab" * 32}), ("left", {"why": "x" * 501, "again": True}),
]  # fmt: skip


def test_bodies_of_the_wrong_shape_are_refused_each_with_what_is_wrong(day: Day) -> None:
    for kind, body in WRONG:
        day.captain.does(kind, body)
    lines = day.captain.sent()
    assert set(states(lines)) == {"refused"}
    assert all("内容不合规" in one["reason"] for one in lines)
    assert (FieldAction.objects.count(), SpentNumber.objects.count()) == (0, len(WRONG))


@pytest.mark.parametrize(
    "spoil",
    [
        {"sha256": "0" * 64}, {"seq": 0}, {"seq": True}, {"at": "yesterday"}, {"body": []}, {"body": {"a": 1.5}},
        {"id": "no"}, {"clock": {"server_at": None, "elapsed_ms": -1}}, {"clock": None}, {"visit": None},
        {"id": "\ud800"}, {"clock": {"server_at": "9999-12-31T23:59:59+00:00", "elapsed_ms": 2**45}},
        {"clock": {"server_at": "0001-01-01T00:00:00+14:00", "elapsed_ms": 0}},
    ],
)  # fmt: skip
def test_an_action_that_is_not_whole_is_refused_and_leaves_nothing(day: Day, spoil: dict[str, Any]) -> None:
    action = day.captain.does("accepted", {"recusal": ""})
    assert states(day.captain.sent([{**action, **spoil}, 7, None])) == ["refused"] * 3
    assert FieldAction.objects.count() == 0
    assert states(day.captain.sent([action])) == ["received"]


def test_a_stale_token_is_refused_in_the_words_of_the_wire(day: Day) -> None:
    """The phone keeps everything and asks for a new package, whose token it tries next."""
    with lived(EVENING):
        client = Client(enforce_csrf_checks=True)
        client.cookies = day.captain.client(EVENING).cookies
        body = {"device": day.captain.device, "actions": []}
        answer = client.post("/field/actions/", body, content_type="application/json")
        upload = client.post("/records/uploads/", {}, content_type="application/json")
    for one in (answer, upload):
        assert (one.status_code, one["Content-Type"]) == (403, "application/json")
        assert one.json()["code"] == "http.stale_form" and "没有办理" in one.json()["reason"]


def test_evidence_under_a_line_the_list_does_not_have_is_held(day: Day) -> None:
    """What the vault would never take in stands in no record either (石嘴山 7(1))."""
    day.captain.does("evidence", evidence("", kind="photo", stage="onsite"))
    day.captain.does("evidence", evidence("", kind="hearing", stage="hearing"))
    lines = day.captain.sent()
    assert states(lines) == ["held", "held"] and not VisitEvidence.objects.exists()
    assert "事项清单里没有“onsite/photo”" in lines[0]["reason"] and "现场状况" in lines[0]["remedy"]
    ids = list(FieldAction.objects.values_list("pk", flat=True))
    with pytest.raises(Refused, match="事项清单里没有"):
        services.deciding.decide(
            actions=ids, apply=True, reason="可以", by=day.field.cast.legal_office, now=EVENING
        )


def test_a_point_or_a_result_nobody_knows_is_held_before_anybody_signs_it(day: Day) -> None:
    day.arrives(day.captain)
    code = day.tasks[0].code
    day.captain.does("answered", {"task": code, "answers": [{"key": "x", "mark": "ok", "remark": ""}]})
    day.captain.does(
        "recorded", day.minutes("none", findings=[{**day.minutes()["findings"][0], "outcome": "x"}])
    )
    *_, point, result = day.captain.sent()
    assert states([point, result]) == ["held", "held"]
    assert "检查表没有第x项" in point["reason"] and "没有结果代码“x”" in result["reason"]


def _shape(day: Day) -> Any:
    visit = Visit.objects.get(pk=day.visit.pk)
    actions = FieldAction.objects.order_by("pk").values_list("pk", "state", "reason")
    record = CheckRecord.objects.filter(task=day.task).values_list("outcome", "papers", "answers", "signed")
    kept = VisitEvidence.objects.order_by("media").values_list("media", "caption")
    columns = (visit.state, visit.arrived_at, visit.papers, visit.rights, visit.prompts)
    return columns, list(actions), list(record), list(kept), Approval.objects.count(), Task.objects.count()


class Chance:
    """The same choices for the same seed, on every machine."""

    def __init__(self, seed: int) -> None:
        self.state = str(seed).encode()

    def below(self, number: int) -> int:
        self.state = sha256(self.state).digest()
        return int.from_bytes(self.state[:4], "big") % number


def _interleaved(chance: Chance, phones: tuple[Phone, Phone]) -> None:
    """Pieces of both streams, in any mixture: cut off, doubled, sent again from the start."""
    reach = {id(one): 0 for one in phones}
    while any(reach[id(one)] < len(one.made) for one in phones):
        phone = phones[chance.below(2)]
        start = chance.below(reach[id(phone)] + 3)
        piece = phone.made[start : start + 1 + chance.below(6)]
        piece += piece[: chance.below(len(piece) + 1)]
        lines = phone.sent(piece)
        done = {one["id"] for one in lines if one["state"] in ("received", "held")}
        reach[id(phone)] = max(
            [reach[id(phone)], *(n for n, one in enumerate(phone.made, 1) if one["id"] in done)]
        )


@pytest.mark.slow
@pytest.mark.sqlite  # the order of a stream; single streams run on both
def test_any_mixture_of_two_phones_streams_ends_as_the_clean_one(day: Day) -> None:
    day.whole(day.captain, outcome="corrected")
    day.second.does("accepted", {"recusal": ""})
    day.second.does("shown", {"certificates": day.papers})
    day.second.does("evidence", evidence(day.tasks[0].code))
    day.second.does("lease", {"take": False})
    day.second.does("evidence", evidence(""))
    ends = []
    for seed in range(3):
        with transaction.atomic():
            if seed == 0:
                day.captain.sent()
                day.second.sent()
            else:
                _interleaved(Chance(seed), (day.captain, day.second))
            ends.append(json.dumps(_shape(day), default=str, ensure_ascii=False))
            transaction.set_rollback(True)
    assert len(set(ends)) == 1, ends
    assert '"finished"' in ends[0]
