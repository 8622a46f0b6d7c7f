"""Writes of the vault: may → rows and content → one journal entry, in one transaction each."""

from mingqian.records.services import (
    checking,
    consulting,
    devices,
    expiring,
    explaining,
    labels,
    recalls,
    receiving,
    things,
    uploads,
)

__all__ = [
    "checking",
    "consulting",
    "devices",
    "expiring",
    "explaining",
    "labels",
    "recalls",
    "receiving",
    "things",
    "uploads",
]
