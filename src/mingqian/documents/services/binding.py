"""Papers one behind the other in one file, for the printer. The copies stay what was issued; this is a stack of paper."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import typst

from mingqian.documents import kept
from mingqian.documents.models import Document

_COUNT = re.compile(rb"/Count (\d+)")


def bound(rows: Sequence[Document]) -> bytes:
    """Every page of every paper in its own size; a paper begins on a sheet of its own when both sides are printed."""
    with tempfile.TemporaryDirectory() as place:
        lines = ["#set page(width: auto, height: auto, margin: 0pt)"]
        for number, row in enumerate(rows):
            content = kept.read(row.sha256)
            (Path(place) / f"{number}.pdf").write_bytes(content)
            for page in range(1, _pages(content) + 1):
                turn = '#pagebreak(weak: true, to: "odd")' if page == 1 else "#pagebreak(weak: true)"
                lines += [turn, f'#image("{number}.pdf", page: {page})']
        source = Path(place) / "stack.typ"
        source.write_text("\n".join(lines), encoding="utf-8")
        made = typst.compile(source, root=Path(place), format="pdf", ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def _pages(content: bytes) -> int:
    """As the file's own page tree counts them; a signature added behind it changes nothing of that."""
    return max((int(one) for one in _COUNT.findall(content)), default=1)
