"""Rows of cells out of a workbook, read by a separate process with limits (``workbook_child``)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from mingqian.core.decision import Refused
from mingqian.registry.importing.caps import Caps
from mingqian.registry.importing.sniffing import SAVE_AS, refuse

HEAD_ROWS = 40
_CHILD = Path(__file__).with_name("workbook_child.py")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: what it is called, how it begins, why it cannot be read."""

    index: int
    name: str
    visible: bool
    table: bool
    error: str
    head: tuple[tuple[str, ...], ...] = field(repr=False)


class Workbook:
    """One open workbook. ``sheets`` is known at once; ``rows(index)`` streams one of them."""

    def __init__(self, file: BinaryIO, caps: Caps) -> None:
        self._file = file
        self._caps = caps
        self.sheets: tuple[Sheet, ...] = ()
        self.filled: tuple[int, ...] = ()
        """Rows of the sheet last read for which a merged cell above stands, known once they were all read."""
        self._child: subprocess.Popen[str] | None = None
        self.sheets = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the reading process; asking twice does no harm."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.poll() is None:
            child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()

    def rows(self, index: int) -> Iterator[tuple[int, list[str]]]:
        """(row number from 1, cells) of one worksheet."""
        if self._child is None:
            self._open()
        child = self._child
        assert child is not None and child.stdin is not None
        try:
            child.stdin.write(f"{index}\n")
            child.stdin.flush()
            number = 0
            while isinstance(message := self._hear(), list):
                number += 1
                yield number, message
            if message.get("end") != number:
                raise self.failure(str(message.get("error", "")))
            self.filled = tuple(message["filled"])
        except (BrokenPipeError, ValueError) as broken:
            raise self.failure(str(broken)) from broken
        finally:
            self.close()

    def _open(self) -> tuple[Sheet, ...]:
        caps = self._caps
        self._file.seek(0)
        fd = self._file.fileno()
        numbers = (
            fd,
            caps.memory_bytes,
            caps.cpu_seconds,
            caps.rows,
            caps.columns,
            caps.cell_chars,
            HEAD_ROWS,
        )
        self._child = subprocess.Popen(  # noqa: S603  — our own file, no shell
            [sys.executable, "-I", str(_CHILD), *map(str, numbers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            pass_fds=(fd,),
        )
        try:
            message = self._hear()
            if not isinstance(message, dict) or "sheets" not in message:
                raise self.failure(str(message.get("error", "")) if isinstance(message, dict) else "")
            return tuple(_sheet(index, entry) for index, entry in enumerate(message["sheets"]))
        except BaseException:
            self.close()
            raise

    def _hear(self) -> Any:  # noqa: ANN401
        assert self._child is not None and self._child.stdout is not None
        line = self._child.stdout.readline()
        return json.loads(line) if line else {"error": "died"}

    def failure(self, said: str) -> Refused:
        """The child's last words in plain Chinese."""
        low = said.lower()
        if "password" in low or "encrypt" in low:
            return refuse("encrypted", "工作簿设了打开密码，读不了", "请在 Excel 中取消密码后另存，再导入")
        if low.startswith("overflowerror: columns"):
            line, width = said.split()[-2:]
            return refuse(
                "columns", f"第{line}行有 {width} 列，超过上限 {self._caps.columns} 列", "请删去多余的列"
            )
        if low.startswith("overflowerror: cell"):
            line, place = said.split()[-2:]
            why = f"第{line}行第{place}列的单元格超过 {self._caps.cell_chars} 字"
            return refuse("cell", why, "请删去或缩短后再导入")
        if low.startswith("rows "):
            return refuse(
                "rows", f"表有 {said.split()[-1]} 行，超过上限 {self._caps.rows} 行", "请拆分后分批导入"
            )
        if said == "died" or "memory" in low or "memerror" in low:
            return refuse(
                "too_heavy",
                "读取这个工作簿超出了允许的内存或时间（文件可能已损坏，或含有大量空白格式）",
                "请把需要的表复制到新工作簿，或另存为 csv，再导入",
            )
        return refuse("damaged", "工作簿已损坏或不是标准格式，读不出来", SAVE_AS)


def _sheet(index: int, entry: dict[str, Any]) -> Sheet:
    return Sheet(
        index=index,
        name=str(entry["name"]),
        visible=bool(entry["visible"]),
        table=bool(entry["table"]),
        error=str(entry["error"]),
        head=tuple(tuple(row) for row in entry["head"]),
    )
