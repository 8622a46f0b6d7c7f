"""A second attempt spares nobody, invents nobody and starts from fresh secrets (§8, attack C6)."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.verify import frauds, judges, stage
from tests.verify.stage import BEACON, TABLE, Show, Variant

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
    "a key used before is left": (LIST, TABLE, {"header:LD": frauds.at("key_commit", put="ab" * 32),
                                                "header:SB": frauds.at("key_commit", put="ab" * 32)}),
}  # fmt: skip


@pytest.mark.parametrize("name", FRAUDS)
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
    from mingqian.core.draw import verify as core

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
