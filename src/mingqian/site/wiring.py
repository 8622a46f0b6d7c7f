"""What hears of what: the one screen that shows how a lower room reaches a higher one. No signals."""

from datetime import time

from mingqian.accounts import services as accounts
from mingqian.audit import services as audit
from mingqian.jobs import services as jobs
from mingqian.jobs.types import Daily, Kind
from mingqian.site import telling

# Long work: its code, its name, the service that does it. ``whole``: body and completion in one transaction.
JOBS = (Kind("jobs.tidy", "清理到期文件和旧消息", telling.run_tidy),)
SCHEDULE = (Daily("jobs.tidy", at=time(2, 10)),)

# Event → who is told, in the same transaction, in this order.
REACTIONS = (telling.REACTIONS,)


def connect() -> None:
    """Called once at start-up."""
    # accounts stand below audit and may not import it, yet journal every change.
    accounts.connect(audit)
    kinds = {kind for table in REACTIONS for kind in table}
    audit.connect({kind: [table[kind] for table in REACTIONS if kind in table] for kind in kinds})
    jobs.connect(JOBS, SCHEDULE)
