"""Writes of the vault: may → rows and content → one journal entry, in one transaction each."""

from mingqian.records.services import (
    checking,
    clearing,
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
    "clearing",
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
