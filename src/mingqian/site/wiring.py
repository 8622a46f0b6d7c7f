"""What hears of what: the one screen that shows how a lower room reaches a higher one. No signals."""

from datetime import time

from mingqian.accounts import services as accounts
from mingqian.audit import selectors as audits
from mingqian.audit import services as audit
from mingqian.audit.types import Told
from mingqian.clocks import selectors as running
from mingqian.clocks import services as clocks
from mingqian.clocks.types import Handlers
from mingqian.documents import selectors as papers
from mingqian.documents import services as documents
from mingqian.draw import selectors as drawn
from mingqian.draw import services as draws
from mingqian.inspection import services as inspections
from mingqian.inspection.selectors import enterprise, handlers, sharing, tasks, visits
from mingqian.inspection.services import lead_reports
from mingqian.jobs import services as jobs
from mingqian.jobs.types import Daily, Every, Kind
from mingqian.leads import selectors as leads
from mingqian.planning import services as planning
from mingqian.publicity import services as publicity
from mingqian.records import services as records
from mingqian.registry import selectors as registries
from mingqian.registry.services import import_jobs as imports
from mingqian.search import services as search
from mingqian.site import auditing, checkpointing, finding, recordkeeping, subject_history, telling


def _count_again(told: Told) -> None:
    """A year of the calendar came or was corrected: what lies ahead falls due on its new day."""
    clocks.recounting.count_again(by=told.by, now=told.now)


# Long work: its code, its name, the service that does it. ``whole``: body and completion in one transaction.
JOBS = (
    Kind("search.catch_up", "更新检索", finding.run_catch_up, whole=False),
    Kind(draws.longwork.FREEZE, "冻结名录", draws.longwork.run_freeze, whole=False, again=True),
    Kind(draws.longwork.COMPUTE, "计算抽取结果", draws.longwork.run_compute, whole=False),
    Kind(draws.longwork.OPEN_DUE, "到期公布抽取结果", draws.longwork.run_open_due, whole=False),
    Kind(publicity.longwork.DRAFT_DRAW, "起草抽取结果公示", publicity.longwork.run_draft_draw, whole=False),
    Kind(inspections.printing.PRINT, "成批打印文书", inspections.printing.run_print, whole=False),
    Kind(planning.forecasting.COUNT, "测算年度计划", planning.forecasting.run_count, whole=False),
    Kind("journal.check", "核对日志", auditing.run_check, whole=False),
    Kind("journal.sign", "签发日志检查点", checkpointing.run_sign, whole=False),
    Kind("records.check", "核对执法记录", recordkeeping.run_check, whole=False),
    Kind("records.tidy", "清理没有传完的片段", recordkeeping.run_tidy, whole=False),
    Kind("jobs.tidy", "清理到期文件和旧消息", telling.run_tidy),
    Kind("clocks.remind", "提醒到期", telling.run_remind, whole=False),
    Kind("messages.deliver", "外发消息", telling.run_deliver, whole=False),
    Kind("calendar.ask", "提醒录入放假安排", telling.run_ask_for_days_off),
    Kind("registry.import_preview", "读取名单", imports.run_preview, whole=False),
    Kind("registry.import_save", "导入名单", imports.run_save, whole=False, again=False),
    Kind("registry.duplicates_scan", "名录库查重", imports.run_scan),
)
SCHEDULE = (
    Daily("jobs.tidy", at=time(2, 10)),
    Daily("records.tidy", at=time(2, 20)),
    Daily("records.check", at=time(2, 30)),
    Daily("calendar.ask", at=time(8, 30)),
    Every("journal.sign", minutes=60),
    Every(draws.longwork.OPEN_DUE, minutes=5),
    Every("clocks.remind", minutes=5),
    Every("messages.deliver", minutes=1),
)

# Thing of a period → who answers for it, so that a reminder finds its person and a person the own things.
HANDLERS = {
    "task:": Handlers(handlers.captains, handlers.led),
    "approval:": Handlers(handlers.of_approvals, handlers.led_approvals),
    "lead:": Handlers(leads.leads.handlers, leads.leads.handled),
    "visit:": Handlers(visits.handlers, handlers.led_visits),
}

# Page on which periods are worked → the things whose page opens to this person, so that no link ends at a closed door.
DOORS: dict[str, running.doors.Door] = {
    "inspection:task": tasks.seen,
    "field:visit": visits.seen,
    "leads:lead": leads.leads.seen,
}

# Event → who is told, in the same transaction, in this order.
REACTIONS = (
    finding.REACTIONS,
    telling.REACTIONS,
    checkpointing.REACTIONS,
    {"calendar.year_loaded": _count_again},
    {"document.disclosure_changed": publicity.withdrawing.no_longer_public},
    {"inspection.confirmed": lead_reports.settled, "inspection.cancelled": lead_reports.settled},
    {"inspection.confirmed": recordkeeping.kept_as_the_file},
    {"official_paper.served": inspections.papers.served, "records.received": inspections.uploading.received},
)


def connect() -> None:
    """Called once at start-up."""
    # accounts stand below audit and may not import it, yet journal every change.
    accounts.connect(audit)
    # clocks stand below registry, which keeps the working calendar of each place, and below whose things they time.
    running.calendars.connect(registries.calendars.in_force)
    running.parties.connect(HANDLERS)
    running.doors.connect(DOORS)
    # documents stand below the rooms whose facts stand on papers.
    documents.making.connect(inspections.papers.many)
    papers.handed.connect([enterprise.handed])
    papers.papers.connect(sharing.papers)
    kinds = {kind for table in REACTIONS for kind in table}
    audit.connect({kind: [table[kind] for table in REACTIONS if kind in table] for kind in kinds})
    # the draw keeps logs of its own, which are signed and proved like the journal.
    audits.trees.connect(drawn.logs.sources)
    # records stand below whatever they are of.
    records.things.connect(recordkeeping.THINGS)
    jobs.connect(JOBS, SCHEDULE)
    search.connect(finding.KINDS)
    search.connect_shelves(registries.reading.shelves)
    registries.history.connect(subject_history.SOURCES)
