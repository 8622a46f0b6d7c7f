"""What must never stand in the repository, and what must."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if answer.returncode:
        pytest.skip("not a git checkout: the list of tracked files is unknown")
    return [ROOT / name for name in answer.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    return [
        (file.relative_to(ROOT).as_posix(), file.read_text(errors="ignore"))
        for file in tracked()
        if file.stat().st_size < 2_000_000
        and file.suffix not in {".png", ".xlsx", ".xls", ".ods", ".ttf", ".otf"}
    ]


def test_no_absolute_path_of_a_machine() -> None:
    pattern = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|tmp/brief)/")
    here = "tests/house/test_repository.py"
    assert not [
        (name, found.group()) for name, text in texts() if name != here and (found := pattern.search(text))
    ]


def test_the_lock_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "--hash=sha256:" in lock
    assert not re.search(r"://|--(extra-)?index-url|--find-links", lock)


def test_every_dependency_says_why() -> None:
    """A dependency has its reason beside it (style: a *why* comment beside each)."""
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    declared = project["dependencies"] + [
        one for some in project["optional-dependencies"].values() for one in some
    ]
    for requirement in declared:
        assert re.search(rf'"{re.escape(requirement)}",\s+# \S', text), (
            f"{requirement} has no reason beside it"
        )


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "README.zh-CN.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "LICENSE",
        "Makefile",
        ".ci/run",
    ],
)
def test_the_front_door_is_complete(name: str) -> None:
    assert (ROOT / name).stat().st_size > 100


def test_every_environment_variable_is_documented() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text()
    source = "\n".join(file.read_text() for file in (ROOT / "src").rglob("*.py"))
    used = set(re.findall(r"""environ(?:\.get)?[\[(]["']([A-Z_]+)["']""", source))
    used |= set(re.findall(r"""["'](MINGQIAN_[A-Z_]+)["']""", source))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", page, flags=re.M))
    assert used - {"DJANGO_SETTINGS_MODULE"} == documented


def test_links_between_the_documents_lead_somewhere() -> None:
    broken = []
    for file in tracked():
        if file.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#\s]+)", file.read_text()):
            if "://" not in target and not (file.parent / target).exists():
                broken.append(f"{file.relative_to(ROOT)} → {target}")
    assert not broken
