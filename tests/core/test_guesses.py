"""Five wrong words a day, and the question is closed until the next."""

from datetime import date, timedelta

from mingqian.core.guesses import MOST, Guesses

TODAY = date(2026, 4, 8)


def test_the_fifth_wrong_word_closes_the_question_until_tomorrow() -> None:
    asked = Guesses(None, 0)
    for _ in range(MOST):
        assert not asked.closed(TODAY)
        asked = asked.another(TODAY)
    tomorrow = TODAY + timedelta(days=1)
    assert (asked.closed(TODAY), asked.closed(tomorrow)) == (True, False)
    assert asked.another(tomorrow) == Guesses(tomorrow, 1)
