"""Writes of documents."""

from mingqian.documents.services import binding, blocks, issuing, making, numbers, serving, templates

__all__ = ["binding", "blocks", "issuing", "making", "numbers", "serving", "templates"]
