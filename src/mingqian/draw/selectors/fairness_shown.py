"""The manipulation report as tables, bars and lines of an export: the page, the public summary and the command alike."""

from collections.abc import Iterator

from mingqian.core.fairness import Group
from mingqian.core.odds import Rate
from mingqian.draw.selectors.fairness import CAVEAT, Finding, Line, Report
from mingqian.ui import tables, words
from mingqian.ui.tables import Column
from mingqian.ui.types import Bar, Chart


def _z(group: Group) -> str:
    if group.few:
        return "样本太小"
    if group.z is None:
        return "数太小" if group.deviation else "没有随机"
    words = "在波动之内" if abs(group.z) < 2 else "略偏" if abs(group.z) < 3 else "明显偏"
    return f"{round(group.z, 1) + 0.0:+.1f}（{words}）"


def _spent(one: Line) -> str:
    """Whole minutes and seconds, days where it took days."""
    if one.spent is None:
        return "—"
    minutes, seconds = divmod(one.spent, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {seconds} 秒"


def _share(part: int, whole: int) -> str:
    return f"{part}（{words.share(part, whole)}）" if whole and part else str(part)


GROUPS = (
    Column("label", "组别"),
    Column("eligible", "大小：可抽（行）", numeric=True),
    Column("drawn", "实际抽中", numeric=True),
    Column("expected", "随机应抽中", cell=lambda one: f"{one.expected:.1f}", numeric=True),
    Column("z", "偏离（倍标准差）", cell=_z),
)
RATES = (
    Column("label", "组织者"),
    Column("chances", "总数", numeric=True),
    Column("happened", "发生", numeric=True),
    Column("expected", "按平均应为", cell=lambda one: f"{one.expected:.1f}", numeric=True),
    Column(
        "p", "偶然至此的机会", cell=lambda one: "只有一个组织者" if one.p is None else f"{100 * one.p:.1f}%"
    ),
)
PAST = (
    Column("code", "抽取"),
    Column("title", "方案", wide=True),
    Column("total", "名录（行）", numeric=True),
    Column("forced", "必查", cell=lambda one: _share(one.forced, one.total), numeric=True),
    Column("exempt", "豁免", cell=lambda one: _share(one.exempt, one.total), numeric=True),
    Column("drawn", "抽中", numeric=True),
    Column("spent", "封签到结果", cell=_spent),
)


def shown(found: Report, *, names: bool = True) -> dict[str, object]:
    """A report as the templates show it; without names for everybody."""
    return {
        "report": found,
        "caveat": CAVEAT,
        "findings": [
            (one, chart(one), tables.plain(GROUPS, one.comparison.groups)) for one in found.findings
        ],
        "rates": [(title, tables.plain(RATES, rows)) for title, rows in found.rates if names],
        "past": tables.plain(PAST, found.lines, empty="还没有公布的抽取"),
        "repeats": tables.plain(GROUPS, [found.repeats]) if found.repeats.eligible else None,
    }


def chart(one: Finding) -> Chart:
    """Drawn for every hundred that chance would have drawn."""
    bars = (
        Bar(group.label, _index(group), _said(group))
        for group in one.comparison.groups
        if group.expected >= 1
    )
    return Chart(one.title, "随机应抽中 100 次，实际抽中几次", tuple(bars))


def _index(group: Group) -> int:
    return round(100 * group.drawn / group.expected)


def _said(group: Group) -> str:
    return f"实际 {group.drawn}，随机应为 {group.expected:.1f}"


HEADS = ("比较", "组别", "可抽（行）", "实际抽中", "随机应抽中", "标准差", "偏离（倍标准差）", "本项结论")


def flat(found: Report) -> Iterator[tuple[object, ...]]:
    """Every number of the report as lines of one table."""
    for one in found.findings:
        yield from (_line(one.title, group, one.words) for group in one.comparison.groups)
    yield _line("同一人员再次检查同一对象", found.repeats, "")
    for title, rates in found.rates:
        yield from (_rate(title, rate) for rate in rates)
    yield from (_draw(one) for one in found.lines)
    yield ("说明", CAVEAT, "", "", "", "", "", "")


def _line(title: str, group: Group, words: str) -> tuple[object, ...]:
    z = "" if group.z is None else round(group.z, 2)
    return (
        title,
        group.label,
        group.eligible,
        group.drawn,
        round(group.expected, 2),
        round(group.deviation, 2),
        z,
        words,
    )


def _rate(title: str, rate: Rate) -> tuple[object, ...]:
    p = "只有一个组织者，无从比较" if rate.p is None else f"p = {rate.p:.4f}"
    return (title, rate.label, rate.chances, rate.happened, round(rate.expected, 2), "", "", p)


def _draw(one: Line) -> tuple[object, ...]:
    seconds = "" if one.spent is None else f"封签至结果 {one.spent} 秒"
    return (
        f"抽取 {one.code}",
        f"必查 {one.forced}、豁免 {one.exempt}、筛除 {one.screened}",
        one.eligible,
        one.drawn,
        "",
        "",
        "",
        seconds,
    )
