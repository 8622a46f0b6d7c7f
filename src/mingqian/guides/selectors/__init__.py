"""Reads of guides and applications."""

from mingqian.guides.selectors import applications, guides, progress

__all__ = ["applications", "guides", "progress"]
