"""The steps of a ceremony that may take minutes or come by themselves, as bodies of jobs."""

from django.db import transaction

from mingqian.core.decision import Refused, denied
from mingqian.draw.models import Draw
from mingqian.draw.selectors import draws, occasions
from mingqian.draw.services import computing, freezing, publishing, staging
from mingqian.jobs.types import Outcome, Running
from mingqian.ui import chance

FREEZE, COMPUTE, OPEN_DUE = "draw.freeze", "draw.compute", "draw.open_due"


def run_freeze(task: Running) -> Outcome:
    """Freeze the rolls of ``arguments["draw"]``: read while others work, kept together with the job's end."""
    row = _row(task)
    pack = occasions.pack_of(row)
    gathered = freezing.gather(draw=row.code, pack=pack, by=task.by, now=task.now, tell=task.progress)
    outcome = Outcome("名录已冻结，哈希已写入抽取日志。", f"/desk/draws/{row.code}/")
    try:
        with transaction.atomic():
            freezing.keep(gathered, pack=pack, by=task.by, now=task.now)
            task.settle(outcome)
    finally:  # what is undone with the transaction brings the rows back onto the stage
        staging.clear()
    return outcome


def run_compute(task: Running) -> Outcome:
    """Compute the result of ``arguments["draw"]``."""
    row = _row(task)
    task.progress(0, 1, "正在计算抽签号、编组和派组")
    doc = computing.work_out(draw=row.code, by=task.by, tell=task.progress)
    outcome = Outcome("结果已算出，请见证人签认。", f"/desk/draws/{row.code}/")
    with transaction.atomic():
        computing.keep(draw=row.code, doc=doc, by=task.by, now=task.now, entropy=chance.entropy)
        task.settle(outcome)
    return outcome


def run_open_due(task: Running) -> Outcome:
    """Publish what is due; comes round by itself."""
    opened = publishing.open_due(by=task.by, now=task.now)
    return Outcome(f"保密期满，已公布：{'、'.join(opened)}" if opened else "没有到期的抽取结果")


def _row(task: Running) -> Draw:
    code = task.arguments.get("draw")
    if not isinstance(code, str):
        raise Refused(denied("draw.no_code", "没有说明是哪一次抽取", "", "请从抽取页面交办"))
    return draws.get(task.by, code)
