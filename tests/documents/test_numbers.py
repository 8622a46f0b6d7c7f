"""文号: one after the other, none missing, kept for a phone and given back."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Cast

from mingqian.documents import numbering, sheets
from mingqian.documents.enums import Kind
from mingqian.documents.models import Number
from mingqian.documents.services import numbers

NOW = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
NEXT_YEAR = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight in Beijing


def taken(cast: Cast, thing: str = "approval:A", now: datetime = NOW) -> str:
    unit = cast.legal_office.unit_id
    assert unit is not None
    (number,) = numbers.take(kind=Kind.VISIT_NOTICE, unit=unit, things=[thing], now=now)
    return number


def kept(cast: Cast, *holders: str, count: int = 1) -> dict[str, list[str]]:
    unit = cast.legal_office.unit_id
    assert unit is not None
    return numbers.reserve(kind=Kind.VISIT_NOTICE, unit=unit, holders=holders, count=count, now=NOW)


@pytest.mark.parametrize(
    ("organ", "word"),
    [
        ("鹭湾市人力资源和社会保障局", "鹭湾人社检通"),
        ("湖滨区人力资源社会保障局", "湖滨人社检通"),
        ("鹭湾市就业中心", "鹭湾市就业中心检通"),
    ],
)
def test_an_organ_that_says_nothing_is_called_by_its_short_name(organ: str, word: str) -> None:
    assert numbering.usual_word(organ, Kind.VISIT_NOTICE) == word


def test_no_two_kinds_of_papers_share_a_series() -> None:
    assert len(set(numbering.SUFFIXES.values())) == len(numbering.SUFFIXES)
    assert set(numbering.SUFFIXES) == {kind for kind in Kind if sheets.of(kind).numbered}


@pytest.mark.django_db
def test_numbers_run_on_within_a_year_in_the_brackets_of_the_standard_and_begin_anew(cast: Cast) -> None:
    assert [taken(cast), taken(cast)] == ["鹭湾人社检通〔2026〕1号", "鹭湾人社检通〔2026〕2号"]
    assert taken(cast, now=NEXT_YEAR) == "鹭湾人社检通〔2027〕1号"


@pytest.mark.django_db
def test_a_phone_keeps_its_numbers_and_what_it_did_not_use_is_given_out_first(cast: Cast) -> None:
    first = kept(cast, "visit:A-1", "visit:A-2", count=2)
    assert kept(cast, "visit:A-1", "visit:A-2", count=2) == first
    used, spare = first["visit:A-1"]
    assert numbers.use(number=used, holder="visit:A-1", thing="visit:A-1", now=NOW)
    assert not numbers.use(number=used, holder="visit:A-1", thing="visit:B", now=NOW)
    assert not numbers.use(number=first["visit:A-2"][0], holder="visit:A-1", thing="visit:A-1", now=NOW)
    assert numbers.give_back(holders=["visit:A-1"], now=NOW) == 1
    assert taken(cast) == spare
    positions = Number.objects.order_by("position").values_list("position", flat=True)
    assert list(positions) == [1, 2, 3, 4]


@pytest.mark.django_db
def test_the_database_keeps_a_number_where_it_stands(cast: Cast) -> None:
    text = taken(cast)
    for change in ({"thing": "approval:B"}, {"state": "returned"}, {"position": 7}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Number.objects.filter(text=text).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Number.objects.filter(text=text).delete()
