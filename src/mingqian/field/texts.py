"""What is read aloud and shown on the spot, with its version."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "texts.toml"


@cache
def table() -> dict[str, Any]:
    """The file, as the package carries it."""
    doc = tomllib.loads(FILE.read_text(encoding="utf-8"))
    rights = doc["rights"]
    return {
        "rights": {"version": rights["version"], "text": rights["text"].strip(), "clause": rights["clause"]},
        "refusal": doc["refusal"]["text"].strip(),
    }
