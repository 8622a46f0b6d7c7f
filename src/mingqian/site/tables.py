"""Tables of Chinese text for the command line; wide characters count twice, long cells wrap."""

import io
import shutil
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table

USUAL_WIDTH = 120


def drawn(heads: Iterable[str], rows: Iterable[Iterable[str]], *, title: str = "") -> str:
    """The table as text, as wide as the terminal."""
    table = Table(title=title or None, box=box.SIMPLE, title_justify="left", pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*row)
    width = shutil.get_terminal_size((USUAL_WIDTH, 40)).columns
    text = io.StringIO()
    console = Console(file=text, width=width, markup=False, highlight=False, emoji=False)
    console.print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()).strip("\n")
