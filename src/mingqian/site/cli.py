"""The command ``mingqian``: Django's commands under one name, dashes allowed, refusals without traceback."""

import difflib
import os
import sys
from importlib import metadata

from django.apps import apps
from django.db import connections

from mingqian.site import complaints, garbage

COMMANDS = (
    "setup",
    "staff",
    "login_link",
    "import",
    "plan",
    "run_year",
    "draw_roll",
    "demo",
    "journal",
    "records",
    "checkpoint",
    "cosign",
    "pack",
    "clauses",
    "fairness",
    "serve",
    "worker",
    "doctor",
    "backup",
    "restore",
    "search_rebuild",
    "publish_static",
)

QUIET_PIPE = 141
"""What a shell expects of a program whose reader went away."""


def main() -> None:
    """Run ``mingqian COMMAND …`` and leave with its code: see ``complaints`` for the codes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show a character shows a question mark, not a traceback.
            stream.reconfigure(errors="replace")
    code = run(sys.argv[1:])
    if apps.ready:
        # The last to close an SQLite file writes its log back into it.
        connections.close_all()
    sys.exit(code)


def run(words: list[str]) -> int:
    """Run one command line and give its exit code. Only here is decided what a person sees of an error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
    try:
        code = _finish(words)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader (head, less) has enough. Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return QUIET_PIPE
    except BaseException as error:
        if os.environ.get("MINGQIAN_DEBUG"):
            raise
        return complaints.show(error, sys.stderr)


def _finish(words: list[str]) -> int:
    try:
        _execute(words)
    except SystemExit as leave:
        if leave.code is None or isinstance(leave.code, int):
            return leave.code or 0
        print(leave.code, file=sys.stderr)
        return complaints.REFUSED
    return 0


def _refuse_unreadable(words: list[str]) -> None:
    """Bytes that are no text arrive as surrogates, which no database, log or terminal takes."""
    for number, word in enumerate(words, 1):
        if not word.isascii() and any("\ud800" <= char <= "\udfff" for char in word):
            shown = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in word)
            told = f"命令行第 {number} 个词“{shown}”里有读不出的字节（不是 UTF-8）"
            raise complaints.Usage(told, "请改正；如果是文件名，请先把文件改名")


def _execute(words: list[str]) -> None:
    _refuse_unreadable(words)
    complaints.read_settings()
    import django
    from django.core.management import ManagementUtility, get_commands, load_command_class

    django.setup()
    if not words or words in (["help"], ["-h"], ["--help"]):
        print(overview())
        return
    if words in (["version"], ["--version"]):
        print(f"明签 {metadata.version('mingqian')}")
        return
    if words[0].startswith("-") or words[0] == "help":
        ManagementUtility(["mingqian", *words]).execute()
        return
    name = words[0].replace("-", "_")
    commands = get_commands()
    if name not in commands:
        raise complaints.Usage(f"没有“{words[0]}”这个命令", _nearest(name, list(commands)))
    owner = commands[name]
    command = load_command_class(owner, name) if isinstance(owner, str) else owner
    command._called_from_command_line = True  # type: ignore[attr-defined]  # wrong usage leaves with code 2
    options = vars(command.create_parser("mingqian", words[0]).parse_args(words[1:]))
    garbage.look_at_what_comes()
    command.execute(*options.pop("args", ()), **options)


def overview() -> str:
    """The bureau's commands in the order in which a bureau meets them; Django's own stay out of the list."""
    from django.core.management import load_command_class

    lines = ["用法：mingqian 命令 …　　每个命令的说明：mingqian 命令 -h", ""]
    for name in COMMANDS:
        help_text = load_command_class("mingqian.site", name).help
        lines.append(f"  {name.replace('_', '-'):<16}{help_text}")
    lines += ["", "  migrate         建库或升级数据库（装好后先运行一次）"]
    return "\n".join(lines)


def _nearest(name: str, commands: list[str]) -> str:
    near = difflib.get_close_matches(name, commands, n=1)
    if near:
        return f"是不是 mingqian {near[0].replace('_', '-')}？全部命令见 mingqian help"
    return "全部命令见 mingqian help"
