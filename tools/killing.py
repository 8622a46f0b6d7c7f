"""Kill -9 of a phone's browser and of the server it talks to, at random moments of capture and sync, and what is left.

What the page had said was stored must be at the desk exactly once in the end; what it had not yet said may be there
once or not at all. Nobody tidies up between the kills, and while the server is down the phone goes on taking.
"""

from __future__ import annotations

import os
import random  # noqa: TID251 — when to kill, not whom to draw
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect, sync_playwright

from tools import real_desk, visiting, walking

PATIENCE = 60_000
LAST_PATIENCE = 300_000
"""Milliseconds; hundreds of pictures may still lie on the phone when the visits end."""
VICTIMS = ("browser", "server", "web process", "main process")
SIZES = (20_000, 20_000, 200_000, 1_500_000)
TEAM = "执法检查人员"
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
class Phone:
    """A browser with a profile on the disk; killed by the ids of its own processes."""

    machine: Playwright
    folder: Path
    base: str
    context: BrowserContext | None = None
    page: Page | None = None
    signed_in: Sequence[Any] = ()

    def open(self) -> Page:
        """As an inspector opens it again: what the killed browser had not written of its sign-in is given back."""
        if self.page is None:
            self.context = self.machine.chromium.launch_persistent_context(
                self.folder, executable_path=walking.chromium(), args=list(walking.FLAGS),
                viewport={"width": 390, "height": 844}, locale="zh-CN", timezone_id="Asia/Shanghai",
            )  # fmt: skip
            self.context.set_default_timeout(PATIENCE)
            if self.signed_in:
                self.context.add_cookies(self.signed_in)  # type: ignore[arg-type]
            else:
                walking.become(self.context.pages[0], self.base, TEAM)
                self.signed_in = self.context.cookies()
            self.page = visiting.opened(self.context, self.base)
        return self.page

    def pids(self) -> list[int]:
        return of_profile(self.folder)

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

    kills: Counter[str] = field(default_factory=Counter)
    halves: int = 0  # kills of the server that left a medium half arrived
    said: set[str] = field(default_factory=set)  # hashes of pictures the page said were kept
    told: list[str] = field(default_factory=list)  # remarks the page said were settled
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    actions: int = 0
    media: int = 0

    @property
    def clean(self) -> bool:
        return bool(self.said) and not self.lost and not self.doubled and not self.faults

    def __str__(self) -> str:
        kills = ", ".join(f"{self.kills[one]} of the {one}" for one in dict.fromkeys(VICTIMS))
        kinds = {"lost": self.lost, "doubled": self.doubled, "fault": self.faults}
        wrong = "".join(f"\n  {kind}: {one}" for kind, found in kinds.items() for one in found[:20])
        return (
            f"kills: {kills} ({self.halves} left a medium half arrived); at the desk {self.actions} actions and {self.media} "
            f"media; the page had confirmed {len(self.said)} pictures and {len(self.told)} answers; "
            f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.faults)} other faults{wrong}"
        )


@dataclass
class Torment:
    """Kills during the work of some visits, ``walks``: their codes and what hangs at their doors."""

    desk: real_desk.Desk
    folder: Path
    walks: Sequence[tuple[str, str]]
    chance: random.Random
    outcome: Outcome = field(default_factory=Outcome)
    taken: int = 0
    held: int = 0
    sent: dict[str, str] = field(default_factory=dict)
    answered: dict[str, str] = field(default_factory=dict)

    def run(self, kills: int, tell: Callable[[str], None] = visiting.nothing_said) -> None:
        expect.set_options(timeout=PATIENCE)
        self.desk.start()
        self.desk.wait()
        with sync_playwright() as machine:
            phone = Phone(machine, self.folder / "profile", self.desk.base)
            self._arrive(phone.open())
            # In an order of chance, and each as often as it stands there.
            for victim in self.chance.sample(VICTIMS * -(-kills // len(VICTIMS)), kills):
                self._one(phone, victim)
                tell(f"{self.outcome.kills.total()} kills, {len(self.outcome.said)} pictures")
            self._end(phone)
        self.desk.kill()

    def _arrive(self, page: Page) -> None:
        for code, sign in self.walks:
            walk = visiting.Visit(page, self.desk.base, code)
            walk.accept()
            walk.open("arrive")
            page.locator("li .tick b").first.wait_for()
            names = tuple(page.locator("li:has(.tick b)").all_inner_texts())[:2]
            walk.arrive(sign, names)

    def _one(self, phone: Phone, victim: str) -> None:
        self.desk.start()
        page = phone.open()
        self._remembers(page)
        if victim != "browser" and not self.desk.ready():
            self._work(page)
            self.desk.wait()
        desk = self.desk
        ends = (phone.kill, desk.kill, desk.kill_one, desk.kill_leader)
        end = dict(zip(VICTIMS, ends, strict=True))[victim]
        struck = threading.Event()
        timer = threading.Timer(self.chance.uniform(0.05, 1.6), lambda: (struck.set(), end()))
        timer.start()
        try:
            while timer.is_alive():
                self._work(page)
        except (Error, AssertionError):
            if victim != "browser" or not struck.is_set():
                raise
        timer.join()
        self.outcome.kills[victim] += 1
        if victim == "browser":
            phone.forget()
        else:
            self.outcome.halves += bool(self.desk.half())

    def _remembers(self, page: Page) -> None:
        """Nothing is ever taken out of the phone's own list: less than before is a store that was lost."""
        held = len(page.evaluate(DUMP)[0])
        if held < self.held:
            after = self.outcome.kills.total()
            self.outcome.faults.append(
                f"after {after} kills the phone holds {held} actions, before {self.held}"
            )
        self.held = held

    def _work(self, page: Page) -> None:
        """Some pictures or an answer; only what the page says is kept counts as said."""
        code = self.chance.choice(self.walks)[0]
        if self.chance.random() < 0.25:
            self._answer(visiting.Visit(page, self.desk.base, code))
            return
        pictures = [self._picture() for _ in range(self.chance.randint(1, 3))]
        digests = {sha256(one.read_bytes()).hexdigest() for one in pictures}
        visiting.Visit(page, self.desk.base, code).open("evidence")
        page.locator('input[data-take="选文件"]').set_input_files([str(one) for one in pictures])
        wait_for(lambda: self._kept(page, sorted(digests)), why=lambda: stuck(page))
        self.outcome.said |= digests

    def _answer(self, walk: visiting.Visit) -> None:
        self.taken += 1
        remark = f"第{self.taken}次所见不符"
        walk.open("checklist")
        key = walk.page.locator("[data-point]").first.get_attribute("data-point")
        walk.answer({str(key): remark})
        self.outcome.told.append(remark)

    def _kept(self, page: Page, digests: list[str]) -> bool:
        """Pressed as often as it stands there: the page may have been drawn before the last picture came."""
        states = set(page.evaluate(STATES, digests))
        if "taking" not in states:
            page.evaluate(KEEP)
        return not states & {"taking", "draft"}

    def _picture(self) -> Path:
        self.taken += 1
        file = self.folder / f"{self.taken}.jpg"
        file.write_bytes(picture(self.taken, self.chance.choice(SIZES)))
        return file

    def _end(self, phone: Phone) -> None:
        """Everything up again: what lies torn or unfinished on the phone is kept, the visits end, all of it goes up."""
        self.desk.start()
        self.desk.wait()
        page = phone.open()
        page.context.set_default_timeout(LAST_PATIENCE)
        for code, _ in self.walks:
            walk = visiting.Visit(page, self.desk.base, code)
            self._answer(walk)
            self._keep_rest(walk)
            walk.record()
            walk.sign("陈小满 行政主管")
            walk.finish()
        page.evaluate("location.hash = '#/outbox'")
        page.get_by_role("button", name="立即上传").click()
        patience = LAST_PATIENCE / 1000
        wait_for(lambda: quiet(page.evaluate(DUMP)), patience, every=0.3, why=lambda: stuck(page))
        actions, receipts, _ = page.evaluate(DUMP)
        self.sent = {plain(one["id"]): one["sha256"] for one in actions}
        self.answered = {plain(one["id"]): one["receipt"] for one in receipts if one["state"] == "received"}
        phone.kill()
        phone.forget()

    def _keep_rest(self, walk: visiting.Visit) -> None:
        walk.open("evidence")
        page = walk.page

        def done() -> bool:
            mine = [one for one in page.evaluate(DUMP)[2] if one["visit"] == walk.code]
            for one in mine:
                if one["state"] == "taking":
                    words = "保留已存的部分" if one["chunks"] else "不要了"
                    page.get_by_role("button", name=words, exact=True).first.click()
                    return False
            page.evaluate(KEEP)
            return not [one for one in mine if one["state"] == "draft"]

        wait_for(done, every=0.2)

    def judge(self, told: real_desk.Found) -> Outcome:
        """By what lies at the desk."""
        found = self.outcome
        found.actions, found.media = len(told.actions), sum(told.kept.values())
        found.lost = [
            one for one in found.said if not (told.named[one] and told.bound[one] and told.kept[one])
        ]
        found.lost += [one for one in self.sent if one not in told.actions]
        found.lost += [one for one in found.told if not any(f'"{one}"' in body for body in told.bodies)]
        counts = (told.named, told.bound, told.kept)
        found.doubled = [one for count in counts for one, times in count.items() if times > 1]
        found.doubled += [one for one in told.actions if one not in self.sent]
        for said in (told.bodies, told.effects):
            found.doubled += [one for one in found.told if sum(one in body for body in said) > 1]
        found.faults += [*told.faults, *self._other_faults(told)]
        return found

    def _other_faults(self, told: real_desk.Found) -> list[str]:
        faults = [f"{told.open} uploads not ended"] if told.open else []
        if not told.named == told.bound == told.kept:
            faults.append("named, in effect and kept are not the same media")
        for key, (digest, state, receipt) in told.actions.items():
            if state != "received" or self.sent.get(key) != digest or self.answered.get(key) != receipt:
                faults.append(f"action {key}: {state}, {receipt} here, {self.answered.get(key)} at the phone")
        return faults


def picture(number: int, size: int) -> bytes:
    """What says it is a photograph; no two alike."""
    return b"\xff\xd8\xff\xe0" + sha256(str(number).encode()).digest() * (size // 32)


def film(file: Path, size: int) -> str:
    """What says it is a film, no two pieces alike; its SHA-256."""
    whole = sha256()
    with file.open("wb") as out:
        head = b"\0\0\0\x18ftypisom\0\0\0\0isommp41" + b"\0\0\0\x01mdat" + (size - 24).to_bytes(8)
        for number in range(-(-size // (1 << 20))):
            piece = (head if number == 0 else b"") + sha256(str(number).encode()).digest() * (1 << 15)
            piece = piece[: min(1 << 20, size - (number << 20))]
            whole.update(piece)
            out.write(piece)
    return whole.hexdigest()


def of_profile(folder: Path) -> list[int]:
    """Ours: the browser's processes whose profile is this very folder."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            words = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
            if f"--user-data-dir={folder}\0".encode() in words:
                found.append(int(entry.name))
    return found


def family(first: int) -> list[int]:
    """A process and all that it started."""
    parents = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found = [first]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def peaks(pids: Sequence[int]) -> dict[str, int]:
    """The most memory any process of a kind has had, in megabytes."""
    most: Counter[str] = Counter()
    for pid in pids:
        with suppress(OSError, StopIteration):
            words = Path(f"/proc/{pid}/cmdline").read_text()
            kind = re.search(r"--type=([\w-]+)", words)
            status = Path(f"/proc/{pid}/status").read_text().splitlines()
            highest = next(int(one.split()[1]) // 1024 for one in status if one.startswith("VmHWM"))
            name = kind[1] if kind else "main"
            most[name] = max(most[name], highest)
    return dict(most)


def plain(key: str) -> str:
    """An id as SQLite holds it."""
    return key.replace("-", "")


def quiet(told: list[list[dict[str, str]]]) -> bool:
    """Nothing on the phone waits for an answer."""
    actions, receipts, media = told
    return len(receipts) == len(actions) and all(one["state"] == "received" for one in media)


def stuck(page: Page) -> str:
    """What the page says, and what waits."""
    actions, receipts, media = page.evaluate(DUMP)
    known = {one["id"] for one in receipts}
    waiting = [f"{one['visit']} {one['seq']} {one['kind']}" for one in actions if one["id"] not in known]
    files = [
        f"{one['state']} {one['offset']}/{one['size']} {one['reason']}"
        for one in media
        if one["state"] != "received"
    ]
    seen = page.locator("body").inner_text()[:400]
    return "\n".join([page.url, seen, "waiting:", *waiting, *files])


def wait_for(
    done: Callable[[], bool],
    patience: float = 60,
    every: float = 0.03,
    why: Callable[[], str] = lambda: "it did not come about",
) -> None:
    """Asked again and again."""
    until = time.monotonic() + patience
    while not done():
        if time.monotonic() > until:
            raise AssertionError(why())
        time.sleep(every)
