"""The kind of a file comes from its content; what is no table is refused in words."""

import io
import zipfile

import pytest

from mingqian.core.decision import Refused
from mingqian.registry.importing import sniffing
from mingqian.registry.importing.caps import Caps
from mingqian.registry.importing.sniffing import FileKind

CAPS = Caps()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind(data: bytes, caps: Caps = CAPS) -> FileKind:
    return sniffing.kind_of(io.BytesIO(data), len(data), caps)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("代码,名称\n1,甲\n".encode(), FileKind.TEXT),
        ("代码\t名称\n1\t甲\n".encode("utf-16"), FileKind.TEXT),
        ("BM单位,名称\n1,甲\n".encode("gbk"), FileKind.TEXT),
        (zipped(xl__workbook_dot_xml=b"<x/>"), FileKind.XLSX),
        (zipped(xl__workbook_dot_bin=b"x"), FileKind.XLSB),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), FileKind.ODS),
        (OLE + "Workbook".encode("utf-16-le"), FileKind.XLS),
    ],
)
def test_readable_kinds_are_named_by_content(data, expected):
    assert kind(data) is expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf \r\n", "文件是空的"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包"),
        (b"\x1f\x8b\x08", "压缩包"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "程序"),
        (b"SQLite format 3\x00", "数据库"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "网页"),
        (b"<table border=1><tr><td>x", "网页"),
        (b'<?xml version="1.0"?><Workbook>', "XML"),
        (b'[{"name": 1}]', "JSON"),
        (bytes(range(32)) * 20 + b"abc", "不可读字符"),
        (zipped(word__document_dot_xml=b"<x/>"), "Word"),
        (zipped(readme_dot_txt=b"hi"), "压缩包"),
        (b"PK\x03\x04broken", "损坏"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (OLE + "WordDocument".encode("utf-16-le"), "Word"),
        (OLE + b"something else", "不是工作簿"),
        (b"\x09\x08\x10\x00\x00\x06", "旧格式"),
    ],
)
def test_what_is_no_table_is_refused_saying_what_it_is(data, words):
    with pytest.raises(Refused) as refusal:
        kind(data)
    assert words in str(refusal.value)
    assert "处理办法" in str(refusal.value)


def test_a_zip_bomb_is_refused_by_its_expanded_size():
    bomb = zipped(xl__workbook_dot_xml=b"0" * (3 << 20))
    assert len(bomb) < 1 << 14
    with pytest.raises(Refused, match="解开后却有"):
        kind(bomb, Caps(expanded_bytes=1 << 20))


def test_sizes_over_the_caps_are_refused_with_both_numbers():
    small = Caps(text_bytes=1 << 10, workbook_bytes=16)
    with pytest.raises(Refused, match="超过上限"):
        kind(b"a,b\n" * 1000, small)
    with pytest.raises(Refused, match="另存为 csv"):
        kind(zipped(xl__workbook_dot_xml=b"<x/>"), small)
