"""Rows of the guides, and of what is taken in under them."""

from mingqian.guides.models.applications import Application
from mingqian.guides.models.guides import Fee, Guide, Handover, Step

__all__ = ["Application", "Fee", "Guide", "Handover", "Step"]
