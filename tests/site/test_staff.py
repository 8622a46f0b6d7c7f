"""``mingqian staff``: the two administrators build the bureau, neither does the other's part."""

import pytest
from django.core.management import CommandError, call_command
from tests import cast as casting

from mingqian.accounts import selectors
from mingqian.accounts.enums import Role
from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.site.complaints import Usage


@pytest.fixture
def bureau(db):
    casting.found()


def staff(*words: str) -> None:
    call_command("staff", *words)


def test_a_person_comes_from_one_administrator_and_the_post_from_another(bureau):
    staff("unit", "FGC", "政策法规处", "--parent", "359900", "--division", "359900", "--as", "LWX1")
    staff("person", "LW02", "沈知法", "--unit", "FGC", "--as", "LWX1")
    staff("appoint", "LW02", "legal_office", "--unit", "FGC", "--on", "2026-01-05", "--as", "LWX2")
    post = selectors.posts(selectors.actor("LWX2", on=casting.TODAY.replace(year=2099))).get(
        person__code="LW02"
    )
    assert (post.role, post.unit.code, post.from_on.isoformat()) == ("legal_office", "FGC", "2026-01-05")
    told = {entry.kind: entry.actor for entry in Entry.objects.order_by("seq")}
    assert told["person.created"] == "LWX1"
    assert told["post.appointed"] == "LWX2"


@pytest.mark.parametrize(
    "words",
    [
        ("person", "LW02", "沈知法", "--unit", "359900", "--as", "LWX2"),
        ("person", "LW02", "沈知法", "--unit", "359900", "--as", "LWX3"),
        ("unit", "FGC", "政策法规处", "--parent", "359900", "--division", "359900", "--as", "LWX3"),
        ("appoint", "LWX3", "inspector", "--unit", "359900", "--as", "LWX2"),
    ],
)
def test_what_is_not_yours_is_refused_with_its_clause(bureau, words):
    before = Entry.objects.count()
    with pytest.raises(Refused, match="三员分立"):
        staff(*words)
    assert Entry.objects.count() == before


def test_a_role_goes_by_its_name_too_and_a_wrong_one_is_named(bureau):
    staff("person", "LW10", "纪见证", "--unit", "359900", "--as", "LWX1")
    staff("appoint", "LW10", Role.DISCIPLINE_WITNESS.label, "--unit", "359900", "--as", "LWX2")
    with pytest.raises(Usage) as refused:
        staff("appoint", "LW10", "大总管", "--unit", "359900", "--as", "LWX2")
    assert "大总管" in refused.value.what


def test_the_list_shows_units_and_posts(bureau, capsys):
    staff("list", "--as", "LWX1")
    said = capsys.readouterr().out
    for word in ("鹭湾市人力资源和社会保障局", "席系统", "审计管理员"):
        assert word in said


def test_a_missing_word_is_named_in_chinese(bureau):
    with pytest.raises(CommandError, match=r"缺少必填的内容：.*--as"):
        staff("person", "LW02", "沈知法", "--unit", "359900")
