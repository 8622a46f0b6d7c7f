"""Signatures of RFC 8032: its vectors, OpenSSL's signatures, and encodings nobody may use."""

from hashlib import sha512

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingqian.core import ed25519

# RFC 8032 §7.1: TEST 1, 2, 3 and SHA(abc): key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]
# Every encoding of a point of order 1, 2, 4 or 8, and those whose y is not reduced.
SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_the_rfc_hold_and_nothing_beside_them(key, message, signature):
    public, said, made = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
    assert ed25519.verify(public, said, made)
    assert not ed25519.verify(public, said + b"\x00", made)
    for place in (0, 31, 32, 63):
        assert not ed25519.verify(public, said, made[:place] + bytes([made[place] ^ 1]) + made[place + 1 :])
    assert not ed25519.verify(public, said, made[:-1])
    assert not ed25519.verify(public[:-1], said, made)


@pytest.mark.parametrize("number", range(6))
def test_what_openssl_signs_is_accepted_under_its_own_key_only(number):
    key, other = (Ed25519PrivateKey.from_private_bytes(bytes([number + one]) * 32) for one in (1, 2))
    made = key.sign(b"note")
    assert ed25519.verify(key.public_key().public_bytes_raw(), b"note", made)
    assert not ed25519.verify(other.public_key().public_bytes_raw(), b"note", made)


def test_a_second_spelling_of_a_signature_is_refused():
    public, message, made = (bytes.fromhex(one) for one in VECTORS[1])
    scalar = int.from_bytes(made[32:], "little") + ed25519.L
    assert not ed25519.verify(public, message, made[:32] + scalar.to_bytes(32, "little"))


@pytest.mark.parametrize("key", SMALL)
def test_a_key_that_would_sign_anything_is_refused(key):
    neutral = bytes.fromhex(SMALL[0])
    assert not ed25519.verify(bytes.fromhex(key), b"anything", neutral + bytes(32))
