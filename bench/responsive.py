"""The site while a worker freezes and draws: the 95th of a page's answers, against what it is when nothing runs.

Usage: ``bench/responsive.py [FIRMS]``, on SQLite, or on PostgreSQL where DATABASE_URL names an empty database. Two
items; the second has half of the firms. Site and worker are processes of their own, as in production. By the clock the
two sides take turns: for a moment the worker is stopped, so that both meet the same neighbours. In processor time what
stands beside is the time before the job: whatever it leaves to look through (a long write-ahead log) counts there.
"""

import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections import defaultdict
from datetime import datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from _verdicts import Verdicts

ROOT = Path(__file__).resolve().parents[1]
FIRMS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
TIMES, STEPS = 2.0, {"冻结名录": 10, "计算结果": 3}
ROUNDS, TURN, FEW = 60, 3, 60
JUDGED = 20  # of fewer answers the 95th is the longest
Answers = dict[str, list[tuple[float, float]]]


def world() -> Any:
    """A bureau with so many firms and a draw that is prepared."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from tests import cast as casting
    from tests.draw.table import Table

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        table = Table(casting.assemble()).world(firms=FEW)
    table.prepare()
    with connection.cursor() as cursor:
        multiply(cursor, FIRMS - FEW)
        cursor.execute("ANALYZE")
    return table


def multiply(cursor: Any, count: int) -> None:
    """So many more like the first, by the database itself; every second one is in the second item, too."""
    from mingqian.registry.models import Subject, SubjectTag

    series = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
    number = "'91359901MB' || substr(CAST(100000000 + n.i AS TEXT), 2)"
    name = "'鹭湾第' || n.i || '有限公司'"
    last = Subject.objects.order_by("-pk").values_list("pk", flat=True)[0]
    key = f"{last} + n.i"
    _copy(
        cursor, series, Subject, {"id": key, "number": number, "code": f"'USCC:' || {number}", "name": name}
    )
    for tag, every in (("hr_service_agency", 1), ("labour_dispatch_agency", 2)):
        # The tags have no key of their own choosing: the database numbers them.
        _copy(cursor, series, SubjectTag, {"subject_id": key, "tag": f"'{tag}'"}, f"n.i % {every} = 0")


def _copy(cursor: Any, series: str, model: Any, changed: dict[str, str], which: str = "1 = 1") -> None:
    columns = [
        one.column for one in model._meta.local_concrete_fields if one.column != "id" or "id" in changed
    ]
    cells = ", ".join(changed.get(column, f'm."{column}"') for column in columns)
    named = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    first = f"m.id = (SELECT min(id) FROM {table}) AND {which}"
    cursor.execute(f"INSERT INTO {table} ({named}) {series} SELECT {cells} FROM n, {table} m WHERE {first}")


def worker(begun: datetime, over: Event) -> None:
    """As ``mingqian worker``, on the day of the draw."""
    from mingqian.jobs import services as jobs
    from mingqian.site.management.commands.worker import step_back

    step_back()
    start = time.monotonic()
    jobs.work(
        worker="bench",
        clock=lambda: begun + timedelta(seconds=time.monotonic() - start),
        leaving=over.is_set,
        rest=lambda: time.sleep(0.2),
        tell=lambda ended: print(f"   {ended.title}: {ended.state} {ended.told}", flush=True),
    )


class Site:
    """What people open meanwhile, one page after the other."""

    def __init__(self, table: Any) -> None:
        from django.test import Client
        from tests.web import signed_in

        cast, moment = table.cast, table.at
        operator, office = signed_in(cast.draw_operator, now=moment), signed_in(cast.office, now=moment)
        self.pages = {
            "我的待办": (operator, "/desk/"),
            "抽取页": (operator, f"/desk/draws/{table.code}/"),
            "任务中心": (operator, "/desk/jobs/"),
            "对象列表": (office, "/desk/subjects/"),
            "对象主页": (office, f"/desk/subjects/USCC:91359901MB{FIRMS // 2:08d}/"),
            "门户首页": (Client(), "/"),
            "门户查企业": (Client(), "/find/?q=恒达"),
        }

    def turn(self, answers: Answers) -> None:
        """Every page once."""
        for label, (client, url) in self.pages.items():
            begun = time.perf_counter(), time.process_time()
            answer = client.get(url)
            answers[label].append((time.perf_counter() - begun[0], time.process_time() - begun[1]))
            assert answer.status_code == 200, (url, answer.status_code)


def p95(found: list[float]) -> float:
    return sorted(found)[int(len(found) * 0.95)] * 1000


def beside(table: Any, kind: str, title: str, told: Verdicts) -> None:
    """One job in the worker, pages here: before, while it runs, and in moments when it is made to wait."""
    from django.db import connections
    from tests.web import lived

    from mingqian.jobs import services as jobs
    from mingqian.jobs.models import Job

    moment = table.tick()
    before, busy, halted, steps = defaultdict(list), defaultdict(list), defaultdict(list), set()
    with lived(moment):
        site = Site(table)
        site.turn(defaultdict(list))
        for _ in range(ROUNDS):
            site.turn(before)
        ours = {"by": table.cast.draw_operator, "now": moment, "arguments": {"draw": table.code}}
        job = jobs.ask(kind, title=title, **ours)
        connections.close_all()
        fork = multiprocessing.get_context("fork")
        over = fork.Event()
        other = fork.Process(target=worker, args=(moment, over))
        other.start()
        begun = time.process_time()
        site.turn(defaultdict(list))  # a connection of its own is opened here
        while (row := Job.objects.get(pk=job.pk)).finished_at is None:
            steps.add(progress(row))
            taking_turns(site, other.pid, busy, halted)
        over.set()
        other.join()
    assert row.state == "done", (row.state, row.refusal)
    table.at += timedelta(hours=1)
    rounds = len(busy["门户首页"])
    print(
        f"{title}: {rounds} rounds of pages meanwhile, {time.process_time() - begun:.0f} s of the site",
        flush=True,
    )
    if rounds < JUDGED:
        print("over too soon to be judged; give it more firms", flush=True)
        return
    told.at_least(f"{title}: steps told", len(steps), STEPS[title], "steps")
    for label, found in busy.items():
        clock, own = ([one[side] for one in found] for side in (0, 1))
        still, rest = p95([one[0] for one in halted[label]]), p95([one[1] for one in before[label]])
        told.at_most(
            f"{label} {p95(clock):.1f} ms by the clock against {still:.1f} ms", p95(clock) / still, TIMES
        )
        told.at_most(
            f"{label} {p95(own):.1f} ms of the processor against {rest:.1f} ms", p95(own) / rest, TIMES
        )


def taking_turns(site: Site, worker: int, busy: Answers, halted: Answers) -> None:
    """A few rounds while it works, then a few while it is stopped."""
    for _ in range(TURN):
        site.turn(busy)
    os.kill(worker, signal.SIGSTOP)
    try:
        for _ in range(TURN):
            site.turn(halted)
    finally:
        os.kill(worker, signal.SIGCONT)


def progress(row: Any) -> tuple[int, int, str]:
    """How far the job says it is, as the task centre shows it."""
    from mingqian.jobs import selectors as jobs

    found = jobs.progress(row)
    return found.done, found.total, found.words


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    from mingqian.draw.services import longwork
    from mingqian.site import wsgi  # noqa: F401 — as the server is started

    settings.ALLOWED_HOSTS = ["testserver"]
    begun = time.perf_counter()
    table = world()
    print(f"{FIRMS:,} firms in {time.perf_counter() - begun:.0f} s", flush=True)
    told = Verdicts()
    beside(table, longwork.FREEZE, "冻结名录", told)
    table.announce()
    table.at = max(table.at, draw_day())
    for step in (table.seal, table.bind, table.randomness):
        step()
    beside(table, longwork.COMPUTE, "计算结果", told)
    from django.db import connections

    connections.close_all()
    told.leave()


def draw_day() -> datetime:
    from tests.draw.table import DRAW

    return DRAW


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            MINGQIAN_HOME=home, MINGQIAN_DEMO="1", DJANGO_SETTINGS_MODULE="mingqian.site.settings"
        )
        main()
