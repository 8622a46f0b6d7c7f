"""Write ``docs/reference/parameters.md``: every key a pack may state, from the schema."""

from pathlib import Path

from mingqian.policy.explain import CHAPTERS
from mingqian.policy.schema.key import Key, Kind, Order

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/parameters.md"
KINDS: dict[Kind, str] = {
    Kind.TEXT: "文字",
    Kind.INT: "整数",
    Kind.BOOL: "true / false",
    Kind.RATE: "比例，如 { percent = 5 } 或 { per_mille = 2 }",
    Kind.TIERS: "分档，如 [{ upto = 100, percent = 15 }, { percent = 5 }]",
    Kind.CHOICE: "选一",
    Kind.WORDS: "文字列表",
    Kind.CODES: "选若干",
    Kind.NUMBERS: "整数列表",
    Kind.RECORD: "表",
    Kind.RECORDS: "表的列表",
}
ORDERS: dict[Order, str] = {
    Order.HIGHER: "高者严",
    Order.LOWER: "低者严",
    Order.TRUE: "true 严",
    Order.FALSE: "false 严",
    Order.MORE: "多者严；互不包含则并列",
    Order.FEWER: "少者严",
    Order.LATER_CHOICE: "后者严",
    Order.SHORTER: "短者严；起算事件或单位不同则并行",
    Order.EARLIER: "早者严",
    Order.WITHIN: "范围内者严",
    Order.CAP: "次数少者严",
    Order.WITNESS: "要求高者严",
    Order.OWN: "不比较，下级自定",
}


def text() -> str:
    """The page as it should be."""
    lines = [
        "# 规则包参数",
        "",
        "由 `src/mingqian/policy/schema/keys_*.py` 生成（`tools/write_parameters.py`），请勿手改。",
        "“比较”一栏是上下级之间谁更严：下级更严的生效，更宽的显示为冲突、不予采用。",
        "",
    ]
    for title, keys in CHAPTERS:
        lines += [f"## {title}", "", "| 参数 | 含义 | 写法 | 比较 |", "|---|---|---|---|"]
        lines += [f"| `{key.name}` | {key.label} | {_written(key)} | {ORDERS[key.order]} |" for key in keys]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _written(key: Key) -> str:
    if key.choices:
        return f"{KINDS[key.kind]}：" + "、".join(f"`{code}` {label}" for code, label in key.choices.items())
    if key.record is not None:
        names = "、".join(f"`{name}`" for name in key.record.__dataclass_fields__)
        return f"{KINDS[key.kind]}：{names}"
    return KINDS[key.kind]


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
