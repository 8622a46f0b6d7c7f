"""What each staged row would do to the registry: new, changed, unchanged, or kept out and why. In SQL, on all rows at once.

The identity is the credit code; the name is not (XM-23). Rows of the file that name the same firm are
merged when they say the same and both refused when they do not. Another unit's firm is not ours to change (XM-24).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from mingqian.accounts.types import Actor
from mingqian.core.labels import LabelledCode
from mingqian.registry import policies
from mingqian.registry.importing import staging
from mingqian.registry.importing.findings import Finding, Level
from mingqian.registry.importing.staging import FIELDS, LICENCE, STAGE, TYPED_FIELDS
from mingqian.registry.models import Subject


class Fate(LabelledCode):
    """What becomes of one staged row."""

    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    UNCHANGED = "unchanged", "无变化"
    MERGED = "merged", "重复行已合并"
    CLASH = "clash", "同一代码内容不一致"
    FOREIGN = "foreign", "属于其他单位"


_SUBJECT = Subject._meta.db_table
_COMPARED = (*FIELDS, *LICENCE, "facts", "unit_id")


def within_file() -> list[Finding]:
    """Merge repeated rows that agree, refuse those that do not; must run once, right after loading."""
    names = ", ".join(_COMPARED)
    repeated = staging.fetch(
        f"SELECT line, code, {names} FROM {STAGE} WHERE code IN "
        f"(SELECT code FROM {STAGE} GROUP BY code HAVING COUNT(*) > 1) ORDER BY code, line"
    )
    findings: list[Finding] = []
    fates: list[tuple[str, int]] = []
    for group in _groups(repeated):
        lines = [row[0] for row in group]
        if all(row[2:] == group[0][2:] for row in group):
            fates += [(Fate.MERGED, line) for line in lines[1:]]
            findings += [_merged(line, lines[0]) for line in lines[1:]]
        else:
            fates += [(Fate.CLASH, line) for line in lines]
            findings += [_clash(group, line) for line in lines]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {STAGE} SET fate = %s WHERE line = %s", fates)
    return findings


def _groups(rows: Sequence[tuple[Any, ...]]) -> Iterable[list[tuple[Any, ...]]]:
    group: list[tuple[Any, ...]] = []
    for row in rows:
        if group and row[1] != group[0][1]:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _merged(line: int, first: int) -> Finding:
    return Finding(Level.HEALED, "merged", line, -1, "", "", f"与第{first}行完全相同，合并为一条")


def _clash(group: Sequence[tuple[Any, ...]], line: int) -> Finding:
    lines = "、".join(str(row[0]) for row in group[:6]) + ("……" if len(group) > 6 else "")
    unlike = [
        _LABELS.get(name, name)
        for place, name in enumerate(_COMPARED, 2)
        if len({row[place] for row in group}) > 1
    ]
    code = str(group[0][1]).split(":", 1)[-1]
    message = f"代码{code}在本文件第{lines}行重复，{'、'.join(unlike)}不一致，请只保留正确的一行"
    return Finding(Level.ERROR, "clash", line, -1, "", code, message)


_LABELS = {
    "name": "单位名称",
    "legal_representative": "法定代表人",
    "address": "地址",
    "contact_person": "联系人",
    "contact_phone": "联系方式",
    "responsible_unit": "业务责任处室",
    "entity_type": "单位类型",
    "capital": "注册资本",
    "industry_code": "行业代码",
    "scope": "经营范围",
    "division_code": "行政区划代码",
    "status": "登记状态",
    "registered_on": "成立日期",
    "employees": "职工人数",
    "licence_no": "许可证编号",
    "licence_issuer": "发证机关",
    "licence_from": "许可有效期起",
    "licence_until": "许可有效期止",
    "facts": "附加信息",
    "unit_id": "归属单位",
    "kind": "主体种类",
    "confirmed_on": "最近核对日期",
}


def label(field: str) -> str:
    """How an officer calls a field of a subject."""
    return _LABELS.get(field, field)


def against_registry(by: Actor) -> None:
    """Set the fate of every row that is not kept out already. Repeatable: the registry may have moved meanwhile."""
    kept_out = f"'{Fate.MERGED}', '{Fate.CLASH}'"
    staging.execute(
        f"UPDATE {STAGE} SET fate = '{Fate.NEW}', subject_id = NULL WHERE fate NOT IN ({kept_out})"
    )
    if not Subject.objects.exists():
        return
    staging.execute(
        f"UPDATE {STAGE} SET subject_id = s.id, fate = CASE WHEN {differs('s', STAGE)} "
        f"THEN '{Fate.CHANGED}' ELSE '{Fate.UNCHANGED}' END "
        f"FROM {_SUBJECT} s WHERE s.code = {STAGE}.code AND fate NOT IN ({kept_out})"
    )
    foreign = _foreign_units(by)
    if foreign:
        places = ", ".join(["%s"] * len(foreign))
        staging.execute(
            f"UPDATE {STAGE} SET fate = '{Fate.FOREIGN}' WHERE subject_id IS NOT NULL AND fate NOT IN ({kept_out}) "
            f"AND subject_id IN (SELECT id FROM {_SUBJECT} WHERE unit_id IN ({places}))",
            foreign,
        )


def differs(subject: str, stage: str) -> str:
    """SQL: the row says something other than the registry. An empty cell says nothing."""
    tests = []
    for name in FIELDS:
        if name in TYPED_FIELDS:
            value = staging.typed(f"{stage}.{name}", TYPED_FIELDS[name])
            unlike = staging.distinct(value, f"{subject}.{name}")
        else:
            unlike = f"{stage}.{name} <> {subject}.{name}"
        tests.append(f"({stage}.{name} <> '' AND {unlike})")
    merged = (
        f"json_patch({subject}.facts, {stage}.facts) <> json({subject}.facts)"
        if staging.on_sqlite()
        else f"({subject}.facts || {staging.as_json(f'{stage}.facts')}) <> {subject}.facts"
    )
    tests.append(f"({stage}.facts <> '{{}}' AND {merged})")
    return " OR ".join(tests)


def _foreign_units(by: Actor) -> list[int]:
    """Units that own rows named in the file and whose registry this person does not keep."""
    owners = staging.fetch(
        "SELECT DISTINCT u.id, u.path FROM accounts_unit u WHERE u.id IN "
        f"(SELECT DISTINCT s.unit_id FROM {_SUBJECT} s)"
    )
    return [pk for pk, path in owners if not policies.may(by, policies.Verb.KEEP_SUBJECTS, path).ok]


def foreign_rows() -> list[Finding]:
    """One error per row whose firm belongs to another unit, naming the unit."""
    rows = staging.fetch(
        f"SELECT st.line, st.code, u.name FROM {STAGE} st JOIN {_SUBJECT} s ON s.id = st.subject_id "
        f"JOIN accounts_unit u ON u.id = s.unit_id WHERE st.fate = '{Fate.FOREIGN}' ORDER BY st.line"
    )
    return [
        Finding(
            Level.ERROR,
            "foreign",
            line,
            -1,
            "",
            code,
            f"该单位的名录由{unit}维护，不能由本账号改动（厦门 三(二)：监管对象名录库由各责任单位实时更新维护）",
        )
        for line, code, unit in rows
    ]


def counts() -> dict[Fate, int]:
    """How many rows share each fate."""
    found = dict(staging.fetch(f"SELECT fate, COUNT(*) FROM {STAGE} GROUP BY fate"))
    return {fate: int(found.get(fate.value, 0)) for fate in Fate}
