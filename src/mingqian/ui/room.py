"""A full disk, told from a defect: how machines and databases say it, and what people are told.

Nothing of a write is kept then; it is done again when there is room.
"""

import errno
import sqlite3

from django.db import OperationalError

from mingqian.core.decision import denied

ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SAID = ("disk is full", "no space left")
NONE = denied(
    "http.no_room",
    "服务器磁盘已满，没有保存任何内容",
    "",
    "请把填写的内容留在页面上，告诉系统管理员腾出空间，再办理一次",
)


def full(error: BaseException | None) -> bool:
    """Did it fail for want of room?"""
    if isinstance(error, OSError):
        return error.errno in ERRNOS
    # Other troubles of a database may quote what somebody wrote.
    trouble = isinstance(error, OperationalError | sqlite3.OperationalError)
    return trouble and any(sign in str(error).lower() for sign in _SAID)
