"""``mingqian worker``: do the long work people asked for, and what comes round by itself."""

import os
import signal
import socket
import threading
from argparse import ArgumentParser

from mingqian.jobs import services as jobs
from mingqian.jobs.types import Ended
from mingqian.site.command import Command as BureauCommand
from mingqian.ui import clock

#: Seconds between two looks at an empty queue.
REST = 1.0
#: How far it steps back behind the site: where both want the processor, the page of somebody who waits for it comes
#: first; where it is free, the work takes no longer.
BEHIND = 10


def step_back() -> None:
    """For a process that does long work beside the site."""
    if hasattr(os, "nice"):
        os.nice(BEHIND)


class Command(BureauCommand):
    help = "执行程序：办理交办的长任务（导入、冻结名录、导出……）和周期任务。Ctrl-C 停止，未办完的放回队列。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="把等待的任务办完就结束")
        parser.add_argument("--parent", type=int, metavar="进程号", help="该进程结束时一起结束")

    def handle(self, *, once: bool, parent: int | None, **options: object) -> None:
        leave = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: leave.set())

        def leaving() -> bool:
            return leave.is_set() or (parent is not None and os.getppid() != parent)

        def rest() -> None:
            if once:
                leave.set()
            leave.wait(REST)

        if not once:
            step_back()
        worker = f"{socket.gethostname()}-{os.getpid()}-{os.urandom(3).hex()}"
        self.stdout.write(f"执行程序 {worker} 已启动")
        jobs.work(worker=worker, clock=clock.now, leaving=leaving, rest=rest, tell=self._tell)
        self.stdout.write("执行程序已停止")
        self.stdout.flush()  # whoever waits for these words may not wait for the interpreter to clear up

    def _tell(self, ended: Ended) -> None:
        self.stdout.write(f"{ended.pk}\t{ended.state}\t{ended.title}\t{ended.told}")
        self.stdout.flush()
