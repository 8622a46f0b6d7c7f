"""Signed notes of C2SP: a text, an empty line, and lines of signatures by named keys.

What belongs here: the form of notes and keys, what is signed, and whether a signature holds. Checkpoints are
the notes of ``core.journal``; who holds which key, and when it is used, is the business of the audit room.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Protocol

from mingqian.core import ed25519

DASH = "\u2014"
NAME = re.compile(r"[^\s+]{1,200}")
ID_SIZE = 4
TIME_SIZE = 8


class NoteError(ValueError):
    """Not a note, a key or a signature; the message says why."""


class Kind(IntEnum):
    """C2SP signature types. Another algorithm is another number here and another row in ``_HOLDS``."""

    ED25519 = 1
    COSIGNATURE = 4  # Ed25519 over "cosignature/v1", a time and the note


class Signer(Protocol):
    """Whoever can sign bytes with a private key that this program need not see."""

    @property
    def public(self) -> bytes:
        """The public key."""

    def sign(self, message: bytes) -> bytes:
        """The bare signature."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and a public key, written ``name+id+base64(type ‖ key)``."""

    name: str
    kind: Kind
    public: bytes

    @property
    def id(self) -> bytes:
        """SHA-256(name ‖ 0A ‖ type ‖ key)[:4]: tells keys of one name apart, binds nothing."""
        material = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(material).digest()[:ID_SIZE]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_armoured(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of signature: who, with which key, and the bytes."""

    name: str
    id: bytes
    blob: bytes

    def __str__(self) -> str:
        return f"{DASH} {self.name} {_armoured(self.id + self.blob)}"

    @property
    def time(self) -> int:
        """Seconds since 1970 at which a co-signature was made; only its signature proves them."""
        return int.from_bytes(self.blob[:TIME_SIZE], "big")


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line feed, and its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def lines(self) -> list[str]:
        """As a transcript holds it: no line feeds, one empty line before the signatures."""
        body = self.text.removesuffix("\n").split("\n")
        return [*body, "", *map(str, self.signatures)] if self.signatures else body

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{one}\n" for one in self.signatures)

    def signed(self, *more: Signature) -> "Note":
        """The same note with further signatures, each once."""
        return Note(self.text, tuple(dict.fromkeys((*self.signatures, *more))))


def read_key(text: str) -> VerifierKey:
    """A verifier key; refused if its id is not that of its name and bytes."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3 or not NAME.fullmatch(parts[0]):
        raise NoteError("公钥应写作“名称+编号+base64”")
    data = _bare(parts[2])
    if len(data) != 1 + ed25519.SIZE or data[0] not in list(Kind):
        raise NoteError("公钥不是 Ed25519 公钥")
    key = VerifierKey(parts[0], Kind(data[0]), data[1:])
    if key.id.hex() != parts[1]:
        raise NoteError("公钥的编号与名称、内容不符，可能抄错")
    return key


def read(text: str) -> Note:
    """A note as a file holds it."""
    head, gap, tail = text.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise NoteError("应是正文、空行、签名行，末行以换行结束")
    return Note(_text(head + "\n"), tuple(map(read_signature, tail.removesuffix("\n").split("\n"))))


def of_lines(lines: Sequence[str]) -> Note:
    """A note as a transcript holds it; one without signatures is a bare text."""
    if "" not in lines:
        return Note(_text("".join(f"{line}\n" for line in lines)))
    gap = lines.index("")
    text = _text("".join(f"{line}\n" for line in lines[:gap]))
    return Note(text, tuple(map(read_signature, lines[gap + 1 :])))


def read_signature(line: str) -> Signature:
    """``— name base64(id ‖ signature)``."""
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != DASH or not NAME.fullmatch(parts[1]):
        raise NoteError("签名行应写作“— 名称 base64”")
    data = _bare(parts[2])
    if len(data) <= ID_SIZE:
        raise NoteError("签名行太短")
    return Signature(parts[1], data[:ID_SIZE], data[ID_SIZE:])


def sign(signer: Signer, name: str, text: str) -> Signature:
    """A log signs its own note."""
    key = VerifierKey(_name(name), Kind.ED25519, signer.public)
    return Signature(name, key.id, signer.sign(_text(text).encode()))


def cosign(signer: Signer, name: str, text: str, *, time: int) -> Signature:
    """Somebody else has seen this note at this time, and no other of its log that contradicts it."""
    key = VerifierKey(_name(name), Kind.COSIGNATURE, signer.public)
    blob = signer.sign(_cosigned(_text(text), time))
    return Signature(name, key.id, time.to_bytes(TIME_SIZE, "big") + blob)


def holds(key: VerifierKey, note: Note, signature: Signature) -> bool:
    """Whether this signature is that key's over this note."""
    if (signature.name, signature.id) != (key.name, key.id):
        return False
    message, blob = note.text.encode(), signature.blob
    if key.kind is Kind.COSIGNATURE:
        message, blob = _cosigned(note.text, signature.time), signature.blob[TIME_SIZE:]
    return ed25519.verify(key.public, message, blob)


def verified(keys: Iterable[VerifierKey], note: Note) -> tuple[list[VerifierKey], list[VerifierKey]]:
    """Keys whose signature holds, and keys in whose name there is one that does not; others are passed over."""
    known = {(key.name, key.id): key for key in keys}
    good: dict[str, VerifierKey] = {}
    bad: dict[str, VerifierKey] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.id))
        if key is not None:
            (good if holds(key, note, signature) else bad)[str(key)] = key
    return list(good.values()), list(bad.values())


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise NoteError(f"名称“{name[:50]}”不能有空格和加号")
    return name


def _text(text: str) -> str:
    if not text.endswith("\n") or any(mark < " " and mark != "\n" for mark in text):
        raise NoteError("正文应以换行结束，不含其他控制字符")
    return text


def _armoured(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bare(text: str) -> bytes:
    """Base64 with one spelling only."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        raise NoteError("base64 写法不对") from None
    if _armoured(data) != text:
        raise NoteError("base64 写法不规范")
    return data
