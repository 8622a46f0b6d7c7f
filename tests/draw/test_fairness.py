"""The manipulation report over real draws: what it counts, who may read it, what everybody may know."""

from pathlib import Path

import pytest
from tests import web
from tests.draw.table import Table
from tools import write_trust

from mingqian.accounts.enums import Role
from mingqian.draw.selectors import fairness, histories, material
from mingqian.draw.selectors.fairness_shown import flat

STAGE = "signed"


@pytest.fixture
def published(table: Table) -> Table:
    table.publish()
    return table


def test_a_draw_counts_only_once_it_is_published_and_never_a_rehearsal(table: Table) -> None:
    leader = table.cast.bureau_leader
    assert not fairness.report(leader).lines
    table.publish()
    (line,) = fairness.report(leader).lines
    doc = material.document(table.row.result_doc)
    assert line.drawn == sum(one["k"] for one in doc["strata"])
    assert line.total == sum(one["N"] for one in doc["strata"])
    assert line.spent is not None
    assert line.spent > 0
    table.row.log.__class__.objects.filter(pk=table.row.log_id).update(nature="practice")
    assert not fairness.report(leader).lines


def test_every_grouping_holds_all_that_could_be_drawn_and_all_that_was(published: Table) -> None:
    found = fairness.report(published.cast.bureau_leader)
    (line,) = found.lines
    assert {one.title for one in found.findings} >= {
        "主体类别",
        "区划",
        "守法诚信等级",
        "以前被抽中过几次",
        "在名录里的位置",
    }
    for one in found.findings:
        groups = one.comparison.groups
        assert sum(group.drawn for group in groups) == line.drawn
        assert sum(group.eligible for group in groups) == line.eligible
        assert sum(group.expected for group in groups) == pytest.approx(line.drawn)


def test_a_subject_of_two_items_is_one_fate_and_not_two(published: Table) -> None:
    (past,) = histories.read([published.row], histories.lists([published.row]))
    both = [who for who, pattern in past.patterns.items() if len(pattern) == 2]
    assert both, "the world has firms of both items"
    assert {stratum for who in both for stratum, _ in past.patterns[who]} == {0, 1}


def test_whom_a_team_has_met_before_is_looked_up_by_who_they_are(published: Table) -> None:
    met: histories.Meetings = set()
    (past,) = histories.read([published.row], histories.lists([published.row]))
    assert histories.visits(past, met) == []
    doc = material.document(published.row.result_doc)
    assert len(met) >= len([one for one in doc["pairs"] if one["team"]])
    again = histories.visits(past, met)
    assert len(again) == len([one for one in doc["pairs"] if one["team"]])
    assert all(one.known.get(one.came) for one in again), "the same draw once more meets only acquaintances"


def test_the_period_leaves_out_what_was_frozen_outside_it(published: Table) -> None:
    leader, frozen = published.cast.bureau_leader, published.row.frozen_at
    assert frozen is not None
    assert fairness.report(leader, since=frozen.date()).lines
    assert not fairness.report(leader, until=frozen.date().replace(year=frozen.year - 1)).lines


def test_a_report_too_long_for_a_page_says_so_and_counts_nothing(published: Table) -> None:
    found = fairness.report(published.cast.bureau_leader, most=3)
    assert found.too_long > 3
    assert not found.findings
    assert fairness.report(published.cast.bureau_leader, most=None).findings


def test_the_export_holds_every_number_and_the_caveat(published: Table) -> None:
    lines = list(flat(fairness.report(published.cast.bureau_leader)))
    assert {len(line) for line in lines} == {8}
    assert lines[-1][1] == fairness.CAVEAT
    assert any(line[0] == "主体类别" for line in lines)


def test_those_who_answer_for_the_draws_read_it_and_an_operator_does_not(published: Table) -> None:
    now = published.at
    for who in (published.cast.bureau_leader, published.cast.discipline_witness):
        with web.lived(now):
            answer = web.signed_in(who, now=now).get("/desk/fairness/")
        assert answer.status_code == 200
        assert fairness.CAVEAT in web.text_of(answer)
    with web.lived(now):
        client = web.signed_in(published.cast.bureau_leader, now=now)
        told = client.get("/desk/fairness/?export=csv")
        refused = web.signed_in(published.cast.draw_operator, now=now).get("/desk/fairness/")
    assert "主体类别" in b"".join(told.streaming_content if told.streaming else [told.content]).decode()
    assert refused.status_code == 403


def test_the_public_summary_names_nobody_and_repeats_the_caveat(published: Table) -> None:
    from django.test import Client

    page = web.text_of(Client().get("/trust/fairness/"))
    assert fairness.CAVEAT in page
    assert "主体类别" in page
    assert published.row.operator.name not in page
    assert "组织者" not in page


def test_the_trust_page_is_the_document_word_for_word() -> None:
    assert write_trust.PAGE.read_text(encoding="utf-8") == write_trust.text(), "run tools/write_trust.py"


@pytest.mark.django_db
def test_everybody_may_read_why_a_draw_can_be_trusted_and_what_it_cannot_prove() -> None:
    from django.test import Client

    page = web.text_of(Client().get("/trust/"))
    assert "它不能证明什么" in page
    assert "统计不能替任何一次抽取作证" in page


def test_the_command_says_it_and_writes_page_and_table(
    published: Table, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.core.management import call_command

    call_command("fairness", "--out", str(tmp_path))
    told = capsys.readouterr().out
    assert "主体类别" in told
    assert fairness.CAVEAT in told
    assert fairness.CAVEAT in (tmp_path / "fairness.html").read_text(encoding="utf-8")
    assert (tmp_path / "fairness.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    call_command("fairness", "--from", "2031-01-01")
    assert "无从统计" in capsys.readouterr().out


def test_the_readers_are_those_who_answer_for_a_draw() -> None:
    from mingqian.draw.views.fairness import READERS

    assert Role.DRAW_OPERATOR not in READERS
    assert {Role.BUREAU_LEADER, Role.DISCIPLINE_WITNESS, Role.AUDIT_ADMIN} <= set(READERS)
