"""The one write of the journal: append an entry, inside the transaction of what it tells about.

Whoever reacts to an entry is called here, in the same transaction; the table of reactions is handed over
once by ``site.wiring``.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

from mingqian.accounts.types import Actor
from mingqian.audit import chain
from mingqian.audit.enums import EVENTS
from mingqian.audit.models import Entry, JournalHead
from mingqian.audit.types import Told
from mingqian.core import journal
from mingqian.core.canonical import CanonicalError, Suite, jcs
from mingqian.core.decision import Refused, denied
from mingqian.ui import prepared

Reaction = Callable[[Told], None]

_reactions: dict[str, tuple[Reaction, ...]] = {}


class UnknownEvent(LookupError):
    """A kind that stands in no row of ``audit.enums.EVENTS``: a programming error, not a user's."""


def connect(reactions: Mapping[str, Sequence[Reaction]]) -> None:
    """Take over the whole table *event → who is told*; a second call replaces the first."""
    unknown = sorted(kind for kind in reactions if kind not in EVENTS)
    if unknown:
        raise UnknownEvent(f"{'、'.join(unknown)} is not in audit.enums.EVENTS")
    _reactions.clear()
    _reactions.update((kind, tuple(told)) for kind, told in reactions.items())


def open_journal(*, suite: Suite, now: datetime) -> JournalHead:
    """Begin the journal of a new bureau. The suite stays for its whole life."""
    if JournalHead.objects.exists():
        raise Refused(denied("audit.already_open", "日志已经启用", remedy="一个数据库只有一本日志"))
    return JournalHead.objects.create(suite=suite, count=0, hash=journal.GENESIS)


def record(kind: str, *, by: Actor, now: datetime, thing: str, body: Mapping[str, object]) -> Entry:
    """Append one entry. Whoever writes without a transaction could keep the row and lose the entry."""
    if kind not in EVENTS:
        raise UnknownEvent(f"{kind} is not in audit.enums.EVENTS")
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(f"{kind} is recorded outside a transaction")
    head = _locked_head()
    entry = Entry(
        seq=head.count + 1,
        at=written(now),
        kind=kind,
        actor=by.code,
        actor_name=by.name,
        actor_unit=by.unit_name,
        thing=thing,
        body=_canonical(kind, body),
        previous=head.hash,
    )
    entry.hash = journal.entry_hash(Suite(head.suite), head.hash, chain.content(entry))
    entry.save(force_insert=True)
    JournalHead.objects.filter(pk=head.pk).update(count=entry.seq, hash=entry.hash)
    for reaction in _reactions.get(kind, ()):
        reaction(Told(kind, by, now, thing, body))
    return entry


def _locked_head() -> JournalHead:
    head = _head().first()
    if head is None:
        raise Refused(
            denied(
                "audit.not_open",
                "还没有建局，日志尚未启用",
                remedy="请先运行 mingqian setup，或用 mingqian demo 建演示局",
            )
        )
    return head


@prepared.question
def _head() -> QuerySet[JournalHead]:
    return JournalHead.objects.select_for_update().order_by("pk")[:1]


def written(now: datetime) -> str:
    """A moment as the column of the journal holds it: UTC, fixed width, so that text sorts as time does."""
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _canonical(kind: str, body: Mapping[str, object]) -> str:
    try:
        return jcs(dict(body)).decode("utf-8")
    except CanonicalError as error:
        # Typically a line break or a tab in something a person typed: the person can mend that.
        raise Refused(
            denied(
                "audit.body_not_canonical",
                f"记入日志的内容不合规（{kind}）：{error}",
                remedy="请去掉换行、制表等控制字符",
            )
        ) from None
