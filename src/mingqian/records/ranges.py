"""A part of a file, as a player asks for it (RFC 9110 §14)."""

import re

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
MOST = 8 * 1024 * 1024
"""Bytes of one answer: a player asks again, and nobody else waits for the whole of a film."""


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """From where up to where, end excluded; None: this file has no such part. No header, or no such unit: all."""
    found = _RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return 0, size
    first, last = found.groups()
    if not first:
        return (max(size - int(last), 0), size) if int(last) else None
    start, end = int(first), min(int(last) + 1 if last else size, size)
    return (start, min(end, start + MOST)) if start < end else None
