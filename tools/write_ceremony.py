"""Hold a ceremony between five browsers and photograph the wall: ``python -m tools.write_ceremony [FOLDER]``.

The bureau is the tests' fictional 鹭湾市, made for the occasion. Without FOLDER the pictures of the documentation are
taken again; with it every step is taken at 1920 and 3840 pixels, for looking at.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect
from tests.browser import ceremony
from tests.browser.ceremony import Ceremony
from tests.browser.serving import served

from tools import small_png, walking

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
HOST = "draw.luwan.example"
BUSY = 60_000  # milliseconds
FULL: ViewportSize = {"width": 1920, "height": 1080}
LARGE: ViewportSize = {"width": 3840, "height": 2160}
COLOURS = {1920: 256, 3840: 40}
"""Four times the points, fewer colours: no picture of the documentation is to weigh more than 150 kB."""


class Camera:
    """Takes the wall as it is when the ceremony says so."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.wall: Page | None = None
        self.desk: Page | None = None

    def __call__(self, name: str) -> None:
        assert self.wall is not None
        expect(self.wall.locator(".cell.turning")).to_have_count(0)
        sizes = (FULL, LARGE) if self.folder is not None or name == "reveal" else (FULL,)
        for size in sizes:
            self.wall.set_viewport_size(size)
            wide = size["width"]
            last = f"-{wide}" if self.folder is not None or size is LARGE else ""
            self._take((self.folder or PICTURES) / f"ceremony-{name}{last}.png", COLOURS[wide])
        self.wall.set_viewport_size(FULL)

    def _take(self, file: Path, colours: int) -> None:
        assert self.wall is not None and self.desk is not None
        taken = self.wall.screenshot(animations="disabled")
        file.write_bytes(taken if self.folder else small_png.shrunk(self.desk, taken, colours))
        print(f"{file} {file.stat().st_size // 1000} kB")


def main() -> None:
    """One ceremony, as many pictures as its steps."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=BUSY)
    with tempfile.TemporaryDirectory() as place:
        office = ceremony.build(Path(place), firms=240)
        surroundings = office.surroundings(office.home) | {"MINGQIAN_HOSTS": f"{HOST},127.0.0.1"}
        with (
            served(office.home, surroundings) as base,
            # A name instead of an address: what hangs on a wall can be opened by the phones below it.
            walking.browser(
                f"--host-resolver-rules=MAP {HOST} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
            ) as chromium,
            ceremony.gathered(chromium, base.replace("127.0.0.1", HOST), office) as people,
        ):
            camera = Camera(folder)
            held = Ceremony(people, camera)
            camera.wall, camera.desk = held.wall, chromium.new_context().new_page()
            held.whole()


if __name__ == "__main__":
    main()
