"""A key in three shares of which any two open it and one alone says nothing (section 2: K destroyed after appeals).

What belongs here: Shamir's sharing over GF(2^8), threshold two. Who keeps which share is the services' affair.
"""

HOLDERS = 3
_POLYNOMIAL = 0x11B


class ShareError(ValueError):
    """Two shares that do not belong together, or are none."""


def split(secret: bytes, chance: bytes) -> tuple[bytes, ...]:
    """Shares 1, 2, 3 of a secret: per byte the value at 1, 2, 3 of secret + chance · x. ``chance`` is fresh."""
    if len(secret) != len(chance):
        raise ShareError("随机数应与密钥一样长")
    return tuple(
        bytes(one ^ _times(two, place) for one, two in zip(secret, chance, strict=True))
        for place in range(1, HOLDERS + 1)
    )


def combine(first: int, one: bytes, second: int, two: bytes) -> bytes:
    """The secret from two shares with their numbers. Whether it is the right one, its commitment says."""
    if first == second or not {first, second} <= set(range(1, HOLDERS + 1)) or len(one) != len(two):
        raise ShareError("需要两份不同的密钥份额")
    inverse = _inverse(first ^ second)
    return bytes(
        _times(_times(left, second) ^ _times(right, first), inverse)
        for left, right in zip(one, two, strict=True)
    )


def written(number: int, share: bytes) -> str:
    """A share as it is printed and typed: ``2-`` and hexadecimal."""
    return f"{number}-{share.hex()}"


def read(text: str) -> tuple[int, bytes]:
    """A share back from its writing, blanks carry nothing."""
    number, dash, digits = "".join(text.split()).partition("-")
    try:
        share = bytes.fromhex(digits)
    except ValueError:
        share = b""
    if not dash or not number.isascii() or not number.isdecimal() or not share:
        raise ShareError("份额的写法应为序号、短横和64位十六进制，例如 2-3f09…")
    return int(number), share


def _times(one: int, two: int) -> int:
    """Multiplication in GF(2^8) with the polynomial of AES."""
    product = 0
    while two:
        if two & 1:
            product ^= one
        one <<= 1
        if one > 0xFF:
            one ^= _POLYNOMIAL
        two >>= 1
    return product


def _inverse(value: int) -> int:
    """value^254: every element but zero has one."""
    result = 1
    for _ in range(254):
        result = _times(result, value)
    return result
