"""Trees of RFC 6962 and 9162 against the transparency-dev vectors and against themselves."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingqian.core import merkle
from mingqian.core.canonical import Suite, digest

S = Suite.SHA256
# The vectors call these valid although their roots are twelve bytes of text; the protocol says 32.
SHORT_ROOTS = "sizes-are-equal-one-and-proof-is-empty.json"


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def accepted(kind: str, vector: dict[str, Any]) -> bool:
    proof = [raw(value) for value in vector["proof"] or []]
    if "inclusion" in kind:
        leaf, root, index = raw(vector["leafHash"]), raw(vector["root"]), vector["leafIdx"]
        if kind == "inclusion":
            return merkle.verify_inclusion(S, leaf, index, vector["treeSize"], proof, root)
        return merkle.verify_subtree_inclusion(S, leaf, index, vector["start"], vector["end"], proof, root)
    roots = (raw(vector["root1"]), raw(vector["root2"]))
    if kind == "consistency":
        return merkle.verify_consistency(S, vector["size1"], vector["size2"], *roots, proof)
    return merkle.verify_subtree_consistency(S, vector["start"], vector["end"], vector["size"], *roots, proof)


@pytest.mark.parametrize("kind", ["inclusion", "consistency", "subtreeinclusion", "subtreeconsistency"])
def test_every_third_party_vector_is_judged_as_it_says(shared: Path, kind: str):
    folder = shared / "data/vectors/merkle_rfc6962_transparency-dev" / kind
    paths = sorted(folder.rglob("*.json"))
    assert len(paths) > 90
    for path in paths:
        vector = json.loads(path.read_text())
        wanted = not vector["wantErr"] and path.name != SHORT_ROOTS
        assert accepted(kind, vector) == wanted, path


def test_an_empty_old_tree_proves_nothing():
    empty = digest(S, b"")
    assert not merkle.verify_consistency(S, 0, 0, empty, empty, [])


def test_the_empty_tree_is_the_hash_of_nothing():
    assert merkle.root(S, []) == digest(S, b"") == merkle.root_of_hashes(S, [])


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word by word."""
    if not leaves:
        return digest(S, b"")
    if len(leaves) == 1:
        return merkle.leaf_hash(S, leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(S, naive(leaves[:split]), naive(leaves[split:]))


@pytest.mark.parametrize("suite", Suite)
@pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 8, 31, 33, 4095, 4096, 4097, 8192, 12289, 20000])
def test_the_streamed_root_is_that_of_the_definition(monkeypatch, suite, size):
    monkeypatch.setitem(globals(), "S", suite)
    leaves = [b"%d" % number for number in range(size)]
    assert merkle.root(suite, iter(leaves)) == naive(leaves)
    assert merkle.root_of_hashes(suite, [merkle.leaf_hash(suite, leaf) for leaf in leaves]) == naive(leaves)


@given(st.integers(1, 70), st.data())
def test_every_leaf_proves_its_place_and_no_other(size, data):
    hashes = [merkle.leaf_hash(S, b"%d" % number) for number in range(size)]
    root = merkle.root_of_hashes(S, hashes)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(S, hashes, index)
    assert merkle.verify_inclusion(S, hashes[index], index, size, proof, root)
    other = data.draw(st.integers(0, size - 1))
    assert merkle.verify_inclusion(S, hashes[index], other, size, proof, root) == (other == index)


@given(st.integers(1, 70), st.data())
def test_a_tree_extends_each_of_its_beginnings(size, data):
    hashes = [merkle.leaf_hash(S, b"%d" % number) for number in range(size)]
    old = data.draw(st.integers(1, size))
    roots = (merkle.root_of_hashes(S, hashes[:old]), merkle.root_of_hashes(S, hashes))
    proof = merkle.consistency_proof(S, hashes, old)
    assert merkle.verify_consistency(S, old, size, *roots, proof)
    forged = merkle.root_of_hashes(S, [b"\0" * 32, *hashes[1:old]])
    assert not merkle.verify_consistency(S, old, size, forged, roots[1], proof)


@settings(max_examples=30)
@given(st.integers(1, 70), st.data())
def test_several_proofs_at_once_equal_one_by_one(size, data):
    hashes = [merkle.leaf_hash(S, b"%d" % number) for number in range(size)]
    wanted = data.draw(st.lists(st.integers(0, size - 1), max_size=5))
    assert merkle.inclusion_proofs(S, hashes, wanted) == [
        merkle.inclusion_proof(S, hashes, index) for index in wanted
    ]


def test_a_leaf_outside_the_tree_has_no_proof():
    with pytest.raises(ValueError, match="叶序号"):
        merkle.inclusion_proof(S, [b"\0" * 32], 1)
    with pytest.raises(ValueError, match="旧树"):
        merkle.consistency_proof(S, [b"\0" * 32], 0)
