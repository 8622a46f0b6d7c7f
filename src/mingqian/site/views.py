"""Pages that gather from every room: 我的待办, and the address a watchdog asks."""

from django.db import connection
from django.http import HttpResponse

from mingqian.accounts.enums import STAFF, Role
from mingqian.accounts.types import OpenRequest, Request
from mingqian.jobs import services as jobs
from mingqian.site import todo
from mingqian.ui import access, pages


@access.page(*STAFF)
def desk(request: Request) -> HttpResponse:
    """The first page of everybody: what is to be done today."""
    by, now = request.actor, request.now
    found = todo.morning(by, now=now)
    context = {
        "heading": todo.heading(found.todos, now=now),
        "day": todo.day_words(now),
        "todos": found.todos,
        "figures": found.figures,
        "running": found.running,
        "unread": found.unread,
        "may_draw": by.has(Role.DRAW_OPERATOR),
    }
    return pages.show(request, "site/desk.html", context)


@access.page(access.ANYONE)
def healthz(request: OpenRequest) -> HttpResponse:
    """200 while the program answers and reaches its database; it says nothing else to a stranger."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@access.action(Role.AUDIT_ADMIN)
def check_journal(request: Request) -> HttpResponse:
    """Check the whole journal, as long work."""
    job = jobs.ask("journal.check", title="核对整本审计日志", by=request.actor, now=request.now)
    return pages.done(request, "jobs:job", job.pk, told="已开始核对，可以离开本页")


@access.action(Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN, Role.ARCHIVIST)
def check_records(request: Request) -> HttpResponse:
    """Check every record of enforcement, as long work."""
    job = jobs.ask("records.check", title="核对全部执法记录", by=request.actor, now=request.now)
    return pages.done(request, "jobs:job", job.pk, told="已开始核对，可以离开本页")


@access.action(Role.AUDIT_ADMIN)
def sign_logs(request: Request) -> HttpResponse:
    """Sign every log that has grown, as long work: the first time a long journal is hashed."""
    job = jobs.ask("journal.sign", title="签发日志检查点", by=request.actor, now=request.now)
    return pages.done(request, "jobs:job", job.pk, told="已开始签发，可以离开本页")
