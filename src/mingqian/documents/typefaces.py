"""The fonts papers are set in, and which characters they hold: nothing is printed with holes in it.

Noto Serif SC comes with the program. A bureau that owns 仿宋 and 小标宋 puts the files into a directory and names
it in MINGQIAN_FONT_DIR; they come first, the shipped one fills what they lack.
"""

import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings

from mingqian.core.decision import Decision, allowed, denied

SHIPPED = Path(__file__).parent / "fonts"
_KINDS = {".ttf", ".otf", ".ttc"}


def folders() -> list[Path]:
    """The bureau's own directory, if one is named, before the shipped one."""
    own = Path(settings.FONT_DIR) if settings.FONT_DIR else None
    return [*([own] if own and own.is_dir() else []), SHIPPED]


def complete(texts: Iterable[str]) -> Decision:
    """Every character of these texts can be printed; else the missing ones by name."""
    known = _characters(tuple(folders()))
    missing = sorted(
        {letter for text in texts for letter in text if letter > " " and ord(letter) not in known}
    )
    if not missing:
        return allowed()
    named = "、".join(f"“{letter}”（U+{ord(letter):04X}）" for letter in missing[:12])
    more = f"等 {len(missing)} 个字" if len(missing) > 12 else ""
    return denied(
        "documents.no_glyph",
        f"字体里没有{named}{more}，印出来会缺字，文书没有生成",
        "",
        "请核对是否录错；确有此字的，请系统管理员把含有该字的字体放入 MINGQIAN_FONT_DIR 指定的目录",
    )


@cache
def _characters(places: tuple[Path, ...]) -> frozenset[int]:
    found: set[int] = set()
    for place in places:
        for file in sorted(place.iterdir()):
            if file.suffix.lower() in _KINDS:
                found |= _of(file.read_bytes())
    return frozenset(found)


def _of(font: bytes) -> set[int]:
    """Characters of every face of a file, from its table ``cmap``."""
    if font[:4] != b"ttcf":
        return _face(font, 0)
    (count,) = struct.unpack_from(">I", font, 8)
    return {one for start in struct.unpack_from(f">{count}I", font, 12) for one in _face(font, start)}


def _face(font: bytes, start: int) -> set[int]:
    (tables,) = struct.unpack_from(">H", font, start + 4)
    for index in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * index)
        if tag == b"cmap":
            return _cmap(font, offset)
    return set()


def _cmap(font: bytes, offset: int) -> set[int]:
    found: set[int] = set()
    (count,) = struct.unpack_from(">H", font, offset + 2)
    for index in range(count):
        platform, _, at = struct.unpack_from(">HHI", font, offset + 4 + 8 * index)
        (form,) = struct.unpack_from(">H", font, offset + at)
        if platform in (0, 3) and form == 4:
            found |= _segments(font, offset + at)
        elif platform in (0, 3) and form == 12:
            found |= _groups(font, offset + at)
    return found


def _segments(font: bytes, at: int) -> set[int]:
    """Format 4; a character mapped to glyph 0 counts as there only in fonts that are broken anyway."""
    (double,) = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)} - {
        0xFFFF
    }


def _groups(font: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    groups = (struct.unpack_from(">III", font, at + 16 + 12 * index) for index in range(count))
    return {code for first, last, _ in groups for code in range(first, last + 1)}
