"""What a process that types commands for the tests has already imported; settings are read anew by each.

Loaded once by the fork server of ``tests.shell``; each command is then a process of its own all the same.
"""

import gc
import importlib
import io
import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import django
import pytest  # noqa: F401 — what tests do in a process of its own lies beside them
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db import connections
from django.utils.functional import empty
from tests import tables

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
django.setup()
for name, owner in get_commands().items():
    if owner == "mingqian.site" or name == "migrate":
        load_command_class(owner, name)
importlib.import_module(settings.ROOT_URLCONF)  # every page, for the checks before each command
tables.keep()
importlib.import_module(
    "pypinyin.constants"
)  # what the search knows of readings: half a second for each process
gc.freeze()  # looking for garbage, each child would write to all of these pages and have its own copy of them


def do(
    work: Callable[..., object], given: Sequence[Any], home: Path, environment: Mapping[str, str], said: Path
) -> None:
    """``work`` in this process; what it prints lies at ``said`` with the endings .out and .err."""
    _sit_down(home, environment)
    for number, ending in ((1, ".out"), (2, ".err")):
        os.dup2(os.open(said.with_suffix(ending), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    try:
        work(*given)
    finally:
        connections.close_all()  # as a program that ends: the last to close an SQLite file writes its log back


def type_line(*words: str) -> None:
    """A person's line."""
    sys.argv = ["mingqian", *words]
    from mingqian.site import cli

    cli.main()


def type_anew(*words: str) -> None:
    """A person's line in a fresh interpreter: for what only a start from nothing shows."""
    code = "from mingqian.site.cli import main; main()"
    os.execv(sys.executable, [sys.executable, "-c", code, *words])


def type_lines(lines: Sequence[Sequence[str]], said: Path) -> None:
    """Several lines one after another; ``said`` holds code, output and complaints of each."""
    from mingqian.site import cli

    answers = []
    for words in lines:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.run(list(words))
        answers.append((code, out.getvalue(), err.getvalue()))
    said.write_text(json.dumps(answers), encoding="utf-8")


def _sit_down(home: Path, environment: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(home)
    multiprocessing.set_start_method("fork", force=True)  # as in any program; the fork server left its own
    settings._wrapped = empty
    sys.modules.pop("mingqian.site.settings", None)
    vars(connections).clear()
    type(connections).__init__(connections)
