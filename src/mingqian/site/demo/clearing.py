"""清除演示: everything fictional goes, and the set-up wizard opens in its place."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.http import Http404, HttpResponse

from mingqian.site import welcome
from mingqian.site.demo import bar
from mingqian.ui import access, pages
from mingqian.ui.forms import Confirm
from mingqian.ui.types import PageRequest

KEPT = ("secret.key",)


@access.form(access.ANYONE, atomic=False)
def clear(request: PageRequest) -> HttpResponse:
    """Typed, since the year lived is gone afterwards; ``make demo`` builds it again."""
    if not bar.alive():
        raise Http404
    form = Confirm(
        request.POST or None,
        phrase="清除演示",
        shows=(
            "虚构的鹭湾市、它的全部名录、抽取和检查结果都会删除",
            "随后打开建局向导；想再看演示，重新运行 make demo",
        ),
    )
    if pages.submitted(request, form, _wipe):
        return pages.done(request, welcome.open_wizard())
    return pages.show(request, "site/clear.html", {"form": form})


def _wipe() -> None:
    """The directory is a demo's (its mark says so): nothing in it belongs to anybody."""
    connections.close_all()
    for one in Path(settings.HOME).iterdir():
        if one.name in KEPT:
            continue
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink()
    call_command("migrate", verbosity=0)
