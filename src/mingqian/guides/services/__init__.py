"""Writes of guides and applications: one function, one transaction, one journal entry."""

from mingqian.guides.services import applications, asking, guides

__all__ = ["applications", "asking", "guides"]
