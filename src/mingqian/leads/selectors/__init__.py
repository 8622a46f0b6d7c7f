"""Reads of leads; the first argument is who asks."""

from mingqian.leads.selectors import keeping, leads, progress, todo

__all__ = ["keeping", "leads", "progress", "todo"]
