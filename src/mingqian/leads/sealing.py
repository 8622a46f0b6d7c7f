"""The informant's identity under AES-256-GCM. The key lies in a file of its own, outside the database and its backups.

保密: 劳动保障监察条例 第九条 — 对举报人反映的情况及举报人保密. Bound to the lead's code: moved to another row, a sealed identity
opens no more.
"""

import hmac
import json
from dataclasses import asdict
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from mingqian.core.decision import Decision, Refused, denied
from mingqian.core.letters import spelt
from mingqian.leads.models import Lead
from mingqian.leads.types import Informant
from mingqian.ui import private_files

SECRECY = "劳动保障监察条例 第九条：为举报人保密"
NONCE = 12
QUERY = 6
ENTROPY = NONCE + QUERY
"""Random bytes a receipt of a lead needs: a nonce, and a query code for who leaves no telephone."""


def seal(code: str, who: Informant, *, nonce: bytes) -> bytes:
    """What is stored."""
    text = json.dumps(asdict(who), ensure_ascii=False).encode()
    return nonce + AESGCM(_key(make=True)).encrypt(nonce, text, code.encode())


def lay(key: bytes) -> None:
    """A key made elsewhere, where there is none yet: a demo repeats byte for byte, so its key is no secret."""
    private_files.create(place(), key.hex() + "\n")


def unseal(code: str, sealed: bytes) -> Informant:
    """Who it was; refused where key or content are not what they were."""
    try:
        text = AESGCM(_key(make=False)).decrypt(sealed[:NONCE], sealed[NONCE:], code.encode())
    except InvalidTag as wrong:
        raise Refused(_unreadable()) from wrong
    return Informant(**json.loads(text))


def place() -> Path:
    """Where the key lies."""
    return Path(settings.HOME) / "informants.key"


def opens(code: str, sealed: bytes) -> bool:
    """Is the key there, and the one this identity was sealed with? Tells nothing of what is inside."""
    try:
        AESGCM(_key(make=False)).decrypt(sealed[:NONCE], sealed[NONCE:], code.encode())
    except (InvalidTag, Refused, ValueError):
        return False
    return True


def query_code(entropy: bytes) -> str:
    """Six characters to ask the progress with, for who leaves no telephone."""
    return spelt(entropy[:QUERY])


def asking(code: str, word: str) -> str:
    """What is kept of the tail of a telephone or a query code: enough to compare, not to read."""
    return hmac.digest(_key(make=True), f"ask/{code}/{word.strip().upper()}".encode(), "sha256").hex()


def _key(*, make: bool) -> bytes:
    file = place()
    if make and not file.is_file() and not Lead.objects.exists():
        # Later a missing file is a lost one: a new key in its place would hide that the old leads open no more.
        private_files.create(file, AESGCM.generate_key(256).hex() + "\n")
    if not file.is_file():
        raise Refused(_unreadable())
    return bytes.fromhex(file.read_text(encoding="ascii").strip())


def _unreadable() -> Decision:
    return denied(
        "leads.key",
        "举报人信息无法解密，也不能封存：密钥文件不在或已更换",
        SECRECY,
        "请系统管理员从单独保管的备份恢复数据目录里的 informants.key；不要新建，新密钥打不开已有的线索",
    )
