"""Reads of the journal: browsing for the audit administrator, and the check of the whole chain."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache

from django.db import connection
from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.audit import chain, guards, policies
from mingqian.audit.models import Checkpoint, Entry, JournalHead
from mingqian.audit.selectors import notes, trees
from mingqian.audit.types import Break, Report
from mingqian.core import journal, merkle
from mingqian.core.canonical import CanonicalError, Suite
from mingqian.core.decision import demand
from mingqian.core.notes import NoteError, verified
from mingqian.core.notes import read as read_note
from mingqian.ui import prepared

PAGE = 500


class Unreadable(Exception):
    """An entry that cannot even be read out of the database."""

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(seq, reason)
        self.fault = Break(seq, reason)


def entries(
    by: Actor, *, thing: str | None = None, kind: str | None = None, last: int | None = None
) -> Iterator[Entry]:
    """Entries in order, streamed; ``last`` counts from the end."""
    demand(policies.may_read(by))
    found = Entry.objects.order_by("seq")
    if thing is not None:
        found = found.filter(thing=thing)
    if kind is not None:
        found = found.filter(kind=kind)
    if last is not None:
        newest = found.order_by("-seq").values_list("seq", flat=True)[: max(last, 0)]
        found = found.filter(seq__in=list(newest))
    return found.iterator(chunk_size=PAGE)


def browse(by: Actor) -> QuerySet[Entry]:
    """Every entry, the newest first, for a page that shows fifty at a time."""
    demand(policies.may_read(by))
    return Entry.objects.order_by("-seq")


def length() -> int:
    """How many entries there are, without counting them."""
    return JournalHead.objects.values_list("count", flat=True).first() or 0


def last_at() -> datetime | None:
    """When the newest entry was made."""
    written = Entry.objects.order_by("-seq").values_list("at", flat=True).first()
    return datetime.fromisoformat(written) if written else None


def of_thing(thing: str, *, last: int = 50) -> list[Entry]:
    """The newest entries about one thing, for a room that has made sure the reader may see the thing."""
    return list(_newest(max(last, 0))(thing))


@cache
def _newest(last: int) -> Callable[[str], prepared.Asked[Entry]]:
    return prepared.question(lambda thing: Entry.objects.filter(thing=thing).order_by("-seq")[:last])


def acted(since: datetime) -> set[tuple[str, str]]:
    """(who, about what) since a moment: for a room that does not disturb who has just seen to a thing."""
    found = set()
    for entry in Entry.objects.order_by("-seq").only("seq", "at", "actor", "thing").iterator(chunk_size=PAGE):
        if entry.moment < since:
            break
        found.add((entry.actor, entry.thing))
    return found


def is_open() -> bool:
    """Has the journal been opened, or does at least one entry say that it once was?"""
    return JournalHead.objects.exists() or Entry.objects.exists()


def verify() -> Break | None:
    """The first broken entry, or None."""
    return check().fault


def check(noted: tuple[int, str] | None = None, on_page: Callable[[int], None] | None = None) -> Report:
    """Read the whole journal once, in pages, and say where it first does not hold.

    ``noted`` is a number and hash somebody wrote down earlier: a journal recomputed from end to end is
    whole in itself, and only such a note from outside shows that it is another one.
    """
    try:
        head = JournalHead.objects.first()
    except ValueError as error:
        return _headless(f"日志末端读不出来（{error}）")
    if head is None:
        return _headless("没有日志末端：日志尚未启用，或被整本删除")
    fault = _first_fault(head, noted, on_page)
    at = _date_of(fault.seq) if fault else ""
    return Report(
        head.suite, head.count, head.hash, fault, at, notes.signed_length(), guards.missing(connection)
    )


def _headless(reason: str) -> Report:
    return Report("", 0, "", Break(1, reason), "", 0, guards.missing(connection))


def _first_fault(
    head: JournalHead, noted: tuple[int, str] | None, on_page: Callable[[int], None] | None
) -> Break | None:
    if head.suite not in list(Suite):
        return Break(1, f"日志末端所记的哈希算法不对：{head.suite}")
    suite = Suite(head.suite)
    reader = _Reader(noted, on_page, _Signed(suite))
    try:
        fault = journal.first_break(suite, reader.links(head.count))
    except Unreadable as unreadable:
        return unreadable.fault
    if fault is None:
        return _fault_at_the_end(head, reader) or reader.tree.fault
    return _named(suite, fault)


def _fault_at_the_end(head: JournalHead, reader: "_Reader") -> Break | None:
    """The chain holds as far as it goes; does it go as far as the head says?"""
    if reader.count < head.count:
        return Break(reader.count + 1, f"缺少这一条及其后各条：日志末端记有 {head.count} 条")
    if reader.hash != head.hash:
        return Break(head.count, "日志末端所记的哈希与末条不符")
    if reader.noted is not None and reader.count < reader.noted[0]:
        return Break(reader.noted[0], "缺少这一条：此前有人记下过它")
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    # Read after the entries: an append that came in between moved both.
    now_counted = JournalHead.objects.values_list("count", flat=True).first() or 0
    if last > now_counted:
        return Break(now_counted + 1, f"日志末端只记有 {now_counted} 条，这一条是多出来的")
    return None


class _Reader:
    """Walks the entries in pages and remembers how far it came."""

    def __init__(
        self, noted: tuple[int, str] | None, on_page: Callable[[int], None] | None, tree: "_Signed"
    ) -> None:
        self.noted = noted
        self.on_page = on_page
        self.tree = tree
        self.count = 0
        self.hash = journal.GENESIS

    def links(self, upto: int) -> Iterator[journal.Link]:
        after = 0
        while page := _page(after, upto):
            for entry in page:
                if self.noted is not None and self.noted[0] == entry.seq and self.noted[1] != entry.hash:
                    raise Unreadable(entry.seq, "哈希与此前记下的不符：日志自此或更早被重写")
                link = _link(entry)
                yield link
                self.tree.take(link)
                self.count, self.hash = entry.seq, entry.hash
            after = page[-1].seq
            if self.on_page is not None:
                self.on_page(self.count)


class _Signed:
    """The tree over the entries as they are read, held against every checkpoint this bureau ever signed."""

    def __init__(self, suite: Suite) -> None:
        log = trees.journal()
        rows = Checkpoint.objects.filter(origin=log.origin if log else "").order_by("size", "pk")
        self._due = list(rows.values_list("size", "root"))
        self._newest = notes.newest(log.origin) if log else None
        self._growing = merkle.Growing(suite)
        self.fault: Break | None = None
        if self._newest is not None and not _signature_holds(self._newest):
            self.fault = Break(self._newest.size, "最新检查点的签名与登记的公钥不符")
        elif self._due and log and self._due[-1][0] > log.size:
            self.fault = Break(log.size + 1, f"缺少这一条：已签发到 {self._due[-1][0]} 条的检查点")

    def take(self, link: journal.Link) -> None:
        """One entry that the chain has accepted."""
        if not self._due:
            return
        leaf = journal.leaf_hash(self._growing.suite, {**link.entry, "previous": link.previous})
        self._growing.add(leaf)
        while self._due and self._due[0][0] == self._growing.size:
            size, root = self._due.pop(0)
            if self.fault is None and self._growing.root().hex() != root:
                self.fault = Break(size, f"前 {size} 条与签名检查点的树根不符：此前的记录被成段改写")


def _signature_holds(checkpoint: Checkpoint) -> bool:
    """By the key the row names, over the root the row names."""
    try:
        note = read_note(checkpoint.note)
        body = journal.read_checkpoint(note.lines())
    except (NoteError, journal.CheckpointError):
        return False
    if (body.size, body.root.hex()) != (checkpoint.size, checkpoint.root):
        return False
    return bool(verified(notes.own_keys(checkpoint.origin), note)[0])


def _page(after: int, upto: int) -> list[Entry]:
    rows: QuerySet[Entry] = Entry.objects.filter(seq__gt=after, seq__lte=upto).order_by("seq")
    try:
        return list(rows[:PAGE])
    except Exception:
        # Damage in the file shows as any of a dozen errors. Read singly, so that the bad one is named.
        return _page_singly(after, upto)


def _page_singly(after: int, upto: int) -> list[Entry]:
    page: list[Entry] = []
    for seq in range(after + 1, min(after + PAGE, upto) + 1):
        try:
            page.extend(Entry.objects.filter(seq=seq))
        except Exception as error:
            if page:
                return page
            raise Unreadable(seq, f"读不出这一条（{type(error).__name__}：{error}）") from None
    return page


def _link(entry: Entry) -> journal.Link:
    try:
        return chain.link(entry)
    except (CanonicalError, UnicodeError) as error:
        raise Unreadable(entry.seq, f"内容不合规范：{error}") from None


def _named(suite: Suite, fault: Break) -> Break:
    """Say which side was changed, as far as the follower's memory of the hash can tell."""
    entry = Entry.objects.filter(seq=fault.seq).first()
    if entry is None or not fault.reason.startswith("内容与它的哈希不符"):
        return fault
    follower = Entry.objects.filter(seq=fault.seq + 1).values_list("previous", flat=True).first()
    remembered = follower or JournalHead.objects.values_list("hash", flat=True).first()
    if remembered == entry.hash:
        return Break(fault.seq, "内容被改动：与当时的哈希不符")
    if remembered == journal.entry_hash(suite, entry.previous, chain.content(entry)):
        return Break(fault.seq, "哈希一栏被改动：内容本身与后一条所记相符")
    return fault


def _date_of(seq: int) -> str:
    try:
        return str(Entry.objects.filter(seq=seq).values_list("at", flat=True).first() or "")
    except Exception:
        return ""
