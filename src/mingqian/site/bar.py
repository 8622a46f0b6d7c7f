"""A progress bar of the command line; nothing where the output goes to a file."""

import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


class Bar:
    """``with Bar("读取") as bar: work(bar.tell)``."""

    def __init__(self, what: str) -> None:
        columns = (TextColumn(what), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._what, self._shown = what, sys.stderr.isatty()

    def __enter__(self) -> "Bar":
        if self._shown:
            self._progress.start()
            self._task = self._progress.add_task(self._what, total=None)
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._progress.stop()

    def tell(self, position: int, total: int) -> None:
        """So much of so much is done."""
        if self._shown:
            self._progress.update(self._task, completed=position, total=total)
