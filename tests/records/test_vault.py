"""The vault as its people meet it: what is missing is told, content opens with a purpose, nothing goes alone."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from tests.records.conftest import FOREIGN, VISIT, film, photo
from tests.web import lived, signed_in, text_of

from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.records import matters, ranges, retention, services, sniffing, store
from mingqian.records import selectors as records
from mingqian.records.disk import DiskStore
from mingqian.records.enums import DeviceKind, DeviceStepKind, Label, Level, Medium, Without
from mingqian.records.models import Device, Item, Look
from mingqian.ui.asking import answered

AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def kept(phone, content=None, **changes):
    """One record that has arrived."""
    answer = phone.send(content or photo(uuid4().bytes), **changes)
    assert answer.status_code == 200, answer.json()
    return Item.objects.get(receipt=answer.json()["receipt"])


def reason(refused):
    return str(refused.value)


# what must be recorded


def test_every_line_of_the_list_has_its_clause_its_media_and_a_stage_that_is_named():
    table = matters.table()
    assert {row.stage for row in table.rows} == set(table.stages)
    assert all(row.clause and row.media and row.place for row in table.rows)
    assert len({(row.stage, row.kind) for row in table.rows}) == len(table.rows)
    assert matters.find("coercion", "sealing").level is Level.FULL


@pytest.mark.clause("EZ-37")
def test_the_four_prompts_of_ezhou_are_there_and_the_last_asks_for_more_to_say():
    prompts = records.prompts()
    assert [one["key"] for one in prompts] == ["identity", "purpose", "rights", "supplement"]
    assert all("鄂州 二(三)2" in one["clause"] for one in prompts)
    assert matters.table().prompts[-1].last


@pytest.mark.clause("EZ-31", "SZ-25", "SZ-28")
def test_what_is_missing_of_a_visit_is_named_until_it_is_there_or_explained(phone, cast):
    def lacking() -> list[str]:
        lines = records.completeness.of_thing(VISIT, records.items.of_thing(VISIT))
        return [line.label for line in lines if line.lacking]

    before = lacking()
    assert before == [
        "到场·出示证件",
        "到场·说明来意、告知权利义务",
        "现场检查·现场检查过程",
        "检查结束·征询补充意见",
    ]
    kept(phone, stage="arrival", kind="identity")
    given = {"thing": VISIT, "by": cast.inspector, "now": AT}
    services.explaining.absence(
        stage="onsite", kind="process", reason=Without.DEVICE, words="电池耗尽", **given
    )
    assert lacking() == [before[1], before[3]]
    with pytest.raises(Refused, match="不能以说明代替"):
        services.explaining.absence(stage="coercion", kind="sealing", reason=Without.DEVICE, **given)


@pytest.mark.clause("SZ-29")
def test_a_step_to_be_filmed_in_full_is_covered_from_start_to_end_or_refused(phone):
    began, ended = AT - timedelta(minutes=20), AT - timedelta(minutes=5)
    given = {"stage": "coercion", "kind": "sealing"}
    ask = {"began_at": began, "ended_at": ended}
    assert not records.completeness.covered(VISIT, "coercion", "sealing", **ask).ok
    half = {"captured_at": began.isoformat(), "ended_at": (ended - timedelta(minutes=9)).isoformat()}
    kept(phone, film(b"1"), type="video/mp4", **given, **half)
    assert "没有覆盖" in records.completeness.covered(VISIT, "coercion", "sealing", **ask).reason
    kept(
        phone,
        film(b"2"),
        type="video/mp4",
        **given,
        captured_at=began.isoformat(),
        ended_at=ended.isoformat(),
    )
    assert records.completeness.covered(VISIT, "coercion", "sealing", **ask).ok
    assert records.completeness.covered(VISIT, "onsite", "scene", **ask).ok, "text alone passes"
    told = records.completeness.covered(VISIT, "evidence", "interview", **ask)
    assert "没有写明原因" in told.reason


# whole recordings


@pytest.mark.clause("EZ-35")
def test_a_film_belongs_to_a_stage_of_its_visit_and_without_one_it_is_not_taken(phone, cast):
    """鄂州 2(三): 监督检查、调查取证环节的现场记录设备、视频监控与办案信息系统结合."""
    camera = {"type": "video/mp4", "stage": "evidence", "kind": "interview"}
    for wrong in ({"stage": "nowhere"}, {"stage": "onsite", "kind": "interview"}, {"thing": FOREIGN}):
        refused = phone.announce(phone.note(film(b"x"), **{**camera, **wrong}))
        assert 400 <= refused.status_code < 500, wrong
    card = SimpleUploadedFile("MOV_1.MP4", film(b"card"), content_type="video/mp4")
    by_hand = {"matter": "nowhere.process", "captured_at": "2026-01-05T08:00", "file": card}
    assert phone.client.post(f"/desk/records/hand-in/{VISIT}/", by_hand).status_code == 422
    assert not Item.objects.exists()
    talk, check = kept(phone, film(b"1"), **camera), kept(phone, film(b"2"), type="video/mp4", kind="process")
    page = text_of(phone.client.get(f"/desk/records/things/{VISIT}/"))
    for item, stage in ((talk, "调查取证"), (check, "现场检查")):
        assert f"/desk/records/items/{item.media}/" in page
        told = text_of(phone.client.get(f"/desk/records/items/{item.media}/"))
        assert stage in told and item.receipt in told
    told = [
        (one.actor, json.loads(one.body)["stage"]) for one in Entry.objects.filter(kind="records.received")
    ]
    assert told == [(cast.inspector.code, "evidence"), (cast.inspector.code, "onsite")]


@pytest.mark.clause("EZ-36")
def test_a_gap_between_segments_is_shown_with_its_minutes_and_explained_once(phone, cast):
    series = str(uuid4())
    for part, minute in ((1, 40), (2, 15)):
        began = AT - timedelta(minutes=minute)
        kept(
            phone, film(bytes([part])), type="video/mp4", kind="process", captured_at=began.isoformat(),
            ended_at=(began + timedelta(minutes=10)).isoformat(), series={"id": series, "part": part, "of": 2},
        )  # fmt: skip
    page = text_of(phone.client.get(f"/desk/records/things/{VISIT}/"))
    assert "第 1 段之后中断 15 分 0 秒" in page and "待说明" in page
    url = f"/desk/records/gaps/{series}/1/"
    assert phone.client.post(url, {"words": "更换电池，见语音说明"}).status_code == 303
    assert "更换电池" in text_of(phone.client.get(f"/desk/records/things/{VISIT}/"))
    assert phone.client.post(url, {"words": "改写一次看看"}).status_code == 422
    assert phone.client.delete(f"/records/uploads/{Item.objects.first().media}/").status_code == 409


@pytest.mark.clause("EZ-36")
def test_two_films_of_a_phone_or_a_card_with_nothing_between_them_are_asked_about(phone, cast):
    films = []
    for minute in (40, 15):
        began = AT - timedelta(minutes=minute)
        times = {"captured_at": began.isoformat(), "ended_at": (began + timedelta(minutes=10)).isoformat()}
        films.append(kept(phone, film(bytes([minute])), type="video/mp4", kind="process", **times))
        kept(phone, film(bytes([minute + 1])), type="video/mp4", stage="evidence", kind="interview", **times)
    page = text_of(phone.client.get(f"/desk/records/things/{VISIT}/"))
    assert page.count("第 1 段之后中断 15 分 0 秒") == 1, "two interviews are two, a check is one"
    url = f"/desk/records/gaps/{films[0].media}/1/"
    assert url in page
    assert phone.client.post(url, {"words": "更换电池，见语音说明"}).status_code == 303
    assert "更换电池" in text_of(phone.client.get(f"/desk/records/things/{VISIT}/"))


# who looks


@pytest.mark.clause("SZ-36")
def test_content_opens_only_after_a_purpose_and_every_look_is_a_line(phone, cast):
    content = photo(b"look", 5000)
    item = kept(phone, content)
    source = f"/desk/records/items/{item.media}/content/"
    assert phone.client.get(source).status_code == 403
    page = f"/desk/records/items/{item.media}/"
    assert phone.client.post(page, {"purpose": "handling", "words": "看"}).status_code == 422
    assert phone.client.post(page, {"purpose": "handling", "words": "核对现场照片"}).status_code == 303
    shown = text_of(phone.client.get(page))
    assert f"{cast.inspector.name} {cast.inspector.code}" in shown and "办理本案" in shown, "the watermark"
    answer = phone.client.get(source)
    assert b"".join(answer) == content and answer.headers["Content-Type"] == "image/png"
    part = phone.client.get(source, headers={"Range": "bytes=10-19"})
    assert part.status_code == 206 and b"".join(part) == content[10:20]
    assert (
        part.headers["Content-Range"] == "bytes 10-19/5000"
        and "attachment" not in part.headers["Content-Disposition"]
    )
    assert phone.client.get(source, headers={"Range": "bytes=9000-"}).status_code == 416
    (entry,) = Entry.objects.filter(kind="records.looked_at")
    assert json.loads(entry.body)["words"] == "核对现场照片"
    later = AT + timedelta(minutes=31)
    with lived(later):
        assert signed_in(cast.inspector, now=later).get(source).status_code == 403


@pytest.mark.clause("SZ-31")
def test_a_sensitive_record_is_closed_to_posts_without_clearance_and_the_try_stays_in_the_log(phone, cast):
    item = kept(phone)
    services.labels.change(item.media, to="sensitive", why="拍到员工证件", by=cast.inspector, now=AT)
    other = signed_in(cast.inspection_body, now=AT)
    page = f"/desk/records/items/{item.media}/"
    answer = other.post(page, {"purpose": "handling", "words": "想看一看"})
    assert answer.status_code == 422 and "没有查看权限" in text_of(answer)
    look = Look.objects.get()
    assert (look.by.code, look.outcome) == (cast.inspection_body.code, "refused")
    assert Entry.objects.filter(kind="records.look_refused").count() == 1
    assert other.get(f"{page}content/").status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Look.objects.all().delete()


@pytest.mark.clause("SZ-31")
def test_lowering_a_label_takes_two_and_state_secrets_may_not_enter(phone, cast):
    item = kept(phone)
    services.labels.change(item.media, to="sensitive", why="拍到员工证件", by=cast.inspector, now=AT)
    head = cast.inspection_body_head
    change = services.labels.change(item.media, to="open", why="已经遮盖", by=head, now=AT)
    item.refresh_from_db()
    assert item.label == Label.SENSITIVE
    with pytest.raises(Refused, match="不能自己决定"):
        services.labels.decide(change.pk, yes=True, by=head, now=AT)
    services.labels.decide(change.pk, yes=True, by=cast.legal_office, now=AT)
    item.refresh_from_db()
    assert item.label == Label.OPEN
    with pytest.raises(Refused, match="国家秘密不得存入"):
        services.labels.change(item.media, to="secret", why="拍到文件", by=head, now=AT)


@pytest.mark.clause("SZ-36")
def test_who_has_no_right_asks_is_granted_until_a_day_and_then_looks(phone, cast):
    item = kept(phone)
    reviewer = signed_in(cast.reviewer, now=AT)
    closed = reviewer.get(f"/desk/records/things/{VISIT}/")
    assert closed.status_code == 403 and "申请调阅" in text_of(closed)
    asked = {"purpose": "review", "words": "决定前审核现场录像"}
    assert reviewer.post(f"/desk/records/recalls/new/{VISIT}/", asked).status_code == 303
    with pytest.raises(Refused, match="申请调阅"):
        services.consulting.look(item.media, **asked, by=cast.reviewer, now=AT)
    (recall,) = records.watching.recalls(cast.reviewer)
    given = {"until": date(2026, 1, 8), "now": AT}
    with pytest.raises(Refused):
        services.recalls.decide(recall.pk, yes=True, by=cast.reviewer, **given)
    services.recalls.decide(recall.pk, yes=True, by=cast.inspection_body_head, **given)
    assert "出示证件" in text_of(reviewer.get(f"/desk/records/things/{VISIT}/")) or "现场状况" in text_of(
        reviewer.get(f"/desk/records/things/{VISIT}/")
    )
    services.consulting.look(item.media, **asked, by=cast.reviewer, now=AT)
    assert b"".join(reviewer.get(f"/desk/records/items/{item.media}/content/"))
    with pytest.raises(Refused):
        services.consulting.look(item.media, **asked, by=cast.reviewer, now=AT + timedelta(days=4))


def test_a_copy_leaves_only_in_few_hands(phone, cast):
    item = kept(phone)
    given = {"purpose": "handling", "words": "附入案卷", "take": True, "now": AT}
    with pytest.raises(Refused, match="不能带走副本"):
        services.consulting.look(item.media, by=cast.inspector, **given)
    head, page = signed_in(cast.inspection_body_head, now=AT), f"/desk/records/items/{item.media}/"
    services.consulting.look(item.media, by=cast.inspection_body_head, **{**given, "take": False})
    assert "带走副本，或者另有目的" in text_of(head.get(page)), "who watches may still ask for a copy"
    assert head.post(page, {"purpose": "handling", "words": "附入案卷", "take": "on"}).status_code == 303
    assert "取走副本" in text_of(head.get(page))
    answer = head.get(f"/desk/records/items/{item.media}/content/?copy=1")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_supervisor_sees_what_runs_and_what_has_arrived(phone, cast):
    kept(phone)
    page = text_of(signed_in(cast.inspection_body_head, now=AT).get("/desk/records/live/"))
    assert "鹭湾海景酒店" in page and ">1<" in page.replace("\n", "")


# keeping


def test_how_long_a_record_is_kept():
    assert retention.of("coercion", Medium.VIDEO, evidence=True).until(date(2026, 1, 5)) is None
    assert retention.of("evidence", Medium.PHOTO, evidence=True).until(date(2026, 1, 5)) == date(2036, 1, 5)
    half = retention.of("onsite", Medium.VIDEO, evidence=False)
    assert half.until(date(2026, 8, 31)) == date(2027, 2, 28)
    assert half.until(date(2026, 6, 30)) == date(2026, 12, 30)


@pytest.mark.clause("SZ-32")
def test_what_has_expired_is_only_listed_and_destroyed_by_two_with_a_tombstone(phone, cast, vault):
    item, held = kept(phone), kept(phone, stage="arrival", kind="identity")
    later = AT + timedelta(days=200)
    archivist, leader = cast.archivist, cast.legal_office
    with pytest.raises(Refused, match="没有到期"):
        services.expiring.propose([item.media], why="到期", by=archivist, now=AT)
    assert services.checking.tidy(now=later) == 0 and Item.objects.filter(state="kept").count() == 2
    assert set(records.items.expired(archivist, today=later.date())) == {item, held}
    made = services.expiring.propose([item.media], why="已到期，没有留存价值", by=archivist, now=later)
    with pytest.raises(Refused, match="不能自己决定"):
        services.expiring.decide(made.number, yes=True, by=archivist, now=later)
    services.expiring.hold(thing=VISIT, why="企业申请复议", by=leader, now=later)
    with pytest.raises(Refused, match="暂停销毁"):
        services.expiring.decide(made.number, yes=True, by=leader, now=later)
    services.expiring.release(thing=VISIT, why="复议终结", by=leader, now=later)
    services.expiring.decide(made.number, yes=True, by=leader, now=later)
    item.refresh_from_db()
    assert item.state == "destroyed" and item.sha256
    assert not list((vault / "records").rglob(item.sha256)) and list((vault / "records").rglob(held.sha256))
    page = text_of(signed_in(archivist, now=AT).get(f"/desk/records/disposals/{made.number}/"))
    assert "销毁证明" in page and item.receipt in page
    with pytest.raises(Refused, match="已依法销毁"):
        services.consulting.look(item.media, purpose="handling", words="再看一次", by=leader, now=later)


@pytest.mark.parametrize("moment", ["put but not yet kept", "counted but not yet taken away"])
def test_bytes_uploaded_again_while_their_last_record_is_destroyed_stay(
    phone, cast, vault, monkeypatch, moment
):
    """The other process acts exactly between two steps of this one; either way round the new record has its content."""
    old = [kept(phone, photo(bytes([one]))) for one in range(2)]
    first, last = sorted(old, key=lambda item: item.sha256)
    later = AT + timedelta(days=200)
    made = services.expiring.propose(
        [one.media for one in old], why="已到期，没有留存价值", by=cast.archivist, now=later
    )

    def destroy() -> None:
        services.expiring.decide(made.number, yes=True, by=cast.legal_office, now=later)

    def upload() -> None:
        assert phone.send(photo(bytes([old.index(last)]))).json()["state"] == "received"

    def once(name: str, act: Callable[[], None]) -> None:
        step = getattr(DiskStore, name)

        def and_then(*given: Any) -> None:
            step(*given)
            monkeypatch.setattr(DiskStore, name, step)
            act()

        monkeypatch.setattr(DiskStore, name, and_then)

    if moment == "put but not yet kept":
        once("put", destroy)
        upload()
    else:
        once("delete", upload)
        destroy()
    (again,) = Item.objects.filter(state="kept")
    assert again.sha256 == last.sha256 and list((vault / "records").rglob(last.sha256))
    assert not list((vault / "records").rglob(first.sha256))


def test_a_record_used_as_evidence_is_kept_as_long_as_its_file_and_never_shorter(phone, cast):
    item = kept(phone)
    given = {"why": "处罚案卷证据", "by": cast.inspection_body_head, "now": AT}
    assert services.expiring.keep_as([item.media], period="thirty", **given) == 1
    assert services.expiring.keep_as([item.media], period="ten", **given) == 0
    item.refresh_from_db()
    assert (item.until, item.evidence) == (date(2056, 1, 5), True)


def test_nobody_rewrites_a_record(phone):
    item = kept(phone)
    for change in ({"sha256": "0" * 64}, {"captured_at": AT}, {"thing": "visit:x"}, {"person_id": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.filter(pk=item.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).delete()


@pytest.mark.clause("SZ-33")
def test_records_of_one_subject_are_found_together(phone, cast):
    kept(phone)
    kept(phone, stage="closing", kind="paper")
    page = text_of(phone.client.get("/desk/records/?q=91359900MA0000001X"))
    assert "检查笔录" in page and "现场状况" in page
    assert "没有符合" in text_of(
        phone.client.get("/desk/records/?q=nothing-like-it")
    ) or "还没有收到" in text_of(phone.client.get("/desk/records/?q=nothing-like-it"))


@pytest.mark.clause("SZ-33")
def test_a_changed_or_missing_content_is_named_with_its_thing_and_alarms_the_auditor(
    phone, cast, vault, capsys
):
    good, changed, missing = (kept(phone, photo(bytes([one]))) for one in range(3))
    call_command("records", "check")
    assert "3 份内容" in capsys.readouterr().out
    place = next((vault / "records").rglob(changed.sha256))
    place.chmod(0o600)
    place.write_bytes(place.read_bytes()[:-1] + b"!")
    next((vault / "records").rglob(missing.sha256)).unlink()
    with pytest.raises(SystemExit) as left:
        call_command("records", "check")
    said = capsys.readouterr().err
    assert (
        left.value.code == 1
        and f"内容已被改动：{changed.sha256}" in said
        and f"缺失：{missing.sha256}" in said
    )
    assert changed.receipt in said and good.receipt not in said and "鹭湾海景酒店" in said
    auditor = signed_in(cast.audit_admin, now=AT)
    assert "2 份内容" in text_of(auditor.get("/desk/messages/"))
    assert "2 份内容有误" in text_of(auditor.get("/desk/records/checks/"))


@pytest.mark.clause("SZ-30")
def test_late_is_what_came_after_a_day_and_what_is_not_here_yet(phone, cast):
    old = (AT - timedelta(hours=25)).isoformat()
    late = kept(phone, captured_at=old)
    kept(phone)
    phone.announce(phone.note(photo(b"w"), captured_at=old))
    came, waiting = records.late(cast.inspection_body_head, now=AT)
    assert list(came) == [late] and waiting.count() == 1
    (todo,) = answered(records.todo.mine(cast.inspector, now=AT))
    assert "超过 24 小时" in todo.title
    assert json.loads(Entry.objects.filter(kind="records.received").first().body)["late"] is True


# devices


@pytest.mark.clause("SZ-30")
def test_a_device_is_registered_issued_returned_and_each_step_stays(phone, cast):
    head = cast.inspection_body_head
    given = {"by": head, "now": AT}
    services.devices.register(
        number="ZFY-01", kind=DeviceKind.BODY_CAMERA, name="执法记录仪", unit=head.unit_id, **given
    )
    services.devices.move(
        number="ZFY-01", step=DeviceStepKind.CHECKED_OUT, holder=cast.inspector.code, **given
    )
    with pytest.raises(Refused, match="不能领用"):
        services.devices.move(
            number="ZFY-01", step=DeviceStepKind.CHECKED_OUT, holder=cast.inspector.code, **given
        )
    door, card = f"/desk/records/hand-in/{VISIT}/", {"matter": "onsite.process", "device": "ZFY-01"}
    assert f"ZFY-01 执法记录仪（{cast.inspector.name}领用）" in text_of(phone.client.get(door))
    for day, status in (("2026-01-06", 422), ("2026-01-05", 303)):  # tomorrow was not recorded yet
        film_of_it = SimpleUploadedFile("MOV_1.MP4", film(b"card"), content_type="video/mp4")
        answer = phone.client.post(door, {**card, "captured_at": f"{day}T08:00", "file": film_of_it})
        assert answer.status_code == status and (status == 303 or "晚于现在" in text_of(answer))
    assert Item.objects.get().device.number == "ZFY-01"
    services.devices.move(number="ZFY-01", step=DeviceStepKind.CHECKED_IN, words="完好", **given)
    page = text_of(signed_in(head, now=AT).get("/desk/records/devices/ZFY-01/"))
    assert page.count("归还") >= 1 and cast.inspector.name in page
    with pytest.raises(Refused, match="不能登记或收发"):
        services.devices.register(
            number="X-1",
            kind=DeviceKind.CAMERA,
            name="x",
            unit=cast.inspector.unit_id,
            by=cast.inspector,
            now=AT,
        )


def test_a_phone_enrols_itself_once_and_is_nobody_elses(phone, cast):
    token = uuid4()
    first = services.devices.enrol(device=token, name="Pixel\x00 8", by=cast.inspector, now=AT)
    assert services.devices.enrol(device=token, name="other", by=cast.inspector, now=AT) == first
    assert Device.objects.get() == first and first.token == token
    with pytest.raises(Refused, match="另一人领用"):
        services.devices.enrol(device=token, name="x", by=cast.inspection_body, now=AT)
    phone.device = token
    assert kept(phone).device == first


def test_a_card_brought_to_the_desk_goes_the_same_way(phone, cast, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = film(b"card", 3 << 20)
    sent = {"matter": "onsite.process", "captured_at": "2026-01-05T08:00", "ended_at": "2026-01-05T08:30"}
    for _ in range(2):
        file = SimpleUploadedFile("MOV_0001.MP4", content, content_type="video/mp4")
        answer = phone.client.post(f"/desk/records/hand-in/{VISIT}/", sent | {"file": file})
        assert answer.status_code == 303, text_of(answer)
    (item,) = Item.objects.all()
    assert (item.sha256, item.medium) == (hashlib.sha256(content).hexdigest(), "video")


# small parts


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("", (0, 100)), ("bytes=0-", (0, 100)), ("bytes=10-19", (10, 20)), ("bytes=90-500", (90, 100)),
        ("bytes=-10", (90, 100)), ("bytes=-500", (0, 100)), ("bytes=100-", None), ("bytes=5-4", None),
        ("bytes=-0", None), ("bytes=-", (0, 100)), ("items=0-1", (0, 100)), ("bytes=0-1,5-6", (0, 100)),
    ],
)  # fmt: skip
def test_the_part_a_player_asks_for(header, span):
    assert ranges.wanted(header, 100) == span


@pytest.mark.parametrize(
    ("head", "family"),
    [
        (b"\xff\xd8\xff\xe0", "jpeg"), (b"RIFF1234WEBP", "webp"), (b"RIFF1234WAVE", "wav"), (b"RIFF1234AVI ", ""),
        (b"\x00\x00\x00\x18ftypheic", "heic"), (b"\x00\x00\x00\x18ftypqt  ", "mp4"), (b"\xff\xfb\x90", "mp3"),
        (b"\xff\xf1\x50", "aac"), (b"<html>", ""), (b"#!/bin/sh", ""), (b"PK\x03\x04", ""), (b"", ""), (b"\xff", ""),
    ],
)  # fmt: skip
def test_what_content_says_it_is(head, family):
    assert sniffing.family(head) == family


def test_a_digest_is_the_only_name_a_content_has(tmp_path):
    from mingqian.records.disk import DiskStore

    lies = DiskStore(tmp_path / "store")
    for name in ("../x", "", "A" * 64, "/etc/passwd"):
        with pytest.raises(ValueError, match="no digest"):
            lies.size(name)
    source = tmp_path / "x"
    source.write_bytes(b"content")
    digest = store.digest_of(source)
    lies.put(source, digest)
    lies.put(source, digest)
    assert (lies.size(digest), list(lies.digests())) == (7, [digest])
    assert b"".join(lies.read(digest, 2, 5)) == b"nte" and store.faults(lies, digest, 7) == ""
    assert "长度不符" in store.faults(lies, digest, 8)
