"""PDFs and templates on the disk, each under the hash of its content, closed to other users."""

from pathlib import Path

from django.conf import settings

from mingqian.core.decision import Refused, denied
from mingqian.ui import private_files

FOLDER = "papers"


def keep(content: bytes) -> str:
    """Write it whole, unless it is there already; the hash is its name."""
    return private_files.keep(_root(), content)


def read(digest: str) -> bytes:
    """The content again; what no longer fits its hash is refused, not shown."""
    content = private_files.intact(_root(), digest)
    if content is None:
        why = "文书的文件缺失，或内容与登记的摘要不一致"
        raise Refused(denied("documents.file_changed", why, "", "请联系系统管理员从备份恢复"))
    return content


def _root() -> Path:
    return Path(settings.HOME) / FOLDER
