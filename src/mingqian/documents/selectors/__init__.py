"""Reads of documents."""

from mingqian.documents.selectors import numbers

__all__ = ["numbers"]
