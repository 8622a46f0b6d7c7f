"""What the import pages show: a preview in words and cells, a batch and its changes. No request here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mingqian.registry import selectors
from mingqian.registry.enums import ChangeAction, ImportState, UploadState
from mingqian.registry.importing import fates, merge
from mingqian.registry.importing.columns import Kind
from mingqian.registry.models import ImportBatch, ImportUpload
from mingqian.ui.tables import Column
from mingqian.ui.templatetags import ui
from mingqian.ui.types import Step

MOST = 20_000
_PAGES = {
    "subjects": "registry:subject",
    "inspectors": "registry:inspector",
    "items": "registry:item",
    "powers": "registry:power",
}


def shows(row: ImportUpload) -> tuple[str, ...]:
    """What the yes will do."""
    shown = row.shown
    if not shown:
        return ()
    told = f"新增 {shown['new']:,} 条，变更 {shown['changed']:,} 条，核对无变化 {shown['unchanged']:,} 条"
    left = f"不能导入的 {shown['refused']:,} 行留在外面" if shown["refused"] else ""
    return tuple(line for line in (told, left, "作为一个批次入库，可以整批撤回") if line)


def preview(row: ImportUpload) -> dict[str, Any]:
    """Everything on the page of an upload."""
    state, shown = UploadState(row.state), row.shown
    read = state is not UploadState.RECEIVED
    return {
        "upload": row,
        "shown": shown,
        "state": state.label,
        "may_save": state is UploadState.PREVIEWED and bool(shown.get("accepted")),
        "may_drop": state in (UploadState.RECEIVED, UploadState.PREVIEWED, UploadState.REFUSED),
        "figures": [
            ("新增", shown.get("new", 0), ""),
            ("变更", shown.get("changed", 0), ""),
            ("无变化", shown.get("unchanged", 0), ""),
            ("重复合并", shown.get("merged", 0), ""),
            ("不能导入", shown.get("refused", 0), "dn" if shown.get("refused") else ""),
            ("提醒", shown.get("warned", 0), ""),
        ],
        "steps": [
            Step("上传", "done", row.file_name),
            Step("预览", "done" if read and not row.refusal else "bad" if row.refusal else "now"),
            Step("确认入库", "done" if state is UploadState.APPLIED else "now" if read else "todo"),
        ],
    }


def batch(found: ImportBatch) -> dict[str, Any]:
    """Everything on the page of a batch beside its changes."""
    origin = found.layout or {}
    return {
        "batch": found,
        "kind": Kind(found.kind).label,
        "state": ui.tag(ImportState(found.state).label, "ok" if found.state == ImportState.APPLIED else ""),
        "may_undo": found.state == ImportState.APPLIED,
        "facts": [
            ("文件", found.file_name),
            ("来源", merge.SOURCES.get(found.source, found.source)),
            ("归属单位", found.unit.name if found.unit else ""),
            ("经办", found.applied_by.name),
            ("入库时间", found.applied_at),
            ("撤回", found.reverted_by.name if found.reverted_by else ""),
            ("撤回时间", found.reverted_at),
            ("工作表或编码", origin.get("sheet") or origin.get("encoding", "")),
            ("文件指纹", found.file_digest.removeprefix("sha256:")[:16]),
        ],
        "figures": [
            ("新增", found.added),
            ("变更", found.changed),
            ("无变化", found.unchanged),
            ("重复合并", found.merged),
            ("未导入", found.refused),
            ("来源不一致", found.conflicts),
        ],
    }


@dataclass(frozen=True, slots=True)
class Changed:
    """One row of a batch: which line, what it was, what it became."""

    line: int
    action: str
    code: str
    name: str
    url: str
    pairs: tuple[tuple[str, str, str], ...]


class Changes:
    """The changes of a batch, asked for a page at a time: a slice of it, and how many there are."""

    def __init__(self, found: ImportBatch) -> None:
        self.batch = found
        self.rows = selectors.imports.changes(found)

    def count(self) -> int:
        """As Django's paginator asks."""
        return self.rows.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Changed]:
        return self._told(list(self.rows[part]))

    def __iter__(self) -> Any:
        return iter(self[:MOST])

    def _told(self, rows: list[Any]) -> list[Changed]:
        names = selectors.imports.names(self.batch, [row.thing_id for row in rows])
        return [_changed(self.batch, row, *names.get(row.thing_id, ("", "（已撤回）"))) for row in rows]


def changes(found: ImportBatch) -> Changes:
    """The changes of a batch."""
    return Changes(found)


def _changed(found: ImportBatch, row: Any, code: str, name: str) -> Changed:
    pairs = tuple(
        (fates.label(key), str(row.before.get(key, "")), str(value))
        for key, value in row.after.items()
        if key != "facts" and row.action == ChangeAction.CHANGED
    )
    url = reverse(_PAGES[found.kind], args=[code]) if code else ""
    return Changed(row.line, ChangeAction(row.action).label, code, name, url, pairs)


def _name(row: Any) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', row.url, row.name) if row.url else row.name


def _pairs(row: Any) -> SafeString:
    cells = ((label, old or "（空）", new or "（空）") for label, old, new in row.pairs)
    lines = format_html_join(SafeString("<br>"), "{}：<del>{}</del> → <ins>{}</ins>", cells)
    return format_html("<div>{}</div>", lines)


def _pairs_in_words(row: Any) -> str:
    return "；".join(f"{label}：{old or '（空）'} → {new or '（空）'}" for label, old, new in row.pairs)


CHANGES = (
    Column("line", "行", numeric=True),
    Column("action", "变动"),
    Column("code", "代码"),
    Column("name", "名称", cell=_name, text=lambda r: r.name),
    Column("pairs", "原值 → 新值", cell=_pairs, text=_pairs_in_words, wide=True),
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One field of one firm on which sources differ."""

    code: str
    name: str
    field: str
    kept: str
    said: str


def conflicts(found: Iterable[merge.Conflict]) -> list[Disagreement]:
    """The disagreements, at most as many as anybody will read."""
    rows = []
    for one in found:
        said = "；".join(f"{merge.SOURCES.get(source, source)}：{value}" for source, value in one.said)
        rows.append(Disagreement(one.code, one.name, fates.label(one.field), one.kept, said))
        if len(rows) >= MOST:
            break
    return rows


def _firm(row: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("registry:subject", args=[row.code]), row.name)


CONFLICTS = (
    Column("name", "单位", cell=_firm, text=lambda r: r.name),
    Column("code", "代码"),
    Column("field", "项目"),
    Column("kept", "现用"),
    Column("said", "各来源", wide=True),
)
