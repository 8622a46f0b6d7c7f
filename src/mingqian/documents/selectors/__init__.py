"""Reads of documents."""

from mingqian.documents.selectors import handed, numbers, papers, shelves, templates
from mingqian.documents.selectors.papers import by_code

__all__ = ["by_code", "handed", "numbers", "papers", "shelves", "templates"]
