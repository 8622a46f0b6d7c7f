"""What a backup says about itself: which program, which rows, which bytes."""

import json
from dataclasses import asdict, dataclass

from mingqian.core.decision import Refused, denied

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Checked before anything is restored, and again against what was restored."""

    made_at: str
    engine: str
    migrations: tuple[str, ...]
    rows: dict[str, int]
    journal_count: int
    journal_head: str
    files: dict[str, str]
    format: int = FORMAT


def written(manifest: Manifest) -> bytes:
    """As it lies in the archive."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()


def read(data: bytes) -> Manifest:
    """Refuse whatever is no manifest of ours."""
    try:
        raw = json.loads(data)
        if raw["format"] != FORMAT:
            raise Refused(
                denied(
                    "backup.other_format",
                    f"备份格式是第 {raw['format']} 版，这个程序只认第 {FORMAT} 版",
                    remedy="请用当时的程序版本恢复",
                )
            )
        return Manifest(
            made_at=str(raw["made_at"]),
            engine=str(raw["engine"]),
            migrations=tuple(str(one) for one in raw["migrations"]),
            rows={str(name): int(count) for name, count in raw["rows"].items()},
            journal_count=int(raw["journal_count"]),
            journal_head=str(raw["journal_head"]),
            files={str(name): str(digest) for name, digest in raw["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise not_a_backup(f"说明文件读不出来（{type(error).__name__}）") from error


def not_a_backup(why: str) -> Refused:
    """The refusal for a file that is none of ours, or no longer whole."""
    return Refused(denied("backup.unreadable", f"这不是完好的备份文件：{why}", remedy="请换另一份备份"))
