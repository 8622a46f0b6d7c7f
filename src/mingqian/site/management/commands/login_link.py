"""``mingqian login-link``: a one-time link for one person, printed once at the server. No default password exists."""

from argparse import ArgumentParser
from datetime import timedelta

from django.urls import reverse

from mingqian.accounts import services
from mingqian.accounts.types import console
from mingqian.site.command import Command as BureauCommand
from mingqian.ui import chance, clock
from mingqian.ui.words import moment

SITE = "http://127.0.0.1:8000"


class Command(BureauCommand):
    help = (
        "签发一次性登录链接：打印网址，只显示这一次；首次登录、忘记密码时用。三名管理员的链接只能在这里签发。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", metavar="工号")
        parser.add_argument(
            "--hours", type=int, default=24, metavar="小时", help="有效时间，默认 24，最长 168"
        )
        parser.add_argument("--site", default=SITE, metavar="网址", help=f"本系统的网址，默认 {SITE}")

    def handle(self, *, person: str, hours: int, site: str, **options: object) -> None:
        link, now = chance.entropy(32).hex(), clock.now()
        # Beyond every limit the service says so itself; a timedelta would just overflow.
        valid_for = timedelta(hours=max(-1, min(hours, 10_000)))
        row = services.proofs.issue_link(person=person, link=link, valid_for=valid_for, by=console(), now=now)
        self.stdout.write(f"{site.rstrip('/')}{reverse('accounts:link', args=[link])}")
        self.stdout.write(f"给 {person}，{moment(row.expires_at)} 前有效，只能用一次。请当面交给本人。")
