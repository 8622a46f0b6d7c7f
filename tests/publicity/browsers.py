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

MODULES = Path(mingqian.publicity.__file__).parent / "static" / "publicity" / "verify"
RUNNER = Path(__file__).with_name("node.mjs")

Case = tuple[bytes, Mapping[str, bytes]]


def verdicts(cases: Sequence[Case], folder: Path) -> list[Any]:
    """For each transcript with its files: {"failed": codes, "checks": all of them}."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        pytest.skip("node is not installed: the browser's verifier is then tested in the browser only")
    told = [
        {"transcript": _text(data), "files": {name: _text(content) for name, content in files.items()}}
        for data, files in cases
    ]
    (folder / "cases.json").write_text(json.dumps(told))
    ran = subprocess.run(
        [node, str(RUNNER), str(MODULES), str(folder / "cases.json")],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    found: list[Any] = json.loads(ran.stdout)
    return found


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
