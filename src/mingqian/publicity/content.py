"""A notice's content as frozen text: canonical JSON, one digest over head and rows, differences of versions.

The digest is the document hash of {head…, rows:[…]}, so that anybody with the published JSON can compute it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mingqian.core.canonical import Suite, document_hash, jcs, parse
from mingqian.core.decision import Refused, denied
from mingqian.publicity.types import Cells, Column, Content, FileRef, Line, Withheld

FORMAT = "mqgs1"
MOST_ROWS = 50_000
"""One notice holds no more rows: a greater list goes out in parts."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def head(content: Content) -> dict[str, Any]:
    """The document without its rows, fit for ``jcs``: no control character, no fraction."""
    document = {
        "v": FORMAT,
        "title": content.title,
        "lead": content.lead,
        "clause": content.clause,
        "facts": [list(pair) for pair in content.facts],
        "sections": [{"title": title, "paras": list(paras)} for title, paras in content.sections],
        "columns": [{"key": one.key, "label": one.label, "numeric": one.numeric} for one in content.columns],
        "withheld": [
            {"reason": one.reason, "clause": one.clause, "count": one.count} for one in content.withheld
        ],
        "files": [{"name": one.name, "size": one.size, "digest": one.digest} for one in content.files],
        "detail": dict(content.detail),
    }
    cleaned: dict[str, Any] = _clean(document)
    return cleaned


def line(one: Line) -> Line:
    """The same row fit for ``jcs``."""
    cells: Cells = _clean(dict(one.cells))
    return Line(cells, _clean(one.key), _clean(one.name), one.ref)


def digest(head_document: Mapping[str, Any], rows: Iterable[Cells]) -> str:
    """What reviewer, confirming bureau and publisher put their names to."""
    return document_hash(Suite.SHA256, {**head_document, "rows": [dict(row) for row in rows]})


def text(document: Mapping[str, Any]) -> str:
    """Canonical JSON as it is stored and published."""
    return jcs(dict(document)).decode()


def document(stored: str) -> dict[str, Any]:
    """A stored text back as fields."""
    found: dict[str, Any] = parse(stored.encode())
    return found


def read(head_text: str) -> Content:
    """A stored head back as a ``Content`` without its rows."""
    found = document(head_text)
    return Content(
        title=found["title"],
        lead=found["lead"],
        clause=found["clause"],
        facts=tuple((label, value) for label, value in found["facts"]),
        sections=tuple((one["title"], tuple(one["paras"])) for one in found["sections"]),
        columns=tuple(Column(**one) for one in found["columns"]),
        withheld=tuple(Withheld(**one) for one in found["withheld"]),
        files=tuple(FileRef(**one) for one in found["files"]),
        detail=found["detail"],
    )


def demand_size(rows: int) -> None:
    """A notice that no reader and no reviewer could go through is refused."""
    if rows > MOST_ROWS:
        raise Refused(
            denied(
                "publicity.too_many_rows",
                f"一份公示最多 {MOST_ROWS:,} 行，这一份有 {rows:,} 行",
                remedy="请按单位、事项或批次分成几份公示",
            )
        )


Difference = tuple[str, str, str]
"""(what, before, after); an empty side means it was not there."""


def difference(
    before: Content, old: Iterable[Line], after: Content, new: Iterable[Line]
) -> Iterator[Difference]:
    """What a later version says otherwise, place by place; what both say is left out."""
    for label, one, other in (
        ("标题", before.title, after.title),
        ("摘要", before.lead, after.lead),
        ("依据", before.clause, after.clause),
    ):
        if one != other:
            yield label, one, other
    yield from _pairs(dict(before.facts), dict(after.facts))
    yield from _pairs(
        {title: " / ".join(paras) for title, paras in before.sections},
        {title: " / ".join(paras) for title, paras in after.sections},
    )
    labels = {one.key: one.label for one in (*before.columns, *after.columns)}
    yield from _rows({_name(one): one for one in old}, {_name(one): one for one in new}, labels)
    yield from _pairs(
        {f"不予公开：{one.reason}": str(one.count) for one in before.withheld},
        {f"不予公开：{one.reason}": str(one.count) for one in after.withheld},
    )


def _pairs(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for label in dict.fromkeys((*old, *new)):
        if old.get(label, "") != new.get(label, ""):
            yield label, old.get(label, ""), new.get(label, "")


def _rows(
    old: Mapping[str, Line], new: Mapping[str, Line], labels: Mapping[str, str]
) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield name, _words(old[name]), ""
        elif name not in old:
            yield name, "", _words(new[name])
        else:
            one, other = old[name].cells, new[name].cells
            for key in dict.fromkeys((*one, *other)):
                if one.get(key, "") != other.get(key, ""):
                    yield (
                        f"{name} · {labels.get(key, key)}",
                        str(one.get(key, "")),
                        str(other.get(key, "")),
                    )


def _name(one: Line) -> str:
    """How a reader recognises a row: its name and key, else what it says."""
    named = " ".join(part for part in (one.name, one.key) if part)
    return named or _words(one)


def _words(one: Line) -> str:
    return "，".join(str(value) for value in one.cells.values() if value != "")


def _clean(value: Any) -> Any:  # noqa: ANN401  # JSON
    """Line breaks and tabs become one blank each; everything is NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", _CONTROL.sub(" ", value)).strip()
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value
