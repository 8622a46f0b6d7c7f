"""Rows, rolls, headers and their files: what is built and what is refused."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.draw import scenario

from mingqian.core.canonical import Suite, hex_digest, text_hash
from mingqian.core.draw import documents, roll, rows
from mingqian.core.draw.rows import Entry, RowError

S = Suite.SHA256
TAG = "ab" * 32


def entries(count: int, **changes: object) -> list[Entry]:
    return [
        Entry(scenario.subject_id(i), scenario.subject_record(i), **({"stratum": "A"} | changes))
        for i in range(count)
    ]


@pytest.mark.parametrize("suite", Suite)
@pytest.mark.parametrize("key", [None, scenario.KEY], ids=["open", "sealed"])
def test_rows_follow_the_three_formulas(suite, key):
    built = rows.build(suite, [Entry("USCC:1", {"a": 1, "b": "中"}, "A", "E", 7)], key=key)
    salt = "" if key is None else text_hash(suite, "salt", key, "USCC:1", key)
    tag = text_hash(suite, "tag", "USCC:1", salt)
    rec = text_hash(suite, "rec", "USCC:1", salt, hex_digest(suite, '{"a":1,"b":"中"}'.encode()))
    assert built == [f"{tag}|A|E|7|{rec}".encode()]
    assert rows.parse(built[0]).line() == built[0]


@given(st.lists(st.integers(0, 10**6), unique=True, max_size=60), st.randoms())
def test_the_order_of_entries_is_no_input(numbers, shuffler):
    listed = [Entry(f"USCC:{number}", {"n": number, "m": 0}, "A") for number in numbers]
    built = rows.build(S, listed, key=scenario.KEY)
    shuffler.shuffle(listed)
    assert rows.build(S, listed, key=scenario.KEY) == built
    assert all(left[rows.TAG] < right[rows.TAG] for left, right in itertools.pairwise(built))


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        (Entry("uscc:1", {}, "A"), "标识"),
        (Entry("USCC1", {}, "A"), "标识"),
        (Entry("USCC:中", {}, "A"), "标识"),
        (Entry("USCC:" + "1" * 52, {}, "A"), "标识"),
        (Entry("USCC:1\n", {}, "A"), "标识"),
        (Entry("USCC:1", {}, "A|B"), "层名"),
        (Entry("USCC:1", {}, ""), "层名"),
        (Entry("USCC:1", {}, "_A"), "层名"),
        (Entry("USCC:1", {}, "__proto__"), "层名"),
        (Entry("USCC:1", {}, "A" * 33), "层名"),
        (Entry("USCC:1", {}, "A", "F"), "状态"),
        (Entry("USCC:1", {}, "A", "F:ts"), "状态"),
        (Entry("USCC:1", {}, "A", "Z:TS"), "状态"),
        (Entry("USCC:1", {}, "A", "E", 0), "权重"),
        (Entry("USCC:1", {}, "A", "E", 1000), "权重"),
        (Entry("USCC:1", {}, "A", "F:TS", 2), "权重"),
        (Entry("USCC:1", {"n": "e\u0301"}, "A"), "NFC"),
        (Entry("USCC:1", {"n": 1.5}, "A"), "USCC:1.*小数"),
        (Entry("USCC:1", {"n": "x\n"}, "A"), "USCC:1.*控制字符"),
        (Entry("USCC:1", {"n n": 1}, "A"), "USCC:1.*键"),
    ],
)
def test_an_entry_outside_the_grammar_is_refused(entry, word):
    with pytest.raises(RowError, match=word):
        rows.build(S, [entry])
    with pytest.raises(RowError, match=word):
        rows.build(S, [*entries(700), entry], key=scenario.KEY)


def test_one_id_gives_one_row():
    with pytest.raises(RowError, match="两次"):
        rows.build(S, [*entries(3), *entries(1)])


def test_a_key_is_thirty_two_random_bytes():
    with pytest.raises(RowError, match="密钥"):
        rows.build(S, entries(1), key="secret")
    with pytest.raises(RowError, match="密钥"):
        rows.key_commit(S, "AB" * 32)


GOOD = f"{TAG}|A|E|1|{TAG}"


@pytest.mark.parametrize(
    "line",
    [
        f"{TAG}|A|E|{TAG}",
        f"{TAG}|A",
        f"{TAG}|A|E|1|{TAG}|",
        f"{TAG[:-1]}|A|E|1|{TAG}",
        f"{TAG.upper()}|A|E|1|{TAG}",
        f"{TAG}|A|E|01|{TAG}",
        f"{TAG}|A|E|1000|{TAG}",
        f"{TAG}|A|E|１|{TAG}",
        f"{TAG}|A|E:X|1|{TAG}",
        f"{TAG}|A|S:|1|{TAG}",
        f"{TAG}|A|X:3M|2|{TAG}",
        f" {GOOD}",
        f"{GOOD} ",
        f"{GOOD}\r",
        "",
    ],
)
def test_a_row_with_a_fault_is_refused(line):
    assert rows.parse(GOOD.encode())
    with pytest.raises(RowError):
        rows.parse(line.encode())


def test_a_header_counts_every_stratum_and_letter():
    staged = scenario.prepare()
    header = staged.headers[staged.hashes["LD"]]
    assert header["counts"] == [
        {"stratum": "A", "E": 13, "F": 1, "X": 1, "S": 1},
        {"stratum": "B", "E": 8, "F": 0, "X": 0, "S": 0},
    ]
    assert [code["code"] for code in header["codes"]] == ["F:TS", "S:EZ", "X:3M"]
    assert header["n"] == 24 and header["mode"] == "sealed"
    assert documents.check(header, "roll") == []


def test_every_status_code_needs_its_explanation():
    built = rows.build(S, entries(1, status="X:3M"))
    told = {"kind": "subject", "list_id": "L", "snapshot_at": "2026-01-01T00:00:00Z", "source": "s"}
    with pytest.raises(RowError, match="X:3M"):
        roll.header(S, built, ids=["USCC"], texts={}, **told)


def test_the_file_digest_is_that_of_the_bytes():
    built = rows.build(S, entries(1200))
    data = roll.file_bytes(built)
    assert data.endswith(b"\n") and data.count(b"\n") == 1200
    assert roll.file_digest(S, built) == hex_digest(S, data)
    assert list(roll.rows_of(data)) == built


@given(st.integers(0, 3000), st.integers(1, 5000))
def test_blocks_end_with_rows_whatever_the_pieces(count, size):
    data = b"".join(b"%064d|A|E|1|%064d\n" % (i, i) for i in range(count))
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    found = list(roll.blocks(pieces))
    assert b"".join(found) == data
    assert all(block.endswith(b"\n") for block in found)


def test_changes_between_rolls_are_counted_by_reason():
    change = roll.delta("0" * 64, 3, ["A", "B", "C"], {"A": "ZX", "B": "QC", "C": "ZX"})
    removed = [{"code": "QC", "count": 1}, {"code": "ZX", "count": 2}]
    assert change == {"roll": "0" * 64, "added": 3, "removed": removed}
    with pytest.raises(RowError, match="原因代码"):
        roll.delta("0" * 64, 0, ["A"], {})


def test_inspector_rolls_weigh_all_alike_and_hide_why_somebody_is_absent():
    """M3: X:LEAVE would publish sick leave; every absence is X:NA."""
    good = Entry("ZFZ:1", {"captain": True, "quals": ["ZF"]}, "ZF")
    assert roll.inspector_faults([good]) == []
    for bad in (
        Entry("ZFZ:1", good.record, "ZF", "X:LEAVE"),
        Entry("ZFZ:1", good.record, "ZF", "F:TS"),
        Entry("ZFZ:1", good.record, "ZF", "E", 2),
        Entry("ZFZ:1", {"captain": 1, "quals": []}, "ZF"),
        Entry("ZFZ:1", {"captain": True}, "ZF"),
        Entry("ZFZ:1", {"captain": True, "quals": ["lower"]}, "ZF"),
    ):
        assert roll.inspector_faults([bad])


DOCS = ["roll", "plan", "seal", "result", "event", "transcript"]


@pytest.mark.parametrize("kind", DOCS)
@pytest.mark.parametrize("value", [None, 1, "x", [], {}, {"v": "sxsj1"}, [{}]])
def test_field_tables_report_faults_for_any_value(kind, value):
    assert documents.check(value, kind)


def test_all_faults_of_a_document_are_reported_at_once_with_their_paths():
    plan = scenario.prepare().plan
    plan["no"] = 0
    plan["items"][0]["rules"][1]["tiers"][0]["ppm"] = 0
    plan["extra"] = 1
    del plan["coi"]["root"]
    plan["public"][0]["src"] = "beacon"
    found = documents.check(plan, "plan")
    paths = [fault.partition("：")[0] for fault in found]
    assert sorted(paths) == [
        "coi.root",
        "extra",
        "items[0].rules[1].tiers[0].ppm",
        "no",
        "public[0].src",
    ]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2026-02-28T00:00:00Z", True),
        ("2024-02-29T23:59:59Z", True),
        ("2026-02-29T00:00:00Z", False),
        ("2026-01-01T24:00:00Z", False),
        ("2026-01-01T23:59:60Z", False),
        ("2026-01-01 00:00:00Z", False),
        ("2026-01-01T00:00:00+00:00", False),
        ("２026-01-01T00:00:00Z", False),
        ("2026-01-01T00:00:00Z\n", False),
    ],
)
def test_times_are_real_moments_in_utc(text, right):
    assert documents.g.is_time(text) is right
