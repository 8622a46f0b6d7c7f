"""What anybody may read: released notices, old wordings of corrected ones, tombstones. No actor is asked.

Only rows in a public state leave this module; a draft answers exactly like something that does not exist.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Max, Q, QuerySet

from mingqian.accounts.types import visitor
from mingqian.audit.selectors import until_next_entry
from mingqian.draw import selectors as draws
from mingqian.publicity import content as contents
from mingqian.publicity.enums import NoticeKind, NoticeState, Pointed
from mingqian.publicity.models import Notice, NoticeRow, PointedOut, Withdrawal
from mingqian.publicity.types import Content, Line
from mingqian.registry import selectors as registries
from mingqian.ui import prepared
from mingqian.ui.remember import for_this_page

Row = Notice
SHOWN = (NoticeState.RELEASED, NoticeState.WITHDRAWN)
"""The newest public version of a notice has one of these."""

CHECK_LIMIT = 50


def listing(kind: NoticeKind | None = None) -> QuerySet[Notice]:
    """The newest public version of every notice, the latest first; tombstones stand in the list."""
    found = Notice.objects.filter(state__in=SHOWN).select_related("unit", "withdrawal")
    if kind is not None:
        found = found.filter(kind=kind)
    return found.order_by("-released_at", "-code")


def one(code: str) -> Notice | None:
    """The newest public version under a code."""
    return listing().filter(code=code).first() if code.isprintable() else None


def of_thing(kind: NoticeKind, thing: str) -> Notice | None:
    """The notice about a thing, tombstone included."""
    return listing(kind).filter(thing=thing).first() if thing.isprintable() else None


@until_next_entry
def count(*kinds: NoticeKind) -> int:
    """How long the list of some kinds is."""
    return listing().filter(kind__in=kinds).count()


@until_next_entry
def current(kind: NoticeKind) -> Notice | None:
    """The newest one still in force, for kinds of which there is one at a time."""
    return listing(kind).filter(state=NoticeState.RELEASED).first()


@for_this_page
@until_next_entry
def repealed(on: date) -> dict[str, date]:
    """Thing of a rule document → since when it no longer holds: its column says so before any correction is out.

    鄂州 3(二): 法律法规政策在《政策法规》专栏公布并及时更新.
    """
    gone = registries.rule_documents.repealed(visitor()).filter(repealed_on__lte=on)
    return {f"rule_document:{code}": day for code, day in gone.values_list("code", "repealed_on") if day}


def draw_of(row: "Notice | FoundNotice") -> str:
    """The code of the draw a notice is about or rests on; empty where there is none."""
    kind, _, thing = row.thing.partition(":")
    return thing.partition("/")[0] if kind in ("draw", "results") else ""


def void_of(row: Notice) -> draws.voids.Void | None:
    """Whether the draw behind a notice was declared void: its pages say so at once, before any correction is out."""
    return draws.voids.of_code(draw_of(row)) if is_void(row) else None


def is_void(row: "Notice | FoundNotice") -> bool:
    """The same for a list, which asks once."""
    code = draw_of(row)
    return bool(code) and code in draws.voids.codes()


def versions(row: Notice) -> list[Notice]:
    """Every public version, the newest first; of a withdrawn notice nothing but the tombstone."""
    if row.state == NoticeState.WITHDRAWN:
        return [row]
    found = Notice.objects.filter(code=row.code, state__in=[NoticeState.RELEASED, NoticeState.CORRECTED])
    return list(found.select_related("unit", "previous").order_by("-version"))


def version(code: str, number: int) -> Notice | None:
    """One public version; the old wordings of a withdrawn notice are gone with it."""
    newest = one(code)
    if newest is None or newest.state == NoticeState.WITHDRAWN:
        return None
    return next((row for row in versions(newest) if row.version == number), None)


def content(row: Notice) -> Content:
    """Head of a notice; a tombstone has none."""
    return contents.read(row.head)


def narrowed(found: QuerySet[NoticeRow], query: str) -> QuerySet[NoticeRow]:
    """Lines with this very code, or with these characters in the name."""
    return found.filter(Q(key=query.strip().upper()) | Q(name__contains=query.strip()))


def still_valid(row: Notice, *, on: date) -> frozenset[str]:
    """Certificates that are in force today: an expired or cancelled one disappears the same day (SZ-11)."""
    reader = replace(visitor(), scope_paths=(row.unit.path,))
    return frozenset(number for _, _, _, number, _ in registries.inspectors.published_list(reader, on))


def shown_rows(row: Notice, *, on: date) -> QuerySet[NoticeRow]:
    """The lines of a notice as anybody may see them on a day."""
    found = NoticeRow.objects.filter(notice=row).order_by("number")
    if row.kind != NoticeKind.INSPECTOR_LIST:
        return found
    return found.filter(key__in=still_valid(row, on=on))


def lines(row: Notice, *, on: date) -> Iterator[Line]:
    """The same as values."""
    for found in shown_rows(row, on=on).iterator():
        yield Line(contents.document(found.cells), found.key, found.name)


def document(row: Notice, *, on: date) -> dict[str, object]:
    """The open-data JSON: the very document whose hash is the digest, with the envelope around it.

    ``hidden``: lines of a list of inspectors that no longer hold; the digest is that of the list as confirmed.
    """
    head = contents.document(row.head)
    rows = [dict(line.cells) for line in lines(row, on=on)]
    return {
        "code": row.code,
        "version": row.version,
        "kind": row.kind,
        "unit": row.unit.name,
        "released_at": row.released_at.isoformat() if row.released_at else "",
        "digest": row.digest,
        "hidden": row.row_count - len(rows),
        "content": {**head, "rows": rows},
    }


def pointed_out(row: Notice) -> list[PointedOut]:
    """Answered mistakes of every version: number, day and answer; the reader's own words stay inside."""
    found = PointedOut.objects.filter(notice__code=row.code).exclude(answer=Pointed.WAITING)
    return list(found.order_by("-number")[:CHECK_LIMIT])


class FoundNotice(NamedTuple):
    """As much of a notice as a list of finds tells. Columns, not objects: they are cheaper to ask for and to build."""

    code: str
    title: str
    state: str
    released_at: datetime
    thing: str

    @property
    def void(self) -> bool:
        """The draw it is about was declared void."""
        return is_void(self)


class FoundRow(NamedTuple):
    """A line some reader looked for, with the notice it stands in."""

    code: str
    title: str
    kind: str
    released_at: datetime
    cells: Mapping[str, str | int]
    labels: Mapping[str, str]


def firm(query: str) -> list[FoundRow]:
    """查企业: by credit code, or by part of the name; results and draws first, lists last."""
    wanted = query.strip()
    if len(wanted) < 2:
        return []
    return _rows(_of_firms(wanted.upper(), wanted))


@prepared.question
def _of_firms(key: str, name: str) -> "QuerySet[NoticeRow, Any]":
    of_firms = ~Q(notice__kind__in=[NoticeKind.ITEM_LIST, NoticeKind.INSPECTOR_LIST, NoticeKind.ANNUAL_PLAN])
    named = Q(key=key) | Q(name__contains=name)
    found = NoticeRow.objects.filter(named, of_firms, notice__state=NoticeState.RELEASED)
    return found.order_by("-notice__released_at", "number").values_list(*_FOUND)[:CHECK_LIMIT]


def inspector(certificate: str, *, on: date) -> FoundRow | None:
    """验真伪: a certificate number in the list in force; an expired one disappears the same day (SZ-11)."""
    wanted = certificate.strip()
    newest = current(NoticeKind.INSPECTOR_LIST)
    if newest is None or not wanted.isprintable() or not wanted:
        return None
    found = _rows(NoticeRow.objects.filter(notice=newest, key=wanted).values_list(*_FOUND)[:1])
    return found[0] if found and wanted in still_valid(newest, on=on) else None


def search(query: str) -> list[FoundNotice]:
    """Notices by title or code."""
    wanted = query.strip()
    if len(wanted) < 2:
        return []
    return [FoundNotice._make(row) for row in _with_words(wanted)]


@prepared.question
def _with_words(wanted: str) -> "QuerySet[Notice, Any]":
    words = Q(title__contains=wanted) | Q(code__icontains=wanted)
    return listing().filter(words).values_list(*FoundNotice._fields)[:CHECK_LIMIT]


def drawn(code: str) -> FoundNotice | None:
    """The result of a draw, by its code: Latin letters and digits (draw protocol, W). A name in characters is none."""
    if not code.isascii() or not code.isprintable() or not code:
        return None
    row = _about(NoticeKind.DRAW_RESULT, f"draw:{code}").first()
    return FoundNotice._make(row) if row else None


@prepared.question
def _about(kind: str, thing: str) -> "QuerySet[Notice, Any]":
    return listing().filter(kind=kind, thing=thing).values_list(*FoundNotice._fields)[:1]


@until_next_entry
def latest(kinds: tuple[NoticeKind, ...], most: int) -> Sequence[Notice]:
    """The newest few of some kinds, for the home page."""
    return tuple(listing().filter(kind__in=kinds)[:most])


@until_next_entry
def changed_at() -> datetime | None:
    """When the portal last changed: what every page's ETag rests on."""
    released = Notice.objects.filter(state__in=SHOWN).aggregate(at=Max("released_at"))["at"]
    withdrawn = Withdrawal.objects.aggregate(at=Max("at"))["at"]
    answered = PointedOut.objects.aggregate(at=Max("decided_at"))["at"]
    return max(
        (at for at in (released, withdrawn, answered, draws.voids.last_at()) if at is not None), default=None
    )


_FOUND = ("notice__code", "notice__title", "notice__kind", "notice__released_at", "cells", "notice__head")


def _rows(found: Iterable[Any]) -> list[FoundRow]:
    """Out of the columns of ``_FOUND``."""
    return [
        FoundRow(code, title, NoticeKind(kind).label, at, contents.document(cells), _labels(head))
        for code, title, kind, at, cells, head in found
    ]


def _labels(head: str) -> Mapping[str, str]:
    return {column.key: column.label for column in contents.read(head).columns}
