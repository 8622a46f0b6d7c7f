"""The command line as an officer meets it: Chinese help, Chinese usage errors, none of Django's own switches."""

import re
from datetime import datetime
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mingqian.ui import clock

# What argparse says → what a person reads. Patterns are matched against the whole message.
_SAID = (
    (r"the following arguments are required: (.+)", r"缺少必填的内容：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的内容：\1"),
    (r"argument (.+): expected one argument", r"\1 后面要跟一个值"),
    (r"argument (.+): expected (\d+) arguments?", r"\1 后面要跟 \2 个值"),
    (r"argument (.+): expected at least one argument", r"\1 后面至少要跟一个值"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1 不能是 \2，只能是 \3 之一"),
    (r"argument (.+): invalid (\w+) value: (.+)", r"\1 的值 \3 不合规"),
    (r"argument (.+): not allowed with argument (.+)", r"\1 不能与 \2 同时使用"),
    (r"one of the arguments (.+) is required", r"以下几项须填一项：\1"),
    (r"ambiguous option: (.+) could match (.+)", r"\1 不明确，可能是 \2"),
    (r"argument (.+): (.+)", r"\1：\2"),
)


def spoken(message: str) -> str:
    """argparse's message in Chinese; an unknown one stays as it is."""
    for pattern, words in _SAID:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, words, message)
    return message


class Parser(CommandParser):
    """A parser that speaks Chinese, also in its sub-parsers."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # argparse takes what it likes
        super().__init__(**options)
        self._positionals.title, self._optionals.title = "内容", "选项"

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        text = super().format_help().replace("usage: ", "用法：", 1)
        return text.replace("show this help message and exit", "显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Exit code 2 from a shell; an exception when a program calls the command."""
        if not self.called_from_command_line:
            raise CommandError(spoken(message))
        self.exit(2, f"{self.format_usage()}{self.prog}：{spoken(message)}\n")


class Command(BaseCommand):
    """What every command of the bureau stands on; ``now`` is the one reading of the clock a command makes."""

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:  # noqa: ANN401
        """Only the command's own options; Django's switches keep their defaults unseen."""
        parser = Parser(
            prog=f"mingqian {subcommand.replace('_', '-')}",
            description=self.help or None,
            called_from_command_line=getattr(self, "_called_from_command_line", None),
            **options,
        )
        parser.set_defaults(
            verbosity=1,
            traceback=False,
            no_color=False,
            force_color=False,
            skip_checks=True,
            settings=None,
            pythonpath=None,
        )
        self.add_arguments(parser)
        return parser

    @property
    def now(self) -> datetime:
        """The moment a person pressed the key; in the demo, on its own day."""
        return clock.now()
