"""Short texts people type: there, not too long, on one line. Pure."""

import re

from mingqian.core.decision import Decision, allowed, denied

TITLE, NUMBER, TAG, CODE = 200, 100, 64, 40


def names(what: str, text: str, limit: int) -> Decision:
    """A code by which a thing is addressed: letters, Han characters, digits, point, dash; nothing a path minds."""
    fitting = fits(what, text, limit)
    if fitting.ok and not re.fullmatch(r"[\w.\-〔〕()（）]+", text):
        told = f"{what}“{text[:20]}”含有空格、斜线或其他符号"
        return denied("text.code", told, "", "请只用汉字、字母、数字、点和短横线")
    return fitting


def fits(what: str, text: str, limit: int, *, required: bool = True) -> Decision:
    """A column holds so many characters; the person hears it before the database does."""
    if required and not text.strip():
        return denied("text.empty", f"没有填写{what}", "", f"请填写{what}")
    if len(text) > limit:
        return denied("text.long", f"{what}有{len(text)}字，最多{limit}字", "", f"请缩短{what}")
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        return denied("text.control", f"{what}中有换行、制表等控制字符", "", f"请把{what}写成一行")
    return allowed()
