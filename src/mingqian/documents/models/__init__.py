"""Rows of documents, one noun per file."""

from mingqian.documents.models.numbers import Number, Series, Word

__all__ = ["Number", "Series", "Word"]
