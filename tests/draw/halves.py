"""Run in a process and on a database file of its own: steps whose process is killed, and two hands at once.

Prints one line per trial; ``test_no_half_state`` reads them. Children are forked, so each has its own
connection and its own death.
"""

import os
import signal
from collections.abc import Callable
from typing import Any


def fork(work: Callable[[], object]) -> int:
    """A child that does ``work`` and answers by its exit code: 0 done, 3 refused."""
    from django.db import connection

    from mingqian.core.decision import Refused

    connection.close()
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except Refused:
        os._exit(3)


def ended(child: int) -> str:
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else str(os.waitstatus_to_exitcode(status))


def dying(kind: str, step: Callable[[], object]) -> Callable[[], object]:
    """The step, killed at the moment it tells the journal: rows are written, nothing is committed."""
    from mingqian.audit import services as audit

    ordinary = audit.record

    def record(told: str, **fields: Any) -> object:
        if told == kind:
            os.kill(os.getpid(), signal.SIGKILL)
        return ordinary(told, **fields)

    def work() -> None:
        audit.record = record  # type: ignore[assignment]
        step()

    return work


def look() -> str:
    from mingqian.audit import selectors as audits
    from mingqian.draw.models import ConflictTie, Draw, LogEvent, Roll, RollEntry

    tables = (Roll, RollEntry, LogEvent, ConflictTie)
    counts = " ".join(str(model.objects.count()) for model in tables)  # type: ignore[attr-defined]
    return f"{Draw.objects.get().state} {counts} {audits.verify()}"


def main() -> None:
    from django.core.management import call_command
    from tests import cast as casting
    from tests.draw.table import Table

    call_command("migrate", verbosity=0)
    table = Table(casting.assemble()).world()
    table.tie(1, 3)
    table.prepare()
    steps: list[tuple[str, Callable[[], object]]] = [
        ("draw.frozen", table.freeze), ("draw.announced", table.announce),
    ]  # fmt: skip
    for kind, step in steps:
        print(kind, ended(fork(dying(kind, step))), look())
        step()
    for role in table.roles():
        table.commit(role)
    print("draw.sealed", ended(fork(dying("draw.sealed", table.seal_only))), look())
    hands = [fork(table.seal_only), fork(table.seal_only)]
    print("twice", " ".join(sorted(ended(child) for child in hands)), look())
