"""Writes of documents."""

from mingqian.documents.services import blocks, issuing, numbers, serving, templates

__all__ = ["blocks", "issuing", "numbers", "serving", "templates"]
