"""Writes of planning: may → machine → rule → rows → one journal entry, in one transaction each."""
