"""Who still owes the table something at this step, and what: said once, for the wall, the desk and the phones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mingqian.core.draw import ceremony as rules
from mingqian.draw.models import Draw, Party

Due = Literal["commit", "found", "reveal", "sign"]


@dataclass(frozen=True, slots=True)
class Owed:
    """What is due, and the parties who owe it in the order of the plan. Never empty."""

    due: Due
    parties: tuple[Party, ...]


def of(row: Draw, parties: Sequence[Party]) -> Owed | None:
    """None while the table waits for nobody's seat: for a value, for the seal, or for nothing (sxsj1 §4, §5, §9)."""
    due = step(row, parties)
    missing = tuple(one for one in parties if due is not None and _owes(row, one, due))
    return Owed(due, missing) if due is not None and missing else None


def step(row: Draw, parties: Sequence[Party]) -> Due | None:
    """Commitments once announced, each its own found once sealed, then the secrets, at last the witnesses' hands."""
    if row.state == "announced":
        return "commit"
    if row.state == "computed":
        return "sign"
    if row.state == "sealed" and any(one.found_own_commit_at is None for one in parties):
        return "found"
    return "reveal" if row.state == opens_at(row) else None


def opens_at(row: Draw) -> str:
    """The state in which secrets are opened: at the table after the public value, with a beacon before it."""
    return "valued" if row.order == rules.TABLE else "sealed"


def _owes(row: Draw, party: Party, due: Due) -> bool:
    if due == "commit":
        return not party.commit
    if due == "found":
        return party.found_own_commit_at is None
    if due == "reveal":
        return not party.secret
    return party.witness and not any(one.person_id == party.person_id for one in row.sign_offs.all())
