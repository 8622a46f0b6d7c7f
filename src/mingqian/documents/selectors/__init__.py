"""Reads of documents."""

from mingqian.documents.selectors import numbers, papers, shelves, templates
from mingqian.documents.selectors.papers import by_code

__all__ = ["by_code", "numbers", "papers", "shelves", "templates"]
