"""The keys K and Kc on disk, outside the database and readable by the program's user only.

The database holds nothing but the commitment, which is the file's name: a copy of the database opens no
roll, and a key that was exchanged is noticed when it is read. After a draw K may give way to one share of it.
"""

from pathlib import Path

from django.conf import settings

from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused, denied
from mingqian.core.draw.rows import key_commit
from mingqian.ui import private_files


def folder() -> Path:
    """``MINGQIAN_HOME/keys``, made when needed, closed to other users."""
    return private_files.folder(Path(settings.HOME) / "keys")


def keep(suite: Suite, key: str) -> str:
    """Store a key and answer its commitment. One commitment, one key: nothing is ever overwritten."""
    name = key_commit(suite, key)
    private_files.create(folder() / name, key)
    return name


def read(suite: Suite, commitment: str) -> str:
    """The key behind a commitment; refused when it is missing or another one."""
    target = folder() / commitment
    key = target.read_text(encoding="ascii").strip() if target.exists() else ""
    if len(key) != 64 or key_commit(suite, key) != commitment:
        raise Refused(
            denied(
                "draw.key_missing",
                f"名录密钥 {commitment[:8]} 不在本机：已分存、已销毁，或文件缺失、被改动",
                "sxsj1 §2",
                "分存的，请在“名录密钥”页凭另一份份额恢复；缺失的，请从备份恢复，或向见证人取回其留存的密钥",
            )
        )
    return key


def present(commitment: str) -> bool:
    """Whether the whole key lies on this machine."""
    return (folder() / commitment).exists()


def keep_share(commitment: str, share: str) -> None:
    """The bureau's own share, beside where the key lay; that of a later split takes the place of an earlier."""
    private_files.replace(_share(commitment), share)


def share(commitment: str) -> str:
    """The bureau's share, or nothing."""
    found = _share(commitment)
    return found.read_text(encoding="ascii").strip() if found.exists() else ""


def forget(commitment: str) -> None:
    """The key itself goes."""
    (folder() / commitment).unlink(missing_ok=True)


def forget_share(commitment: str) -> None:
    """The bureau's share goes too: what is left elsewhere opens nothing alone."""
    _share(commitment).unlink(missing_ok=True)


def _share(commitment: str) -> Path:
    return folder() / f"{commitment}.share"
