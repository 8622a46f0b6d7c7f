"""检查工作表格 of an item (XM-31): which points a check is written on, and where they come from. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

Point = dict[str, str]


def source(paper: Any, version: int) -> str:  # noqa: ANN401 — planning's ItemPaper, whose models are no door
    """The paper the points stand in, else the version of the item."""
    return str(paper) if paper is not None else f"事项清单第{version}版检查内容"


def points(paper: Any, contents: Sequence[str]) -> list[Point]:  # noqa: ANN401 — as above
    """The released method's or guideline's points with their standards, else the item's contents."""
    if paper is not None:
        return [_point(point) for point in paper.points]
    return [
        {"key": str(number), "text": text, "standard": "", "clause": ""}
        for number, text in enumerate(contents, 1)
    ]


def _point(point: Mapping[str, Any]) -> Point:
    return {
        "key": str(point["number"]),
        "text": str(point["content"]),
        "standard": str(point.get("standard", "")),
        "clause": str(point.get("basis", "")),
    }
