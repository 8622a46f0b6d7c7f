"""What an officer reads of a draw: pools in words, quotas with their clause, names, teams, evidence."""

from datetime import date

import pytest
from tests.draw.table import Table
from tests.planning import desk as desks
from tests.registry import builders

from mingqian.core.decision import Refused
from mingqian.draw.selectors import draws, logs, outcome
from mingqian.registry import services as registries
from mingqian.registry.enums import MarkCode, SubjectStatus

# What the paper says.
pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def staged(world: Table) -> Table:
    """A complaint and a closed firm stand in the registry before the freeze."""
    registries.standing.mark(
        code=f"USCC:{builders.uscc(7)}", mark=MarkCode.TS, reason="被投诉", evidence="投诉登记表", from_on=date(2026, 3, 2),
        clause="厦门 三(五)", approved_by=world.cast.bureau_leader, by=world.cast.legal_office, now=desks.NOW,
    )  # fmt: skip
    registries.subjects.set_status(
        code=f"USCC:{builders.uscc(9)}", status=SubjectStatus.CLOSED, since=date(2026, 2, 1), evidence="注销通知书",
        by=world.cast.legal_office, now=desks.NOW,
    )  # fmt: skip
    world.tie(1, 3)
    return world.until_signed()


def test_the_pool_is_told_in_words_with_every_subtraction(table: Table) -> None:
    pools = {name: words for name, words, _, _ in outcome.pools(table.cast.draw_operator, table.code)}
    assert pools["JG01"].startswith("在册 60 − 注销 1 = 59，其中投诉举报")
    assert pools["JG01"].endswith("参加随机抽取 58；在册存续对象中一年未核对 59")
    assert pools["JG05"] == "在册 30 = 30；在册存续对象中一年未核对 30"
    assert pools["enforcement-pool"] == "在库 20 = 20"


def test_every_row_that_could_not_be_drawn_is_listed_with_reason_and_clause(table: Table) -> None:
    rows = list(outcome.excluded(table.cast.draw_operator, table.code, "JG01"))
    assert [(one.status, bool(one.reason), bool(one.clause)) for one in rows] == [
        ("F:TS", True, True), ("X:ZX", True, True),
    ]  # fmt: skip


def test_the_quota_is_explained_with_its_tier_and_clause(table: Table) -> None:
    sheet = outcome.sheet(table.cast.draw_operator, table.code)
    first = sheet.items[0]
    assert first.quota.startswith("名录总数 60，适用 15% 档（1 至 100），随机抽取 9，另有必查 1（依据：")
    assert (len(first.drawn), len(first.forced), len(first.reserve)) == (9, 1, 3)
    assert all(one.name.startswith("鹭湾示例") for one in first.drawn)
    assert sheet.items[1].quota.startswith("名录总数 30，适用 15% 档（1 至 100），随机抽取 5（")


@pytest.mark.clause("XM-54")
@pytest.mark.clause("XM-55")
def test_teams_substitutes_and_pairs_add_up(table: Table) -> None:
    sheet = outcome.sheet(table.cast.draw_operator, table.code)
    assert [team.number for team in sheet.teams] == [1, 2]
    assert all(team.captain and len(team.members) == 1 for team in sheet.teams)
    assert (sheet.panels[0].drawn, len(sheet.panels[0].substitutes)) == (8, 4)
    assert sheet.pairs == 9 + 1 + 5
    pairs = outcome.pairs(table.cast.draw_operator, table.code)
    assert len(pairs) == sheet.pairs
    assert {pair.team for pair in pairs} == {1, 2}
    visits = {pair.subject_id for pair in pairs}
    assert sum(team.visits for team in sheet.teams) == len(visits)


def test_one_subject_of_two_items_is_one_visit_by_one_team(table: Table) -> None:
    teams: dict[str, set[int]] = {}
    for pair in outcome.pairs(table.cast.draw_operator, table.code):
        teams.setdefault(pair.subject_id, set()).add(pair.team)
    assert all(len(found) == 1 for found in teams.values())


def test_without_outside_signatures_the_evidence_is_c_and_says_what_would_make_it_better(
    table: Table,
) -> None:
    found = outcome.evidence(table.cast.draw_operator, table.code)
    assert found.grade == "C"
    assert "最高可为 B 级" in found.why and "还没有外部联署" in found.why
    unanchored = table.rehearsal("bare")
    unanchored.until_announced()
    assert "尚未封签" in outcome.evidence(table.cast.draw_operator, unanchored.code).why
    unanchored.seal()
    assert "没有在外部存证" in outcome.evidence(table.cast.draw_operator, unanchored.code).why


def test_a_draw_without_a_result_says_so(table: Table) -> None:
    early = table.rehearsal("early")
    early.until_announced()
    with pytest.raises(Refused, match="尚无结果"):
        outcome.sheet(table.cast.draw_operator, early.code)
    with pytest.raises(Refused, match="没有事项“JG99”"):
        outcome.audit_due(table.cast.draw_operator, table.code, "JG99")


def test_nobody_reads_a_draw_beyond_the_scope_of_a_post(table: Table) -> None:
    for reader in (table.cast.second_district, table.cast.system_admin):
        assert draws.listing(reader) == []
        with pytest.raises(Refused, match="没有找到抽取"):
            outcome.sheet(reader, table.code)
    assert [one.code for one in draws.listing(table.cast.superior_viewer)] == [table.code]


@pytest.mark.clause("XM-53")
def test_the_log_of_a_draw_begins_with_its_rolls_and_ends_with_the_signatures(table: Table) -> None:
    kinds = [event.kind for event in logs.events(table.cast.draw_operator, table.code)]
    assert kinds == [
        "roll", "roll", "roll", "plan", "seal", "public", *["reveal"] * 4, "result", "media", "media",
    ]  # fmt: skip
    origin, size, _ = logs.checkpoint(table.origin)
    assert (origin, int(size)) == (table.origin, len(kinds))
