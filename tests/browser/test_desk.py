"""Officers at work in the demo: an import with planted errors, a record, a release, the keyboard."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Sit, Site
from tests.browser.hands import fill, heading, press, said, typed
from tools import walking

pytestmark = [pytest.mark.slow, pytest.mark.together("the demo's site")]


def test_a_list_with_planted_errors_comes_in_and_goes_out_again(sit: Sit, site: Site) -> None:
    page = sit("计划管理员")
    page.goto(f"{site.base}/desk/imports/new/")
    with page.expect_download() as sample:
        press(page, "先拿练习名录试试")
    page.locator("main input[type=file]").set_input_files(str(sample.value.path()))
    for choice in page.locator("main select").all():
        if not choice.input_value():
            choice.select_option(index=1)
    press(page, "上传并预览")
    heading(page, "预览")
    expect(page.locator("td.bad-cell").first).to_be_visible()
    with page.expect_download() as marked:
        press(page, "标红的原表")
    assert marked.value.suggested_filename.endswith(".xlsx")
    press(page, "入库")
    said(page, "已入库")
    press(page, "撤回整批")
    for reason in page.locator("main textarea, main input[name=reason]").all():
        reason.fill("练习完毕")
    typed(page, "撤回")
    said(page, "已撤回")


def test_a_form_works_without_scripts(sit: Sit, site: Site) -> None:
    page = sit("计划管理员", java_script_enabled=False)
    page.goto(f"{site.base}/desk/plans/new/")
    unit = page.locator("[name=unit] option").nth(1).get_attribute("value") or ""
    fill(page, unit=unit, year="2027", title="2027年度抽查计划", pack="luwan-2026")
    press(page, "起草")
    heading(page, "2027年度抽查计划")
    page.goto(f"{site.base}/desk/plans/")
    said(page, "2027年度抽查计划")


def test_the_desk_is_worked_by_keyboard_alone_and_large_type_stays_on(sit: Sit, site: Site) -> None:
    page = sit("局领导")
    page.goto(f"{site.base}/desk/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("#find-box")).to_be_focused()
    page.keyboard.type("劳务派遣")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/search/"))
    said(page, "劳务派遣")
    page.set_viewport_size({"width": walking.PHONE, "height": walking.HEIGHT})
    page.get_by_role("button", name="大字版").click()
    expect(page.locator("html")).to_have_class(re.compile("large"))
    page.goto(f"{site.base}/desk/publicity/")
    expect(page.get_by_role("button", name="标准字")).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
