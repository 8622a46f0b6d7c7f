"""Draw ``docs/pictures/documents.png``: the first page of every paper on one sheet, from the specimens."""

import os
import tempfile
from pathlib import Path

import typst

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "documents.png"
COLUMNS = 7
LARGEST = 400_000


def main() -> None:
    """Typeset each, lay the first pages side by side, and say how large the picture is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
    import django

    django.setup()
    from mingqian.documents import rendering, sheets
    from mingqian.documents.enums import Kind
    from tools import specimens

    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        for kind in Kind:
            words = sheets.frozen(kind, specimens.fields(kind))
            first = rendering.pictures(kind, words, specimens.frame(kind), ppi=72)[0]
            (place / f"{kind.value}.png").write_bytes(first)
        cells = ",".join(f'box(height: 300pt, image("{kind.value}.png", fit: "contain"))' for kind in Kind)
        page = "#set page(width: auto, height: auto, margin: 6pt, fill: luma(215))\n"
        (place / "all.typ").write_text(
            f"{page}#grid(columns: {COLUMNS}, gutter: 6pt, align: center + horizon, {cells})"
        )
        picture = typst.compile(place / "all.typ", root=place, format="png", ppi=72)
    assert isinstance(picture, bytes)
    from tools import small_png, walking

    with walking.browser() as opened:
        picture = small_png.shrunk(walking.window(opened).new_page(), picture)
    if len(picture) > LARGEST:
        raise SystemExit(f"{len(picture):,} bytes are too many for the repository")
    PICTURE.write_bytes(picture)
    print(f"{PICTURE.name}: {len(picture):,} bytes")


if __name__ == "__main__":
    main()
