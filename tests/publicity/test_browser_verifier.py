"""What the reader's browser computes is what the one-file program computes: same verdict, same first check."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from tests.publicity.browsers import Case, verdicts
from tests.verify import stage
from tests.verify.stage import BEACON, Variant
from tests.verify.test_goldens import HONEST, REDRAWS

from mingqian.core.draw import verify as core

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
def test_honest_draws_of_every_kind_are_told_in_the_servers_words(tmp_path: Path) -> None:
    """Status and reasons: what the portal shows side by side differs only where the files differ."""
    shows = [stage.perform(variant) for variant in HONEST.values()]
    shows += [stage.perform(again, prior=stage.perform(first)) for first, again in REDRAWS.values()]
    found = verdicts([case_of(show) for show in shows], tmp_path)
    for show, verdict in zip(shows, found, strict=True):
        assert verdict["failed"] == []
        prior = [core.Published(show.prior.data, show.prior.files)] if show.prior else []
        report = core.verify(show.data, show.files, prior)
        theirs = [(one.code, str(one.status), list(one.messages)) for one in report.checks]
        assert [(one["code"], one["status"], one["reasons"]) for one in verdict["checks"]] == theirs


def test_a_redraw_is_held_against_the_attempts_before_it(tmp_path: Path) -> None:
    first, again = REDRAWS["after a wrong list"]
    prior = stage.perform(first)
    show = stage.perform(again, prior=prior)
    spoilt = {name: data.replace(b"|E|1|", b"|S:EZ|1|", 1) for name, data in prior.files.items()}
    other = stage.perform(Variant(void="ORDER", order=BEACON))
    cases: list[Case] = [case_of(show), (show.data, show.files)]
    cases += [(show.data, show.files, [given]) for given in ((prior.data, spoilt), (other.data, other.files))]
    together, alone, changed, foreign = verdicts(cases, tmp_path)
    assert status(together, "V17") == "passed"
    assert status(alone, "V17") == "outsider"
    assert changed["failed"] == foreign["failed"] == ["V17"]


def status(verdict: Any, code: str) -> str:
    return next(str(one["status"]) for one in verdict["checks"] if one["code"] == code)


def case_of(show: stage.Show) -> Case:
    priors = [(show.prior.data, show.prior.files)] if show.prior else []
    return (show.data, show.files, priors)
