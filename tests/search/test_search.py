"""The search on the real index of the database at hand: what is found, by whom, in which order."""

import pytest
from django.db import connection

from mingqian.search import index, kinds, selectors, services
from mingqian.search.models import Card
from mingqian.search.types import Filing, Kind

FIRM = "鹭湾恒筑建设有限公司"


@pytest.fixture(autouse=True)
def _two_kinds():
    real = kinds.known()
    services.connect([Kind(1, "subject", "监管对象", "x"), Kind(2, "item", "抽查事项", "x")])
    yield
    services.connect(real)


def firm(key="USCC:1", title=FIRM, path="359900/", **more):
    return Filing("subject", key, title, unit_path=path, **more)


def found(by, question, **more):
    return {
        group.kind.code: [hit.key for hit in group.hits] for group in selectors.find(by, question, **more)
    }


def test_a_thing_is_found_by_two_characters_by_initials_and_by_a_piece_of_its_code(cast):
    services.put(firm(words=("91359900MA00000017", "鹭湾旧名商行")))
    for question in (
        "恒筑",
        "lwhz",
        "HZJS",
        "MA000000",
        "91359900MA00000017",
        "旧名",
        "建设 恒筑",
        "恒筑 0017",
    ):
        assert found(cast.legal_office, question) == {"subject": ["USCC:1"]}, question
    for question in ("筑恒", "恒", "91359900MA00000018", "建设 旧称"):
        assert found(cast.legal_office, question) == {}, question


def test_neighbouring_pairs_that_do_not_stand_together_are_not_a_hit(cast):
    services.put(firm(title="恒筑筑建"))
    assert found(cast.legal_office, "恒筑建") == {}


def test_nobody_finds_what_lies_outside_the_scope(cast):
    services.put_many(
        [
            firm("USCC:1", path="359900/359901/"),
            firm("USCC:2", path="359900/359902/"),
            Filing("item", "I-1", "恒筑事项"),
        ]
    )
    assert found(cast.legal_office, "恒筑") == {"subject": ["USCC:2", "USCC:1"], "item": ["I-1"]}
    assert found(cast.district_bureau, "恒筑") == {"subject": ["USCC:1"], "item": ["I-1"]}
    assert found(cast.system_admin, "恒筑") == {}, "an administrator's post gives no data scope"


def test_titles_that_begin_with_the_question_come_first_and_more_is_said(cast):
    services.put_many([firm(f"USCC:{n}", f"{'建设' if n == 3 else ''}鹭湾{n}号建设公司") for n in range(40)])
    (group,) = selectors.find(cast.legal_office, "建设", limit=5)
    assert [hit.key for hit in group.hits] == ["USCC:3", "USCC:39", "USCC:38", "USCC:37", "USCC:36"]
    assert group.more
    assert list(found(cast.legal_office, "建设", kind="item")) == []


def test_few_things_of_one_kind_are_not_hidden_behind_many_of_another(cast):
    services.put(Filing("item", "I-1", "建设单位用工检查"))
    services.put_many([firm(f"USCC:{n}") for n in range(200)])
    assert found(cast.legal_office, "建设", limit=3)["item"] == ["I-1"]


def test_a_changed_thing_is_found_by_its_new_name_alone_and_a_removed_one_not_at_all(cast):
    services.put_many([firm("USCC:1"), firm("USCC:2", "海岭餐饮")])
    assert services.put_many([firm("USCC:1", "湖滨物业"), firm("USCC:2", "海岭餐饮")]) == 1, "one has changed"
    assert found(cast.legal_office, "恒筑") == {}
    assert found(cast.legal_office, "物业") == {"subject": ["USCC:1"]}
    services.remove("subject", ["USCC:1", "USCC:404"])
    assert found(cast.legal_office, "物业") == {}
    services.clear("subject")
    assert found(cast.legal_office, "海岭") == {} and not Card.objects.exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_gram (search_gram) VALUES ('integrity-check')")


@pytest.mark.parametrize(
    "question", ["'", '"', "'' OR 1=1 --", "NEAR(恒筑", "恒筑*", "\x00", "&|!()", "%恒筑%", "\\恒筑"]
)
def test_what_means_something_to_a_database_means_nothing_here(cast, question):
    services.put(firm())
    plain = question.replace("*", "").replace("%", "").replace("\\", "") == "恒筑"
    assert bool(found(cast.legal_office, question)) is plain


def test_what_lies_behind_the_newest_cards_is_found_as_well(cast, monkeypatch):
    monkeypatch.setattr(index, "NEAR", 3)
    services.put_many(
        firm(f"USCC:{number}", f"鹭湾{'恒筑' if number < 6 else '海川'}{number}") for number in range(10)
    )
    assert found(cast.legal_office, "恒筑")["subject"] == [f"USCC:{number}" for number in (5, 4, 3, 2, 1, 0)]
    assert found(cast.legal_office, "海川")["subject"] == [f"USCC:{number}" for number in (9, 8, 7, 6)]
    assert len(found(cast.legal_office, "鹭湾", limit=3)["subject"]) == 3


def test_many_new_cards_wait_in_front_of_the_index_for_a_short_time_only(cast):
    services.put_many(firm(f"USCC:{number}", f"{FIRM}{number}") for number in range(60))
    services.settle_down()
    assert len(found(cast.legal_office, "恒筑 57")["subject"]) == 1
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('search_gram_grams')")
            (pages,) = cursor.fetchone()
            cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'search_gram_grams'")
            assert (pages, *cursor.fetchone()[0]) == (0, "gin_pending_list_limit=256")


def test_a_question_too_short_is_told_apart_from_one_without_an_answer():
    assert selectors.too_short("恒") and not selectors.too_short("恒筑") and not selectors.too_short("  ")
