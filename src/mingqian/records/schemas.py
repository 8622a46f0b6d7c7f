"""What a phone sends about a medium, read with suspicion: every field, its type and its bounds."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from mingqian.core.decision import Refused, denied
from mingqian.records.types import Announced

LARGEST_NOTE = 64 * 1024
MOST_PARTS = 9999
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[a-z][a-z_]{0,23}")
_THING = re.compile(r"[a-z]+:[^\s:/\\\ud800-\udfff]{1,100}")
_TYPE = re.compile(r"[ -~]{0,100}")


def wrong(why: str) -> Refused:
    """422: the phone keeps it and shows why."""
    return Refused(denied("records.request", why, "", "请更新现场应用后重传；内容仍在手机上"))


def announced(data: bytes) -> Announced:
    """The note that opens an upload."""
    try:
        doc = json.loads(data)
    except (ValueError, RecursionError):
        raise wrong("上传说明不是 JSON") from None
    if not isinstance(doc, dict):
        raise wrong("上传说明不是 JSON 对象")
    series = doc.get("series")
    if series is not None and not isinstance(series, dict):
        raise wrong("上传说明的 series 不合规")
    part, of = _part(series) if series is not None else (1, 1)
    captured = _moment(doc, "captured_at")
    ended = _moment(doc, "ended_at") if doc.get("ended_at") is not None else None
    if ended is not None and ended < captured:
        raise wrong("录制结束的时间早于开始的时间")
    return Announced(
        id=_uuid(doc, "id"),
        thing=_like(doc, "thing", _THING),
        stage=_like(doc, "stage", _CODE),
        kind=_like(doc, "kind", _CODE),
        name=_text(doc, "name", 400),
        type=_like(doc, "type", _TYPE),
        size=_count(doc, "size"),
        sha256=_like(doc, "sha256", _SHA256),
        captured_at=captured,
        ended_at=ended,
        device=_uuid(doc, "device") if doc.get("device") is not None else None,
        series=_uuid(series, "id") if series is not None else None,
        part=part,
        of=of,
    )


def _part(series: Mapping[str, object]) -> tuple[int, int]:
    part, of = _count(series, "part"), _count(series, "of")
    if not 1 <= part <= of <= MOST_PARTS:
        raise wrong(f"分段编号不合规：第 {part} 段，共 {of} 段")
    return part, of


def _text(doc: Mapping[str, object], field: str, longest: int) -> str:
    value = doc.get(field)
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise wrong(f"上传说明的 {field} 不合规")
    return value


def _like(doc: Mapping[str, object], field: str, pattern: re.Pattern[str]) -> str:
    value = _text(doc, field, 120)
    if not pattern.fullmatch(value):
        raise wrong(f"上传说明的 {field} 不合规")
    return value


def _count(doc: Mapping[str, object], field: str) -> int:
    value = doc.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**53:
        raise wrong(f"上传说明的 {field} 应是整数")
    return value


def _uuid(doc: Mapping[str, object], field: str) -> UUID:
    try:
        return UUID(_text(doc, field, 36))
    except ValueError:
        raise wrong(f"上传说明的 {field} 应是 UUID") from None


def _moment(doc: Mapping[str, object], field: str) -> datetime:
    try:
        found = datetime.fromisoformat(_text(doc, field, 40))
        if found.tzinfo is not None and 2000 <= found.year <= 2100:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise wrong(f"上传说明的 {field} 应是带时区的时间")
