"""Write the picture story of a visit on the phone, flight mode included: ``python -m tools.write_field [FOLDER]``.

A real browser of a phone's size walks through a visit to a fictional firm; the desk behind it is the tests' own.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page
from tests.browser import field_desk

from tools import small_png, visiting

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
COLOURS = 48
Look = Callable[[str], None]


def main() -> None:
    """Twelve pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    field_desk.light()
    with tempfile.TemporaryDirectory() as place:
        desk = field_desk.Desk(Path(place), field_desk.package(field_desk.now()))
        base = f"http://127.0.0.1:{field_desk.serve(desk).server_port}"
        with visiting.phone(Path(place) / "profile") as context:
            page, blank = visiting.opened(context, base), context.new_page()
            page.bring_to_front()

            def look(name: str) -> None:
                page.wait_for_timeout(400)
                (folder / f"field-{name}.png").write_bytes(
                    small_png.shrunk(blank, page.screenshot(), COLOURS)
                )

            story(context, page, desk, look)
    print(f"pictures in {folder}")


def story(context: BrowserContext, page: Page, desk: field_desk.Desk, look: Look) -> None:
    """From the morning to the receipt."""
    first = desk.package["visits"][0]
    visit = visiting.Visit(page, page.url, first["code"])
    photograph = desk.folder / "wage-list.jpg"
    visit.open("papers")
    photograph.write_bytes(page.screenshot(type="jpeg"))
    context.set_offline(True)
    page.evaluate("location.hash = '#/'")
    page.reload()
    page.locator("html[data-ready]").wait_for()
    look("01-today")
    visit.open()
    look("02-sheet")
    visit.accept()
    visit.open("arrive")
    look("03-arrive")
    visit.arrive(
        field_desk.sign(first["subject"]["code"].removeprefix("USCC:")), ("35990001", "35990002"),
        before_tell=lambda: look("04-rights"),
    )  # fmt: skip
    visit.answer({"2.3": "九月工资迟发五日，涉及三人"}, before_settle=lambda: look("05-checklist"))
    visit.photograph(photograph, photograph, caption="九月工资发放表", before_fix=lambda: look("06-evidence"))
    visit.open("record")
    look("07-record")
    visit.record("情况属实，五日内补发")
    look("08-paper")
    visit.sign("陈小满 行政主管", before_last=lambda: look("09-sign"))
    visit.finish()
    page.evaluate("location.hash = '#/outbox'")
    look("10-flight-mode")
    context.set_offline(False)
    visiting.settled(page)
    look("11-received")
    page.evaluate("location.hash = '#/device'")
    look("12-device")


if __name__ == "__main__":
    main()
