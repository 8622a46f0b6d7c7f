"""What the reader's browser computes is what the one-file program computes: same verdict, same first check."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from tests.publicity.browsers import Case, verdicts
from tests.verify import frauds, stage
from tests.verify.test_goldens import HONEST

VECTORS = Path(__file__).resolve().parents[2] / "docs" / "spec" / "vectors"
SUITES = ("sha256", "sm3")


def golden(suite: str) -> Case:
    folder = VECTORS / f"transcript-{suite}"
    files = {one.name: one.read_bytes() for one in folder.glob("*.roll")}
    return (folder / "transcript.json").read_bytes(), files


def listed() -> list[tuple[Any, str]]:
    """Every change of one value that the protocol's page lists as refused, with the check that refuses it."""
    found = []
    original = json.loads(golden("sha256")[0])
    for one in json.loads((VECTORS / "refused.json").read_text()):
        doc = copy.deepcopy(original)
        spot = doc
        for step in one["path"][:-1]:
            spot = spot[step]
        spot[one["path"][-1]] = one["value"]
        found.append((doc, one["refused_by"]))
    return found


def written(doc: Any) -> bytes:
    return json.dumps(doc, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def test_the_published_draws_of_both_suites_are_accepted(tmp_path: Path) -> None:
    for verdict in verdicts([golden(suite) for suite in SUITES], tmp_path):
        assert verdict["failed"] == []
        passed = {one["code"] for one in verdict["checks"] if one["status"] == "passed"}
        assert {"V4", "V7", "V9", "V11", "V12", "V13", "V14", "V15", "V16", "V18", "V19"} <= passed


def test_every_change_listed_as_refused_is_refused_at_the_same_check(tmp_path: Path) -> None:
    files = golden("sha256")[1]
    cases = listed()
    found = verdicts([(written(doc), files) for doc, _ in cases], tmp_path)
    assert [one["failed"][:1] for one in found] == [[stopped] for _, stopped in cases]


def test_another_spelling_of_the_same_document_is_refused(tmp_path: Path) -> None:
    data, files = golden("sm3")
    spelled = [
        data + b"\n", b"\xef\xbb\xbf" + data, data.replace(b'":1,', b'":1.0,', 1), data.replace(b",", b", ", 1),
        data.replace(b"{", b'{"v":"sxsj1",', 1), data[:-1], b"", b"[]", b"\xff" + data,
    ]  # fmt: skip
    assert all(one["failed"] == ["V0"] for one in verdicts([(bad, files) for bad in spelled], tmp_path))


def test_a_changed_missing_or_shortened_roll_file_is_noticed(tmp_path: Path) -> None:
    data, files = golden("sha256")
    name = sorted(files)[0]
    row = files[name]
    changed = [
        {**files, name: row.replace(b"a", b"b", 1)},
        {**files, name: row[:-1]},
        {**files, name: b"".join(sorted(row.splitlines(keepends=True), reverse=True))},
        {other: content for other, content in files.items() if other != name},
        {**files, name: b""},
    ]
    found = verdicts([(data, beside) for beside in changed], tmp_path)
    assert all(one["failed"] for one in found)


@pytest.mark.slow
def test_honest_draws_of_every_kind_are_accepted(tmp_path: Path) -> None:
    shows = [stage.perform(variant) for variant in HONEST.values()]
    found = verdicts([(show.data, show.files) for show in shows], tmp_path)
    assert {name: one["failed"] for name, one in zip(HONEST, found, strict=True)} == {
        name: [] for name in HONEST
    }


@pytest.mark.slow
def test_whoever_computes_everything_anew_is_still_stopped(tmp_path: Path) -> None:
    """Redraws aside: their continuity is checked by the one-file program, and the page says so."""
    staged = [(one, stage.perform(one.variant, one.bends)) for one in frauds.ALL]
    alone = [(one, show) for one, show in staged if show.prior is None]
    assert len(alone) > 60
    found = verdicts([(show.data, show.files) for _, show in alone], tmp_path)
    missed = {
        str(one): got["failed"][:1]
        for (one, _), got in zip(alone, found, strict=True)
        if got["failed"][:1] != [one.stopped_by]
    }
    assert missed == {}
