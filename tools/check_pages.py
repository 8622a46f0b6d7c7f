"""Walk a running demo and say what shuts anybody out: ``make demo`` in one window, ``make axe`` in another.

WCAG 2.2 AA as axe-core sees it, one page of each kind, looked at by the first person of the role bar who gets there;
besides, errors of the browser and pages that do not answer. Ways are found without drawing: only what is looked at
is drawn. It takes minutes: not in the suite, which looks at the pages of ``tests.browser.test_accessible``.
"""

import os
import sys
from collections import defaultdict
from typing import NamedTuple
from urllib.request import urlopen

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page

from tools import walking

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
LOOK = """(rules) => axe.run(rules).then((found) => found.violations.flatMap(
  (one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`)))"""


def troubles(page: Page) -> list[str]:
    """What axe finds wrong on the page, each with the piece of it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(LOOK, RULES)
    return found


class Wrong(NamedTuple):
    """What is wrong, and on which page of whom."""

    what: str
    role: str
    path: str


def main() -> int:
    """0 where nothing is wrong, 2 where there is nothing to look at."""
    base = sys.argv[1].rstrip("/")
    if not _answers(base):
        print(
            f"no site at {base}: begin with `make demo` in another window, or give make axe URL=…",
            file=sys.stderr,
        )
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
    import django

    django.setup()
    wrong: list[Wrong] = []
    seen: set[str] = set()
    with walking.browser() as opened:
        page = walking.window(opened).new_page()
        for role in ("", *walking.roles(page, base)):
            if role:
                walking.become(page, base, role)
            paths, closed = walking.ways(page, base, walking.start_of(role))
            print(role or "公众", len(paths), file=sys.stderr, flush=True)
            wrong += [Wrong(f"{status}", role, path) for path, status in closed.items()]
            for name in sorted(paths.keys() - seen):
                seen.add(name)
                wrong += [Wrong(one, role, paths[name]) for one in _looked_at(page, base + paths[name])]
    return _told(wrong, seen)


def _answers(base: str) -> bool:
    try:
        urlopen(f"{base}/healthz", timeout=5).close()
    except OSError:
        return False
    return True


def _looked_at(page: Page, url: str) -> list[str]:
    """Drawn, with what the browser complains of while it draws."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "favicon" not in str(message.location):
            said.append(f"console: {message.text}")

    page.on("console", hear)
    page.goto(url)
    found = troubles(page)
    page.remove_listener("console", hear)
    return said + found


def _told(wrong: list[Wrong], seen: set[str]) -> int:
    places: dict[str, list[str]] = defaultdict(list)
    for one in wrong:
        places[one.what].append(f"{one.role or '公众'} {one.path}")
    for what, where in sorted(places.items()):
        print(f"{what}\n    {'、'.join(dict.fromkeys(where))}")
    print(f"{len(seen)} pages, {len(places)} troubles; not on the way: {'、'.join(sorted(_missed(seen)))}")
    return 1 if wrong else 0


def _missed(seen: set[str]) -> set[str]:
    """Pages of the desk and the portal no link of the demo leads to."""
    from mingqian.ui import access

    shown = {name for route, name, view in access.patterns() if _shows(f"/{route}", view)}
    return shown - seen


def _shows(route: str, view: object) -> bool:
    from mingqian.ui import access

    declared = access.declared(view)
    return declared is not None and "GET" in declared.methods and not route.startswith(walking.OUTSIDE)


if __name__ == "__main__":
    sys.exit(main())
