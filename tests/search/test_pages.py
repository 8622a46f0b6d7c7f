"""The page of the search, on the real wiring: what is registered is found."""

import pytest
from tests.web import lived, signed_in, text_of

from mingqian.search import kinds, services
from mingqian.search.types import Filing, Kind


@pytest.fixture(autouse=True)
def _one_kind():
    real = kinds.known()
    services.connect([Kind(1, "subject", "监管对象", "jobs:job"), Kind(2, "item", "抽查事项", "jobs:job")])
    yield
    services.connect(real)


@pytest.fixture
def ask(cast):
    with lived(cast.now):
        client = signed_in(cast.legal_office, now=cast.now)
        yield lambda **given: text_of(client.get("/desk/search/", given))


def test_hits_stand_under_their_kind_and_lead_to_their_page(ask):
    services.put(Filing("subject", "7", "鹭湾<恒筑>建设", "在营", (), "359900/"))
    page = ask(q="恒筑")
    assert "监管对象" in page and 'href="/desk/jobs/7/"' in page and "鹭湾&lt;恒筑&gt;建设" in page


def test_a_kind_with_more_hits_than_are_shown_has_a_page_of_its_own(ask):
    services.put_many(Filing("subject", str(n), f"恒筑{n}号", "", (), "359900/") for n in range(30))
    page = ask(q="恒筑")
    assert page.count('class="t" href=') == 8 and "kind=subject" in page
    assert ask(q="恒筑", kind="subject").count('class="t" href=') == 30


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "请在上方的搜索框里输入"),
        ("恒", "请至少输入两个字"),
        ("没有的", "没有找到“没有的”"),
        ("x" * 5000, "搜索"),
    ],
)
def test_nothing_found_says_what_to_do(ask, question, told):
    assert told in ask(q=question)


def test_an_unknown_kind_finds_nothing_and_breaks_nothing(ask):
    services.put(Filing("subject", "7", "恒筑", "", (), "359900/"))
    assert "没有找到" in ask(q="恒筑", kind="'; drop")
