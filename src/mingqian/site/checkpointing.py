"""When the logs are signed: every hour if they have grown, and at each step of a ceremony that binds."""

from collections.abc import Mapping
from datetime import datetime

from mingqian.accounts.types import Actor, console
from mingqian.audit import selectors as audits
from mingqian.audit import services as audit
from mingqian.audit.services import Reaction
from mingqian.audit.types import Told
from mingqian.core.decision import Refused
from mingqian.draw import selectors as drawn
from mingqian.jobs.types import Outcome, Running
from mingqian.ui import chance

SEED_SIZE = 32
#: More unsigned entries than this would keep a room full of people waiting; the hourly work takes them.
AT_ONCE = 5000
#: Entries whose tiles are written in one transaction, so that others can write in between.
STEP = 1 << 14


def sign(origin: str, *, by: Actor, now: datetime) -> int:
    """A checkpoint of this log if it has grown; answers the new length, or 0."""
    made = audit.checkpoints.make(origin, seed=chance.entropy(SEED_SIZE), by=by, now=now)
    return made.size if made else 0


def run_sign(task: Running) -> Outcome:
    """The body of ``journal.sign``: every log of the bureau."""
    said = []
    for log in audits.trees.sources():
        for size in audit.checkpoints.catch_up(log, STEP):
            task.progress(size, log.size, f"正在整理{log.title}")
        if size := sign(log.origin, by=console(), now=task.now):
            said.append(f"{log.title} {size} 条")
    return Outcome(f"已签发检查点：{'、'.join(said)}" if said else "各日志没有新增，不必签发")


def at_a_step(told: Told) -> None:
    """What was sealed, computed or published stands under a signature before anybody leaves the room.

    A ceremony does not fail because a key is missing: the transcript then says that nothing is signed.
    """
    code = told.thing.removeprefix("draw:")
    for log in filter(None, (audits.trees.journal(), drawn.logs.of_code(code))):
        signed = audits.notes.newest(log.origin)
        if log.size - (signed.size if signed else 0) > AT_ONCE:
            continue
        try:
            sign(log.origin, by=told.by, now=told.now)
        except Refused as refused:
            if not all(one.code.startswith("audit.key_") for one in refused.decisions):
                raise


REACTIONS: Mapping[str, Reaction] = {
    "draw.announced": at_a_step,
    "draw.sealed": at_a_step,
    "draw.computed": at_a_step,
    "draw.voided": at_a_step,
    "draw.published": at_a_step,
    "draw.completed": at_a_step,
}
