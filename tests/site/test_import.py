"""``mingqian import`` as a person at the shell meets it: words, exit codes, no traceback, nothing half-saved."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from tests.registry.importing import firms

from mingqian.core.decision import Refused
from mingqian.registry.models import ImportBatch, Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(cast, capsys):
    """Run the command as the legal office; answers (exit code, output)."""

    def run(*words: str, person: str = "LW02"):
        try:
            call_command("import", *words, person=person)
            code = 0
        except SystemExit as leave:
            code = leave.code
        return code, capsys.readouterr().out

    return run


def test_without_yes_the_preview_is_shown_and_nothing_saved(run, tmp_path):
    path = firms.write(tmp_path / "名单.csv", [firms.firm(1)])
    code, out = run(str(path))
    assert code == 0
    assert "新增 1 · 变更 0" in out
    assert "没有入库" in out
    assert not Subject.objects.exists()


def test_with_yes_the_batch_goes_in_and_says_how_to_take_it_back(run, tmp_path):
    path = firms.write(tmp_path / "名单.csv", [firms.firm(1)])
    code, out = run(str(path), "--yes")
    assert code == 0
    number = re.search(r"--undo (\S+)", out)[1]
    assert ImportBatch.objects.get().number == number
    code, out = run("--list")
    assert number in out and "沈知法" in out and "名单.csv" in out
    run("--undo", number)
    assert not Subject.objects.exists()
    assert "已撤回" in run("--list")[1]


def test_rows_left_out_show_in_the_exit_code(run, tmp_path):
    path = firms.write(tmp_path / "名单.csv", [firms.firm(1), firms.firm(2, 统一社会信用代码="1")])
    code, out = run(
        str(path), "--yes", "--errors", str(tmp_path / "错误.xlsx"), "--bad-rows", str(tmp_path / "坏.csv")
    )
    assert code == 4
    assert "“统一社会信用代码”位数不对 1 处，第3行" in out
    assert (tmp_path / "错误.xlsx").exists()
    assert (tmp_path / "坏.csv").exists()


def test_columns_can_be_mapped_and_a_malformed_wish_is_explained(run, tmp_path):
    path = firms.write(tmp_path / "a.csv", [{"甲": firms.code(1), "乙": "鹭湾甲公司"}], ["甲", "乙"])
    with pytest.raises(Refused, match="找不到"):
        run(str(path))
    code, _out = run(str(path), "--yes", "--map", "甲=统一社会信用代码", "--map", "乙=单位名称")
    assert (code, Subject.objects.get().name) == (0, "鹭湾甲公司")
    with pytest.raises((SystemExit, CommandError)):
        call_command("import", str(path), "--map", "甲")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "没有指明要导入的文件"),
        (("没有.csv",), "找不到文件"),
        (("--undo", "DR-1"), "没有编号为“DR-1”"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(run, words, said):
    with pytest.raises(Refused, match=said):
        run(*words)


def test_nobody_and_strangers_are_refused(run, tmp_path):
    path = firms.write(tmp_path / "a.csv", [firms.firm(1)])
    with pytest.raises(Refused, match="--as"):
        run(str(path), person="")
    with pytest.raises(Refused, match="没有工号"):
        run(str(path), person="XX99")


@pytest.mark.clause("PD-14")
def test_two_lists_with_sources_end_in_a_list_of_conflicts(run, tmp_path):
    insured = firms.write(tmp_path / "参保.csv", [firms.firm(1)])
    licence = firms.write(tmp_path / "许可.csv", [firms.firm(1, 地址="鹭湾市别处")])
    run(str(insured), "--yes", "--source", "insured")
    _, out = run(str(licence), "--yes", "--source", "licence")
    assert "与其他来源不一致 1 处" in out
    _, out = run("--conflicts")
    assert "参保单位信息为“鹭湾市湖滨区湖滨路1号”" in out
    _, out = run("--conflicts", "--out", str(tmp_path / "冲突.csv"))
    assert "行政许可名单：鹭湾市别处" in (tmp_path / "冲突.csv").read_text(encoding="utf-8-sig")


def test_a_real_year_stamp_is_used(run, tmp_path):
    path = firms.write(tmp_path / "a.csv", [firms.firm(1)])
    run(str(path), "--yes")
    assert Subject.objects.get().confirmed_on >= date(2026, 1, 1)


@pytest.mark.parametrize("word", ["长" * 41, "参 保", " ", "\x1b[31m"])
@pytest.mark.parametrize("option", ["--source", "--tag"])
def test_a_source_or_tag_that_is_not_one_word_is_refused(run, tmp_path, option, word):
    path = firms.write(tmp_path / "名单.csv", [firms.firm(1)])
    with pytest.raises(Refused, match="应为一个词"):
        run(str(path), "--yes", option, word)
    assert not Subject.objects.exists()


@pytest.mark.parametrize("more", [["--list"], ["--undo", "1"], ["--conflicts"], ["--sample", "a.xlsx"]])
def test_only_one_thing_is_done_at_a_time(run, tmp_path, more):
    path = firms.write(tmp_path / "名单.csv", [firms.firm(1)])
    with pytest.raises(CommandError, match="不能与"):
        run(str(path), *more)


def test_the_usage_is_chinese_and_without_foreign_switches():
    with pytest.raises(CommandError, match="只能是"):
        call_command("import", "--kind", "x")
