"""The verifier of the portal, run by node where a test needs its verdict without a browser."""

import base64
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import mingqian.publicity

HOUSE = Path(mingqian.publicity.__file__).parents[1]
RUNNER = Path(__file__).with_name("node.mjs")

Draw = tuple[bytes, Mapping[str, bytes]]
Case = Draw | tuple[bytes, Mapping[str, bytes], Sequence[Draw]]
"""A transcript with its files, and the attempts before it."""


def verdicts(cases: Sequence[Case], folder: Path) -> list[Any]:
    """For each transcript with its files: {"failed": codes, "checks": all of them}."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        pytest.skip("node is not installed: the browser's verifier is then tested in the browser only")
    told = [_told(*case) for case in cases]
    (folder / "cases.json").write_text(json.dumps(told))
    modules = served(folder)
    ran = subprocess.run(
        [node, str(RUNNER), str(modules), str(folder / "cases.json")],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    found: list[Any] = json.loads(ran.stdout)
    return found


def served(folder: Path) -> Path:
    """The static files side by side as the site serves them; where the verifier lies among them."""
    for room in ("ui", "publicity"):
        if not (folder / "static" / room).exists():
            shutil.copytree(HOUSE / room / "static" / room, folder / "static" / room)
    return folder / "static" / "publicity" / "verify"


def _told(data: bytes, files: Mapping[str, bytes], priors: Sequence[Draw] = ()) -> dict[str, Any]:
    beside = {name: _text(content) for name, content in files.items()}
    return {"transcript": _text(data), "files": beside, "priors": [_told(*one) for one in priors]}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
