"""A signature written on glass: strokes of whole-number points in a box of 1000 × 400, and nothing else.

Strokes and not a picture: they are hashed with what is signed, need no decoder and draw sharp on paper.
"""

import json

from mingqian.core.decision import Decision, allowed, denied

WIDTH, HEIGHT = 1000, 400
MOST_STROKES, MOST_POINTS, LEAST_POINTS = 120, 4000, 6
LONGEST = 60_000
"""Characters of JSON; the most points there may be need fewer."""

Strokes = tuple[tuple[int, ...], ...]
"""Each stroke is x, y, x, y, … from pen down to pen up."""


def parse(text: str) -> Strokes | None:
    """What the phone sent, or None for anything that is no list of lists of whole numbers."""
    if len(text) > LONGEST:
        return None
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not all(isinstance(stroke, list) for stroke in found):
        return None
    if not all(type(number) is int for stroke in found for number in stroke):
        return None
    return tuple(tuple(stroke) for stroke in found)


def sound(strokes: Strokes | None) -> Decision:
    """Whether it can be a signature: pairs inside the box, not a dot, not a flood."""
    if strokes is None or any(len(stroke) < 2 or len(stroke) % 2 for stroke in strokes):
        return denied("signature.unread", "手写签名的数据不合规", "", "请清除后重新手写")
    points = sum(len(stroke) for stroke in strokes) // 2
    if not LEAST_POINTS <= points <= MOST_POINTS or len(strokes) > MOST_STROKES:
        return denied("signature.size", f"手写签名有 {points} 个点，太少或太多", "", "请清除后重新手写")
    inside = all(
        0 <= number <= (HEIGHT if place % 2 else WIDTH)
        for stroke in strokes
        for place, number in enumerate(stroke)
    )
    return allowed() if inside else denied("signature.outside", "手写签名超出了签名框", "", "请重新手写")


def untimed(told: object) -> Strokes | None:
    """Strokes as the field wire has them, ``[[x, y, milliseconds]…]``: the moments stay in the evidence, not here."""
    if not isinstance(told, list) or len(told) > MOST_STROKES:
        return None
    strokes = []
    for stroke in told:
        if not isinstance(stroke, list) or len(stroke) > MOST_POINTS or not all(map(_point, stroke)):
            return None
        strokes.append(tuple(number for x, y, _ in stroke for number in (x, y)))
    return tuple(strokes)


def _point(told: object) -> bool:
    return isinstance(told, list) and len(told) == 3 and all(type(number) is int for number in told)


def path(strokes: Strokes) -> str:
    """The strokes as the ``d`` of an SVG path; numbers only, so nothing can hide in it."""
    drawn = []
    for stroke in strokes:
        points = [f"{x} {y}" for x, y in zip(stroke[::2], stroke[1::2], strict=True)]
        # A dot is a line to itself: round caps make it visible.
        drawn.append("M" + "L".join(points if len(points) > 1 else points * 2))
    return "".join(drawn)
