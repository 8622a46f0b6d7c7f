"""Write the figures of ``docs/explain/engines.md`` and its picture: equality run here and now, costs from the bench.

    python bench/engines.py --json bench/engines.json      the costs, measured once
    python -m tools.write_engines                          compares every engine that is installed, draws the curve

Not part of `make docs`: it needs the engines, and a machine that has little else to do.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from math import log10
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402
from tests import postgres  # noqa: E402
from tests.engines import agreement, lists  # noqa: E402

from mingqian.core.canonical import Suite  # noqa: E402
from mingqian.core.draw import roll  # noqa: E402
from mingqian.engines.duckdb import DuckDB  # noqa: E402
from mingqian.engines.interface import Engine, needs  # noqa: E402
from mingqian.engines.postgresql import PostgreSQL  # noqa: E402
from mingqian.engines.spark import Spark  # noqa: E402
from mingqian.engines.sqlite import SQLite  # noqa: E402

FIGURES, PAGE = ROOT / "bench/engines.json", ROOT / "docs/explain/engines.md"
PICTURE = ROOT / "docs/pictures/cost-curve.svg"
START, END = "<!-- figures: tools/write_engines.py -->", "<!-- end of figures -->"
SIZES = (1, 2, 3, 50, 700, 4095, 4096, 4097)
COLOURS = {
    "core": "#1f4e8c",
    "duckdb": "#b5651d",
    "postgresql": "#2f7d4f",
    "sqlite": "#7a4a9c",
    "spark": "#a83232",
}
PARTS = ("survey", "root", "top", "sample")
COMPARED = 1_000_000


# ------------------------------------------------------------------------------------------------------------ equality


@contextmanager
def server() -> Iterator[str]:
    running = postgres.start()
    try:
        place = running.url.rpartition("/")[0]
        with psycopg.connect(f"{place}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE engines")
        with psycopg.connect(f"{place}/engines", autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pgcrypto")
        yield f"{place}/engines"
    finally:
        running.stop()


def compared(engine: Engine, suite: Suite, sizes: tuple[int, ...], place: Path) -> str:
    """How many rolls and rows an engine answered as the core did; the first difference ends the program."""
    able = engine.can(suite, place)
    if not able:
        return "没有 SM3，拒绝" if able.code == "engine.suite" else able.reason
    for number, size in enumerate(sizes):
        lines = lists.lines(suite, number, size)
        file = place / f"{engine.name}-{suite}-{size}.roll"
        file.write_bytes(roll.file_bytes(lines))
        with engine.read(suite, file) as found:
            agreement.agree(found, lines, suite)
    return f"{len(sizes)} 份名录、{sum(sizes):,} 行，全同"


def equality() -> list[str]:
    told = ["| 引擎 | 版本 | SHA-256 | SM3 |", "|---|---|---|---|"]
    with server() as at, tempfile.TemporaryDirectory() as folder:
        engines: list[tuple[Engine, tuple[int, ...]]] = [
            (SQLite(), SIZES),
            (PostgreSQL(at), SIZES),
            (DuckDB(), SIZES),
        ]
        if needs("pyspark", "PySpark", "spark") and shutil.which("java"):
            engines.append((Spark("local-cluster[2,1,1024]"), (4097,)))
        for engine, sizes in engines:
            answers = [compared(engine, suite, sizes, Path(folder)) for suite in Suite]
            told.append(f"| {engine.name} | {engine.version()} | {answers[0]} | {answers[1]} |")
            print(told[-1], flush=True)
    if len(engines) == 3:
        told.append("| spark | — | `make spark` 在两个节点上比对一份 4,097 行的名录 | 没有 SM3，拒绝 |")
    return told


# --------------------------------------------------------------------------------------------------------------- costs


def whole(one: dict[str, float]) -> float:
    return sum(one[part] for part in PARTS)


def curve(found: dict[str, dict[str, dict[str, float]]]) -> dict[str, list[tuple[int, float]]]:
    """Engine → (rows, microseconds of processor time a row)."""
    return {
        name: [(int(size), whole(one) / int(size) * 1e6) for size, one in sizes.items()]
        for name, sizes in found.items()
    }


def costs(found: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    sizes = sorted({int(size) for one in found.values() for size in one})
    told = ["| 引擎 | " + " | ".join(f"{size:,} 行" for size in sizes) + " | 内存不超过 |"]
    told.append("|---" * (len(sizes) + 2) + "|")
    for name, points in curve(found).items():
        known = dict(points)
        cells = [f"{known[size]:.1f}" if size in known else "—" for size in sizes]
        last = max(found[name], key=int)
        told.append(f"| {name} | " + " | ".join(cells) + f" | {found[name][last]['peak']:,.0f} MiB |")
    return told


def prices(found: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    told = [
        "| 引擎 | 只算摘要（秒） | 抽出前 k 个（秒） | 倍数 | `ORDER BY random() LIMIT k`（秒） |",
        "|---|---|---|---|---|",
    ]
    for name, sizes in found.items():
        one = sizes.get(str(COMPARED))
        if one:
            ratio = one["top"] / one["hashes"]
            told.append(
                f"| {name} | {one['hashes']:.2f} | {one['top']:.2f} | {ratio:.2f} | {one['random']:.2f} |"
            )
    return told


def picture(lines: dict[str, list[tuple[int, float]]]) -> str:
    """Rows in powers of ten, microseconds a row; one line an engine, its name at its end."""
    top = max(cost for points in lines.values() for _, cost in points) * 1.15
    last = max(size for points in lines.values() for size, _ in points)

    def x(size: int) -> float:
        return 70 + (log10(size) - 4) / max(1, log10(last) - 4) * 520

    def y(cost: float) -> float:
        return 320 - cost / top * 280

    font = "font-family=\"'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif\""
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 380" role="img" {font}>',
             "<title>每行所费处理器时间，随名录长度</title>", '<rect width="720" height="380" fill="#fff"/>']  # fmt: skip
    for step in range(int(top) // 4 + 1):
        parts.append(f'<path d="M70 {y(step * 4):.1f}H590" stroke="#e3e8ee"/>')
        parts.append(
            f'<text x="60" y="{y(step * 4) + 4:.1f}" font-size="12" text-anchor="end" fill="#556">{step * 4}</text>'
        )
    for power in range(4, round(log10(last)) + 1):
        parts.append(
            f'<text x="{x(10**power):.1f}" y="342" font-size="12" text-anchor="middle" fill="#556">{10**power // 10000:,} 万行</text>'
        )
    parts.append(
        '<text x="70" y="24" font-size="13" fill="#223">微秒（处理器时间）每行：统计、树根、抽取、样本</text>'
    )
    ends = spread({name: y(points[-1][1]) for name, points in lines.items()})
    for name, points in lines.items():
        path = " ".join(f"{x(size):.1f},{y(cost):.1f}" for size, cost in points)
        colour = COLOURS.get(name, "#444")
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [
            f'<circle cx="{x(size):.1f}" cy="{y(cost):.1f}" r="3.5" fill="{colour}"/>'
            for size, cost in points
        ]
        at = x(points[-1][0]) + 10
        parts.append(
            f'<text x="{at:.1f}" y="{ends[name] + 4:.1f}" font-size="13" fill="{colour}">{escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def spread(wanted: dict[str, float], gap: float = 16) -> dict[str, float]:
    """Names of lines that end close together stand under one another."""
    found: dict[str, float] = {}
    last = float("-inf")
    for name, place in sorted(wanted.items(), key=lambda one: one[1]):
        last = max(place, last + gap)
        found[name] = last
    return found


def main(say: Callable[[str], Any] = print) -> None:
    measured = json.loads(FIGURES.read_text())
    found = measured["engines"]
    block = [
        START, "", "### 相同", "", *equality(), "", "### 每行的代价", "",
        "处理器微秒每行：统计各层、算树根、抽二十分之一、抽样本，合计。", "", *costs(found), "",
        f"量于一台 {os.cpu_count()} 核、同时在做别的事的机器（开始时负载 {measured['load']}），所以只看处理器时间和比例。{measured.get('note', '')}", "",
        "### 可复核的价钱", "", f"{COMPARED:,} 行抽二十分之一，处理器秒。", "", *prices(found), "", END,
    ]  # fmt: skip
    page = PAGE.read_text()
    before, _, rest = page.partition(START)
    PAGE.write_text(before + "\n".join(block) + rest.partition(END)[2])
    PICTURE.write_text(picture(curve(found)))
    say(f"{PAGE.name}, {PICTURE.name}")


if __name__ == "__main__":
    main()
