"""From randomness to seed: what must be true before any of it, and the move that fixes the seed (sxsj1 §5)."""

from mingqian.core import machine
from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.draw import ceremony as rules
from mingqian.core.machines import ceremony
from mingqian.draw.models import Draw
from mingqian.draw.selectors import material, party_words


def commits_found(row: Draw) -> Decision:
    """§4: before any randomness each party finds its commit in the journaled seal."""
    missing = party_words.all_named(row.parties.filter(found_own_commit_at__isnull=True).order_by("position"))
    if not missing:
        return allowed()
    return denied(
        "draw.commit_not_found",
        f"{missing}尚未在封签中核对本人的承诺，不能出数",
        "sxsj1 §4：出数之前各方须在已入日志的封签中找到自己的承诺",
        "请各方逐一核对并确认",
    )


def advance(row: Draw, event: str) -> None:
    """Take the ceremony's step; when it fixes the seed, compute it from what the log holds."""
    row.state = machine.move(ceremony.MACHINE, row.state, event)
    if row.state == "seeded":
        row.seed = rules.seed(
            Suite(row.suite),
            seal_hash=row.seal_hash,
            plan=material.document(row.plan_doc),
            secrets={one.role: one.secret for one in row.parties.all() if one.secret},
            values=list(row.values.order_by("position").values_list("value", flat=True)),
        )
    row.save(update_fields=["state", "seed"])
