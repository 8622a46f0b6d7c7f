"""Import of a million rows against django-import-export on the same model: rows per second and peak memory.

Fictional firms of 鹭湾 (division prefix 3599) are written to a CSV file, then each runner imports into a
fresh database in a process of its own, so that its memory is its own. The peer is slow, so it gets the
first rows of such a file; both figures are rows per second.
Usage: ``bench/import.py [ROWS [PEER_ROWS [BULK_ROWS]]]``.
"""

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from _verdicts import Verdicts

DEFAULTS = [1_000_000, 1_000, 10_000]
HEADER = [
    "单位名称",
    "统一社会信用代码",
    "成立日期",
    "单位类型",
    "法定代表人",
    "注册资本",
    "地址",
    "联系人",
    "联系方式",
    "经营范围",
]
WORDS = ["春和", "景明", "瑞丰", "恒达", "嘉禾", "远航", "启明", "盛源", "天成", "博雅"]
TRADES = [
    "商贸",
    "科技",
    "餐饮管理",
    "物流",
    "建筑工程",
    "人力资源服务",
    "劳务派遣",
    "职业技能培训",
    "物业",
    "食品",
]
SCOPE = "一般项目：日用百货销售；技术服务、技术开发、技术咨询；信息咨询服务（不含许可类信息咨询服务）；{}（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"
NOW = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)


def write(path: Path, rows: int, *, wrong: bool = True) -> None:
    """A list as offices have it: one row in fifty needs healing, one in a thousand is wrong.

    The peer rolls back everything at the first wrong row, so its list has none.
    """
    from mingqian.core import identifiers

    first = date(1990, 1, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for n in range(rows):
            inner = f"{n:08d}"
            body = f"9135990{n % 6 + 1}{inner}{identifiers.org_check(inner)}"
            number = body + identifiers.uscc_check(body)
            day = (first + timedelta(days=n % 13_000)).isoformat()
            trade = TRADES[n % 10]
            if n % 50 == 7:
                number, day = number.lower(), day.replace("-", "/")
            if wrong and n % 1000 == 13:
                number = number[:17] + ("0" if number[17] != "0" else "1")
            out.writerow(
                [
                    f"鹭湾{WORDS[n % 10]}{WORDS[n // 10 % 10]}{n}{trade}有限公司",
                    number,
                    day,
                    "有限责任公司" if n % 3 else "个体工商户",
                    f"经营者{n % 1000}",
                    f"{n % 500 + 1}万元人民币",
                    f"鹭湾市湖滨区湖滨路{n % 999 + 1}号{n % 30 + 1}室",
                    "N/A" if n % 4 else f"联系人{n % 100}",
                    f"0599-{n % 9_000_000 + 1_000_000}",
                    SCOPE.format(trade),
                ]
            )


def ready(home: str) -> object:
    """A fresh database with the bureau founded; answers the person who imports."""
    os.environ["MINGQIAN_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "mingqian.site.settings"
    Path(home).mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests import cast

    return cast.assemble().legal_office


def ours(home: str, path: str) -> dict[str, float]:
    """Preview and confirm: validation, duplicates, tags, change rows, batch, journal."""
    by = ready(home)
    from mingqian.registry.services import imports

    start, cpu = time.perf_counter(), time.process_time()
    preview, batch = imports.load(Path(path), by=by, now=NOW)
    seconds, work = time.perf_counter() - start, time.process_time() - cpu
    return {"rows": preview.rows, "saved": batch.added, "seconds": seconds, "cpu": work}


def peer(home: str, path: str, bulk: bool) -> dict[str, float]:
    """django-import-export by its own means, in one transaction; duplicates, tags, change rows, journal not at all.

    Plain: every row through ``full_clean`` and its own statement. Bulk: no validation by the model, no
    differences, ``bulk_create``: its quickest setting.
    """
    by = ready(home)
    import tablib
    from import_export import fields, resources, widgets

    from mingqian.core import identifiers
    from mingqian.registry import trade_words
    from mingqian.registry.models import Subject

    names = ["name", "number", "registered_on", "entity_type", "legal_representative", "capital", "address"]
    names += ["contact_person", "contact_phone", "scope"]

    class Subjects(resources.ModelResource):
        registered_on = fields.Field("registered_on", "registered_on", widgets.DateWidget("%Y-%m-%d"))

        class Meta:
            model = Subject
            fields = ("code", *names)
            import_id_fields = ("code",)
            use_transactions = True
            use_bulk = bulk
            skip_diff = bulk
            batch_size = 1000
            clean_model_instances = not bulk

        def before_import_row(self, row: dict, **_: object) -> None:
            reading = identifiers.read_uscc(row["number"])
            if not reading.ok:
                raise ValueError(reading.message)
            row["number"], row["code"] = reading.value, "USCC:" + reading.value
            row["registered_on"] = row["registered_on"].replace("/", "-")

        def init_instance(self, row: dict | None = None) -> Subject:
            made = Subject(scheme="USCC", unit_id=by.unit_id, confirmed_on=NOW.date())
            made.kind = trade_words.kind_of(row["number"], row["entity_type"]).value
            made.division_code = row["number"][2:8]
            made.facts = {"list": "bench"}  # full_clean takes an empty one for a blank
            made.changed_at, made.changed_by = NOW, by.code
            return made

    with open(path, encoding="utf-8", newline="") as file:
        rows = [[*row, "USCC:" + row[1].upper()] for row in list(csv.reader(file))[1:]]
    data = tablib.Dataset(*rows, headers=[*names, "code"])
    start, cpu = time.perf_counter(), time.process_time()
    result = Subjects().import_data(data, raise_errors=True)
    seconds, work = time.perf_counter() - start, time.process_time() - cpu
    if result.has_errors() or result.has_validation_errors():
        raise SystemExit("the peer refused rows of its own list")
    return {"rows": len(data), "saved": Subject.objects.count(), "seconds": seconds, "cpu": work}


def run(which: str, path: Path) -> dict[str, float]:
    """One runner in a process of its own, on a fresh database."""
    with tempfile.TemporaryDirectory(prefix="bench-import-") as home:
        words = [sys.executable, __file__, "--run", which, home, str(path)]
        out = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    found = json.loads(out.strip().splitlines()[-1])
    found["rate"], found["work"] = found["rows"] / found["seconds"], found["rows"] / found["cpu"]
    print(
        f"      {which:9} {found['rows']:>9,} rows  {found['seconds']:7.1f} s by the clock "
        f"{found['rate']:>7,.0f} rows/s  {found['cpu']:7.1f} s of processor {found['work']:>7,.0f} rows/s  "
        f"peak {found['peak'] / 1024:,.0f} MiB  saved {found['saved']:,}",
        flush=True,
    )
    return found


def main() -> None:
    """Write the files, run all, settle the promises.

    The peer runs before and after us and counts with its better run: the neighbours must not help.
    """
    if sys.argv[1:2] == ["--run"]:
        which, home, path = sys.argv[2:5]
        found = ours(home, path) if which == "mingqian" else peer(home, path, bulk=which == "peer-bulk")
        found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps(found))
        return
    rows, few, some = (int(word) for word in [*sys.argv[1:], *DEFAULTS[len(sys.argv) - 1 :]])
    print(f"{rows:,} rows of CSV; django-import-export validating: {few:,} rows, use_bulk: {some:,}")
    with tempfile.TemporaryDirectory(prefix="bench-import-") as place:
        lists = {"mingqian": (rows, True), "peer": (few, False), "peer-bulk": (some, False)}
        for name, (count, wrong) in lists.items():
            write(Path(place) / name, count, wrong=wrong)
        order = ["peer", "peer-bulk", "mingqian", "peer-bulk", "peer"]
        found = [(which, run(which, Path(place) / which)) for which in order]
    mine = next(one for which, one in found if which == "mingqian")
    verdicts = Verdicts()
    for which, name in (
        ("peer", "django-import-export, validating as we do"),
        ("peer-bulk", "its use_bulk, without"),
    ):
        others = [one for other, one in found if other == which]
        verdicts.at_least(
            f"rows/s against {name}, by the clock", mine["rate"] / max(one["rate"] for one in others), 10
        )
        print(f"      by processor {mine['work'] / max(one['work'] for one in others):.1f} times")
    verdicts.at_most("peak of memory", mine["peak"] / 1024, 400, "MiB")
    verdicts.leave()


if __name__ == "__main__":
    main()
