"""Rows of documents, one noun per file."""

from mingqian.documents.models.numbers import Number, Series, Word
from mingqian.documents.models.papers import Document, Service
from mingqian.documents.models.templates import Template

__all__ = ["Document", "Number", "Series", "Service", "Template", "Word"]
