"""Reading cases.toml and clauses.csv: the worked examples and the ledger of obligations."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from mingqian.policy.reading.identity import known_ids
from mingqian.policy.reading.problems import Report, Table
from mingqian.policy.schema.keys import BY_NAME
from mingqian.policy.schema.pack import Case, ClauseRow, ClauseStatus

CASES = "cases.toml"
CLAUSES = "clauses.csv"
CLAUSE_COLUMNS = ("id", "kind", "clause", "status", "test", "note")
ID = re.compile(r"[A-Z]{2}-[0-9]{2,3}")
# What a worked case may ask, and what it must be given.
NUMBERS = ("n", "times", "persons", "percent")
CASE_KINDS: Mapping[str, tuple[str, ...]] = {
    "quota": ("n",),
    "secondary_quota": ("n",),
    "item_quota": ("item", "n"),
    "deadline": ("key", "event_on"),
    "recent_check": ("last_on", "drawn_on"),
    "secondary_pool": ("subject_kind", "n"),
    "effective": ("key",),
    "plan_item": ("item",),
    "draws_planned": ("item", "times"),
    "team": ("persons",),
    "multiplier": ("percent",),
    "activate": ("role",),
    "slips": ("ground",),
    "item_list": (),
}


def cases(
    raw: Mapping[str, object], report: Report, clause_ids: frozenset[str], items: frozenset[str]
) -> tuple[Case, ...]:
    """Every worked case; kinds and givens are a closed vocabulary, never an expression."""
    value = raw.get("case", [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        report.add(CASES, "case", "应写成 [[case]]")
        return ()
    found: list[Case] = []
    for number, one in enumerate(value, 1):
        table = Table(one, CASES, f"case[{number}]", report, str(one.get("clause", "")))
        case = _case(table, clause_ids)
        _check_given(case, table, items)
        if case.id in {other.id for other in found}:
            table.wrong("id", f"算例“{case.id}”重复")
        found.append(case)
    return tuple(found)


def _case(table: Table, clause_ids: frozenset[str]) -> Case:
    kind = table.choice("kind", list(CASE_KINDS), "quota")
    given: dict[str, str | int | bool] = {}
    for name in CASE_KINDS[kind]:
        value = table.get(name, required=True)
        if isinstance(value, str | int):
            given[name] = value
        elif value is not None:
            table.wrong(name, "应为文字或整数")
    expect = table.get("expect", required=True)
    if not isinstance(expect, str | int):
        table.wrong("expect", "应为文字、整数或是/否")
        expect = ""
    case = Case(
        table.text("id", required=True),
        kind,
        table.text("clause", required=True),
        known_ids(table, clause_ids),
        given,
        expect,
        table.text("note"),
    )
    table.close()
    return case


def _check_given(case: Case, table: Table, items: frozenset[str]) -> None:
    """What a case names must exist: an item of the list, a parameter, a date, a whole number."""
    for name, value in case.given.items():
        if name == "item" and value not in items:
            table.wrong(name, f"事项“{value}”不在事项清单")
        elif name == "key" and value not in BY_NAME:
            table.wrong(name, f"不认识的参数“{value}”")
        elif name.endswith("_on") and not _is_day(value):
            table.wrong(name, f"“{value}”不是日期", "写成 2026-03-17 的样子")
        elif name in NUMBERS and (isinstance(value, str | bool) or value < 0):
            table.wrong(name, f"“{value}”不是数量", "写不小于0的整数")


def _is_day(value: str | int | bool) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def clauses(rows: Iterable[Mapping[str, str]], prefix: str, report: Report) -> tuple[ClauseRow, ...]:
    """The ledger; ids are of this bureau, each once, and what works names its test."""
    found: list[ClauseRow] = []
    for number, row in enumerate(rows, 2):
        table = Table(
            {name: row.get(name) or "" for name in CLAUSE_COLUMNS}, CLAUSES, f"第{number}行", report
        )
        clause = _clause(table)
        if not ID.fullmatch(clause.id) or not clause.id.startswith(f"{prefix}-"):
            table.wrong("id", f"“{clause.id}”不是本单位的条款编号（{prefix}-01 的样子）")
        if clause.id in {other.id for other in found}:
            table.wrong("id", f"条款“{clause.id}”重复")
        if clause.status is ClauseStatus.WORKS and not clause.test:
            table.wrong("test", "标为已实现的条款须写明测试", "写明带该条款编号的测试")
        found.append(clause)
    return tuple(found)


def _clause(table: Table) -> ClauseRow:
    return ClauseRow(
        table.text("id", required=True),
        table.text("kind"),
        table.text("clause", required=True),
        ClauseStatus(table.choice("status", [one.value for one in ClauseStatus], "planned")),
        table.text("test"),
        table.text("note"),
    )
