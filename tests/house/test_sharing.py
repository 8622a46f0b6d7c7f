"""What tests may share: a world stands for one module and is undone with it, else other files meet its rows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
WIDE = {"session", "package"}
OPENS = {"db", "transactional_db", "django_db_setup", "django_db_blocker"}
# pytest-django asks them where the tables come from and to make them, before there is a row; the latter adds an empty stage.
TABLES = "django_db_modify_db_settings", "django_db_setup"


def _wide_and_open(source: str) -> Iterator[str]:
    """Names of fixtures that stand longer than a module and ask for the database."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef) or node.name in TABLES:
            continue
        asked = {one.arg for one in node.args.args}
        if asked & OPENS and any(_scope(one) in WIDE for one in node.decorator_list):
            yield node.name


def _scope(decorator: ast.expr) -> str:
    words = decorator.keywords if isinstance(decorator, ast.Call) else []
    found = [one.value.value for one in words if one.arg == "scope" and isinstance(one.value, ast.Constant)]
    return str(found[0]) if found else ""


def test_no_fixture_wider_than_a_module_opens_the_database() -> None:
    files = {file: list(_wide_and_open(file.read_text(encoding="utf-8"))) for file in TESTS.rglob("*.py")}
    assert len(files) > 200
    assert {str(file.relative_to(TESTS)): names for file, names in files.items() if names} == {}


@pytest.mark.parametrize("scope", ["session", "package", "module"])
def test_the_guard_sees_a_world_that_would_leak(scope: str) -> None:
    source = (
        f'@pytest.fixture(scope="{scope}")\ndef world(django_db_setup, django_db_blocker):\n    yield 1\n'
    )
    assert list(_wide_and_open(source)) == (["world"] if scope in WIDE else [])
