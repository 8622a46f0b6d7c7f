"""Pages over a million subjects and a million journal entries against an empty page in the same frame.

Each page takes turns with a page of the same template that holds nothing, for the same person; what is compared
is the 95th of a hundred answers. Questions to the database are counted. Usage: ``bench/site.py [ROWS [ROUNDS]]``,
on SQLite, or on PostgreSQL where DATABASE_URL names an empty database (then by the clock: its work is another
process's).
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from _verdicts import Verdicts

ROOT = Path(__file__).resolve().parents[1]
DEFAULTS = [1_000_000, 60]
QUERIES, RATIO, SEARCH_MS = 12, 3.0, 5.0
SYLLABLES = "春和景明瑞丰恒达嘉禾远航启明盛源天成博雅汇通正阳华安立信佳美云岭海川金桥玉湖"
TRADES = "商贸科技餐饮物流建筑人力劳务培训物业食品"


def name_of(i: str) -> str:
    """SQL for a firm's name that differs from row to row as real ones do."""
    pick = "substr('{}', 1 + 2 * (({} / {}) % {}), 2)".format
    syllables, trades = len(SYLLABLES) // 2, len(TRADES) // 2
    parts = [pick(SYLLABLES, i, 1, syllables), pick(SYLLABLES, i, 21, syllables), pick(TRADES, i, 7, trades)]
    return " || ".join(["'鹭湾'", *parts, "'有限公司'"])


def fill(rows: int) -> None:
    """The fictional bureau, one firm by the book, and a million like it by the database itself."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from tests import cast as casting
    from tests.registry import builders

    from mingqian.audit.models import Entry
    from mingqian.registry.models import Subject

    call_command("migrate", verbosity=0)
    cast = casting.assemble()
    with transaction.atomic():
        builders.firm(cast, 0)
    series = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"
    digits = "substr(CAST(100000000 + n.i AS TEXT), 2)"
    number = f"'91359901MA' || {digits}"
    with connection.cursor() as cursor:
        changed = {"number": number, "code": f"'USCC:' || {number}", "name": name_of("n.i")}
        columns = [one.column for one in Subject._meta.local_concrete_fields if one.column != "id"]
        cells = ", ".join(changed.get(column, f's."{column}"') for column in columns)
        named = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(
            f"{series} INSERT INTO registry_subject ({named}) SELECT {cells} FROM n, registry_subject s"
            f" WHERE s.id = (SELECT min(id) FROM registry_subject)"
            if connection.vendor == "postgresql"
            else f"INSERT INTO registry_subject ({named}) {series} SELECT {cells} FROM n, registry_subject s"
            f" WHERE s.id = (SELECT min(id) FROM registry_subject)"
        )
        last = Entry.objects.count()
        changed = {
            "seq": f"{last} + n.i",
            "thing": f"'subject:USCC:' || {number}",
            "kind": "'subject.changed'",
        }
        columns = [one.column for one in Entry._meta.local_concrete_fields]
        cells = ", ".join(changed.get(column, f'e."{column}"') for column in columns)
        named = ", ".join(f'"{column}"' for column in columns)
        body = f"SELECT {cells} FROM n, audit_entry e WHERE e.seq = {last}"
        begun = f"INSERT INTO audit_entry ({named})"
        cursor.execute(
            f"{series} {begun} {body}" if connection.vendor == "postgresql" else f"{begun} {series} {body}"
        )
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_journalhead_no_update")
        else:
            cursor.execute("ALTER TABLE audit_journalhead DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE audit_journalhead SET count = {last + rows}")
        cursor.execute("ANALYZE")


def index() -> float:
    """Every firm filed for the search; rows per processor second."""
    from mingqian.search import services as search
    from mingqian.site import finding

    start = time.process_time()
    count = search.put_many(finding.subjects(finding.librarian()))
    search.settle_down()
    return count / (time.process_time() - start)


def pages(rows: int) -> dict[str, tuple[str, str, str]]:
    """What is measured: who asks, which address, which empty page it is compared with."""
    firm = f"/desk/subjects/USCC:91359901MA{rows // 2:08d}/"
    return {
        "我的待办": ("legal_office", "/desk/", "desk"),
        "对象列表": ("legal_office", "/desk/subjects/", "desk"),
        "对象列表第 100 页": ("legal_office", "/desk/subjects/?page=100", "desk"),
        "对象主页": ("legal_office", firm, "desk"),
        "搜索两个字": ("legal_office", "/desk/search/?q=恒达", "desk"),
        "搜索常见字": ("legal_office", "/desk/search/?q=有限公司", "desk"),
        "搜索拼音": ("legal_office", "/desk/search/?q=lwhd", "desk"),
        "搜索代码": ("legal_office", f"/desk/search/?q=MA{rows // 2:08d}", "desk"),
        "区县的搜索": ("district_bureau", "/desk/search/?q=恒达", "desk"),
        "审计日志": ("audit_admin", "/desk/journal/", "desk"),
        "审计日志按对象": ("audit_admin", f"/desk/journal/?thing=subject:USCC:91359901MA{7:08d}", "desk"),
        "审计日志一条": ("audit_admin", f"/desk/journal/{rows // 2}/", "desk"),
        "事项列表": ("legal_office", "/desk/items/", "desk"),
        "人员列表": ("legal_office", "/desk/inspectors/", "desk"),
        "门户首页": ("", "/", "portal"),
        "门户查企业": ("", "/find/?q=恒达", "portal"),
        "门户事项清单": ("", "/items/", "portal"),
        "门户抽取公告": ("", "/draws/", "portal"),
        "门户检查结果": ("", "/results/", "portal"),
    }


def empty_pages() -> None:
    """Two addresses more: the frame of the desk and of the portal around nothing."""
    from django.template import engines
    from django.urls import path

    from mingqian.accounts.enums import STAFF
    from mingqian.site import urls
    from mingqian.ui import access

    def frame(name: str):
        made = engines["django"].from_string(f'{{% extends "ui/{name}.html" %}}')
        who = STAFF if name == "desk" else (access.ANYONE,)

        @access.page(*who)
        def nothing(request):
            from django.http import HttpResponse

            return HttpResponse(made.render({}, request))

        return nothing

    urls.urlpatterns.insert(0, path("bench/desk/", frame("desk")))
    urls.urlpatterns.insert(0, path("bench/portal/", frame("portal")))


class Reader:
    """One person's browser."""

    def __init__(self, cast, who: str) -> None:
        from django.test import Client
        from tests import web

        self.client = web.signed_in(cast[who], now=cast["now"]) if who else Client()

    def seconds(self, url: str, clock) -> float:
        start = clock()
        answer = self.client.get(url)
        spent = clock() - start
        assert answer.status_code == 200, (url, answer.status_code)
        return spent

    def queries(self, url: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            self.client.get(url)
        return len(asked)


def p95(found: list[float]) -> float:
    return sorted(found)[int(len(found) * 0.95)]


def measure(told: Verdicts, rows: int, rounds: int) -> None:
    from django.db import connection
    from tests import cast as casting
    from tests.web import lived

    from mingqian.accounts import selectors

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    people = {role.value: code for role, (code, *_) in casting.POSTS.items()}
    people |= {role.value: code for role, (code, _) in casting.ADMINISTRATORS.items()}
    actors = {role: selectors.actor(code, on=casting.TODAY) for role, code in people.items()}
    with lived(casting.NOW):
        for label, (who, url, frame) in pages(rows).items():
            reader = Reader(actors | {"now": casting.NOW}, who)
            reader.seconds(url, clock), reader.seconds(f"/bench/{frame}/", clock)
            told.at_most(f"{label} questions", reader.queries(url), QUERIES, "queries")
            spent, floor = [], []
            for _ in range(rounds):
                floor.append(reader.seconds(f"/bench/{frame}/", clock))
                spent.append(reader.seconds(url, clock))
            told.at_most(
                f"{label} {p95(spent) * 1000:.1f} ms against {p95(floor) * 1000:.1f} ms",
                p95(spent) / p95(floor),
                RATIO,
            )
        look(told, actors, clock, rounds)


def look(told: Verdicts, actors, clock, rounds: int) -> None:
    """The search alone, without its page."""
    from mingqian.search import selectors as search

    for who, question in (
        ("legal_office", "恒达"),
        ("legal_office", "有限公司"),
        ("legal_office", "lwhd"),
        ("district_bureau", "恒达 科技"),
    ):
        spent = []
        for _ in range(rounds):
            start = clock()
            search.find(actors[who], question)
            spent.append(clock() - start)
        told.at_most(f"search “{question}” ({who})", p95(spent) * 1000, SEARCH_MS, "ms")


def main(rows: int, rounds: int) -> None:
    sys.path[:0] = [str(ROOT)]
    told = Verdicts()
    with tempfile.TemporaryDirectory(prefix="mq-bench-") as home:
        os.environ |= {
            "MINGQIAN_HOME": home,
            "MINGQIAN_SQLITE_SYNCHRONOUS": "OFF",
            "MINGQIAN_SECRET_KEY": "b" * 40,
        }
        os.environ["DJANGO_SETTINGS_MODULE"] = "mingqian.site.settings"
        import django
        from django.conf import settings

        django.setup()
        from mingqian.site import wsgi  # noqa: F401 — pages are measured in a process that was started as the server is

        settings.ALLOWED_HOSTS = ["testserver"]
        fill(rows)
        print(
            f"{rows:,} subjects and journal entries; filed for the search at {index():,.0f} rows a second",
            flush=True,
        )
        empty_pages()
        measure(told, rows, rounds)
        from django.db import connections

        connections.close_all()
    told.leave()


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*given, *DEFAULTS[len(given) :])
