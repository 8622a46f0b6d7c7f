"""Hostile files: all three verifiers refuse in plain words, soon, within bounded memory, and never with a traceback.

The one-file program and JavaScript run under a limit of memory, as processes of their own.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.publicity import browsers
from tests.verify import program, sweep
from tests.verify.stage import Show

from mingqian.core.draw import verify as core

MEGA = 1 << 20
MEMORY = 2_000 * MEGA
SECONDS = 30  # of CPU, for each hostile file; the slowest needs four
HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "a hundred thousand levels of lists": lambda _: b"[" * 100_000 + b"]" * 100_000,
    "a hundred thousand levels of objects": lambda _: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "levels inside a record": lambda good: into_record(good, b'"a":' + b"[" * 50_000 + b"]" * 50_000),
    "levels without end": lambda _: b"[" * 3_000_000,
    "a number of four megabytes": lambda _: b'{"a":' + b"9" * (4 * MEGA) + b"}",
    "a fraction of four megabytes": lambda _: b'{"a":0.' + b"9" * (4 * MEGA) + b"}",
    "a text of four megabytes": lambda _: b'{"a":"' + b"x" * (4 * MEGA) + b'"}',
    "two hundred thousand keys": lambda _: b"{" + many_keys(200_000) + b"}",
    "a hundred thousand keys in a record": lambda good: into_record(good, many_keys(100_000)),
    "one key two hundred thousand times": lambda _: b"{" + b'"a":1,' * 200_000 + b'"a":1}',
    "forty million empty lists": lambda _: b"[" + b"[]," * (40 * MEGA) + b"[]]",
    "two hundred thousand events that are none": lambda _: b'{"events":[' + b"{}," * 200_000 + b"{}]}",
    "four megabytes of blanks": lambda good: b" " * (4 * MEGA) + good,
    "__proto__ as a key": lambda good: good.replace(b'{"anchors"', b'{"__proto__":{"v":"sxsj1"},"anchors"', 1),
    "constructor as a key": lambda good: good.replace(b'{"anchors"', b'{"aconstructor":1,"anchors"', 1),
    "__proto__ in a record": lambda good: into_record(good, b'"__proto__":1'),
    "a suite of another name": lambda good: good.replace(b'"suite":"sha256"', b'"suite":"sha1"'),
    "a suite that every object has": lambda good: good.replace(b'"suite":"sha256"', b'"suite":"toString"'),
    "NaN for a number": lambda good: good.replace(b'"no":1', b'"no":NaN', 1),
    "a lone surrogate": lambda good: good.replace(b'"demo"', b'"\\ud800"', 1),
    "a surrogate in bytes": lambda good: good.replace(b'"demo"', b'"\xed\xa0\x80"', 1),
    "a byte order mark": lambda good: b"\xef\xbb\xbf" + good,
    "lines of Windows": lambda good: good.replace(b",", b",\r\n"),
    "UTF-16": lambda good: good.decode().encode("utf-16"),
    "GBK": lambda good: good.decode().encode("gbk"),
    "zeros": lambda _: b"\0" * MEGA,
    "a zip": lambda good: b"PK\x03\x04" + good,
    "nothing": lambda _: b"",
}  # fmt: skip


def into_record(good: bytes, put: bytes) -> bytes:
    return good.replace(b'"record":{', b'"record":{' + put + b",", 1)


def many_keys(number: int) -> bytes:
    return b",".join(b'"k%07d":1' % one for one in range(number))


@pytest.fixture(scope="module")
def show() -> Show:
    return sweep.show("table")


@pytest.fixture(scope="module")
def hostile(show: Show, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each hostile transcript in a folder of its own, the true roll files beside it."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, make in HOSTILE.items():
        path = show.write(folder / name)
        path.write_bytes(make(show.data))
    return folder


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def run(*arguments: str | Path) -> tuple[int, str]:
    """The one-file program in a process that may not have much."""
    done = subprocess.run(
        [sys.executable, "-I", str(program.FILE), *map(str, arguments)], capture_output=True, preexec_fn=limited,
        timeout=300, check=False, env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    told = (done.stdout + done.stderr).decode()
    assert "Traceback" not in told
    return done.returncode, told


FEW = {"levels without end", "one key two hundred thousand times", "forty million empty lists"}


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=() if one in FEW else pytest.mark.slow) for one in HOSTILE]
)
def test_the_one_file_program_refuses_within_its_means(name: str, hostile: Path) -> None:
    code, told = run(hostile / name / "transcript.json")
    assert code == 1
    assert "V0  写法与字段：不通过" in told
    assert len(told) < 6_000


@pytest.mark.slow
def test_the_product_refuses_each_of_them_soon_and_says_why_in_chinese(show: Show, hostile: Path) -> None:
    for name in HOSTILE:
        data = (hostile / name / "transcript.json").read_bytes()
        started = time.process_time()
        report = core.verify(data, show.files)
        assert time.process_time() - started < SECONDS, name
        assert report.failed() == ["V0"], name
        why = report["V0"].messages
        assert 0 < len(why) < 120, name
        assert all(any("\u4e00" <= letter <= "\u9fff" for letter in one) for one in why), (name, why)
        assert max(map(len, why)) < 400, name


@pytest.mark.slow
@pytest.mark.skipif(sweep.node() is None, reason="node is not installed")
def test_javascript_refuses_each_of_them_within_its_means(show: Show, hostile: Path, tmp_path: Path) -> None:
    modules = browsers.served(tmp_path)
    script = tmp_path / "hostile.mjs"
    script.write_text(
        'import { readFileSync } from "node:fs";\n'
        f'import {{ verify }} from "{(modules / "verify.js").as_uri()}";\n'
        "const found = process.argv.slice(2).map((path) => {\n"
        "  const at = performance.now();\n"
        "  const { failed, checks } = verify(new Uint8Array(readFileSync(path)), new Map());\n"
        "  return { failed, why: checks[0].reasons, took: performance.now() - at };\n"
        "});\n"
        "console.log(JSON.stringify(found));\n"
    )
    paths = [str(hostile / name / "transcript.json") for name in HOSTILE]
    command = [sweep.node() or "node", "--max-old-space-size=1500", str(script), *paths]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()[-400:]
    for name, found in zip(HOSTILE, json.loads(done.stdout), strict=True):
        assert found["failed"] == ["V0"], name
        assert found["why"], name
        assert max(map(len, found["why"])) < 400, name


def beside(folder: Path, show: Show, spoil: Callable[[Path], object]) -> tuple[int, str]:
    path = show.write(folder)
    (folder / "LD.roll").unlink()
    spoil(folder / "LD.roll")
    return run(path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: None,
        lambda path: path.mkdir(),
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to(path),
        lambda path: os.mkfifo(path),
        pytest.param(lambda path: path.write_bytes(b"\xff\xfe" * 9000), marks=pytest.mark.slow),
        pytest.param(
            lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 900 * MEGA),
            marks=pytest.mark.slow,
        ),
    ],
    ids=["missing", "folder", "device", "link to itself", "pipe", "not text", "a gigabyte of zeros"],
)
def test_a_roll_that_is_no_file_is_refused_and_not_waited_for(
    spoil: Callable[[Path], object], show: Show, tmp_path: Path
) -> None:
    code, told = beside(tmp_path, show, spoil)
    assert code == 1
    assert "V1  " in told


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "too large"])
def test_a_transcript_that_is_no_file_exits_2_in_words(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "transcript.json"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.touch()
        os.truncate(path, 600 * MEGA)
    code, told = run(path)
    assert code == 2
    assert "没有这个文件" in told or "不予读取" in told
