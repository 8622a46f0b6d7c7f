"""事项清单: the list in force on the day, as a whole; its versions are the notice's versions (FL-09, SZ-14)."""

from datetime import datetime

from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.publicity import stamping
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.types import Candidate, Column, Content, Line
from mingqian.registry import selectors as registries
from mingqian.registry.enums import ItemCategory, ItemClass, Method
from mingqian.registry.types import ItemFacts
from mingqian.ui.asking import Asking

COLUMNS = (
    Column("seq", "序号", numeric=True),
    Column("name", "抽查事项"),
    Column("basis", "抽查依据"),
    Column("subject", "检查对象"),
    Column("body", "抽查主体"),
    Column("content", "抽查内容"),
    Column("method", "抽查方式"),
    Column("ratio", "抽查比例"),
    Column("frequency", "抽查频次"),
    Column("category", "类别"),
    Column("version", "版次", numeric=True),
    Column("since", "施行日期"),
)


def candidates(by: Actor, *, now: datetime) -> Asking[list[Candidate]]:
    """The list of the bureau, once an item is in force."""
    bureau = accounts.bureau()
    if bureau is None or not by.covers(bureau.path):
        return []
    listed = yield from registries.items.numbers(by, localdate(now))
    if not listed:
        return []
    newest = max(one.effective_on for one in listed if one.effective_on is not None)
    stamp = stamping.of(f"{one.code}/{one.number}" for one in listed)
    return [
        Candidate(
            NoticeKind.ITEM_LIST, f"item_list:{bureau.code}", "随机抽查事项清单", bureau.path, bureau.code, newest,
            f"现行 {len(listed)} 项", stamp,
        )
    ]  # fmt: skip


def content(by: Actor, thing: str, *, persons: str, now: datetime) -> Content:
    """Every item in force, in the order of the list."""
    listed = registries.items.listing(by, localdate(now))
    return Content(
        title="随机抽查事项清单",
        lead=f"现行抽查事项 {len(listed)} 项。未列入本清单的事项不得实施检查。",
        clause="国办发〔2024〕54号：未公布的检查事项不得实施",
        facts=(("事项数", f"{len(listed)} 项"), ("清单日期", _day(localdate(now)))),
        columns=COLUMNS,
        lines=tuple(_line(number, one) for number, one in enumerate(listed, 1)),
    )


def _line(number: int, item: ItemFacts) -> Line:
    basis = "；".join(f"《{one.title}》{one.number}{one.article}" for one in item.bases)
    return Line(
        {
            "seq": item.seq or number,
            "name": item.name,
            "basis": basis,
            "subject": item.subject_text,
            "body": "、".join(item.departments),
            "content": "；".join(item.contents),
            "method": "、".join(Method(one).label for one in item.methods),
            "ratio": item.ratio_text,
            "frequency": item.frequency_text,
            "category": f"{ItemCategory(item.category).label}"
            + (f"（{ItemClass(item.item_class).label}）" if item.item_class else ""),
            "version": item.version,
            "since": _day(item.effective_on) if item.effective_on else "",
        },
        key=item.code,
        name=item.name,
    )


def _day(day: "object") -> str:
    return f"{day:%Y-%m-%d}"
