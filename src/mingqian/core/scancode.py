"""企业码: what an inspector scans at the door (国办发〔2024〕54号 扫码入企), and what can be typed where no camera works.

``MQ1.<eighteen characters>.<eight of a signature><one check character>``. The eighteen are the credit code, or
a stand-in where a subject has none that may be shown. The check character is the one of GB 32100-2015, carried
on over all twenty-six: a slip of the finger is told before anybody asks the server. The signature is not made
here: it needs the site's key.

Whoever stands at the door knows whose door it is, so the last nine alone may be typed (手输码, three by three): they
prove as much as the whole, and the check character still speaks of all twenty-six.
"""

import re
from dataclasses import dataclass

from mingqian.core import identifiers

PREFIX = "MQ1"
ALPHABET = identifiers.USCC_ALPHABET
BODY, MARK = 18, 8
_WHOLE = re.compile(rf"{PREFIX}[.。·]?([{ALPHABET}]{{{BODY}}})[.。·]?([{ALPHABET}]{{{MARK}}})([{ALPHABET}])")
_TAIL = re.compile(f"[{ALPHABET}]{{{MARK + 1}}}")
_NUMBER = re.compile(rf"(?<![0-9A-Z])[{ALPHABET}]{{{BODY}}}(?![0-9A-Z])")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a text says. ``code``: ours, with its signature. ``licence``: the code inside a business licence's."""

    kind: str
    body: str = ""
    mark: str = ""
    reason: str = ""


def text(body: str, mark: str) -> str:
    """The code of a subject."""
    if len(body) != BODY or len(mark) != MARK or not set(body + mark) <= set(ALPHABET):
        raise ValueError("a code is eighteen characters and eight of a signature")
    return f"{PREFIX}.{body}.{mark}{check(body + mark)}"


def short(code: str) -> str:
    """手输码 of a code: its last nine, three by three."""
    tail = code[-MARK - 1 :]
    return " ".join(tail[at : at + 3] for at in range(0, len(tail), 3))


def check(letters: str) -> str:
    """Weights are the powers of three modulo thirty-one, as in the credit code: no slip or swap goes unseen."""
    total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(letters))
    return ALPHABET[-total % 31]


def letters(digest: bytes) -> str:
    """Eight characters of a keyed digest."""
    number = int.from_bytes(digest[:8], "big")
    found = []
    for _ in range(MARK):
        number, rest = divmod(number, len(ALPHABET))
        found.append(ALPHABET[rest])
    return "".join(found)


def read(scanned: str, body: str = "") -> Scanned:
    """What was scanned or typed; full width, blanks and lower case heal themselves. ``body``: of whose door, for 手输码."""
    if len(scanned) > _LONGEST:
        return Scanned("", reason="扫到的内容太长，不是企业码")
    healed, _ = identifiers.heal(scanned)
    if body and _TAIL.fullmatch(healed):
        return _ours(PREFIX + body + healed)
    if healed.startswith(PREFIX):
        return _ours(healed)
    found = _NUMBER.findall(healed)
    if "://" in healed and len(found) == 1 and identifiers.uscc_check(found[0]) == found[0][-1]:
        return Scanned("licence", found[0])
    return Scanned("", reason="不是企业码，也不是营业执照上的二维码")


def _ours(healed: str) -> Scanned:
    whole = _WHOLE.fullmatch(healed)
    if whole is None:
        return Scanned("", reason=f"企业码应为 {PREFIX}、{BODY} 位代码和 {MARK + 1} 位校验，请核对是否漏字")
    body, mark, last = whole.groups()
    if check(body + mark) != last:
        return Scanned("", reason="企业码校验不符，有一个字输错或相邻两字颠倒")
    return Scanned("code", body, mark)
