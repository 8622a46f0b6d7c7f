"""涪陵 五(二): what was drawn is handed to planning, which proposes one visit per firm; nobody types the pairs."""

from datetime import datetime

from mingqian.accounts.types import Actor
from mingqian.draw.selectors import draws, occasions, outcome
from mingqian.planning import selectors as planned
from mingqian.planning import services as plans
from mingqian.planning.selectors.visits import Merge
from mingqian.planning.types import PackInForce


def propose(*, draw: str, pack: PackInForce, by: Actor, now: datetime) -> Merge:
    """A proposal over the pairs as they stand after substitutions; nobody goes where somebody was spared.

    ``pack`` comes from whoever asks, as at every step of a draw: not every pack stands on the shelf.
    """
    row = draws.get(by, draw)
    spared = planned.exemptions.spared(by, draw)
    pairs = [one for one in outcome.pairs(by, draw) if (one.subject_id, one.item_code) not in spared]
    plan = occasions.plan_of(row).code
    return plans.visits.propose(plan=plan, draw_code=draw, pairs=pairs, pack=pack, by=by, now=now)
