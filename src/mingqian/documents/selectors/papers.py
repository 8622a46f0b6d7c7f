"""Papers as a person, a firm, or anybody with the code may see them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.core.machines import document as machine
from mingqian.documents import codes, sheets
from mingqian.documents.enums import Kind
from mingqian.documents.models import Document
from mingqian.documents.types import Cells


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public page of a code says: nothing that the paper's kind does not list as public."""

    kind: Kind
    thing: str
    title: str
    number: str
    organ: str
    dated: date
    state: str
    in_force: bool
    facts: tuple[tuple[str, Cells], ...]
    sha256: str
    replaced_by: str


Shared = Callable[[Actor], Q]
_shared: list[Shared] = []


def connect(shared: Shared) -> None:
    """Which papers are others' as well as the keeper's, as the room above says; a second call replaces the first."""
    _shared[:] = [shared]


def visible(by: Actor) -> QuerySet[Document]:
    """Papers of the units in scope, of walks done for them, and one's own."""
    theirs = accounts.in_scope(by)
    for shared in _shared if by.scope_paths else ():
        theirs |= shared(by)
    if by.person_id is not None:
        theirs |= Q(made_by_id=by.person_id)
    return Document.objects.filter(theirs).select_related("unit", "made_by", "stamped_by", "service")


def one(by: Actor, code: str) -> Document | None:
    """The paper with this code, if this person may see it."""
    return visible(by).filter(code=code).first()


def locked(by: Actor, code: str) -> Document:
    """The row for a write."""
    row = visible(by).select_for_update(of=("self",)).filter(code=code).first()
    if row is None:
        why = f"没有核验码为“{code}”的文书，或不在您的范围内"
        raise Refused(denied("documents.not_found", why, "", "请从文书登记簿打开"))
    return row


def of_thing(things: Sequence[str]) -> dict[str, list[Document]]:
    """Papers by what they are about, newest first: one query for a page. The room asked who may see the thing."""
    found: dict[str, list[Document]] = {}
    for row in Document.objects.filter(thing__in=things).select_related("service").order_by("-pk"):
        found.setdefault(row.thing, []).append(row)
    return found


def every(names: Iterable[tuple[str, str]]) -> QuerySet[Document]:
    """Every version of these papers, each told by its kind and what it is about."""
    things = defaultdict[str, list[str]](list)
    for kind, thing in names:
        things[kind].append(thing)
    wanted = Q(pk__in=[])
    for kind, own in things.items():
        wanted |= Q(kind=kind, thing__in=own)
    return Document.objects.filter(wanted)


def in_force(kind: Kind, thing: str) -> Document | None:
    """The one version that is not voided."""
    return Document.objects.filter(kind=kind.value, thing=thing).exclude(state="voided").first()


def of_party(by: Actor) -> QuerySet[Document]:
    """What went out to the firms this person acts for, the latest first: served papers only, never an internal one.

    One that was voided afterwards stays: who holds it has to learn that it counts no more.
    """
    kinds = [kind.value for kind in Kind if sheets.of(kind).party]
    rows = Document.objects.filter(party__in=by.subjects, kind__in=kinds, service__isnull=False)
    return rows.exclude(party="").select_related("service").order_by("-service__served_on", "-pk")


def shaped(typed: str) -> bool:
    """Could this be the code of a paper at all?"""
    return codes.shaped(_plain(typed))


def _plain(typed: str) -> str:
    return typed.strip().upper()


def by_code(code: str) -> Shown | None:
    """For whoever holds the paper. A draft has left nobody's desk yet: it is unknown."""
    if not shaped(code):
        return None
    row = Document.objects.filter(code=_plain(code)).exclude(state="draft").exclude(sha256="").first()
    if row is None:
        return None
    sheet = sheets.of(Kind(row.kind))
    facts = tuple((sheet.field(key).label, row.fields.get(key, "")) for key in sheet.public)
    later = in_force(Kind(row.kind), row.thing) if row.state == "voided" else None
    return Shown(
        kind=sheet.kind,
        thing=row.thing,
        title=sheet.title,
        number=row.number,
        organ=row.organ,
        dated=row.dated,
        state=machine.MACHINE.states[row.state],
        in_force=row.state != "voided",
        facts=facts if row.state != "voided" else (),
        sha256=row.sha256,
        replaced_by=later.code if later and later.state != "draft" else "",
    )
