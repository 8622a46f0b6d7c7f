"""Print which tests carry which clause id, beside the status in the ledger: what to read before raising one.

``python -m tools.marked_clauses [XM-49 …]``
"""

import ast
import sys
from pathlib import Path

from mingqian.policy import clausebook

ROOT = Path(__file__).resolve().parents[1]


def marked() -> dict[str, list[str]]:
    """Tests by the clause ids in their decorators and parameters."""
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                for one in _ids(node):
                    found.setdefault(one, []).append(f"{file.relative_to(ROOT).as_posix()}::{node.name}")
    return found


def _ids(function: ast.FunctionDef) -> list[str]:
    calls = [node for one in function.decorator_list for node in ast.walk(one) if isinstance(node, ast.Call)]
    marks = [one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr == "clause"]
    return [str(word.value) for one in marks for word in one.args if isinstance(word, ast.Constant)]


def main(wanted: list[str]) -> None:
    tests = marked()
    for ledger in clausebook.ledgers():
        for row in ledger.rows:
            if row.id in wanted or (not wanted and row.id in tests):
                print(f"{row.id} [{row.status.value}] {row.clause}")
                for one in tests.get(row.id, ["(no test carries this id)"]):
                    print(f"    {one}")


if __name__ == "__main__":
    main(sys.argv[1:])
