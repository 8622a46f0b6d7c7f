"""The projector's dark screen, as axe-core sees it; every other page is walked by ``tools.check_pages``."""

import pytest
from tests.browser.conftest import Sit, Site
from tools.check_pages import troubles

pytestmark = pytest.mark.slow


def test_the_projectors_dark_screen_shuts_nobody_out(sit: Sit, site: Site) -> None:
    page = sit("抽取操作员", width=1920)
    for draw, step in (("LW-2026-R1", "seal"), ("LW-2026-D1", "reveal"), ("LW-2026-D1", "commit")):
        page.goto(f"{site.base}/screen/{draw}?step={step}")
        assert troubles(page) == [], (draw, step)
