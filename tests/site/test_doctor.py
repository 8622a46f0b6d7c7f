"""The doctor with the real command: what is wrong is named with what to do, and the exit code says it."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.slow
KEY = "k" * 40


def examine(shell, **environment):
    done = shell.run("doctor", **{"MINGQIAN_SECRET_KEY": KEY, **environment})
    return done.returncode, done.stdout


def line(told, name):
    return next(row for row in told.splitlines() if f"　{name}：" in row)


def test_a_sound_bureau_passes_with_advice(founded):
    os.chmod(founded.home, 0o700)
    code, told = examine(founded)
    assert code == 0 and "没有发现问题" in told
    assert "链完好" in line(told, "审计日志") and line(told, "执行程序").startswith("注意")
    assert "mingqian backup" in told


def test_each_fault_is_named_with_its_remedy(founded):
    code, told = examine(founded, MINGQIAN_SECRET_KEY="short")
    assert code == 1 and "不足 32 位" in line(told, "签名密钥") and "MINGQIAN_SECRET_KEY" in told
    with closing(sqlite3.connect(founded.database)) as database:
        database.execute("DROP TRIGGER audit_entry_no_update")
    code, told = examine(founded)
    assert code == 1 and "触发器缺失" in line(told, "审计日志")
    os.chmod(founded.home, 0o755)
    assert line(examine(founded)[1], "数据目录").startswith("注意")


def test_a_log_key_that_others_read_or_that_is_gone_is_named_with_its_remedy(founded):
    assert line(examine(founded)[1], "日志私钥").startswith("好")
    founded.run("checkpoint", "make")
    key = founded.home / "log.key"
    key.chmod(0o644)
    code, told = examine(founded)
    assert code == 1 and "其他用户读取" in line(told, "日志私钥") and f"chmod 600 {key}" in told
    key.unlink()
    code, told = examine(founded)
    assert code == 1 and "缺失" in line(told, "日志私钥") and "mingqian checkpoint rotate" in told
    founded.run("checkpoint", "rotate", "--yes")
    assert line(examine(founded)[1], "日志私钥").startswith("好")


def write_of_a_later_century():
    from django.db import transaction

    from mingqian.accounts.types import console
    from mingqian.audit.services import record

    with transaction.atomic():
        record("unit.created", by=console(), now=datetime(2099, 1, 1, tzinfo=UTC), thing="unit:X", body={})


def test_a_clock_behind_the_journal_is_a_fault(founded):
    founded.do(write_of_a_later_century)
    code, told = examine(founded)
    assert code == 1 and "早于最后一条日志" in line(told, "时钟")


def test_without_a_database_nothing_else_is_claimed(empty):
    code, told = examine(empty)
    assert code == 1 and "mingqian migrate" in told and "审计日志" not in told
