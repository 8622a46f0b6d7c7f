"""核对完好: every content is read and hashed again; what was changed or is missing is named with its thing."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.messages import services as messages
from mingqian.records import incoming, matters, store, vault
from mingqian.records.enums import ItemState, UploadState
from mingqian.records.models import Check, Item, Upload
from mingqian.records.services import clearing

Tell = Callable[[int, int], None]
IDLE_DAYS = 7


def check(*, by: Actor, now: datetime, clock: Callable[[], datetime], tell: Tell) -> Check:
    """End what was broken off, read everything, in a stream; write what was found, alarm the audit administrators."""
    clearing.go_on(by=by, now=now)
    kept = Item.objects.filter(state=ItemState.KEPT.value).order_by()
    contents = list(kept.values_list("sha256").annotate(size=Max("size")).order_by("sha256"))
    lies, faults, read = vault.current(), [], 0
    for done, (digest, size) in enumerate(contents, 1):
        fault = store.faults(lies, digest, size)
        if fault:
            faults.append({"sha256": digest, "fault": fault, "things": _whose(digest)})
        read += size
        tell(done, len(contents))
    return _kept(
        Check(began_at=now, ended_at=clock(), by=by.name, contents=len(contents), size=read, faults=faults),
        by,
    )


def _whose(digest: str) -> list[str]:
    rows = Item.objects.filter(sha256=digest, state=ItemState.KEPT.value).order_by("id")[:20]
    return [f"{row.receipt} {row.title} {matters.names(row.stage, row.kind)} {row.name}" for row in rows]


@transaction.atomic
def _kept(made: Check, by: Actor) -> Check:
    made.save()
    body = {"contents": made.contents, "size": made.size, "faults": [dict(one) for one in made.faults]}
    audit.record("records.checked", by=by, now=made.ended_at, thing="records", body=body)
    if made.faults:
        on = localdate(made.ended_at)
        messages.send(
            to=[one.pk for one in accounts.holders(Role.AUDIT_ADMIN, on=on)],
            title=f"执法记录核对：{len(made.faults)} 份内容被改动或缺失",
            detail="；".join(f"{one['fault']}：{'、'.join(one['things'][:2])}" for one in made.faults[:5]),
            url="/desk/records/checks/",
            why="您是审计管理员",
            now=made.ended_at,
        )
    return made


def tidy(*, now: datetime) -> int:
    """Pieces nobody added to for a week, and what a kill left of putting a content away: how many were taken away.

    The phone still has the whole of a piece, and begins anew.
    """
    oldest = now.timestamp() - IDLE_DAYS * 86400
    pieces = sorted(
        vault.incoming().glob("*.part")
    )  # before the question: what comes meanwhile is not among them
    waiting = {
        str(pk)
        for pk in Upload.objects.filter(state=UploadState.RECEIVING.value).values_list("pk", flat=True)
    }
    dropped = 0
    for piece in pieces:
        if piece.stem not in waiting or _touched(piece) < oldest:
            piece.unlink(missing_ok=True)
            incoming.forget_lock(piece)
            dropped += 1
    incoming.forget_locks()
    return dropped + vault.sweep(before=now.timestamp() - 86400)


def _touched(piece: Path) -> float:
    try:
        return piece.stat().st_mtime
    except FileNotFoundError:  # it has become a content a moment ago
        return 0.0
