"""Checking the whole journal from the desk: minutes for a large one, so it is long work."""

from mingqian.audit import selectors as journal
from mingqian.core.decision import Refused, denied
from mingqian.jobs.types import Outcome, Running


def run_check(task: Running) -> Outcome:
    """The body of ``journal.check``: reads from the first entry to the last, changes nothing."""
    total = journal.length()
    report = journal.check(on_page=lambda count: task.progress(count, total, "正在核对"))
    if report.fault:
        raise Refused(
            denied(
                "journal.broken",
                f"日志断裂：第 {report.fault.seq} 条，{report.fault.reason}",
                "GB/T 22239-2019（等保三级）§8.1：审计记录不得删改",
                "请停止办理，保全数据库文件，对照备份查明",
            )
        )
    if report.unguarded:
        tables = "、".join(report.unguarded)
        raise Refused(
            denied(
                "journal.unguarded",
                f"{report.count} 条前后相扣，但 {tables} 的防改触发器不在了",
                remedy="有人动过数据库结构，请系统管理员查明后运行 mingqian migrate",
            )
        )
    return Outcome(f"日志完好：共 {report.count} 条，算法 {report.suite}，末端 {report.count}:{report.head}")
