"""A tree read from tiles is the tree of the whole list: the same roots, the same proofs, few hashes fetched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import merkle, tiles
from mingqian.core.canonical import Suite

S = Suite.SHA256
LEAVES = [merkle.leaf_hash(S, b"%d" % number) for number in range(70_000)]


def levels():
    """Node hashes at heights 0, 8, 16, of full subtrees only."""
    found = [LEAVES]
    while len(found[-1]) >= tiles.WIDTH:
        found.append([merkle.root_of_hashes(S, tile) for tile in tiles.full(found[-1])])
    return found


LEVELS = levels()


def tree(size, fetched=None):
    def fetch(level, start, stop):
        assert 0 <= start < stop <= size >> 8 * level
        assert start // 256 == (stop - 1) // 256
        if fetched is not None:
            fetched.append((level, start, stop))
        return LEVELS[level][start:stop]

    return tiles.Tree(S, size, fetch)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537, 70_000])
def test_the_root_is_that_of_the_whole_list(size):
    assert tree(size).root() == merkle.root_of_hashes(S, LEAVES[:size])


@given(st.integers(1, 70_000), st.data())
def test_every_leaf_is_proved_as_the_rfc_says(size, data):
    index = data.draw(st.integers(0, size - 1))
    one = tree(size)
    assert merkle.verify_inclusion(S, LEAVES[index], index, size, one.inclusion(index), one.root())


@given(st.integers(1, 70_000), st.data())
def test_every_tree_extends_every_earlier_one(size, data):
    old = data.draw(st.integers(1, size))
    proof = tree(size).consistency(old)
    assert merkle.verify_consistency(S, old, size, tree(old).root(), tree(size).root(), proof)


@given(st.integers(1, 600), st.data())
def test_proofs_are_those_made_from_the_whole_list(size, data):
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert tree(size).inclusion(index) == merkle.inclusion_proof(S, LEAVES[:size], index)
    assert tree(size).consistency(old) == merkle.consistency_proof(S, LEAVES[:size], old)


def test_a_proof_in_a_large_tree_fetches_a_handful_of_tiles_each_once():
    fetched = []
    tree(70_000, fetched).inclusion(12_345)
    assert len(fetched) == len(set(fetched)) <= 5


@pytest.mark.parametrize(("size", "index"), [(0, 0), (3, 3), (3, -1)])
def test_what_is_not_in_the_tree_has_no_proof(size, index):
    with pytest.raises(ValueError, match="不在"):
        tree(size).inclusion(index)
    with pytest.raises(ValueError, match="不在"):
        tree(size).consistency(index if index <= 0 else size + 1)
