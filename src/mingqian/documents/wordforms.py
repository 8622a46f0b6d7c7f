"""The bureau's own .docx templates: what is in them, and filling them.

A template is a stranger's file: no macros, nothing linked from outside, no bombs, and of the template language
only a field's name and a row's repetition, in a sandbox.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
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
_WORDS, _BRACES = 8 * 1024 * 1024, 4_000
"""Bytes of the parts that are read for names, and braces in them: a paper of fifty pages has a tenth of either."""
_REMEDY = "请在 Word 中另存为普通的 .docx（不含宏），去掉外部链接和嵌入对象后再上传"
ITEMS = "请照“本文书的项目”一览改写或补上，改好后重新上传"
COLUMNS = "请照“本文书的项目”一览里该表的各列改写，改好后重新上传"
_WRITING = "只用 {{ 项目 }} 和 {%tr for row in 项目 %}…{%tr endfor %}"
_OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External["\']')
_BAD_PARTS = ("vbaproject", "activex", "embeddings/", "oleobject", "vbadata")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, TemplateError, SyntaxError, RuntimeError, ValueError, KeyError, TypeError,
    AttributeError,
)  # fmt: skip
"""What the libraries for archives, XML and templates say of a file that is none, or was bent on purpose."""
_TAG = re.compile(r"<[^<>]*>")
_ROW = re.compile(r"\{%-?t[rc]\b")
_SHOWN, _TOLD = 30, 20
"""Letters of a paragraph, faults of a file: enough to find and mend them."""
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Const,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the file: where it stands in Word, its text, and that text as a template."""

    where: str
    source: str
    paragraphs: Sequence[str]
    tree: nodes.Template

    def place(self, told: str) -> str:
        """Where these words stand: the paragraph that has them, by what is read there."""
        wanted = _whole(told)
        for number, words in enumerate(self.paragraphs, 1):
            if wanted.search(words):
                return _at(self.where, number, words)
        return self.where


@dataclass(frozen=True, slots=True)
class Found:
    """What a template uses, and what is wrong with it."""

    used: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


def demand_fit(kind: Kind, content: bytes) -> Found:
    """The template can be used; refused with everything that stands against it."""
    _demand_harmless(content)
    parts = _parsed(content)
    found = _compared(kind, parts)
    sheet = sheets.of(kind)
    strange = [(one, "不是本文书的项目", ITEMS) for one in found.unknown]
    strange += [(f"{row}.{one}", told, COLUMNS) for row, one, told in _strange_columns(sheet, parts)]
    faults = [_strange(parts, *one) for one in strange[:_TOLD]]
    if left := len(strange) - len(faults):
        faults.append(_wrong(f"模板里另有 {left} 处不是本文书的项目或列", ITEMS))
    faults += [_wrong(f"模板缺少必需的项目“{one}”（{_label(sheet, one)}）", ITEMS) for one in found.missing]
    if faults:
        raise Refused(*faults)
    return found


def look(kind: Kind, content: bytes) -> Found:
    """The names a template uses, compared with the sheet of its kind."""
    return _compared(kind, _parsed(content))


def _compared(kind: Kind, parts: Sequence[Part]) -> Found:
    sheet = sheets.of(kind)
    used = tuple(sorted(_names(parts)))
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
    template.render(
        {**{key: _in_words(told) for key, told in fields.items()}, **around},
        SandboxedEnvironment(autoescape=True),
    )
    made = BytesIO()
    template.save(made)
    return made.getvalue()


def _in_words(told: Cells) -> Cells:
    """Strokes of a hand are drawn on the PDF; a .docx says where they are."""
    if isinstance(told, str):
        return told
    return [
        {**row, "ink": "手写签名见PDF" if row["ink"] else ""}
        if isinstance(row, dict) and "ink" in row
        else row
        for row in told
    ]  # type: ignore[return-value]  # a list of what it was a list of


def _parsed(content: bytes) -> list[Part]:
    environment, parts = SandboxedEnvironment(), []
    try:
        sources = _sources(content)
    except _BROKEN as fault:
        raise Refused(_wrong(f"模板打不开：{str(fault)[:120]}")) from None
    for where, source in sources:
        try:
            parts.append(Part(where, source, _paragraphs(source), environment.parse(source)))
        except _BROKEN as fault:
            raise Refused(_wrong(_broken_at(where, source, str(fault)), _WRITING)) from None
    _demand_plain([one.tree for one in parts])
    return parts


def _broken_at(where: str, source: str, fault: str) -> str:
    """The first paragraph that opens what it does not close, or repeats rows where there is no table."""
    for number, words in enumerate(_paragraphs(source), 1):
        place = _at(where, number, words)
        if any(words.count(opened) != words.count(closed) for opened, closed in (("{{", "}}"), ("{%", "%}"))):
            return f"{place}：模板写法有误，括号没有成对"
        if _ROW.search(words):
            return f"{place}：模板写法有误，{{%tr 只能写在表格里，自成一行"
    return f"{where}：模板写法有误（{fault[:120]}）"


def _at(where: str, number: int, words: str) -> str:
    return f"{where}第 {number} 段“{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"


def _whole(name: str) -> re.Pattern[str]:
    """The name itself, neither a part of a longer one nor an attribute of another."""
    return re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")


def _paragraphs(source: str) -> list[str]:
    """What is read in each paragraph that says something."""
    found = [_TAG.sub("", one).strip() for one in source.split("</w:p>")]
    return [one for one in found if one]


def _names(parts: Sequence[Part]) -> set[str]:
    loops = {one.target.name for part in parts for one in _loops(part) if isinstance(one.target, nodes.Name)}
    found = {one.name for part in parts for one in part.tree.find_all(nodes.Name)}
    return {name for name in found if name not in loops and name != "loop"}


def _loops(part: Part) -> Iterator[nodes.For]:
    return part.tree.find_all(nodes.For)


def _strange_columns(sheet: sheets.Sheet, parts: Sequence[Part]) -> Iterator[tuple[str, str, str]]:
    """A column no row of that table has would stay empty on every paper, and nobody would know why."""
    columns = {one.key: {key for key, _ in one.columns} for one in sheet.fields}
    for part in parts:
        for loop in _loops(part):
            if isinstance(loop.target, nodes.Name) and isinstance(loop.iter, nodes.Name):
                known, row = columns.get(loop.iter.name, set()), loop.target.name
                for one in loop.find_all(nodes.Getattr):
                    if isinstance(one.node, nodes.Name) and one.node.name == row and one.attr not in known:
                        yield row, one.attr, f"不是“{_label(sheet, loop.iter.name)}”的一列"


def _strange(parts: Sequence[Part], name: str, told: str, remedy: str) -> Decision:
    where = next((f"{part.place(name)}：" for part in parts if _whole(name).search(part.source)), "")
    return _wrong(f"{where}模板里的“{{{{ {name[: _SHOWN * 2]} }}}}”{told}", remedy)


def _sources(content: bytes) -> list[tuple[str, str]]:
    """Everything that is filled: body, heads, feet, footnotes with their runs joined, the file's own properties."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(BytesIO(content))
    template.init_docx()
    found = [("正文", template.patch_xml(template.get_xml()))]
    for where, uri in (("页眉", template.HEADER_URI), ("页脚", template.FOOTER_URI)):
        for part in template.get_headers_footers(uri):
            found.append((where, template.patch_xml(template.get_part_xml(part[1]))))
    for part in template.docx.part.package.iter_parts():
        if part.content_type == _FOOTNOTES:
            found.append(("脚注", template.patch_xml(part.blob.decode())))
    return found + [("文件属性", str(getattr(template.docx.core_properties, name))) for name in _PROPERTIES]


def _demand_plain(trees: list[nodes.Template]) -> None:
    """Names, attributes of a row, loops and conditions; no calls, filters, or anything that could reach further."""
    for tree in trees:
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED):
                raise Refused(_wrong("模板里用了不允许的写法（计算、函数或过滤器）", _WRITING))
            if isinstance(node, nodes.For) and not isinstance(node.iter, nodes.Name):
                raise Refused(_wrong("模板里只能重复本文书的项目", _WRITING))
            if isinstance(node, nodes.For) and any(node.find_all(nodes.For)):
                raise Refused(_wrong("模板里一个表格的重复写在另一个的重复里面", _WRITING))
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
    words = [archive.read(one) for one in parts if one.filename.endswith(".xml")]
    if sum(map(len, words)) > _WORDS or sum(one.count(b"{") for one in words) > _BRACES:
        raise Refused(_wrong("文件里的文字或者花括号太多"))
    if any(bad in name.lower() for name in names for bad in _BAD_PARTS):
        raise Refused(_wrong("模板里有宏或嵌入的对象"))
    if any(name.endswith(".rels") and _OUTSIDE.search(archive.read(name)) for name in names):
        raise Refused(_wrong("模板里有指向外部的链接、图片或模板"))
    if any(name.endswith(".xml") and b"<!DOCTYPE" in archive.read(name)[:2000] for name in names):
        raise Refused(_wrong("模板里有不允许的声明"))


def _label(sheet: sheets.Sheet, key: str) -> str:
    return next((one.label for one in sheet.fields if one.key == key), key)


def _wrong(why: str, remedy: str = _REMEDY) -> Decision:
    return denied("documents.template", why, "", remedy)
