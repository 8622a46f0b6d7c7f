"""The files that prove a released draw: where they lie, which attempts come before, what the server found."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.selectors import public
from mingqian.publicity.types import Content

FOLDER = "public"
VERDICT = "verdict.json"


def folder(told: Content) -> Path:
    """Where the files of a released result lie."""
    return Path(settings.HOME) / FOLDER / str(told.detail["folder"])


def result(code: str) -> Content | None:
    """The released result of a draw; None before its release and after its withdrawal."""
    row = public.of_thing(NoticeKind.DRAW_RESULT, f"draw:{code}")
    return None if row is None or row.state == NoticeState.WITHDRAWN else public.content(row)


def before(previous: str) -> dict[str, Path]:
    """The released void attempts a redraw continues, the latest first: draw code → folder."""
    found: dict[str, Path] = {}
    while previous and (told := result(previous)) is not None:
        found[previous] = folder(told)
        previous = str(told.detail.get("previous", ""))
    return found


def verdict(told: Content) -> dict[str, Any] | None:
    """What the server found when the files were written; None for results from before it kept that."""
    if VERDICT not in {one.name for one in told.files}:
        return None
    found: dict[str, Any] = json.loads((folder(told) / VERDICT).read_bytes())
    return found
