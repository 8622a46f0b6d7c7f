"""Backup and restore with the real commands: whole, checked, never over anything, never from anything broken."""

import gzip
import io
import json
import os
import shutil
import sqlite3
import tarfile
from contextlib import closing

import pytest
from tests.shell import Shell

from mingqian.core.decision import Refused
from mingqian.site.backup import archive, work

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def backed_up(founded_home, tmp_path_factory):
    """A bureau with a frozen roll and a key beside its database, and its backup: made once."""
    place = tmp_path_factory.mktemp("backed-up")
    shutil.copytree(founded_home, place / "home")
    for folder, name in (("rolls", "ab/cdef.txt"), ("keys", "LW-1.key")):
        file = place / "home" / folder / name
        file.parent.mkdir(parents=True)
        file.write_text(f"content of {name}")
    done = Shell(place / "home").run("backup", str(place / "one.mqbak"))
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture
def founded(backed_up, tmp_path):
    shutil.copytree(backed_up / "home", tmp_path / "home")
    return Shell(tmp_path / "home")


@pytest.fixture
def made(backed_up, tmp_path):
    return shutil.copy(backed_up / "one.mqbak", tmp_path / "one.mqbak")


@pytest.fixture
def elsewhere(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    return Shell(tmp_path / "elsewhere")


def test_a_backup_comes_back_whole_in_another_place(founded, made, elsewhere):
    done = elsewhere.run("restore", str(made))
    assert done.returncode == 0 and "每张表的行数相符，日志完好" in done.stdout, done.stderr
    assert (elsewhere.home / "rolls/ab/cdef.txt").read_text() == "content of ab/cdef.txt"
    before, after = (shell.run("journal", "verify").stdout.splitlines()[0] for shell in (founded, elsewhere))
    count = int(after.split("共 ")[1].split(" ")[0])
    assert before.split("共 ")[1].startswith(f"{count + 1} "), (
        "the backup itself is the last entry of the original"
    )
    assert (
        elsewhere.run("staff", "list", "--as", "LWX1").stdout
        == founded.run("staff", "list", "--as", "LWX1").stdout
    )


def test_nobody_else_on_the_machine_reads_it_and_it_holds_no_signing_key(founded, made):
    assert os.stat(made).st_mode & 0o777 == 0o600
    with tarfile.open(made) as tar:
        names = tar.getnames()
    assert names == ["manifest.json", "database.sqlite3", "rolls/ab/cdef.txt", "keys/LW-1.key"]


def test_a_rehearsal_touches_nothing_and_is_journaled(founded, made):
    done = founded.run("restore", str(made), "--rehearse")
    assert done.returncode == 0 and "恢复演练通过" in done.stdout, done.stderr
    assert "恢复演练" in founded.run("journal", "show", "--last", "1").stdout


def test_neither_a_backup_nor_a_bureau_is_ever_overwritten(founded, made):
    again = founded.run("backup", str(made))
    assert again.returncode == 1 and "不覆盖已有文件" in again.stderr
    back = founded.run("restore", str(made))
    assert back.returncode == 1 and "已有数据" in back.stderr


def rewritten(made, change):
    """The same archive with one member changed, added, or left out."""
    members = []
    with tarfile.open(made) as tar:
        for member in tar:
            members.append((member, tar.extractfile(member).read()))
    with tarfile.open(made, "w:gz") as tar:
        for member, data in change(members):
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


def newer(members):
    manifest = json.loads(members[0][1])
    manifest["migrations"].append("planning.9999_tomorrow")
    return [(members[0][0], json.dumps(manifest).encode()), *members[1:]]


def outside(members):
    manifest = json.loads(members[0][1])
    manifest["files"]["../outside.txt"] = next(iter(manifest["files"].values()))
    member = tarfile.TarInfo("../outside.txt")
    return [(members[0][0], json.dumps(manifest).encode()), (member, b"x"), *members[1:]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda members: [*members[:2], (members[2][0], b"other"), *members[3:]], "内容与说明不符"),
        (lambda members: members[:-1], "缺少 1 个文件"),
        (lambda members: [*members, (tarfile.TarInfo("more.txt"), b"x")], "多出了"),
        (lambda members: members[1:], "开头没有说明文件"),
        (newer, "更新的程序"),
        (outside, "不合规"),
    ],
    ids=["changed", "missing", "added", "headless", "newer", "outside"],
)
def test_a_backup_that_is_not_what_it_says_is_refused(made, tmp_path, change, told):
    rewritten(made, change)
    with pytest.raises(Refused, match=told):
        work._refuse_other(archive.unpack(made, tmp_path / "inside"))
    assert not (tmp_path / "outside.txt").exists()


def test_a_refused_backup_leaves_nothing_behind(made, elsewhere):
    rewritten(made, lambda members: members[:-1])
    done = elsewhere.run("restore", str(made))
    assert done.returncode == 1 and "缺少 1 个文件" in done.stderr, done.stderr
    assert not [
        path.name for path in elsewhere.home.iterdir() if not path.name.startswith("mingqian.sqlite3")
    ]
    assert elsewhere.run("journal", "verify").returncode == 1


@pytest.mark.parametrize("content", [b"", b"no archive at all", gzip.compress(b"not a tar", mtime=0)])
def test_a_file_that_is_no_backup_is_refused(tmp_path, content):
    file = tmp_path / "bad.mqbak"
    file.write_bytes(content)
    with pytest.raises(Refused, match="不是完好的备份文件"):
        archive.unpack(file, tmp_path / "inside")


def test_half_a_file_is_refused(made, tmp_path):
    os.truncate(made, os.path.getsize(made) // 2)
    with pytest.raises(Refused, match="不是完好的备份文件"):
        archive.unpack(made, tmp_path / "inside")


def test_a_broken_journal_is_not_backed_up_over_good_backups(founded, tmp_path):
    with closing(sqlite3.connect(founded.database)) as database, database:
        database.execute("DROP TRIGGER audit_entry_no_update")
        database.execute("UPDATE audit_entry SET actor_name = '别人' WHERE seq = 3")
    done = founded.run("backup", str(tmp_path / "two.mqbak"))
    assert done.returncode == 1 and "第 3 条断裂" in done.stderr
    assert not list(tmp_path.glob("two*"))
