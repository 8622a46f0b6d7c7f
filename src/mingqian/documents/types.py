"""Plain values of papers that other rooms hand over and get back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
