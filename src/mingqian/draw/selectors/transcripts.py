"""The transcript of a draw (sxsj1 §9–10), assembled from what was logged: nothing in it is decided here."""

from collections.abc import Collection, Iterator

from mingqian.core.canonical import Document, Suite
from mingqian.core.draw import conflicts, result, transcript
from mingqian.core.draw.grammar import PEOPLE
from mingqian.core.draw.rows import salt_of
from mingqian.draw.models import Draw, Roll, RollEntry
from mingqian.draw.selectors import logs, material, voids
from mingqian.draw.selectors.times import written

NATURAL_PERSON = "PID:"
OPENED = ("E", "X:AP")


def file_name(roll: Roll) -> str:
    """The roll's file beside the transcript."""
    return f"{roll.list_id}.txt"


def assemble(draw: Draw, *, visited: Collection[str] = ()) -> Document:
    """The whole document; ``visited`` are identities whose visit is over and who may be opened already."""
    suite = Suite(draw.suite)
    doc = material.document(draw.result_doc) if draw.result_doc else None
    events = [logs.logged(row) for row in logs.of_draw(draw)]
    checkpoint, leaves = logs.published(draw.log, max((one.index for one in events), default=-1))
    return transcript.assemble(
        suite,
        log=leaves,
        events=events,
        rolls=[(one.roll_hash, file_name(one), one.digest) for one in material.rolls(draw)],
        result=doc,
        openings=list(_openings(draw, doc, visited)),
        coi=_conflicts(draw, doc),
        checkpoint=checkpoint,
        anchors=[
            {"kind": one.kind, "at": written(one.at), "seal": one.seal, "proof": one.proof}
            for one in draw.anchors.order_by("at", "pk")
        ],
    )


def opening_of(draw: Draw, identity: str, *, item: str) -> Document | None:
    """One firm's own opening in an item's list, for the firm alone once it was visited; natural persons never.

    The firm's row needs no secret of anybody else: its salt opens this row and no other.
    """
    used = draw.rolls.filter(item=item).select_related("roll").first()
    entry = used.roll.entries.filter(identity=identity).first() if used else None
    if used is None or entry is None or identity.startswith(NATURAL_PERSON):
        return None
    sealed = bool(material.document(used.roll.header)["key_commit"])
    salt = salt_of(Suite(draw.suite), identity, material.keys(draw)[0] if sealed else None)
    record = material.document(entry.record)
    return transcript.opening(used.roll.roll_hash, entry.tag, identity, salt, record)


def _conflicts(draw: Draw, doc: Document | None) -> Document:
    """All entries; what binds anyone who may meet; and Kc with a result over sealed rolls (§7.4)."""
    suite, ties = Suite(draw.suite), material.ties(draw)
    roll_key, key = material.keys(draw)
    people = result.people(doc) if doc else []
    subjects = result.reachable(doc) if doc else []
    return {
        "key": key if roll_key and doc else None,
        "leaves": conflicts.leaves(suite, key, ties),
        "opened": conflicts.openings(suite, key, ties, people, subjects),
    }


def _openings(draw: Draw, doc: Document | None, visited: Collection[str]) -> Iterator[Document]:
    """Inspectors who could be drawn, and drawn subjects whose secret is over; natural persons never."""
    suite, key = Suite(draw.suite), material.keys(draw)[0]
    drawn = result.selected(doc) if doc else []
    for roll in material.rolls(draw):
        sealed = bool(material.document(roll.header)["key_commit"])
        if roll.kind in PEOPLE:
            entries = list(roll.entries.filter(status__in=OPENED).order_by("tag"))
        else:
            everyone = not sealed or voids.was_completed(draw)
            entries = _subjects(roll, drawn, None if everyone else visited)
        for entry in entries:
            salt = salt_of(suite, entry.identity, key if sealed else None)
            record = material.document(entry.record)
            yield transcript.opening(roll.roll_hash, entry.tag, entry.identity, salt, record)


def _subjects(roll: Roll, drawn: list[str], visited: Collection[str] | None) -> list[RollEntry]:
    found: list[RollEntry] = []
    for start in range(0, len(drawn), material.CHUNK):
        found += roll.entries.filter(tag__in=drawn[start : start + material.CHUNK])
    return sorted(
        (
            one
            for one in found
            if not one.identity.startswith(NATURAL_PERSON) and (visited is None or one.identity in visited)
        ),
        key=lambda one: one.tag,
    )
