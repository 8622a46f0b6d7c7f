"""One draw with everything its pages look at, fetched in two statements.

A page calls ``load`` first. The reads behind it ask for themselves where nothing is at hand: in services, in commands.
"""

from mingqian.core.draw.grammar import PEOPLE
from mingqian.draw.models import Draw
from mingqian.draw.selectors import material
from mingqian.ui import asking
from mingqian.ui.asking import Asking
from mingqian.ui.remember import for_this_page


@for_this_page
def load(row: Draw) -> None:
    """Parties, values, lists, ties, changes: what hangs on the draw, and then what hangs on that."""
    asking.answered(_loading(row))


def _loading(row: Draw) -> Asking[None]:
    of_draw = asking.related(
        [row], "custody", "later", "anchors", "ties",
        parties=("person",), values=("entered_by", "confirmed_by"), rolls=("roll",),
        changes=("requested_by", "decided_by"), sign_offs=("person", "party"),
    )  # fmt: skip
    of_plan = asking.related([row.plan] if row.plan else [], items=("item", "item_version"))
    yield from asking.gather(of_draw, of_plan)
    people = [one for one in material.rolls(row) if one.kind in PEOPLE]
    yield from asking.gather(
        asking.related(row.parties.all(), "links"),
        asking.related(row.values.all(), "photos"),
        asking.related(people, "entries"),
    )
