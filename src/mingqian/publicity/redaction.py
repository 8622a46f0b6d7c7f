"""What of a person or a secret may go out: natural persons by the pack's rule, personal numbers always blocked.

个人信息保护法 第二十五条: no public disclosure without a ground in law. 厦门方案 四(三): 自然人的检查结果，根据具体情况决定
是否公示. Every place that was changed is told, so that the reviewer sees what left, but never the thing itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mingqian.core import masking
from mingqian.publicity.enums import KeepBackGround
from mingqian.publicity.types import Cells, Content, Line, Redaction, Withheld

_KINDS = {
    "citizen_id": "公民身份号码",
    "phone": "手机号码",
    "bank_account": "银行账号",
    "landline": "电话号码",
}
PERSON = "PID:"
"""Registry numbers of natural persons begin so; a firm's begins with its credit code's scheme."""

_BLOCK = "█"


@dataclass(frozen=True, slots=True)
class Redacted:
    """The content as it may go out, and every place where something was left out."""

    content: Content
    redactions: tuple[Redaction, ...]


def is_person(identity: str) -> bool:
    """Whether a roll identity names a natural person."""
    return identity.startswith(PERSON)


def persons(lines: Sequence[Line], people: Sequence[Line], rule: str) -> tuple[list[Line], list[Withheld]]:
    """Rows of firms, then the rows of persons as the rule lets them out.

    ``masked``: 张某某 without any number; ``off`` and ``case_by_case`` (no decision yet): only their count.
    """
    if not people:
        return list(lines), []
    ground = KeepBackGround.PRIVACY
    if rule == "masked":
        return [*lines, *(masked(one) for one in people)], []
    reason = "自然人，尚未决定公示" if rule == "case_by_case" else "自然人，不公示"
    return list(lines), [Withheld(reason, ground.clause, len(people))]


def masked(one: Line) -> Line:
    """A person's row with the name masked wherever it stands and no key to find the person by."""
    hidden = masking.name(one.name)
    cells = {
        key: hidden if value == one.name else "" if value == one.key else value
        for key, value in one.cells.items()
    }
    return Line(cells, "", "", one.ref)


def automatic(content: Content) -> Redacted:
    """Personal numbers in any free text become blocks; credit codes of firms stay."""
    found: list[Redaction] = []

    def clean(text: str, where: str) -> str:
        hits = [
            hit for hit in masking.find(text) if not (where in content.desk_lines and hit.kind == "landline")
        ]
        found.extend(Redaction(where, _KINDS.get(hit.kind, hit.kind), "个人信息") for hit in hits)
        return masking.redact(text) if hits else text

    title, lead = clean(content.title, "标题"), clean(content.lead, "摘要")
    facts = tuple((label, clean(value, label)) for label, value in content.facts)
    sections = tuple(
        (head, tuple(clean(para, f"{head} 第{number}段") for number, para in enumerate(paras, 1)))
        for head, paras in content.sections
    )
    labels = {one.key: one.label for one in content.columns}
    lines = tuple(
        replace(one, cells=_cells(one.cells, labels, number, clean))
        for number, one in enumerate(content.lines, 1)
    )
    changed = replace(content, title=title, lead=lead, facts=facts, sections=sections, lines=lines)
    return Redacted(changed, tuple(found))


def by_hand(
    content: Content, lines: Iterable[Line], where: str, reason: str
) -> tuple[Content, list[Line], Redaction]:
    """The reviewer blocks one place: ``事实/<label>``, ``段落/<title>``, ``行/<number>`` or ``行/<n>/<column>``.

    KeyError where the place does not exist: the page only offers places that do.
    """
    part, _, rest = where.partition("/")
    kept = list(lines)
    if part == "事实":
        if rest not in dict(content.facts):
            raise KeyError(where)
        facts = tuple((label, _BLOCK * 4 if label == rest else value) for label, value in content.facts)
        return replace(content, facts=facts), kept, Redaction(rest, "整项", reason)
    if part == "段落":
        if rest not in dict(content.sections):
            raise KeyError(where)
        sections = tuple(
            (title, (_BLOCK * 4,) if title == rest else paras) for title, paras in content.sections
        )
        return replace(content, sections=sections), kept, Redaction(rest, "整段", reason)
    number, _, column = rest.partition("/")
    if part != "行" or not number.isdigit() or not 1 <= int(number) <= len(kept):
        raise KeyError(where)
    at = int(number) - 1
    if not column:
        del kept[at]
        withheld = _one_more(content.withheld, reason)
        return replace(content, withheld=withheld), kept, Redaction(f"第{number}行", "整行", reason)
    if column not in kept[at].cells:
        raise KeyError(where)
    kept[at] = replace(kept[at], cells={**kept[at].cells, column: _BLOCK * 4})
    return content, kept, Redaction(f"第{number}行 {column}", "一格", reason)


def _one_more(withheld: Sequence[Withheld], reason: str) -> tuple[Withheld, ...]:
    """A row taken out is counted in public under its reason."""
    for at, one in enumerate(withheld):
        if one.reason == reason:
            more = replace(one, count=one.count + 1)
            return (*withheld[:at], more, *withheld[at + 1 :])
    return (*withheld, Withheld(reason, KeepBackGround.PRIVACY.clause, 1))


def _cells(
    cells: Cells,
    labels: Mapping[str, str],
    number: int,
    clean: Callable[[str, str], str],
) -> Cells:
    changed: dict[str, str | int] = {}
    for key, value in cells.items():
        where = f"第{number}行 {labels.get(key, key)}"
        changed[key] = clean(value, where) if isinstance(value, str) else value
    return changed
