"""The prose of the packs and the printed pages: fresh, complete, honest about silence."""

import pytest
from tools import write_clauses, write_packs, write_parameters

from mingqian.policy import clausebook, explain, loader, stack
from mingqian.policy.schema.keys import ALL, BY_NAME
from mingqian.policy.schema.parameter import State


@pytest.mark.golden
@pytest.mark.parametrize("name", loader.names())
def test_the_page_of_a_pack_is_fresh(name: str) -> None:
    page = write_packs.FOLDER / f"{name}.md"
    pack = loader.load(name)
    assert page.read_text(encoding="utf-8") == explain.prose(pack, stack.over(pack)), (
        "run: python -m tools.write_packs"
    )


def test_no_page_is_left_of_a_pack_that_is_gone() -> None:
    assert {page.name for page in write_packs.FOLDER.glob("*.md")} == {
        f"{name}.md" for name in loader.names()
    }


@pytest.mark.golden
def test_the_page_of_the_clauses_is_fresh() -> None:
    assert write_clauses.PAGE.read_text(encoding="utf-8") == write_clauses.text(), (
        "run: python -m tools.write_clauses"
    )


@pytest.mark.golden
def test_the_page_of_the_parameters_is_fresh() -> None:
    assert write_parameters.PAGE.read_text(encoding="utf-8") == write_parameters.text(), (
        "run: python -m tools.write_parameters"
    )


def test_chapters_hold_every_parameter_once() -> None:
    told = [key.name for _, keys in explain.CHAPTERS for key in keys]
    assert sorted(told) == sorted(key.name for key in ALL)


def test_prose_tells_state_value_clause_words_and_remark() -> None:
    pack = loader.load("xiamen-2017")
    line = explain.sentence(pack.parameter("rounding"), BY_NAME["rounding"])
    assert line == (
        "- **取整方式**：不低于，向上取整（由原文推出）。〔厦门方案三(五)6(1)，XM-49〕"
        "原文：“不低于监管对象数量的15%”。说明：“不低于”推出向上取整。"
    )


def test_what_is_silent_is_listed_as_silent() -> None:
    pack = loader.load("fuling-2024")
    text = explain.prose(pack)
    silent = [one.key for one in pack.parameters.values() if one.state is State.SILENT]
    assert f"共{len(silent)}项：" in text
    assert "今天适用" not in text


def test_prose_shows_what_is_overruled_today_and_what_is_odd() -> None:
    pack = loader.load("fuling-2024")
    text = explain.prose(pack, stack.over(pack))
    assert "宽于上位规定，不予采用：" in text and "不予采用，按自作出决定之日起7个工作日内执行" in text
    assert "## 原文的异常（照录，不代为修正）" in text


def test_the_totals_of_the_ledger_add_up() -> None:
    lines = clausebook.totals(clausebook.ledgers())
    assert lines[-1][0] == "合计"
    for column in range(1, len(clausebook.HEADS)):
        assert sum(int(line[column]) for line in lines[:-1]) == int(lines[-1][column])
    assert all(int(line[1]) == sum(map(int, line[2:])) for line in lines)


def test_a_ledger_can_be_narrowed_to_one_status() -> None:
    page = clausebook.page(clausebook.ledgers(), "organisational")
    assert "| SZ-02 | 组织性要求 |" in page and "XM-49" not in page
