"""Rows of leads, one noun per file."""

from mingqian.leads.models.crimes import CrimeTransfer
from mingqian.leads.models.informants import SealedInformant, Unsealing
from mingqian.leads.models.leads import Lead, LeadStep
from mingqian.leads.models.transfers import Transfer

__all__ = ["CrimeTransfer", "Lead", "LeadStep", "SealedInformant", "Transfer", "Unsealing"]
