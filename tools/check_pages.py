"""Walk a running demo and say what shuts anybody out: ``python -m tools.check_pages URL``.

WCAG 2.2 AA as axe-core sees it, one page of each kind, looked at by the first person of the role bar who gets there;
besides, errors of the browser and pages that do not answer. It takes minutes: not in the suite, but before a release.
"""

import os
import sys
from collections import defaultdict

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tools import walking

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def troubles(page: Page) -> list[str]:
    """What axe finds wrong on the page, each with the piece of it."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def main() -> int:
    """0 where nothing is wrong."""
    base = sys.argv[1].rstrip("/")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
    import django

    django.setup()
    wrong: dict[str, list[str]] = defaultdict(list)
    seen: set[str] = set()

    def look(page: Page, name: str) -> None:
        if name not in seen:
            seen.add(name)
            for one in troubles(page):
                wrong[one].append(name)

    with walking.browser() as opened:
        page = walking.window(opened).new_page()
        for role in ("", *walking.roles(page, base)):
            if role:
                walking.become(page, base, role)
            walk = walking.Walk(base, look, seen.__contains__)
            walk.go(page, walking.start_of(role))
            for one in walk.troubles:
                wrong[one].append(role or "公众")
    for one, names in sorted(wrong.items()):
        print(f"{one}\n    {'、'.join(dict.fromkeys(names))}")
    print(f"{len(seen)} pages, {len(wrong)} troubles")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
