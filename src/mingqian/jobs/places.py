"""Where a job's files lie: what was handed in, how far it is, the wish to stop, what may be fetched.

Progress and the wish to stop are files, not rows: SQLite has one writer, and while a long transaction
holds it, nobody could say how far it is or ask it to stop.
"""

import json
import os
import re
import shutil
from pathlib import Path

from django.conf import settings

from mingqian.jobs.types import Progress

_NAME = re.compile(r"[^\w.\-（）()【】·]+")


def root() -> Path:
    """The directory of all jobs, closed to other users of the machine."""
    place = Path(settings.HOME) / "jobs"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def of(job: int) -> Path:
    """The directory of one job."""
    return root() / str(job)


def safe_name(name: str) -> str:
    """A name that is a file's name and nothing else: no folders, no control characters, not hidden."""
    last = re.split(r"[\\/]", name)[-1]
    cleaned = _NAME.sub("_", last).strip("._ ")[-100:]
    return cleaned or "文件"


def handed_in(job: int) -> Path:
    """The file that came with the job."""
    return of(job) / "handed-in"


def result(job: int) -> Path:
    """The file the job leaves."""
    return of(job) / "result"


def say(job: int, progress: Progress) -> None:
    """Write how far it is, whole or not at all."""
    place = of(job)
    place.mkdir(mode=0o700, exist_ok=True)
    fresh = place / "progress.new"
    fresh.write_text(json.dumps([progress.done, progress.total, progress.words]), encoding="utf-8")
    os.replace(fresh, place / "progress")


def said(job: int) -> Progress | None:
    """How far it said it was."""
    try:
        done, total, words = json.loads((of(job) / "progress").read_text(encoding="utf-8"))
        return Progress(int(done), int(total), str(words))
    except (OSError, ValueError, TypeError):
        return None


def wish_to_stop(job: int, who: str) -> None:
    """Leave the wish where the body looks for it."""
    place = of(job)
    place.mkdir(mode=0o700, exist_ok=True)
    (place / "stop").write_text(who, encoding="utf-8")


def wishes_to_stop(job: int) -> str | None:
    """Who wants it to stop."""
    try:
        return (of(job) / "stop").read_text(encoding="utf-8")
    except OSError:
        return None


def clear(job: int) -> None:
    """Take away everything."""
    shutil.rmtree(of(job), ignore_errors=True)


def clear_workings(job: int, *, finished: bool) -> None:
    """Take away what an attempt needed; what was handed in stays until the work is finished."""
    spent = ["progress", "progress.new", "result.new"]
    for name in [*spent, "handed-in", "stop"] if finished else spent:
        (of(job) / name).unlink(missing_ok=True)


def everything() -> list[int]:
    """The jobs that have a directory."""
    return sorted(int(place.name) for place in root().iterdir() if place.name.isdecimal())
