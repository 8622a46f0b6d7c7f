"""The list as a table to take away: the eleven columns in which it is published and handed in."""

from typing import Any

from mingqian.registry.enums import ItemCategory, ItemClass, Level, Method
from mingqian.registry.models import ItemVersion
from mingqian.ui.tables import Column

WORDS = "检查依据原文："


def _wording(item: Any) -> ItemVersion:
    """The wording in force, or where none is the newest; ``selectors.items.listed_rows`` has read it."""
    found: ItemVersion = item.worded[0]
    return found


def _bases(version: ItemVersion) -> str:
    """As the bureau wrote the cell; where it wrote none, title and article of every basis."""
    whole = [note.removeprefix(WORDS) for note in version.notes if note.startswith(WORDS)]
    if whole:
        return str(whole[0])
    return "；".join(one.quoted or f"《{one.document.title}》{one.article}" for one in version.bases.all())


def _contents(version: ItemVersion) -> str:
    """Several points numbered in one cell, a single one as it is."""
    points = [one.text for one in version.contents.all()]
    if len(points) < 2:
        return "".join(points)
    return "；".join(f"{number}. {text}" for number, text in enumerate(points, 1)) + "。"


def _class(version: ItemVersion) -> str:
    category = ItemCategory(version.category)
    return category.label if category else ItemClass(version.item_class).label


def _methods(version: ItemVersion) -> str:
    return "、".join(Method(one).label for one in version.methods)


#: 平顶山 附件 随机抽查事项清单, column by column; what a document left to its own words is given back in them.
COLUMNS = (
    Column("code", "事项编码"),
    Column("seq", "序号", cell=lambda i: _wording(i).seq, numeric=True),
    Column("name", "抽查事项", cell=lambda i: _wording(i).name),
    Column("bases", "检查依据", cell=lambda i: _bases(_wording(i))),
    Column("subjects", "检查对象", cell=lambda i: _wording(i).subject_text),
    Column("contents", "检查内容", cell=lambda i: _contents(_wording(i))),
    Column("class", "事项类别", cell=lambda i: _class(_wording(i))),
    Column("methods", "检查方式", cell=lambda i: _methods(_wording(i))),
    Column("ratio", "抽查比例", cell=lambda i: _wording(i).ratio_text),
    Column("frequency", "抽查频次", cell=lambda i: _wording(i).frequency_text),
    Column("level", "实施层级", cell=lambda i: _wording(i).level_text or Level(i.level).label),
    Column("departments", "责任科室、单位", cell=lambda i: "、".join(_wording(i).departments)),
)
