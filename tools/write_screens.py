"""Take a picture of every page of a running demo, wide and as a phone: ``python -m tools.write_screens URL FOLDER``.

The pictures are for looking at, not for the repository: ``mingqian demo --serve`` in one terminal, this in another.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page

from tools import walking


def main() -> None:
    """As many pages as the role bar's people find on their way."""
    base, folder = sys.argv[1].rstrip("/"), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
    import django

    django.setup()
    seen: set[str] = set()

    def look(page: Page, name: str) -> None:
        seen.add(name)
        for width in (walking.WIDE, walking.PHONE):
            page.set_viewport_size({"width": width, "height": walking.HEIGHT})
            page.screenshot(path=folder / f"{name.replace(':', '-')}-{width}.png", full_page=True)
        page.set_viewport_size({"width": walking.WIDE, "height": walking.HEIGHT})

    with walking.browser() as opened:
        page = walking.window(opened).new_page()
        for role in ("", *walking.roles(page, base)):
            if role:
                walking.become(page, base, role)
            walking.Walk(base, look, seen.__contains__).go(page, walking.start_of(role))
    print(f"{len(seen)} pages in {folder}")


if __name__ == "__main__":
    main()
