"""Is a drand signature the network's? A pairing on BLS12-381, where the extra ``mingqian[drand]`` is installed.

Nothing here is needed to draw: without it the signature stands in the log and anybody checks it elsewhere.
"""

import hashlib
import sys
from functools import cache
from importlib.util import find_spec
from typing import Any

from mingqian.core.draw.beacons import Chain

TAG_G1 = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
TAG_G2 = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"
LENGTHS = {False: 48, True: 96}
"""Bytes of a signature: quicknet signs on G1 (RFC 9380), the chained network on G2."""


def available() -> bool:
    """Is the library there?"""
    return find_spec("py_ecc") is not None


@cache
def _load() -> None:
    """Import the library and put back the recursion limit, which it lifts to 100,000 for the whole process.

    Left there, a deeply nested document would end a server with a fault of the C stack, not with a refusal.
    """
    limit = sys.getrecursionlimit()
    import py_ecc  # noqa: F401

    sys.setrecursionlimit(limit)


def signed(chain: Chain, round_: int, signature: str, previous: str = "") -> bool:
    """Whether the network's key signed this round; a point that is none, or of another group, is no signature."""
    mark, message = bytes.fromhex(signature), chain.message(round_, previous)
    if len(mark) != LENGTHS[chain.chained]:
        return False
    _load()
    try:
        return _on_g2(chain, message, mark) if chain.chained else _on_g1(chain, message, mark)
    except (ValueError, AssertionError):
        return False


def _on_g1(chain: Chain, message: bytes, mark: bytes) -> bool:
    from py_ecc.bls.g2_primitives import subgroup_check
    from py_ecc.bls.hash_to_curve import hash_to_G1
    from py_ecc.bls.point_compression import decompress_G1, decompress_G2
    from py_ecc.optimized_bls12_381 import G2

    point = decompress_G1(int.from_bytes(mark, "big"))
    key = bytes.fromhex(chain.public_key)
    holder = decompress_G2((int.from_bytes(key[:48], "big"), int.from_bytes(key[48:], "big")))
    hashed = hash_to_G1(message, TAG_G1, hashlib.sha256)
    return bool(subgroup_check(point)) and _pair_alike((G2, point), (holder, hashed))


def _on_g2(chain: Chain, message: bytes, mark: bytes) -> bool:
    from py_ecc.bls.g2_primitives import subgroup_check
    from py_ecc.bls.hash_to_curve import hash_to_G2
    from py_ecc.bls.point_compression import decompress_G1, decompress_G2
    from py_ecc.optimized_bls12_381 import G1

    point = decompress_G2((int.from_bytes(mark[:48], "big"), int.from_bytes(mark[48:], "big")))
    holder = decompress_G1(int.from_bytes(bytes.fromhex(chain.public_key), "big"))
    hashed = hash_to_G2(message, TAG_G2, hashlib.sha256)
    return bool(subgroup_check(point)) and _pair_alike((point, G1), (hashed, holder))


def _pair_alike(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    """e(one) = e(other), asked of their quotient: the dear final exponentiation is needed once, not twice."""
    from py_ecc.optimized_bls12_381 import FQ12, final_exponentiate, neg, pairing

    quotient = pairing(*one, final_exponentiate=False) * pairing(
        other[0], neg(other[1]), final_exponentiate=False
    )
    return bool(final_exponentiate(quotient) == FQ12.one())
