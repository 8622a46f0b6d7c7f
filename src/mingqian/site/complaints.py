"""What a person sees when a command stops: plain Chinese on stderr and an exit code, never a traceback.

0 done · 1 refused, or a database or file is not as it should be · 2 wrong usage · 3 a fault in here.
"""

from typing import IO

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.core.management.base import SystemCheckError
from django.db import Error as DatabaseTrouble
from django.db import IntegrityError

from mingqian.core.decision import Refused
from mingqian.ui import room

REFUSED, WRONG_USAGE, FAULT, INTERRUPTED = 1, 2, 3, 130

# What the databases say (in lower case) → what it means and what to do.
_DATABASE = (
    (
        ("no such table", "no such column", "has no column named", "does not exist"),
        "数据库还没有建好，或者版本太旧",
        "请先运行 mingqian migrate",
    ),
    (
        ("unable to open database file",),
        "打不开数据库文件",
        "请检查 MINGQIAN_HOME 所指的目录是否存在、可写，再运行 mingqian migrate",
    ),
    (("database is locked",), "数据库正被另一个程序占用", "请等它做完再运行；没有保存任何改动"),
    (("not a database",), "这个文件不是 mingqian 的数据库", "请检查 DATABASE_URL 和 MINGQIAN_HOME"),
    (
        ("malformed", "could not decode"),
        "数据库文件已损坏",
        "请停止使用，从备份恢复；不要在损坏的文件上继续办理",
    ),
    (("readonly", "read-only"), "数据库只读，不能写入", "请检查文件和目录的权限"),
    (
        ("connection", "could not translate host", "couldn't get a connection", "password"),
        "连不上数据库",
        "请检查 DATABASE_URL 以及数据库服务是否在运行",
    ),
)


class Usage(Exception):
    """A command line that means nothing; carries what was wrong and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy


class BadSettings(Exception):
    """An environment variable that cannot be used."""


def read_settings() -> None:
    """Read the settings now, so that a bad one is named instead of failing somewhere inside."""
    from django.conf import settings

    try:
        databases = settings.DATABASES
        home = settings.HOME
        engine = databases["default"]["ENGINE"].rsplit(".", 1)[-1]
        if engine not in ("sqlite3", "postgresql"):
            raise ValueError(f"不支持的数据库 {engine}，只支持 SQLite 和 PostgreSQL")
        if not databases["default"].get("NAME"):
            raise ValueError("没有写数据库的名称")
        if engine == "sqlite3":
            # The database holds firms, people and, under an embargo, secrets: nobody else on the machine reads it.
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (ValueError, ImproperlyConfigured, ImportError) as error:
        raise BadSettings(f"设置读不出来：{error}。请检查环境变量 DATABASE_URL") from error
    except OSError as error:
        raise BadSettings(f"不能使用目录 {error.filename}：{error.strerror}。请检查 MINGQIAN_HOME") from error


def show(error: BaseException, to: IO[str]) -> int:
    """Print the complaint; the exit code."""
    code, text = complaint(error)
    if text:
        print(text, file=to)
    return code


def complaint(error: BaseException) -> tuple[int, str]:
    """Exit code and text for an error that ended a command."""
    match error:
        case KeyboardInterrupt():
            return INTERRUPTED, ""
        case Refused():
            return REFUSED, f"未办理：\n{error}" if len(error.decisions) > 1 else f"未办理：{error}"
        case Usage():
            return WRONG_USAGE, f"{error.what}。{error.remedy}。"
        case BadSettings():
            return REFUSED, f"{error}。"
        case SystemCheckError():
            return FAULT, str(error)
        case CommandError():
            return error.returncode, f"未完成：{error}"
        case _ if room.full(error):
            return REFUSED, f"磁盘已满（{_plain(error)}）。请腾出空间再运行；没有保存任何改动。"
        case DatabaseTrouble():
            return _database(error)
        case OSError() if error.filename is not None:
            return REFUSED, f"不能读写 {error.filename}：{_reason(error)}。"
        case MemoryError():
            return REFUSED, "内存不足，没有保存任何改动。请关掉别的程序，或换一台内存更大的机器。"
    return FAULT, (
        f"程序内部出错，不是您的操作有误：{type(error).__name__}: {error}\n"
        "没有保存任何改动。请在命令前加上 MINGQIAN_DEBUG=1 再运行一次，把显示的内容交给维护人员。"
    )


def _database(error: DatabaseTrouble) -> tuple[int, str]:
    said = _plain(error)
    if isinstance(error, IntegrityError):
        return REFUSED, f"数据库拒绝了这次改动，什么也没有保存：{said}"
    for signs, meaning, remedy in _DATABASE:
        if any(sign in said.lower() for sign in signs):
            return REFUSED, f"{meaning}（{said}）。{remedy}。"
    return REFUSED, f"数据库出错，什么也没有保存：{said}"


def _plain(error: BaseException) -> str:
    return " ".join(str(error).split())


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件或目录"
    if isinstance(error, PermissionError):
        return "没有权限"
    if isinstance(error, IsADirectoryError):
        return "这是一个目录，不是文件"
    return error.strerror or str(error)
