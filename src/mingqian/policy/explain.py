"""A pack as Chinese prose: what it says, what it does not say, what holds today, what is odd in it."""

from collections.abc import Iterable, Iterator

from mingqian.policy import layers
from mingqian.policy.layers import ConflictKind, Effective
from mingqian.policy.schema import keys_draw, keys_people, keys_process, keys_publicity
from mingqian.policy.schema.item import BASIS_LABELS, STATUS_LABELS, Basis, FrequencyKind, Item, QuotaKind
from mingqian.policy.schema.key import Key
from mingqian.policy.schema.keys_draw import BASIS_LEVELS
from mingqian.policy.schema.keys_process import METHODS
from mingqian.policy.schema.pack import LAYER_LABELS, Pack
from mingqian.policy.schema.parameter import RANK_LABELS, STATE_LABELS, Parameter, Rank, State
from mingqian.policy.wording import say

CHAPTERS: tuple[tuple[str, tuple[Key, ...]], ...] = (
    ("抽查比例与频次", keys_draw.RATIO_KEYS),
    ("免检、必查与加权", keys_draw.SPARED_KEYS),
    ("抽取程序", keys_draw.CEREMONY_KEYS),
    ("执法检查人员", keys_people.KEYS),
    ("计划", keys_process.PLAN_KEYS),
    ("检查之后", keys_process.RESULT_KEYS),
    ("记录、审核与案件", keys_process.RECORD_KEYS),
    ("公开与信用", keys_publicity.KEYS),
)
CONFLICT_HEADS: tuple[tuple[ConflictKind, str], ...] = (
    (ConflictKind.LOOSER, "宽于上位规定，不予采用"),
    (ConflictKind.BOTH, "不能比较，并行适用"),
    (ConflictKind.TENSION, "并非互斥，须一并留意"),
)


def prose(pack: Pack, policy: Effective | None = None) -> str:
    """The whole page in Markdown. ``policy`` adds what holds today under the layers above."""
    parts: list[str] = [*_head(pack), *_documents(pack)]
    for title, keys in CHAPTERS:
        parts.extend(_chapter(pack, title, keys))
    parts.extend(_silences(pack))
    if policy is not None:
        parts.extend(_today(pack, policy))
    parts.extend(_items(pack))
    parts.extend(_anomalies(pack))
    return "\n".join(parts).rstrip("\n") + "\n"


def sentence(parameter: Parameter, key: Key) -> str:
    """One parameter as one line with state, value, clause, quotation and remark."""
    if parameter.state is State.STATED:
        lead = f"{say(key, parameter.value)}"
    elif parameter.value is not None:
        lead = f"{say(key, parameter.value)}（{STATE_LABELS[parameter.state]}）"
    else:
        lead = STATE_LABELS[parameter.state]
    source = f"〔{_source(parameter)}〕"
    quote = f"原文：“{parameter.quote.rstrip('。')}”。" if parameter.quote else ""
    note = f"说明：{parameter.note}。" if parameter.note else ""
    return f"- **{key.label}**：{lead}。{source}{quote}{note}".replace("。。", "。")


def _source(parameter: Parameter) -> str:
    if parameter.rank is Rank.DEFAULT:
        return RANK_LABELS[Rank.DEFAULT]
    ids = f"，{'、'.join(parameter.ids)}" if parameter.ids else ""
    return f"{parameter.citation}{ids}"


def _head(pack: Pack) -> Iterator[str]:
    head = pack.identity
    yield f"# {head.title}"
    yield ""
    yield f"由规则包 `{head.name}` 生成（`tools/write_packs.py`），请勿手改。"
    yield ""
    yield f"- 单位：{head.bureau}" + ("（虚构）" if head.fictional else "")
    yield f"- 层级：{LAYER_LABELS[head.layer]}" + (f"，上级为 `{head.inherits}`" if head.inherits else "")
    if head.division:
        yield f"- 行政区划代码：{head.division}"
    yield f"- 事项：{len(pack.items)}项" + (f"（{pack.items_gap}）" if pack.items_gap else "")
    yield f"- 算例：{len(pack.cases)}个，随测试运行"
    yield ""


def _documents(pack: Pack) -> Iterator[str]:
    yield "## 文件"
    yield ""
    for one in pack.documents:
        facts = [
            one.number,
            one.body,
            f"{one.signed_on}签发" if one.signed_on else "",
            f"{one.posted_at}发布" if one.posted_at else "",
            BASIS_LEVELS[one.level],
            one.disclosure,
            one.binding,
            "" if one.included else "正文未收录",
            one.note,
        ]
        yield f"- 《{one.title}》：{'；'.join(fact for fact in facts if fact)}"
    yield ""


def _chapter(pack: Pack, title: str, keys: Iterable[Key]) -> Iterator[str]:
    said = [(key, pack.parameters[key.name]) for key in keys if key.name in pack.parameters]
    lines = [sentence(one, key) for key, one in said if one.state is not State.SILENT]
    if lines:
        yield f"## {title}"
        yield ""
        yield from lines
        yield ""


def _silences(pack: Pack) -> Iterator[str]:
    silent = [
        key.label
        for _, keys in CHAPTERS
        for key in keys
        if key.name in pack.parameters and pack.parameters[key.name].state is State.SILENT
    ]
    if silent:
        yield "## 原文未规定"
        yield ""
        yield f"共{len(silent)}项：{'、'.join(silent)}。"
        yield ""


def _today(pack: Pack, policy: Effective) -> Iterator[str]:
    """What the layers above add or overrule; without layers above there is nothing to tell."""
    if len(policy.packs) < 2:
        return
    yield "## 今天适用"
    yield ""
    yield f"叠加次序：{' → '.join(f'`{one.name}`' for one in policy.packs)}。"
    yield ""
    yield from _conflicts(policy)
    yield "以下各项本文件没有规定或没有说清，由上位规定或缺省值补足："
    yield ""
    for _, keys in CHAPTERS:
        for key in keys:
            value = policy.values[key.name]
            if value.parameter is not None and value.parameter.pack != pack.name:
                yield f"- {key.label}：{say(key, value.value)}。〔{layers.standing(value)}〕"
    yield ""


def _conflicts(policy: Effective) -> Iterator[str]:
    for kind, head in CONFLICT_HEADS:
        found = [conflict for conflict in policy.conflicts if conflict.kind is kind]
        if found:
            yield f"{head}："
            yield ""
            yield from (f"- {conflict.text}" for conflict in found)
            yield ""


def _items(pack: Pack) -> Iterator[str]:
    if not pack.items:
        return
    yield "## 事项清单"
    yield ""
    yield "| 代码 | 事项 | 类别 | 对象 | 比例 | 频次 | 方式 | 责任单位 | 现状 | 缺口 |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for item in pack.items:
        yield _item_row(item)
    yield ""
    yield "检查依据："
    yield ""
    for basis in pack.bases:
        yield _basis_line(basis)
    yield ""


def _item_row(item: Item) -> str:
    status = STATUS_LABELS[item.status] + (f"：{item.status_note}" if item.status_note else "")
    cells = (
        item.code,
        item.name,
        item.category_name or item.cells.item_class,
        "、".join(item.subjects),
        quota(item),
        frequency(item),
        "、".join(METHODS[method] for method in item.methods),
        "、".join(item.departments),
        status,
        "、".join(item.gaps),
    )
    return f"| {' | '.join(cell.replace('|', '／') for cell in cells)} |"


def item(pack: Pack, one: Item) -> Iterator[str]:
    """One item of the list in full, a line per fact and per legal basis."""
    yield f"{one.code} {one.name}（{one.citation}）"
    yield f"现状：{STATUS_LABELS[one.status]}{f'：{one.status_note}' if one.status_note else ''}"
    yield f"类别：{one.category_name or one.cells.item_class}"
    yield f"检查对象：{'、'.join(one.subjects)}"
    yield f"抽查比例：{quota(one)}；频次：{frequency(one)}"
    yield f"检查方式：{'、'.join(METHODS[method] for method in one.methods)}"
    yield f"实施层级：{one.level}；责任单位：{'、'.join(one.departments)}"
    yield f"检查内容{len(one.contents)}项："
    yield from (f"  {number}. {text}" for number, text in enumerate(one.contents, start=1))
    bases = [basis for basis in pack.bases if one.code in basis.items]
    yield f"检查依据{len(bases)}条："
    yield from (_basis_line(basis) for basis in bases)
    yield from (f"缺口：{gap}" for gap in one.gaps)


def quota(item: Item) -> str:
    """The quota of one item as printed in a list."""
    if item.quota.kind is QuotaKind.RATIO and item.quota.rate is not None:
        return item.quota.rate.text()
    if item.quota.kind is QuotaKind.MIN_COUNT:
        return f"至少{item.quota.count}{item.quota.unit}"
    return {QuotaKind.ALL: "全部", QuotaKind.PACK: "按分档"}.get(item.quota.kind, "未定")


def frequency(item: Item) -> str:
    """The frequency of one item as printed in a list."""
    if item.frequency.kind is FrequencyKind.PER_YEAR:
        return f"{item.frequency.times}次/年"
    if item.frequency.kind is FrequencyKind.AS_NEEDED_OR_PER_YEAR:
        return f"根据工作需要或{item.frequency.times}次/年"
    return "按方案" if item.frequency.kind is FrequencyKind.PACK else "未定"


def _basis_line(basis: Basis) -> str:
    marks = [BASIS_LEVELS[basis.level], BASIS_LABELS[basis.status]]
    if basis.mapping == "category":
        marks.append("按类别列举，未逐项对应")
    marks.extend(mark for mark in (basis.anomaly, basis.note) if mark)
    number = f"（{basis.number}）" if basis.number else ""
    used = "、".join(basis.items)
    return f"- {basis.id} 《{basis.title}》{number}{basis.articles}：{'；'.join(marks)}；用于{used}"


def _anomalies(pack: Pack) -> Iterator[str]:
    if not pack.anomalies:
        return
    yield "## 原文的异常（照录，不代为修正）"
    yield ""
    for one in pack.anomalies:
        ids = f"〔{'、'.join(one.ids)}〕" if one.ids else ""
        yield f"- {one.where}：{one.what}。处理：{one.treatment}。{ids}"
    yield ""
