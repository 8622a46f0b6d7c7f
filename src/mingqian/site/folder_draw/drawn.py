"""Which subjects were drawn, by their ids: a private table for those who send the notices.

What belongs here: the way back from tags to ids. What everybody may see stands in publishing.
"""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from mingqian.core.canonical import Document, Suite
from mingqian.core.draw import result, rows
from mingqian.site.folder_draw import book as books
from mingqian.site.folder_draw.book import Book

FILE = "drawn.csv"
HEADS = ("事项", "层", "次序", "标识", "状态", "标签")
WORDS = (("forced", "必查"), ("drawn", "抽中"), ("reserve", "备选"))


@dataclass(frozen=True, slots=True)
class Written:
    """Where the table lies, and of how many tags the id is not known."""

    file: Path
    unknown: int


def write(book: Book, doc: Document) -> Written:
    """``private/drawn.csv`` for a spreadsheet: per item and stratum the forced, the drawn, the reserve in their order."""
    names = dict(_ids(book, frozenset(result.reachable(doc))))
    with books.closed(book.private / FILE, "utf-8-sig") as stream:
        csv.writer(stream).writerows([HEADS, *_table(doc, names)])
    return Written(book.private / FILE, sum(tag not in names for tag in result.reachable(doc)))


def _table(doc: Document, names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for one in doc["strata"]:
        for part, word in WORDS:
            for place, tag in enumerate(one[part], 1):
                yield one["item"], one["stratum"], str(place), names.get(tag, ""), word, tag


def _ids(book: Book, wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    """(tag, id) of the wanted ones: every id of every roll the plan draws from is hashed once more."""
    for name in result.item_rolls(book.announced):
        header = book.headers[name]
        file, suite = book.ids_file(header["list_id"]), Suite(header["suite"])
        if not file.exists():  # a roll made before the ids of open rolls were kept
            continue
        key = book.key(books.ROLL_KEY) if header["mode"] == "sealed" else None
        with file.open(encoding="ascii") as ids:
            for line in ids:
                identity = line.rstrip("\n")
                tag = rows.tag_of(suite, identity, rows.salt_of(suite, identity, key))
                if tag in wanted:
                    yield tag, identity
