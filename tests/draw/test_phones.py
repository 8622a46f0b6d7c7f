"""A party's own phone behind its link: seat, commitment, own check, opening, signature; and every way it can fail."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests import web
from tests.draw import table as tables
from tests.draw.phone import Phone
from tests.draw.table import DICE, Table

from mingqian.accounts.types import console
from mingqian.audit import services as journal
from mingqian.audit.enums import KeyHolder
from mingqian.audit.selectors import entries
from mingqian.core import handwriting
from mingqian.core.canonical import document_hash, parse
from mingqian.core.decision import Refused
from mingqian.draw import services as draws
from mingqian.draw.enums import Opinion
from mingqian.draw.models import LogEvent, SeatLink
from mingqian.draw.seat_forms import Glass
from mingqian.draw.selectors import phones, seats
from mingqian.draw.services import signing
from mingqian.ui import once
from mingqian.ui.models import SpentForm

# What phones show and refuse; the steps behind them run on both in test_ceremony.py.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
STAGE = "announced"
HAND = [[100, 200, 140, 90, 180, 210], [300, 80, 300, 320, 340, 300]]


@pytest.fixture
def at_table(table: Table) -> Table:
    """The day of the draw."""
    table.at = max(table.at, tables.DRAW)
    return table


def everybody(table: Table) -> list[Phone]:
    """All four parties with phones; the third party has no account and comes by name."""
    holders = {"public": "林小满"}
    return [Phone(table, role, holders.get(role, "")).sit() for role in table.roles()]


def sealed(table: Table) -> list[Phone]:
    room = [phone.commit() for phone in everybody(table)]
    table.seal_only()
    for phone in room:
        phone.post("found", seal=table.row.seal_hash)
    return room


@pytest.mark.slow
def test_a_whole_ceremony_runs_on_phones(at_table: Table) -> None:
    room = sealed(at_table)
    at_table.enter()
    at_table.read_back()
    for phone in room:
        assert "揭示您的秘密" in phone.get()
        phone.post("reveal", secret=f"{phone.secret[:4]} {phone.secret[4:]}")
    at_table.compute()
    witness, second, public = room[1:]
    witness.post("sign", opinion="no_objection", strokes=json.dumps(HAND))
    second.post("sign", opinion="objection", remarks="骰子落地两次", typed="王建国", agreed="on", status=422)
    holder = seats.by_token(second.path.split("/")[2]).holder  # type: ignore[union-attr]
    second.post("sign", opinion="objection", remarks="骰子落地两次", typed=holder, agreed="on")
    assert at_table.row.state == "signed"
    public.post("sign", opinion="no_objection", strokes=json.dumps(HAND))
    told = [(one.kind, one.actor_name) for one in entries(at_table.cast.audit_admin, kind="draw.signed")]
    assert told[-1] == ("draw.signed", "林小满")
    by_link = [
        parse(one.body.encode())["way"] for one in entries(at_table.cast.audit_admin, kind="draw.revealed")
    ]
    assert by_link == ["link"] * 4


@pytest.mark.slow
def test_what_is_signed_on_glass_holds_the_hash_it_signs(at_table: Table) -> None:
    witness = _computed(at_table)[1]
    witness.post("sign", opinion="no_objection", strokes=json.dumps(HAND))
    made = at_table.row.sign_offs.get()
    paper = signing.statement(made)
    assert paper["result"] == at_table.row.result_hash and paper["strokes"] == HAND
    logged = parse(LogEvent.objects.filter(draw=at_table.row).latest("index").event.encode())
    assert logged["body"]["digest"] == document_hash(at_table.suite, paper)
    with web.lived(at_table.at):
        desk = web.signed_in(at_table.cast.draw_operator, now=at_table.at).get(
            f"/desk/draws/{at_table.code}/"
        )
    assert "M100 200L140 90L180 210M300 80" in web.text_of(desk)


def _computed(table: Table) -> list[Phone]:
    room = sealed(table)
    table.enter()
    table.read_back()
    for phone in room:
        phone.post("reveal", secret=phone.secret)
    table.compute()
    return room


@pytest.mark.slow
def test_remarks_with_tabs_and_lines_are_signed_on_one_line_and_odd_ones_refused(at_table: Table) -> None:
    witness = _computed(at_table)[1]
    wrong = {"opinion": "objection", "strokes": json.dumps(HAND)}
    assert "控制字符" in witness.post("sign", remarks="骰子\x01落地", status=422, **wrong)
    with pytest.raises(Refused, match="第 2 个字是看不见的控制字符"):
        draws.signing.sign(
            draw=at_table.code, opinion=Opinion.OBJECTION, remarks="骰\x7f子",
            by=at_table.cast.discipline_witness, now=at_table.tick(),
        )  # fmt: skip
    witness.post("sign", remarks="骰子\t落地\r\n两次", **wrong)
    assert at_table.row.sign_offs.get().remarks == "骰子 落地 两次"


SCRIBBLES = [
    "[[1,2,3]]", "[[1,2]]", "[[1,2,3,4,5,6,7,8,9,10,11,4000]]", "[[true,1,2,3,4,5,6,7,8,9,10,11]]", "{", "[1]", "7",
    "[" * 30_000, json.dumps([[1, 2] * 5000]), json.dumps([[1.5] * 12]), json.dumps([["1"] * 12]),
]  # fmt: skip


def test_scribbles_that_are_no_signature_are_refused() -> None:
    for strokes in SCRIBBLES:
        form = Glass({"opinion": "no_objection", "strokes": strokes}, holder="林小满")
        assert not form.is_valid() or not handwriting.sound(form.signature().strokes), strokes[:40]
    for nothing in ("", "[]"):
        assert not Glass({"opinion": "no_objection", "strokes": nothing}, holder="林小满").is_valid()
    assert handwriting.sound(handwriting.parse(json.dumps(HAND)))
    assert handwriting.path(((5, 6),)) == "M5 6L5 6"


def test_the_first_phone_has_the_seat(at_table: Table) -> None:
    first = Phone(at_table, "organiser").sit()
    second = Phone(at_table, "organiser", browser=Client(), path=first.path)
    assert "另一台手机" in second.get()
    assert "另一台手机" in second.post("commit", commitment="0" * 64, status=409)
    assert "已有一台手机" in second.post("take", status=409)
    assert "交出您的承诺" in first.get()


def test_an_answer_lost_on_the_way_costs_no_seat(at_table: Table) -> None:
    """The same form sent again at once gets the cookie again; another form, or the same one later, does not."""
    lost = Phone(at_table, "organiser")
    lost.post("take", once="only-this-phone-knows")
    same = Phone(at_table, "organiser", browser=Client(), path=lost.path)
    same.post("take", once="only-this-phone-knows")
    assert "交出您的承诺" in same.get()
    late = Phone(at_table, "organiser", browser=Client(), path=lost.path)
    late.post("take", once="a-guess", status=409)
    at_table.at += timedelta(minutes=11)
    late.post("take", once="only-this-phone-knows")
    assert "另一台手机" in late.get()


def test_a_spent_form_keeps_no_link_and_is_forgotten(at_table: Table) -> None:
    phone = Phone(at_table, "organiser")
    phone.post("take", once="one")
    kept = SpentForm.objects.get(pk="one")
    assert kept.location == "../" and phone.path.split("/")[2] not in kept.location
    with web.lived(at_table.at):
        again = phone.browser.post(f"{phone.path}take/", {"once": "one"})
    assert (again.status_code, again.headers["Location"]) == (303, phone.path)
    assert once.forget(now=at_table.at) == 0
    assert once.forget(now=at_table.at + timedelta(days=2)) == 1


@pytest.mark.slow
def test_a_lost_phone_loses_its_seat_and_the_paper_saves_the_secret(at_table: Table) -> None:
    room = sealed(at_table)
    at_table.enter()
    at_table.read_back()
    room[0].post("reveal", secret=room[0].secret)
    lost, operator = room[1], at_table.cast.draw_operator
    draws.seats.revoke(
        draw=at_table.code, role=lost.role, reason="手机掉进水里", by=operator, now=at_table.tick()
    )
    assert "手机掉进水里" in lost.get(status=401)
    lost.post("reveal", secret=lost.secret, status=401)
    again = Phone(at_table, lost.role).sit()
    assert "照抄下的那一串" in again.get()
    again.post("reveal", secret=again.secret)
    kinds = [one.kind for one in entries(at_table.cast.audit_admin, thing=f"draw:{at_table.code}")]
    assert kinds.count("draw.seat_link_revoked") == 1 and kinds.count("draw.seat_link_issued") == 5


def test_a_link_that_opens_nothing_says_what_to_do(at_table: Table) -> None:
    guess = Phone(at_table, "witness", path="/w/YWJj/")
    assert "操作员" in guess.get(status=401)
    guess.post("take", status=401)
    old = Phone(at_table, "witness")
    at_table.at += timedelta(days=40)
    assert "过期" in old.get(status=401)
    kept = SeatLink.objects.get(digest=seats.by_token(old.path.split("/")[2]).digest)  # type: ignore[union-attr]
    assert old.path.split("/")[2] not in json.dumps([kept.salt, kept.digest, kept.device])


def test_a_plan_with_a_deadline_at_the_end_of_time_gives_a_link_for_a_month(
    at_table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = {"deadlines": {"publish": "9999-12-31T15:59:00Z"}}
    monkeypatch.setattr("mingqian.draw.services.seats.material.document", lambda _: far)
    now = at_table.tick()
    made = draws.seats.issue(
        draw=at_table.code, role="organiser", by=at_table.cast.draw_operator, now=now,
        entropy=tables.entropy("far"),
    )  # fmt: skip
    assert made.expires_at == now + timedelta(days=30)


def test_a_seat_without_account_needs_a_name(at_table: Table) -> None:
    with pytest.raises(Refused, match="交给谁"):
        Phone(at_table, "public")
    phone = Phone(at_table, "public", "林小满").sit()
    assert "林小满" in phone.get()
    phone.get("checkpoint.json", status=404)  # nothing is sealed yet


def test_the_operator_enters_nothing_for_a_party_whose_phone_sits(at_table: Table) -> None:
    Phone(at_table, "organiser").sit().commit()
    Phone(at_table, "public", "林小满").sit()
    with pytest.raises(Refused, match="自己的手机上入座"):
        at_table.commit("public")


@pytest.mark.slow
def test_before_its_time_and_after_it_each_step_is_refused_in_words(at_table: Table) -> None:
    room = everybody(at_table)
    assert "应由鹭湾市人力资源和社会保障局（组织方）先提交承诺" in room[1].post(
        "commit", commitment="ab" * 32, status=422
    )
    assert "各方尚未封签" in room[0].post("reveal", secret=room[0].secret, status=422)
    for phone in room:
        phone.commit()
    assert "不得更换" in room[0].post("commit", commitment="cd" * 32, status=422)
    at_table.seal_only()
    assert "与本次封签不符" in room[0].post("found", seal="ef" * 32, status=422)
    for phone in room:
        phone.post("found")
    at_table.enter()
    at_table.read_back()
    assert "先揭示" in room[1].post("reveal", secret=room[1].secret, status=422)
    assert "与其承诺不符" in room[0].post("reveal", secret="x" * 32, status=422)
    room[0].post("reveal", secret=room[0].secret)
    assert "已经揭示" in room[0].post("reveal", secret=room[0].secret, status=422)
    assert at_table.row.parties.get(role="organiser").secret == room[0].secret


@pytest.mark.slow
def test_no_page_of_a_phone_holds_a_secret_or_a_name_drawn(at_table: Table) -> None:
    room = _computed(at_table)
    shown = room[3].get()
    names = at_table.row.rolls.exclude(item="").first().roll.entries.values_list("name", flat=True)  # type: ignore[union-attr]
    assert not any(name in shown for name in names)
    assert not any(phone.secret in shown for phone in room)
    assert re.search(r"抽中 <b>\d", shown)


@pytest.mark.slow
def test_a_phone_can_check_plan_and_seal_by_their_own_bytes(at_table: Table) -> None:
    room = sealed(at_table)
    plan = parse(room[1].get("plan.json").encode())
    event = parse(room[1].get("seal.json").encode())
    assert document_hash(at_table.suite, plan) == at_table.row.plan_hash == event["body"]["plan"]
    assert document_hash(at_table.suite, event["body"]) == at_table.row.seal_hash


@pytest.mark.slow
def test_a_hash_kept_on_a_phone_is_an_anchor(at_table: Table) -> None:
    public = sealed(at_table)[3]
    assert "已在我手机里留存全文" in public.get()
    public.post("anchor")
    kept = at_table.row.anchors.get()
    assert (kept.kind, kept.seal) == ("WITNESS", at_table.row.seal_hash)


JPEG = b"\xff\xd8\xff\xe0" + bytes(64)


@pytest.mark.slow
def test_a_photograph_of_the_dice_is_bound_to_its_value(at_table: Table) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    witness = sealed(at_table)[1]
    witness.post("photo", photo=SimpleUploadedFile("a.jpg", JPEG), status=422)
    at_table.enter()
    witness.post("photo", photo=SimpleUploadedFile("a.jpg", b"MZ" + bytes(64)), status=422)
    witness.post("photo", photo=SimpleUploadedFile("a.jpg", JPEG))
    kept = at_table.row.values.get().photos.get()
    event = parse(kept.event.event.encode())
    assert (event["kind"], event["by"], event["body"]["digest"]) == ("media", "witness", kept.digest)
    with web.lived(at_table.at):
        client = web.signed_in(at_table.cast.draw_operator, now=at_table.at)
        assert client.get(f"/desk/draws/{at_table.code}/photo/{kept.digest}/").content == JPEG
    assert at_table.row.values.get().value == DICE


@pytest.mark.slow
def test_the_operator_sees_whom_the_table_waits_for(at_table: Table) -> None:
    room = sealed(at_table)
    at_table.enter()
    at_table.read_back()
    for phone in room[:2]:
        phone.post("reveal", secret=phone.secret)
    waits = phones.waiting(at_table.row)
    assert waits is not None and len(waits.who) == 2 and "作废" in waits.rule
    with web.lived(at_table.at):
        page = web.signed_in(at_table.cast.draw_operator, now=at_table.at).get(
            f"/desk/draws/{at_table.code}/seats/"
        )
    assert "正在等" in web.text_of(page) and "参与方缺席" in web.text_of(page)


def test_nobody_but_the_operator_gives_out_links(at_table: Table) -> None:
    for who in (at_table.cast.discipline_witness, at_table.cast.legal_office):
        with pytest.raises(Refused, match="不能组织抽取"):
            draws.seats.issue(
                draw=at_table.code, role="witness", by=who, now=at_table.tick(), entropy=at_table.stream
            )
    Phone(at_table, "witness")
    with web.lived(at_table.at):
        seen = web.signed_in(at_table.cast.discipline_witness, now=at_table.at).get(
            f"/desk/draws/{at_table.code}/seats/"
        )
    assert "/w/" not in web.text_of(seen)


@pytest.mark.slow
def test_papers_print_the_whole_hash_and_no_secret(at_table: Table) -> None:
    sealed(at_table)
    with web.lived(at_table.at):
        client = web.signed_in(at_table.cast.draw_operator, now=at_table.at)
        slip = web.text_of(client.get(f"/desk/draws/{at_table.code}/slip/"))
        sheet = web.text_of(client.get(f"/desk/draws/{at_table.code}/seat/public/envelope/"))
        tool = web.text_of(client.get("/w/commitment.html"))
    seal = at_table.row.seal_hash
    assert all(seal[place : place + 8] in slip for place in range(0, 64, 8))
    assert at_table.row.plan_hash in sheet and "sha256sum" in sheet
    assert "export " not in tool and "textHash" in tool and "://" not in tool
    assert not any(tables.secret(role) in slip + sheet for role in at_table.roles())


def test_the_moment_is_the_server_s(at_table: Table) -> None:
    """Whatever a phone believes: what it sends carries no time, and the page shows the server's."""
    phone = Phone(at_table, "organiser").sit()
    shown = phone.get()
    assert f'data-now="{int(at_table.at.timestamp())}"' in shown
    assert not re.findall(r'name="(?:at|now|time)"', shown)
    assert isinstance(at_table.at, datetime)


@pytest.mark.slow
def test_a_phone_that_vanishes_at_the_table_voids_the_draw_in_sight_of_all(at_table: Table) -> None:
    """sxsj1 §5: a secret missing at the table is void PARTY; the phones that stayed say so."""
    room = sealed(at_table)
    at_table.enter()
    at_table.read_back()
    room[0].post("reveal", secret=room[0].secret)
    where = f"/desk/draws/{at_table.code}/"
    with web.lived(at_table.tick()):
        operator = web.signed_in(at_table.cast.draw_operator, now=at_table.at)
        assert "正在等" in web.text_of(operator.get(where))
        asked = operator.post(
            f"{where}void/", {"reason": "PARTY", "evidence": "见证人手机失联，等候三十分钟"}
        )
        assert asked.status_code == 303, web.refusal_of(asked)
        change = at_table.row.changes.get().pk
        leader = web.signed_in(at_table.cast.bureau_leader, now=at_table.at)
        done = leader.post(f"{where}decide/{change}/", {"approve": "yes", "remark": ""})
        assert done.status_code == 303, web.refusal_of(done)
    shown = room[3].get()
    assert "本次抽取已作废" in shown and "等候三十分钟" in shown and room[0].secret not in shown
    room[3].post("reveal", secret=room[3].secret, status=422)


@pytest.mark.slow
def test_a_phone_co_signs_the_log_once_its_key_is_on_record(at_table: Table, tmp_path: Path) -> None:
    public = sealed(at_table)[3]
    found = json.loads(public.get("checkpoint.json"))
    name = phones.cosigner(at_table.row.parties.get(role="public"), "林小满")
    key = journal.keys.new_for_person(tmp_path / "key", name, seed=bytes(32))
    note = str(
        journal.cosigning.by_person(found["note"], name=name, file=tmp_path / "key", now=at_table.tick())
    )
    assert "须先登记" in public.post("cosign", note=note, status=422)
    journal.keys.trust(
        str(key), holder=KeyHolder.WITNESS, unit="鹭湾市企业联合会", by=console(), now=at_table.tick()
    )
    public.post("cosign", note=note.replace("\n", "\r\n"))
    assert name in json.loads(public.get("checkpoint.json"))["note"]
    public.post("cosign", note="一行不是检查点的字", status=422)
