"""Whatever goes wrong, a person reads plain Chinese and the shell gets a code; never a traceback."""

import errno
import sqlite3
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import DatabaseError, IntegrityError, OperationalError, ProgrammingError

from mingqian.core.decision import Refused, denied
from mingqian.site import cli, complaints

NO = denied("x.no", "不可以", "某办法第三条", "请改正")


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (Refused(NO), 1, ["未办理：不可以", "依据：某办法第三条", "处理办法：请改正"]),
        (Refused(NO, denied("x.nor", "也不可以")), 1, ["未办理：\n不可以", "\n也不可以"]),
        (OperationalError("no such table: audit_entry"), 1, ["还没有建好", "mingqian migrate"]),
        (OperationalError("no such column: x.y"), 1, ["版本太旧", "mingqian migrate"]),
        (ProgrammingError('relation "audit_entry" does not exist\nLINE 1: …'), 1, ["mingqian migrate"]),
        (OperationalError("unable to open database file"), 1, ["打不开数据库文件", "MINGQIAN_HOME"]),
        (OperationalError("database is locked"), 1, ["正被另一个程序占用"]),
        (DatabaseError("file is not a database"), 1, ["不是 mingqian 的数据库"]),
        (DatabaseError("database disk image is malformed"), 1, ["已损坏", "备份"]),
        (OperationalError("attempt to write a readonly database"), 1, ["只读"]),
        (OperationalError("database or disk is full"), 1, ["磁盘已满"]),
        (
            OperationalError('connection to server at "h" failed: refused'),
            1,
            ["连不上数据库", "DATABASE_URL"],
        ),
        (OperationalError("something new"), 1, ["数据库出错", "something new"]),
        (IntegrityError("audit_entry 只能追加，不能修改、删除或覆盖"), 1, ["拒绝了这次改动", "只能追加"]),
        (CommandError("没有这个文件", returncode=1), 1, ["未完成：没有这个文件"]),
        (CommandError("用法", returncode=2), 2, ["用法"]),
        (FileNotFoundError(errno.ENOENT, "No such file", "名录.xlsx"), 1, ["名录.xlsx", "没有这个文件"]),
        (PermissionError(errno.EACCES, "Permission denied", "名录.xlsx"), 1, ["没有权限"]),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "名录"), 1, ["是一个目录"]),
        (OSError(errno.ENOSPC, "No space left on device", "名录"), 1, ["磁盘已满", "No space left"]),
        (OSError(errno.EFBIG, "File too large"), 1, ["磁盘已满", "没有保存任何改动"]),
        (sqlite3.OperationalError("database or disk is full"), 1, ["磁盘已满"]),
        (MemoryError(), 1, ["内存不足"]),
        (complaints.Usage("没有“x”这个命令", "见 help"), 2, ["没有“x”这个命令。见 help。"]),
        (complaints.BadSettings("设置读不出来：…"), 1, ["设置读不出来"]),
        (ZeroDivisionError("division by zero"), 3, ["程序内部出错", "ZeroDivisionError", "MINGQIAN_DEBUG=1"]),
    ],
)
def test_each_kind_of_trouble_has_its_words_and_code(error, code, words):
    given, text = complaints.complaint(error)
    assert given == code
    for word in words:
        assert word in text


def test_an_interruption_is_quiet():
    assert complaints.complaint(KeyboardInterrupt()) == (130, "")


@pytest.fixture
def trouble(monkeypatch):
    """Let any command end in this error."""

    def arrange(error):
        def fail(words):
            raise error

        monkeypatch.setattr(cli, "_execute", fail)

    return arrange


def test_a_refusal_goes_to_stderr_with_code_one(trouble, capsys):
    trouble(Refused(NO))
    assert cli.run(["anything"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.startswith("未办理：不可以")) == ("", True)


@pytest.mark.parametrize(("leave", "code"), [(SystemExit(), 0), (SystemExit(2), 2), (SystemExit("不行"), 1)])
def test_a_command_may_leave_with_its_own_code(trouble, capsys, leave, code):
    trouble(leave)
    assert cli.run(["anything"]) == code
    assert ("不行" in capsys.readouterr().err) is (leave.code == "不行")


def test_whoever_asks_for_the_traceback_gets_it(trouble, monkeypatch):
    trouble(ZeroDivisionError())
    assert cli.run(["anything"]) == 3
    monkeypatch.setenv("MINGQIAN_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.run(["anything"])


def test_an_unknown_command_is_answered_with_the_nearest(capsys):
    assert cli.run(["jornal", "verify"]) == 2
    assert "是不是 mingqian journal？" in capsys.readouterr().err
    assert cli.run(["zzzz"]) == 2
    assert "mingqian help" in capsys.readouterr().err


@pytest.mark.slow
def test_a_fresh_machine_is_told_to_migrate(empty):
    done = empty.run("journal", "verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert "请先运行 mingqian migrate" in done.stderr


@pytest.mark.slow
def test_a_database_before_the_foundation_is_told_to_set_up(empty):
    assert empty.run("migrate").returncode == 0
    done = empty.run("journal", "verify")
    assert done.returncode == 1
    assert "请先运行 mingqian setup" in done.stderr


@pytest.mark.slow
def test_settings_that_cannot_be_read_are_explained(empty):
    done = empty.start("journal", "verify", DATABASE_URL="nonsense://x")
    assert done.returncode == 1
    assert "设置读不出来" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u@h/x", "只支持 SQLite 和 PostgreSQL"),
        ("postgres://", "没有写数据库的名称"),
        ("postgresql://nobody@127.0.0.1:1/x", "连不上数据库"),
    ],
)
def test_a_database_that_cannot_be_had_is_explained(empty, url, words):
    done = empty.run("journal", "verify", DATABASE_URL=url)
    assert done.returncode == 1
    assert words in done.stderr


def test_bytes_that_are_no_text_are_refused_before_anything_is_done(capsys):
    assert cli.run(["import", "名单\udcff.csv", "--as", "LW02"]) == 2
    said = capsys.readouterr().err
    assert "第 2 个词“名单\ufffd.csv”" in said and "改名" in said


@pytest.mark.slow
def test_a_file_that_is_no_database_is_explained_and_left_alone(empty):
    empty.database.write_bytes(b"just some text, long enough to be read as a header of something")
    before = empty.database.read_bytes()
    done = empty.run("journal", "verify")
    assert (done.returncode, "不是 mingqian 的数据库" in done.stderr) == (1, True)
    assert empty.database.read_bytes() == before


@pytest.mark.slow
def test_a_reader_who_went_away_is_no_error(founded):
    import subprocess
    import sys

    command = "from mingqian.site.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "journal", "show"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=founded.environment(PYTHONUNBUFFERED="1"),
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) in (0, 141)


def test_help_lists_every_command_of_the_bureau_in_chinese(capsys):
    folder = Path(cli.__file__).parent / "management" / "commands"
    assert set(cli.COMMANDS) == {file.stem for file in folder.glob("[a-z]*.py")}
    for words in ([], ["help"], ["--help"]):
        assert cli.run(words) == 0
        said = capsys.readouterr().out
        assert all(name.replace("_", "-") in said for name in cli.COMMANDS)
        assert "Available subcommands" not in said


def test_the_version_is_our_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("明签 ")
