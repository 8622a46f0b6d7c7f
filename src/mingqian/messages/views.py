"""The inbox: what came, why it reached this person, and the page it leads to."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.accounts.enums import STAFF
from mingqian.accounts.types import Request
from mingqian.messages import selectors, services
from mingqian.messages.models import Message
from mingqian.ui import access, pages, tables
from mingqian.ui.tables import Column


def _state(message: Message) -> SafeString:
    return format_html(
        '<span class="tag {}">{}</span>', *(("", "已读") if message.read_at else ("info", "未读"))
    )


COLUMNS = (
    Column("title", "消息", wide=True),
    Column("detail", "内容"),
    Column("why", "为什么通知我"),
    Column("state", "状态", cell=_state),
    Column("at", "时间", sort="at"),
)


@access.page(*STAFF)
def inbox(request: Request) -> HttpResponse:
    """The newest first; opening one marks it as read."""
    rows = selectors.inbox(request.actor)
    listing = tables.listing(request, rows=rows, columns=COLUMNS, name="消息")
    if listing.export:
        return listing.export
    return pages.show(
        request,
        "messages/inbox.html",
        {"listing": listing, "unread": selectors.unread(request.actor)},
    )


@access.action(*STAFF)
def read_all(request: Request) -> HttpResponse:
    """Everything is read."""
    count = services.read(messages=None, by=request.actor, now=request.now)
    return pages.done(request, "messages:list", told=f"{count} 条消息已标为已读")


@access.action(*STAFF)
def follow(request: Request, pk: int) -> HttpResponse:
    """Mark as read and go where it leads: a page of this site, as the database makes sure."""
    message = pages.found(selectors.inbox(request.actor).filter(pk=pk).first())
    services.read(messages=[pk], by=request.actor, now=request.now)
    return HttpResponseRedirect(message.url or reverse("messages:list"), status=303)
