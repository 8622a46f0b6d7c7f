"""The keys K and Kc on disk, outside the database and readable by the program's user only.

The database holds nothing but the commitment, which is the file's name: a copy of the database opens no
roll, and a key that was exchanged is noticed when it is read.
"""

import os
from pathlib import Path

from django.conf import settings

from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused, denied
from mingqian.core.draw.rows import key_commit


def folder() -> Path:
    """``MINGQIAN_HOME/keys``, made when needed, closed to other users."""
    place = Path(settings.HOME) / "keys"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.chmod(0o700)  # one that was there already may be open to others
    return place


def keep(suite: Suite, key: str) -> str:
    """Store a key and answer its commitment. One commitment, one key: nothing is ever overwritten."""
    name = key_commit(suite, key)
    target = folder() / name
    if not target.exists():
        draft = target.with_suffix(f".{os.getpid()}.part")
        draft.unlink(missing_ok=True)  # left by a process that was killed, perhaps with other rights
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(key)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(target)
    return name


def read(suite: Suite, commitment: str) -> str:
    """The key behind a commitment; refused when it is missing or another one."""
    target = folder() / commitment
    key = target.read_text(encoding="ascii").strip() if target.exists() else ""
    if len(key) != 64 or key_commit(suite, key) != commitment:
        raise Refused(
            denied(
                "draw.key_missing",
                f"名录密钥 {commitment[:8]} 缺失或已被改动",
                "sxsj1 §2",
                "请从备份恢复，或向见证人取回其留存的密钥",
            )
        )
    return key
