"""A citizen without an account: verify a draw in the own browser, look up a firm's lot, read without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Sit, Site
from tests.browser.hands import main, press, said

pytestmark = [pytest.mark.slow, pytest.mark.together("the demo's site")]


def _first_draw(page: Page, site: Site) -> None:
    page.goto(f"{site.base}/draws/")
    main(page).locator(
        "td a[href^='/draws/']"
    ).last.click()  # the year's first draw, whose result is long out


def test_a_draw_is_verified_in_the_citizens_own_browser(sit: Sit, site: Site) -> None:
    page = sit(width=360)
    sent: list[str] = []
    _first_draw(page, site)
    page.on("request", lambda one: sent.append(one.method))
    press(page, "现在验证")
    expect(page.locator(".verify-told")).to_contain_text(re.compile("一致|通过|成立"), timeout=120_000)
    expect(page.locator(".verify-lines .bad")).to_have_count(0)
    assert set(sent) <= {"GET"}, "verifying sends nothing anywhere"


def test_the_portal_reads_without_scripts_and_says_what_it_does_not_have(sit: Sit, site: Site) -> None:
    page = sit(java_script_enabled=False)
    page.goto(f"{site.base}/")
    page.locator("main input[name=q]").fill("鹭湾")
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_be_visible()
    _first_draw(page, site)
    said(page, "mingqian_verify.py")
    answer = page.goto(f"{site.base}/draws/GIBT-ES-NICHT/")
    assert answer is not None and answer.status == 404
    said(page, "没有这一页")
