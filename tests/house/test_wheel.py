"""What leaves the house in a wheel: everything a run needs, the verifier included."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = (
    "verify/mingqian_verify.html",
    "verify/mingqian_verify.py",
    "policy/calendars/national.toml",
    "policy/packs/xiamen-2017/pack.toml",
    "policy/packs/xiamen-2017/items.csv",
    "policy/packs/xiamen-2017/clauses.csv",
    "registry/data/trade_words.toml",
    "registry/data/subject_categories.toml",
    "py.typed",
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as ``pip wheel`` fills it."""
    base = tmp_path_factory.mktemp("wheel")
    words = ["egg_info", "-e", str(base), "build", "-b", str(base / "build")]
    told = subprocess.run(
        [sys.executable, "setup.py", "-q", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr[-2000:]
    return base / "build" / "lib" / "mingqian"


@pytest.mark.slow
def test_the_wheel_holds_packs_calendars_word_lists_and_the_verifier(package: Path) -> None:
    assert [name for name in NEEDED if not (package / name).is_file()] == []


@pytest.mark.slow
def test_the_wheel_holds_every_data_file_of_the_source(package: Path) -> None:
    source = ROOT / "src" / "mingqian"
    data = [one.relative_to(source) for one in source.rglob("*") if one.suffix in {".toml", ".csv"}]
    assert len(data) > 20
    assert [name for name in data if not (package / name).is_file()] == []


@pytest.mark.slow
def test_the_verifier_of_the_wheel_is_the_one_of_the_source(package: Path) -> None:
    shipped = (package / "verify" / "mingqian_verify.py").read_bytes()
    assert shipped == (ROOT / "verify" / "mingqian_verify.py").read_bytes()
