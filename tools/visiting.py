"""A visit on the phone, step by step, as a pair of inspectors taps through it in a real browser.

The tests, the benchmark and the picture story walk the same way. Every tap and every field filled is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Locator, Page, expect, sync_playwright

from tools import walking

PHONE = {"width": 390, "height": 844}
TABS = {
    "": "任务单",
    "arrive": "到场",
    "checklist": "检查表",
    "evidence": "取证",
    "record": "笔录",
    "sign": "签字",
    "papers": "文书",
}
TELL = "现场说明清楚，无补充"


def nothing() -> None:
    """Where nobody wants to look in between."""


def nothing_said(words: str) -> None:
    """Where nobody waits for news."""


@contextmanager
def phone(folder: Path, *, width: int = PHONE["width"]) -> Iterator[BrowserContext]:
    """A browser with a memory of its own on the disk, as a phone has; it may be killed and opened again."""
    with sync_playwright() as machine:
        context = machine.chromium.launch_persistent_context(
            folder, executable_path=walking.chromium(), args=[*walking.FLAGS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
            viewport={"width": width, "height": PHONE["height"]}, locale="zh-CN", timezone_id="Asia/Shanghai", has_touch=True,
        )  # fmt: skip
        try:
            yield context
        finally:
            context.close()


@dataclass
class Visit:
    """One firm's visit in the page; ``acts`` is how often somebody tapped or filled in."""

    page: Page
    base: str
    code: str
    acts: int = 0
    counted: dict[str, int] = field(default_factory=dict)

    def open(self, part: str = "") -> None:
        """A tab of the visit, and of no other."""
        place = f"#/visit/{quote(self.code)}" + (f"/{part}" if part else "")
        self.page.evaluate("to => { location.hash = to }", place)
        self.page.locator(f'.tabs [aria-current][href="{place}"]').filter(has_text=TABS[part]).wait_for()

    def press(self, words: str, within: Locator | None = None) -> None:
        """A button, by what it says."""
        self.acts += 1
        (within or self.page.locator("main")).get_by_role("button", name=words, exact=True).first.click()

    def fill(self, label: str, value: str) -> None:
        """A field, by its label."""
        self.acts += 1
        self.page.get_by_label(label).first.fill(value)

    def tick(self, words: str) -> None:
        """A row that is ticked."""
        self.acts += 1
        self.page.locator("label.tick").filter(has_text=words).first.click()

    def accept(self) -> None:
        """任务单."""
        self.open()
        self.press("没有回避情形，接受")
        self.page.get_by_text("无须回避的情形").wait_for()

    def arrive(
        self, code: str, certificates: tuple[str, ...], before_tell: Callable[[], None] = nothing
    ) -> None:
        """到场: take the record, the firm's code by hand, certificates, rights and prompts."""
        self.open("arrive")
        self.press("由我记录")
        self.page.get_by_text("这次检查由这部手机记录").wait_for()
        self.fill("企业码", code)
        self.press("登记进入")
        self.page.get_by_text("录入代码").wait_for()
        self.show(certificates)
        self.page.locator(".reading").scroll_into_view_if_needed()
        before_tell()
        self.tell()

    def hurry(self, why: str) -> None:
        """到场 without a scan: an emergency."""
        self.open("arrive")
        self.press("由我记录")
        self.page.get_by_text("这次检查由这部手机记录").wait_for()
        self.page.get_by_text("紧急情况，先进入").click()
        self.fill("紧急原因", why)
        self.press("紧急进入")
        self.page.get_by_role("button", name="补扫登记").wait_for()

    def show(self, certificates: tuple[str, ...]) -> None:
        """出示证件."""
        for one in certificates:
            self.tick(one)
        self.press("已出示")
        self.page.locator(".step").nth(1).get_by_text("已完成").wait_for()

    def tell(self) -> None:
        """告知权利: every prompt is said and ticked."""
        for one in self.page.locator("section:has(.reading) label.tick").all():
            self.acts += 1
            one.click()
        self.press("告知完毕")
        self.page.locator(".step").nth(2).get_by_text("已完成").wait_for()

    def answer(self, wrong: dict[str, str], before_settle: Callable[[], None] = nothing) -> None:
        """检查表: one tap for each section, the exceptions by hand; ``wrong``: point → what was found."""
        before = self.acts
        self.open("checklist")
        whole = self.page.get_by_role("button", name="全部符合", exact=True)
        for left in range(whole.count() - 1, -1, -1):
            self.acts += 1
            whole.first.click()
            expect(whole).to_have_count(left)
        ready = self.page.get_by_role("button", name="检查表定稿")
        for key, found in wrong.items():
            point = self.page.locator(f'[data-point="{key}"]')
            self.press("不符合", point)
            ready.wait_for()  # drawn anew with the tap: what is written now is written on the new page
            words = point.locator("textarea")
            words.fill(found)
            expect(words).to_have_value(found)
            self.acts += 1
        before_settle()
        ready.click()
        self.acts += 1
        ready.wait_for(state="hidden")  # the words that it is settled may stand there from before
        self.page.get_by_text("检查表已定稿").wait_for()
        self.counted["checklist"] = self.acts - before

    def photograph(
        self, *pictures: Path, caption: str = "", before_fix: Callable[[], None] = nothing
    ) -> None:
        """取证: pictures from the camera or the gallery, one form for all of them."""
        self.open("evidence")
        self.page.locator('input[data-take="选文件"]').set_input_files(list(pictures))
        self.page.get_by_text(f"待存证 {len(pictures)} 件").wait_for()
        if caption:
            self.fill("说明", caption)
        before_fix()
        self.press(f"存证（{len(pictures)} 件）")
        self.page.get_by_text("待存证").wait_for(state="detached")
        self.acts += 1

    def listen(self, seconds: float) -> None:
        """取证: sound, recorded in the page."""
        self.open("evidence")
        self.press("录音")
        stop = self.page.get_by_role("button", name="停止录音")
        stop.wait_for()
        self.page.wait_for_timeout(seconds * 1000)
        self.acts += 1
        stop.click()
        self.press("存证（1 件）")
        self.page.get_by_text("待存证").wait_for(state="detached")

    def record(self, statement: str = TELL) -> None:
        """笔录: put together by the phone, the subject's words by hand."""
        self.open("record")
        self.fill("当事人意见", statement)
        self.press("笔录定稿")
        self.page.locator("article.paper").wait_for()

    def correct(self, statement: str, why: str) -> None:
        """更正: the second version of the record."""
        self.open("record")
        self.press("更正")
        self.fill("当事人意见", statement)
        self.fill("为什么更正", why)
        self.press("更正定稿")
        self.page.get_by_text("第 2 版").first.wait_for()

    def sign(self, subject: str, before_last: Callable[[], None] = nothing) -> None:
        """Three signatures on glass."""
        self.sign_as_inspectors()
        self.fill("签字人姓名、职务", subject)
        self.write(self.page.locator(".glass canvas"))
        before_last()
        self.press("确认签名")
        expect(self.page.locator(".glass canvas")).to_have_count(0)

    def sign_as_inspectors(self) -> None:
        """Two signatures on glass; the subject's place is left."""
        self.open("sign")
        glass = self.page.locator(".glass canvas")
        for left in range(glass.count() - 1, 0, -1):
            self.write(glass.first)
            self.press("确认签名")
            expect(glass).to_have_count(left)

    def sign_on_paper(self, subject: str, photographed: Path) -> None:
        """The subject signed a printed page."""
        self.fill("签字人姓名、职务", subject)
        self.acts += 1
        self.page.locator("label.file input").set_input_files(photographed)
        self.page.get_by_text("签在纸上，已拍照").wait_for()

    def decline(self, reason: str, witness: str) -> None:
        """拒签."""
        self.page.get_by_text("当事人拒绝签字").click()
        self.fill("拒签原因", reason)
        self.fill("见证人", witness)
        self.press("记为拒签")
        self.page.get_by_text("已拒签").wait_for()

    def write(self, glass: Locator) -> None:
        """A name, more or less."""
        self.acts += 1
        glass.scroll_into_view_if_needed()
        box = glass.bounding_box()
        assert box
        mouse = self.page.mouse
        for start in (0.25, 0.5):
            mouse.move(box["x"] + box["width"] * start, box["y"] + box["height"] * 0.3)
            mouse.down()
            for step in range(1, 6):
                mouse.move(box["x"] + box["width"] * (start + 0.03 * step), box["y"] + box["height"] * (0.3 + 0.08 * (step % 3)))  # fmt: skip
            mouse.up()

    def finish(self) -> None:
        """结束检查."""
        self.open("sign")
        self.tick("已问：")
        self.press("结束检查")
        self.page.get_by_text("这次检查已经结束").wait_for()


def opened(context: BrowserContext, base: str, *, kept: bool = True) -> Page:
    """The app, drawn once; kept on the phone, unless it is never opened without a network."""
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(f"{base}/field/")
    page.locator("html[data-ready]").wait_for()
    if kept:
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def settled(page: Page, patience: float = 30_000) -> None:
    """Nothing waits on this phone any more."""
    page.locator("footer [data-waiting]").wait_for(state="hidden", timeout=patience)
