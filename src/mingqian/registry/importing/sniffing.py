"""What kind of file this is, by its content. The extension is never asked.

厦门 and every other office send what they have: a web page named .xls, a workbook named .csv.
What cannot be read is refused here, saying what the file really is and what to do.
"""

import zipfile
import zlib
from typing import BinaryIO

from mingqian.core.decision import Refused, denied
from mingqian.core.labels import LabelledCode
from mingqian.registry.importing.caps import Caps, megabytes

HEAD_BYTES = 1 << 16
SAVE_AS = "请用 Excel 或 WPS 打开后“另存为”xlsx 或 csv，再导入"


class FileKind(LabelledCode):
    """Kinds that can be read."""

    TEXT = "text", "文本表格（CSV/TSV）"
    XLSX = "xlsx", "Excel 工作簿（xlsx/xlsm）"
    XLSB = "xlsb", "Excel 二进制工作簿（xlsb）"
    XLS = "xls", "Excel 97-2003 工作簿（xls）"
    ODS = "ods", "OpenDocument 表格（ods）"


_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文档"),
    (b"\x89PNG", "图片（PNG）"),
    (b"\xff\xd8\xff", "图片（JPEG）"),
    (b"GIF8", "图片（GIF）"),
    (b"BM", "图片（BMP）"),
    (b"Rar!", "压缩包（RAR）"),
    (b"7z\xbc\xaf", "压缩包（7z）"),
    (b"\x1f\x8b", "压缩包（gzip）"),
    (b"SQLite format 3", "数据库文件"),
    (b"\x7fELF", "程序文件"),
    (b"MZ", "程序文件"),
    (b"{\\rtf", "RTF 文档"),
)


_PRINTABLE = (b"BM", b"MZ")


def refuse(code: str, reason: str, remedy: str = "") -> Refused:
    """A refusal of the whole file."""
    return Refused(denied(f"import.{code}", reason, remedy=remedy))


def kind_of(file: BinaryIO, size: int, caps: Caps) -> FileKind:
    """Name the kind of an open, seekable file or refuse it; the file is left at its start."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refuse("empty", "文件是空的，没有可以导入的内容", "请检查是否选错了文件")
    if head[:4] == b"PK\x03\x04":
        return _zipped(file, size, caps)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _compound(file, size, caps)
    for magic, name in _FOREIGN:
        # Two letters may start an honest text; only with a zero byte near them do they mean a program.
        if head.startswith(magic) and (magic not in _PRINTABLE or b"\x00" in head[:64]):
            raise refuse("foreign", f"这是{name}，不是表格", "请提供 xlsx、xls、ods 或 csv 文件")
    _check_text(head)
    if size > caps.text_bytes:
        raise refuse(
            "too_large", f"文件 {megabytes(size)}，超过上限 {megabytes(caps.text_bytes)}", "请拆分后分批导入"
        )
    return FileKind.TEXT


def _check_text(head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")) or b"<html" in start:
        raise refuse("html", "这是网页（HTML）文件，只是取了表格的扩展名", SAVE_AS)
    if start.startswith((b"<?xml", b"<workbook")):
        raise refuse("xml", "这是 XML 文件（如“XML 表格 2003”），不是可直接读取的表格", SAVE_AS)
    if start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip().startswith((b"{", b"["))):
        raise refuse("json", "这是 JSON 数据，不是表格", "请导出为 xlsx 或 csv 再导入")
    if head[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08") and head[3:4] == b"\x00":
        raise refuse("old_excel", "这是 Excel 95 以前的旧格式", SAVE_AS)
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff") or looks_utf16(head)
    control = sum(head.count(bytes([byte])) for byte in (*range(9), *range(14, 27), *range(28, 32)))
    if not utf16 and control * 50 > len(head):
        raise refuse("binary", "这不是表格，也不是文本（含有大量不可读字符）", "请检查是否选错了文件")


def looks_utf16(head: bytes) -> str:
    """UTF-16 without its mark shows as a zero in every second byte of the ASCII parts."""
    sample = head[:2048]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if odd * 5 > len(sample) and even * 50 < len(sample):
        return "utf-16-le"
    if even * 5 > len(sample) and odd * 50 < len(sample):
        return "utf-16-be"
    return ""


def _sized(size: int, caps: Caps) -> None:
    if size > caps.workbook_bytes:
        raise refuse(
            "too_large",
            f"工作簿 {megabytes(size)}，超过上限 {megabytes(caps.workbook_bytes)}",
            "请另存为 csv（不限此数）或拆分后分批导入",
        )


def _zipped(file: BinaryIO, size: int, caps: Caps) -> FileKind:
    """XLSX, XLSM, XLSB and ODS are zip archives; so are Word files and real archives."""
    _sized(size, caps)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            mimetype = _mimetype(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as broken:
        raise refuse("damaged", "文件已损坏或没有传完整，打不开", "请重新导出或重新下载") from broken
    finally:
        file.seek(0)
    names = {entry.filename.lower() for entry in entries}
    expanded = sum(entry.file_size for entry in entries)
    if expanded > caps.expanded_bytes:
        raise refuse(
            "expands",
            f"文件 {megabytes(size)}，解开后却有 {megabytes(expanded)}，超过上限 {megabytes(caps.expanded_bytes)}",
            "请删去多余的工作表、图片或空行后另存，或另存为 csv",
        )
    return _office_kind(names, mimetype)


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    """The first bytes only: an entry of this name may unfold to any size."""
    if "mimetype" not in archive.namelist():
        return b""
    with archive.open("mimetype") as entry:
        return entry.read(100)


def _office_kind(names: set[str], mimetype: bytes) -> FileKind:
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return FileKind.ODS
    if any(name.endswith("workbook.bin") for name in names):
        return FileKind.XLSB
    if any(name.startswith("word/") for name in names) or b"opendocument.text" in mimetype:
        raise refuse("word", "这是 Word 文档，不是表格", "请把表格复制到 Excel 中另存为 xlsx")
    if any(name.endswith(("workbook.xml", "workbook22.xml")) for name in names) or any(
        name.startswith("xl/") for name in names
    ):
        return FileKind.XLSX
    raise refuse("archive", "这是压缩包（ZIP），里面不是一个工作簿", "请先解压，再导入其中的表格")


def _compound(file: BinaryIO, size: int, caps: Caps) -> FileKind:
    """XLS is a compound file; so are password-protected XLSX files and old Word files."""
    _sized(size, caps)
    data = file.read()
    file.seek(0)

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise refuse(
            "encrypted", "工作簿设了打开密码，读不了", "请在 Excel 中取消“用密码进行加密”后另存，再导入"
        )
    if holds("WordDocument"):
        raise refuse("word", "这是 Word 文档，不是表格", "请把表格复制到 Excel 中另存为 xlsx")
    if holds("Workbook") or holds("Book") or holds("WORKBOOK"):
        return FileKind.XLS
    raise refuse("foreign", "这是 Office 的其他文件，不是工作簿", "请提供 xlsx、xls、ods 或 csv 文件")
