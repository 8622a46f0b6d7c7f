"""Mutations of every field and recomputed frauds, judged by the portal's verifier in real Chromium.

One worker on one page reads them; what it says is held against the one-file program's word, case by case.
``make test`` shows it every seventh, which leaves no field out; ``make tamper`` shows it all of them.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.publicity import browsers
from tests.verify import sweep

EVERY = 1 if os.environ.get("MINGQIAN_TEST_WHOLE_SWEEP") else 7
PATIENCE = 600_000  # milliseconds: some four thousand transcripts on a busy machine
RUN = """() => new Promise((done, fail) => {
  const worker = new Worker("sweep_worker.mjs", { type: "module" });
  worker.onmessage = ({ data }) => data.found ? done(data.found) : (document.title = String(data.done));
  worker.onerror = (event) => fail(new Error(event.message));
  worker.postMessage("go");
})"""


class Quiet(SimpleHTTPRequestHandler):
    """Files of one folder; browsers run modules only as JavaScript."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A folder with the portal's modules and the sweep, on loopback."""
    browsers.served(tmp_path)
    for name in ("sweep.mjs", "sweep_worker.mjs"):
        shutil.copy(sweep.FOLDER / name, tmp_path)
    (tmp_path / "index.html").write_text("<!doctype html><title>sweep</title>")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", tmp_path
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_chromium_refuses_every_spoilt_and_forged_draw_by_the_same_checks(
    chromium: Browser, served: tuple[str, Path]
) -> None:
    base, folder = served
    cases = sweep.everything()[::EVERY]
    (folder / "cases.json").write_bytes(sweep.told(cases))
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(base)
    found = [tuple(codes) for codes in page.evaluate(RUN)]
    page.close()
    assert len(found) == len(cases) > 4_300 // EVERY
    accepted = [str(case) for case, codes in zip(cases, found, strict=True) if not codes and case.bound]
    assert not accepted
    known = sweep.known()
    apart = [
        f"{case}: {codes}, in Python {known[str(case)]}"
        for case, codes in zip(cases, found, strict=True)
        if codes != known[str(case)]
    ]
    assert not apart
