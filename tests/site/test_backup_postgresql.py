"""The same backup and rehearsal where the bureau lives in PostgreSQL."""

import os
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection
from tests.shell import Shell

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bureau(django_db_setup, tmp_path_factory):
    """A founded bureau in a database of its own on the server the tests use; its tables are copied where they lie."""
    if connection.vendor != "postgresql":
        pytest.skip("only with --database=postgresql")
    shell = Shell(tmp_path_factory.mktemp("bureau"))
    template = connection.settings_dict["TEST"].get("TEMPLATE") or "template1"
    name = f"backup_{uuid.uuid4().hex[:12]}"
    url = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(url._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        ours = urlunsplit(url._replace(path=f"/{name}"))
        assert template != "template1" or shell.run("migrate", DATABASE_URL=ours).returncode == 0
        words = ["--bureau", "鹭湾市人社局", "--uscc", "113599000035990045", "--division", "359900"]
        people = ["--system-admin", "A1", "甲", "--security-admin", "A2", "乙", "--audit-admin", "A3", "丙"]
        assert shell.run("setup", *words, *people, DATABASE_URL=ours).returncode == 0
        yield shell, ours
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_rehearsal_restores_checks_and_leaves_no_database_behind(db, bureau, tmp_path):
    shell, url = bureau
    file = str(tmp_path / "one.mqbak")
    done = shell.run("backup", file, DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    done = shell.run("restore", file, "--rehearse", DATABASE_URL=url)
    assert done.returncode == 0 and "每张表的行数相符，日志完好" in done.stdout, done.stderr
    assert "恢复演练" in shell.run("journal", "show", "--last", "1", DATABASE_URL=url).stdout
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'mingqian_rehearsal%'")
        assert cursor.fetchall() == []


def test_a_backup_of_one_engine_is_not_restored_into_the_other(db, bureau, tmp_path):
    shell, url = bureau
    file = str(tmp_path / "one.mqbak")
    shell.run("backup", file, DATABASE_URL=url)
    done = shell.run("restore", file, MINGQIAN_HOME=str(tmp_path / "elsewhere"))
    assert done.returncode == 1 and "同一种数据库" in done.stderr
