"""Checks for programs: every step the desk has, through the same services, in the order of the work.

The firm's own steps (its defence, its material, what it put right) have no door here: a token acts for an officer.
"""

from ninja import Router

from mingqian.accounts.bearing import needs
from mingqian.accounts.enums import Scope
from mingqian.inspection.api import after, before, checks, comparing, licensees, offsite, openings

router = Router(tags=["检查"], auth=needs(Scope.INSPECTION_READ))
for _part in (openings, before, checks, offsite, comparing, licensees, after):
    router.add_router("", _part.router)
