"""涪陵 五(二): what was drawn is handed to planning, which proposes one visit per firm; nobody types the pairs."""

from datetime import datetime

from mingqian.accounts.types import Actor
from mingqian.draw.selectors import desk, draws, occasions, outcome
from mingqian.planning import services as plans
from mingqian.planning.selectors.visits import Merge


def propose(*, draw: str, by: Actor, now: datetime) -> Merge:
    """A proposal over the pairs as they stand after substitutions."""
    row = draws.get(by, draw)
    return plans.visits.propose(
        plan=occasions.plan_of(row).code,
        draw_code=draw,
        pairs=outcome.pairs(by, draw),
        pack=desk.pack_of(row),
        by=by,
        now=now,
    )
