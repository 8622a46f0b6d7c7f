"""What higher rooms know of one subject, for the timeline of 对象主页: drawn, checked, published."""

from collections.abc import Iterator

from django.urls import reverse

from mingqian.accounts.types import Actor
from mingqian.inspection import selectors as inspections
from mingqian.ui.types import Event, Kind

MOST = 40


def inspected(by: Actor, code: str) -> Iterator[Event]:
    """Every task with a result this person may see, and where it was published."""
    for row in inspections.results.of_subject(by, code, most=MOST):
        url = reverse("inspection:task", args=[row.task])
        about = f"{row.item_name}；批次 {row.batch}"
        if row.checked_on is not None:
            kind: Kind = "bad" if row.result.problem else "ok"
            yield Event(row.checked_on, f"检查结果：{row.result.name}", about, url=url, kind=kind)
        if row.published_on is not None:
            yield Event(row.published_on, "检查结果已公示", f"{about}；公示 {row.notice}", url=url)


SOURCES = (inspected,)
