"""成批打印: the papers of one kind of a whole batch, made where they are missing and bound into one PDF, as long work."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, demand, denied
from mingqian.documents import services as documents
from mingqian.documents.enums import Kind
from mingqian.inspection.models import Batch
from mingqian.inspection.papers import stacks
from mingqian.inspection.selectors import batches
from mingqian.jobs import services as jobs
from mingqian.jobs.types import Outcome, Running

PRINT = "inspection.print"
MOST = 1_000
"""So many papers a stack: two reams of paper, and what one file still opens with."""
PIECE = 50
"""So many are read, numbered and issued together; between two pieces other writers have their turn."""
NAMED = 3


def ask(*, batch: str, kind: str, since: date | None = None, site: str, by: Actor, now: datetime) -> int:
    """Put it into the queue; the number of the job. ``site``: where the codes of the papers can be checked."""
    row, wanted = batches.get(by, batch), Kind(kind)
    demand(_enough(row, wanted, len(stacks.keys(by, row, wanted, since=since))))
    arguments = {
        "batch": row.code,
        "kind": wanted.value,
        "site": site,
        "since": since.isoformat() if since else "",
    }
    job = jobs.asking.ask(
        PRINT, title=f"成批打印{wanted.label}：{row.title}", arguments=arguments, by=by, now=now
    )
    return int(job.pk)


def _enough(batch: Batch, kind: Kind, number: int) -> Decision:
    if not number:
        why = f"批次{batch.code}没有可以打印的{kind.label}"
        return denied("inspection.nothing_to_print", why, "", "请换一种文书，或放宽检查日期")
    if number > MOST:
        why = f"{kind.label}有{number}份，一次最多{MOST}份"
        return denied("inspection.too_many_to_print", why, "", "请填写检查日期，分几次打印")
    return allowed()


def run_print(task: Running) -> Outcome:
    """Piece by piece, as at the button of each: what an interruption leaves behind is good paper."""
    told = task.arguments
    batch, kind = batches.get(task.by, str(told.get("batch"))), Kind(str(told.get("kind")))
    since = date.fromisoformat(str(told["since"])) if told.get("since") else None
    keys = stacks.keys(task.by, batch, kind, since=since)
    made, refused = _stacked(task, kind, keys)
    if not made:
        raise Refused(
            denied(
                "inspection.nothing_printed",
                "；".join(refused[:NAMED]) or "没有可以打印的文书",
                "",
                "请从办理页面逐份打开",
            )
        )
    task.progress(len(keys), len(keys), "正在装订")
    with task.result(f"{kind.label}-{batch.code}-{localdate(task.now):%Y%m%d}.pdf") as file:
        file.write(documents.binding.bound(made))
    return Outcome(_told(len(made), refused), reverse("inspection:batch", args=[batch.code]))


def _stacked(task: Running, kind: Kind, keys: Sequence[str]) -> tuple[list[documents.making.Row], list[str]]:
    made, refused, site = [], [], str(task.arguments.get("site", ""))
    for first in range(0, len(keys), PIECE):
        task.progress(first, len(keys), f"正在制作{kind.label}")
        piece = keys[first : first + PIECE]
        found = documents.making.stack(kind=kind, keys=piece, site=site, by=task.by, now=task.now)
        for key, one in zip(piece, found, strict=True):
            if isinstance(one, Refused):
                refused.append(f"{key}：{one.decisions[0].reason}")
            else:
                made.append(one)
    return made, refused


def _told(made: int, refused: list[str]) -> str:
    words = f"已装订{made}份"
    if not refused:
        return words
    more = "等" if len(refused) > NAMED else ""
    return f"{words}；{len(refused)}份没有制作：{'；'.join(refused[:NAMED])}{more}"
