"""Whether a guideline or an evaluation method is complete. Pure: the text in, all findings at once out."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from mingqian.core import canonical
from mingqian.core.decision import Decision, denied
from mingqian.planning import texts
from mingqian.planning.enums import PaperKind

CLAUSES = {
    PaperKind.GUIDELINE: "平顶山方案 二(一)：出台“双随机、一公开”抽查检查工作指引",
    PaperKind.EVALUATION_METHOD: "厦门方案 三(四)：评价办法包含检查工作的内容、对应的评价标准以及检查的结论类型",
}
MOST_POINTS, POINT, WHOLE = 200, 500, 4000


@dataclass(frozen=True, slots=True)
class Point:
    """One paragraph that a checklist row can cite: what is looked at, and what is good enough."""

    number: int
    content: str
    standard: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class PaperText:
    """What an author writes. ``conclusions`` are the closed set from which an inspector chooses."""

    title: str
    points: Sequence[Point]
    introduction: str = ""
    conclusions: Sequence[str] = ()
    reason: str = ""


def numbered(rows: Sequence[tuple[str, str, str]]) -> tuple[Point, ...]:
    """(content, standard, basis) in the author's order; empty rows of a form fall away."""
    told = [row for row in rows if any(cell.strip() for cell in row)]
    lines = ([" ".join(cell.split()) for cell in row] for row in told)  # one paragraph, one line
    return tuple(Point(n, *cells) for n, cells in enumerate(lines, start=1))


def fits(text: PaperText, *, first: bool) -> list[Decision]:
    """What the columns cannot hold, or a new version does not say."""
    found = [texts.fits("标题", text.title, texts.TITLE)]
    if not first and not text.reason.strip():
        found.append(denied("paper.reason", "新版本没有写明修订原因", "", "请填写修订原因"))
    if len(text.points) > MOST_POINTS:
        found.append(denied("paper.points", f"要点多于{MOST_POINTS}条", "", "请按事项分开编写"))
    long = [p.number for p in text.points if max(len(p.content), len(p.standard), len(p.basis)) > POINT]
    if long:
        told = "、".join(map(str, long))
        found.append(denied("paper.long", f"第{told}条超过{POINT}字", "", "请拆成几条"))
    if len(text.introduction) > WHOLE:
        found.append(denied("paper.introduction", f"说明超过{WHOLE}字", "", "请缩短说明"))
    found += [texts.fits("结论类型", one, texts.CODE) for one in text.conclusions]
    return found


def complete(kind: PaperKind, text: PaperText) -> Iterator[Decision]:
    """What stands between the draft and its approval."""
    clause = CLAUSES[kind]
    if not text.points:
        yield denied("paper.empty", f"{kind.label}没有任何检查内容", clause, "请至少写一条")
    for point in text.points:
        if not point.content:
            told = f"第{point.number}条没有写检查内容"
            yield denied("paper.content", told, clause, "请填写检查内容，或删去这一条")
        elif kind is PaperKind.EVALUATION_METHOD and not point.standard:
            told = f"第{point.number}条“{point.content[:20]}”没有对应的评价标准"
            yield denied("paper.standard", told, clause, "请填写评价标准")
    if kind is PaperKind.EVALUATION_METHOD:
        if len(text.conclusions) < 2:
            yield denied("paper.conclusions", "结论类型少于两种", clause, "请列出检查人员可以选用的全部结论")
        elif len(set(text.conclusions)) < len(text.conclusions):
            yield denied("paper.conclusion_twice", "结论类型有重复", clause, "请删去重复的结论")


def digest(kind: str, item: str, number: int, text: PaperText) -> str:
    """The fingerprint of a version, which a checklist and a public page can quote."""
    document = {
        "kind": kind,
        "item": item,
        "number": number,
        "title": text.title,
        "introduction": text.introduction.splitlines(),
        "points": [asdict(point) for point in text.points],
        "conclusions": list(text.conclusions),
    }
    return canonical.document_hash(canonical.Suite.SHA256, canonical.normalised(document))
