"""The first day: the demo is cleared, a bureau is founded, an administrator signs in by a link, password and code."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Sit, Site
from tests.browser.hands import fill, heading, one_time_code, press, said
from tests.browser.serving import served
from tools import walking

pytestmark = pytest.mark.slow

BUREAU = {
    "name": "新湾市人力资源和社会保障局", "uscc": "11359900MB0000000P", "division_code": "359900", "level": "city",
    "pack": "luwan-2026", "suite": "sha256", "system_code": "XT01", "system_name": "冉系统",
    "security_code": "AQ01", "security_name": "冉安全", "audit_code": "SJ01", "audit_name": "冉审计",
}  # fmt: skip
PASSWORD = "Xinwan-2026-liu!"


@pytest.fixture(scope="module")
def site(own_site: Site) -> Site:
    """It is cleared."""
    return own_site


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    """``mingqian serve`` on a fresh machine, as strict as a working bureau."""
    home = tmp_path / "bureau"
    home.mkdir()
    with served(home, {"MINGQIAN_HOME": str(home)}) as base:
        yield Site(base, home)


def _wizard(site: Site) -> str:
    told = site.said.read_text(encoding="utf-8")
    line = next(one for one in told.splitlines() if "/setup/" in one)
    return line[line.index("http") :].strip()


def _signed_in_by_link(page: Page, link: str) -> None:
    page.goto(link)
    press(page, "用这个链接登录")
    heading(page, "设置密码")
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    press(page, "设置密码")
    heading(page, "启用动态口令")
    secret = page.locator("figure .mono").inner_text()
    page.locator("main input[name]:not([type=hidden])").first.fill(one_time_code(secret, time.time()))
    press(page, "启用")
    heading(page, "收好恢复码")


def _founded(page: Page, site: Site) -> str:
    """The administrator's link, used."""
    page.goto(_wizard(site))
    fill(page, **(BUREAU | {"security_code": "XT01"}))
    press(page, "建局")
    expect(page.locator(".refusal")).to_be_visible()
    fill(page, **BUREAU)
    press(page, "建局")
    heading(page, "已建局")
    links = [one.get_attribute("href") for one in page.locator("main ol a.mono").all()]
    assert len(links) == 3
    _signed_in_by_link(page, links[0])
    page.goto(f"{site.base}/desk/")
    said(page, "待办")
    return links[0]


def test_a_bureau_is_founded_and_its_administrator_signs_in(chromium: Browser, empty_site: Site) -> None:
    with walking.window(chromium) as context:
        link = _founded(context.new_page(), empty_site)
    with walking.window(chromium) as context:
        again = context.new_page()
        again.goto(link)
        press(again, "用这个链接登录")
        expect(again.locator(".refusal, .notice-bad, .box-error")).to_be_visible()


def test_the_demo_is_cleared_for_a_bureau_of_ones_own(sit: Sit, site: Site) -> None:
    page = sit("系统管理员")
    page.goto(f"{site.base}/demo/clear/")
    fill(page, typed="别的")
    press(page, "清除演示")
    said(page, "不一致")
    fill(page, typed="清除演示")
    press(page, "清除演示")
    heading(page, "设置本局")
    expect(page.locator(".rolebar")).to_have_count(0)
    page.goto(f"{site.base}/subjects/")
    expect(page.locator("main table tbody tr")).to_have_count(0)
