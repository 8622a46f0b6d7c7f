"""One team in the year of the demo, for whoever takes its pictures: its phone, its colleagues at their desks, the album."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser.serving import served

from tools import small_png, visiting, walking

COLOURS = 40
PATIENCE = 60_000  # milliseconds
VISITED = "11-17T08:31:00"
CAPTAIN, FIRM, LEGAL, STAFF, HEAD = "执法检查人员", "企业", "计划管理员", "业务处室经办人", "业务处室负责人"
LEADER = "局领导"
REVIEWER, PUBLISHER, PASSER_BY = "公示内容审核人", "公示发布人", ""


@dataclass(frozen=True, slots=True)
class Walk:
    """One planned visit of the team: its numbers, its firm, and what the poster at its door says."""

    visit: str
    approval: int
    subject: str
    name: str
    task: str
    sign: str = ""


@dataclass
class Album:
    """Takes the page as it is, small enough for the repository."""

    folder: Path
    blank: Page
    taken: int = 0

    def __call__(self, page: Page, name: str) -> None:
        if page.locator(".rolebar").count():  # a page of the desk: what it is about, not how one came here
            page.locator("h1").evaluate("one => one.scrollIntoView()")
        page.wait_for_timeout(400)
        self.taken += 1
        file = self.folder / f"team-{self.taken:02d}-{name}.png"
        file.write_bytes(
            small_png.shrunk(
                self.blank,
                page.screenshot(animations="disabled"),
                COLOURS,
            )
        )
        print(f"{file.name} {file.stat().st_size // 1000} kB", flush=True)


@dataclass
class Team:
    """The captain's phone, and whoever else sits at a browser of the same size."""

    home: Path
    chromium: Browser
    look: Album
    walks: list[Walk] = field(default_factory=list)

    @contextmanager
    def day(self, moment: str) -> Iterator[str]:
        """The bureau on a day of the year."""
        around = {
            "MINGQIAN_DEMO": "1", "MINGQIAN_CLOCK": f"2026-{moment}+08:00", "MINGQIAN_HOME": str(self.home),
            "MINGQIAN_SQLITE_SYNCHRONOUS": "OFF",
        }  # fmt: skip
        with served(self.home, around) as base:
            yield base

    @contextmanager
    def sitting(self, base: str, role: str, path: str = "") -> Iterator[Page]:
        """Somebody at a page, on a phone whatever the page; without a role whoever passes by."""
        context = walking.window(self.chromium, width=walking.PHONE, has_touch=True)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        if role:
            walking.become(page, base, role)
        if path:
            page.goto(base + path)
        yield page
        context.close()

    @property
    def own(self) -> Walk:
        """The visit that is followed to the end."""
        return self.walks[0]

    @contextmanager
    def phone(self, base: str) -> Iterator[tuple[BrowserContext, Page]]:
        """The captain's, with the app on it."""
        context = walking.window(self.chromium, width=walking.PHONE, has_touch=True)
        context.set_default_timeout(PATIENCE)
        context.clock.install(time=f"2026-{VISITED}+08:00")
        walking.become(context.new_page(), base, CAPTAIN)
        page = visiting.opened(context, base)
        page.locator("article.visit").first.wait_for()
        yield context, page
        context.close()
