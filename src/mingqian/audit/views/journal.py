"""The auditors' window: the journal as a list, one entry with what it is chained to. Nothing here can be changed."""

import json

from django.http import HttpResponse

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.audit import selectors
from mingqian.audit.tables import (
    CHECKPOINTS,
    COLUMNS,
    KEYS,
    SEEN,
    CheckpointFilter,
    JournalFilter,
    who,
)
from mingqian.core.canonical import jcs
from mingqian.ui import access, pages, tables


@access.page(Role.AUDIT_ADMIN)
def journal(request: Request) -> HttpResponse:
    """Fifty entries a page, the newest first."""
    listing = tables.listing(
        request,
        rows=selectors.browse(request.actor),
        columns=COLUMNS,
        filters=JournalFilter,
        name="审计日志",
        total=selectors.length(),
    )
    return listing.export or pages.show(request, "audit/journal.html", {"listing": listing})


@access.page(Role.AUDIT_ADMIN)
def entry(request: Request, seq: int) -> HttpResponse:
    """One entry: what it says, and its place in the chain."""
    found = pages.found(selectors.browse(request.actor).filter(seq=seq).first())
    facts = [
        ("时间", found.moment),
        ("事件", f"{found.label}（{found.kind}）"),
        ("谁", who(found)),
        ("单位", found.actor_unit),
        ("对象", found.thing),
    ]
    try:
        body = json.dumps(json.loads(found.body), ensure_ascii=False, indent=2)
    except ValueError:
        body = found.body
    last = selectors.length()
    context = {
        "entry": found, "facts": facts, "body": body, "more": seq < last,
        "signed": seq <= selectors.notes.signed_length(),
    }  # fmt: skip
    return pages.show(request, "audit/entry.html", context)


@access.page(Role.AUDIT_ADMIN)
def receipt(request: Request, seq: int) -> HttpResponse:
    """The entry with its proof under the newest checkpoint, to be checked without us."""
    # Its canonical bytes, like every document that a stranger checks.
    found = jcs(selectors.receipts.of_entry(request.actor, seq))
    return pages.download(f"receipt-{seq}.json", found, "json")


@access.page(Role.AUDIT_ADMIN)
def checkpoints(request: Request) -> HttpResponse:
    """What was signed, who co-signed, which keys are on record, and what we answered to others."""
    listing = tables.listing(
        request,
        rows=selectors.notes.browse(request.actor),
        columns=CHECKPOINTS,
        filters=CheckpointFilter,
        name="日志检查点",
    )
    context = {
        "listing": listing,
        "keys": tables.plain(KEYS, selectors.notes.known_keys(request.actor)),
        "seen": tables.plain(SEEN, selectors.notes.outside(request.actor)[:50]),
    }
    return listing.export or pages.show(request, "audit/checkpoints.html", context)
