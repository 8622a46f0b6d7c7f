"""Bodies that several steps of a check share; what a text may be stands in ``ui.bodies``."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from mingqian.accounts.bearing import needs
from mingqian.accounts.enums import Scope
from mingqian.ui.bodies import Code, Words, Yes

WRITE = needs(Scope.INSPECTION_WRITE)

Codes = Annotated[list[Code], Field(max_length=2_000)]


class Done(Schema):
    """How many rows an act changed."""

    done: int


class WordsIn(Schema):
    """Words that stay on record: a reason, a reply, a receipt."""

    words: Words


class YesOrNo(Schema):
    """A head's answer, with its words."""

    approve: Yes
    remark: Words = ""
