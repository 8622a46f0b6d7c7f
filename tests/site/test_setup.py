"""``mingqian setup``: one foundation, from the shell, with three people."""

import pytest
from django.core.management import call_command

from mingqian.accounts import selectors
from mingqian.accounts.models import Person, Unit
from mingqian.audit import selectors as journal
from mingqian.core.decision import Refused
from mingqian.site import cli

WORDS = {
    "--bureau": ["鹭湾市人力资源和社会保障局"],
    "--uscc": ["113599000035990045"],
    "--division": ["359900"],
    "--system-admin": ["LWX1", "席系统"],
    "--security-admin": ["LWX2", "安保密"],
    "--audit-admin": ["LWX3", "沈审计"],
}


def words(**changes):
    merged = WORDS | {"--" + name.replace("_", "-"): value for name, value in changes.items()}
    return [word for flag, values in merged.items() if values is not None for word in (flag, *values)]


def test_a_bureau_is_founded_and_says_what_to_write_down(db, capsys):
    call_command("setup", *words())
    said = capsys.readouterr().out
    report = journal.check()
    assert f"末端 1:{report.head}" in said
    for line in ("已建局：鹭湾市", "系统管理员：席系统（LWX1）", "安全管理员：安保密", "审计管理员：沈审计"):
        assert line in said
    assert selectors.bureau().level == "city"
    assert report.suite == "sha256"


def test_a_district_may_keep_its_journal_in_sm3(db):
    call_command("setup", *words(suite=["sm3"], district=[]))
    assert selectors.bureau().level == "district"
    assert journal.check().suite == "sm3"


def test_a_second_foundation_is_refused(db):
    call_command("setup", *words())
    with pytest.raises(Refused, match="本库已经建局"):
        call_command("setup", *words(bureau=["另一局"]))
    assert Unit.objects.count() == 1


def test_one_person_cannot_be_two_administrators(db):
    with pytest.raises(Refused, match="三个不同的人"):
        call_command("setup", *words(audit_admin=["LWX1", "席系统"]))
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"uscc": None}, {"audit_admin": ["LWX3"]}, {"suite": ["md5"]}, {"colour": ["red"]}],
    ids=["a part missing", "a name missing", "an unknown suite", "an unknown option"],
)
def test_a_wrong_command_line_leaves_with_code_two(db, capsys, changes):
    assert cli.run(["setup", *words(**changes)]) == 2
    assert "setup" in capsys.readouterr().err
    assert not Unit.objects.exists()
