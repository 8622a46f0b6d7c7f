"""Writes of leads: may → machine → rows → periods → one journal entry, in one transaction each."""

from mingqian.leads.services import asking, crimes, deciding, handling, identities, intake, naming, transfers

__all__ = ["asking", "crimes", "deciding", "handling", "identities", "intake", "naming", "transfers"]
