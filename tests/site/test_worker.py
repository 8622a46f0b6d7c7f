"""The worker as a real process: it works, it is killed in the middle, somebody else takes up what it left."""

import os
import signal
import time
from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.slow
ASKED = datetime(2026, 1, 5, 2, tzinfo=UTC)


def rename(name):
    from mingqian.accounts.models import Unit

    Unit.objects.filter(code="FGC").update(name=name)


def slow(task):
    from mingqian.jobs.types import Outcome

    rename("改到一半")
    for step in range(200):
        task.progress(step, 200, "慢慢办")
        time.sleep(0.05)
    return Outcome(told="办完")


def quick(task):
    from mingqian.jobs.types import Outcome

    rename("改完")
    return Outcome(told="办完")


def connect(body):
    from mingqian.jobs import services
    from mingqian.jobs.types import Kind

    services.connect([Kind("test.work", "试办", body)])


def ask():
    from mingqian.accounts import selectors
    from mingqian.jobs import services

    connect(slow)
    by = selectors.actor("LW02", on=ASKED.date())
    services.ask("test.work", title="试办", by=by, now=ASKED)


def work(body):
    """``mingqian worker``, to whom this kind of work is known."""
    from django.core.management import call_command

    connect(body)
    call_command("worker", once=body is quick)


def tell():
    from mingqian.accounts.models import Unit
    from mingqian.audit import selectors as journal
    from mingqian.jobs.models import Job

    job = Job.objects.get()
    name = Unit.objects.get(code="FGC").name
    print(job.state, job.attempts, name, journal.verify() is None, *(one["code"] for one in job.refusal))


def look(shell):
    return shell.do(tell).stdout.split()


def until(there, running):
    last = time.monotonic() + 30
    while not there():
        assert time.monotonic() < last and running.alive(), running.err
        time.sleep(0.02)


def kill_in_the_middle(shell):
    """Not before it says how far it is: it is in the middle of its transaction."""
    said = shell.home / "jobs" / "1" / "progress"
    running = shell.begin(work, slow)
    until(lambda: said.exists() and "[0," not in said.read_text(), running)
    running.kill()


def test_what_a_killed_worker_left_is_done_by_the_next_and_nothing_is_saved_twice(founded):
    founded.do(ask)
    kill_in_the_middle(founded)
    assert look(founded) == ["running", "1", "政策法规处", "True"]
    assert "办结" in founded.do(work, quick).stdout
    assert look(founded) == ["done", "2", "改完", "True"]


def test_work_that_killed_two_workers_is_given_up_with_what_to_do(founded):
    founded.do(ask)
    for _ in range(2):
        kill_in_the_middle(founded)
        (founded.home / "jobs" / "1" / "progress").unlink()
    assert "中断" in founded.do(work, quick).stdout
    assert look(founded) == ["interrupted", "2", "政策法规处", "True", "jobs.interrupted_twice"]


def test_a_worker_told_to_leave_puts_its_work_back_and_ends(founded):
    founded.do(ask)
    running = founded.begin(work, slow)
    until((founded.home / "jobs" / "1" / "progress").exists, running)
    # Where both want the processor, the site comes first.
    assert os.getpriority(os.PRIO_PROCESS, running.process.pid) > os.getpriority(os.PRIO_PROCESS, 0)
    running.send(signal.SIGTERM)
    assert "执行程序已停止" in running.end(30)
    assert look(founded) == ["waiting", "0", "政策法规处", "True"]
    assert not list((founded.home / "jobs" / "workers").iterdir())
