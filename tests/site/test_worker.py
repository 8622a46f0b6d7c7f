"""The worker as a real process: it works, it is killed in the middle, somebody else takes up what it left."""

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.slow

BODIES = """
import os, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
import django
django.setup()
from mingqian.accounts.models import Unit
from mingqian.jobs import services
from mingqian.jobs.types import Kind, Outcome

def slow(task):
    Unit.objects.filter(code="FGC").update(name="改到一半")
    for step in range(200):
        task.progress(step, 200, "慢慢办")
        time.sleep(0.05)
    return Outcome(told="办完")

def quick(task):
    Unit.objects.filter(code="FGC").update(name="改完")
    return Outcome(told="办完")

body = {"slow": slow, "quick": quick}[sys.argv[1]]
services.connect([Kind("test.work", "试办", body)])
"""
ASK = """
from datetime import UTC, datetime
from mingqian.accounts import selectors
by = selectors.actor("LW02", on=datetime(2026, 1, 5).date())
print(services.ask("test.work", title="试办", by=by, now=datetime(2026, 1, 5, 2, tzinfo=UTC)).pk)
"""
WORK = """
from django.core.management import call_command
call_command("worker", once=sys.argv[1] == "quick")
"""
LOOK = """
from mingqian.audit import selectors as journal
from mingqian.jobs.models import Job
job = Job.objects.get()
print(job.state, job.attempts, Unit.objects.get(code="FGC").name, journal.verify() is None, *(one["code"] for one in job.refusal))
"""


def start(shell, how):
    line = [sys.executable, "-c", BODIES + WORK, how]
    return subprocess.Popen(line, env=shell.environment(), cwd=shell.home, stdout=subprocess.PIPE, text=True)


def look(shell):
    return shell.python(BODIES + LOOK, "quick").stdout.split()


def kill_in_the_middle(shell, process):
    """Not before it says how far it is: it is in the middle of its transaction."""
    said = shell.home / "jobs" / "1" / "progress"
    until = time.monotonic() + 30
    while not said.exists() or "[0," in said.read_text():
        assert time.monotonic() < until and process.poll() is None
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def test_what_a_killed_worker_left_is_done_by_the_next_and_nothing_is_saved_twice(founded):
    shell = founded
    shell.python(BODIES + ASK, "slow")
    kill_in_the_middle(shell, start(shell, "slow"))
    assert look(shell) == ["running", "1", "政策法规处", "True"]
    process = start(shell, "quick")
    assert "办结" in process.communicate(timeout=60)[0]
    assert look(shell) == ["done", "2", "改完", "True"]


def test_work_that_killed_two_workers_is_given_up_with_what_to_do(founded):
    shell = founded
    shell.python(BODIES + ASK, "slow")
    for _ in range(2):
        kill_in_the_middle(shell, start(shell, "slow"))
        (shell.home / "jobs" / "1" / "progress").unlink()
    assert "中断" in start(shell, "quick").communicate(timeout=60)[0]
    assert look(shell) == ["interrupted", "2", "政策法规处", "True", "jobs.interrupted_twice"]


def test_a_worker_told_to_leave_puts_its_work_back_and_ends(founded):
    shell = founded
    shell.python(BODIES + ASK, "slow")
    process = start(shell, "slow")
    said = shell.home / "jobs" / "1" / "progress"
    while not said.exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert "执行程序已停止" in process.communicate(timeout=30)[0]
    assert look(shell) == ["waiting", "0", "政策法规处", "True"]
    assert not list((shell.home / "jobs" / "workers").iterdir())
