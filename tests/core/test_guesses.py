"""Very many wrong words a day, from wherever: the tail of a telephone opens nothing until the next, a query code does."""

from datetime import date, timedelta

from mingqian.core.guesses import FROM_ANYWHERE, Guesses

TODAY = date(2026, 4, 8)


def test_the_fiftieth_wrong_word_closes_the_question_until_tomorrow_for_tails_and_not_for_codes() -> None:
    asked = Guesses(None, 0)
    for _ in range(FROM_ANYWHERE):
        assert not asked.closed(TODAY, "0417")
        asked = asked.another(TODAY)
    tomorrow = TODAY + timedelta(days=1)
    assert (asked.closed(TODAY, "0417"), asked.closed(tomorrow, "0417")) == (True, False)
    assert not asked.closed(TODAY, "QRCMWX")
    assert asked.another(tomorrow) == Guesses(tomorrow, 1)
