"""Pages of papers."""

from mingqian.documents.views import blocks, papers, wordforms

__all__ = ["blocks", "papers", "wordforms"]
