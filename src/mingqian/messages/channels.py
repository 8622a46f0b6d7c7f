"""The two ways out, one attempt each: a mail by SMTP, a signed POST to the bureau's push interface."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from smtplib import SMTPException
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from mingqian.messages.preset import Outside

PATIENCE = 10
"""Seconds until a server that does not answer is given up."""


class NotSent(Exception):
    """The attempt failed; the words are for whoever keeps the system."""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """A signed message goes where the setting says, nowhere else."""


def mail(out: Outside, *, to: str, subject: str, body: str, key: str, at: datetime) -> None:
    """Hand one mail to the server. ``key`` makes the Message-ID: the same delivery is the same mail."""
    headers = {"Message-ID": f"<{key}@{out.sender.rpartition('@')[2]}>", "Date": format_datetime(at)}
    message = EmailMessage(
        subject, body, out.sender, [to], headers={**headers, "Auto-Submitted": "auto-generated"}
    )
    try:
        EmailBackend(
            host=out.server.hostname,
            port=out.server.port or (465 if out.server.scheme == "smtps" else 25),
            username=out.user,
            password=out.password,
            use_tls=out.server.scheme == "smtp+tls",
            use_ssl=out.server.scheme == "smtps",
            timeout=PATIENCE,
        ).send_messages([message])
    except (SMTPException, OSError, ValueError) as error:
        raise NotSent(f"邮件服务器：{_words(error)}") from error


def push(out: Outside, *, body: Mapping[str, object], key: str, at: datetime) -> None:
    """POST one message as JSON. The receiver checks the signature and drops a key it has seen."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    stamp = str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Mingqian-Id": key,
        "X-Mingqian-Time": stamp,
        "X-Mingqian-Signature": signature(out.webhook_secret, stamp, data),
    }
    request = Request(out.webhook, data=data, headers=headers, method="POST")  # noqa: S310 — http(s) by preset
    try:
        with build_opener(ProxyHandler({}), _NoRedirect).open(request, timeout=PATIENCE) as answer:
            status = answer.status
    except HTTPError as error:
        raise NotSent(f"推送接口答复 {error.code}") from error
    except (OSError, ValueError) as error:
        raise NotSent(f"推送接口：{_words(error)}") from error
    if status >= HTTPStatus.MULTIPLE_CHOICES:
        raise NotSent(f"推送接口答复 {status}")


def signature(secret: str, stamp: str, data: bytes) -> str:
    """HMAC-SHA-256 over 时间.正文: an old message cannot be sent again as a new one."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + data, hashlib.sha256).hexdigest()


def _words(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:300]
