"""Writes of accounts: the foundation of a bureau, units and people, posts. One journal entry each."""

from mingqian.accounts.journal import Journal, connect
from mingqian.accounts.services.founding import found_bureau
from mingqian.accounts.services.posts import appoint, dismiss
from mingqian.accounts.services.tree import create_person, create_unit

__all__ = ["Journal", "appoint", "connect", "create_person", "create_unit", "dismiss", "found_bureau"]
