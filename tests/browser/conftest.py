"""The finished demo behind the real server on loopback, and people in front of it with browsers of their own.

The demo takes a minute or more to build, so it is built once in a run, and Chromium and the site are started once for
all files of this folder that follow one another; those before the same site are marked ``together``, so that one
process takes them. Whoever takes away what others look for says so in the file: ``site`` is then ``own_site``. ``MINGQIAN_TEST_DEMO`` names a demo built before, for whoever works on these tests.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests import demonstration
from tests.browser.serving import served
from tools import walking

PATIENCE = 30_000  # milliseconds: a busy machine is no defect
CABLE_CUT = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # there is no world outside
SHOWN = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)  # a camera and a microphone for all


@pytest.fixture(scope="session", autouse=True)
def _browser_is_there(request: pytest.FixtureRequest) -> None:
    if not walking.chromium():
        pytest.skip(
            "no Chromium on this machine (apt install chromium or chromium-headless-shell; MINGQIAN_CHROMIUM)"
        )
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("the demo brings a database of its own; once is enough")
    expect.set_options(timeout=PATIENCE)


@dataclass
class Site:
    """A running site."""

    base: str
    home: Path

    @property
    def said(self) -> Path:
        """What the server has written so far."""
        return self.home / "said.out"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The demo of this run of the tests; nobody writes in it."""
    if given := os.environ.get("MINGQIAN_TEST_DEMO"):
        return Path(given)
    return demonstration.built(tmp_path_factory, request).place


def surroundings(home: Path) -> dict[str, str]:
    from mingqian.site.demo import year  # Django has its settings by now

    return {
        "MINGQIAN_DEMO": "1", "MINGQIAN_CLOCK": year.MORNING, "MINGQIAN_HOME": str(home),
        "MINGQIAN_SQLITE_SYNCHRONOUS": "OFF",
    }  # fmt: skip


@contextmanager
def _copy(built: Path, factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = factory.mktemp("site") / "demo"
    shutil.copytree(built, home)
    with served(home, surroundings(home)) as base:
        yield Site(base, home)


class Standing:
    """What is started once for one file after another."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._there: dict[str, Any] = {}

    def once(self, name: str, start: Callable[[], AbstractContextManager[Any]]) -> Any:
        if name not in self._there:
            self._there[name] = self._open.enter_context(start())
        return self._there[name]

    def end(self) -> None:
        self._there.clear()
        self._open.close()


_standing = Standing()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """While Playwright's loop runs, Django refuses the database to this process: it ends with its last file."""
    try:
        yield
    finally:
        same_file = nextitem is not None and nextitem.path == item.path
        if not same_file and "chromium" not in getattr(nextitem, "fixturenames", ()):
            _standing.end()


def pytest_sessionfinish() -> None:
    """Also after an interruption."""
    _standing.end()


@pytest.fixture(scope="module")
def chromium(_browser_is_there: None) -> Browser:
    """One program; everybody has a profile of their own in it."""
    opened: Browser = _standing.once("chromium", lambda: walking.browser(CABLE_CUT, *SHOWN))
    return opened


@pytest.fixture(scope="module")
def site(chromium: Browser, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The demo's site, to look at, and to add to what nobody else counts."""
    found: Site = _standing.once("site", lambda: _copy(built, tmp_path_factory))
    return found


@pytest.fixture(scope="module")
def own_site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy for this file alone."""
    with _copy(built, tmp_path_factory) as found:
        yield found


Sit = Callable[..., Page]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)')
CHOICE = re.compile(r'<option value="([^"]+)"[^>]*>([^<]+)</option>')


def in_these_shoes(context: BrowserContext, base: str, role: str) -> None:
    """What the role bar does, without drawing a page; in test_officers it is worked by hand."""
    told = context.request.get(f"{base}/").text()
    token = TOKEN.search(told)
    assert token is not None
    code = next(code for code, name in CHOICE.findall(told) if name == role)
    form = {"code": code, "csrfmiddlewaretoken": token[1]}
    assert context.request.post(f"{base}/demo/as/", form=form, max_redirects=0).status == 303


@pytest.fixture
def sit(chromium: Browser, site: Site) -> Iterator[Sit]:
    """``sit("局领导")``: a new person at a browser of their own, in these shoes; no role: a citizen."""
    opened = []

    def sit(role: str = "", **more: object) -> Page:
        context = walking.window(chromium, **more)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        page = context.new_page()
        if role:
            in_these_shoes(context, site.base, role)
        return page

    yield sit
    for context in opened:
        context.close()
