"""How much of a file is read at most. What is larger is refused with the number that was exceeded."""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits of one import. Text streams, so it may be large; a workbook is held in memory, so it may not."""

    text_bytes: int = 2048 * MIB
    workbook_bytes: int = 64 * MIB
    expanded_bytes: int = 1024 * MIB
    rows: int = 2_000_000
    columns: int = 256
    cell_chars: int = 32_767
    memory_bytes: int = 2048 * MIB
    cpu_seconds: int = 120
    small_rows: int = 20_000
    """Items and inspectors go row by row through their services; a list longer than this is not one."""


DEFAULT = Caps()


def megabytes(number: int) -> str:
    """A size as an officer reads it."""
    return f"{number / MIB:.1f} MB" if number < 100 * MIB else f"{number // MIB} MB"
