"""What a text may be in the body a program sends: as long as a column, and nothing in it that no form takes either.

The frame refuses control characters and unseen ones (zero width, bidi) in every body; the patterns say so in the description of the API.
"""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, Strict
from pydantic_core import PydanticCustomError

from mingqian.ui.words import UNSEEN

_UNSEEN = UNSEEN.encode("unicode_escape").decode()
PLAIN = rf"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_UNSEEN}]*$"
"""Text that may have several lines."""
ONE_LINE = rf"^[^\x00-\x1f\x7f-\x9f{_UNSEEN}]*$"
"""Text that may not."""

Code = Annotated[str, Field(max_length=40, pattern=ONE_LINE)]
Word = Annotated[str, Field(max_length=60, pattern=ONE_LINE)]
Short = Annotated[str, Field(max_length=100, pattern=ONE_LINE)]
Line = Annotated[str, Field(max_length=200, pattern=ONE_LINE)]
Note = Annotated[str, Field(max_length=300, pattern=PLAIN)]
Words = Annotated[str, Field(max_length=2_000, pattern=PLAIN)]
ItemCode = Annotated[str, Field(max_length=32, pattern=ONE_LINE)]
SubjectCode = Annotated[str, Field(max_length=64, pattern=ONE_LINE)]
YEARS = range(2000, 2201)
OLDEST = 1900
"""A document may be of the last century; nothing that is asked or told is older."""


def _of_our_time(moment: datetime) -> datetime:
    """Far from the ends of the calendar, where a zone or a sum has no date any more."""
    if moment.year not in YEARS:
        raise PydanticCustomError("datetime_of_our_time", "时间的写法不对")
    return moment


def _near(day: date) -> date:
    """The same for a day: the day after the last one of all is none."""
    if not OLDEST <= day.year < YEARS.stop:
        raise PydanticCustomError("date_of_our_time", "日期的年份不对")
    return day


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
Day = Annotated[date, AfterValidator(_near)]
Whole = Annotated[int, Strict()]
"""A number of a body is written as one: ``true`` is not 1, and neither is ``"1"``. In an address everything is text."""
Yes = Annotated[bool, Strict()]
"""Yes or no is ``true`` or ``false``, never a number or a word."""
Key = Annotated[int, Field(ge=1, lt=2**53)]
Held = Annotated[Key, Strict()]
"""A key named in a body."""
Rank = Annotated[int, Field(ge=1, le=9_999)]
"""The number of a version."""
