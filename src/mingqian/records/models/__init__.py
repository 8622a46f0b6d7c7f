"""Rows of the vault, one noun per file."""

from mingqian.records.models.care import Check, Clearing, Disposal, DisposalLine, Hold
from mingqian.records.models.devices import Device, DeviceStep
from mingqian.records.models.items import Absence, GapNote, Item, LabelChange
from mingqian.records.models.looking import Look, Recall
from mingqian.records.models.uploads import Upload

__all__ = [
    "Absence",
    "Check",
    "Clearing",
    "Device",
    "DeviceStep",
    "Disposal",
    "DisposalLine",
    "GapNote",
    "Hold",
    "Item",
    "LabelChange",
    "Look",
    "Recall",
    "Upload",
]
