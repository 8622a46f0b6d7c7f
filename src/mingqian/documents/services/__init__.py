"""Writes of documents."""

from mingqian.documents.services import blocks, issuing, making, numbers, serving, templates

__all__ = ["blocks", "issuing", "making", "numbers", "serving", "templates"]
