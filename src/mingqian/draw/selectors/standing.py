"""Where a draw stands after its result and the changes applied so far (sxsj1 §8)."""

from mingqian.core.draw import pairing, result, substitution
from mingqian.draw.models import Draw, LogEvent
from mingqian.draw.selectors import logs, material

LATER = ("substitute", "skip", "replace")


def of(draw: Draw) -> substitution.Standing:
    """The standing from which the next lawful change follows; nobody chooses it."""
    rosters = material.rosters(draw)
    plan = material.document(draw.plan_doc)
    standing = substitution.begin(
        plan=plan,
        result=material.document(draw.result_doc),
        bonds=pairing.Bonds(material.ties(draw), result.quals_of(plan, rosters)),
        captains=result.captains_of(plan, rosters),
    )
    if any(one.kind in LATER for one in logs.marks(draw)):
        for event in LogEvent.objects.filter(draw=draw, kind__in=LATER).order_by("index"):
            standing.apply(event.kind, material.document(event.event)["body"])
    return standing
