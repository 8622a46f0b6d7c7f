"""What a password must be. Rules on plain values; hashing is Django's, with argon2."""

from functools import cache
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator

from mingqian.accounts.preset import CLAUSE, Preset
from mingqian.core.decision import Decision, denied

LONGEST = 128
"""Longer text is no better a password, only more work for the hash."""

_KINDS = (str.islower, str.isupper, str.isdigit)


def kinds(text: str) -> int:
    """How many of: small letters, capital letters, digits, anything else (Han counts here)."""
    plain = sum(any(kind(one) and one.isascii() for one in text) for kind in _KINDS)
    return plain + any(not (one.isascii() and one.isalnum()) for one in text)


def objections(text: str, *, code: str, name: str, chosen: Preset) -> list[Decision]:
    """Everything that is wrong with a new password, at once; empty when nothing is."""
    found = []
    if len(text) < chosen.password_length:
        found.append(_no("short", f"密码只有 {len(text)} 位，至少 {chosen.password_length} 位"))
    if len(text) > LONGEST:
        found.append(_no("long", f"密码超过 {LONGEST} 位"))
    if kinds(text) < chosen.password_kinds:
        told = f"密码至少含 {chosen.password_kinds} 类字符：大写字母、小写字母、数字、其他字符"
        found.append(_no("plain", told))
    if _tells_the_person(text, code, name):
        found.append(_no("personal", "密码里有您的工号或姓名，容易被猜到"))
    if text.lower().strip() in _common() or _runs(text):
        found.append(_no("common", "这是常见密码，或由连续、重复的字符组成"))
    return found


def _no(code: str, reason: str) -> Decision:
    return denied(f"accounts.password_{code}", reason, CLAUSE, "请换一个密码")


def _tells_the_person(text: str, code: str, name: str) -> bool:
    folded = text.casefold()
    return any(len(word) >= 2 and word.casefold() in folded for word in (code, name))


def _runs(text: str) -> bool:
    """Most of it one character, or one step up or down the alphabet: aaaa…, 12345…, 98765…."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    same = max((sum(step == one for step in steps) for one in (0, 1, -1)), default=0)
    return bool(steps) and same * 3 >= len(steps) * 2


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def rules(chosen: Preset) -> list[str]:
    """The rules in words, shown before anybody types."""
    return [
        f"至少 {chosen.password_length} 位",
        f"大写字母、小写字母、数字、其他字符中至少 {chosen.password_kinds} 类",
        "不含工号和姓名，不是常见密码，不是连续或重复的字符",
        f"与最近 {chosen.password_history} 次不同，每 {chosen.password_days} 天更换一次",
    ]
