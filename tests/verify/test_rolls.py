"""Roll files: every byte counts, and no file can make a verifier stumble."""

import copy
from pathlib import Path

import pytest
from tests.verify import frauds, judges, program, stage, sweep
from tests.verify.stage import CONFLICT_KEY, KEY, Show, Variant

from mingqian.core.draw import verify as core


@pytest.fixture(scope="module")
def show() -> Show:
    return stage.perform(Variant())


def tampered(show: Show, name: str, data: bytes) -> Show:
    other = copy.copy(show)
    other.files = {**show.files, name: data}
    return other


def spread(names: dict[str, object]) -> list[object]:
    """Every fourth in the quick tier, all of them in the full one."""
    return [pytest.param(one, marks=() if at % 4 == 0 else pytest.mark.slow) for at, one in enumerate(names)]


def test_every_part_of_a_row_counts_and_both_name_the_same_checks(tmp_path: Path) -> None:
    found = list(sweep.judged(sweep.rowed(), tmp_path))
    assert len(found) > 50
    assert not [one.fault for one in found if one.fault]


FILE_CHANGES = {
    "empty": lambda data: b"",
    "no last line feed": lambda data: data[:-1],
    "a blank line more": lambda data: data + b"\n",
    "a blank line first": lambda data: b"\n" + data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "first row dropped": lambda data: data.split(b"\n", 1)[1],
    "last row dropped": lambda data: data[: data[:-1].rindex(b"\n") + 1],
    "first row twice": lambda data: data.split(b"\n", 1)[0] + b"\n" + data,
    "turned round": lambda data: b"\n".join(data[:-1].split(b"\n")[::-1]) + b"\n",
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "zero bytes": lambda data: b"\0" * 5000,
    "one row without end": lambda data: b"a" * 3_000_000,
    "a thousand rows too many": lambda data: data * 1000,
    "not text": lambda data: bytes(range(256)) * 20,
}


@pytest.mark.parametrize("name", spread(FILE_CHANGES))
def test_a_changed_file_is_refused_by_both(name: str, show: Show) -> None:
    verdicts = judges.judge_show(tampered(show, "LD.roll", FILE_CHANGES[name](show.files["LD.roll"])))
    assert not verdicts.accepted
    assert verdicts.agree_on_the_first, verdicts.explain()


@pytest.mark.slow
def test_every_single_byte_of_a_roll_file_counts(show: Show) -> None:
    """One bit at fixed places of every file: no row any more, or the digest sees it."""
    verifier = program.load()
    for name, data in show.files.items():
        for place in range(0, len(data), 211):
            spoiled = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            with judges.folder_of(tampered(show, name, spoiled)) as folder:
                assert {"V1", "V4"} & set(verifier.verify(show.data, str(folder)).failed())


def test_a_missing_file_is_refused_by_both(show: Show, tmp_path: Path) -> None:
    show.write(tmp_path)
    (tmp_path / "LD.roll").unlink()
    files = {name: data for name, data in show.files.items() if name != "LD.roll"}
    assert core.verify(show.data, files).failed()
    assert "V1" in program.load().verify(show.data, str(tmp_path)).failed()


@pytest.mark.parametrize("name", ["../LD.roll", "/etc/passwd", "a/b", "..\\LD.roll", ".hidden", "C:LD.roll"])
def test_a_file_name_that_leads_elsewhere_is_refused_unread(name: str, show: Show, tmp_path: Path) -> None:
    show.write(tmp_path / "inner")
    (tmp_path / "LD.roll").write_bytes(show.files["LD.roll"])
    doc = copy.deepcopy(show.transcript)
    next(one for one in doc["rolls"] if one["file"] == "LD.roll")["file"] = name
    other = Show(show.variant, doc, show.files, show.ids)
    assert program.load().verify(other.data, str(tmp_path / "inner")).failed() == ["V0"]


def ghosts(found: list[frauds.rows.Entry]) -> list[frauds.rows.Entry]:
    """C8: one firm in many rows, which only the holder of K and the ids can see."""
    ghost = {"employees": 110, "name": "示例企业11"}
    return [*found, *(frauds.rows.Entry(f"USCC:GHOST{number:02d}", ghost, "A") for number in range(12))]


def test_ghost_rows_under_foreign_salts_are_found_with_key_and_ids() -> None:
    show = stage.perform(frauds.QUIET, {"entries:LD": ghosts})
    assert judges.judge_show(show).accepted, "the public cannot see it: a stated limit"
    known = [one for one in show.ids if "GHOST" not in one]
    hashes = {one["file"]: one["roll"] for one in show.transcript["rolls"]}
    listed = {hashes["LD.roll"]: known, hashes["SB.roll"]: known}
    product = core.verify(show.data, show.files, (), core.Secrets(KEY, listed, CONFLICT_KEY, None))
    with judges.folder_of(show) as folder:
        single = program.load().verify(show.data, str(folder), key=KEY, conflict_key=CONFLICT_KEY, ids=known)
    assert "V23" in product.failed()
    assert single.failed() == ["V23"]


def test_a_true_roll_passes_with_key_and_ids(show: Show) -> None:
    with judges.folder_of(show) as folder:
        report = program.load().verify(
            show.data, str(folder), key=KEY, conflict_key=CONFLICT_KEY, ids=show.ids
        )
    assert report.accepted()
    assert ("V23", "通过") in [(code, status) for code, _, status, _ in report.checks]


@pytest.mark.parametrize("key", ["ab" * 32, "00" * 32])
def test_a_wrong_key_is_refused(key: str, show: Show) -> None:
    with judges.folder_of(show) as folder:
        assert program.load().verify(show.data, str(folder), key=key, ids=show.ids).failed() == ["V23"]


def test_a_hidden_conflict_is_found_with_the_conflict_key() -> None:
    """The pairing pretends that nobody has a conflict, and none is opened; the public key of conflicts tells."""
    show = stage.perform(frauds.QUIET, {"applied ties": lambda ties: [], "opened": lambda opened: []})
    verdicts = judges.judge_show(show)
    assert verdicts.product == verdicts.program == ("V23",), verdicts.explain()
