"""How the registry's codes are written, said once for forms, for the bodies of programs and for the services."""

from mingqian.core.draw.grammar import WORD

CODE = WORD
"""An item's, a tag's or a dictionary word's: it is written into the lists of a draw (sxsj1 §2)."""
NUMBERED = r"^[0-9A-Za-z][0-9A-Za-z_.-]*$"
"""登记号 of a rule document, 职权编码 of a power."""
