"""Kill -9 of a phone's browser and of the server it talks to, at random moments of capture and sync, and what is left.

What the page had said was stored must be at the desk exactly once in the end; what it had not yet said may be there
once or not at all. Nobody tidies up between the kills.
"""

from __future__ import annotations

import os
import random  # noqa: TID251 — when to kill, not whom to draw
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, Error, Page, Playwright, sync_playwright

from tools import visiting, walking

PATIENCE = 60_000
DUMP = """() => new Promise((good) => {
  const asked = indexedDB.open("mingqian-field");
  asked.onsuccess = () => {
    const names = ["actions", "receipts", "media"];
    const deal = asked.result.transaction(names);
    const all = names.map((name) => deal.objectStore(name).getAll());
    deal.oncomplete = () => {
      asked.result.close();
      good(all.map((one) => one.result));
    };
  };
})"""

STATES = """(digests) => new Promise((good) => {
  const asked = indexedDB.open("mingqian-field");
  asked.onsuccess = () => {
    const rows = asked.result.transaction("media").objectStore("media").getAll();
    rows.onsuccess = () => {
      asked.result.close();
      const known = new Map(rows.result.map((one) => [one.sha256, one.state]));
      good(digests.map((one) => known.get(one) ?? "taking"));
    };
  };
})"""
KEEP = """() => {
  const one = [...document.querySelectorAll("main button")].find((each) => each.textContent.startsWith("存证（"));
  if (one && !one.disabled) one.click();
}"""


@dataclass
class Server:
    """The desk as a process of its own."""

    command: list[str]
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            with suppress(URLError, OSError):
                urlopen(f"{self.base}/field/", timeout=5).close()
                return
            time.sleep(0.1)
        raise AssertionError("the desk did not start")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(30)


@dataclass
class Phone:
    """A browser with a profile on the disk; killed by the ids of its own processes."""

    machine: Playwright
    folder: Path
    base: str
    context: BrowserContext | None = None
    page: Page | None = None

    def open(self) -> Page:
        if self.page is None:
            self.context = self.machine.chromium.launch_persistent_context(
                self.folder, executable_path=walking.chromium(), args=list(walking.FLAGS),
                viewport={"width": 390, "height": 844}, locale="zh-CN", timezone_id="Asia/Shanghai",
            )  # fmt: skip
            self.context.set_default_timeout(PATIENCE)
            self.page = visiting.opened(self.context, self.base)
        return self.page

    def pids(self) -> list[int]:
        """Ours: the processes whose profile is this very folder."""
        found = []
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if (
                    entry.name.isdigit()
                    and f"--user-data-dir={self.folder}\0".encode() in (entry / "cmdline").read_bytes()
                ):
                    found.append(int(entry.name))
        return found

    def kill(self) -> None:
        for one in self.pids():
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)

    def forget(self) -> None:
        """After a kill: what is left of the connection."""
        if self.context is not None:
            with suppress(Error):
                self.context.close()
        while self.pids():
            time.sleep(0.05)
        self.context = self.page = None


@dataclass
class Outcome:
    """What came of it."""

    browser: int = 0
    server: int = 0
    said: set[str] = field(default_factory=set)  # hashes of pictures the page said were kept
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    records: int = 0
    media: int = 0

    def __str__(self) -> str:
        return (
            f"{self.browser} kills of the browser, {self.server} of the server: {self.records} records and {self.media} media "
            f"at the desk, {len(self.said)} pictures had been confirmed, {len(self.lost)} lost, {len(self.doubled)} doubled"
        )


@dataclass
class Torment:
    """``kills`` kills during the work of one visit."""

    server: Server
    folder: Path
    visit: str
    sign: str
    chance: random.Random
    outcome: Outcome = field(default_factory=Outcome)
    taken: int = 0
    sent: dict[str, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)

    def run(self, kills: int) -> Outcome:
        self.server.start()
        with sync_playwright() as machine:
            phone = Phone(machine, self.folder / "profile", self.server.base)
            walk = visiting.Visit(phone.open(), self.server.base, self.visit)
            walk.accept()
            walk.arrive(self.sign, ("35990001", "35990002"))
            for number in range(kills):
                self._one(phone, browser=number % 2 == 0)
            self._calm(phone)
        return self.outcome

    def _one(self, phone: Phone, *, browser: bool) -> None:
        self.server.start()
        page = phone.open()
        victim = phone.kill if browser else self.server.kill
        timer = threading.Timer(self.chance.uniform(0.05, 1.6), victim)
        timer.start()
        try:
            self._work(page)
            while timer.is_alive():
                self._work(page)
        except Error:
            if not browser:
                raise
        timer.join()
        if browser:
            phone.forget()
            self.outcome.browser += 1
        else:
            self.outcome.server += 1

    def _work(self, page: Page) -> None:
        """Some pictures, kept; only what the page says is kept counts as said."""
        pictures = [self._picture() for _ in range(self.chance.randint(1, 3))]
        digests = {sha256(one.read_bytes()).hexdigest() for one in pictures}
        page.evaluate("to => { location.hash = to }", f"#/visit/{self.visit}/evidence")
        page.locator('input[data-take="选文件"]').set_input_files([str(one) for one in pictures])
        wait_for(lambda: self._kept(page, sorted(digests)))
        self.outcome.said |= digests

    def _kept(self, page: Page, digests: list[str]) -> bool:
        """Pressed as often as it stands there: the page may have been drawn before the last picture came."""
        states = set(page.evaluate(STATES, digests))
        if "taking" not in states:
            page.evaluate(KEEP)
        return not states & {"taking", "draft"}

    def _picture(self) -> Path:
        self.taken += 1
        file = self.folder / f"{self.taken}.jpg"
        size = self.chance.choice((20_000, 200_000, 1_500_000))
        file.write_bytes(b"\xff\xd8\xff\xe0" + sha256(str(self.taken).encode()).digest() * (size // 32))
        return file

    def _calm(self, phone: Phone) -> None:
        """Everything up again, and time enough to send the rest."""
        self.server.start()
        page = phone.open()
        page.evaluate("location.hash = '#/outbox'")
        page.get_by_role("button", name="立即上传").click()
        wait_for(lambda: quiet(page.evaluate(DUMP)), 400, every=0.3)
        actions, receipts, _ = page.evaluate(DUMP)
        self.sent = {one["id"]: one["sha256"] for one in actions}
        self.answered = {one["id"] for one in receipts if one["state"] == "received"}
        phone.kill()
        phone.forget()

    def judge(self, actions: list[tuple[str, str, str]], uploads: list[tuple[str, str]]) -> Outcome:
        """``actions`` at the desk: id, hash, hash of the medium or nothing; ``uploads`` there: id, hash."""
        found = self.outcome
        found.records, found.media = len(actions), len(uploads)
        bound, kept = Counter(one for *_, one in actions if one), Counter(digest for _, digest in uploads)
        found.lost = [one for one in found.said if not bound[one] or not kept[one]]
        found.lost += [one for one in self.sent if one not in {told for told, *_ in actions}]
        found.doubled = [one for one in (bound | kept) if bound[one] > 1 or kept[one] > 1]
        assert self.sent == {told: digest for told, digest, _ in actions} and self.answered == set(self.sent)
        return found


def quiet(told: list[list[dict[str, str]]]) -> bool:
    """Nothing on the phone waits for an answer; what was never finished there is a draft."""
    actions, receipts, media = told
    return len(receipts) == len(actions) and all(
        one["state"] in ("received", "draft", "taking") for one in media
    )


def wait_for(done: Callable[[], bool], patience: float = 60, every: float = 0.03) -> None:
    """Asked again and again."""
    until = time.monotonic() + patience
    while not done():
        if time.monotonic() > until:
            raise AssertionError("it did not come about")
        time.sleep(every)
