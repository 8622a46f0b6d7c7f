"""Public values and secrets: read back by another person, opened in order, never changed afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests import web
from tests.draw.table import DICE, Table, secret

from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.draw import services as draws
from mingqian.draw.models import LogEvent

STAGE = "announced"
OTHER = DICE[:-1] + "1"


@pytest.fixture
def sealed(table: Table) -> Table:
    table.seal()
    table.bind()
    return table


def test_two_readings_that_differ_count_for_nothing_and_both_stand_in_the_journal(sealed: Table) -> None:
    sealed.enter()
    with pytest.raises(Refused, match="不一致，两个数都未采用"):
        sealed.read_back(value=OTHER)
    told = Entry.objects.get(kind="draw.read_back_differed").body
    assert DICE in told and OTHER in told
    assert not sealed.row.values.exists()
    assert not LogEvent.objects.filter(draw=sealed.row, kind="public").exists()
    assert sealed.row.state == "sealed"


def test_after_a_difference_the_value_is_entered_and_read_anew(sealed: Table) -> None:
    sealed.enter(value=OTHER)
    with pytest.raises(Refused):
        sealed.read_back()
    sealed.enter()
    assert sealed.read_back().state == "valued"
    assert sealed.row.values.get().value == DICE


def test_who_entered_a_value_does_not_read_it_back(sealed: Table) -> None:
    sealed.enter()
    with pytest.raises(Refused, match="另一人"):
        sealed.read_back(by=sealed.cast.draw_operator)
    assert sealed.row.state == "sealed"


def test_a_value_read_back_stands_even_if_it_was_mistyped(sealed: Table) -> None:
    sealed.enter(value=OTHER)
    sealed.read_back(value=OTHER)
    with pytest.raises(Refused):
        sealed.enter()
    assert [one.value for one in sealed.row.values.all()] == [OTHER]


@pytest.mark.parametrize("value", ["", DICE[:-1], DICE + "0", DICE[:-1] + "x", "５" * 20])
def test_a_value_that_the_dice_cannot_show_is_refused(sealed: Table, value: str) -> None:
    with pytest.raises(Refused, match="dice10"):
        sealed.enter(value=value)


def test_a_source_that_the_plan_does_not_name_is_refused(sealed: Table) -> None:
    with pytest.raises(Refused, match="没有第 1 个随机源"):
        sealed.enter(1)


def test_a_second_value_waits_for_the_first_to_be_read_back(sealed: Table) -> None:
    sealed.enter()
    with pytest.raises(Refused, match="正等待回读"):
        sealed.enter(value=OTHER)


def test_no_value_is_entered_before_every_party_found_its_commit_in_the_seal(table: Table) -> None:
    table.seal()
    draws.sealing.find_own_commit(
        draw=table.code, role="witness", by=table.cast.discipline_witness, now=table.tick()
    )
    with pytest.raises(Refused, match=r"组织方.*见证人二.*第三方）尚未在封签中核对"):
        table.enter()


def test_the_organiser_commits_first_and_nobody_commits_twice(table: Table) -> None:
    with pytest.raises(Refused, match="应由鹭湾市人力资源和社会保障局（组织方）先提交承诺"):
        table.commit("witness")
    table.commit("organiser")
    with pytest.raises(Refused, match="不得更换"):
        table.commit("organiser", commitment="ab" * 32)


@pytest.mark.parametrize("commitment", ["", "ab", "AB" * 32, "zz" * 32])
def test_a_commit_that_is_no_hash_is_refused(table: Table, commitment: str) -> None:
    with pytest.raises(Refused, match="64 位小写十六进制"):
        table.commit("organiser", commitment=commitment)


@pytest.mark.clause("XM-59")
def test_a_seal_without_every_commit_is_refused_and_says_whose_is_missing(table: Table) -> None:
    table.commit("organiser")
    table.commit("witness")
    with pytest.raises(Refused, match="尚缺派驻纪检监察组（见证人二）、鹭湾市企业联合会（第三方）的承诺"):
        table.seal_only()


def test_eight_characters_of_the_seal_bind_nothing(sealed: Table) -> None:
    with pytest.raises(Refused, match="完整的 64 位哈希"):
        draws.sealing.anchor(
            draw=sealed.code, kind="WITNESS", seal_hash=sealed.row.seal_hash[:8], proof="照片",
            by=sealed.cast.discipline_witness, now=sealed.tick(),
        )  # fmt: skip


def test_a_seal_carried_away_on_paper_is_put_on_record_at_the_desk(sealed: Table) -> None:
    """Without a phone at the table a draw may still earn more than grade C: the whole hash, typed as it was kept."""
    where, seal = f"/desk/draws/{sealed.code}/", sealed.row.seal_hash
    grouped = " ".join(seal[at : at + 4] for at in range(0, 64, 4)).upper()
    given = {"kind": "UPPER", "seal_hash": seal[:8], "proof": "省厅收文 2026-0317"}
    with web.lived(sealed.tick()):
        desk = web.signed_in(sealed.cast.draw_operator, now=sealed.at)
        assert "登记外部留存" in web.text_of(desk.get(where))
        assert "八位简称不起约束作用" in web.text_of(desk.post(f"{where}anchor/", given))
        assert desk.post(f"{where}anchor/", {**given, "seal_hash": grouped}).status_code == 303
        assert "上级机关收存" in (page := web.text_of(desk.get(where))) and "省厅收文 2026-0317" in page


def test_at_the_table_the_organiser_opens_first_and_the_others_in_plan_order(sealed: Table) -> None:
    sealed.enter()
    sealed.read_back()
    with pytest.raises(Refused, match="应由鹭湾市人力资源和社会保障局（组织方）先揭示"):
        sealed.reveal("witness")
    sealed.reveal("organiser")
    with pytest.raises(Refused, match="应由派驻纪检监察组（见证人一）先揭示"):
        sealed.reveal("witness2")
    with pytest.raises(Refused, match="已经揭示"):
        sealed.reveal("organiser")


def test_a_secret_that_does_not_open_its_commit_never_enters_the_log(sealed: Table) -> None:
    sealed.enter()
    sealed.read_back()
    with pytest.raises(Refused, match="与其承诺不符"):
        sealed.reveal("organiser", secret=secret("organiser", "other"))
    with pytest.raises(Refused, match="20 至 128 位"):
        sealed.reveal("organiser", secret="short")
    assert not LogEvent.objects.filter(draw=sealed.row, kind="reveal").exists()
    assert sealed.row.parties.exclude(secret="").count() == 0


def test_the_seed_is_fixed_with_the_last_envelope_and_not_before(sealed: Table) -> None:
    sealed.enter()
    sealed.read_back()
    for role in sealed.roles()[:-1]:
        assert sealed.reveal(role).seed == ""
    assert len(sealed.reveal("public").seed) == 64


def test_every_step_tells_the_journal(sealed: Table) -> None:
    sealed.randomness()
    sealed.compute()
    told = list(Entry.objects.filter(kind__startswith="draw.").order_by("seq").values_list("kind", flat=True))
    assert told[-17:] == [
        *["draw.committed"] * 4, "draw.sealed", "draw.keys_handed", "draw.anchored",
        *["draw.commit_found"] * 4, "draw.value_entered", "draw.value_confirmed",
        *["draw.revealed"] * 4, "draw.computed",
    ][-17:]  # fmt: skip


def test_each_log_event_stands_in_one_journal_entry_with_its_leaf(sealed: Table) -> None:
    sealed.randomness()
    for event in LogEvent.objects.filter(draw=sealed.row):
        assert Entry.objects.filter(body__contains=event.leaf).count() == 1


def test_the_clock_never_falls_within_a_log(sealed: Table) -> None:
    sealed.enter()
    sealed.at -= timedelta(days=1)
    with pytest.raises(Refused, match="校准服务器时钟"):
        sealed.read_back()


def test_whoever_was_not_invited_gets_no_keys(table: Table) -> None:
    table.seal()
    stranger = replace(table.cast.discipline_witness, person_id=table.cast.legal_adviser.person_id)
    with pytest.raises(Refused, match="不是本次抽取的外部参与方"):
        draws.sealing.hand_keys(draw=table.code, by=stranger, now=table.tick())
