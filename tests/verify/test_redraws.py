"""A second attempt spares nobody, invents nobody and starts from fresh secrets (§8, attack C6)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.verify import frauds, judges, program, stage
from tests.verify.stage import BEACON, TABLE, Show, Variant

from mingqian.core.draw import verify as core

LIST = Variant(void="LIST", errors=(9,))
PARTY = Variant(void="PARTY")


def rows_changed(change: Callable[[list[bytes]], list[bytes]]) -> dict[str, Any]:
    return {"rows:LD": change}


def spare_one(lines: list[bytes]) -> list[bytes]:
    place = next(number for number, line in enumerate(lines) if b"|F:RD|" in line)
    return [line.replace(b"|F:RD|", b"|E|") if number == place else line for number, line in enumerate(lines)]


def lists_exempt(lines: list[bytes]) -> list[bytes]:
    place = next(number for number, line in enumerate(lines) if b"|F:RD|" in line)
    return [
        line.replace(b"|F:RD|", b"|X:3M|") if number == place else line for number, line in enumerate(lines)
    ]


def one_more(lines: list[bytes]) -> list[bytes]:
    place = next(number for number, line in enumerate(lines) if b"|A|E|1|" in line)
    return [
        line.replace(b"|E|1|", b"|F:RD|1|") if number == place else line for number, line in enumerate(lines)
    ]


def drop_one(lines: list[bytes]) -> list[bytes]:
    place = next(number for number, line in enumerate(lines) if b"|F:RD|" in line)
    return lines[:place] + lines[place + 1 :]


def another_record(lines: list[bytes]) -> list[bytes]:
    place = next(number for number, line in enumerate(lines) if b"|A|E|1|" in line)
    return [line[:-64] + b"ab" * 32 if number == place else line for number, line in enumerate(lines)]


def old_secret(secrets: dict[str, str]) -> dict[str, str]:
    return {**secrets, "organiser": "O" * 20}


FRAUDS = {
    "a selected firm is spared": (LIST, TABLE, rows_changed(spare_one)),
    "a selected firm becomes exempt": (LIST, TABLE, rows_changed(lists_exempt)),
    "an enemy is put among the redrawn": (LIST, TABLE, rows_changed(one_more)),
    "a selected firm disappears": (LIST, TABLE, rows_changed(drop_one)),
    "a record changes": (LIST, TABLE, rows_changed(another_record)),
    "a void event that never was": (LIST, TABLE, {"plan": frauds.at("items", 0, "prev", put="ab" * 32)}),
    "an attempt is skipped": (LIST, TABLE, {"plan": frauds.at("items", 0, "attempt", put=3)}),
    "another round": (LIST, TABLE, {"plan": frauds.at("items", 0, "round", put="2026-02")}),
    "the same order after a missing party": (PARTY, TABLE, {}),
    "a secret used before": (LIST, TABLE, {"secrets": old_secret}),
    "another party's secret of before": (LIST, TABLE, {"secrets": lambda now: {**now, "witness": "O" * 20}}),
    "a key used before is left": (LIST, TABLE, {"header:LD": frauds.at("key_commit", put="ab" * 32),
                                                "header:SB": frauds.at("key_commit", put="ab" * 32)}),
}  # fmt: skip


QUICK = {"a selected firm is spared", "a void event that never was", "a secret used before"}


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=() if one in QUICK else pytest.mark.slow) for one in FRAUDS]
)
def test_a_dishonest_redraw_is_refused_by_both(name: str) -> None:
    before, order, bends = FRAUDS[name]
    show = stage.perform(Variant(order=order, aftermath=False), bends, stage.perform(before))
    verdicts = judges.judge_show(show)
    assert verdicts.product == verdicts.program == ("V17",), verdicts.explain()


def test_the_same_beacon_round_cannot_serve_twice() -> None:
    first = stage.perform(Variant(order=BEACON, void="SOURCE"))
    again = {"plan": frauds.at("public", put=first.plan["public"])}
    show = stage.perform(Variant(order=BEACON, aftermath=False), again, first)
    verdicts = judges.judge_show(show)
    assert verdicts.product == verdicts.program == ("V17",), verdicts.explain()


def test_a_redraw_cannot_lean_on_a_prior_that_fails_itself() -> None:
    first = stage.perform(LIST)
    show = stage.perform(Variant(), prior=first)
    first.files["LD.roll"] = first.files["LD.roll"][:-2] + b"0\n"
    report = core.verify(show.data, show.files, [core.Published(first.data, first.files)])
    assert "V17" in report.failed()


def test_a_new_draw_id_with_attempt_one_resets_nothing() -> None:
    """C7: the same item again as if it were the first time; the list still carries the redrawn firms."""
    first = stage.perform(LIST)
    fresh = {"plan": frauds.both(*(frauds.both(frauds.at("items", one, "attempt", put=1),
                                               frauds.at("items", one, "prev", put=None)) for one in (0, 1)))}  # fmt: skip
    show = stage.perform(Variant(aftermath=False), fresh, first)
    verdicts = judges.judge_show(show)
    assert verdicts.product[:1] == verdicts.program[:1] == ("V5",), verdicts.explain()


def test_shows_share_nothing() -> None:
    one, other = stage.perform(Variant()), stage.perform(Variant())
    one.transcript["anchors"].clear()
    assert isinstance(other, Show) and other.transcript["anchors"]


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Show, Path]]:
    """Three attempts at one draw, each with its folder."""
    first = stage.perform(LIST)
    second = stage.perform(Variant(order=BEACON, void="ORDER"), prior=first)
    third = stage.perform(Variant(), prior=second)
    folder = tmp_path_factory.mktemp("chain")
    return [(show, show.write(folder / str(at))) for at, show in enumerate((first, second, third))]


def answer_of(capsys: pytest.CaptureFixture[str], transcript: Path, *priors: Path) -> tuple[int, str]:
    words = [word for prior in priors for word in ("--prior", str(prior))]
    code = program.load().main([str(transcript), *words])
    return code, capsys.readouterr().out


def test_a_chain_of_three_attempts_is_accepted_by_both_in_any_order(
    chain: list[tuple[Show, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    (first, one), (second, two), (third, three) = chain
    published = [core.Published(show.data, show.files) for show in (first, second)]
    assert not core.verify(third.data, third.files, published).failed()
    for priors in ((one, two), (two, one)):
        code, told = answer_of(capsys, three, *priors)
        assert code == 0, told
        assert "V17 作废与重抽：通过" in told
        assert "更早的复核记录没有给出" not in told


def test_a_secret_of_an_attempt_before_the_previous_is_refused_by_both(
    chain: list[tuple[Show, Path]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the first attempt has shown to everybody is not new to the third."""
    (first, one), (second, two), _ = chain
    third = stage.perform(Variant(), {"secrets": lambda now: {**now, "public": "P" * 20}}, prior=second)
    three = third.write(tmp_path)
    published = [core.Published(show.data, show.files) for show in (first, second)]
    assert core.verify(third.data, third.files, published).failed() == ["V17"]
    code, told = answer_of(capsys, three, one, two)
    assert code == 1 and "重抽用了以前公开过的秘密" in told
    code, told = answer_of(capsys, three, two)
    assert code == 0 and "更早的复核记录没有给出" in told  # what is not given cannot be compared, and is said


def test_a_chain_with_a_gap_is_accepted_and_the_gap_is_named(
    chain: list[tuple[Show, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = answer_of(capsys, chain[2][1], chain[1][1])
    assert code == 0
    assert "只核对到第 2 次抽取，更早的复核记录没有给出" in told
    code, told = answer_of(capsys, chain[2][1], chain[0][1])
    assert code == 1
    assert "没有公告所指的作废事件" in told


def test_a_chain_is_refused_when_its_first_attempt_was_changed(
    chain: list[tuple[Show, Path]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second attempt is lawful by itself; only the first one, read with it, shows the spared firm."""
    first = stage.perform(LIST)
    second = stage.perform(Variant(aftermath=False, void="ORDER"), rows_changed(spare_one), first)
    third = stage.perform(Variant(order=BEACON), prior=second)
    paths = [show.write(tmp_path / str(at)) for at, show in enumerate((first, second, third))]
    code, _ = answer_of(capsys, paths[2], paths[1])
    assert code == 0
    code, told = answer_of(capsys, paths[2], paths[0], paths[1])
    assert code == 1
    assert "上一次抽取的复核记录本身不通过：V17" in told
