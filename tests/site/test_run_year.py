"""``mingqian run-year``: from a file to transcripts that anybody verifies, or a clear no and nothing saved.

Each run is the real command in a process of its own, on a database of its own.
"""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.registry.importing import firms
from tests.shell import COMMAND, Shell

pytestmark = pytest.mark.slow
DISPATCH = {"经营范围": "劳务派遣服务"}
TALENT = {"经营范围": "人力资源服务；职业中介活动"}
QUICK = {"MINGQIAN_SQLITE_SYNCHRONOUS": "OFF"}


@pytest.fixture(scope="module", autouse=True)
def _on_a_file_of_its_own(request):
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("the command makes a database of its own; once is enough")


def registry(place: Path, *, bad: int = 0) -> Path:
    """Sixty fictional firms: 14 dispatch agencies, 9 talent agencies, the rest plain."""
    rows = [firms.firm(number, **DISPATCH) for number in range(1, 15)]
    rows += [firms.firm(number, **TALENT) for number in range(15, 24)]
    rows += [firms.firm(number) for number in range(24, 61)]
    rows += [firms.firm(number, 统一社会信用代码="1") for number in range(61, 61 + bad)]
    return firms.write(place / "名录.csv", rows)


def run(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as typed in ``place``."""
    return Shell(place).run("run-year", *words, **QUICK)


@dataclass(frozen=True)
class Done:
    """A run of the fictional 鹭湾市 with one bad row, half a year, two teams."""

    place: Path
    code: int
    said: str

    @property
    def out(self) -> Path:
        return self.place / "结果"

    @property
    def folder(self) -> Path:
        return self.out / "draws" / "YL-2026-03"

    def line(self, start: str) -> str:
        found = [line.strip() for line in self.said.splitlines() if line.strip().startswith(start)]
        assert found, f"no line begins with {start}"
        return found[0]


WORDS = ("--pack", "luwan-2026", "--year", "2026", "--limit", "1", "--teams", "2", "--seed-demo", "测试")


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> Done:
    place = tmp_path_factory.mktemp("run")
    words = "--registry", str(registry(place, bad=1)), "--out", "结果", *WORDS
    # Its own hash seed: bytes may not depend on it.
    seed = {"PYTHONHASHSEED": "1", "DJANGO_SETTINGS_MODULE": "mingqian.site.settings"}
    finished = Shell(place).python(COMMAND, "run-year", *words, **QUICK, **seed)
    assert finished.returncode in (0, 4), finished.stdout + finished.stderr
    return Done(place, finished.returncode, finished.stdout)


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    """The folder's own verifier, isolated from everything that is installed."""
    words = [sys.executable, "-I", "mingqian_verify.py", "transcript.json"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, env={"PYTHONUTF8": "1"})


def items_of(folder: Path) -> dict[str, dict]:
    doc = json.loads((folder / "transcript.json").read_text(encoding="utf-8"))
    plan = next(one["event"]["body"] for one in doc["events"] if one["event"]["kind"] == "plan")
    return {item["item"]: item for item in plan["items"]}


def test_the_pool_stands_in_words_and_the_quota_with_tier_and_clause(done):
    after = done.said[done.said.index("事项 LW-05") :].splitlines()
    assert after[1].strip() == "名录：在册 14 = 14"
    assert (
        after[2].strip()
        == "比例：名录总数 14，适用 15% 档（1 至 100），随机抽取 3（依据：厦门方案三(五)6(1)）"
    )


def test_the_tags_of_the_trade_decide_who_belongs_to_an_item(done):
    assert set(items_of(done.folder)) == {"LW-01", "LW-05", "LW-06", "LW-14"}
    assert "LW-01 对人才中介机构的监督检查：名录 9，" in done.said
    assert "LW-06 对用人单位的劳动保障监察(含7个子项)：名录 60，" in done.said


def test_an_item_with_nobody_to_draw_is_reported_and_not_drawn(done):
    assert "LW-02" in done.line("名录库中没有属于该事项的监管对象：")
    assert not (done.folder / "LW-02.txt").exists()


def test_teams_substitutes_and_one_substitution_in_order_are_told(done):
    assert done.line("人员（检查组 ZF）").startswith(
        "人员（检查组 ZF）：在库 18 − 执法证到期 3 − 暂停 1 = 14；抽出 8 人"
    )
    assert done.line("编为 2 组") == "编为 2 组，候补 3 人（按抽取先后顺序递补）"
    change = done.line("递补：")
    came = re.search(r"由 (演练执法人员\d+) 按序递补，演练局领导批准", change)[1]
    assert came in done.line("第 1 组：")


def test_a_run_from_one_keyboard_says_so_and_grades_itself_c(done):
    assert done.line("证据等级：").startswith("证据等级：C（")
    assert "演练" in done.said.splitlines()[0]
    assert "不能转为正式抽取" in done.said
    assert "随机数由 --seed-demo 的文字固定产生" in done.said
    doc = json.loads((done.folder / "transcript.json").read_text(encoding="utf-8"))
    assert doc["checkpoint"][0] == "practice-359900-2026"


def test_rows_left_out_are_counted_and_their_workbook_lies_beside_the_results(done):
    assert done.code == 4
    told = done.line("1 行未能导入")
    for name in ("registry-errors.xlsx", "registry-bad-rows.csv"):
        assert str(done.out / name) in told
        assert (done.out / name).stat().st_size > 0


def test_the_printed_command_verifies_the_transcript(done):
    command = shlex.split(done.line("复核命令：").removeprefix("复核命令："))
    assert command[0] == "python3"
    finished = subprocess.run(
        [sys.executable, *command[1:]],
        cwd=done.place,
        capture_output=True,
        text=True,
        env={"PYTHONUTF8": "1"},
    )
    assert finished.returncode == 0, finished.stdout
    assert "结论：接受" in finished.stdout
    assert "YL-2026-03 通过：结论：接受" in done.said


@pytest.mark.parametrize("file", ["transcript.json", "LW-05.txt"])
def test_one_changed_character_is_refused(done, file, tmp_path):
    for one in done.folder.iterdir():
        (tmp_path / one.name).write_bytes(one.read_bytes())
    data = bytearray((tmp_path / file).read_bytes())
    middle = len(data) // 2
    while not chr(data[middle]).isdigit():
        middle += 1
    data[middle] = ord("1") if data[middle] != ord("1") else ord("2")
    (tmp_path / file).write_bytes(data)
    finished = verify(tmp_path)
    assert finished.returncode == 1
    assert "结论：不接受" in finished.stdout


def test_the_summary_file_holds_what_was_said(done):
    assert (done.out / "summary.txt").read_text(encoding="utf-8") == done.said
    assert str(done.out / "summary.txt") in done.said


def test_nothing_is_left_beside_the_results(done):
    assert {one.name for one in done.place.iterdir()} == {"名录.csv", "结果"}
    assert {one.name for one in done.out.iterdir()} == {
        "draws", "keys", "log.key", "rolls", "policy.json", "run.sqlite3", "summary.txt", "registry-errors.xlsx",
        "registry-bad-rows.csv",
    }  # fmt: skip


def test_the_journal_of_the_run_is_whole(done):
    url = re.search(r"DATABASE_URL=(\S+) mingqian journal verify", done.said)[1]
    finished = Shell(done.place).run("journal", "verify", DATABASE_URL=url)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "日志完好" in finished.stdout


def test_the_same_seed_gives_the_same_bytes(done, tmp_path):
    """And another file name or folder changes nothing of what is published."""
    finished = run(tmp_path, "--registry", str(registry(tmp_path, bad=1)), "--out", "again", *WORDS)
    assert finished.returncode == 4
    again = tmp_path / "again" / "draws" / "YL-2026-03"
    published = {one.name: one.read_bytes() for one in done.folder.iterdir() if one.suffix != ".py"}
    assert {one.name: one.read_bytes() for one in again.iterdir() if one.suffix != ".py"} == published


LIST = """序号,抽查事项,检查依据,检查对象,检查内容,事项类别,检查方式,抽查比例,抽查频次,实施层级,责任科室
1,劳务派遣业务监督检查,《中华人民共和国劳动合同法》第九十二条,劳务派遣单位,派遣用工情况,一般检查事项,现场检查,,1次/年,区级,劳动关系科
2,用人单位劳动用工书面检查,《劳动保障监察条例》第十一条,用人单位,劳动用工情况,一般检查事项,书面检查,20%,1次/年,区级,劳动关系科
3,没有依据的检查,,用人单位,其他,一般检查事项,现场检查,5%,1次/年,区级,劳动关系科
4,,《劳动保障监察条例》第十一条,用人单位,没有名称,一般检查事项,现场检查,5%,1次/年,区级,劳动关系科
"""


@pytest.fixture(scope="module")
def own_list(tmp_path_factory) -> Done:
    """Fuling: no list in the document, no ratio, leaders appointed; the list is the person's own."""
    place = tmp_path_factory.mktemp("list")
    (place / "清单.csv").write_text(LIST, encoding="utf-8")
    words = (
        "--pack",
        "fuling-2024",
        "--items",
        "清单.csv",
        "--suite",
        "sm3",
        "--year",
        "2026",
        "--ratio",
        "25",
    )
    finished = run(place, "--registry", str(registry(place)), "--out", "结果", *words)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return Done(place, 0, finished.stdout)


def test_a_list_from_a_file_goes_through_the_gates_and_says_what_stays_outside(own_list):
    assert own_list.line("事项清单：").startswith("事项清单：清单文件 清单.csv，读到 3 个事项，1 行不能导入")
    assert "“抽查事项”缺 1 处，第5行" in own_list.said
    assert "没有登记任何依据" in own_list.line("事项“没有依据的检查”")
    assert set(items_of(own_list.folder)) == {"500102-001", "500102-002"}


def test_where_the_document_sets_no_ratio_the_units_own_applies_but_not_over_the_list(own_list):
    assert "500102-001 劳务派遣业务监督检查：名录 14，25%，每次 4，" in own_list.said
    assert "500102-002 用人单位劳动用工书面检查：名录 60，20%，每次 12，" in own_list.said


def test_appointed_leaders_lead_and_written_checks_make_no_visit(own_list):
    assert "指派组长" in own_list.line("人员（检查组 ZF）")
    assert own_list.line("合并检查：").startswith("合并检查：现场检查 4 个并为 4 次上门")
    assert "SM3" in own_list.said.splitlines()[0].upper()
    assert verify(own_list.folder).returncode == 0


def refused(place: Path, *words: str) -> str:
    """Run, demand a refusal that leaves nothing, answer what was said on both streams."""
    before = sorted(place.iterdir())
    finished = run(place, *words)
    assert finished.returncode in (1, 2), finished.stdout
    assert sorted(place.iterdir()) == before
    return finished.stdout + finished.stderr


def test_a_pack_of_the_country_draws_nobody(tmp_path):
    said = refused(tmp_path, "--registry", str(registry(tmp_path)), "--pack", "national-2026", "--out", "x")
    assert "不是某个局的规则包" in said


def test_a_pack_that_does_not_exist_names_those_that_do(tmp_path):
    said = refused(tmp_path, "--registry", str(registry(tmp_path)), "--pack", "nowhere", "--out", "x")
    assert "没有名为“nowhere”的规则包" in said and "xiamen-2017" in said


def test_a_folder_with_something_in_it_is_not_touched(tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "kept").write_text("mine", encoding="utf-8")
    said = refused(tmp_path, "--registry", str(registry(tmp_path)), "--pack", "luwan-2026", "--out", "x")
    assert "不是空目录，没有改动它" in said
    assert (tmp_path / "x" / "kept").read_text(encoding="utf-8") == "mine"


def test_a_file_that_is_not_there_is_named(tmp_path):
    said = refused(tmp_path, "--registry", "没有.csv", "--pack", "luwan-2026", "--out", "x")
    assert "没有这个名录文件：没有.csv" in said


def test_a_ratio_that_is_none_is_wrong_usage(tmp_path):
    said = refused(tmp_path, "--registry", "x.csv", "--pack", "luwan-2026", "--out", "x", "--ratio", "五")
    assert "--ratio “五”不是百分数" in said


def test_a_list_in_which_no_row_is_sound_is_explained_and_leaves_nothing(tmp_path):
    path = firms.write(tmp_path / "坏.csv", [firms.firm(1, 统一社会信用代码="1")])
    said = refused(tmp_path, "--registry", str(path), "--pack", "luwan-2026", "--out", "x")
    assert "“统一社会信用代码”位数不对 1 处，第2行" in said
    assert "没有一行可以导入" in said
    assert "没有建立" in said


def test_what_a_killed_run_left_behind_is_pointed_out(tmp_path):
    (tmp_path / ".out.0123abcd").mkdir()
    (tmp_path / "firms.csv").write_text("单位名称,统一社会信用代码\n鹭湾某厂,没有代码\n", encoding="utf-8")
    finished = run(tmp_path, "--registry", "firms.csv", "--pack", "xiamen-2017", "--out", "out")
    assert finished.returncode == 1
    assert ".out.0123abcd" in finished.stdout + finished.stderr
    assert "可以删除" in finished.stdout + finished.stderr


def test_an_item_nobody_knows_is_named_with_those_that_are_known(tmp_path):
    words = ("--pack", "luwan-2026", "--out", "x", "--items", "LW-05,99")
    said = refused(tmp_path, "--registry", str(registry(tmp_path)), *words)
    assert "清单中没有可办理的事项 99" in said and "LW-06" in said


REAL = (
    ("fuling.csv", "fuling-2024", (), "名录：在册 1866 = 1866"),
    ("xiamen.csv", "xiamen-2017", ("--items", "1,5", "--limit", "1"), "新增 29,825 · 变更 0"),
)


@pytest.mark.parametrize(("file", "pack", "more", "words"), REAL)
def test_real_registries_run_through(shared, file, pack, more, words, tmp_path):
    source = shared / "data" / "registry" / file
    finished = run(tmp_path, "--registry", str(source), "--pack", pack, "--out", "x", "--year", "2026", *more)
    assert finished.returncode == 0, finished.stderr
    assert words in finished.stdout
    assert list(verdicts(tmp_path / "x")) == [0]


def verdicts(out: Path) -> Iterator[int]:
    for folder in sorted((out / "draws").iterdir()):
        yield verify(folder).returncode
