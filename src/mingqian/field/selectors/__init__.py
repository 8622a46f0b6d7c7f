"""Reads of the field room; the first argument is who asks."""

from mingqian.field.selectors import actions, package, reach, todo

__all__ = ["actions", "package", "reach", "todo"]
