"""The published vectors are fresh, and the program written from the text alone agrees with every one."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from tests.verify import program
from tools import write_vectors

FOLDER = write_vectors.FOLDER
SUITES = ("sha256", "sm3")


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@pytest.mark.golden
@pytest.mark.slow
def test_the_vectors_are_what_the_tool_writes() -> None:
    fresh = write_vectors.files()
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert there == set(fresh)
    stale = [name for name, data in fresh.items() if (FOLDER / name).read_bytes() != data]
    assert not stale, "run tools/write_vectors.py"


def test_the_program_computes_every_hash_of_the_vectors() -> None:
    verifier = program.load()
    vectors = read("hashes.json")
    for one in vectors["text"]:
        suite = verifier.Suite(one["suite"])
        assert suite.t(one["name"], *one["fields"]) == one["hash"] == suite.h(one["preimage"].encode()).hex()
    for one in vectors["document"]:
        assert verifier.Suite(one["suite"]).j(verifier.parse(one["jcs"].encode())) == one["hash"]
    for one in read("slips.json"):
        suite = verifier.Suite(one["suite"])
        tried = [
            suite.t("ticket", one["seed"], "subject", one["tag"], str(j + 1)) for j in range(one["weight"])
        ]
        assert tried == one["tickets"]
        assert min(tried) == one["key"]


def test_the_program_computes_every_quota_of_the_vectors() -> None:
    for one in read("quotas.json"):
        assert [[size, program.load().quota(one["rule"], size)] for size, _ in one["Q"]] == one["Q"]


@pytest.mark.parametrize("suite", SUITES)
def test_the_hashes_of_the_protocols_text_stand_in_the_vectors(suite: str, shared: Path) -> None:
    text = (shared / "design" / "draw-protocol.md").read_text(encoding="utf-8")
    drawn = read(f"draw-{suite}.json")
    for name in ("plan_hash", "seal_hash", "seed", "result_hash"):
        assert drawn[name] in text
    first = next(
        one for one in read("hashes.json")["text"] if one["suite"] == suite and one["name"] == "salt"
    )
    assert first["hash"] in text


@pytest.mark.parametrize("suite", SUITES)
def test_the_published_transcript_is_accepted(suite: str) -> None:
    folder = FOLDER / f"transcript-{suite}"
    report = program.load().verify((folder / "transcript.json").read_bytes(), str(folder))
    assert report.accepted()
    drawn = read(f"draw-{suite}.json")
    assert report.draw.seed == drawn["seed"]
    assert report.draw.result == drawn["result"]


@pytest.mark.slow
def test_every_change_listed_as_refused_is_refused_where_it_says() -> None:
    folder = FOLDER / "transcript-sha256"
    original = json.loads((folder / "transcript.json").read_bytes())
    listed = read("refused.json")
    assert len(listed) > 50
    for one in listed:
        doc = copy.deepcopy(original)
        spot = doc
        for step in one["path"][:-1]:
            spot = spot[step]
        spot[one["path"][-1]] = one["value"]
        data = json.dumps(doc, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
            "utf-8", "surrogatepass"
        )
        assert program.load().verify(data, str(folder)).failed()[0] == one["refused_by"], one
