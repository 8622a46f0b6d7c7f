"""Codes with a Chinese label: the one shape of a closed set of words."""

from enum import StrEnum


class LabelledCode(StrEnum):
    """A code whose Chinese label stands beside it, so that no screen invents its own word."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "LabelledCode":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Plain texts for columns: a migration must not import today's words."""
        return [(str(member.value), member.label) for member in cls]
