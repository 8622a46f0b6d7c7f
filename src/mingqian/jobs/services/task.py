"""A job as its body sees it."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.transaction import TransactionManagementError

from mingqian.accounts.types import Actor
from mingqian.jobs import places
from mingqian.jobs.models import Job
from mingqian.jobs.types import Cancelled, Outcome, Progress, Stopping

#: Often enough for an eye, seldom enough to cost nothing.
PAUSE = timedelta(milliseconds=300)


@dataclass(frozen=True, slots=True)
class Left:
    """The file a job leaves to be fetched."""

    name: str
    size: int
    sha256: str


class Task:
    """Implements ``types.Running``; made by ``running`` for one attempt."""

    def __init__(
        self,
        job: Job,
        by: Actor,
        now: datetime,
        clock: Callable[[], datetime],
        leaving: Callable[[], bool],
        *,
        finish: Callable[[Outcome], None],
    ) -> None:
        self._job = job
        self._leaving = leaving
        self._finish = finish
        self._spoken: datetime | None = None
        self.by = by
        self.now = now
        self.clock = clock
        self.arguments: Mapping[str, object] = job.arguments
        self.said = Progress()
        self.left: Left | None = None
        self.settled = False

    def file(self) -> Path | None:
        return places.handed_in(self._job.pk) if self._job.file_name else None

    @contextmanager
    def result(self, name: str) -> Iterator[BinaryIO]:
        """Appears under its name only when it is whole."""
        place = places.result(self._job.pk)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = place.with_name("result.new")
        with fresh.open("wb") as out:
            yield out
        with fresh.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        os.replace(fresh, place)
        self.left = Left(places.safe_name(name), place.stat().st_size, digest)

    def progress(self, done: int, total: int, words: str = "") -> None:
        self.said = Progress(done, total, words or self.said.words)
        moment = self.clock()
        if self._spoken is not None and moment - self._spoken < PAUSE and done != total:
            return
        self._spoken = moment
        places.say(self._job.pk, self.said)
        if (who := places.wishes_to_stop(self._job.pk)) is not None:
            raise Cancelled(who)
        if self._leaving():
            raise Stopping

    def settle(self, outcome: Outcome) -> None:
        if not transaction.get_connection().in_atomic_block:
            raise TransactionManagementError("a job is settled inside the transaction of its work")
        self._finish(outcome)
        self.settled = True
