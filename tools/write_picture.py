"""Draw a terminal's text as an SVG for the README: ``mingqian demo | python tools/write_picture.py OUT.svg [FIRST [LAST]]``."""

import sys
import unicodedata
from html import escape
from pathlib import Path

CELL, LINE, MARGIN, BAR = 8.4, 20, 18, 34
BOX = dict.fromkeys(map(ord, "│┃┏┓┗┛┡┩┢┪└┘┴┬┳┻╇━─"), " ")  # a table's frame costs more than it shows
FONT = "'Noto Sans Mono CJK SC','Sarasa Mono SC','PingFang SC','Microsoft YaHei',monospace"


def width(text: str) -> int:
    """Columns in a terminal: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def runs(line: str) -> list[tuple[int, str]]:
    """(column, text) of words of one width, so that every word stands where a terminal puts it."""
    found: list[tuple[int, str]] = []
    column, kind = 0, 0
    for sign in line:
        wide = width(sign)
        if sign.isspace():
            kind = 0
        elif found and wide == kind:
            found[-1] = (found[-1][0], found[-1][1] + sign)
        else:
            found.append((column, sign))
            kind = wide
        column += wide
    return found


def picture(lines: list[str]) -> str:
    """The SVG: a quiet frame, a title bar, one text element per run."""
    columns = max(map(width, lines), default=1)
    wide, high = columns * CELL + 2 * MARGIN, len(lines) * LINE + BAR + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high}" role="img">',
        f'<rect width="100%" height="100%" rx="10" fill="#0f2540"/>'
        f'<circle cx="20" cy="17" r="5" fill="#c8452f"/><text x="36" y="22" fill="#9fb4cc" font-size="13" '
        f'font-family="{FONT}">明签</text>',
        f'<g fill="#e8eef5" font-size="14" font-family="{FONT}" xml:space="preserve">',
    ]
    for number, line in enumerate(lines):
        y = BAR + (number + 1) * LINE - 4
        for column, text in runs(line):
            length = width(text) * CELL
            parts.append(
                f'<text x="{MARGIN + column * CELL:.1f}" y="{y}" textLength="{length:.1f}" '
                f'lengthAdjust="spacing">{escape(text)}</text>'
            )
    return "\n".join([*parts, "</g></svg>", ""])


def main() -> None:
    target, *limits = sys.argv[1:]
    first, last = [*map(int, limits), 1, 10_000][:2] if limits else (1, 10_000)
    lines = [line.rstrip().translate(BOX) for line in sys.stdin.read().splitlines()][first - 1 : last]
    Path(target).write_text(picture(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
