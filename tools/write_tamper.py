"""Write ``docs/reference/tamper.md``: every mutation of every field, every fraud and attack, and what caught it.

Both Python programs judge all of them and must name the same checks; what they said is kept, case by case, in
``tests/verify/verdicts.json``, against which Chromium is tested.
"""

import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.verify import sweep  # noqa: E402

from mingqian.core.draw.verify import TITLES  # noqa: E402

PAGE = ROOT / "docs/reference/tamper.md"
LISTED = [
    *(f"C{at}" for at in range(1, 11)),
    *(f"H{at}" for at in range(1, 17)),
    *(f"M{at}" for at in range(1, 11)),
]
"""The attacks on an earlier text of the protocol, critical, high and medium."""
SENTENCE = re.compile(r"^def test_([chm]\d+)_(\w+)\(", re.MULTILINE)
ROOMS = {"rolls": "名录", "events": "日志事件", "result": "结果", "openings": "公开的记录", "coi": "回避登记",
         "checkpoint": "检查点", "anchors": "外部留存"}  # fmt: skip
HEAD = """# 篡改与拒绝 (tamper table)

由 `tools/write_tamper.py` 写出，请勿手改。每一个字段至少十种改法：改类型、删去、加一减一、换成旁边的值、换字母、全角与形近字、
颠倒与重复、超长、不是 Unicode……改动后的复核记录交给三个复核程序：产品内核、一个文件的
`mingqian_verify.py`、网页里的 JavaScript（在真实的 Chromium 里跑完全部）。三者不通过的检查必须逐项相同。

"""
INTRO = """“被哪项查出”列出不通过的检查和改法的数目；V0 是写法与字段，其余见[协议 §11](../spec/draw-protocol.md)。
"""


def main() -> None:
    """Judge, keep, print."""
    sweep.VERDICTS.write_text("{}", encoding="utf-8")
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as folder:
        for one in sweep.judged(sweep.everything(), Path(folder)):
            if one.fault:
                raise SystemExit(one.fault)
            found[one.case.field][" ".join(one.product)].append(one.case.name)
    kept = {field: {codes: sorted(names) for codes, names in by.items()} for field, by in found.items()}
    sweep.VERDICTS.write_text(
        json.dumps(kept, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8"
    )
    sweep.known.cache_clear()
    PAGE.write_text(text(), encoding="utf-8")


def text() -> str:
    """The page as it should be."""
    return HEAD + "\n".join([*_summary(), "", INTRO, *_fields(), *_frauds(), *_attacks(), *_checks()]) + "\n"


def _summary() -> list[str]:
    cases, known = [*sweep.spoilt(), *sweep.rowed()], sweep.known()
    spared = [one for one in cases if not known[str(one)]]
    return [
        f"* 字段 {len({one.field for one in cases})} 个，改法 {len(cases):,} 种，拒绝 {len(cases) - len(spared):,} 种；"
        f"其余 {len(spared)} 种是复核记录本来就约束不了的，理由见各表“不约束”一行。",
        f"* 连后面的哈希一起重算的作弊 {len(sweep.forged())} 种，全部拒绝，且由应当查出它的那一项查出。",
        f"* 协议设计时列出的攻击 {len(LISTED)} 种（C 致命、H 严重、M 一般），每一种都有测试重演。",
    ]


def _fields() -> list[str]:
    by_field: dict[str, list[sweep.Case]] = defaultdict(list)
    for one in (*sweep.spoilt(), *sweep.rowed()):
        by_field[one.field].append(one)
    rooms: dict[str, list[str]] = defaultdict(list)
    for field, cases in by_field.items():
        rooms[_room(field)] += _field(field, cases)
    lines = []
    for title, rows in rooms.items():
        lines += [f"## {title}", "", "| 字段 | 改法 | 被哪项查出 |", "|---|---:|---|", *rows, ""]
    return lines


def _room(field: str) -> str:
    part = re.split(r"[.\[<]", field.removeprefix("transcript."))[0]
    kind = re.search(r"events\[\]<(\w+)>", field)
    if field.startswith("row."):
        return "名录的行"
    return f"日志事件 {kind[1]}" if kind else ROOMS.get(part, "复核记录")


def _field(field: str, cases: list[sweep.Case]) -> list[str]:
    caught = Counter(" ".join(sweep.known()[str(one)]) for one in cases)
    told = "；".join(f"{codes} ×{number}" for codes, number in sorted(caught.items()) if codes)
    rows = [f"| `{field.removeprefix('transcript.')}` | {len(cases)} | {told} |"]
    if caught[""]:
        rows.append(f"| 　不约束 | {caught['']} | {sweep.UNBOUND[field][1]} |")
    return rows


def _frauds() -> list[str]:
    rows = [f"| {one.name} | {' '.join(sweep.known()[str(one)])} |" for one in sweep.forged()]
    return ["## 重算的作弊", "", "改动一步，其后一切哈希、日志、签名位置全部重算。", "",
            "| 作弊 | 不通过的检查 |", "|---|---|", *rows, ""]  # fmt: skip


def attacks() -> dict[str, list[str]]:
    """Attack → the tests that replay it, read from their names, and the recomputed frauds that bear its number."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted([*ROOT.glob("tests/core/draw/test_*.py"), *ROOT.glob("tests/verify/test_*.py")]):
        for number, words in SENTENCE.findall(path.read_text(encoding="utf-8")):
            found[number.upper()].append(words.replace("_", " "))
    for one in sweep.forged():
        number, _, words = one.name.partition(" ")
        if number in LISTED:
            found[number].append(f"recomputed: {words} → {sweep.known()[str(one)][0]}")
    return dict(found)


def _attacks() -> list[str]:
    found = attacks()
    rows = [f"| {number} | {'<br>'.join(found[number])} |" for number in LISTED]
    return ["## 协议设计时的攻击", "", "| 编号 | 测试 |", "|---|---|", *rows, ""]


def _checks() -> list[str]:
    first = Counter(codes[0] for codes in sweep.known().values() if codes)
    rows = [f"| {code} | {title} | {first[code]:,} |" for code, title in TITLES.items() if first[code]]
    return ["## 最先查出的检查", "", "| 检查 | 名称 | 最先查出 |", "|---|---|---:|", *rows]


if __name__ == "__main__":
    main()
