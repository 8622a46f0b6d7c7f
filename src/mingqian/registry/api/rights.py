"""What a token needs for the registries, and how far their lists are leafed through."""

from mingqian.accounts.bearing import needs
from mingqian.accounts.enums import Scope

READ, WRITE = needs(Scope.REGISTRY_READ), needs(Scope.REGISTRY_WRITE)
LAST_PAGE = 20_000
