"""Writes of messages."""

from mingqian.messages.services import delivering, preferences
from mingqian.messages.services.inbox import Outward, read, send, tidy

__all__ = ["Outward", "delivering", "preferences", "read", "send", "tidy"]
