"""The verifiers anybody may take away: one file of Python, one page that works offline; with their digests."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from mingqian.draw import services as draws
from mingqian.draw.types import PAGE, VERIFIER


@dataclass(frozen=True, slots=True)
class Program:
    """A verifier as it ships: what to check a copy against."""

    name: str
    what: str
    how: str
    path: Path
    size: int
    digest: str


@cache
def listing() -> tuple[Program, ...]:
    """Both, the page first: it asks for nothing to be installed."""
    return (
        _program(PAGE, "浏览器打开就能用的一页", "用浏览器打开，把抽取目录里的文件拖进去。不联网。"),
        _program(VERIFIER, "一个 Python 文件", "python3 mingqian_verify.py transcript.json"),
    )


def _program(name: str, what: str, how: str) -> Program:
    path = draws.publishing.shipped(name)
    data = path.read_bytes()
    return Program(name, what, how, path, len(data), sha256(data).hexdigest())
