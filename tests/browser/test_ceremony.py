"""The whole ceremony in real Chromium: organiser and witnesses, two of them on phones, and the wall that follows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import ceremony
from tests.browser.ceremony import CODE, Ceremony, Office, People
from tests.browser.serving import served

pytestmark = pytest.mark.slow

SIZES = ((1920, 1080), (3840, 2160), (1280, 720), (360, 740))
OVER = """() => ["Width", "Height"].map((way) => Math.max(
  ...[...document.querySelectorAll("html, main")].map((one) => one[`scroll${way}`] - one[`client${way}`])))"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, _browser_is_there: None) -> Office:
    return ceremony.build(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def people(chromium: Browser, office: Office) -> Iterator[People]:
    with (
        served(office.home, office.surroundings(office.home)) as base,
        ceremony.gathered(chromium, base, office) as found,
    ):
        yield found


def turning(wall: Page) -> int:
    return wall.locator(".cell.turning").count()


def numbers(wall: Page) -> list[str]:
    """What the cells of the page on show say."""
    return wall.locator(".page:not([hidden]) .cell .number").all_inner_texts()


def test_a_ceremony_on_five_devices_with_the_cable_to_the_outside_cut(people: People) -> None:
    """Everybody acts on a device of their own; the wall comes to every step by itself."""
    seen: list[str] = []
    held = Ceremony(people, seen.append)
    for step in (held.frozen, held.sealed, held.found, held.rolled, held.revealed, held.computed):
        step()
    wall = held.wall
    expect(wall.locator(".fixed")).to_contain_text("由种子算出并固定，以下为回放")
    expect(held.later().locator(".cell.turning")).to_have_count(0)
    final = numbers(wall)
    _keys(held, final)
    held.signed()
    held.published()
    assert seen == ["commit-codes", "commit", "inputs", "compute", "reveal", "seal"]
    expect(wall.locator("[data-step=seal]")).to_contain_text("录像中断约十秒")
    _without_a_server(held)
    assert people.outside == [], "something was asked of the world outside"
    assert people.troubles == []
    _without_script(people)
    _within_its_walls(_without_motion(people))


def _keys(held: Ceremony, final: list[str]) -> None:
    """The keyboard alone moves what is shown; the replay ends at what was fixed before it began."""
    wall = held.wall
    shown = wall.locator("[data-step]:visible")
    for key, step in (
        ("ArrowLeft", "compute"),
        ("PageUp", "inputs"),
        (" ", "compute"),
        ("1", "freeze"),
        ("6", "seal"),
    ):
        wall.keyboard.press(key)
        expect(shown).to_have_attribute("data-step", step)
    expect(wall.locator("#link")).to_contain_text("现场进行到第 5 步")
    wall.keyboard.press("End")
    expect(shown).to_have_attribute("data-step", "reveal")
    wall.keyboard.press("r")
    assert turning(wall) > 0
    shown_now = numbers(wall)
    while shown_now == final and turning(wall):  # the first picture may take its time
        shown_now = numbers(wall)
    assert shown_now != final
    expect(held.later().locator(".cell.turning")).to_have_count(0)
    assert numbers(wall) == final
    wall.keyboard.press("n")
    expect(wall.locator("body")).to_have_class("named")
    wall.keyboard.press("n")
    wall.keyboard.press("?")
    expect(wall.locator("#help")).to_be_visible()
    wall.keyboard.press("Escape")
    expect(wall.locator("#help")).not_to_be_visible()


def _without_a_server(held: Ceremony) -> None:
    """The picture stays and says so, every step can still be shown; when the server is back it goes on."""
    wall = held.wall
    wall.context.set_offline(True)
    expect(held.later().locator("#link")).to_contain_text("与服务器失去联系，画面停在最后收到的一步")
    wall.keyboard.press("2")
    expect(wall.locator("[data-step=commit]")).to_be_visible()
    wall.context.set_offline(False)
    wall.keyboard.press("End")
    expect(held.later().locator("#link")).to_contain_text("与服务器相连")


def _without_script(people: People) -> None:
    """Steps are links."""
    plain = people.come("bureau_leader", java_script_enabled=False)
    plain.goto(f"{people.base}/screen/{CODE}")
    expect(plain.locator("[data-step=seal]")).to_be_visible()
    plain.locator("nav a").filter(has_text="随机").click()
    expect(plain.locator("[data-step=inputs]")).to_be_visible()


def _without_motion(people: People) -> Page:
    """Whoever wants no motion sees none."""
    still = people.come("bureau_leader", reduced_motion="reduce")
    still.goto(f"{people.base}/screen/{CODE}?step=reveal")
    still.keyboard.press("r")
    assert turning(still) == 0 and numbers(still)
    return still


def _within_its_walls(wall: Page) -> None:
    """Projectors show a step whole; a phone scrolls, but never sideways."""
    wrong = []
    for width, height in SIZES:
        wall.set_viewport_size({"width": width, "height": height})
        for key in "123456":
            wall.keyboard.press(key)
            sideways, down = wall.evaluate(OVER)
            if sideways > 0 or (width > 1000 and down > 0):
                wrong.append(f"step {key} at {width}: {sideways} sideways, {down} down")
    assert wrong == []
