"""Plain values of the room."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Informant:
    """Who told it. It exists in the clear only between the form and the seal, and under a recorded purpose."""

    name: str = ""
    phone: str = ""
    contact: str = ""

    @property
    def anonymous(self) -> bool:
        """Nothing was left behind."""
        return not (self.name or self.phone or self.contact)

    def named_in(self, words: str, *, but: str = "") -> bool:
        """Do words that everybody on the case reads give this person away? ``but``: the firm's own name may be alike."""
        plain = "".join(words.split()).replace("".join(but.split()) or "\0", "")
        digits = "".join(one for one in plain if one.isdecimal())
        name, contact = "".join(self.name.split()), "".join(self.contact.split())
        phone = "".join(one for one in self.phone if one.isdecimal())
        return (
            (len(name) > 1 and name in plain)
            or (len(phone) > 6 and phone in digits)
            or (len(contact) > 4 and contact in plain)
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What was told, as it goes into the register. ``subject``: code of the registry where it is known."""

    kind: str
    channel: str
    about: str
    matter: str
    place: str = ""
    subject: str = ""
    happened_on: date | None = None
    sender: str = ""
    sender_number: str = ""
    people: int = 1


class Outside(NamedTuple):
    """Somebody the registry does not know: a firm or a person, the name, what is known of them."""

    kind: str
    name: str
    known: str


class Answer(NamedTuple):
    """What was written for whoever told it: 理由 or 反馈, the words, the day."""

    label: str
    words: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Progress:
    """What whoever asks by number sees: how far it is, never who told it."""

    code: str
    state: str
    received: date
    unit: str
    said: str
    due: date | None
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the checks of a lead came to; inspection hands it in."""

    words: str
    problem: bool
    tasks: Sequence[str] = field(default=())
