"""What the core computes a draw from, read back from rows and files exactly as it was frozen."""

from collections.abc import Iterable

from mingqian.core.canonical import Document, Suite, parse
from mingqian.core.draw import panel, selection
from mingqian.core.draw.grammar import PEOPLE
from mingqian.draw import keyfiles, rollfiles
from mingqian.draw.models import Draw, DrawRoll, Roll, RollEntry
from mingqian.ui import asking

CHUNK = 10_000
"""Tags in one question: both databases take more than thirty thousand values."""


def used(draw: Draw) -> list[DrawRoll]:
    """Which roll serves which item or panel, in the order of freezing."""
    return list(asking.hanging(draw, "rolls", "roll"))


def rolls(draw: Draw) -> list[Roll]:
    """Every roll of the draw once, in the order of freezing."""
    found: dict[int, Roll] = {}
    for one in used(draw):
        found.setdefault(one.roll_id, one.roll)
    return [found[pk] for pk in sorted(found)]


def headers(draw: Draw) -> dict[str, Document]:
    """Roll documents by roll hash."""
    return {one.roll_hash: parse(one.header.encode()) for one in rolls(draw)}


def files(draw: Draw) -> dict[str, bytes]:
    """Roll files by roll hash; a file changed on disk is refused."""
    return {one.roll_hash: rollfiles.read(Suite(draw.suite), one.digest) for one in rolls(draw)}


def surveys(draw: Draw) -> dict[str, selection.Survey]:
    """Counts and forced tags of every subject roll."""
    suite = Suite(draw.suite)
    return {
        one.roll_hash: selection.survey(rollfiles.read(suite, one.digest))
        for one in rolls(draw)
        if one.kind not in PEOPLE
    }


def rosters(draw: Draw) -> dict[str, list[panel.Inspector]]:
    """Opened inspector rows by roll hash, ascending by tag."""
    return {
        one.roll_hash: [_inspector(entry) for entry in one.entries.all()]
        for one in rolls(draw)
        if one.kind in PEOPLE
    }


def _inspector(entry: RollEntry) -> panel.Inspector:
    record = parse(entry.record.encode())
    return panel.Inspector(
        entry.tag, entry.stratum, entry.status, record["captain"], frozenset(record["quals"])
    )


def tags(draw: Draw, identities: Iterable[str]) -> dict[str, str]:
    """Identity → tag of those of them who stand in the draw's rolls; one id has one tag in a draw."""
    wanted = sorted(set(identities))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), CHUNK):
        part = RollEntry.objects.filter(roll__in=rolls(draw), identity__in=wanted[start : start + CHUNK])
        found |= dict(part.values_list("identity", "tag"))
    return found


def entries(draw: Draw, wanted: Iterable[str]) -> dict[str, RollEntry]:
    """Tag → row of the rolls, for these tags; a subject of several items has one name in all of them."""
    listed = sorted(set(wanted))
    found: dict[str, RollEntry] = {}
    for start in range(0, len(listed), CHUNK):
        part = RollEntry.objects.filter(roll__in=rolls(draw), tag__in=listed[start : start + CHUNK])
        found |= {one.tag: one for one in part}
    return found


def ties(draw: Draw) -> frozenset[tuple[str, str]]:
    """Recusal ties committed with the plan."""
    return frozenset((one.inspector, one.subject) for one in draw.ties.all())


def keys(draw: Draw) -> tuple[str | None, str]:
    """K (none for open rolls) and Kc."""
    suite = Suite(draw.suite)
    roll_key = keyfiles.read(suite, draw.roll_key_commit) if draw.roll_key_commit else None
    return roll_key, keyfiles.read(suite, draw.conflict_key_commit)


def document(text: str) -> Document:
    """A stored document: canonical text back into its fields."""
    doc: Document = parse(text.encode())
    return doc


def identities(draw: Draw) -> dict[str, list[str]]:
    """Ids of every sealed roll by roll hash: what a holder of K needs to derive the tags."""
    return {
        one.roll_hash: list(one.entries.order_by("pk").values_list("identity", flat=True))
        for one in rolls(draw)
        if document(one.header)["mode"] == "sealed"
    }
