"""Writes of documents."""

from mingqian.documents.services import numbers

__all__ = ["numbers"]
