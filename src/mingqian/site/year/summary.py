"""What the officer reads: every draw in words, where its record lies, and how anybody verifies it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mingqian.draw.types import ItemSheet, Known, PanelSheet, Sheet, TeamSheet
from mingqian.planning.types import LineForecast
from mingqian.site.year.verifying import Verdict

SHOWN, LISTED = 3, 12
PRACTICE = (
    "这是一个人在一台机器上的演练：人员、秘密、骰子和时间都由本程序模拟，记入“演练”日志，",
    "不能转为正式抽取；证据等级只能是 C。正式抽取须由各方到场，在各自设备上封签、现场掷骰。",
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw that is over: its sheet, the words of its change and merge, and where it lies."""

    title: str
    sheet: Sheet
    names: Mapping[str, str]
    change: str
    merge: str
    folder: str
    verdict: Verdict


def draw(one: Drawn) -> Iterator[str]:
    """One draw, item by item, team by team."""
    yield f"== {one.title}（抽取编号 {one.sheet.code}，{one.sheet.state}）"
    for item in one.sheet.items:
        yield from _item(item, one.names[item.code])
    for panel in one.sheet.panels:
        yield from _panel(panel, [team for team in one.sheet.teams if team.panel == panel.code])
    if one.change:
        yield f"  递补：{one.change}"
    yield f"  结果：抽中 {one.sheet.pairs:,} 个“对象×事项”" + _unassigned(one.sheet)
    if one.merge:
        yield f"  合并检查：{one.merge}"
    evidence = one.sheet.evidence
    yield f"  证据等级：{evidence.grade}（{evidence.why}；但本次各方由一人模拟，不得据此提级）"
    yield f"  抽取记录：{one.folder}"
    yield f"  复核命令：{one.verdict.command}"


def verdicts(drawn: Sequence[Drawn]) -> Iterator[str]:
    """What the one-file verifier said of each record, in a process of its own."""
    yield "复核（另起进程运行各目录内的 mingqian_verify.py，只用 Python 标准库）："
    for one in drawn:
        mark = "通过" if one.verdict.ok else "没有通过"
        yield f"  {one.sheet.code} {mark}：{one.verdict.last}"
        if not one.verdict.ok:
            yield from (f"      {line}" for line in one.verdict.lines)


def plan(
    forecast: Sequence[LineForecast], left_out: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[str]:
    """The annual plan: what each item comes to, and what is left out."""
    yield f"年度计划：列入 {len(forecast)} 个事项"
    for line in forecast:
        yield (
            f"  {line.item_code} {_short(line.item_name)}：名录 {line.pool:,}，{line.tier}，"
            f"每次 {line.quota:,}，全年 {line.rounds} 次（{line.clause}）"
        )
    yield from reasons("不列入计划、不抽取的事项", left_out, names)


def reasons(title: str, listed: Mapping[str, str], names: Mapping[str, str]) -> Iterator[str]:
    """Items that take no part, each reason once with the items it holds for."""
    if not listed:
        return
    yield f"{title}（{len(listed)} 个）："
    together: dict[str, list[str]] = {}
    for code, reason in listed.items():
        together.setdefault(reason, []).append(f"{code} {_short(names.get(code, ''))}".strip())
    for reason, codes in together.items():
        more = f"……共 {len(codes)} 个" if len(codes) > LISTED else ""
        yield f"  {reason}：{'、'.join(codes[:LISTED])}{more}"


def _item(item: ItemSheet, name: str) -> Iterator[str]:
    yield f"  事项 {item.code} {_short(name)}（第 {item.round} 轮）"
    yield f"    名录：{item.pool}"
    yield f"    比例：{item.quota}"
    forced = f"必查 {len(item.forced):,}，" if item.forced else ""
    yield f"    抽中：{forced}随机 {len(item.drawn):,}，备选 {len(item.reserve):,}；{_first(item.drawn)}"


def _panel(panel: PanelSheet, teams: Sequence[TeamSheet]) -> Iterator[str]:
    yield f"  人员（检查组 {panel.code}）：{panel.pool}；抽出 {panel.drawn} 人"
    yield f"    编为 {len(teams)} 组，候补 {len(panel.substitutes)} 人（按抽取先后顺序递补）"
    for team in teams[:SHOWN]:
        captain = team.captain.name if team.captain else "（空缺）"
        members = "、".join(one.name if one else "（空缺）" for one in team.members)
        yield f"    第 {team.number} 组：组长 {captain}，队员 {members}，{team.visits} 户"
    if len(teams) > SHOWN:
        yield f"    ……其余 {len(teams) - SHOWN} 组见抽取记录"


def _first(drawn: Sequence[Known]) -> str:
    if not drawn:
        return "没有随机抽中的对象"
    names = "、".join(one.name for one in drawn[:SHOWN])
    return f"前 {min(SHOWN, len(drawn))} 户：{names}" + ("……" if len(drawn) > SHOWN else "")


def _unassigned(sheet: Sheet) -> str:
    return f"，其中 {sheet.unassigned} 个因回避或资格未能编组" if sheet.unassigned else ""


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
