"""What a text, a code and a list may be in a request: lengths of the columns, and nothing that no form takes either."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from mingqian.accounts.bearing import needs
from mingqian.accounts.enums import Scope

WRITE = needs(Scope.INSPECTION_WRITE)

PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
Code = Annotated[str, Field(max_length=40, pattern=PLAIN)]
Word = Annotated[str, Field(max_length=60, pattern=PLAIN)]
Short = Annotated[str, Field(max_length=200, pattern=PLAIN)]
Line = Annotated[str, Field(max_length=300, pattern=PLAIN)]
Words = Annotated[str, Field(max_length=2_000, pattern=PLAIN)]
Codes = Annotated[list[Code], Field(max_length=2_000)]
Key = Annotated[int, Field(ge=1, lt=2**53)]


class Done(Schema):
    """How many rows an act changed."""

    done: int


class WordsIn(Schema):
    """Words that stay on record: a reason, a reply, a receipt."""

    words: Words


class YesOrNo(Schema):
    """A head's answer, with its words."""

    approve: bool
    remark: Words = ""
