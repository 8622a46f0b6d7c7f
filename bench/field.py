"""Two hundred kills, of the phone's browser and of the server at random, during capture and sync: none lost, none doubled.

``bench/field.py [KILLS [SEED]] [--home DEMO]``: ``mingqian serve`` over a copy of the finished demo (built if none is
named), a phone's page in Chromium; judged in the server's own database and vault. Also the size of the first load, the
time to open without a network, fifty photographs over a line that is cut again and again. ``--video 2GB`` alone: a film as
large as the limit, the server killed on the way, and what it took of memory.
"""

import argparse
import gzip
import os
import random  # noqa: TID251 — when to kill
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from _verdicts import Verdicts

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tools import real_desk, visiting

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FIRST_LOAD, OPENS = 150_000, 1_000
WALKS = 4
PHOTOS, PIECE, WORDS = 50, 1 << 20, 4_000  # bytes of a piece; of a question's own words
LIMIT = 2 << 30
TAB, SERVER = 500, 300  # megabytes
MORNING = "2026-11-17T08:31:00+08:00"  # the demo's present day
LINE = "from mingqian.site.cli import main; main()"


def typed(home: Path, *words: str) -> tuple[int, str]:
    """A command's code and words."""
    done = subprocess.run(
        [sys.executable, "-c", LINE, *words], capture_output=True, text=True, env=surroundings(home)
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def surroundings(home: Path) -> dict[str, str]:
    more = {"MINGQIAN_HOME": str(home), "MINGQIAN_DEMO": "1", "MINGQIAN_CLOCK": MORNING}
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "mingqian.site.settings", **more}


@contextmanager
def desk(demo: str, port: int) -> "Iterator[real_desk.Desk]":
    """The server over a copy of the demo; ended however the bench ends."""
    from tests.browser import field_desk
    from tools import real_desk

    with tempfile.TemporaryDirectory() as folder:
        place = Path(demo)
        if not demo:
            place = Path(folder) / "built"
            code, said = typed(Path(folder), "demo", "--out", str(place))
            assert code == 0, said
        home = Path(folder) / "home"
        shutil.copytree(place, home)
        code, said = typed(home, "migrate")
        assert code == 0, said
        port = port or field_desk.free_port()
        line = [sys.executable, "-c", LINE, "serve", "--port", str(port), "--no-worker"]
        started: list[subprocess.Popen[bytes]] = []

        def begin() -> int:
            with (home / "said.txt").open("ab") as said:
                started.append(
                    subprocess.Popen(
                        line, env=surroundings(home), stdout=said, stderr=said, start_new_session=True
                    )
                )
            return started[-1].pid

        found = real_desk.Desk(home, port, begin)
        try:
            yield found
        finally:
            found.kill()
            for one in started:
                one.wait()


def tormented(demo: str, port: int, kills: int, seed: int, verdicts: Verdicts) -> None:
    """The kills, and what was found at the desk."""
    from tools import killing, real_desk

    with desk(demo, port) as server, tempfile.TemporaryDirectory() as folder:
        server.start()
        server.wait()
        walks = [
            (code, real_desk.poster(server.home, firm))
            for code, firm in real_desk.asked(server.home, real_desk.WALKS)
        ]
        work = killing.Torment(server, Path(folder), walks[:WALKS], random.Random(seed))
        begun = time.monotonic()
        work.run(
            kills,
            lambda words: print(f"{time.monotonic() - begun:.0f} s: {words}", file=sys.stderr, flush=True),
        )
        print(f"seed {seed}: {kills} kills in {time.monotonic() - begun:.0f} s")
        for words in (("journal", "verify"), ("records", "check")):
            code, said = typed(server.home, *words)
            print(f"mingqian {' '.join(words)}: {said.splitlines()[0]}")
            verdicts.at_most(f"faults found by {' '.join(words)}", code, 0, "")
        print("tidied:", typed_tidy(server.home))
        found = work.judge(real_desk.found(server.home, [code for code, _ in work.walks]))
        print(found)
        verdicts.at_most("lost, doubled or damaged", 0 if found.clean else 1, 0, "")


def typed_tidy(home: Path) -> str:
    """The nightly clean-up, as the worker does it, two days on."""
    code = (
        "import django; django.setup()\n"
        "from datetime import UTC, datetime, timedelta\n"
        "from mingqian.records import services as records\n"
        "print(records.checking.tidy(now=datetime.now(UTC) + timedelta(days=2)), 'files taken away')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=surroundings(home)
    )
    return (done.stdout + done.stderr).strip()


@contextmanager
def visited(server: "real_desk.Desk", base: str, profile: Path) -> "Iterator[tuple[Page, visiting.Visit]]":
    """A phone at the door of the first firm, certificates shown."""
    from tools import real_desk, visiting, walking

    server.start()
    server.wait()
    (code, firm), *_ = real_desk.asked(server.home, real_desk.WALKS)
    with visiting.phone(profile) as context:
        context.set_default_timeout(120_000)
        walking.become(context.new_page(), base, "执法检查人员")
        page = visiting.opened(context, base)
        walk = visiting.Visit(page, base, code)
        walk.accept()
        walk.open("arrive")
        page.locator("li .tick b").first.wait_for()
        names = tuple(page.locator("li:has(.tick b)").all_inner_texts())[:2]
        walk.arrive(real_desk.poster(server.home, firm), names)
        yield page, walk


def photographs(demo: str, port: int, seed: int, verdicts: Verdicts) -> None:
    """Fifty of them over a line that is cut again and again; the phone goes on by itself."""
    from tools import cutting, killing, real_desk

    with desk(demo, port) as server, tempfile.TemporaryDirectory() as folder:
        line = cutting.Line(server.port, 100_000, 3 * PIECE, random.Random(seed))
        line.whole = True
        with visited(server, f"http://127.0.0.1:{line.port}", Path(folder) / "profile") as (page, walk):
            files = [Path(folder) / f"{number}.jpg" for number in range(PHOTOS)]
            for number, file in enumerate(files):
                file.write_bytes(killing.picture(number, 2_500_000 if number % 5 == 0 else 60_000))
            before, line.whole, begun = line.up, False, time.monotonic()
            walk.photograph(*files)
            stored = time.monotonic() - begun
            killing.wait_for(
                lambda: killing.quiet(page.evaluate(killing.DUMP)), 600, 0.3, lambda: killing.stuck(page)
            )
        server.kill()
        size, over = sum(one.stat().st_size for one in files), line.up - before
        took = time.monotonic() - begun
        print(
            f"{PHOTOS} photographs, {size / 1e6:.1f} MB, stored on the phone in {stored:.1f} s, at the desk after {took:.1f} s "
            f"and {line.cuts} cuts; {over / 1e6:.1f} MB went up"
        )
        found = real_desk.found(server.home, [walk.code])
        once = len(found.kept) == PHOTOS == sum(found.kept.values()) and not found.open
        verdicts.at_most("photographs lost or doubled", 0 if once and not found.faults else 1, 0, "")
        verdicts.at_least("cuts", line.cuts, 5, "")
        asked = 2 * PHOTOS + size // PIECE + 3 * line.cuts
        verdicts.at_most(
            "went up twice, pieces for each cut",
            max(0, over - size - asked * WORDS) / PIECE / line.cuts,
            1,
            "",
        )


def filmed(demo: str, port: int, size: int, verdicts: Verdicts) -> None:
    """A film as large as the limit: never whole in memory, resumed after a kill; one byte more is refused at once."""
    from tools import killing, real_desk

    with desk(demo, port) as server, tempfile.TemporaryDirectory() as folder:
        film, profile = Path(folder) / "全程录像.mp4", Path(folder) / "profile"
        digest = killing.film(film, size)
        with visited(server, server.base, profile) as (page, walk):
            stored = kept_on_the_phone(page, walk, film, profile)
            server.kill()
            walk.press("存证（1 件）")
            killing.wait_for(
                lambda: page.evaluate(killing.DUMP)[2][0]["state"] != "draft",
                60,
                0.2,
                lambda: killing.stuck(page),
            )
            tomorrow = time.time() + 86_400  # who closes the browser stays signed in, as on a phone
            cookies = [{**one, "expires": tomorrow} for one in page.context.cookies()]
            page.context.add_cookies(cookies)  # type: ignore[arg-type]
        sent, served = carried_up(server, profile, walk.code, size)
        row, said = seen_again(server, profile)
        server.kill()
        for name, told in (("stored", stored), ("sent", sent), ("server", served)):
            print(f"peak memory, {name}, MB:", told)
        verdicts.at_most(
            "the tab's memory at its highest", max(stored["renderer"], sent["renderer"]), TAB, "MB"
        )
        verdicts.at_most("a server process's", max(served.values()), SERVER, "MB")
        print(said)
        found = real_desk.found(server.home, [walk.code])
        same = row["sha256"] == digest and dict(found.kept) == {digest: 1} and not found.faults
        verdicts.at_most("another SHA-256 on the phone or in the vault", 0 if same else 1, 0, "")


def kept_on_the_phone(page: "Page", walk: "visiting.Visit", film: Path, profile: Path) -> dict[str, int]:
    """Chosen from the gallery; a byte more than the limit is refused at once. The phone's peaks."""
    from tools import killing

    chosen, size = page.locator('input[data-take="选文件"]'), film.stat().st_size
    walk.open("evidence")
    if size == LIMIT:
        larger = film.with_name("太大.mp4")
        shutil.copy(film, larger)
        os.truncate(larger, size + 1)
        chosen.set_input_files(larger)
        page.locator("#told p").wait_for()
        print("one byte more:", page.locator("#told p").inner_text())
        larger.unlink()
    begun = time.monotonic()
    chosen.set_input_files(film)
    page.get_by_text("待存证 1 件").wait_for(timeout=900_000)
    print(f"stored and hashed on the phone in {time.monotonic() - begun:.0f} s")
    return killing.peaks(killing.family(min(killing.of_profile(profile))))


def carried_up(
    server: "real_desk.Desk", profile: Path, code: str, size: int
) -> tuple[dict[str, int], dict[str, int]]:
    """The phone sends with nobody looking on: a debugger keeps every request it has seen. Peaks of the phone, the desk."""
    from tools import killing, real_desk, walking

    server.start()
    server.wait()
    begun = time.monotonic()
    alone = subprocess.Popen(
        [walking.chromium(), *walking.FLAGS, f"--user-data-dir={profile}", f"{server.base}/field/"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        killing.wait_for(lambda: server.arrived() > size // 2, 900, 0.2)
        first = killing.peaks(server.group())
        server.kill()
        print(f"server killed at {server.arrived() / 1e6:.0f} MB")
        server.start()
        killing.wait_for(lambda: real_desk.found(server.home, [code]).kept.total() > 0, 900, 1)
        print(f"at the desk after {time.monotonic() - begun:.0f} s")
        time.sleep(2)  # its receipt on the phone
        second = killing.peaks(server.group())
        desk_peak = {one: max(first.get(one, 0), second.get(one, 0)) for one in {*first, *second}}
        return killing.peaks(killing.family(min(killing.of_profile(profile)))), desk_peak
    finally:
        alone.terminate()
        alone.wait()


def seen_again(server: "real_desk.Desk", profile: Path) -> tuple[dict[str, str], str]:
    """Opened once more: the film's row, and what the phone says of its store."""
    from tools import killing, visiting

    with visiting.phone(profile) as context:
        page = visiting.opened(context, server.base)
        killing.wait_for(
            lambda: killing.quiet(page.evaluate(killing.DUMP)), 60, 1, lambda: killing.stuck(page)
        )
        (row,) = page.evaluate(killing.DUMP)[2]
        page.evaluate("location.hash = '#/device'")
        page.locator("progress").wait_for()
        return row, page.locator("main .card").first.inner_text().replace("\n", " ")


def first_load() -> int:
    """Bytes of everything the phone fetches before it can work alone, compressed one by one."""
    from mingqian.field import shell

    texts = [shell.page(demo=False), shell.worker(demo=False)]
    return sum(len(gzip.compress(one)) for one in [*(text.encode() for text in texts), *shell.contents()])


def opening(folder: Path) -> float:
    """Milliseconds to the first screen in flight mode, the best of five."""
    from tests.browser import field_desk
    from tools import visiting

    server = field_desk.serve(field_desk.Desk(folder, field_desk.package(field_desk.now())))
    times = []
    with visiting.phone(folder / "profile") as context:
        page = visiting.opened(context, f"http://127.0.0.1:{server.server_port}")
        context.set_offline(True)
        for _ in range(5):
            page.reload()
            page.locator("html[data-ready]").wait_for()
            times.append(page.evaluate("performance.getEntriesByName('field-ready')[0].startTime"))
    return float(min(times))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("kills", nargs="?", type=int, default=200)
    asked.add_argument("seed", nargs="?", type=int, default=20261122)
    asked.add_argument("--home", default=os.environ.get("MINGQIAN_TEST_DEMO", ""))
    asked.add_argument("--video", default="", help="2GB, 300MB: only a film of that size")
    asked.add_argument("--port", type=int, default=0, help="of the server; a free one otherwise")
    asked.add_argument("--photos", action="store_true", help="only the fifty photographs")
    given = asked.parse_args()
    os.chdir(ROOT)
    from tests.browser import field_desk

    field_desk.light()
    verdicts = Verdicts()
    if given.video:
        filmed(
            given.home,
            given.port,
            int(given.video[:-2]) << {"MB": 20, "GB": 30}[given.video[-2:].upper()],
            verdicts,
        )
        verdicts.leave()
    photographs(given.home, given.port, given.seed, verdicts)
    if given.photos:
        verdicts.leave()
    verdicts.at_most("first load, compressed", first_load() / 1000, FIRST_LOAD / 1000, "kB")
    with tempfile.TemporaryDirectory() as folder:
        verdicts.at_most("opens without a network", opening(Path(folder)), OPENS, "ms")
    tormented(given.home, given.port, given.kills, given.seed, verdicts)
    verdicts.leave()


if __name__ == "__main__":
    main()
