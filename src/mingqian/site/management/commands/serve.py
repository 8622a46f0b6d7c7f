"""``mingqian serve``: the site and its worker, ready in one command."""

import os
import secrets
import socket
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts import services as people
from mingqian.accounts.enums import Role
from mingqian.accounts.types import console
from mingqian.audit import selectors as audits
from mingqian.core.decision import Refused, denied
from mingqian.site import health, serving, welcome
from mingqian.site.command import Command as BureauCommand
from mingqian.site.complaints import Usage
from mingqian.ui import clock, private_files

LINK_HOLDS = timedelta(hours=2)


class Command(BureauCommand):
    help = "启动网站和执行程序。首次运行自动建库，显示网址和一次性登录链接（没有默认密码）。Ctrl-C 停止。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="默认只供本机访问")
        parser.add_argument("--port", type=int, default=8000, metavar="端口", help="默认 8000")
        parser.add_argument(
            "--workers", type=int, default=2, metavar="N", help="网页进程数，默认 2，每个一个线程"
        )
        parser.add_argument(
            "--no-worker", action="store_true", help="不带执行程序（另行运行 mingqian worker）"
        )

    def handle(self, *, host: str, port: int, workers: int, no_worker: bool, **options: object) -> None:
        if not 1 <= workers <= 64:
            raise Usage(f"--workers 不能是 {workers}", "请填 1 至 64")
        self._prepare_key()
        self._prepare_database()
        self._refuse_undeclared()
        _go_on()
        _refuse_taken(host, port)
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else shown}:{port}"  # noqa: S104
        self.stdout.write(f"网站：{url}/　　工作台：{url}/desk/")
        self._welcome(url)
        self.stdout.write("按 Ctrl-C 停止")
        self.stdout.flush()
        serving.serve(host=host, port=port, workers=workers, with_worker=not no_worker)
        self.stdout.write("网站已停止")

    def _prepare_key(self) -> None:
        kept = Path(settings.HOME) / "secret.key"
        if os.environ.get("MINGQIAN_SECRET_KEY") or kept.is_file():
            return
        private_files.create(kept, secrets.token_urlsafe(48))
        # From now on, not from the next start: cookies and firms' codes of the first day are signed with it, too.
        settings.SECRET_KEY = kept.read_text().strip()
        self.stdout.write(f"已生成签名密钥 {kept}，请另存一份，不要更换")

    def _prepare_database(self) -> None:
        """An empty place is made ready; a database of an earlier version is not touched without its owner."""
        if not connection.introspection.table_names():
            self.stdout.write("首次运行，正在建库")
            call_command("migrate", verbosity=0)
        elif waiting := health.unapplied():
            raise Refused(
                denied(
                    "serve.old_database",
                    f"数据库还是旧结构，有 {waiting} 步升级没有做",
                    remedy="请先 mingqian backup 备份，再 mingqian migrate，然后启动",
                )
            )

    def _refuse_undeclared(self) -> None:
        wrong = [error for error in checks.run_checks() if error.is_serious()]
        if wrong:
            told = "；".join(error.msg for error in wrong[:5])
            raise Refused(
                denied(
                    "serve.checks",
                    f"程序自检有 {len(wrong)} 处不通过：{told}",
                    remedy="不能启动，请联系维护人员",
                )
            )

    def _welcome(self, url: str) -> None:
        """Whoever has never been here gets in by a link that works once; nobody gets a default password."""
        if accounts.bureau() is None:
            self.stdout.write(f"还没有建局，请打开建局向导：{url}{welcome.open_wizard()}")
            self.stdout.write("想先看演示：mingqian demo --serve")
            return
        now = self.now
        holder = next(iter(accounts.holders(Role.SYSTEM_ADMIN, on=localdate(now))), None)
        if holder is None or holder.has_usable_password() or holder.sessions.exists():
            return
        link = secrets.token_urlsafe(32)
        people.proofs.issue_link(person=holder.code, link=link, valid_for=LINK_HOLDS, by=console(), now=now)
        self.stdout.write(f"{holder.name}（系统管理员）的一次性登录链接，两小时内有效：")
        self.stdout.write(f"  {url}{reverse('accounts:link', args=[link])}")
        self.stdout.write("其他人的链接：mingqian login-link 工号")


def _go_on() -> None:
    """A demo started again goes on where it stopped: its logs take no event from before their last (sxsj1 §11 V19)."""
    last = audits.last_at() if clock.shifted() else None
    if last is not None and last >= clock.now():
        settings.MINGQIAN_CLOCK = last + timedelta(seconds=1)
        os.environ["MINGQIAN_CLOCK"] = settings.MINGQIAN_CLOCK.isoformat()


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise Usage(
                f"不能使用 {host} 的端口 {port}（{error}）", "请用 --port 换一个端口，或停掉占用它的程序"
            ) from error
