"""Making papers: their words frozen, their numbers taken, each PDF set outside of any write, then issued.

Two writes with the setting in between, so that nobody waits for a typesetter while the database is locked. What
is interrupted stays a draft with its number, and the next try goes on from there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, Refused, demand, denied
from mingqian.core.machines import document as states
from mingqian.documents import codes, kept, policies, rendering, sealing, sheets
from mingqian.documents.enums import Kind, Sealing
from mingqian.documents.models import Document
from mingqian.documents.selectors import papers as reads
from mingqian.documents.services import numbers
from mingqian.documents.types import Cells, Frame, Paper


@dataclass
class _Sheet:
    """One paper on its way; ``made`` as soon as nothing is left to do about it."""

    paper: Paper
    words: dict[str, Cells]
    draft: Document | None = None
    sha256: str = ""
    size: int = 0
    made: Document | Refused | None = None

    @property
    def name(self) -> tuple[str, str]:
        """Kind and thing: one paper of that name is in force."""
        return self.paper.kind.value, self.paper.thing


def issue(*, paper: Paper, site: str, by: Actor, now: datetime) -> Document:
    """The paper in force about this thing. Said again in the same words, it is the same paper, byte for byte.

    ``site``: where the code can be checked ("https://host"). Other words make the next version, under the same
    number as long as nobody has been served with the old one.
    """
    (made,) = stack(papers=[paper], site=site, by=by, now=now)
    if isinstance(made, Refused):
        raise made
    return made


def stack(*, papers: Sequence[Paper], site: str, by: Actor, now: datetime) -> list[Document | Refused]:
    """The same for many at once, each about a thing of its own; what is refused leaves the others as they are.

    Their numbers are taken together; each paper has its own entries in the journal.
    """
    demand(policies.may_make(by))
    going = [_Sheet(paper, {}) for paper in papers]
    standing = _standing(reads.every(one.name for one in going))
    for one in going:
        _look(one, standing.get(one.name))
    _draft(_left(going), site, by, now)
    for one in _left(going):
        _set(one)
    _issue(_left(going), by, now)
    return [one.made for one in going if one.made is not None]


def _left(going: Iterable[_Sheet]) -> list[_Sheet]:
    return [one for one in going if one.made is None]


def _standing(rows: Iterable[Document]) -> dict[tuple[str, str], Document]:
    return {(row.kind, row.thing): row for row in rows if row.state != "voided"}


def _look(one: _Sheet, standing: Document | None) -> None:
    """Asked before a number is spent: are the words complete, and is there anything to do?"""
    try:
        one.words = sheets.frozen(one.paper.kind, one.paper.fields)
        if standing is not None and standing.state != "draft" and standing.fields == one.words:
            one.made = standing
            return
        if standing is not None and standing.state == "served":
            raise Refused(_served(standing))
        demand(rendering.printable(one.paper.kind, one.words))
    except Refused as refusal:
        one.made = refusal


def _set(one: _Sheet) -> None:
    draft, kind = one.draft, one.paper.kind
    assert draft is not None
    try:
        driver = sealing.driver(kind)
        content = rendering.pdf(kind, one.words, frame(draft))
        if driver is not None:
            content = driver.seal(content, f"{sheets.of(kind).title} {draft.number}".strip())
    except Refused as refusal:
        one.made = refusal
    else:
        one.sha256, one.size = kept.keep(content), len(content)


def frame(row: Document) -> Frame:
    """What stands around the words of this row."""
    return Frame(
        number=row.number,
        organ=row.organ,
        dated=sheets.said(row.dated),
        code=row.code,
        url=row.url,
        seal=row.sealing,
    )


@transaction.atomic
def _draft(going: Sequence[_Sheet], site: str, by: Actor, now: datetime) -> None:
    """The first write: a row for each, with its number; the version before it is voided."""
    if not going:
        return
    rows = list(reads.every(one.name for one in going).select_for_update(of=("self",)))
    standing, versions = _standing(rows), defaultdict[tuple[str, str], int](int)
    for row in rows:
        versions[row.kind, row.thing] = max(versions[row.kind, row.thing], row.version)
    organs = {unit: accounts.organ(unit) for unit in {one.paper.unit for one in going}}
    fresh = []
    for one in going:
        before = standing.get(one.name)
        if before is not None and before.state == "draft":
            one.draft = _again(before, one)
        elif before is not None and before.state == "served":  # in the meantime
            one.made = Refused(_served(before))
        else:
            one.draft = _row(one, organs[one.paper.unit].name, versions[one.name] + 1, site, by, now)
            one.draft.number = one.paper.number
            if before is not None:
                one.draft.number = before.number
                _void(before, "内容有变，由新版本替代", by, now)
            fresh.append(one.draft)
    _number(fresh, {unit: organ.pk for unit, organ in organs.items()}, now)
    for row in Document.objects.bulk_create(fresh):
        body = {"kind": row.kind, "number": row.number, "version": row.version, "code": row.code}
        audit.record("official_paper.drafted", by=by, now=now, thing=row.thing, body=body)


def _again(row: Document, one: _Sheet) -> Document:
    """What an interruption left: its number and its code stay."""
    row.fields, row.dated, row.about = one.words, one.paper.dated, one.paper.about
    row.save(update_fields=["fields", "dated", "about"])
    return row


def _number(rows: Iterable[Document], organs: Mapping[int, int], now: datetime) -> None:
    """In the order of the stack, whichever unit of the organ a paper comes from."""
    asked = defaultdict[tuple[Kind, int], list[Document]](list)
    for row in rows:
        if not row.number and sheets.of(Kind(row.kind)).numbered:
            asked[Kind(row.kind), organs[row.unit_id]].append(row)
    for (kind, organ), waiting in asked.items():
        taken = numbers.take(kind=kind, unit=organ, things=[row.thing for row in waiting], now=now)
        for row, number in zip(waiting, taken, strict=True):
            row.number = number


def _row(one: _Sheet, organ: str, version: int, site: str, by: Actor, now: datetime) -> Document:
    paper = one.paper
    code = codes.of(paper.kind.value, paper.thing, version)
    driver = sealing.driver(paper.kind)
    return Document(
        kind=paper.kind.value,
        thing=paper.thing,
        version=version,
        unit_id=paper.unit,
        organ=organ,
        party=paper.party,
        about=paper.about[:300],
        dated=paper.dated,
        fields=one.words,
        code=code,
        url=f"{site.rstrip('/')}/v/{code}" if site else "",
        sealing=(driver.sealing if driver else Sealing.NONE).value,
        made_by_id=policies.person(by),
        made_at=now,
    )


@transaction.atomic
def _issue(going: Sequence[_Sheet], by: Actor, now: datetime) -> None:
    """The second write: what was set lies on the disk, and counts from here."""
    waiting = {one.draft.pk: one for one in going if one.draft}
    issued = []
    for row in Document.objects.select_for_update().filter(pk__in=waiting).order_by("pk"):
        one = waiting[row.pk]
        if (row.fields, row.dated) != (one.words, one.paper.dated):
            one.made = Refused(_overtaken(row))
            continue
        if row.state in ("issued", "served"):  # somebody else made the same paper in the meantime
            one.made = row
            continue
        try:
            row.state = machine.move(states.MACHINE, row.state, "issue")
        except Refused as refusal:  # voided in the meantime
            one.made = refusal
            continue
        row.sha256, row.size, row.issued_at = one.sha256, one.size, now
        one.made = row
        issued.append(row)
    Document.objects.bulk_update(issued, ["state", "sha256", "size", "issued_at"])
    for row in issued:
        body = {"kind": row.kind, "number": row.number, "version": row.version, "sha256": row.sha256}
        audit.record("official_paper.issued", by=by, now=now, thing=row.thing, body=body)


@transaction.atomic
def void(*, code: str, reason: str, by: Actor, now: datetime) -> Document:
    """作废: the paper and its number stay on record, with the reason, and are never used again."""
    row = reads.locked(by, code)
    own_draft = row.state == "draft" and row.made_by_id == by.person_id
    demand(policies.may_void(by, row.unit.path, own_draft=own_draft))
    demand(machine.may(states.MACHINE, row.state, "void"))
    if not reason.strip():
        raise Refused(denied("documents.no_reason", "作废须写明理由", "", "请填写理由"))
    _void(row, reason.strip(), by, now)
    numbers.void(number=row.number, reason=reason, now=now)
    body = {"kind": row.kind, "number": row.number, "version": row.version, "reason": _plain(reason)}
    audit.record("official_paper.voided", by=by, now=now, thing=row.thing, body=body)
    return row


def _void(row: Document, reason: str, by: Actor, now: datetime) -> None:
    row.state = machine.move(states.MACHINE, row.state, "void")
    row.voided_by_id, row.voided_at, row.void_reason = by.person_id, now, reason[:300]
    row.save(update_fields=["state", "voided_by", "voided_at", "void_reason"])


def _plain(text: str) -> str:
    return " / ".join(line.strip() for line in text.splitlines() if line.strip())


def _overtaken(row: Document) -> Decision:
    """Another maker wrote other words on the draft while this one was being set: bytes and words must be the same."""
    why = f"{Kind(row.kind).label}{row.number}制作期间，另有人按不同的内容改动了它"
    return denied("documents.overtaken", why, "", "请打开现在的文书核对；内容不对的，再制作一次")


def _served(row: Document) -> Decision:
    title = Kind(row.kind).label
    why = f"{title}{row.number}已经送达，内容与现在的不一致，不能直接改"
    return denied("documents.served", why, states.PROVED, "内容有误的，由负责人作废并写明理由后重新制作")
