"""The phone before the real server: two walks of the demo's team, and what lies at the desk and in the vault after."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.conftest import PATIENCE, Site
from tests.browser.hands import HURRIED
from tools import real_desk, visiting, walking

pytestmark = [pytest.mark.slow, pytest.mark.together("the demo's site")]
SENT = "SELECT kind, action.state FROM field_fieldaction action JOIN inspection_visit visit ON visit.id = visit_id WHERE code = ? ORDER BY seq"
DONE = "SELECT state, arrived_how, made_up_at IS NOT NULL FROM inspection_visit WHERE code = ?"
RECORDS = "SELECT kind, medium, ended_at > captured_at FROM records_item WHERE thing = 'visit:' || ? ORDER BY medium, kind"
RESULT = """
SELECT task.state, record.outcome, record.signed, record.statement FROM inspection_checkrecord record
JOIN inspection_task task ON task.id = task_id JOIN inspection_visit visit ON visit.approval_id = task.approval_id
WHERE visit.code = ?
"""
DETECTOR = """
window.BarcodeDetector = class {
  async detect(video) { return video.videoWidth ? [{ rawValue: window.poster }] : []; }
};
"""


@pytest.fixture(scope="module")
def phone(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    """A phone with a camera and a microphone that show something; its owner is the captain of the demo's first team."""
    context = walking.window(chromium, width=visiting.PHONE["width"], has_touch=True)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(DETECTOR + HURRIED)
    walking.become(context.new_page(), site.base, "执法检查人员")
    visiting.opened(context, site.base).locator("article.visit").first.wait_for()
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    return phone.pages[0]


def certificates(page: Page) -> tuple[str, ...]:
    """The first two of the team, as the phone lists them."""
    page.locator("li .tick b").first.wait_for()
    return tuple(page.locator("li:has(.tick b)").all_inner_texts())[:2]


def test_a_walk_without_a_network_ends_as_a_recorded_task_at_the_desk(
    phone: BrowserContext, page: Page, site: Site, tmp_path: Path
) -> None:
    """Corrected before it is signed, signed by the firm on paper; a photograph and a real recording go with it."""
    (code, subject), *_ = real_desk.asked(site.home, real_desk.WALKS)
    visit = visiting.Visit(page, site.base, code)
    phone.set_offline(True)
    visit.accept()
    visit.open("arrive")
    visit.arrive(real_desk.poster(site.home, subject), certificates(page))
    visit.answer({"2": "名册缺三人"})
    picture = tmp_path / "scene.jpg"
    picture.write_bytes(page.screenshot(type="jpeg"))
    visit.photograph(picture, caption="派遣协议台账")
    visit.listen(1.5)
    visit.record("无")
    visit.correct("十日内补齐", "当事人补充意见")
    visit.sign_as_inspectors()
    visit.sign_on_paper("陈店长", picture)
    visit.finish()
    phone.set_offline(False)
    visiting.settled(page, 60_000)
    assert {state for _, state in real_desk.asked(site.home, SENT, code)} == {"received"}
    assert real_desk.asked(site.home, DONE, code) == [("finished", "typed", 0)]
    assert real_desk.asked(site.home, RESULT, code) == [("recorded", "corrected", "signed", "十日内补齐")]
    assert real_desk.asked(site.home, RECORDS, code) == [
        ("process", "audio", 1), ("paper", "photo", None), ("scene", "photo", None),
    ]  # fmt: skip
    desk = phone.new_page()
    desk.goto(f"{site.base}/desk/visits/{code}/")
    for words in ("第 2 版", "更正理由：当事人补充意见", "纸质签名", "派遣协议台账", "MR-"):
        expect(desk.locator("main")).to_contain_text(words)
    desk.close()


def test_an_emergency_is_scanned_afterwards_by_the_camera_and_a_refused_signature_ends_the_walk(
    page: Page, site: Site
) -> None:
    (code, subject), *_ = real_desk.asked(site.home, real_desk.WALKS)
    visit = visiting.Visit(page, site.base, code)
    visit.accept()
    visit.hurry("门口有人正在搬走账册")
    visit.show(certificates(page))
    visit.tell()
    visit.answer({})
    visit.record("不发表意见")
    visit.sign_as_inspectors()
    visit.decline("负责人称须请示总部", "社区干部李某")
    visit.finish()
    page.evaluate("location.hash = '#/'")
    owing = page.locator(f'[data-visit="{code}"]')
    expect(owing).to_contain_text("前须补扫企业码")
    owing.get_by_role("link", name="补扫").click()
    page.evaluate("sign => { window.poster = sign }", real_desk.poster(site.home, subject))
    visit.press("打开相机扫码")
    page.get_by_text("已补扫").wait_for()
    visiting.settled(page, 60_000)
    assert {state for _, state in real_desk.asked(site.home, SENT, code)} == {"received"}
    assert real_desk.asked(site.home, DONE, code) == [("finished", "emergency", 1)]
    assert real_desk.asked(site.home, RESULT, code) == [("recorded", "none", "refused", "不发表意见")]
