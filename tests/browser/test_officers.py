"""Four officers through four steps of the demo: the plan's months, a substitution, a defence answered, a release."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Sit, Site
from tests.browser.hands import fill, heading, main, press, said
from tools import walking

pytestmark = [pytest.mark.slow, pytest.mark.together("the demo's site")]


def test_the_plans_twelve_months_fit_the_screen_and_lead_to_their_lines(sit: Sit, site: Site) -> None:
    page = sit("计划管理员")
    page.goto(f"{site.base}/desk/plans/")
    main(page).locator("table.data td a", has_text="2026年度抽查计划").first.click()
    months = page.locator(".months > li")
    expect(months).to_have_count(12)
    planned = months.filter(has_text="项")
    assert [one.locator("b").inner_text() for one in planned.all()] == ["3月", "9月", "11月"]
    page.set_viewport_size({"width": walking.PHONE, "height": walking.HEIGHT})
    assert page.evaluate("document.documentElement.scrollWidth") <= walking.PHONE
    expect(planned.first).to_contain_text("20 项")


def test_a_leader_approves_a_substitution_and_the_lot_says_who_comes(sit: Sit, site: Site) -> None:
    page = sit("局领导")
    page.goto(f"{site.base}/desk/")
    press(page, "审批递补人员")
    heading(page, "审批：递补人员")
    said(page, "谁递补由抽取先后顺序决定")
    press(page, "决定")
    expect(main(page)).to_contain_text("必填")
    fill(page, approve="yes")
    press(page, "决定")
    expect(page).to_have_url(re.compile(r"/desk/draws/[^/]+/$"))
    said(page, "已办理")
    expect(main(page).locator("tr", has_text="递补人员").first).to_contain_text("已批准")
    page.goto(f"{site.base}/desk/")
    expect(main(page)).not_to_contain_text("审批递补人员")


def test_a_defence_is_answered_and_the_firms_result_waits_for_another_person(sit: Sit, site: Site) -> None:
    page = sit("业务处室经办人")
    page.goto(f"{site.base}/desk/")
    page.locator(".rolebar b a").click()
    heading(page, "已申辩")
    task = page.url
    press(page, "答复陈述申辩")
    said(page, "不得因陈述申辩加重处理")
    fill(page, text="补签合同在检查之后，原结果成立；已予采纳为从轻情节。")
    press(page, "提交答复")
    page.goto(task)
    heading(page, "已复核")
    expect(main(page).locator("a.btn", has_text="确认")).to_have_count(0)
    walking.become(page, site.base, "业务处室负责人")
    page.goto(f"{task}confirm/")
    expect(page.locator("h1")).to_be_visible()


def test_a_late_release_is_typed_out_and_stands_on_the_portal_at_once(sit: Sit, site: Site) -> None:
    page = sit("公示发布人")
    page.goto(f"{site.base}/desk/")
    page.locator(".rolebar b a").click()
    code = page.url.rstrip("/").rpartition("/")[2]
    press(page, "发布")
    said(page, "办理后不能撤回")
    fill(page, typed="发布")
    press(page, "发布")
    expect(main(page)).to_contain_text(f"请输入“{code}”")
    fill(page, typed=code)
    press(page, "发布")
    said(page, "已公示")
    reader = sit()
    reader.goto(f"{site.base}/notices/{code}/")
    expect(main(reader)).to_contain_text("2026年第二次随机抽查 · 检查结果")
    expect(main(reader)).to_contain_text("不予公开")
