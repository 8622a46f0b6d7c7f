"""What is wrong with the shape of a program's request, in plain Chinese: which field, and what it may be."""

from collections.abc import Mapping
from typing import Any

WORDS: Mapping[str, str] = {
    "missing": "没有填写",
    "string_type": "应当是文字",
    "string_unicode": "有不成对的代理字符，不是完整的文字",
    "string_too_long": "最多 {max_length} 个字",
    "string_too_short": "至少 {min_length} 个字",
    "string_pattern_mismatch": "写法不合规，应当符合 {pattern}",
    "enum": "只能是 {expected} 之一",
    "literal_error": "只能是 {expected} 之一",
    "int_type": "应当是整数",
    "int_parsing": "应当是整数",
    "int_parsing_size": "数字太大",
    "int_from_float": "应当是整数，不能有小数",
    "finite_number": "应当是整数",
    "bool_type": "应当是 true 或 false",
    "bool_parsing": "应当是 true 或 false",
    "greater_than": "应当大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应当小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "list_type": "应当是一组",
    "too_long": "最多 {max_length} 项，给了 {actual_length} 项",
    "too_short": "至少 {min_length} 项，给了 {actual_length} 项",
    "dict_type": "应当是“名称：值”的一组",
    "date_of_our_time": "年份应当在 1900 至 2200 之间",
    "timezone_aware": "时刻须写明时区，如 2026-04-30T10:00:00+08:00",
}
"""By pydantic's name of the fault."""
FAMILIES = (("date_from", "date"), ("datetime", "datetime"), ("date", "date"), ("model", "body"))
SAID: Mapping[str, str] = {
    "date": "应当是日历上有的日期，如 2026-04-30",
    "datetime": "应当是日历上有的时刻，如 2026-04-30T10:00:00+08:00",
    "body": "应当是 JSON 对象，字段见接口说明",
}
MOST = 20
"""So many faults are told: beyond them a request is not mended by reading."""


def fault(one: Mapping[str, Any]) -> str:
    """``body.given.code：最多 32 个字``."""
    where = ".".join(str(part)[:60] for part in one["loc"])
    return f"{where}：{_said(str(one['type']), one.get('ctx') or {})}"


def _said(kind: str, told: Mapping[str, Any]) -> str:
    words = WORDS.get(kind)
    if words is None:
        family = next((family for start, family in FAMILIES if kind.startswith(start)), "")
        return SAID.get(family, f"不合规（{kind}）")
    told = {key: str(value).replace("' or '", "', '").replace("'", "") for key, value in told.items()}
    return words.format_map({**_UNKNOWN, **told})


_UNKNOWN = dict.fromkeys(
    ("max_length", "min_length", "actual_length", "pattern", "expected", "gt", "ge", "lt", "le"), "?"
)
