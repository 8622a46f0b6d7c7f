"""Ed25519 signatures of RFC 8032, checked with the standard library alone.

What belongs here: verification. Who verifies must not need our servers or a compiled library; signing needs
constant time and is left to one (``audit.services.keys``).
"""

from hashlib import sha512

Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, x·y = T/Z (RFC 8032 §5.1.4)

SIZE = 32
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL: Point = (0, 1, 1, 0)
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BASE_Y = 4 * pow(5, -1, P) % P
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 §5.1.7: whether [S]B = R + [k]A, read as [S]B - [k]A having exactly the bytes R.

    Every encoding must be the canonical one, and A must not be of small order: such a key would sign anything.
    """
    if len(public) != SIZE or len(signature) != 2 * SIZE:
        return False
    key = _decoded(public)
    scalar = int.from_bytes(signature[SIZE:], "little")
    if key is None or scalar >= L or _encoded(_times(8, key)) == _encoded(NEUTRAL):
        return False
    k = int.from_bytes(sha512(signature[:SIZE] + public + message).digest(), "little") % L
    found = _sum(_times(scalar, BASE), _times(k, _negative(key)))
    return _encoded(found) == signature[:SIZE]


def _decoded(data: bytes) -> Point | None:
    """RFC 8032 §5.1.3: the point of 32 bytes, or None."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _encoded(point: Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(SIZE, "little")


def _negative(point: Point) -> Point:
    x, y, z, t = point
    return P - x, y, z, P - t


def _sum(one: Point, other: Point) -> Point:
    """RFC 8032 §5.1.4: complete addition, also of a point to itself."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor: int, point: Point) -> Point:
    result = NEUTRAL
    while factor:
        if factor & 1:
            result = _sum(result, point)
        point = _sum(point, point)
        factor >>= 1
    return result
