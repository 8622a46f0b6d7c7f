"""The search: what a person may see, found by a few characters."""

from collections.abc import Iterable, Sequence

from mingqian.accounts.types import Actor
from mingqian.search import grams, index, kinds
from mingqian.search.grams import Term
from mingqian.search.index import Question
from mingqian.search.models import Card
from mingqian.search.types import Group, Hit, Kind, Shelf

#: Cards looked at for each one shown: neighbours of pairs are checked afterwards.
SPARE = 3

Seen = tuple[Sequence[str], Sequence[Shelf]]
"""Scopes, and what lies on shelves beyond them."""


def find(by: Actor, question: str, *, limit: int = 8, kind: str = "") -> list[Group]:
    """What lies in the person's scope, by kind; titles that begin with the question come first."""
    terms = grams.terms(question)
    wanted = [one for one in kinds.known() if kind in ("", one.code)]
    if not terms or not by.scope_paths or not wanted:
        return []
    found = _numbers(wanted, terms, _seen(by), (limit + 1) * SPARE)
    cards = Card.objects.in_bulk([number for numbers in found.values() for number in numbers])
    groups = [
        _group(one, (cards[number] for number in found[one.number] if number in cards), terms, limit)
        for one in wanted
    ]
    return [group for group in groups if group.hits]


def _numbers(wanted: Sequence[Kind], terms: Sequence[Term], seen: Seen, enough: int) -> dict[int, list[int]]:
    """Card numbers by kind. What is rare is found in one look; what is frequent is looked for kind by kind.

    A frequent pair ends a look after a few cards; two pairs that never meet cost a walk through both lists,
    and that walk is taken once and not for every kind.
    """
    found: dict[int, list[int]] = {one.number: [] for one in wanted}
    (everywhere,) = index.look([Question(0, terms, *seen)], enough)
    if len(everywhere) < enough:
        for number in everywhere:
            if number // index.RANGE in found:
                found[number // index.RANGE].append(number)
        return found
    beginning = "s" + terms[0].text[:2]
    scopes, shelves = seen
    questions = [
        Question(one.number, terms, scopes, shelves if one.shelved else (), first)
        for one in wanted
        for first in (beginning, "")
    ]
    answers = index.look(questions, enough)
    for question, numbers in zip(questions, answers, strict=True):
        found[question.kind] = list(dict.fromkeys([*found[question.kind], *numbers]))
    return found


def too_short(question: str) -> bool:
    """Was something asked, but nothing that can be looked for?"""
    return bool(question.strip()) and not grams.terms(question)


def _seen(by: Actor) -> Seen:
    """No condition at all for somebody who sees the whole bureau, the root of the tree."""
    if by.covers_all:
        return (), ()
    scopes = (index.EVERYBODY, *(index.scope_piece(path) for path in by.scope_paths))
    return scopes, tuple(kinds.shelves(by))


def _group(kind: Kind, cards: Iterable[Card], terms: Sequence[Term], limit: int) -> Group:
    good = [card for card in cards if all(_stands_there(term, card) for term in terms)]
    first = terms[0].text
    good.sort(key=lambda card: not grams.plain(card.title).startswith(first))
    hits = [Hit(card.key, card.title, card.detail) for card in good[:limit]]
    return Group(kind, hits, len(good) > limit)


def _stands_there(term: Term, card: Card) -> bool:
    texts = [card.title, *card.words.split("\n")]
    return term.by_initials or any(term.text in grams.plain(text) for text in texts)
