"""What pages keep is as true as what they would read: it ends with its state, and outside of pages nothing is kept."""

from types import SimpleNamespace

import pytest

from mingqian.ui import remember


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A number anybody may read, and the state of the world it belongs to."""
    world = SimpleNamespace(state="one", number=1, atomic=False)
    world.read = remember.while_same(lambda: world.state, lambda times: world.number * times)
    monkeypatch.setattr(remember, "connection", SimpleNamespace(in_atomic_block=False))
    return world


def test_an_answer_is_kept_from_page_to_page_until_the_state_is_another(book: SimpleNamespace) -> None:
    with remember.one_page():
        assert book.read(2) == 2
    book.number = 5
    with remember.one_page():
        assert (book.read(2), book.read(3)) == (2, 15)
    book.state = "two"
    with remember.one_page():
        assert book.read(2) == 10


def test_a_state_nobody_vouches_for_keeps_nothing(book: SimpleNamespace) -> None:
    book.state = None
    with remember.one_page():
        book.read(2)
        book.number = 5
        assert book.read(2) == 10


def test_outside_of_a_page_and_inside_a_transaction_the_world_itself_is_read(
    book: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with remember.one_page():
        book.read(2)
    book.number = 5
    assert book.read(2) == 10
    monkeypatch.setattr(remember, "connection", SimpleNamespace(in_atomic_block=True))
    with remember.one_page():
        assert book.read(2) == 10


def test_no_more_is_kept_than_the_limit(book: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remember, "MOST", 2)
    with remember.one_page():
        for times in (1, 2, 3):
            book.read(times)
        book.number = 5
        assert (book.read(3), book.read(1)) == (3, 5)


def test_a_page_that_read_slowly_does_not_hand_its_old_answer_to_the_pages_after_it(
    book: SimpleNamespace,
) -> None:
    def slowly(times: int) -> int:
        found = book.number * times
        if book.state == "one":  # while this page still reads, something is written and another page is asked
            book.state, book.number = "two", 5
            with remember.one_page():
                assert book.slow(2) == 10
        return found

    book.slow = remember.while_same(lambda: book.state, slowly)
    with remember.one_page():
        assert book.slow(2) == 2
    with remember.one_page():
        assert book.slow(2) == 10
