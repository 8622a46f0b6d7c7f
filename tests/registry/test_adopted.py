"""What the bureau adopts as its own: a rule pack, a calendar year, words."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.web import lived, signed_in, text_of

from mingqian.core.decision import Refused
from mingqian.registry import selectors, services
from mingqian.registry.enums import DictionaryKind
from mingqian.registry.models import CalendarYear, PackAdoption


def adopt(cast, pack="luwan-2026", unit="", by=None, on=None):
    return services.packs.adopt(
        unit=unit or cast.bureau,
        pack=pack,
        from_on=on or cast.today,
        reason="局务会通过",
        by=by or cast.legal_office,
        now=cast.now,
    )


def test_a_unit_works_by_its_own_pack_else_by_its_superiors(cast):
    with pytest.raises(Refused, match="没有启用规则包"):
        selectors.packs.in_force(cast.bureau_path, cast.today)
    adopt(cast)
    district = f"{cast.bureau_path}359901/"
    assert selectors.packs.in_force(district, cast.today).own.name == "luwan-2026"
    adopt(cast, "hubin-2026", "359901")
    assert selectors.packs.in_force(district, cast.today).own.name == "hubin-2026"
    assert selectors.packs.in_force(cast.bureau_path, cast.today).own.name == "luwan-2026"


def test_the_system_administrator_adopts_the_first_pack_and_no_other(cast):
    adopt(cast, by=cast.system_admin)
    with pytest.raises(Refused, match="启用规则包"):
        adopt(cast, "xiamen-2017", by=cast.system_admin)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"pack": "no-such"}, "没有名为“no-such”的规则包"),
        ({"pack": "luwan-2026"}, "已经启用"),
        ({"pack": "xiamen-2017", "on": date(2025, 1, 1)}, "早于现行规则包"),
    ],
)
def test_an_adoption_that_makes_no_sense_is_refused(cast, more, words):
    adopt(cast)
    with pytest.raises(Refused, match=words):
        adopt(cast, **more)
    assert PackAdoption.objects.count() == 1


def test_an_adoption_is_never_rewritten(cast):
    adopt(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        PackAdoption.objects.update(pack="xiamen-2017")


BREAKS = [("元旦", date(2027, 1, 1), date(2027, 1, 3)), ("国庆节", date(2027, 10, 1), date(2027, 10, 7))]


def load_year(cast, **more):
    words = {
        "year": 2027,
        "breaks": BREAKS,
        "work": [date(2027, 10, 9)],
        "source": "国办发明电〔2026〕9号",
        "by": cast.legal_office,
        "now": cast.now,
    }
    return services.calendars.load_year(**{**words, **more})


def test_an_entered_year_is_no_longer_provisional_and_its_correction_counts(cast):
    day = date(2027, 10, 4)
    before = selectors.calendars.in_force()
    assert before.provisional(day, day) and before.is_working_day(day)
    load_year(cast)
    after = selectors.calendars.in_force()
    assert not after.provisional(day, day)
    assert after.why_off(day) == "国庆节" and after.why_working(date(2027, 10, 9)) == "调休上班"
    assert after.why_off(date(2026, 10, 1)) == "国庆节"
    with pytest.raises(Refused, match="更正原因不能为空"):
        load_year(cast, breaks=BREAKS[:1], work=[], doubt="只见新闻稿")
    load_year(cast, breaks=BREAKS[:1], work=[], doubt="只见新闻稿", reason="通知尚未公布")
    corrected = selectors.calendars.in_force()
    assert corrected.is_working_day(day) and corrected.provisional(day, day)[0][1].endswith("只见新闻稿")
    assert CalendarYear.objects.count() == 2


def test_a_year_is_offered_for_correction_as_it_counts_today(cast):
    shipped = selectors.calendars.draft("", 2026)
    assert "国庆节 2026-10-01 2026-10-07" in shipped["breaks"].splitlines()
    assert shipped["work"].startswith("2026-01-04 2026-02-14")
    assert selectors.calendars.draft("640000", 2021)["breaks"].startswith("开斋节 2021-05-13 2021-05-14")
    load_year(cast)
    assert selectors.calendars.draft("", 2027)["source"] == "国办发明电〔2026〕9号"


def test_a_regions_own_days_join_the_countrys(cast):
    load_year(cast, region="640000", breaks=[("开斋节", date(2027, 3, 10), date(2027, 3, 11))], work=[])
    assert selectors.calendars.in_force("640200").why_off(date(2027, 3, 10)) == "开斋节"
    assert selectors.calendars.in_force("359900").is_working_day(date(2027, 3, 10))


def test_the_sheet_of_a_region_says_which_years_its_government_announced_and_invents_none(cast):
    """《放假办法》4: of 2023 to 2026 no notice of 宁夏 is at hand. The page says so; no date stands in for it."""
    years = selectors.calendars.regional(selectors.calendars.in_force("640200"), 2026)
    told = {one.year: (len(one.breaks), one.known, bool(one.doubt)) for one in years}
    assert told == {
        **dict.fromkeys((2019, 2020, 2021), (2, True, False)), 2022: (1, True, True),
        **dict.fromkeys((2023, 2024, 2025, 2026), (0, False, False)),
    }  # fmt: skip
    assert selectors.calendars.regional(selectors.calendars.in_force("359900"), 2026) == []
    with lived(cast.now):
        desk = signed_in(cast.legal_office, now=cast.now)
        page = text_of(desk.get("/desk/calendar/?year=2026&region=640000"))
    assert page.count("没有取得当地这一年的通知，不推算") == 4
    assert "宁夏2026年地方放假安排尚未载入" in page and "古尔邦节 2021年7月19日—2021年7月20日" in page


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"work": [date(2027, 10, 8)]}, "调休上班日应为周末"),
        ({"breaks": [("元旦", date(2027, 1, 3), date(2027, 1, 1))]}, "起止颠倒"),
        ({"breaks": []}, "没有填任何放假区间"),
        ({"source": " "}, "通知文号不能为空"),
    ],
)
def test_a_year_that_cannot_be_is_refused_in_words(cast, more, words):
    with pytest.raises(Refused, match=words):
        load_year(cast, **more)
    assert not CalendarYear.objects.exists()


def test_a_year_lies_on_a_sheet_of_whole_weeks(cast):
    sheet = selectors.calendars.sheet(selectors.calendars.in_force(), 2026)
    squares = [day for _, weeks in sheet.months for week in weeks for day in week]
    assert len(squares) % 7 == 0 and len([day for day in squares if day]) == 365
    assert sheet.working_days == sum(day.working for day in squares if day)
    assert date(2026, 2, 14) in sheet.made_up and sheet.doubts == ()


def test_a_bureau_adds_words_of_its_own_and_never_takes_the_products(cast):
    words = {"kind": DictionaryKind.TAG, "by": cast.legal_office, "now": cast.now}
    services.dictionaries.add(code="wage_account", label="工资专户单位", **words)
    assert selectors.dictionaries.labels(DictionaryKind.TAG)["wage_account"] == "工资专户单位"
    with pytest.raises(Refused, match="产品自带"):
        services.dictionaries.add(code="hr_service", label="别的", **words)
    with pytest.raises(Refused, match="已在词表中"):
        services.dictionaries.add(code="wage_account", label="又一个", **words)
    services.dictionaries.retire(code="wage_account", reason="不再使用", **words)
    assert "wage_account" not in dict(selectors.dictionaries.choices(DictionaryKind.TAG))
    assert "wage_account" in selectors.dictionaries.labels(DictionaryKind.TAG)
    with pytest.raises(Refused, match="维护词表"):
        services.dictionaries.add(
            kind=DictionaryKind.TAG, code="x", label="x", by=cast.draw_operator, now=cast.now
        )
