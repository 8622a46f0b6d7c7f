"""查重台: which rows look like one body, what a decision does, and that it can be taken back."""

from datetime import date

import pytest
from tests.registry import builders

from mingqian.core.decision import Refused
from mingqian.registry import likeness, selectors, services
from mingqian.registry.enums import DuplicateGround, Verdict
from mingqian.registry.likeness import Sign
from mingqian.registry.models import DuplicateCandidate, Subject, SubjectVisit
from mingqian.registry.types import RollRules, VisitRow


def grounds(*signs: Sign) -> list[tuple[int, int, str]]:
    return [(p.first, p.second, p.ground.value) for p in likeness.pairs(signs)]


@pytest.mark.parametrize(
    ("left", "right", "ground"),
    [
        (Sign(1, "A", "鹭湾恒筑建设有限公司"), Sign(2, "B", "鹭湾恒筑建设有限公司"), "name"),
        (Sign(1, "A", "鹭湾（恒筑）建设"), Sign(2, "B", "鹭湾(恒筑) 建设"), "name"),
        (
            Sign(1, "913599017054321098", "甲公司"),
            Sign(2, "913599010000000000", "乙公司", old_numbers=("70543210-9",)),
            "old_number",
        ),
        (Sign(1, "A", "新名字科技"), Sign(2, "B", "老名字科技", former=("新名字科技",)), "former_name"),
        (Sign(1, "A", "鹭湾恒筑建设有限公司"), Sign(2, "B", "鹭湾恒筑建设集团有限责任公司"), "near_name"),
        (
            Sign(1, "A", "鹭湾恒筑建设有限公司", traits=("address=海岭路1号",)),
            Sign(2, "B", "鹭湾恒铸建设有限公司", traits=("address=海岭路1号",)),
            "near_name",
        ),
    ],
)
def test_two_rows_look_like_one_body_on_a_named_ground(left, right, ground):
    assert grounds(left, right) == [(1, 2, ground)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("鹭湾恒筑建设有限公司", "鹭湾永固路桥有限公司"),
        ("张三店", "张四店"),
        ("鹭湾恒筑建设有限公司", "鹭湾恒铸建设有限公司"),
    ],
)
def test_names_apart_in_substance_too_short_or_borne_out_by_nothing_are_no_pair(left, right):
    assert grounds(Sign(1, "A", left), Sign(2, "B", right)) == []


def test_a_large_registry_is_gone_through_in_portions_and_finds_the_same(monkeypatch):
    rows = [
        Sign(n, f"A{n}", f"鹭湾恒{chr(0x4E00 + n)}建设有限公司", traits=(f"address={n // 2}",))
        for n in range(40)
    ]
    whole = likeness.pairs(rows)
    monkeypatch.setattr(likeness, "PORTION", 7)
    monkeypatch.setattr(likeness, "CROWD", 50)
    assert len(likeness.pairs(rows)) == 20 and likeness.pairs(rows)[0].ground == DuplicateGround.NEAR_NAME
    assert whole == []


def test_a_sign_shared_by_a_crowd_says_nothing():
    assert grounds(*(Sign(n, f"A{n}", "便民服务部") for n in range(1, 30))) == []


@pytest.fixture
def pair(cast):
    first = builders.firm(cast, 1, tag="labour_dispatch", fields={"name": "鹭湾恒筑建设有限公司"})
    second = builders.firm(cast, 2, tag="hr_service", fields={"name": "鹭湾恒筑建设有限公司"})
    return first, second


def decide(cast, pair, verdict=Verdict.SAME, **more):
    words = {"reason": "换发代码", "evidence": "市场监管局函", "by": cast.legal_office, "now": cast.now}
    return services.duplicates.decide(
        kept=pair[0].code, other=pair[1].code, verdict=verdict, **{**words, **more}
    )


def test_a_scan_shows_undecided_pairs_only(cast, pair):
    assert services.duplicates.scan(unit=cast.bureau, by=cast.legal_office, now=cast.now) == 1
    (row,) = selectors.duplicates.waiting(cast.legal_office)
    assert row.ground == DuplicateGround.NAME
    decide(cast, pair, Verdict.DIFFERENT, reason="两家分公司")
    assert not DuplicateCandidate.objects.exists()
    assert services.duplicates.scan(unit=cast.bureau, by=cast.legal_office, now=cast.now) == 0


@pytest.mark.clause("XM-22")
def test_of_one_body_only_the_kept_row_stands_in_the_roll_with_all_tags_and_visits(cast, pair):
    builders.item(cast)
    services.standing.record_visits(
        visits=[VisitRow(pair[1].code, date(2026, 1, 2), "routine", "on_site")],
        by=cast.legal_office,
        now=cast.now,
    )
    decide(cast, pair)
    rows = list(selectors.universe.rows(cast.legal_office, "LW-05", cast.today, RollRules(on=cast.today)))
    assert [row.id for row in rows] == [pair[0].code]
    assert rows[0].record["tags"] == ["hr_service", "labour_dispatch"]
    assert SubjectVisit.objects.get().subject_id == pair[0].pk


def test_an_undone_decision_puts_everything_back(cast, pair):
    row = decide(cast, pair)
    services.duplicates.undo(pk=row.pk, reason="误判", by=cast.legal_office, now=cast.now)
    assert not Subject.objects.filter(merged_into__isnull=False).exists()
    assert set(pair[1].tags.values_list("tag", flat=True)) == {"hr_service"}
    with pytest.raises(Refused, match="已经撤销"):
        services.duplicates.undo(pk=row.pk, reason="x", by=cast.legal_office, now=cast.now)
    assert decide(cast, (pair[1], pair[0])).kept_id == pair[1].pk


def test_a_row_with_something_running_on_it_does_not_go(cast, pair):
    services.standing.enter_abnormal(
        code=pair[1].code,
        ground="complaints",
        grounds={"complaints"},
        source="台账",
        evidence="3件",
        from_on=cast.today,
        by=cast.legal_office,
        now=cast.now,
    )
    with pytest.raises(Refused, match=r"还有有效异常记录.*先在该记录上了结"):
        decide(cast, pair)


def test_a_pair_is_decided_once_and_only_by_who_keeps_both_registries(cast, pair):
    with pytest.raises(Refused, match="维护监管对象名录库"):
        decide(cast, pair, by=cast.bureau_leader)
    with pytest.raises(Refused, match="证据不能为空"):
        decide(cast, pair, evidence="")
    decide(cast, pair)
    with pytest.raises(Refused, match="已有结论：同一主体"):
        decide(cast, pair, Verdict.DIFFERENT)
