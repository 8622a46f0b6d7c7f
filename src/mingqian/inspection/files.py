"""Files a firm hands in: what they are, their content says; kept once each under the hash of that content."""

import re
from pathlib import Path

from django.conf import settings

from mingqian.core.decision import Refused, denied
from mingqian.inspection.types import Upload
from mingqian.ui import private_files

LARGEST = 10 * 1024 * 1024
MOST = 9
_SIGNS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"PK\x03\x04", "zip"))
PICTURES = ("jpg", "png")
_OFFICE = ((b"word/", "docx"), (b"xl/", "xlsx"))
_REMEDY = "可提交 PDF、JPG、PNG、DOCX、XLSX，每个不超过 10 MB，最多 9 个"


def kind_of(content: bytes) -> str:
    """pdf, jpg, png, docx or xlsx; empty for anything else, whatever it is called."""
    found = next((kind for sign, kind in _SIGNS if content.startswith(sign)), "")
    if found != "zip":
        return found
    return next((kind for mark, kind in _OFFICE if mark in content), "")


def demand_acceptable(uploads: tuple[Upload, ...]) -> None:
    """Every fault of every file at once, before anything is kept."""
    faults = []
    if len(uploads) > MOST:
        faults.append(f"一次最多提交 {MOST} 个文件，现在有 {len(uploads)} 个")
    for one in uploads:
        if not one.content:
            faults.append(f"“{safe_name(one.name)}”是空文件")
        elif len(one.content) > LARGEST:
            faults.append(f"“{safe_name(one.name)}”有 {len(one.content) // 1048576} MB，超过 10 MB")
        elif not kind_of(one.content):
            faults.append(f"“{safe_name(one.name)}”的内容不是可接受的文件类型")
    if faults:
        raise Refused(*(denied("inspection.file", fault, "", _REMEDY) for fault in faults))


def demand_pictures(uploads: tuple[Upload, ...]) -> None:
    """整改前后对照 are pictures, whatever else may be handed in with them."""
    wrong = [safe_name(one.name) for one in uploads if kind_of(one.content) not in PICTURES]
    if wrong:
        why = f"整改前后照片中“{'、'.join(wrong[:3])}”不是图片"
        raise Refused(denied("inspection.file", why, "", "请提交 JPG 或 PNG 照片，其他材料放在“其他材料”里"))


def keep(one: Upload) -> str:
    """Write the content where its hash says, unless it is there already; the hash is its name."""
    return private_files.keep(_root(), one.content)


def read(digest: str) -> bytes:
    """The content again; a file that no longer fits its hash is refused, not shown."""
    content = private_files.intact(_root(), digest)
    if content is None:
        why = "文件缺失，或内容与登记的摘要不一致"
        raise Refused(denied("inspection.file_changed", why, "", "请联系系统管理员从备份恢复"))
    return content


def safe_name(name: str) -> str:
    """The last part of a name without anything a disk or a page could stumble over."""
    last = re.split(r"[\\/]", name)[-1]
    return (
        "".join(one for one in last if one.isprintable() and one not in '"<>:|?*').strip(". ")[:100] or "附件"
    )


def _root() -> Path:
    return Path(settings.HOME) / "received"
