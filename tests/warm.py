"""What a process that types commands for the tests has already imported; settings are read anew by each.

Loaded once by the fork server of ``tests.shell``; each command is then a process of its own all the same.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import django
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db import connections
from django.utils.functional import empty

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
django.setup()
for name, owner in get_commands().items():
    if owner == "mingqian.site" or name == "migrate":
        load_command_class(owner, name)


def type_line(words: Sequence[str], home: Path, environment: Mapping[str, str], said: Path) -> None:
    """A person's line in this process; what it printed lies at ``said`` with the endings .out and .err."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(home)
    for number, ending in ((1, ".out"), (2, ".err")):
        os.dup2(os.open(said.with_suffix(ending), os.O_WRONLY | os.O_CREAT, 0o600), number)
    _forget_settings()
    sys.argv = ["mingqian", *words]
    from mingqian.site import cli

    cli.main()


def _forget_settings() -> None:
    settings._wrapped = empty
    sys.modules.pop("mingqian.site.settings", None)
    vars(connections).clear()
    type(connections).__init__(connections)
