"""Plain values of papers that other rooms hand over and get back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mingqian.core.serving import NOTICE_DAYS
from mingqian.documents.enums import Kind

Fields = Mapping[str, object]
"""What a room says of its thing: text, days, lists, and tables as sequences of mappings."""

Cells = str | list[str] | list[dict[str, str]]
"""The same, written out: what is frozen in the row and set on the paper."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to be made. ``thing`` names what it is about ("approval:…"), ``party`` the subject it goes to.

    ``number``: a 文号 it already has (the plan's document number, one kept on a phone); else the next is taken.
    ``dated``: the day that stands under it.
    """

    kind: Kind
    thing: str
    unit: int
    about: str
    fields: Fields
    dated: date
    party: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the words of a paper: number, organ, code and where it is checked."""

    number: str
    organ: str
    dated: str
    code: str
    url: str
    draft: bool = False
    seal: str = "stamp"


@dataclass(frozen=True, slots=True)
class Handed:
    """What a room served on a firm and shows on a page of its own; a paper made of the same thing takes its place."""

    kind: Kind
    thing: str
    number: str
    about: str
    on: date
    url: str


@dataclass(frozen=True, slots=True)
class Serving:
    """How a paper was served. ``received_on``: the day on the receipt; ``notice_days``: of a public notice."""

    way: str
    sent_on: date
    receiver: str
    place: str
    servers: str
    received_on: date | None = None
    signed_by: str = ""
    reason: str = ""
    witness: str = ""
    consent: str = ""
    receipt: str = ""
    notice_days: int = NOTICE_DAYS

    def texts(self) -> dict[str, str]:
        """What was written, by column."""
        keys = ("receiver", "place", "servers", "signed_by", "reason", "witness", "consent", "receipt")
        return {key: getattr(self, key).strip() for key in keys}
