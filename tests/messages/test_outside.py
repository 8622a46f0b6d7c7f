"""The ways out of the house, against a real mail server and a real web server on loopback."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.cast import Cast
from tests.web import lived, signed_in, text_of

from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.messages import preset, services
from mingqian.messages.models import Delivery, Message
from mingqian.messages.services import Outward
from mingqian.messages.services.delivering import Brought

SECRET = "sixteen-characters-at-least"
MINUTE = timedelta(minutes=1)


class Letters:
    """What the mail server was handed; while ``shut`` it takes nothing."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.shut = False

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        if self.shut:
            return "451 4.3.0 mailbox server is down"
        self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def letters(settings: Any) -> Iterator[Letters]:
    found = Letters()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(found, hostname="127.0.0.1", port=port)
    server.start()
    settings.OUTSIDE_MESSAGES = preset.read(
        {
            "MINGQIAN_SMTP": f"smtp://127.0.0.1:{port}",
            "MINGQIAN_MAIL_FROM": "mingqian@lw.example",
            "MINGQIAN_MAIL_DOMAINS": "lw.example",
            "MINGQIAN_ADDRESS": "https://mq.lw.example/",
        }
    )
    yield found
    server.stop()


@pytest.fixture
def pushed(settings: Any) -> Iterator[SimpleNamespace]:
    found = SimpleNamespace(taken=[], answer=204)

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.taken.append((self.headers, body))
            self.send_response(found.answer)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Not on the screen of the tests."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OUTSIDE_MESSAGES = preset.read(
        {
            "MINGQIAN_WEBHOOK": f"http://127.0.0.1:{server.server_port}/hook",
            "MINGQIAN_WEBHOOK_SECRET": SECRET,
        }
    )
    yield found
    server.shutdown()
    server.server_close()


def said(cast: Cast, *, mail: bool = True, urgent: bool = False) -> Delivery:
    """The office's clerk is reminded of one thing, on the way out of his choice."""
    wish = {"email": "liu@lw.example" if mail else "", "by_email": mail, "by_webhook": not mail}
    services.preferences.choose(**wish, by=cast.office, now=cast.now)
    services.send(
        to=[cast.office.person_id or 0],
        title="检查结果告知期限：T-1",
        detail="鹭湾某某公司",
        why="您是经办人",
        url="/desk/deadlines/mine/",
        outward=Outward("剩 1 个工作日，task:R1-0007", urgent),
        now=cast.now,
    )
    return Delivery.objects.get()


def deliver(now: datetime, *, quiet: bool = False) -> Brought:
    return services.delivering.deliver(quiet=lambda moment: quiet, clock=lambda: now)


def test_a_mail_says_what_to_do_and_why_it_came_but_names_no_firm(cast: Cast, letters: Letters) -> None:
    said(cast)
    assert deliver(cast.now) == Brought(sent=1)
    assert deliver(cast.now + MINUTE) == Brought()
    ((to, mail),) = letters.taken
    text = mail.get_payload(decode=True).decode()
    assert to == ["liu@lw.example"]
    assert str(make_header(decode_header(mail["Subject"]))) == "检查结果告知期限：T-1"
    for words in (
        "task:R1-0007",
        "https://mq.lw.example/desk/deadlines/mine/",
        "为什么通知您：您是经办人",
        "取消",
    ):
        assert words in text
    assert "公司" not in text


def test_a_dead_server_is_tried_again_later_and_later_until_a_person_decides(
    cast: Cast, letters: Letters
) -> None:
    said(cast)
    letters.shut, now = True, cast.now
    for pause in services.delivering.BACK_OFF:
        assert deliver(now) == Brought(failed=1)
        assert deliver(now + pause - timedelta(seconds=1)) == Brought()
        now += pause
    assert deliver(now) == Brought(dead=1)
    assert deliver(now + timedelta(days=9)) == Brought()
    row = Delivery.objects.get()
    assert "mailbox server is down" in row.error
    letters.shut = False
    with lived(now):
        desk = signed_in(cast.system_admin, now=now)
        assert "mailbox server is down" in text_of(desk.get("/desk/messages/deliveries/"))
        assert desk.post(f"/desk/messages/deliveries/{row.pk}/retry/", {"typed": "再发"}).status_code == 303
        assert signed_in(cast.office, now=now).get("/desk/messages/deliveries/").status_code == 403
    assert deliver(now) == Brought(sent=1)
    assert len(letters.taken) == 1
    assert Entry.objects.filter(kind="delivery.retried").count() == 1


def test_a_server_that_is_not_there_is_a_failure_and_no_fault(
    cast: Cast, letters: Letters, settings: Any
) -> None:
    said(cast)
    settings.OUTSIDE_MESSAGES = preset.read(
        {
            "MINGQIAN_SMTP": "smtp://127.0.0.1:9",
            "MINGQIAN_MAIL_FROM": "mingqian@lw.example",
            "MINGQIAN_MAIL_DOMAINS": "lw.example",
        }
    )
    assert deliver(cast.now) == Brought(failed=1)


def test_a_pushed_message_is_signed_and_follows_no_redirection(cast: Cast, pushed: SimpleNamespace) -> None:
    said(cast, mail=False)
    pushed.answer = 302
    assert deliver(cast.now) == Brought(failed=1)
    pushed.answer = 200
    assert deliver(cast.now + MINUTE) == Brought(sent=1)
    first, (headers, body) = pushed.taken
    signed = headers["X-Mingqian-Time"].encode() + b"." + body
    assert headers["X-Mingqian-Signature"] == hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Mingqian-Id"] == first[0]["X-Mingqian-Id"], "the receiver knows it for the same message"
    assert json.loads(body)["person"] == cast.office.code
    assert "公司" not in body.decode()


def test_after_a_kill_in_the_middle_a_push_goes_again_and_a_mail_asks_first(
    cast: Cast, pushed: SimpleNamespace
) -> None:
    row = said(cast, mail=False)
    Delivery.objects.filter(pk=row.pk).update(state="sending", attempts=1)
    assert deliver(cast.now + MINUTE) == Brought()
    assert deliver(cast.now + 11 * MINUTE) == Brought(sent=1)
    Delivery.objects.filter(pk=row.pk).update(
        state="sending", sent_at=None, channel="email", address="a@lw.example"
    )
    assert deliver(cast.now + timedelta(hours=1)) == Brought()
    row.refresh_from_db()
    assert (row.state, row.error) == ("dead", services.delivering.UNSURE)


def test_at_night_only_what_is_urgent_leaves_the_house(cast: Cast, letters: Letters) -> None:
    said(cast)
    assert deliver(cast.now, quiet=True) == Brought()
    Delivery.objects.update(urgent=True)
    assert deliver(cast.now, quiet=True) == Brought(sent=1)


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"email": "", "by_email": True, "by_webhook": False}, "没有填邮箱"),
        ({"email": "liu@elsewhere.example", "by_email": True, "by_webhook": False}, "不是本单位的邮箱"),
        (
            {"email": "liu@lw.example.elsewhere.example", "by_email": True, "by_webhook": False},
            "不是本单位的邮箱",
        ),
        ({"email": "", "by_email": False, "by_webhook": True}, "没有开通推送接口"),
    ],
)
def test_reminders_go_to_the_bureaus_own_addresses_only(
    cast: Cast, letters: Letters, wish: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        services.preferences.choose(**wish, by=cast.office, now=cast.now)


def test_a_person_chooses_on_the_page_and_only_reminders_leave_the_house(
    cast: Cast, letters: Letters
) -> None:
    with lived(cast.now):
        desk = signed_in(cast.office, now=cast.now)
        answer = desk.post("/desk/messages/preferences/", {"email": "LIU@lw.example", "by_email": "on"})
        assert answer.status_code == 303
        assert "liu@lw.example" in text_of(desk.get("/desk/messages/preferences/"))
    services.send(to=[cast.office.person_id or 0], title="导入：办结", why="您交办了这项任务", now=cast.now)
    assert not Delivery.objects.exists()
    once = {
        "to": [cast.office.person_id or 0],
        "title": "提醒",
        "why": "您是经办人",
        "now": cast.now,
        "once": "due:1",
    }
    assert [services.send(**once), services.send(**once)] == [1, 0]
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"MINGQIAN_SMTP": "mail.lw.example"},
        {"MINGQIAN_SMTP": "smtp://mail.lw.example"},
        {"MINGQIAN_WEBHOOK": "ftp://lw.example", "MINGQIAN_WEBHOOK_SECRET": SECRET},
        {"MINGQIAN_WEBHOOK": "https://lw.example", "MINGQIAN_WEBHOOK_SECRET": "short"},
    ],
)
def test_a_setting_that_cannot_be_meant_stops_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(preset.BadSetting):
        preset.read(wrong)
