"""Three shares: any two give the key, one alone fits every key."""

from itertools import permutations

import pytest

from mingqian.core.draw import escrow

SECRET = bytes(range(0, 256, 8))
CHANCE = bytes(reversed(range(1, 256, 8)))


def test_any_two_shares_give_the_secret_in_either_order() -> None:
    shares = dict(enumerate(escrow.split(SECRET, CHANCE), start=1))
    for first, second in permutations(shares, 2):
        assert escrow.combine(first, shares[first], second, shares[second]) == SECRET


@pytest.mark.parametrize("holder", [1, 2, 3])
def test_one_share_alone_fits_every_secret(holder: int) -> None:
    """For one byte: over all chances a holder sees every value exactly once, whatever the secret."""
    for secret in (0, 1, 0x80, 0xFF):
        seen = {escrow.split(bytes([secret]), bytes([chance]))[holder - 1] for chance in range(256)}
        assert len(seen) == 256


@pytest.mark.parametrize(("first", "second"), [(1, 1), (0, 2), (1, 4)])
def test_shares_of_one_holder_or_of_nobody_are_refused(first: int, second: int) -> None:
    with pytest.raises(escrow.ShareError):
        escrow.combine(first, SECRET, second, CHANCE)


def test_shares_of_unlike_length_are_refused() -> None:
    with pytest.raises(escrow.ShareError):
        escrow.combine(1, SECRET, 2, CHANCE[:-1])


def test_a_share_is_read_as_it_was_written_whatever_the_blanks() -> None:
    text = escrow.written(2, SECRET)
    assert escrow.read(f" {text[:10]} {text[10:]}\n") == (2, SECRET)


@pytest.mark.parametrize("text", ["", "2", "2-", "x-00", "2-zz", "２-00", "-1-00"])
def test_what_is_no_share_is_refused_in_words(text: str) -> None:
    with pytest.raises(escrow.ShareError, match="份额"):
        escrow.read(text)
