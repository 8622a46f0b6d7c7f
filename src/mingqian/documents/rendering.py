"""From the frozen words of a paper to its PDF: typst, archival PDF/A-2b, the same bytes from the same words.

Nothing here touches the database: it is done before a write takes its lock.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from mingqian.core.decision import Decision, demand
from mingqian.documents import sheets, typefaces
from mingqian.documents.enums import Kind
from mingqian.documents.types import Cells, Frame
from mingqian.ui import qr

TEMPLATES = Path(__file__).parent / "templates" / "typst"
_STAMPED = datetime(2000, 1, 1, tzinfo=UTC)
"""The file says no time of its own: the day stands on the paper, the moment in the journal."""

# Where a bureau's own faces serve, by a part of the family's name; Noto Serif SC fills what they lack.
_PLACES = {"title": ("小标宋", "XiaoBiaoSong"), "head": ("黑体", "SimHei"), "body": ("仿宋", "FangSong")}
_SHIPPED = "Noto Serif SC"


def pdf(kind: Kind, fields: Mapping[str, Cells], frame: Frame) -> bytes:
    """The paper; refused where a character has no glyph."""
    demand(typefaces.complete(_around(frame)))
    demand(printable(kind, fields))
    made = _compile(kind, fields, frame, "pdf")
    assert isinstance(made, bytes)
    return made


def pictures(kind: Kind, fields: Mapping[str, Cells], frame: Frame, *, ppi: float = 72) -> list[bytes]:
    """Its pages as PNG, for a preview."""
    made = _compile(kind, fields, frame, "png", ppi)
    return made if isinstance(made, list) else [made]


def _compile(
    kind: Kind, fields: Mapping[str, Cells], frame: Frame, form: str, ppi: float = 72
) -> bytes | list[bytes]:
    sheet = sheets.of(kind)
    fonts, faces = _fonts(tuple(typefaces.folders()))
    data = {
        **fields,
        "labels": {one.key: one.label for one in sheet.fields},
        "columns": {one.key: [list(pair) for pair in one.columns] for one in sheet.fields if one.columns},
        "frame": {
            "title": sheet.title, "number": frame.number, "organ": frame.organ, "dated": frame.dated,
            "code": frame.code, "url": frame.url, "draft": frame.draft, "seal": frame.seal,
            "qr": qr.svg(frame.url, border=0, scale=4) if frame.url else "",
        },
        "faces": faces,
    }  # fmt: skip
    compiler = typst.Compiler(
        TEMPLATES / f"{kind.value}.typ",
        root=TEMPLATES,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
    )
    if form == "pdf":
        made = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=_STAMPED)
    else:
        made = compiler.compile(format="png", ppi=ppi)
    assert made is not None
    return made


@cache
def _fonts(places: tuple[Path, ...]) -> tuple[typst.Fonts, dict[str, list[str]]]:
    """Eight megabytes, read once a process."""
    fonts = typst.Fonts(False, False, [str(place) for place in places])
    families = sorted(set(fonts.families()))
    faces = {
        place: [*(one for one in families if any(part in one for part in parts)), _SHIPPED]
        for place, parts in _PLACES.items()
    }
    return fonts, faces


def printable(kind: Kind, fields: Mapping[str, Cells]) -> Decision:
    """Every character of these words has a glyph; asked before a number is spent on them."""
    found = [sheets.of(kind).title]
    for value in fields.values():
        rows = [value] if isinstance(value, str) else value
        found += [text for row in rows for text in (row.values() if isinstance(row, dict) else [row])]
    return typefaces.complete(found)


def _around(frame: Frame) -> list[str]:
    return [frame.number, frame.organ, frame.dated, frame.code]
