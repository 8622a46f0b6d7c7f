"""Notices as the desk sees them: within the scope, the version at work, its rows, what a correction changes."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.publicity import content as contents
from mingqian.publicity.enums import AUTOMATIC, Channel, NoticeKind, NoticeState, Pointed
from mingqian.publicity.models import Notice, PointedOut, Receipt
from mingqian.publicity.types import Line

Row = Notice
"""The name by which views and other rooms speak of a notice they got from here."""


Rows = QuerySet[Notice]


class Place(NamedTuple):
    """The unit in whose name a notice speaks."""

    pk: int
    code: str
    name: str
    path: str
    division_code: str


def visible(by: Actor) -> QuerySet[Notice]:
    """Notices of the units in this person's scope, every version."""
    found = Notice.objects.filter(accounts.in_scope(by))
    return found.select_related("unit", "author", "reviewer", "publisher", "previous")


def pointed_out(row: Notice) -> list[PointedOut]:
    """What readers pointed out in any version and nobody has answered, the oldest first."""
    return list(PointedOut.objects.filter(notice__code=row.code, answer=Pointed.WAITING).order_by("number"))


def at_work(by: Actor) -> QuerySet[Notice]:
    """The newest version of each notice, dropped drafts aside."""
    newer = Q(later__isnull=True) | Q(later__state=NoticeState.DROPPED)
    return visible(by).filter(newer).exclude(state=NoticeState.DROPPED).distinct()


def one(by: Actor, code: str, version: int | None = None) -> Notice | None:
    """A notice by its code: the named version, or the newest that was not dropped."""
    if not code.isprintable():
        return None
    found = visible(by).filter(code=code).select_related("confirmation", "withdrawal__by")
    if version is not None:
        return found.filter(version=version).order_by("-pk").first()
    living = found.exclude(state=NoticeState.DROPPED).order_by("-version").first()
    return living or found.order_by("-version", "-pk").first()


def locked(by: Actor, code: str) -> Notice:
    """The version at work for a write: two people who press at once do so one after the other."""
    found = (
        visible(by)
        .select_for_update(of=("self",))
        .filter(code=code)
        .exclude(state=NoticeState.DROPPED)
        .order_by("-version")
        .first()
    )
    if found is None:
        raise Refused(
            denied("publicity.not_found", f"没有找到公示“{code}”，或不在您的数据范围内", "", "请核对公示编号")
        )
    return found


def released(by: Actor, code: str) -> Notice:
    """The version the public reads, for a write; a correction being drafted beside it does not count."""
    found = visible(by).select_for_update(of=("self",)).filter(code=code, state=NoticeState.RELEASED).first()
    return found or locked(by, code)


def says_gone(row: Notice, receipt: Receipt) -> bool:
    """Of a withdrawn notice: a receipt from then on says that it hangs there no more."""
    return row.state == NoticeState.WITHDRAWN and receipt.posted_at >= row.withdrawal.at


def still_up(row: Notice) -> list[Channel]:
    """Channels a withdrawn notice was posted in by hand, in whatever version, and not yet taken down from."""
    if row.state != NoticeState.WITHDRAWN:
        return []
    posted = Receipt.objects.filter(notice__code=row.code, notice__unit=row.unit_id)
    found = [(Channel(one.channel), says_gone(row, one)) for one in posted.order_by("posted_at", "pk")]
    down = {channel for channel, gone in found if gone}
    return list(dict.fromkeys(c for c, gone in found if not gone and c not in AUTOMATIC and c not in down))


def versions(by: Actor, code: str) -> list[Notice]:
    """Every version, the oldest first."""
    return list(visible(by).filter(code=code).order_by("version", "pk"))


def unit(by: Actor, code: str) -> Place:
    """The unit in whose name a notice is drafted."""
    found = accounts.units(by).filter(code=code).first()
    if found is None:
        raise Refused(denied("publicity.no_unit", f"没有单位“{code}”，或不在您的数据范围内"))
    return Place(found.pk, found.code, found.name, found.path, found.division_code)


def lines(row: Notice) -> Iterator[Line]:
    """The rows of one version in their order."""
    for one_row in row.rows.order_by("number").iterator():
        yield Line(contents.document(one_row.cells), one_row.key, one_row.name, one_row.ref)


def difference(row: Notice) -> list[contents.Difference]:
    """What this version says otherwise than the one before; nothing for a first version."""
    if row.previous is None:
        return []
    before, after = contents.read(row.previous.head), contents.read(row.head)
    return list(contents.difference(before, lines(row.previous), after, lines(row)))


def of_thing(kind: NoticeKind, thing: str) -> Notice | None:
    """The notice at work about a thing, if there is one; used to see what is still to be made public."""
    found = Notice.objects.filter(kind=kind, thing=thing).exclude(state=NoticeState.DROPPED)
    return found.order_by("-version", "-pk").first()
