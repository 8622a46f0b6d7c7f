"""Writes of the field room: what phones send, and what the desk decides about what was held."""

from mingqian.field.services import deciding, receiving

__all__ = ["deciding", "receiving"]
