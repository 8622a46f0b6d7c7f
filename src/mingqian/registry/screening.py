"""Filter rules of secondary pools (二次建库) as data: fields, comparisons, and the rule in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from mingqian.core.decision import Decision, denied
from mingqian.registry.enums import RiskClass, SubjectKind
from mingqian.registry.types import Condition, SubjectFacts

Value = str | int | date | tuple[str, ...] | None

#: Fields a rule may look at. ``facts.<name>`` reads what the source list says beyond the columns.
FIELDS: Mapping[str, str] = {
    "kind": "对象类型",
    "division": "所在区划",
    "risk": "守法诚信等级",
    "tag": "业务类别",
    "employees": "从业人数",
    "registered_on": "成立日期",
    "last_check": "最近检查日期",
}
_OPS: Mapping[str, tuple[str, int]] = {
    "eq": ("为", 1),
    "ne": ("不为", 1),
    "ge": ("不小于", 1),
    "le": ("不大于", 1),
    "gt": ("大于", 1),
    "lt": ("小于", 1),
    "in": ("属于", -1),
    "not_in": ("不属于", -1),
    "present": ("有记载", 0),
    "absent": ("无记载", 0),
}
_RISKS = {code.value: code.label for code in RiskClass}
_KINDS = {code.value: code.label for code in SubjectKind}
_ORDERED = frozenset({"ge", "le", "gt", "lt"})
_CLAUSE = "厦门 三(二) 二次建库"


def parse(rows: Sequence[Mapping[str, object]]) -> tuple[Condition, ...]:
    """Read stored conditions; ``faults`` says what is wrong with them."""
    found = []
    for row in rows:
        values = row.get("values", ())
        listed = values if isinstance(values, list | tuple) else (values,)
        kept = tuple(v for v in listed if isinstance(v, str | int) and not isinstance(v, bool))
        found.append(
            Condition(str(row.get("field", "")), str(row.get("op", "")), kept, str(row.get("label", "")))
        )
    return tuple(found)


def stored(conditions: Sequence[Condition]) -> list[dict[str, object]]:
    """The same conditions as JSON."""
    return [{"field": c.field, "op": c.op, "values": list(c.values), "label": c.label} for c in conditions]


def faults(conditions: Sequence[Condition]) -> tuple[Decision, ...]:
    """Every fault at once, each with the line it stands in."""
    found = [fault for number, c in enumerate(conditions, 1) for fault in _faults_of(number, c)]
    if not conditions:
        found.append(denied("screen.empty", "筛选规则没有任何条件", _CLAUSE, "至少写一条条件"))
    return tuple(found)


def _faults_of(number: int, condition: Condition) -> list[Decision]:
    where, found = f"第{number}条条件", []
    if condition.field not in FIELDS and not condition.field.startswith("facts."):
        known = "可用：" + "、".join(FIELDS) + "、facts.*"
        found.append(denied("screen.field", f"{where}：没有字段“{condition.field}”", _CLAUSE, known))
    if condition.field.startswith("facts.") and not condition.label:
        found.append(denied("screen.label", f"{where}：附加字段须写明中文名称", _CLAUSE, "填写 label"))
    if condition.op not in _OPS:
        found.append(
            denied("screen.op", f"{where}：没有比较方式“{condition.op}”", _CLAUSE, f"可用：{'、'.join(_OPS)}")
        )
        return found
    wanted = _OPS[condition.op][1]
    if (wanted >= 0 and len(condition.values) != wanted) or (wanted < 0 and not condition.values):
        need = "一个或多个值" if wanted < 0 else f"{wanted} 个值"
        found.append(denied("screen.values", f"{where}：“{_OPS[condition.op][0]}”需要{need}", _CLAUSE))
    return found


def first_failed(conditions: Sequence[Condition], facts: SubjectFacts) -> Condition | None:
    """The first condition a subject does not meet, or None when it stays in the pool."""
    return next((c for c in conditions if not _holds(c, _read(c.field, facts))), None)


def _read(field: str, facts: SubjectFacts) -> Value:
    if field.startswith("facts."):
        return facts.facts.get(field[6:])
    return {
        "kind": facts.kind,
        "division": facts.division,
        "risk": facts.risk,
        "tag": facts.tags,
        "employees": facts.employees,
        "registered_on": facts.registered_on,
        "last_check": facts.last_check,
    }[field]


def _holds(condition: Condition, found: Value) -> bool:
    if condition.op in ("present", "absent"):
        return (found not in (None, "", ())) == (condition.op == "present")
    if isinstance(found, tuple):  # several tags: any of them may satisfy
        matched = any(value in found for value in condition.values)
        return matched != (condition.op in ("ne", "not_in"))
    if condition.op in _ORDERED:
        return _ordered(condition.op, found, condition.values[0])
    matched = _text(found) in {str(value) for value in condition.values}
    return matched != (condition.op in ("ne", "not_in"))


def _text(found: Value) -> str:
    return "" if found is None else found.isoformat() if isinstance(found, date) else str(found)


def _ordered(op: str, found: Value, limit: str | int) -> bool:
    """Compare like with like; what is not known, or not comparable, does not satisfy a rule."""
    if found is None or isinstance(found, tuple):
        return False
    if isinstance(limit, int):
        if not isinstance(found, int):
            return False
        sign = (found > limit) - (found < limit)
    else:
        text = _text(found)
        sign = (text > limit) - (text < limit)
    return {"ge": sign >= 0, "le": sign <= 0, "gt": sign > 0, "lt": sign < 0}[op]


def phrase(condition: Condition) -> str:
    """One condition in plain Chinese: 从业人数不小于 100."""
    label = condition.label or FIELDS.get(condition.field, condition.field)
    verb = _OPS[condition.op][0]
    values = "、".join(_value_text(condition.field, value) for value in condition.values)
    return f"{label}{verb} {values}".strip()


def _value_text(field: str, value: str | int) -> str:
    labels = {"risk": _RISKS, "kind": _KINDS}.get(field, {})
    return labels.get(str(value), str(value))


def words(conditions: Sequence[Condition]) -> str:
    """The whole rule in words; every condition must hold."""
    return "同时满足：" + "；".join(phrase(condition) for condition in conditions)
