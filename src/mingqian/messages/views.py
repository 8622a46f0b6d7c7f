"""The inbox: what came, why it reached this person, and the page it leads to."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.accounts.enums import STAFF
from mingqian.accounts.types import Request
from mingqian.messages import policies, selectors, services
from mingqian.messages import tables as columns
from mingqian.messages.forms import DeliveryFilter, Wishes
from mingqian.messages.models import Message
from mingqian.ui import access, forms, pages, tables
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


@access.form(*STAFF)
def preferences(request: Request) -> HttpResponse:
    """Where this person wants to be reminded beside the desk."""
    wish = selectors.preference(request.actor)
    initial = {name: getattr(wish, name) for name in ("email", "by_email", "by_webhook")} if wish else {}
    form = Wishes(*pages.given(request), initial=initial)
    if pages.submitted(
        request,
        form,
        lambda: services.preferences.choose(**form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "messages:preferences", told="提醒设置已保存")
    return pages.show(request, "messages/preferences.html", {"form": form, "out": selectors.outside()})


@access.page(*policies.KEEPERS)
def deliveries(request: Request) -> HttpResponse:
    """What left the house, what waits, what did not arrive."""
    listing = tables.listing(
        request,
        rows=selectors.deliveries(request.actor),
        columns=columns.DELIVERIES,
        name="外发消息",
        filters=DeliveryFilter(request.GET),
    )
    if listing.export:
        return listing.export
    return pages.show(request, "messages/deliveries.html", {"listing": listing, "out": selectors.outside()})


@access.form(*policies.KEEPERS)
def retry(request: Request, pk: int) -> HttpResponse:
    """Try a dead letter once more."""
    row = pages.found(selectors.deliveries(request.actor).filter(pk=pk).first())
    shows = (
        f"发给 {row.message.person.name}，已试 {row.attempts} 次",
        f"最近一次：{row.error or '没有记录'}",
    )
    form = forms.Confirm(request.POST or None, phrase="再发", shows=shows)
    if pages.submitted(
        request, form, lambda: services.delivering.retry(delivery=pk, by=request.actor, now=request.now)
    ):
        return pages.done(request, "messages:deliveries", told="已放回待发")
    return pages.show(request, "messages/retry.html", {"form": form})
