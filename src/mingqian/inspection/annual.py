"""年度自查报告: where a report stands, and whether what a firm files is whole. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mingqian.core.decision import Decision, denied
from mingqian.core.labels import LabelledCode
from mingqian.inspection.enums import Mark
from mingqian.inspection.material import OWN_CHECK

PUBLIC = "厦门 三(三)(1)：建立监管对象年度报告制度和年度报告公开制度，通过公开接受社会监督"
MOST_POINTS = 40


class Standing(LabelledCode):
    """What anybody may know of a report."""

    FILED = "filed", "已报告"
    LATE = "late", "逾期报告"
    MISSING = "missing", "未报告"
    OPEN = "open", "未到期"


def standing(filed_on: date | None, due_on: date, today: date) -> Standing:
    """Filed by its day, later, not at all, or not due yet; the last day is in time."""
    if filed_on is not None:
        return Standing.FILED if filed_on <= due_on else Standing.LATE
    return Standing.MISSING if today > due_on else Standing.OPEN


def points_of(text: str) -> list[list[str]]:
    """One point a line, numbered."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [[str(number), line] for number, line in enumerate(filter(None, lines), 1)]


def may_call(points: Sequence[Sequence[str]], due_on: date, today: date, year: int) -> Iterator[Decision]:
    """厦门 三(三)(1): a year that is over or running, points to check oneself by, and time to do it."""
    if not points or len(points) > MOST_POINTS or any(len(text) > 300 for _, text in points):
        why = f"自查要点须有1至{MOST_POINTS}项，每项不超过300字"
        yield denied("annual.points", why, OWN_CHECK, "每行写一项要点")
    if due_on <= today:
        yield denied("annual.due", f"报告期限{due_on}不在今天之后", OWN_CHECK, "请给监管对象留出时间")
    if not today.year - 2 <= year <= today.year:
        yield denied("annual.year", f"不能要求报告{year}年度的情况", OWN_CHECK, "请填写本年度或前两年")


def may_file(
    points: Sequence[Sequence[str]], answers: Mapping[str, str], words: str, corrected: str, *, truthful: bool
) -> Iterator[Decision]:
    """Every point answered, what was wrong put right in words, and the firm's word for its truth."""
    keys = [key for key, _ in points]
    if wrong := sorted(set(answers) - set(keys)) or sorted(set(answers.values()) - set(Mark)):
        yield denied("annual.strange", f"自查表没有“{'、'.join(wrong[:3])}”", OWN_CHECK, "请按自查表填写")
    if missing := [key for key in keys if key not in answers]:
        yield denied("annual.missing", f"自查表第{'、'.join(missing[:5])}项没有填写", OWN_CHECK, "请逐项填写")
    if Mark.PROBLEM in answers.values() and not corrected.strip():
        yield denied("annual.corrected", "有不符合的项，没有写明怎样改正", OWN_CHECK, "请写明自纠情况")
    if not words.strip():
        yield denied("annual.words", "没有填写年度情况", OWN_CHECK, "请简要说明")
    if not truthful:
        yield denied("annual.truth", "没有承诺所报告的内容真实", OWN_CHECK, "请勾选真实性承诺")
