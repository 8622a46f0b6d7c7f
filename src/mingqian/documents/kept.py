"""PDFs and templates on the disk, each under the hash of its content, closed to other users."""

import os
from pathlib import Path

from django.conf import settings

from mingqian.core.canonical import Suite, hex_digest
from mingqian.core.decision import Refused, denied

FOLDER = "papers"


def keep(content: bytes) -> str:
    """Write it whole, unless it is there already; the hash is its name."""
    digest = hex_digest(Suite.SHA256, content)
    place = _place(digest)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = place.with_suffix(f".{os.getpid()}.part")
        draft.unlink(missing_ok=True)  # left by a process that was killed
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    return digest


def read(digest: str) -> bytes:
    """The content again; what no longer fits its hash is refused, not shown."""
    place = _place(digest)
    content = place.read_bytes() if place.is_file() else b""
    if hex_digest(Suite.SHA256, content) != digest:
        why = "文书的文件缺失，或内容与登记的摘要不一致"
        raise Refused(denied("documents.file_changed", why, "", "请联系系统管理员从备份恢复"))
    return content


def _place(digest: str) -> Path:
    return Path(settings.HOME) / FOLDER / digest[:2] / digest
