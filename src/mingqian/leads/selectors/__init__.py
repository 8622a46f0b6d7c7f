"""Reads of leads; the first argument is who asks."""

from mingqian.leads.selectors import candidates, keeping, leads, progress, todo

__all__ = ["candidates", "keeping", "leads", "progress", "todo"]
