"""What a medium is, its first bytes say; what it is called does not matter."""

from mingqian.core.decision import Decision, allowed, denied
from mingqian.records.enums import Medium

ENOUGH = 64
"""Bytes that tell every kind we take."""

REMEDY = "可以上传照片（JPG、PNG、WebP、HEIC）、录音（M4A、MP3、WAV、OGG、AAC、AMR）、录像（MP4、MOV、3GP、WebM）和 PDF"

_TYPES = {
    "image/jpeg": "jpeg", "image/png": "png", "image/webp": "webp", "image/heic": "heic", "image/heif": "heic",
    "audio/mp4": "mp4", "audio/m4a": "mp4", "audio/x-m4a": "mp4", "audio/aac": "aac", "audio/mpeg": "mp3",
    "audio/wav": "wav", "audio/x-wav": "wav", "audio/ogg": "ogg", "audio/webm": "webm", "audio/amr": "amr",
    "audio/3gpp": "mp4", "video/mp4": "mp4", "video/quicktime": "mp4", "video/3gpp": "mp4", "video/webm": "webm",
    "video/x-matroska": "webm", "application/pdf": "pdf",
}  # fmt: skip
_MEDIA = {"image": Medium.PHOTO, "audio": Medium.AUDIO, "video": Medium.VIDEO, "application": Medium.TEXT}
_SIGNS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\x1aE\xdf\xa3", "webm"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
    (b"%PDF-", "pdf"),
    (b"#!AMR", "amr"),
)
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim")
_STRANGE = (b"avif", b"avis", b"crx ")
"""Pictures in the box of films (AVIF, a camera's raw data): no desk shows them, and they are no film."""


def plain(declared: str) -> str:
    """``video/webm;codecs=vp8`` without its details."""
    return declared.partition(";")[0].strip().lower()


def medium_of(declared: str) -> Medium | None:
    """What a declared type would be; nothing we take: None."""
    return _MEDIA[plain(declared).partition("/")[0]] if plain(declared) in _TYPES else None


def family(head: bytes) -> str:
    """Which family of files begins like this; empty for anything else."""
    for sign, name in _SIGNS:
        if head.startswith(sign):
            return name
    if head[4:8] == b"ftyp" and head[8:12] in _STRANGE:
        return ""
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in _HEIC else "mp4"
    if head[:4] == b"RIFF":
        return {b"WAVE": "wav", b"WEBP": "webp"}.get(head[8:12], "")
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "aac" if head[1] & 0x06 == 0 else "mp3"
    return ""


def agrees(declared: str, head: bytes) -> Decision:
    """Is the content what it is said to be?"""
    wanted, found = _TYPES.get(plain(declared), ""), family(head)
    if not wanted:
        return denied("records.type", f"不收“{plain(declared)[:40]}”这种文件", "", REMEDY)
    if found != wanted:
        what = f"内容是 {found.upper()}" if found else "内容不是照片、录音、录像或 PDF"
        why = f"文件说是 {plain(declared)}，{what}"
        return denied("records.disguised", why, "等保三级 §8.1.4.4：对输入内容进行有效性校验", REMEDY)
    return allowed()
