"""Letters of the protocol's field tables: what a text, an id, a time or a code may look like.

What belongs here: single values (section 1 and the head of section 10 of ``sxsj1``), no documents.
"""

import re
from collections.abc import Sequence
from datetime import date

COUNT_LIMIT = 90_000_000  # keeps rate times count below 2^53
TEXT_LIMIT = 400
WEIGHT_LIMIT = 999
INSPECTOR_ABSENT = "X:NA"
INSPECTOR_APPOINTED = "X:AP"
REDRAWN = "F:RD"
PEOPLE = ("inspector", "expert")  # kinds of rolls whose rows are people, for panels (§2, §7)

HEX = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")
WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,31}")
CODE = re.compile(r"[0-9A-Z]{1,12}")
ROLE = re.compile(r"[a-z][0-9a-z]{0,15}")
_ROUND = re.compile(r"[0-9]{4}-[0-9]{2}")
IDENTITY = re.compile(r"[0-9A-Z]{1,12}:[0-9A-Z:._-]{1,51}")
_IDENTITIES = re.compile(rf"(?:{IDENTITY.pattern}\n)*")
_STATUS = re.compile(r"E|[FXS]:[0-9A-Z]{1,12}")
STATUS_CODE = re.compile(r"[FXS]:[0-9A-Z]{1,12}")
_SECRET = re.compile(r"[0-9A-Za-z]{20,128}")
_DIGITS = re.compile(r"[0-9]+")
SEAT = re.compile(r"C|M[1-9][0-9]?")
_WEIGHT = re.compile(r"[1-9][0-9]{0,2}")
SHORTEST_DIGITS = 30


def is_hash(text: str) -> bool:
    """h: 64 lower-case hexadecimal characters."""
    return HEX.fullmatch(text) is not None


def is_time(text: str) -> bool:
    """t: YYYY-MM-DDThh:mm:ssZ, a real date, seconds at most 59."""
    if _TIME.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text[:10])
    except ValueError:  # 30 February, or the year 0000
        return False
    return True


def is_word(text: str) -> bool:
    """w: a stratum or another short name; the first character is alphanumeric."""
    return WORD.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """c: one to twelve digits or capitals."""
    return CODE.fullmatch(text) is not None


def is_role(text: str) -> bool:
    """r: no ``=`` in it, so that seed lines stay unambiguous."""
    return ROLE.fullmatch(text) is not None


def is_round(text: str) -> bool:
    """YYYY-NN, NN from 01."""
    return _ROUND.fullmatch(text) is not None and not text.endswith("-00")


def is_text(text: str) -> bool:
    """s: 1 to 400 code points."""
    return 1 <= len(text) <= TEXT_LIMIT


def is_identity(text: str) -> bool:
    """A subject's or person's id: scheme, colon, number."""
    return IDENTITY.fullmatch(text) is not None


def are_identities(texts: Sequence[str]) -> bool:
    """Whether every text is an id, asked once for many."""
    return _IDENTITIES.fullmatch("\n".join([*texts, ""])) is not None


def is_status(text: str) -> bool:
    """E, F:code, X:code or S:code."""
    return _STATUS.fullmatch(text) is not None


def is_status_code(text: str) -> bool:
    """A status other than E, as the header explains them."""
    return STATUS_CODE.fullmatch(text) is not None


def is_weight(text: str) -> bool:
    """1 to 999 in decimal without leading zeros."""
    return _WEIGHT.fullmatch(text) is not None


def is_seat(text: str) -> bool:
    """C for the captain, M1, M2… for the members."""
    return SEAT.fullmatch(text) is not None


def is_secret(text: str) -> bool:
    """[0-9A-Za-z]{20,128}, digits alone at least 30."""
    if _SECRET.fullmatch(text) is None:
        return False
    return _DIGITS.fullmatch(text) is None or len(text) >= SHORTEST_DIGITS


def scheme(identity: str) -> str:
    """The id scheme before the colon, such as USCC or PID."""
    return identity.partition(":")[0]
