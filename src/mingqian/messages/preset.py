"""How messages leave the house: the bureau's mail server and one push interface, read once from the environment.

``MINGQIAN_SMTP=smtp://user:password@host:25`` (``smtps://`` for TLS from the start, ``smtp+tls://`` for STARTTLS).
A value that cannot be meant stops the start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

SCHEMES = ("smtp", "smtps", "smtp+tls")
SECRET_LENGTH = 16


class BadSetting(ValueError):
    """A setting of outside messages that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything outside messages need. Empty: that way out is shut."""

    smtp: str = ""
    sender: str = ""
    domains: tuple[str, ...] = ()
    webhook: str = ""
    webhook_secret: str = ""
    address: str = ""

    @property
    def by_mail(self) -> bool:
        return bool(self.smtp and self.sender and self.domains)

    @property
    def by_webhook(self) -> bool:
        return bool(self.webhook and self.webhook_secret)

    @property
    def server(self) -> SplitResult:
        """The mail server's address in its parts."""
        return urlsplit(self.smtp)

    @property
    def user(self) -> str:
        return unquote(self.server.username or "")

    @property
    def password(self) -> str:
        return unquote(self.server.password or "")


def read(environment: Mapping[str, str]) -> Outside:
    """What this process may send, and where to."""
    domains = environment.get("MINGQIAN_MAIL_DOMAINS", "")
    found = Outside(
        smtp=environment.get("MINGQIAN_SMTP", ""),
        sender=environment.get("MINGQIAN_MAIL_FROM", ""),
        domains=tuple(one.strip().lower() for one in domains.split(",") if one.strip()),
        webhook=environment.get("MINGQIAN_WEBHOOK", ""),
        webhook_secret=environment.get("MINGQIAN_WEBHOOK_SECRET", ""),
        address=environment.get("MINGQIAN_ADDRESS", "").rstrip("/"),
    )
    _sound(found)
    return found


def _sound(found: Outside) -> None:
    if found.smtp and (found.server.scheme not in SCHEMES or not found.server.hostname):
        raise BadSetting("MINGQIAN_SMTP 应写作 smtp://用户:密码@主机:端口（或 smtps://、smtp+tls://）")
    if found.smtp and "@" not in found.sender:
        raise BadSetting("设了 MINGQIAN_SMTP，还须设发件地址 MINGQIAN_MAIL_FROM")
    for name, url in (("MINGQIAN_WEBHOOK", found.webhook), ("MINGQIAN_ADDRESS", found.address)):
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
            raise BadSetting(f"{name} 应是 http 或 https 网址")
    if found.webhook and len(found.webhook_secret) < SECRET_LENGTH:
        raise BadSetting(f"设了 MINGQIAN_WEBHOOK，还须设不少于 {SECRET_LENGTH} 位的 MINGQIAN_WEBHOOK_SECRET")
