"""A copy of a built-in pack that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mingqian.policy import loader


@pytest.fixture
def spoiled(tmp_path: Path) -> Callable[..., Path]:
    """``spoiled("xiamen-2017", "pack.toml", old, new)``: the pack's copy with one text replaced."""

    def copy(name: str, file: str, old: str, new: str, *more: tuple[str, str, str]) -> Path:
        target = tmp_path / name
        shutil.copytree(loader.PACKS / name, target)
        for which, before, after in ((file, old, new), *more):
            path = target / which
            text = path.read_text(encoding="utf-8")
            assert before in text, f"{which} does not hold {before!r}"
            path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return target

    return copy
