"""The bureau's own .docx templates: what is in them, and filling them.

A template is a stranger's file: no macros, nothing linked from outside, no bombs, and of the template language
only a field's name and a row's repetition, in a sandbox.
"""

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from jinja2 import nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from mingqian.core.decision import Decision, Refused, denied
from mingqian.documents import sheets
from mingqian.documents.enums import Kind
from mingqian.documents.types import Cells, Frame

AROUND = ("文号", "机关", "落款日期", "核验码", "核验网址")
LARGEST = 5 * 1024 * 1024
_UNPACKED = 60 * 1024 * 1024
_PARTS = 500
_REMEDY = "请在 Word 中另存为普通的 .docx（不含宏），去掉外部链接和嵌入对象后再上传"
_OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External["\']')
_BAD_PARTS = ("vbaproject", "activex", "embeddings/", "oleobject", "vbadata")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, TemplateError, SyntaxError, RuntimeError, ValueError, KeyError, TypeError,
    AttributeError,
)  # fmt: skip
"""What the libraries for archives, XML and templates say of a file that is none, or was bent on purpose."""
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Const,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What a template uses, and what is wrong with it."""

    used: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


def demand_fit(kind: Kind, content: bytes) -> Found:
    """The template can be used; refused with everything that stands against it."""
    _demand_harmless(content)
    found = look(kind, content)
    sheet = sheets.of(kind)
    faults = [_wrong(f"模板里的“{{{{ {one} }}}}”不是本文书的项目") for one in found.unknown]
    faults += [_wrong(f"模板缺少必需的项目“{one}”（{_label(sheet, one)}）") for one in found.missing]
    if faults:
        raise Refused(*faults)
    return found


def look(kind: Kind, content: bytes) -> Found:
    """The names a template uses, compared with the sheet of its kind."""
    sheet = sheets.of(kind)
    used = tuple(sorted(_names(content)))
    known = {one.key for one in sheet.fields} | set(AROUND)
    required = [one.key for one in sheet.fields if one.required] + (["文号"] if sheet.numbered else [])
    return Found(
        used,
        tuple(one for one in used if one not in known),
        tuple(one for one in required if one not in used),
    )


def filled(content: bytes, fields: Mapping[str, Cells], frame: Frame) -> bytes:
    """The template with the words of a paper."""
    from docxtpl import DocxTemplate  # half a second of XML libraries, for the few who ask

    template = DocxTemplate(BytesIO(content))
    around = dict(zip(AROUND, (frame.number, frame.organ, frame.dated, frame.code, frame.url), strict=True))
    template.render({**fields, **around}, SandboxedEnvironment(autoescape=True))
    made = BytesIO()
    template.save(made)
    return made.getvalue()


def _names(content: bytes) -> set[str]:
    try:
        sources = _sources(content)
        environment = SandboxedEnvironment()
        trees = [environment.parse(source) for source in sources]
    except _BROKEN as fault:
        why = f"模板写法有误：{str(fault)[:120]}"
        raise Refused(
            denied("documents.template", why, "", "只用 {{ 项目 }} 和 {%tr for row in 项目 %}…{%tr endfor %}")
        ) from None
    _demand_plain(trees)
    loops = {
        one.target.name
        for tree in trees
        for one in tree.find_all(nodes.For)
        if isinstance(one.target, nodes.Name)
    }
    found = {one.name for tree in trees for one in tree.find_all(nodes.Name)}
    return {name for name in found if name not in loops and name != "loop"}


def _sources(content: bytes) -> list[str]:
    """Everything that is filled: body, heads, feet, footnotes with their runs joined, the file's own properties."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(BytesIO(content))
    template.init_docx()
    found = [template.patch_xml(template.get_xml())]
    for part in (
        *template.get_headers_footers(template.HEADER_URI),
        *template.get_headers_footers(template.FOOTER_URI),
    ):
        found.append(template.patch_xml(template.get_part_xml(part[1])))
    for part in template.docx.part.package.iter_parts():
        if part.content_type == _FOOTNOTES:
            found.append(template.patch_xml(part.blob.decode()))
    return found + [str(getattr(template.docx.core_properties, name)) for name in _PROPERTIES]


def _demand_plain(trees: list[nodes.Template]) -> None:
    """Names, attributes of a row, loops and conditions; no calls, filters, or anything that could reach further."""
    for tree in trees:
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED):
                raise Refused(_wrong("模板里用了不允许的写法（计算、函数或过滤器）"))
            if isinstance(node, nodes.For) and not isinstance(node.iter, nodes.Name):
                raise Refused(_wrong("模板里只能重复本文书的项目"))
            if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
                raise Refused(_wrong(f"模板里用了不允许的名称“{node.attr}”"))


def _demand_harmless(content: bytes) -> None:
    if len(content) > LARGEST:
        raise Refused(_wrong(f"模板有 {len(content) // 1048576} MB，超过 {LARGEST // 1048576} MB"))
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        _demand_plain_parts(archive)
    except _BROKEN:
        raise Refused(_wrong("文件不是 .docx，或者已损坏、加密")) from None


def _demand_plain_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {one.filename for one in parts}
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise Refused(_wrong("文件不是 .docx"))
    if len(parts) > _PARTS or sum(one.file_size for one in parts) > _UNPACKED:
        raise Refused(_wrong("文件展开后太大"))
    if any(bad in name.lower() for name in names for bad in _BAD_PARTS):
        raise Refused(_wrong("模板里有宏或嵌入的对象"))
    if any(name.endswith(".rels") and _OUTSIDE.search(archive.read(name)) for name in names):
        raise Refused(_wrong("模板里有指向外部的链接、图片或模板"))
    if any(name.endswith(".xml") and b"<!DOCTYPE" in archive.read(name)[:2000] for name in names):
        raise Refused(_wrong("模板里有不允许的声明"))


def _label(sheet: sheets.Sheet, key: str) -> str:
    return next((one.label for one in sheet.fields if one.key == key), key)


def _wrong(why: str) -> Decision:
    return denied("documents.template", why, "", _REMEDY)
