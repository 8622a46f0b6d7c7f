"""A bureau on the morning of its draw, and the people of the ceremony, each at a browser of their own.

The bureau is the tests' own 鹭湾市 in a file: made in seconds, where the demo's lived year takes minutes. Signing in
has tests of its own; here everybody comes with a cookie. ``tools.write_ceremony`` holds the same ceremony for the
pictures in the documentation.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, expect
from tests.browser.hands import fill, press, said, typed
from tests.shell import Shell

MORNING = "2026-03-17T09:00:00+08:00"
CODE = "LW-2026-R1"
DICE = "50829174633071925090"
KEY = "a key of the browser tests, signs nothing else, long enough for Django"
ITEMS = {"对JG01的监督检查": "对人力资源服务机构的监督检查", "对JG05的监督检查": "对劳务派遣企业的监督检查"}
PEOPLE = "draw_operator", "discipline_witness", "second_witness", "bureau_leader"
PHONE = {"width": 360, "height": 740}
FOUND = "found.json"
LATER = 10_000  # milliseconds on the wall's own clock, which is moved on instead of waited for


@dataclass(frozen=True)
class Office:
    """The bureau's directory, and what its people sign in with."""

    home: Path
    plan: str
    cookies: Mapping[str, str]
    codes: Mapping[str, str]

    @staticmethod
    def surroundings(home: Path) -> dict[str, str]:
        """What the server and whoever builds its directory must agree on."""
        return {
            "MINGQIAN_CLOCK": MORNING, "MINGQIAN_SECRET_KEY": KEY, "MINGQIAN_HOME": str(home),
            "MINGQIAN_SQLITE_SYNCHRONOUS": "OFF",
        }  # fmt: skip


def build(home: Path, firms: int = 60) -> Office:
    """鹭湾市 with so many firms, its plan started."""
    done = Shell(home).do(_found, firms, **Office.surroundings(home))
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((home / FOUND).read_text(encoding="utf-8"))
    return Office(home, told["plan"], told["cookies"], told["codes"])


def _found(firms: int) -> None:
    """In a process of its own: while Playwright's loop runs, Django refuses the database to the tests'."""
    from django.core.management import call_command
    from tests import cast, web
    from tests.draw.table import Table
    from tests.planning import desk

    call_command("migrate", verbosity=0)
    plain = desk.wording
    desk.wording = lambda name, *words, **more: plain(ITEMS.get(name, name), *words, **more)
    table = Table(cast.assemble()).world(firms=firms)
    found = {one: getattr(table.cast, one) for one in PEOPLE}
    now = datetime.fromisoformat(MORNING)
    told = {
        "cookies": {one: web.signed_in(who, now=now).cookies["mingqian"].value for one, who in found.items()},
        "codes": {one: who.code for one, who in found.items()},
        "plan": table.plan,
    }
    Path(FOUND).write_text(json.dumps(told), encoding="utf-8")


@dataclass
class People:
    """Opens browsers; remembers what any of them sent, what it asked of the world outside, what went wrong in it."""

    chromium: Browser
    base: str
    office: Office
    opened: list[BrowserContext] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def come(self, who: str = "", **more: object) -> Page:
        """Somebody at a browser of their own; nobody in particular without ``who``."""
        context = self.chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **more)  # type: ignore[arg-type]
        if who:
            context.add_cookies(
                [{"name": "mingqian", "value": self.office.cookies[who], "url": self.base, "httpOnly": True}]
            )
        context.on("request", self._asked)
        self.opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda one: self.troubles.append(f"{page.url}: {one}"))
        page.on("console", lambda one: self._heard(page, one.type, one.text))
        return page

    def _asked(self, request: Request) -> None:
        self.sent.append(f"{request.url} {request.headers} {request.post_data_buffer!r}")
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.outside.append(request.url)

    def _heard(self, page: Page, kind: str, text: str) -> None:
        if kind == "error" and "net::ERR_INTERNET_DISCONNECTED" not in text:
            self.troubles.append(f"{page.url}: {text}")

    def leave(self) -> None:
        for context in self.opened:
            context.close()


@contextmanager
def gathered(chromium: Browser, base: str, office: Office) -> Iterator[People]:
    """Everybody goes home in the end."""
    people = People(chromium, base, office)
    try:
        yield people
    finally:
        people.leave()


def again(phone: Page) -> None:
    """Look again at once; a phone that is just looking again by itself is let."""
    with suppress(Error):
        phone.reload()


Look = Callable[[str], None]


@dataclass
class Ceremony:
    """From the list to the publication. ``look`` is called with the name of what the wall shows by then."""

    people: People
    look: Look
    wall: Page = field(init=False)
    operator: Page = field(init=False)
    second: Page = field(init=False)
    witness: Page = field(init=False)
    citizen: Page = field(init=False)

    def __post_init__(self) -> None:
        size = {"width": 1920, "height": 1080}
        self.wall = self.people.come("draw_operator", viewport=size)
        self.wall.clock.install()
        self.wall.add_init_script(
            "Math.random = () => { throw new Error('the wall rolls no dice of its own'); }"
        )
        self.operator = self.people.come("draw_operator")
        self.second = self.people.come("second_witness")
        self.witness = self.people.come(viewport=PHONE, has_touch=True)
        self.citizen = self.people.come(viewport=PHONE, has_touch=True)

    def at(self, page: Page, path: str) -> Page:
        page.goto(f"{self.people.base}/desk/draws/{CODE}/{path}")
        return page

    def later(self) -> Page:
        """The wall some seconds on: time enough to have asked its server again, for the reels to have stopped."""
        self.wall.clock.fast_forward(LATER)
        return self.wall

    def shows(self, step: str) -> None:
        """The wall has come to this step by itself."""
        expect(self.later().locator(f"[data-step={step}]")).to_be_visible()

    def waits_for(self, words: str) -> None:
        expect(self.later().locator(".who")).to_contain_text(words)

    def frozen(self) -> None:
        codes = self.people.office.codes
        self.operator.goto(f"{self.people.base}/desk/draws/new/")
        fill(
            self.operator, code=CODE, plan=self.people.office.plan, origin="official",
            witness=codes["discipline_witness"], witness2=codes["second_witness"], outside="鹭湾市企业联合会",
        )  # fmt: skip
        press(self.operator, "建立抽取")
        said(self.operator, "已建立抽取")
        self.wall.goto(f"{self.people.base}/screen/{CODE}")
        self.waits_for("冻结名录")
        typed(self.at(self.operator, "freeze/"), "冻结名录")
        said(self.operator, "名录已冻结")
        self.waits_for("公告抽取方案")
        self.at(self.operator, "announce/")
        fill(self.operator, source="dice10")
        press(self.operator, "公告方案")
        said(self.operator, "方案已公告")
        self.shows("commit")

    def sealed(self) -> None:
        self._promise(self.operator, "organiser")
        for role, phone in (("witness", self.witness), ("public", self.citizen)):
            self._invite(role, phone)
        self.look("commit-codes")
        for phone in (self.witness, self.citizen):
            press(phone, "我就是，在这台手机上入座")
            phone.locator("[data-noted]").check()
            press(phone, "交承诺")
            said(phone, "承诺已交")
        self._promise(self.second, "witness2")
        self.waits_for("把各方承诺合成封签")
        typed(self.at(self.operator, "seal/"), "封签")
        said(self.operator, "已封签")
        expect(self.later().get_by_label("封签哈希的二维码，内容就是上面的 64 位").first).to_be_visible()
        self.look("commit")

    def _promise(self, page: Page, role: str) -> None:
        """At the desk, signed in."""
        self.at(page, f"seat/{role}/")
        expect(page.locator("[name=commitment]")).not_to_have_value("")
        press(page, "交承诺")
        said(page, "承诺已交")

    def _invite(self, role: str, phone: Page) -> None:
        """The link is made at the desk, shown on the wall, opened on the phone."""
        self.at(self.operator, f"seat/{role}/link/")
        if self.operator.locator("main [name=holder]").count():
            fill(self.operator, holder="吴代表")
        press(self.operator, "签发链接")
        address = self.operator.locator(".seat-code .mono").last.inner_text()
        expect(
            self.later().locator("figure").filter(has_text="鹭湾市企业联合会" if role == "public" else "纪检")
        ).to_be_visible()
        phone.goto(address)

    def found(self) -> None:
        for page, role in ((self.operator, "organiser"), (self.second, "witness2")):
            self.at(page, f"seat/{role}/")
            press(page, "一致，确认")
            said(page, "已核对")
        for phone in (self.witness, self.citizen):
            again(phone)
            expect(phone.locator("[data-found-good]")).to_be_visible()
            press(phone, "一致，确认")
            said(phone, "已核对")
        self.shows("inputs")

    def rolled(self) -> None:
        self.at(self.operator, "value/")
        fill(self.operator, value=DICE, evidence="现场录像 00:12:31")
        press(self.operator, "录入")
        self.waits_for("看原始结果重新读一遍")
        assert DICE[:5] not in self.wall.content(), "who reads back must not see on the wall what was typed"
        self.at(self.second, "read-back/0/")
        fill(self.second, value=DICE)
        press(self.second, "回读")
        expect(self.later().locator(".dice")).to_contain_text(DICE[:5])

    def revealed(self) -> None:
        self._open_at_desk(self.operator, "organiser")
        self._open_on_phone(self.witness)
        self._open_at_desk(self.second, "witness2")
        self.look("inputs")
        self._open_on_phone(self.citizen)
        self.shows("compute")
        self.look("compute")

    def _open_at_desk(self, page: Page, role: str) -> None:
        self._kept_to_itself(self.at(page, f"seat/{role}/"))
        press(page, "揭示")
        said(page, "已揭示")

    def _open_on_phone(self, phone: Page) -> None:
        again(phone)
        expect(phone.locator("[data-kept-here]")).to_be_visible()
        self._kept_to_itself(phone)
        press(phone, "揭示")
        said(phone, "已揭示")

    def _kept_to_itself(self, page: Page) -> None:
        """Until this very moment no request of anybody held the secret (sxsj1 §4)."""
        kept = page.evaluate("Object.values(localStorage)")
        assert kept, "the device keeps nothing to open"
        told = [one for one in self.people.sent if any(value in one for value in kept)]
        assert not told, "a secret left its device before the reveal"

    def computed(self) -> None:
        typed(self.at(self.operator, "compute/"), "计算结果")
        said(self.operator, "结果已算出")
        self.shows("reveal")
        self.look("reveal")

    def signed(self) -> None:
        for phone in (self.witness, self.citizen):
            again(phone)
            fill(phone, opinion="no_objection")
            self._by_hand(phone)
            press(phone, "签认")
            said(phone, "已签认")
        self.at(self.second, "sign/")
        fill(self.second, opinion="objection", remarks="录像中断约十秒")
        press(self.second, "签认")
        said(self.second, "有异议")
        self.shows("seal")

    def _by_hand(self, phone: Page) -> None:
        """A stroke across the glass."""
        glass = phone.locator("[data-sign]")
        glass.scroll_into_view_if_needed()
        box = glass.bounding_box()
        assert box is not None
        x, y = box["x"], box["y"] + box["height"] / 2
        phone.mouse.move(x + 30, y)
        phone.mouse.down()
        for step in range(1, 12):
            phone.mouse.move(x + 30 + 20 * step, y + (18 if step % 2 else -18))
        phone.mouse.up()

    def published(self) -> None:
        typed(self.at(self.operator, "publish/"), "公布")
        said(self.operator, "已公布")
        expect(self.later().locator("[data-step=seal] .say")).to_contain_text("任何人可以核对")
        self.look("seal")

    def whole(self) -> None:
        for step in (
            self.frozen, self.sealed, self.found, self.rolled, self.revealed, self.computed, self.signed,
            self.published,
        ):  # fmt: skip
            step()
