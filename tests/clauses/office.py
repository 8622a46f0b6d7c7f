"""An officer at the command line: whole lines typed one after another, and what a clause test reads of the answers.

Every line goes through ``mingqian.site.cli.run``, a sitting in a process of its own, on a database file of its own.
"""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.registry.importing import firms

from mingqian.policy import loader

# A year that is over: nothing a run dates lies in the future of the person who looks at it.
YEAR = time.localtime().tm_year - 1
FOUNDING = (
    ("setup", "--bureau", "鹭湾市人力资源和社会保障局", "--uscc", "113599000035990045", "--division", "359900",
     "--system-admin", "A1", "席系统", "--security-admin", "A2", "安保密", "--audit-admin", "A3", "沈审计"),
    ("staff", "person", "L1", "沈知法", "--unit", "359900", "--as", "A1"),
    ("staff", "appoint", "L1", "legal_office", "--unit", "359900", "--on", f"{YEAR}-01-05", "--as", "A2"),
)  # fmt: skip
ITEM_HEADER = [
    "事项编码", "抽查事项", "检查依据", "检查对象", "检查内容", "事项类别", "检查方式", "抽查比例", "抽查频次",
]  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What one line led to."""

    code: int
    out: str
    err: str

    def done(self, *words: str) -> str:
        """It worked and said these words."""
        assert self.code == 0, self.err
        for word in words:
            assert word in self.out, (word, self.out)
        return self.out

    def refused(self, *words: str) -> str:
        """It was refused, in these words, without a traceback."""
        assert self.code == 1, (self.code, self.out, self.err)
        assert "Traceback" not in self.err
        for word in words:
            assert word in self.err, (word, self.err)
        return self.err


@dataclass(frozen=True)
class Entry:
    """One line of ``mingqian journal show``."""

    at: str
    label: str
    who: str
    thing: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Office:
    """A folder with a database; ``type`` is what a person types there."""

    home: Path

    def type(self, *lines: Sequence[str]) -> list[Answer]:
        from tests import shell, warm

        ours = {"DATABASE_URL": f"sqlite:///{self.home / 'office.sqlite3'}", "COLUMNS": "2000"}
        with tempfile.TemporaryDirectory() as place:
            said = Path(place) / "said.json"
            done = shell.Shell(self.home).do(warm.type_lines, lines, said, **ours)
            assert done.returncode == 0, done.stderr
            return [Answer(*answer) for answer in json.loads(said.read_text(encoding="utf-8"))]

    def moved(self, home: Path) -> "Office":
        """The same office in another folder, to do things to."""
        shutil.copytree(self.home, home)
        return Office(home)

    def draw(self, month: int) -> "Draw":
        return Draw(self.home / "year" / "draws" / f"YL-{YEAR}-{month:02d}")


@dataclass(frozen=True)
class Draw:
    """The published directory of one draw."""

    folder: Path

    @property
    def transcript(self) -> dict[str, Any]:
        return json.loads((self.folder / "transcript.json").read_text(encoding="utf-8"))

    def rows(self, item: str) -> list[str]:
        """The roll file behind the figure: one row per subject."""
        return (self.folder / f"{item}.txt").read_text(encoding="utf-8").splitlines()

    def drawn(self, item: str) -> list[str]:
        """Codes of the drawn subjects, each found as a row of the roll and opened by its number."""
        (one,) = [one for one in self.transcript["result"]["strata"] if one["item"] == item]
        rows = {row.split("|")[0] for row in self.rows(item)}
        assert (one["N"], one["k"]) == (len(rows), len(one["drawn"]))
        assert set(one["drawn"]) <= rows
        opened = {opening["tag"]: opening["id"] for opening in self.transcript["openings"]}
        return [opened[tag].removeprefix("USCC:") for tag in one["drawn"]]

    def verify(self) -> subprocess.CompletedProcess[str]:
        """What anybody hears from the one-file verifier that lies beside it."""
        return subprocess.run(
            [sys.executable, "-I", "mingqian_verify.py", "transcript.json"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={"PYTHONUTF8": "1"},
        )


def journal(answer: Answer) -> list[Entry]:
    """The lines of ``journal show``; each must name a time and a person."""
    found = []
    for line in answer.done().splitlines():
        _seq, at, label, who, thing, body = line.split("\t")
        assert len(at) == len("2026-01-01 00:00:00") and "（" in who, line
        found.append(Entry(at, label, who, thing, json.loads(body)))
    return found


def registry(path: Path, *groups: tuple[str, str, int]) -> list[str]:
    """A subject list made on the spot: groups of (name ending, business scope, how many). Answers the codes."""
    kinds = [(name, scope) for name, scope, count in groups for _ in range(count)]
    rows = [
        firms.firm(number, 单位名称=f"鹭湾第{number}{name}", 经营范围=scope)
        for number, (name, scope) in enumerate(kinds, start=1)
    ]
    firms.write(path, rows)
    return [row["统一社会信用代码"] for row in rows]


def items(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """An item list as a spreadsheet would hold it; what a row does not say is the ordinary."""
    usual = {
        "检查对象": "劳务派遣单位", "检查内容": "劳动合同签订情况", "事项类别": "一般检查事项",
        "检查方式": "现场检查", "抽查频次": "1次/年", "检查依据": "《劳动合同法》第七十四条",
    }  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ITEM_HEADER, restval="")
        out.writeheader()
        out.writerows(usual | row for row in rows)
    return path


def child_pack(folder: Path, *, inherits: str, division: str, parameters: str) -> Path:
    """The rule pack of a county under a city's, with its own document and these parameters."""
    folder.mkdir()
    (folder / "SOURCE.md").write_text("# 出处\n\n虚构。\n", encoding="utf-8")
    for name in ("items.csv", "bases.csv", "clauses.csv"):
        shutil.copyfile(loader.PACKS / "hubin-2026" / name, folder / name)
    case = '[[case]]\nid = "team"\nkind = "team"\nclause = "第一条"\npersons = 2\nexpect = true\n'
    (folder / "cases.toml").write_text(case, encoding="utf-8")
    (folder / "pack.toml").write_text(
        f"""
[pack]
name = "{folder.name}"
title = "溪山区人社局随机抽查办法（虚构）"
bureau = "溪山区人力资源和社会保障局"
layer = "child"
division = "{division}"
document = "own"
inherits = "{inherits}"
fictional = true

[[document]]
id = "own"
title = "溪山区人力资源和社会保障局随机抽查办法"
short = "溪山办法"
number = "溪山人社〔2021〕2号"
body = "溪山区人力资源和社会保障局"
signed_on = "2021-01-16"
disclosure = "主动公开"
binding = "遵照执行"
note = "虚构文件"

{parameters}
""",
        encoding="utf-8",
    )
    return folder


def run_year(list_: str, pack: str, *more: str) -> tuple[str, ...]:
    """The line that does a year's main job into the folder ``year``."""
    return (
        "run-year", "--registry", list_, "--pack", pack, "--out", "year", "--year", str(YEAR),
        "--seed-demo", "clauses", *more,
    )  # fmt: skip
