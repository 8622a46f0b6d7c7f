"""How often a question may be asked with a wrong word: who asks, five times a day; everybody together, fifty.

Five close the question to whoever guessed, so that a stranger shuts nobody out of his own. The fifty are against many
addresses at once: the tail of a telephone is four digits, and so found in two hundred days at the soonest. A query code
has a thousand million forms and needs no such end.
"""

from datetime import date
from typing import NamedTuple

MOST = 5
FROM_ANYWHERE = 50
TAIL = 4


class Guesses(NamedTuple):
    """The wrong ones of a day, wherever they came from, as a row counts them."""

    on: date | None
    wrong: int

    def closed(self, today: date, word: str) -> bool:
        """Does the right word not help any more today? A word longer than a tail was not guessed."""
        return self.on == today and self.wrong >= FROM_ANYWHERE and len(word.strip()) <= TAIL

    def another(self, today: date) -> "Guesses":
        """One more that was wrong; a new day begins anew."""
        return Guesses(today, self.wrong + 1 if self.on == today else 1)
