"""Who may bring in a list of each kind, and take it back again."""

from collections.abc import Iterable, Mapping

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision
from mingqian.registry import policies
from mingqian.registry.importing.columns import Kind
from mingqian.registry.policies import Verb

#: Inspectors are missing: who keeps them is for the rule pack to say.
VERBS: Mapping[Kind, Verb] = {
    Kind.SUBJECTS: Verb.KEEP_SUBJECTS,
    Kind.ITEMS: Verb.DRAFT_ITEM,
    Kind.POWERS: Verb.KEEP_POWERS,
}


def may(
    by: Actor,
    kind: Kind,
    unit_path: str,
    *,
    keepers: Iterable[Role] = policies.CLERKS,
    clause: str = policies.OWNERS,
) -> Decision:
    """May this person do it for that unit? ``keepers`` and their clause: whom the pack names for inspectors."""
    if kind is Kind.INSPECTORS:
        return policies.may_keep_inspectors(by, unit_path, keepers, clause)
    return policies.may(by, VERBS[kind], unit_path)
