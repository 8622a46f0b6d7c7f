"""Who may see, stop and fetch long work."""

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, denied
from mingqian.jobs.enums import JobState
from mingqian.jobs.models import Job


def may_stop(by: Actor, job: Job) -> Decision:
    """Whoever asked may take it back; the system administrator may stop what hangs."""
    if JobState(job.state).final:
        return denied(
            "jobs.already_over",
            f"“{job.title}”已经结束（{JobState(job.state).label}），不能再取消",
            remedy="无需处理",
        )
    if _own(by, job) or by.has(Role.SYSTEM_ADMIN):
        return allowed()
    return denied("jobs.not_yours", "这是别人交办的任务，您不能取消", remedy="请交办人或系统管理员取消")


def may_fetch(by: Actor, job: Job) -> Decision:
    """Only whoever asked: what the file holds was gathered with that person's rights."""
    if not _own(by, job):
        return denied(
            "jobs.not_yours", "结果文件只有交办人可以下载", remedy="需要时请自己交办一次，按您的数据范围生成"
        )
    if job.state != JobState.DONE or not job.result_name:
        return denied("jobs.no_file", "这项任务没有可以下载的文件", remedy="请重新交办")
    return allowed()


def _own(by: Actor, job: Job) -> bool:
    return by.person_id is not None and job.person_id == by.person_id
