"""Hold a ceremony between five browsers and photograph the wall: ``python -m tools.write_ceremony [FOLDER]``.

The bureau is the tests' fictional 鹭湾市, made for the occasion. Without FOLDER the pictures of the documentation are
taken again; with it every step is taken at 1920 and 3840 pixels, for looking at.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.browser import ceremony
from tests.browser.ceremony import CODE, Ceremony
from tests.browser.serving import served

from tools import walking

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SHOWN = ("commit-codes", "commit", "inputs", "reveal", "seal")
"""Steps that the how-to shows."""
BUSY = 60_000  # milliseconds
FULL, LARGE = {"width": 1920, "height": 1080}, {"width": 3840, "height": 2160}


class Camera:
    """Takes the wall as it is when the ceremony says so."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.wall: Page | None = None

    def __call__(self, name: str) -> None:
        assert self.wall is not None
        expect(self.wall.locator(".cell.turning")).to_have_count(0)
        if self.folder is None:
            if name in SHOWN:
                self._take(PICTURES / f"ceremony-{name}.png")
            return
        self._take(self.folder / f"{name}-{FULL['width']}.png")
        self.wall.set_viewport_size(LARGE)  # type: ignore[arg-type]
        self._take(self.folder / f"{name}-{LARGE['width']}.png")
        self.wall.set_viewport_size(FULL)  # type: ignore[arg-type]

    def _take(self, file: Path) -> None:
        assert self.wall is not None
        self.wall.screenshot(path=file, animations="disabled")
        print(f"{file} {file.stat().st_size // 1000} kB")


def main() -> None:
    """One ceremony, as many pictures as its steps."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=BUSY)
    with tempfile.TemporaryDirectory() as place:
        office = ceremony.build(Path(place), firms=240)
        with (
            served(office.home, office.surroundings(office.home)) as base,
            walking.browser() as chromium,
            ceremony.gathered(chromium, base, office) as people,
        ):
            camera = Camera(folder)
            held = Ceremony(people, camera)
            camera.wall = held.wall
            held.whole()
            held.wall.goto(f"{base}/screen/{CODE}")


if __name__ == "__main__":
    main()
