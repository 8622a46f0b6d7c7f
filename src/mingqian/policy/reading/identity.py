"""Reading who issued a pack, which documents it rests on, what is odd in it, which rules rub against it."""

import re
from collections.abc import Mapping
from datetime import date

from mingqian.policy.reading.problems import Report, Table
from mingqian.policy.schema.keys import BY_NAME
from mingqian.policy.schema.keys_draw import BASIS_LEVELS
from mingqian.policy.schema.pack import Anomaly, Document, Identity, Layer, Tension

FILE = "pack.toml"
DISCLOSURES = {"": "", "主动公开": "", "依申请公开": "", "不予公开": ""}
BINDINGS = {"": "", "遵照执行": "", "参照执行": "", "遵照执行（区级参照执行）": ""}


def table_of(raw: Mapping[str, object], name: str, report: Report) -> Table:
    """The sub-table ``name``; an empty one and a problem if it is missing or no table."""
    value = raw.get(name)
    if not isinstance(value, dict):
        report.add(FILE, name, f"缺少 [{name}]" if value is None else "应为表")
        value = {}
    return Table(value, FILE, name, report)


def rows_of(raw: Mapping[str, object], name: str, report: Report) -> list[Table]:
    """The rows of ``[[name]]`` with numbered places; none if absent."""
    value = raw.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        report.add(FILE, name, f"应写成 [[{name}]]")
        return []
    return [Table(one, FILE, f"{name}[{n}]", report) for n, one in enumerate(value, 1)]


def identity(table: Table, directory: str) -> tuple[Identity, str]:
    """The head of the pack, and the reason why its item list is missing (empty if it is there)."""
    name = table.text("name", required=True)
    if name and name != directory:
        table.wrong("name", f"名称“{name}”与目录名“{directory}”不一致")
    layer = Layer(table.choice("layer", [one.value for one in Layer], Layer.BUREAU.value))
    found = Identity(
        name=name or directory,
        title=table.text("title", required=True),
        bureau=table.text("bureau", required=True),
        layer=layer,
        division=table.text("division"),
        prefix=table.text("prefix"),
        document=table.text("document", required=True),
        inherits=table.text("inherits"),
        fictional=table.flag("fictional", default=False),
    )
    if (layer is Layer.CHILD) != bool(found.inherits):
        table.wrong("inherits", "下级规则（layer = child）须写明继承的上级规则包，其他层不得写")
    if found.division and not re.fullmatch(r"(?:[0-9]{2}){1,3}", found.division):
        table.wrong("division", f"行政区划代码“{found.division}”不是2位、4位或6位数字")
    gap = table.text("items_gap")
    table.close()
    return found, gap


def documents(raw: Mapping[str, object], report: Report, clause_ids: frozenset[str]) -> dict[str, Document]:
    """The register of rule documents of this pack by their short names."""
    found: dict[str, Document] = {}
    for table in rows_of(raw, "document", report):
        document = Document(
            id=table.text("id", required=True),
            title=table.text("title", required=True),
            short=table.text("short") or table.text("title"),
            number=table.text("number"),
            body=table.text("body"),
            signed_on=_day(table, "signed_on"),
            posted_at=table.text("posted_at"),
            level=table.choice("level", BASIS_LEVELS, "normative_doc"),
            disclosure=table.choice("disclosure", DISCLOSURES, ""),
            binding=table.choice("binding", BINDINGS, ""),
            included=table.flag("included", default=True),
            confidence=table.choice("confidence", ["H", "M", "L"], "H"),
            note=table.text("note"),
            ids=known_ids(table, clause_ids),
        )
        table.close()
        if document.id in found:
            table.wrong("id", f"文件“{document.id}”重复")
        found[document.id] = document
    return found


def known_ids(table: Table, clause_ids: frozenset[str]) -> tuple[str, ...]:
    """Clause ids of a row; unknown ones are reported."""
    ids = table.texts("ids")
    strangers = [one for one in ids if one not in clause_ids]
    if strangers:
        table.wrong("ids", f"条款编号“{'、'.join(strangers)}”不在条款清单")
    return ids


def _day(table: Table, name: str) -> str:
    value = table.text(name)
    if value:
        try:
            date.fromisoformat(value)
        except ValueError:
            table.wrong(name, f"“{value}”不是日期", "写成 2017-05-11 的样子")
    return value


def anomalies(raw: Mapping[str, object], report: Report, clause_ids: frozenset[str]) -> tuple[Anomaly, ...]:
    """What is odd in the document."""
    found = []
    for table in rows_of(raw, "anomaly", report):
        found.append(
            Anomaly(
                table.text("where", required=True),
                table.text("what", required=True),
                table.text("treatment", required=True),
                known_ids(table, clause_ids),
            )
        )
        table.close()
    return tuple(found)


def tensions(raw: Mapping[str, object], report: Report, clause_ids: frozenset[str]) -> tuple[Tension, ...]:
    """Rules that rub without comparing; both keys must exist."""
    found = []
    for table in rows_of(raw, "tension", report):
        tension = Tension(
            id=table.text("id", required=True),
            local_key=table.text("local_key", required=True),
            local_value=table.text("local_value"),
            upper_key=table.text("upper_key"),
            effect=table.choice("effect", EFFECTS, "both_hold"),
            text=table.text("text", required=True),
            ids=known_ids(table, clause_ids),
        )
        table.close()
        for name in ("local_key", "upper_key"):
            key = table.text(name)
            if key and key not in BY_NAME:
                table.wrong(name, f"不认识的参数“{key}”")
        found.append(tension)
    return tuple(found)


EFFECTS: dict[str, str] = {
    "both_hold": "两者同时有效",
    "blocked": "上位要求生效期间不得实施",
    "local_kept": "保留本单位规定",
    "two_stages": "分为两个阶段",
    "switched_off": "缺省关闭，可由本单位开启",
    "conditional": "附条件有效",
    "both_clocks": "两个期限并行，均予显示",
    "shown": "仅提示",
}
