"""The command ``mingqian``: Django's commands under one name, dashes allowed, refusals without traceback."""

import os
import sys


def main() -> None:
    """Run ``mingqian COMMAND …``; exit code 0 done, 1 refused, 2 wrong usage."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
    from django.core.management import execute_from_command_line

    words = ["mingqian", *sys.argv[1:]]
    if len(words) > 1 and not words[1].startswith("-"):
        words[1] = words[1].replace("-", "_")
    execute_from_command_line(words)
