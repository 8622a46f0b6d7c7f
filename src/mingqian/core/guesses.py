"""How often a question may be asked with a wrong word: five times a day, then it is closed until tomorrow.

Whoever tells the tail of a telephone tells four digits; five tries a day find one of ten thousand in years.
"""

from datetime import date
from typing import NamedTuple

MOST = 5


class Guesses(NamedTuple):
    """The wrong ones of a day, as a row counts them."""

    on: date | None
    wrong: int

    def closed(self, today: date) -> bool:
        """No right word helps any more today."""
        return self.on == today and self.wrong >= MOST

    def another(self, today: date) -> "Guesses":
        """One more that was wrong; a new day begins anew."""
        return Guesses(today, self.wrong + 1 if self.on == today else 1)
