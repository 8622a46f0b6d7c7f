"""The words a bureau chooses from: those of the product, and those it added itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from mingqian.audit.selectors import until_next_entry
from mingqian.registry import trade_words
from mingqian.registry.enums import DictionaryKind, WordState
from mingqian.registry.importing import merge
from mingqian.registry.models import DictionaryWord
from mingqian.ui.remember import for_this_page


@dataclass(frozen=True, slots=True)
class Word:
    """One word with where it comes from; the product's own cannot be retired."""

    kind: str
    code: str
    label: str
    note: str
    own: bool
    retired: bool = False


_ABSENCES = {
    "duty": "其他重要公务",
    "leave": "休假",
    "study": "脱产学习",
    "illness": "因病",
    "recusal": "须回避",
}


def given(kind: DictionaryKind) -> tuple[Word, ...]:
    """The words that come with the product."""
    if kind is DictionaryKind.TAG:
        rules = trade_words.load().rules
        return tuple(Word(kind, rule.code, rule.label, rule.basis, own=False) for rule in rules)
    if kind is DictionaryKind.SOURCE:
        return tuple(Word(kind, code, label, "", own=False) for code, label in merge.SOURCES.items())
    if kind is DictionaryKind.ABSENCE:
        return tuple(Word(kind, code, label, "", own=False) for code, label in _ABSENCES.items())
    return ()


@for_this_page
@until_next_entry
def words(kind: DictionaryKind) -> list[Word]:
    """All of one list, the product's first."""
    added = DictionaryWord.objects.filter(kind=kind).order_by("state", "code")
    own = [
        Word(row.kind, row.code, row.label, row.note, own=True, retired=row.state == WordState.RETIRED)
        for row in added
    ]
    return [*given(kind), *own]


def labels(kind: DictionaryKind) -> Mapping[str, str]:
    """code → label, retired words too: old rows still carry them."""
    return {word.code: word.label for word in words(kind)}


def choices(kind: DictionaryKind) -> list[tuple[str, str]]:
    """(code, label) of the words in use, for a form."""
    return [(word.code, word.label) for word in words(kind) if not word.retired]
