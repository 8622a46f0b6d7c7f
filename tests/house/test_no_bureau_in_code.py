"""The five documents are five packs of one product: no bureau is special-cased in code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from mingqian.policy import loader

SOURCE = Path(__file__).resolve().parents[2] / "src" / "mingqian"
BUREAUS = [pack.identity for pack in map(loader.load, loader.names()) if pack.identity.prefix]
NAMES = re.compile(
    "|".join(re.escape(word) for one in BUREAUS for word in (one.name, one.bureau, one.division))
)


def constants(file: Path) -> Iterator[tuple[str, int]]:
    """String constants that are no documentation."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    spoken = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.value, node.lineno


def test_no_pack_bureau_or_division_is_named_in_code() -> None:
    assert len(BUREAUS) == 5
    found = [
        f"{file.relative_to(SOURCE)}:{line}: {text}"
        for file in sorted(SOURCE.rglob("*.py"))
        if NAMES.search(file.read_text(encoding="utf-8"))
        for text, line in constants(file)
        if NAMES.search(text)
    ]
    assert found == []
