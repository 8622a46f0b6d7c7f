"""The one-file program as a firm runs it: exit codes, Chinese answers, no traceback, nothing but the standard library."""

import ast
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from tests.laws import examples
from tests.verify import program, stage
from tests.verify.stage import BEACON, CONFLICT_KEY, KEY, Show, Variant


@pytest.fixture(scope="module")
def show() -> Show:
    return stage.perform(Variant())


@pytest.fixture(scope="module")
def published(show: Show, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return show.write(tmp_path_factory.mktemp("published"))


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, isolated from this checkout and its packages."""
    command = [sys.executable, "-I", str(program.FILE), *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, timeout=120, env={"PYTHONIOENCODING": "utf-8", **environment}
    )
    answer = subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in answer.stdout + answer.stderr
    return answer


def test_an_honest_draw_exits_0_and_names_every_check(published: Path) -> None:
    answer = run(published)
    assert answer.returncode == 0
    lines = answer.stdout.splitlines()
    for number in range(25):
        assert any(line.startswith(f"V{number} ") for line in lines), f"V{number} is not named"
    assert lines[-1].startswith("结论：接受")
    assert all(word in answer.stdout for word in ("通过", "不适用", "需外部核对"))


def test_the_folder_of_a_draw_will_do(published: Path) -> None:
    assert run(published.parent).returncode == 0


def test_the_grade_is_c_until_the_signatures_are_checked(published: Path) -> None:
    assert "证据等级 C（外部联签用公钥核实后为 B）" in run(published).stdout


def test_keys_and_ids_finish_the_checks_of_the_witness(show: Show, published: Path, tmp_path: Path) -> None:
    ids = tmp_path / "ids.txt"
    ids.write_text("\n".join(show.ids))
    kept = tmp_path / "roll.key"
    kept.write_text(KEY + "\n")
    for key in (KEY, kept, f"@{kept}"):
        answer = run(published, "--key", key, "--conflict-key", CONFLICT_KEY, "--ids", ids)
        assert answer.returncode == 0
        assert "V23 持钥核对：通过" in answer.stdout


def test_a_redraw_is_checked_with_its_prior(tmp_path: Path) -> None:
    first = stage.perform(Variant(void="LIST", errors=(9,)))
    again = stage.perform(Variant(), prior=first)
    prior, transcript = first.write(tmp_path / "first"), again.write(tmp_path / "again")
    alone, together = run(transcript), run(transcript, "--prior", prior)
    assert (alone.returncode, together.returncode) == (0, 0)
    assert "V17 作废与重抽：需外部核对" in alone.stdout
    assert "V17 作废与重抽：通过" in together.stdout
    (tmp_path / "first" / "LD.roll").write_bytes(b"")
    broken = run(transcript, "--prior", prior)
    assert broken.returncode == 1
    assert "上一次抽取的复核记录本身不通过" in broken.stdout


@pytest.mark.slow
def test_one_changed_letter_at_fixed_places_of_every_file_exits_1(show: Show, tmp_path: Path) -> None:
    path = show.write(tmp_path)
    for name, places in (
        ("transcript.json", (40, 9001, -20)),
        ("LD.roll", (0, 1000)),
        ("SB.roll", (500,)),
        ("ZF.roll", (70,)),
    ):
        original = (tmp_path / name).read_bytes()
        for place in places:
            spoiled = bytearray(original)
            spoiled[place] ^= 1
            (tmp_path / name).write_bytes(spoiled)
            answer = run(path)
            assert answer.returncode == 1, f"{name} at {place}"
            assert "结论：不接受" in answer.stdout
        (tmp_path / name).write_bytes(original)


@pytest.mark.parametrize("arguments", [(), ("a", "b"), ("--nothing",), ("nowhere/transcript.json",), ("/",)])
def test_wrong_usage_and_missing_files_exit_2_in_chinese(arguments: tuple[str, ...]) -> None:
    answer = run(*arguments)
    assert answer.returncode == 2
    assert "用法不对" in answer.stdout or "没有这个文件" in answer.stdout
    assert not answer.stderr


@pytest.mark.parametrize("key", ["", "AB" * 32])
def test_a_key_of_the_wrong_form_exits_2(key: str, published: Path) -> None:
    answer = run(published, "--key", key)
    assert answer.returncode == 2
    assert "密钥须是 64 位" in answer.stdout


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_a_terminal_that_cannot_write_chinese_gets_no_traceback(encoding: str, published: Path) -> None:
    command = [sys.executable, str(program.FILE), str(published)]
    done = subprocess.run(command, capture_output=True, timeout=120, env={"PYTHONIOENCODING": encoding})
    assert done.returncode == 0
    assert b"Traceback" not in done.stdout + done.stderr


def test_letters_that_steer_a_terminal_are_not_printed(
    show: Show, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = show.data.replace(b'"unit":"O"', '"unit":"O\u009b31m"'.encode())
    program.load().main([str(_placed(tmp_path, data))])
    program.load().say("\u009b31m\u202e")
    assert not {"\u009b", "\u202e"} & set(capsys.readouterr().out)


def _placed(folder: Path, data: bytes) -> Path:
    path = folder / "transcript.json"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[" * 200_000,
        b'{"a":' * 5000,
        b'{"a":' + b"9" * 100_000 + b"}",
        b"\xff" * 99,
        b'"\\ud800"',
        b"1e999",
    ],
    ids=["empty", "open", "brackets", "braces", "huge", "no UTF-8", "surrogate", "float"],
)
def test_hopeless_bytes_exit_1(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.load().main([str(_placed(tmp_path, data))]) == 1
    assert "V0  写法与字段：不通过" in capsys.readouterr().out


def test_deep_nesting_exits_1_in_a_process_of_its_own(tmp_path: Path) -> None:
    answer = run(_placed(tmp_path, b"[" * 200_000))
    assert answer.returncode == 1
    assert "V0  写法与字段：不通过" in answer.stdout


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.slow
@given(value=JSON, place=st.integers(0, 400))
@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_anywhere_is_answered_and_never_raises(
    value: object, place: int, show: Show, published: Path
) -> None:
    paths = [path for _, path, _ in _mutable(show)]
    path = paths[place * 7 % len(paths)]
    doc = json.loads(show.data)
    spot = doc
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    data = json.dumps(doc, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )
    report = program.load().verify(data, str(published.parent))
    assert len(report.checks) == 24
    program.load().print_report(report)


def _mutable(show: Show) -> list[tuple[str, tuple[str | int, ...], object]]:
    from tests.verify import mutations

    return list(mutations.fields(show.transcript))


@given(data=st.binary(max_size=300))
@examples(100)
def test_any_bytes_are_refused_and_never_raise(data: bytes) -> None:
    assert program.load().verify(data, ".").failed() == ["V0"]


@given(data=st.binary(max_size=300), cut=st.integers(0, 300))
def test_the_plain_sm3_equals_the_librarys(data: bytes, cut: int) -> None:
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this Python's OpenSSL has no SM3 to compare with")
    plain = program.load().PureSM3()
    plain.update(data[:cut])
    other = plain.copy()
    other.update(data[cut:])
    assert other.digest() == hashlib.new("sm3", data).digest()


@pytest.mark.slow
def test_a_draw_in_sm3_is_verified_where_the_library_lacks_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from mingqian.core.canonical import Suite

    show = stage.perform(Variant(suite=Suite.SM3, order=BEACON))
    path = show.write(tmp_path)

    def lacking(name: str, data: bytes = b"") -> object:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(program.load().hashlib, "new", lacking)
    assert program.load().verify(path.read_bytes(), str(tmp_path)).accepted()


def test_the_program_is_one_file_of_the_standard_library_for_python_3_9() -> None:
    tree = ast.parse(program.FILE.read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}
    assert not {
        name
        for name in imported
        if name.startswith(("random", "secrets", "socket", "urllib", "http", "pickle"))
    }
