"""``mingqian pack`` and ``mingqian clauses`` as a person runs them: through the front door, without a database."""

import shutil
from pathlib import Path

import pytest

from mingqian.policy import loader
from mingqian.site import cli


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.run(list(words))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wide terminal, so that no cell is wrapped."""
    monkeypatch.setenv("COLUMNS", "2000")


def test_list_names_every_pack_and_why_a_list_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "pack", "list")
    assert code == 0
    assert all(name in out for name in loader.names())
    assert "附件《涪陵区人力资源和社会保障局随机抽查事项清单》未收录" in out


def test_show_gives_every_value_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "pack", "show", "xiamen-2017")
    assert code == 0
    (line,) = [line for line in out.splitlines() if line.strip().startswith("抽查比例分档")]
    assert "总量101—300的不低于10%" in line and line.endswith("厦门方案三(五)6(1)")
    assert "产品缺省值（原文不明确）" in out and "XM-I23" in out


def test_show_prose_is_the_page_of_the_docs(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "pack", "show", "luwan-2026", "--prose")
    assert out.startswith("# 鹭湾市人社局2026年双随机抽查细则（虚构）\n")


def test_show_of_a_pack_without_items_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "pack", "show", "ezhou-2016")
    assert "事项清单为空：工作报告未列随机抽查事项" in out


def test_conflicts_are_shown_with_what_holds(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "pack", "conflicts", "fuling-2024")
    assert code == 0
    assert "宽于上位，不用" in out and "按自作出决定之日起7个工作日内执行" in out and "FL-26" in out


def test_a_pack_without_conflicts_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有冲突" in run(capsys, "pack", "conflicts", "national-2026")[1]


def test_check_of_a_good_pack_tells_what_was_checked(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "pack", "check", "pingdingshan-2020")
    assert code == 0
    assert "规则包“pingdingshan-2020”可用" in out and "依据22条，算例34个全部成立" in out


def test_check_of_a_bad_pack_lists_everything_and_leaves_with_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "xiamen-2017"
    shutil.copytree(loader.PACKS / "xiamen-2017", copy)
    toml = copy / "pack.toml"
    text = (
        toml.read_text(encoding="utf-8")
        .replace("value = 10000", "value = 1.5")
        .replace("percent = 15", "percent = 0")
    )
    toml.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "pack", "check", str(copy))
    assert (code, out) == (1, "")
    assert "共2处问题" in err and "三(二)" in err and "三(五)6(1)" in err and "Traceback" not in err


def test_check_believes_no_pack_whose_own_example_fails(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "xiamen-2017"
    shutil.copytree(loader.PACKS / "xiamen-2017", copy)
    toml = copy / "pack.toml"
    text = toml.read_text(encoding="utf-8").replace("upto = 100, percent = 15", "upto = 99, percent = 15")
    toml.write_text(text, encoding="utf-8")
    code, _, err = run(capsys, "pack", "check", str(copy))
    assert code == 1
    assert "算例“tier-100”应为“15”，算得“10”" in err


@pytest.mark.parametrize("verb", ["show", "check", "conflicts"])
def test_an_unknown_pack_is_refused_in_chinese(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    code, _, err = run(capsys, "pack", verb, "atlantis-1999")
    assert code == 1
    assert "没有名为“atlantis-1999”的规则包" in err and "xiamen-2017" in err


def test_clauses_prints_totals_that_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "clauses", "--totals")
    assert code == 0
    assert "XM-01" not in out
    total = next(line.split() for line in out.splitlines() if line.strip().startswith("合计"))
    assert total[1] == "291" and sum(map(int, total[2:])) == 291


def test_clauses_of_one_bureau_are_listed_row_by_row(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "clauses", "--bureau", "xm")
    rows = [line for line in out.splitlines() if line.strip().startswith("XM-")]
    assert len(rows) == 90


def test_clauses_lists_every_row_with_its_status_and_the_totals_last(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = run(capsys, "clauses")
    lines = [line.strip() for line in out.splitlines()]
    assert sum(line.startswith(("XM-", "FL-", "PD-", "SZ-", "EZ-")) for line in lines) == 291
    assert lines[-1].startswith("合计")


def test_clauses_of_one_status_skip_bureaus_without_any(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "clauses", "--status", "organisational")
    rows = [line.split()[0] for line in out.splitlines() if line.strip().startswith(("SZ-", "EZ-", "XM-"))]
    assert rows == ["EZ-04", "EZ-11", "SZ-02"]


def test_clauses_of_one_status_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "clauses", "--markdown", "--status", "organisational")
    assert "| SZ-02 | 组织性要求 |" in out


def test_clauses_of_an_unknown_bureau_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "clauses", "--bureau", "ZZ")
    assert code == 1
    assert "没有编号以“ZZ”开头的单位" in err
