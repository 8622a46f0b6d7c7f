"""Inclusion and consistency, for anybody who asks: nothing beyond what has been signed."""

from mingqian.audit.selectors import notes, trees
from mingqian.core.decision import Refused, denied

CLAUSE = "RFC 9162 §2.1.3、§2.1.4"


def inclusion(origin: str, *, index: int, size: int) -> list[str]:
    """That the leaf at ``index`` stands in the tree over the first ``size``."""
    _signed(origin, size)
    if not 0 <= index < size:
        raise Refused(denied("audit.no_leaf", f"序号 {index} 不在 0 至 {size - 1} 之间", CLAUSE))
    return [value.hex() for value in trees.tree(trees.source(origin), size).inclusion(index)]


def consistency(origin: str, *, old: int, new: int) -> list[str]:
    """That the tree over the first ``old`` leaves is the beginning of that over ``new``."""
    _signed(origin, new)
    if not 0 < old <= new:
        raise Refused(denied("audit.no_tree", f"旧树条数 {old} 不在 1 至 {new} 之间", CLAUSE))
    return [value.hex() for value in trees.tree(trees.source(origin), new).consistency(old)]


def _signed(origin: str, size: int) -> None:
    last = notes.current(origin)
    if not 0 < size <= last.size:
        raise Refused(
            denied(
                "audit.not_signed",
                f"日志“{origin}”已签发到 {last.size} 条，没有 {size} 条的检查点",
                CLAUSE,
                "请按最新检查点的条数查询",
            )
        )
