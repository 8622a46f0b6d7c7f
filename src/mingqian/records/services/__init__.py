"""Writes of the vault: may → rows and content → one journal entry, in one transaction each."""

from mingqian.records.services import devices, things, uploads

__all__ = ["devices", "things", "uploads"]
