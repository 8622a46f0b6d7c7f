"""The server as a real process: first run, one-time link, pages, worker beside it, and a clean end."""

import http.client
import io
import os
import re
import signal
import socket
import sqlite3
import stat
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from tests import warm
from tests.cast import Cast

from mingqian.audit import services as audit
from mingqian.site.management.commands import serve
from mingqian.ui import clock

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """``mingqian serve`` as a process, until the test is through."""

    def __init__(self, shell, *more, typed=warm.type_line):
        self.port = free_port()
        self.running = shell.begin(typed, "serve", "--port", str(self.port), "--workers", "1", *more)

    def get(self, path):
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        wire.request("GET", path)
        answer = wire.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        page = answer.read().decode()
        wire.close()
        return answer.status, page, headers

    def wait(self):
        until = time.monotonic() + 180
        while time.monotonic() < until:
            assert self.running.alive(), self.running.err
            try:
                return self.get("/healthz")
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the site did not come up")

    def __enter__(self):
        return self

    def __exit__(self, *trouble):
        self.running.kill()

    def end(self):
        self.running.send(signal.SIGINT)
        return self.running.end(40)


def test_a_founded_bureau_is_served_with_a_link_that_works_once_and_a_worker_beside_it(founded):
    with Site(founded) as site:
        assert site.wait()[:2] == (200, "ok\n")
        status, _, headers = site.get("/login/")
        assert status == 200 and "script-src 'self'" in headers["content-security-policy"]
        assert site.get("/static/ui/ui.css")[0] == 200
        until = time.monotonic() + 30
        workers = founded.home / "jobs" / "workers"
        while not (workers.is_dir() and list(workers.iterdir())):
            assert time.monotonic() < until
            time.sleep(0.2)
        told = site.end()
    link = re.search(r"http://127\.0\.0\.1:\d+(/login/link/\S+)", told)
    assert link and "席系统" in told and "网站已停止" in told
    assert "执行程序已停止" in told, (told, site.running.err)
    key = founded.home / "secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and len(key.read_text()) >= 32
    assert key.read_text() not in told


def test_the_key_made_at_the_first_start_signs_from_that_start_on(tmp_path, settings):
    settings.HOME, settings.SECRET_KEY = tmp_path, "no-key-yet"
    serve.Command(stdout=io.StringIO())._prepare_key()
    assert (tmp_path / "secret.key").read_text() == settings.SECRET_KEY != "no-key-yet"


def test_an_empty_place_is_made_ready_and_leads_to_the_founding(empty):
    with Site(empty, "--no-worker", typed=warm.type_anew) as site:
        assert site.wait()[0] == 200
        told = site.end()
    assert "首次运行，正在建库" in told and "还没有建局" in told and "login/link" not in told


def test_a_database_of_an_earlier_version_is_not_touched(founded):
    with closing(sqlite3.connect(founded.database)) as database, database:
        database.execute("DELETE FROM django_migrations WHERE app = 'search'")
    done = founded.run("serve", "--port", str(free_port()))
    assert done.returncode == 1 and "旧结构" in done.stderr and "backup" in done.stderr


def test_a_port_in_use_and_nonsense_are_told_before_anything_starts(founded):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = founded.run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2 and "--port" in done.stderr
    assert founded.run("serve", "--port", "99999").returncode == 2
    assert founded.run("serve", "--workers", "0").returncode == 2


def serve_undeclared(port):
    from mingqian.ui import access

    access.declared = lambda view: None
    warm.type_line("serve", "--port", port)


def test_a_url_that_does_not_say_who_may_open_it_stops_the_start(founded):
    done = founded.do(serve_undeclared, str(free_port()))
    assert done.returncode == 1 and "没有声明谁可以打开" in done.stderr


def test_a_demo_started_again_goes_on_where_it_stopped(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It began its morning anew, and a draw touched before was refused until that hour had come round."""
    monkeypatch.setenv("MINGQIAN_CLOCK", "2026-01-05T09:00:00+08:00")
    settings.MINGQIAN_CLOCK = datetime.fromisoformat("2026-01-05T09:00:00+08:00")
    later = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    audit.record("draw.prepared", by=cast.draw_operator, now=later, thing="draw:X", body={})
    serve._go_on()
    assert clock.now() > later and os.environ["MINGQIAN_CLOCK"].startswith("2026-01-05T09:30:01")
