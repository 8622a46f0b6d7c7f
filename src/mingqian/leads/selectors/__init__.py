"""Reads of leads; the first argument is who asks."""

from mingqian.leads.selectors import leads, progress, todo

__all__ = ["leads", "progress", "todo"]
