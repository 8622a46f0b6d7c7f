"""The verifier as a whole: it never raises, misses no changed value, and says what it could not check."""

from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.draw import aftermath, scenario
from tests.laws import examples

from mingqian.core.canonical import CanonicalError, Suite, jcs
from mingqian.core.draw import tickets
from mingqian.core.draw.verify import TITLES, Report, Secrets, Status, verify


def _replacement(staged: scenario.Staged) -> list[tuple[str, Any]]:
    standing = aftermath.standing_of(staged)
    drawn = staged.result["strata"][0]["drawn"]
    return [("replace", aftermath.replace(standing, "LD01", "A", drawn[0]))]


STAGED = scenario.stage(later=_replacement)
DATA, FILES = jcs(STAGED.transcript), STAGED.file_names()
# What the transcript says beside the log: an anchor's own words, and signatures nobody can check here.
FREE = (("anchors", 0, "at"), ("anchors", 0, "proof"), ("checkpoint", 4))


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Paths of all values which are no containers."""
    inside = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    )
    if inside is None:
        yield path
        return
    for key, one in inside:
        yield from places(one, (*path, key))


PLACES = list(places(STAGED.transcript))


def changed(path: tuple[str | int, ...], value: object, doc: Any = STAGED.transcript) -> Any:
    """The transcript with another value there; only what lies on the way is copied."""
    if not path:
        return value
    other = copy(doc)
    other[path[0]] = changed(path[1:], value, doc[path[0]])
    return other


def at(path: tuple[str | int, ...]) -> Any:
    spot: Any = STAGED.transcript
    for part in path:
        spot = spot[part]
    return spot


def nearby(value: Any) -> Any:
    """A value of the same type and form which is another one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "0" * 64
    if value.endswith("Z") and value.startswith("20"):
        return value[:-2] + ("1Z" if value[-2] != "1" else "2Z")
    return value[:-1] + ("1" if value[-1:] != "1" else "2")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def checked(data: bytes, files: Any = FILES) -> Report:
    report = verify(data, files)
    assert [check.code for check in report.checks] == list(TITLES)
    assert all(check.messages for check in report.checks if check.status is Status.FAILED)
    return report


def test_the_staged_transcript_is_accepted():
    assert checked(DATA).ok


@examples(150)
@given(st.sampled_from(PLACES))
def test_no_changed_value_is_accepted(path):
    report = checked(jcs(changed(path, nearby(at(path)))))
    assert report.ok is (path in FREE), (path, report.failed())


@pytest.mark.slow
@pytest.mark.parametrize("part", sorted({str(path[0]) for path in PLACES}))
def test_no_changed_value_of_any_place_is_accepted(part):
    for path in PLACES:
        if path[0] == part:
            report = checked(jcs(changed(path, nearby(at(path)))))
            assert report.ok is (path in FREE), (path, report.failed())


@pytest.mark.slow
@examples(100)
@given(st.sampled_from(PLACES), JSON)
def test_no_value_whatever_makes_the_verifier_raise(path, value):
    try:
        data = jcs(changed(path, value))
    except CanonicalError:
        return
    checked(data)


@examples(100)
@given(st.integers(0, len(DATA) - 1), st.integers(0, 255))
def test_no_changed_byte_makes_the_verifier_raise(place, byte):
    data = bytearray(DATA)
    data[place] = byte
    checked(bytes(data))


@examples(60)
@given(st.integers(0, len(FILES["LD.txt"]) - 1), st.integers(0, 255), st.sampled_from(sorted(FILES)))
def test_no_changed_byte_of_a_roll_is_accepted(place, byte, name):
    data = bytearray(FILES[name])
    place %= len(data)
    same = data[place] == byte
    data[place] = byte
    assert checked(DATA, {**FILES, name: bytes(data)}).ok is same


@pytest.mark.parametrize(
    "data",
    [b"", b"null", b"[]", b"{}", b'{"type":"transcript","v":"sxsj1"}', b"\xff", b"[" * 10_000, b"\x00" * 99],
)
def test_what_is_no_transcript_fails_at_the_first_check_only(data):
    report = checked(data)
    assert report.failed() == ["V0"]
    assert all(check.status is Status.NOT_APPLICABLE for check in report.checks[1:])


@pytest.mark.parametrize("file", [None, 3, "text", b"", b"\n", b"\xff" * 200, ["text"], b"|" * 500])
def test_a_roll_file_may_be_anything(file):
    report = checked(DATA, {**FILES, "LD.txt": file})
    assert report.failed()[0] == ("V3" if file == b"" else "V1")
    assert not any("无法完成" in message for check in report.checks for message in check.messages)


def test_a_missing_roll_file_is_named():
    files = {name: data for name, data in FILES.items() if name != "SB.txt"}
    report = checked(DATA, files)
    assert report.failed() == ["V1"]
    assert "SB.txt" in report["V1"].messages[0]
    assert report["V12"].status is Status.NOT_APPLICABLE


def test_a_roll_file_may_come_in_pieces():
    pieces = {name: iter(data.splitlines(True)) for name, data in FILES.items()}
    assert checked(DATA, pieces).ok


def test_every_failure_is_explained_in_chinese():
    report = checked(jcs(changed(("result", "seed"), "0" * 64)))
    assert report.failed() == ["V11", "V19"]
    for check in report.checks:
        for message in check.messages:
            assert any("\u4e00" <= letter <= "\u9fff" for letter in message), message


def test_an_unknown_engine_is_refused_when_the_known_are_listed():
    assert verify(DATA, FILES)["V20"].status is Status.OUTSIDER
    assert verify(DATA, FILES, engines=["0" * 64])["V20"].status is Status.PASSED
    assert verify(DATA, FILES, engines=["1" * 64]).failed() == ["V20"]


def test_wrong_keys_are_told_apart_from_a_wrong_roll():
    held = STAGED.secrets()
    for odd in (
        Secrets(key="ab" * 32),
        Secrets(key=scenario.KEY.upper()),
        Secrets(conflict_key="ab" * 32),
        Secrets(key=held.key, ids={STAGED.hashes["LD"]: held.ids[STAGED.hashes["LD"]][1:]}),
        Secrets(key=held.key, ids={STAGED.hashes["LD"]: [*held.ids[STAGED.hashes["LD"]], "USCC:MORE"]}),
        Secrets(conflict_key=held.conflict_key, ties=STAGED.ties[1:]),
    ):
        assert verify(DATA, FILES, secrets=odd).failed() == ["V23"]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "AB"]), st.sampled_from(["E", "X:3M"]), st.sampled_from([1, 1, 1, 2])
    ),
    max_size=40,
)


@given(ROWS, st.integers(0, 12))
def test_even_and_uneven_blocks_give_the_same_tickets(marks, limit):
    lines = [
        f"{n:064x}|{s}|{e}|{w if e == 'E' else 1}|{n:064x}\n".encode() for n, (s, e, w) in enumerate(marks)
    ]
    source = tickets.urn(Suite.SHA256, seed="a" * 64, purpose="subject")
    expected = sorted(
        (source.key(line[:64], int(line.split(b"|")[3])), line[:64]) for line in lines if b"|A|E|" in line
    )
    for roll in (b"".join(lines), lines):
        found = tickets.smallest(
            Suite.SHA256, seed="a" * 64, purpose="subject", roll=roll, limits={"A": limit}
        )
        assert found["A"] == expected[:limit]
