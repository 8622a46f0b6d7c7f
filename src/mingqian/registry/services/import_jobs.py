"""Imports as long work: bodies for the ``jobs`` room, wired in ``site.wiring``. Reading first, writing last."""

from django.db import transaction

from mingqian.jobs.types import Outcome, Running
from mingqian.registry.enums import UploadState
from mingqian.registry.services import duplicates, uploads

PREVIEW, SAVE, SCAN = "registry.import_preview", "registry.import_save", "registry.duplicates_scan"
#: A larger file is read by the worker, not while somebody waits for a page.
AT_ONCE = 1_500_000


def run_preview(task: Running) -> Outcome:
    """Read an uploaded list and keep its preview."""
    pk = int(str(task.arguments["upload"]))
    row = uploads.look(
        pk=pk, by=task.by, now=task.now, progress=lambda done, total: task.progress(done, total, "正在读取")
    )
    told = row.refusal if row.state == UploadState.REFUSED else _counted(row.shown)
    return Outcome(told, f"/desk/imports/uploads/{pk}/")


def _counted(shown: dict[str, object]) -> str:
    return (
        f"新增 {shown['new']} · 变更 {shown['changed']} · 无变化 {shown['unchanged']}"
        f" · 不能导入 {shown['refused']}，请核对后确认入库"
    )


def run_save(task: Running) -> Outcome:
    """Save a previewed list; read outside, written in one transaction together with the job's end."""
    pk = int(str(task.arguments["upload"]))
    with transaction.atomic():
        batch = uploads.save(
            pk=pk,
            by=task.by,
            now=task.now,
            progress=lambda done, total: task.progress(done, total, "正在核对"),
        )
    told = f"已导入，批次 {batch.number}：新增 {batch.added}、变更 {batch.changed}，未导入 {batch.refused}"
    return Outcome(told, f"/desk/imports/{batch.number}/")


def run_scan(task: Running) -> Outcome:
    """Look for doubles in a unit's registry."""
    pairs = duplicates.scan(unit=str(task.arguments["unit"]), by=task.by, now=task.now)
    return Outcome(f"找到 {pairs} 对可能重复的记录", "/desk/duplicates/")
