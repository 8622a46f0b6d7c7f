"""Reading the parameters of pack.toml: each with its state, value, citation and words."""

from collections.abc import Mapping

from mingqian.policy.reading import values
from mingqian.policy.reading.problems import Report, Table
from mingqian.policy.schema.keys import ALL, BY_NAME
from mingqian.policy.schema.pack import Document, Identity, Layer
from mingqian.policy.schema.parameter import Parameter, Rank, State

FILE = "pack.toml"
FLAGS: Mapping[str, State] = {
    "silent": State.SILENT,
    "unclear": State.UNCLEAR,
    "inferred": State.INFERRED,
    "suggestion": State.SUGGESTION,
    "per_item": State.PER_ITEM,
    "to_fill": State.TO_FILL,
}
WITHOUT_VALUE = (State.SILENT, State.PER_ITEM, State.TO_FILL)
WITH_VALUE = (State.STATED, State.INFERRED)
# A child pack says only what it changes, a province only what its law says.
PARTIAL = (Layer.CHILD, Layer.PROVINCE)


def read(
    raw: Mapping[str, object],
    identity: Identity,
    documents: Mapping[str, Document],
    clause_ids: frozenset[str],
    report: Report,
) -> dict[str, Parameter]:
    """All parameters; those missing from a pack that must state every one are reported by name."""
    found: dict[str, Parameter] = {}
    for name, entry in raw.items():
        path = f"parameter.{name}"
        if name not in BY_NAME:
            report.add(FILE, path, "不认识的参数", remedy="参数名见参数表")
        elif not isinstance(entry, dict):
            report.add(FILE, path, "应为表", remedy='例如 "grid.levels" = { silent = true }')
        else:
            table = Table(entry, FILE, path, report, _clause(entry))
            found[name] = _parameter(name, table, identity, documents, clause_ids)
    if identity.layer not in PARTIAL:
        for key in ALL:
            if key.name not in raw:
                report.add(
                    FILE,
                    f"parameter.{key.name}",
                    f"没有写“{key.label}”",
                    remedy="原文未规定的也要写明 silent = true",
                )
    return found


def _clause(entry: Mapping[str, object]) -> str:
    clause = entry.get("clause")
    return clause if isinstance(clause, str) else ""


def _parameter(
    name: str,
    table: Table,
    identity: Identity,
    documents: Mapping[str, Document],
    clause_ids: frozenset[str],
) -> Parameter:
    state = _state(table)
    value = None
    if "value" in table.raw:
        value = values.read(BY_NAME[name], table)
        if state in WITHOUT_VALUE:
            table.wrong("value", f"标明“{state.value}”就不能再写值")
    elif state in WITH_VALUE:
        table.wrong("value", "缺少值", "写明 value，或标明 silent、unclear、per_item")
    rank = _rank(table, identity)
    source = _source(table, identity, documents, rank)
    ids = table.texts("ids")
    _check_citation(table, state, ids, identity, clause_ids, rank)
    parameter = Parameter(
        name,
        state,
        value,
        table.text("clause"),
        ids,
        source,
        table.text("quote"),
        table.text("note"),
        rank,
        identity.name,
        table.choice("confidence", ["H", "M", "L"], "H"),
    )
    if parameter.confidence == "L" and rank is not Rank.DEFAULT:
        table.wrong("confidence", "可信度低的内容不得作为有约束力的值", "改为 default = true 或由本单位填写")
    table.close()
    return parameter


def _state(table: Table) -> State:
    marked = [state for flag, state in FLAGS.items() if table.flag(flag, default=False)]
    if len(marked) > 1:
        table.wrong("", f"只能有一个状态标记，现有{'、'.join(state.value for state in marked)}")
    return marked[0] if marked else State.STATED


def _rank(table: Table, identity: Identity) -> Rank:
    by_layer = {Layer.NATIONAL: Rank.NATIONAL, Layer.PROVINCE: Rank.PROVINCIAL}
    usual = by_layer.get(identity.layer, Rank.BUREAU)
    if table.flag("default", default=False):
        if identity.layer is not Layer.NATIONAL:
            table.wrong("default", "缺省值只能写在国家层")
        return Rank.DEFAULT
    if table.flag("law", default=False):
        if identity.layer is not Layer.NATIONAL:
            table.wrong("law", "只有国家层可以标明法律")
        return Rank.LAW
    return usual


def _source(table: Table, identity: Identity, documents: Mapping[str, Document], rank: Rank) -> str:
    name = table.text("source")
    if name and name not in documents:
        table.wrong("source", f"文件“{name}”不在本包的文件清单", "在 [[document]] 中登记")
        return name
    if not name and rank is Rank.DEFAULT:
        return "产品缺省值"
    document = documents.get(name or identity.document)
    return document.short if document else name


def _check_citation(
    table: Table,
    state: State,
    ids: tuple[str, ...],
    identity: Identity,
    clause_ids: frozenset[str],
    rank: Rank,
) -> None:
    """A number without a clause is an opinion; only silence needs none."""
    strangers = [one for one in ids if one not in clause_ids]
    if strangers:
        table.wrong("ids", f"条款编号“{'、'.join(strangers)}”不在条款清单")
    if state is not State.SILENT and not table.text("clause") and rank is not Rank.DEFAULT:
        table.wrong("clause", "缺少条款出处", '写明 clause，例如 clause = "三(五)6(1)"')
    if identity.layer is Layer.NATIONAL and state is not State.SILENT:
        named = table.text("source") or rank is Rank.DEFAULT
        if not named:
            table.wrong("source", "国家层每个参数都要写明出自哪个文件")
