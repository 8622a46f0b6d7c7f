"""The internal chain names its first break; checkpoints are read strictly."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import journal
from mingqian.core.canonical import Suite
from mingqian.core.journal import GENESIS, Break, Link, entry_hash, first_break


def chain(count: int, suite: Suite = Suite.SHA256) -> list[Link]:
    links: list[Link] = []
    previous = GENESIS
    for seq in range(1, count + 1):
        entry = {"seq": seq, "kind": "subject.imported", "body": {"rows": seq}}
        hash_ = entry_hash(suite, previous, entry)
        links.append(Link(seq, previous, entry, hash_))
        previous = hash_
    return links


@pytest.mark.parametrize("suite", Suite)
def test_an_untouched_chain_has_no_break(suite):
    assert first_break(suite, chain(20, suite)) is None
    assert first_break(suite, []) is None


def test_a_chain_of_the_other_suite_breaks_at_once():
    assert first_break(Suite.SM3, chain(3)).seq == 1


@given(st.integers(1, 12), st.data())
def test_a_changed_entry_is_named(count, data):
    links = chain(count)
    at = data.draw(st.integers(0, count - 1))
    links[at] = Link(at + 1, links[at].previous, {**links[at].entry, "body": {"rows": 0}}, links[at].hash)
    found = first_break(Suite.SHA256, links)
    assert found == Break(at + 1, found.reason)
    assert "改动" in str(found)


@given(st.integers(2, 12), st.data())
def test_a_rewritten_entry_with_a_fresh_hash_breaks_the_next_one(count, data):
    links = chain(count)
    at = data.draw(st.integers(0, count - 2))
    entry = {**links[at].entry, "body": {"rows": 0}}
    links[at] = Link(at + 1, links[at].previous, entry, entry_hash(Suite.SHA256, links[at].previous, entry))
    assert first_break(Suite.SHA256, links).seq == at + 2


@given(st.integers(2, 12), st.data())
def test_a_removed_or_swapped_entry_is_named(count, data):
    links = chain(count)
    at = data.draw(st.integers(0, count - 2))
    assert first_break(Suite.SHA256, links[:at] + links[at + 1 :]).seq == at + 1
    links[at], links[at + 1] = links[at + 1], links[at]
    assert first_break(Suite.SHA256, links).seq == at + 1


def test_a_chain_can_be_checked_from_the_middle():
    links = chain(10)
    assert first_break(Suite.SHA256, links[4:], previous=links[3].hash, seq=5) is None
    assert first_break(Suite.SHA256, links[4:], previous=links[2].hash, seq=5).seq == 5


def test_an_entry_outside_the_grammar_is_a_break_and_no_crash():
    assert "规范" in first_break(Suite.SHA256, [Link(1, GENESIS, {"a": 1.5}, "0" * 64)]).reason


def test_a_checkpoint_reads_back():
    checkpoint = journal.Checkpoint("鹭湾市/抽查", 7, b"\1" * 32)
    assert journal.read_checkpoint([*checkpoint.lines(), "", "— key c2ln"]) == checkpoint
    assert journal.signatures([*checkpoint.lines(), "", "— key c2ln"]) == ["— key c2ln"]
    assert journal.signatures(checkpoint.lines()) == []


GOOD = base64.b64encode(b"\1" * 32).decode()


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["o", "1"],
        ["o", "1", GOOD, "x"],
        ["o", "01", GOOD],
        ["o", "-1", GOOD],
        ["o", "１", GOOD],
        ["o", "9" * 30, GOOD],
        ["o", "1", GOOD[:-4]],
        ["o", "1", GOOD[:-2] + "F="],
        ["o", "1", "!" + GOOD[1:]],
        ["o", "1", "中文"],
        ["o", "1", GOOD, "", "a" * 64],
        ["o", "1", GOOD, "", "— key"],
        ["o", "1", GOOD, "", "— key c2ln", ""],
        ["o", "1", GOOD, "", "- key c2ln"],
    ],
)
def test_a_malformed_checkpoint_is_refused(lines):
    with pytest.raises(journal.CheckpointError):
        journal.read_checkpoint(lines)
