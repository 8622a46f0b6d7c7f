"""Pages as axe-core sees them: the projector's dark screen, and one of each thing a page is made of.

Every other page is walked by ``make axe``, which takes minutes.
"""

import pytest
from tests.browser.conftest import Sit, Site
from tools.check_pages import troubles

pytestmark = [pytest.mark.slow, pytest.mark.together("the demo's site")]

MADE_OF = {
    "/desk/": (".chip", ".rail"),
    "/desk/imports/new/": ("form .field",),
    "/desk/publicity/figures/?rows=in-time": (".figures", "table.data"),
    "/statistics/": (".chart",),
}
"""Which page of the desk and the portal shows what."""


def test_the_projectors_dark_screen_shuts_nobody_out(sit: Sit, site: Site) -> None:
    page = sit("抽取操作员", width=1920)
    for draw, step in (("LW-2026-R1", "seal"), ("LW-2026-D1", "reveal"), ("LW-2026-D1", "commit")):
        page.goto(f"{site.base}/screen/{draw}?step={step}")
        assert troubles(page) == [], (draw, step)


def test_what_pages_are_made_of_shuts_nobody_out(sit: Sit, site: Site) -> None:
    page = sit("计划管理员")
    for path, parts in MADE_OF.items():
        page.goto(site.base + path)
        assert all(page.locator(f"main {one}").count() for one in parts), path
        assert troubles(page) == [], path
