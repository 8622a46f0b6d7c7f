"""A walk through a running demo in Chromium: who goes, which pages lie on the way, what is looked at there.

Pages are found by following links, so a new page is walked to as soon as something links to it. One page for each
URL pattern and person, since a thousand subjects are one page a thousand times.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

# The shell without a window is the same engine without the frame nobody sees: two thirds of the time.
CHROMIUM = (
    "/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
)  # fmt: skip
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, PHONE = 1280, 360
HEIGHT = 860
OUTSIDE = ("/logout/", "/ui/", "/demo/", "/static/", "/api/", "/healthz")


def chromium() -> str:
    """The browser of this machine; empty when there is none."""
    named = os.environ.get("MINGQIAN_CHROMIUM", "")
    return next((one for one in (named, *CHROMIUM) if one and Path(one).is_file()), "")


@contextmanager
def browser(*flags: str) -> Iterator[Browser]:
    """Chromium without a window; it talks to nobody but the page it is sent to."""
    with sync_playwright() as machine:
        opened = machine.chromium.launch(executable_path=chromium(), args=[*FLAGS, *flags])
        try:
            yield opened
        finally:
            opened.close()


def window(opened: Browser, *, width: int = WIDE, **more: object) -> BrowserContext:
    """A person's own browser: cookies and storage shared with nobody."""
    size = {"width": width, "height": HEIGHT}
    return opened.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", **more)  # type: ignore[arg-type]


def roles(page: Page, base: str) -> list[str]:
    """What the demo's role bar offers."""
    page.goto(f"{base}/")
    return [one.strip() for one in page.locator("#demo-role option").all_inner_texts()]


def become(page: Page, base: str, role: str) -> None:
    """Step into somebody's shoes through the role bar."""
    if not page.url.startswith(base) or not page.locator("#demo-role").count():
        page.goto(f"{base}/")
    page.locator("#demo-role").select_option(label=role)
    page.locator(".rolebar button").first.click()
    page.wait_for_load_state()


@dataclass
class Walk:
    """One person's way through the site; ``look`` is called at every page with its URL's name."""

    base: str
    look: Callable[[Page, str], None]
    enough: Callable[[str], bool] = lambda name: False
    troubles: list[str] = field(default_factory=list)
    _done: set[str] = field(default_factory=set)

    def go(self, page: Page, start: str) -> None:
        """From one page on, breadth first."""
        page.on("console", self._console)
        waiting = deque([start])
        while waiting:
            path = waiting.popleft()
            name = name_of(path)
            if not name or name in self._done or (path != start and self.enough(name)):
                continue
            self._done.add(name)
            if self._open(page, path):
                self.look(page, name)
                waiting.extend(one for one in links(page, self.base) if name_of(one) not in self._done)
        page.remove_listener("console", self._console)

    def _open(self, page: Page, path: str) -> bool:
        try:
            answer = page.goto(self.base + path)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            return False
        if answer is None or answer.status >= 400:
            self.troubles.append(f"{path}: {answer.status if answer else 'no answer'}")
            return False
        return "text/html" in answer.headers.get("content-type", "")

    def _console(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        # A file opened by itself has no page to name its icon, so the browser looks for one.
        if kind in ("error", "warning") and "favicon" not in str(getattr(message, "location", "")):
            self.troubles.append(f"{getattr(message, 'location', {}).get('url', '')}: {kind} {text}")


_LINK = re.compile(r'<a\b(?![^>]*\bdownload\b)[^>]*?href="([^"#]+)')


def ways(page: Page, base: str, start: str) -> tuple[dict[str, str], dict[str, int]]:
    """One path to each kind of page this person gets to, found without drawing any; and what answers with a refusal."""
    found, closed, done, waiting = dict[str, str](), dict[str, int](), set[str](), deque([start])
    while waiting:
        path = waiting.popleft()
        name = name_of(path)
        if not name or name in done:
            continue
        done.add(name)
        answer = page.request.get(base + path)
        if answer.status >= 400 and answer.status != 410:
            closed[path] = answer.status
        elif "text/html" in answer.headers.get("content-type", "") and not _is_file(answer.headers):
            found[name] = path
            links = (urljoin(answer.url, unescape(one)) for one in _LINK.findall(answer.text()))
            waiting.extend(_within(links, base))
    return found, closed


def _is_file(headers: dict[str, str]) -> bool:
    return headers.get("content-disposition", "").startswith("attachment")


def start_of(role: str) -> str:
    """Where somebody's way begins."""
    return {"": "/", "企业": "/ent/"}.get(role, "/desk/")


def links(page: Page, base: str) -> list[str]:
    """Where the page leads within the site."""
    found = page.evaluate("[...document.querySelectorAll('a[href]:not([download])')].map(one => one.href)")
    return list(_within(found, base))


def _within(urls: Iterable[str], base: str) -> Iterator[str]:
    for one in urls:
        parts = urlsplit(one)
        if f"{parts.scheme}://{parts.netloc}" == base and not parts.path.startswith(OUTSIDE):
            yield parts.path + (f"?{parts.query}" if parts.query and "export=" not in parts.query else "")


def name_of(path: str) -> str:
    """The name of the URL pattern behind a path; empty for what is no page."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""
