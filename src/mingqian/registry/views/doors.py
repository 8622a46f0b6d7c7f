"""Who may open the registry's pages at all. Over which unit, the services and selectors decide."""

from mingqian.accounts.enums import OFFICERS, Role
from mingqian.registry import policies
from mingqian.registry.importing import rights
from mingqian.registry.policies import Verb

#: Who sees subjects and inspectors with their particulars; outside advisers do not need them.
_OUTSIDERS = (Role.LEGAL_ADVISER, Role.REVIEW_EXPERT, Role.HEARING_HOST)
LISTS = tuple(role for role in OFFICERS if role not in _OUTSIDERS)

#: Whoever some rule pack may name as keeper of the inspector registry; the pack in force decides.
INSPECTOR_KEEPERS = (
    Role.LEGAL_OFFICE,
    Role.DISTRICT_BUREAU,
    Role.BUSINESS_UNIT_HEAD,
    Role.INSPECTION_BODY_HEAD,
    Role.SUPERVISION_AUTHORITY,
    Role.OFFICE,
)


def of(*verbs: Verb) -> tuple[Role, ...]:
    """The roles that may do one of these somewhere."""
    found = frozenset[Role]().union(*(policies.WHO[verb] for verb in verbs))
    return tuple(sorted(found))


IMPORTERS = tuple(sorted({*of(*rights.VERBS.values()), *INSPECTOR_KEEPERS} - {Role.SUPERVISION_AUTHORITY}))
