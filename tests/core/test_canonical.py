"""Bytes: restricted RFC 8785, text hashes, both suites."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import canonical
from mingqian.core.canonical import CanonicalError, Suite, document_hash, jcs, parse, text_hash
from mingqian.core.records import jcs_many

KEYS = st.from_regex(r"[A-Za-z][0-9A-Za-z_]{0,39}", fullmatch=True)
TEXTS = st.text(
    st.characters(exclude_categories=("Cs",)).filter(lambda c: c >= " " and c != "\x7f"), max_size=12
)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=4)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
RECORDS = st.dictionaries(KEYS, NUMBERS | TEXTS | st.booleans() | st.none(), max_size=3)


def plain(doc: object) -> bytes:
    return json.dumps(doc, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.slow
@given(DOCUMENTS)
def test_canonical_bytes_equal_sorted_compact_json(doc):
    assert jcs(doc) == plain(doc)


@given(
    st.lists(RECORDS, max_size=4) | st.lists(st.fixed_dictionaries({"n": NUMBERS, "t": TEXTS}), max_size=5)
)
def test_many_records_are_written_as_each_alone(docs):
    assert jcs_many(docs) == [plain(doc).decode() for doc in docs]


ODD = (
    st.sampled_from(["\x7f", "\x1f", "\\", '"', "中"])
    | st.integers(2**53 - 2, 2**53 + 2)
    | st.just({"1a": 0})
)


@given(st.dictionaries(KEYS, VALUES | ODD | st.lists(ODD, max_size=3), max_size=4), st.integers(0, 34))
def test_what_cannot_be_written_cannot_be_read_either(doc, depth):
    """Reading skips what the text itself rules out; it must not let anything through that writing refuses."""
    for _ in range(depth):
        doc = {"a": doc}
    try:
        data = jcs(doc)
    except CanonicalError:
        with pytest.raises(CanonicalError):
            parse(plain(doc))
    else:
        assert data == plain(doc) and parse(data) == doc


@given(DOCUMENTS)
def test_parsing_published_bytes_gives_the_document_back(doc):
    assert parse(jcs(doc)) == doc


@given(DOCUMENTS, st.integers(0, 400), st.integers(0, 255))
def test_a_changed_byte_is_another_document_or_refused(doc, place, byte):
    data = bytearray(jcs(doc))
    place %= len(data)
    if data[place] == byte:
        return
    data[place] = byte
    with suppress(CanonicalError):
        assert parse(bytes(data)) != doc


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":NaN}',
        b'{"a":-0}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":"\\n"}',
        b'{"a":"\\ud800"}',
        b'{"1a":1}',
        b'{"":1}',
        b'{"a b":1}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' + b"[" * 40 + b"]" * 40 + b"}",
        b"[1]",
        b'"a"',
        b"",
        b"\xff",
        b'{"a":"\x7f"}',
        b'{"' + b"a" * 41 + b'":1}',
    ],
)
def test_bytes_outside_the_canonical_form_are_refused_with_a_reason(data):
    with pytest.raises(CanonicalError) as refusal:
        parse(data)
    assert str(refusal.value)


@pytest.mark.parametrize(
    "doc",
    [
        {"a": 1.5, "b": 1},
        {"a": b"x", "b": 1},
        {"a": {1: 2}, "b": 1},
        {None: 1, "b": 2},
        {True: 1, "b": 2},
        {1: "x", "b": 2},
        {"a": "\ud800", "b": "x"},
        {"a": "x\ny", "b": "x"},
        {"a": 2**53, "b": 1},
        {"a": (1, 2)},
        {"a\n": 1, "b": 2},
    ],
)
def test_values_outside_the_grammar_are_refused(doc):
    for refused in (
        lambda: jcs(doc),
        lambda: jcs_many([doc]),
        lambda: jcs_many([doc, doc]),
    ):
        with pytest.raises(CanonicalError):
            refused()


def test_quotes_and_backslashes_in_records_are_escaped():
    doc = {"a": 'x"y', "b": "x\\y", "c": '","d":"'}
    assert jcs(doc) == plain(doc)


def test_a_document_hash_needs_an_object():
    with pytest.raises(CanonicalError):
        document_hash(Suite.SHA256, [1])  # type: ignore[arg-type]


def test_a_text_hash_is_what_a_shell_computes():
    expected = canonical.hex_digest(Suite.SHA256, b"sxsj1:ticket\nseed\nsubject\ntag\n1\n")
    assert text_hash(Suite.SHA256, "ticket", "seed", "subject", "tag", 1) == expected


@pytest.mark.parametrize("field", ["a\nb", "中", "\x7f", "\t", -1, True, 1.5, None])
def test_fields_of_a_text_hash_are_printable_ascii_or_counts(field):
    with pytest.raises(CanonicalError):
        text_hash(Suite.SHA256, "tag", field)


def test_normalising_composes_every_string():
    doc = canonical.normalised({"a": "e\u0301", "b": ["e\u0301", {"c": "e\u0301"}], "d": 1})
    assert doc == {"a": "é", "b": ["é", {"c": "é"}], "d": 1}
    assert canonical.is_normalised("é") and not canonical.is_normalised("e\u0301")


def test_sm3_agrees_with_the_standard(shared):
    for vector in json.loads((shared / "data/vectors/sm3_gmt0004.json").read_text()):
        assert canonical.hex_digest(Suite.SM3, vector["msg"].encode()) == vector["sm3"]
        assert canonical.hasher(Suite.SM3)(vector["msg"].encode()).hexdigest() == vector["sm3"]


# How many of the values in each file are inside the restricted grammar (no floats, free keys, controls).
ALLOWED = {"arrays": 1, "french": 4, "structures": 5, "unicode": 1, "values": 1, "weird": 8}


@pytest.mark.parametrize(("name", "allowed"), ALLOWED.items())
def test_the_cyberphone_vectors_are_equal_where_the_grammar_allows_them(
    shared: Path, name: str, allowed: int
):
    """Where it does not allow them they are refused, not reinterpreted."""
    folder = shared / "data/vectors/jcs_rfc8785_cyberphone"
    value = json.loads((folder / f"input/{name}.json").read_text())
    expected = (folder / f"output/{name}.json").read_bytes()
    written = 0
    for one in value.values() if isinstance(value, dict) else value:
        try:
            data = jcs({"x": one})
        except CanonicalError:
            continue
        assert data[5:-1] in expected
        written += 1
    assert written == allowed
