"""Write the portal's page of ``docs/explain/trust.md``: one text, two places.

Understands as much Markdown as that page uses: headings, paragraphs, both kinds of list, one table, bold, links.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "docs/explain/trust.md"
PAGE = ROOT / "src/mingqian/draw/templates/draw/part/trust.html"
PORTAL = {"../how-to/check-the-fairness.md": "/trust/fairness/"}
MARK = "{# Written by tools/write_trust.py from docs/explain/trust.md; do not edit. #}"


def text() -> str:
    """The part as it should be; the page itself bears the title."""
    lines = SOURCE.read_text(encoding="utf-8").splitlines()[1:]
    return "\n".join([MARK, *_blocks(lines)]) + "\n"


def _blocks(lines: list[str]) -> Iterator[str]:
    for kind, found in groupby(lines, key=_kind):
        block = list(found)
        if kind == "heading":
            yield from (f"<h2>{_inline(line.lstrip('# '))}</h2>" for line in block)
        elif kind == "text":
            yield from (f"<p>{_inline(line)}</p>" for line in block)
        elif kind in ("ul", "ol"):
            items = "\n".join(f"<li>{_inline(line.split(' ', 1)[1])}</li>" for line in block)
            yield f"<{kind}>\n{items}\n</{kind}>"
        elif kind == "table":
            yield _table(block)


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    for kind, mark in (("heading", r"#"), ("ul", r"- "), ("ol", r"\d+\. "), ("table", r"\|")):
        if re.match(mark, line):
            return kind
    return "text"


def _table(block: list[str]) -> str:
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in block)
    heads = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    cells = "\n".join(
        "<tr>"
        + "".join(
            f'<td data-label="{escape(name)}">{_inline(cell)}</td>'
            for name, cell in zip(head, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f'<div class="wide"><table class="data"><thead><tr>{heads}</tr></thead><tbody>\n{cells}\n</tbody></table></div>'


def _inline(words: str) -> str:
    """Bold and links; a page of the documents which the portal has too is linked there, others are words only."""
    safe = escape(words, quote=False)
    safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe)
    for document, page in PORTAL.items():
        safe = re.sub(rf"\[([^\]]+)\]\({re.escape(document)}\)", rf'<a href="{page}">\1</a>', safe)
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", safe)


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
