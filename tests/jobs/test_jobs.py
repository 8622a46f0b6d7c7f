"""Long work: asked for, done once, stopped, refused, told about; what a worker leaves behind is never lost."""

import errno
import io
import itertools
from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils.timezone import localtime

from mingqian.accounts.enums import Role
from mingqian.accounts.models import Unit
from mingqian.audit.models import Entry
from mingqian.core.decision import Refused, denied
from mingqian.jobs import locks, places, selectors, services
from mingqian.jobs.enums import JobState
from mingqian.jobs.models import Job, Round
from mingqian.jobs.services import kinds
from mingqian.jobs.types import Daily, Every, Kind, Outcome, Progress


def ticking(start):
    ticks = itertools.count()
    return lambda: start + timedelta(seconds=next(ticks))


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def wired():
    """Bodies for the tests; the real table comes back afterwards."""
    real, rhythms = dict(kinds._kinds), list(kinds._rhythms)
    yield lambda *given, **more: services.connect(given, more.get("rhythms", ()))
    services.connect(real.values(), rhythms)


def ask(cast, kind="test.work", **more):
    given = {"title": "试办", "by": cast.legal_office, "now": cast.now}
    return services.ask(kind, **given | more)


def run(cast, **more):
    return services.run_next(worker="w1", clock=ticking(cast.now), **more)


def rename(task):
    """A body that changes something and says so."""
    Unit.objects.filter(code="FGC").update(name="改过")
    task.progress(1, 2, "改名")
    return Outcome(told="已改名", url="/desk/units/")


def name_of_fgc():
    return Unit.objects.get(code="FGC").name


def test_work_is_done_with_the_rights_of_whoever_asked_and_leaves_word_and_file(cast, wired):
    def body(task):
        assert task.by.code == cast.legal_office.code and task.by.has(Role.LEGAL_OFFICE)
        assert task.file().read_bytes() == b"input"
        with task.result("../../名录 2026.csv") as out:
            out.write(b"abc")
        task.progress(3, 3, "写完")
        return Outcome(told=f"共 {task.arguments['rows']} 行")

    wired(Kind("test.work", "试办", body))
    asked = ask(cast, arguments={"rows": 3}, file=io.BytesIO(b"input"), file_name="a/b.xlsx")
    done = run(cast)
    assert (done.pk, done.state, done.told, done.file_name) == (asked.pk, "done", "共 3 行", "b.xlsx")
    assert (done.result_name, done.result_size, places.result(done.pk).read_bytes()) == (
        "名录_2026.csv",
        3,
        b"abc",
    )
    assert selectors.progress(done) == Progress(3, 3, "写完")
    assert not places.handed_in(done.pk).exists(), "what was handed in is cleared away"
    kinds_told = list(Entry.objects.filter(thing=f"job:{done.pk}").values_list("kind", flat=True))
    assert kinds_told == ["job.asked", "job.finished"]
    assert run(cast) is None


def test_a_refusal_reaches_the_person_with_clause_and_remedy_and_nothing_is_saved(cast, wired):
    def body(task):
        rename(task)
        raise Refused(denied("x.no", "没有书面批准", "某条", "请先办批准"))

    wired(Kind("test.work", "试办", body))
    ask(cast)
    done = run(cast)
    assert done.state == JobState.FAILED
    assert done.refusal == [
        {"code": "x.no", "reason": "没有书面批准", "clause": "某条", "remedy": "请先办批准"}
    ]
    assert name_of_fgc() == "政策法规处"


def test_a_fault_of_the_program_is_told_without_its_traceback(cast, wired, caplog):
    wired(Kind("test.work", "试办", lambda task: 1 // 0))
    ask(cast)
    done = run(cast)
    assert done.state == JobState.FAILED
    assert "程序内部出错" in done.refusal[0]["reason"] and str(done.pk) in done.refusal[0]["remedy"]
    assert "ZeroDivision" not in str(done.refusal) and "ZeroDivision" in caplog.text


def test_a_full_disk_is_no_fault_of_the_program(cast, wired):
    def full(task):
        raise OSError(errno.ENOSPC, "No space left on device")

    wired(Kind("test.work", "试办", full))
    ask(cast)
    done = run(cast)
    assert done.state == JobState.FAILED
    assert "磁盘已满" in done.refusal[0]["reason"] and "腾出空间" in done.refusal[0]["remedy"]


def test_waiting_work_is_taken_back_at_once_and_running_work_at_its_next_word(cast, wired):
    def body(task):
        rename(task)
        services.stop(running.pk, by=cast.legal_office, now=cast.now)
        task.progress(2, 2)
        raise AssertionError("it went on")

    wired(Kind("test.work", "试办", body))
    waiting, running = ask(cast), ask(cast)
    assert services.stop(waiting.pk, by=cast.legal_office, now=cast.now) == JobState.CANCELLED
    done = run(cast)
    assert (done.pk, done.state) == (running.pk, JobState.CANCELLED)
    assert cast.legal_office.name in done.told and name_of_fgc() == "政策法规处"
    assert Entry.objects.filter(kind="job.cancelled").count() == 2


def test_nobody_stops_or_fetches_somebody_elses_work(cast, wired):
    wired(Kind("test.work", "试办", rename))
    job = ask(cast)
    for other in (cast.business_unit_head, cast.audit_admin, cast.bureau_leader):
        assert selectors.one(other, job.pk) is None
        with pytest.raises(Refused, match="没有这项任务"):
            services.stop(job.pk, by=other, now=cast.now)
    assert selectors.one(cast.system_admin, job.pk) == job, "the system administrator watches over the queue"
    assert not selectors.may_fetch(cast.system_admin, job), "but does not take what it gathered"


def test_a_worker_told_to_leave_puts_the_work_back_whole(cast, wired):
    wired(Kind("test.work", "试办", rename))
    ask(cast, file=io.BytesIO(b"x"), file_name="x")
    left = run(cast, leaving=lambda: True)
    assert (left.state, left.attempts, left.worker) == (JobState.WAITING, 0, "")
    assert name_of_fgc() == "政策法规处" and places.handed_in(left.pk).exists()
    assert run(cast).state == JobState.DONE and name_of_fgc() == "改过"


def test_work_in_steps_is_finished_inside_its_own_last_transaction(cast, wired):
    from django.db import transaction

    def body(task):
        with transaction.atomic():
            rename(task)
            task.settle(Outcome(told="分步办完"))
        return Outcome(told="不再采用")

    wired(Kind("test.work", "试办", body, whole=False))
    ask(cast)
    assert (run(cast).told, name_of_fgc()) == ("分步办完", "改过")


def orphan(cast, attempts=1, **more):
    """Work whose worker died: its lock is free."""
    job = ask(cast, **more)
    Job.objects.filter(pk=job.pk).update(
        state="running", worker="gone", attempts=attempts, started_at=cast.now
    )
    return job


def test_the_work_of_a_dead_worker_is_taken_up_once_more_and_then_given_up_with_what_to_do(cast, wired):
    wired(Kind("test.work", "试办", rename), Kind("test.once", "只办一次", rename, whole=False, again=False))
    first, second, once = orphan(cast), orphan(cast, attempts=2), orphan(cast, kind="test.once")
    states = {job.pk: job for job in services.take_back(now=cast.now)}
    assert states[first.pk].state == JobState.WAITING
    assert (
        states[second.pk].state == JobState.INTERRUPTED and "2 次" in states[second.pk].refusal[0]["reason"]
    )
    assert "核对已经保存" in states[once.pk].refusal[0]["remedy"]
    assert services.take_back(now=cast.now) == []


def test_the_work_of_a_living_worker_is_left_alone(cast, wired):
    wired(Kind("test.work", "试办", rename))
    job = orphan(cast)
    with locks.held("gone"):
        assert services.take_back(now=cast.now) == [] and selectors.workers() == ["gone"]
    assert [one.pk for one in services.take_back(now=cast.now)] == [job.pk]


def test_work_taken_from_a_worker_is_rolled_back_when_it_ends(cast, wired, caplog):
    def body(task):
        Job.objects.filter(pk=job.pk).update(attempts=7)
        return rename(task)

    wired(Kind("test.work", "试办", body))
    job = ask(cast)
    run(cast)
    assert name_of_fgc() == "政策法规处"


def test_periodic_work_is_asked_for_once_however_many_workers_look(cast, wired):
    body = lambda task: Outcome(told="转完")  # noqa: E731
    wired(
        Kind("a.often", "常办", body),
        Kind("a.daily", "日办", body),
        rhythms=[Every("a.often", minutes=10), Daily("a.daily", at=time(2, 10))],
    )
    morning = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert services.come_round(now=morning) == [], "the first look only sets the times"
    assert [job.kind for job in services.come_round(now=morning)] == ["a.often"]
    assert services.come_round(now=morning) == []
    assert services.come_round(now=morning + timedelta(minutes=11)) == [], "the last one is still open"
    assert localtime(Round.objects.get(kind="a.daily").next_at).strftime("%d %H:%M") == "03 02:10"
    services.run_next(worker="w", clock=lambda: morning)
    week = services.come_round(now=morning + timedelta(days=7))
    assert [job.kind for job in week] == ["a.often", "a.daily"], (
        "what was missed is done once, not seven times"
    )
    assert not Entry.objects.filter(kind__startswith="job.").exists(), "nobody asked: no news"


def test_results_are_kept_seven_days_and_then_no_longer_offered(cast, wired):
    def body(task):
        with task.result("x.csv") as out:
            out.write(b"1")
        return Outcome(told="写完")

    wired(Kind("test.work", "试办", body), Kind("jobs.tidy", "清理", services.tidy))
    ask(cast)
    done = run(cast)
    for days, kept in ((7, True), (8, False)):
        Job.objects.create(kind="jobs.tidy", title="清理", asked_at=cast.now)
        services.run_next(worker="w", clock=lambda days=days: cast.now + timedelta(days=days))
        done.refresh_from_db()
        assert places.result(done.pk).exists() is kept
        assert bool(selectors.may_fetch(cast.legal_office, done)) is kept


def test_a_stuck_button_does_not_fill_the_queue(cast, wired):
    wired(Kind("test.work", "试办", rename))
    for _ in range(20):
        ask(cast)
    with pytest.raises(Refused, match="20 项"):
        ask(cast)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\名单.xlsx", "名单.xlsx"),
        (".hidden", "hidden"),
        ("a\x00b\nc.csv", "a_b_c.csv"),
        ("..", "文件"),
        ("鹭湾（3月）.csv", "鹭湾（3月）.csv"),
    ],
)
def test_a_file_name_is_a_name_and_nothing_else(given, kept):
    assert places.safe_name(given) == kept
