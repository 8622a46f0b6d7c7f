"""This bureau's private keys on disk, outside the database and its backups, readable by the program's user only.

Signing is done by OpenSSL through ``cryptography``. SM2 or a key in a device would be another class of the
interface ``core.notes.Signer`` and another way for ``load`` to make one.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from mingqian.audit.enums import Purpose
from mingqian.core.notes import NoteError
from mingqian.ui import private_files

SEED_SIZE = 32


class Pen:
    """Signs with a key held in memory."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def place(purpose: Purpose) -> Path:
    """``MINGQIAN_HOME/log.key`` signs checkpoints, ``cosign.key`` co-signs those of others."""
    return Path(settings.HOME) / f"{purpose.value}.key"


def load(file: Path) -> Pen | None:
    """The key in a file; None without the file. A damaged file is an error, never a new key."""
    if not file.is_file():
        return None
    try:
        seed = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except ValueError:
        seed = b""
    if len(seed) != SEED_SIZE:
        raise NoteError(f"{file.name} 不是 64 位十六进制的私钥")
    return Pen(seed)


def create(file: Path, seed: bytes) -> Pen:
    """A new key, or the one another process wrote meanwhile."""
    private_files.create(file, seed.hex() + "\n")
    made = load(file)
    assert made is not None
    return made


def replace(file: Path, seed: bytes) -> Pen:
    """The new key in place of the old, which nobody can use any more to sign for a past day."""
    private_files.replace(file, seed.hex() + "\n")
    return Pen(seed)
