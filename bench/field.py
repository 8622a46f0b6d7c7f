"""Two hundred kills, of the phone's browser and of the server in turn, during capture and sync: none lost, none doubled.

``bench/field.py [KILLS [SEED]]``. Also the size of the first load and the time to open without a network.
"""

import gzip
import os
import random  # noqa: TID251 — when to kill
import sys
import tempfile
import time
from pathlib import Path

from _verdicts import Verdicts

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
KILLS, SEED = (int(one) for one in (sys.argv[1:] + ["200", "20261122"][len(sys.argv) - 1 :])[:2])
FIRST_LOAD, OPENS = 150_000, 1_000


def tormented(folder: Path) -> str:
    """The story of all the kills, and what was found at the desk."""
    from tests.browser import field_desk
    from tools import killing

    port = field_desk.free_port()
    command = [sys.executable, "-m", "tests.browser.field_desk", str(folder), str(port)]
    os.chdir(ROOT)
    package = field_desk.package(field_desk.now())
    first = package["visits"][0]
    sign = field_desk.sign(first["subject"]["code"].removeprefix("USCC:"))
    work = killing.Torment(killing.Server(command, port), folder, first["code"], sign, random.Random(SEED))
    try:
        work.run(KILLS)
    finally:
        work.server.kill()
    found = work.judge(*field_desk.found(folder))
    print(f"seed {SEED}: {found}")
    return "" if not found.lost and not found.doubled and found.said else str(found)


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
    from tests.browser import field_desk

    field_desk.light()
    verdicts = Verdicts()
    verdicts.at_most("first load, compressed", first_load() / 1000, FIRST_LOAD / 1000, "kB")
    with tempfile.TemporaryDirectory() as folder:
        verdicts.at_most("opens without a network", opening(Path(folder)), OPENS, "ms")
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        fault = tormented(Path(folder))
        print(f"{KILLS} kills in {time.monotonic() - begun:.0f} s")
    verdicts.at_most("pictures lost or doubled", 1 if fault else 0, 0, "")
    verdicts.leave()


if __name__ == "__main__":
    main()
