"""How the registry's codes are written, said once for forms, for the bodies of programs and for the services."""

from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.draw.grammar import WORD

CODE = WORD
"""An item's, a tag's or a dictionary word's: it is written into the lists of a draw (sxsj1 §2)."""
NUMBERED = r"^[0-9A-Za-z][0-9A-Za-z_.-]*$"
"""登记号 of a rule document, 职权编码 of a power."""

PAGES = frozenset({"due", "from-pack", "new", "people", "report", "shares"})
"""What stands in an address where a code would: a thing so called could never be opened."""


def opens(code: str) -> Decision:
    """A code must not be the word of a page beside it."""
    if code not in PAGES:
        return allowed()
    why = f"“{code}”是本系统页面地址里用的词，不能作编号"
    return denied("registry.code_of_a_page", why, "", f"请换一个编号，如 {code}-1")
