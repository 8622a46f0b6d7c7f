"""Making a paper: its words frozen, its number taken, its PDF set outside of any write, then issued.

Two writes with the setting in between, so that nobody waits for a typesetter while the database is locked. What
is interrupted stays a draft with its number, and the next try goes on from there.
"""

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


def issue(*, paper: Paper, site: str, by: Actor, now: datetime) -> Document:
    """The paper in force about this thing. Said again in the same words, it is the same paper, byte for byte.

    ``site``: where the code can be checked ("https://host"). Other words make the next version, under the same
    number as long as nobody has been served with the old one.
    """
    demand(policies.may_make(by))
    words = sheets.frozen(paper.kind, paper.fields)
    standing = reads.in_force(paper.kind, paper.thing)
    if standing is not None and standing.state != "draft" and standing.fields == words:
        return standing
    if standing is not None and standing.state == "served":
        raise Refused(_served(standing))
    demand(rendering.printable(paper.kind, words))
    draft = _drafted(paper, words, site, by, now)
    driver = sealing.driver(paper.kind)
    content = rendering.pdf(paper.kind, words, frame(draft))
    if driver is not None:
        content = driver.seal(content, f"{sheets.of(paper.kind).title} {draft.number}".strip())
    return _issued(draft.pk, kept.keep(content), len(content), by, now)


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
def _drafted(paper: Paper, words: dict[str, Cells], site: str, by: Actor, now: datetime) -> Document:
    standing = Document.objects.select_for_update().filter(kind=paper.kind.value, thing=paper.thing)
    open_one = standing.exclude(state="voided").first()
    if open_one is not None and open_one.state == "draft":
        open_one.fields, open_one.dated, open_one.about = words, paper.dated, paper.about
        open_one.save(update_fields=["fields", "dated", "about"])
        return open_one
    number = ""
    if open_one is not None:
        if open_one.state == "served":  # in the meantime
            raise Refused(_served(open_one))
        number = open_one.number
        _void(open_one, "内容有变，由新版本替代", by, now)
    last = standing.order_by("-version").values_list("version", flat=True).first() or 0
    row = _row(paper, words, site, last + 1, by, now)
    row.number = number or paper.number or _next_number(paper, now)
    row.save()
    body = {"kind": row.kind, "number": row.number, "version": row.version, "code": row.code}
    audit.record("official_paper.drafted", by=by, now=now, thing=row.thing, body=body)
    return row


def _row(
    paper: Paper, words: dict[str, Cells], site: str, version: int, by: Actor, now: datetime
) -> Document:
    code = codes.of(paper.kind.value, paper.thing, version)
    driver = sealing.driver(paper.kind)
    return Document(
        kind=paper.kind.value,
        thing=paper.thing,
        version=version,
        unit_id=paper.unit,
        organ=accounts.organ(paper.unit).name,
        party=paper.party,
        about=paper.about[:300],
        dated=paper.dated,
        fields=words,
        code=code,
        url=f"{site.rstrip('/')}/v/{code}" if site else "",
        sealing=(driver.sealing if driver else Sealing.NONE).value,
        made_by_id=policies.person(by),
        made_at=now,
    )


def _next_number(paper: Paper, now: datetime) -> str:
    if not sheets.of(paper.kind).numbered:
        return ""
    return numbers.next(kind=paper.kind, unit=paper.unit, thing=paper.thing, now=now)


@transaction.atomic
def _issued(pk: int, sha256: str, size: int, by: Actor, now: datetime) -> Document:
    row = Document.objects.select_for_update().get(pk=pk)
    row.state = machine.move(states.MACHINE, row.state, "issue")
    row.sha256, row.size, row.issued_at = sha256, size, now
    row.save(update_fields=["state", "sha256", "size", "issued_at"])
    body = {"kind": row.kind, "number": row.number, "version": row.version, "sha256": sha256}
    audit.record("official_paper.issued", by=by, now=now, thing=row.thing, body=body)
    return row


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


def _served(row: Document) -> Decision:
    title = Kind(row.kind).label
    why = f"{title}{row.number}已经送达，内容与现在的不一致，不能直接改"
    return denied("documents.served", why, states.PROVED, "内容有误的，由负责人作废并写明理由后重新制作")
