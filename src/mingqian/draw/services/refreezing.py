"""The rolls of a new attempt (sxsj1 §8): the old rows byte by byte, who was selected as F:RD, errors mended.

「谁已被抽中，谁就留下」: nobody gets off by a void.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mingqian.core.canonical import Document, Suite, parse
from mingqian.core.decision import Refused, denied
from mingqian.core.draw import redraw, roll, rows
from mingqian.core.draw.grammar import REDRAWN
from mingqian.draw import rollfiles
from mingqian.draw.enums import Departure
from mingqian.draw.models import Draw, Roll, RollEntry
from mingqian.draw.selectors import logs
from mingqian.draw.services import deltas, rollmaking
from mingqian.draw.services.rollmaking import Intake, Ready, Source


def successor(draw: Draw, intake: Intake, place: int) -> Ready:
    """The roll that continues the one of the void attempt; the core says whether it does."""
    assert draw.previous is not None
    suite, old = Suite(draw.suite), draw.previous.rolls.get(item=intake.label.list_id).roll
    before = list(roll.rows_of(rollfiles.read(suite, old.digest)))
    errors, selected = _errors(draw.previous), _selected(draw.previous, intake.label.list_id)
    mended = _mended(old, errors, intake.sources)
    schemes = set[str]()
    sources = rollmaking.watched(_sources(old, selected - errors, errors, mended), schemes)
    lines = rollmaking.fill(suite, place, sources, intake.label.key)
    faults = redraw.faults(before, lines, selected=selected, errors=errors)
    if faults:
        raise Refused(*(denied("draw.roll_not_continued", fault, "sxsj1 §8") for fault in faults))
    kept = sum(line[rows.MIDDLE].split(b"|")[1] == REDRAWN.encode() for line in lines)
    words = f"{old.in_words}；重抽：上次抽中保留 {kept}，更正或剔除 {len(errors)}"
    prev = _delta(old, place)
    return rollmaking.hashed(draw, lines, intake, place, schemes, in_words=words, prev=prev)


def _errors(previous: Draw) -> set[str]:
    return {tag for body in logs.bodies(previous, "void") for tag in body["errors"]}


def _selected(previous: Draw, item: str) -> set[str]:
    result: Document | None = parse(previous.result_doc.encode()) if previous.result_doc else None
    events = [{"kind": "replace", "body": body} for body in logs.bodies(previous, "replace")]
    return redraw.selected(result, events, item)


def _mended(old: Roll, errors: set[str], sources: Iterable[Source]) -> dict[str, Source]:
    """Erroneous rows as the registry or the list shows them today; one that is gone there leaves the roll."""
    wrong = set(old.entries.filter(tag__in=errors).values_list("identity", flat=True))
    return {one.entry.identity: one for one in sources if one.entry.identity in wrong} if wrong else {}


def _sources(old: Roll, keep: set[str], errors: set[str], mended: dict[str, Source]) -> Iterator[Source]:
    for entry in old.entries.order_by("pk").iterator(chunk_size=rollmaking.CHUNK):
        if entry.tag not in errors:
            yield _again(entry, entry.tag in keep)
        elif entry.identity in mended:
            one = mended[entry.identity]
            yield replace(one, reason=one.reason or "名录更正")


def _again(entry: RollEntry, kept: bool) -> Source:
    status, weight, reason, clause = entry.status, entry.weight, entry.reason, entry.clause
    if kept and status == "E":
        status, weight, reason, clause = REDRAWN, 1, "上次抽取已抽中，重抽时保留", "sxsj1 §8"
    record = parse(entry.record.encode())
    return Source(
        rows.Entry(entry.identity, record, entry.stratum, status, weight), entry.name, reason, clause
    )


def _delta(old: Roll, place: int) -> Document:
    return deltas.of(old, place, lambda gone: dict.fromkeys(gone, Departure.ERROR.value))
