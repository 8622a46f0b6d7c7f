"""Draws need a home of their own: rolls and keys lie on disk."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    """MINGQIAN_HOME of this test."""
    settings.HOME = tmp_path / "home"
    return tmp_path / "home"
