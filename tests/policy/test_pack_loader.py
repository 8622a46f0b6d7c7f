"""A bad pack: everything that is wrong at once, each with its place, its clause and what to do."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from mingqian.core.canonical import Suite, parse
from mingqian.policy import loader, stack
from mingqian.policy.loader import PackErrors

Spoil = Callable[..., Path]
XM = "xiamen-2017"
GRID = '"grid.levels" = { silent = true }'


def problems(path: Path | str) -> list[str]:
    """What loading says, one line per problem."""
    with pytest.raises(PackErrors) as caught:
        loader.load(path)
    return [f"{one.file} {one.path} {one.clause}：{one.message}" for one in caught.value.problems]


def only(path: Path) -> str:
    found = problems(path)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("name", loader.names())
def test_every_built_in_pack_loads(name: str) -> None:
    assert loader.load(name).name == name


def test_a_pack_loads_from_a_directory_as_well(spoiled: Spoil) -> None:
    copy = spoiled(XM, "SOURCE.md", "# 出处", "# 出处（副本）")
    assert loader.load(copy).parameter("ratio.tiers") == loader.load(XM).parameter("ratio.tiers")


@pytest.mark.clause("XM-02")
def test_a_parameter_without_a_citation_fails(spoiled: Spoil) -> None:
    copy = spoiled(XM, "pack.toml", 'value = 2\nclause = "三(五)6(1)"', "value = 2")
    assert "parameter.frequency.min_draws_per_item_year.clause ：缺少条款出处" in only(copy)


def test_all_errors_come_at_once_with_place_and_clause(spoiled: Spoil) -> None:
    copy = spoiled(
        XM, "pack.toml", "value = 10000", 'value = "一万"',
        ("pack.toml", "percent = 15", "percent = 15.5"),
        ("pack.toml", '"grid.levels" = { silent = true }\n', ""),
        ("pack.toml", 'value = "draw_order"', 'value = "by_hand"'),
        ("items.csv", "XM-I02,", "XM-I01,"),
        ("clauses.csv", "XM-02,", "XM-01,"),
        ("cases.toml", "n = 7", "n = -7"),
    )  # fmt: skip
    found = problems(copy)
    for part in (
        "parameter.secondary.threshold.value 三(二)：",
        "parameter.ratio.tiers.value[1].percent 三(五)6(1)：应为整数，实际为小数",
        "parameter.grid.levels ：没有写“劳动保障监察网格层级”",
        "parameter.substitution.value 三(五)6(2)：“by_hand”不在可选范围",
        "items.csv 第3行.code 三(一)第一类第2项：事项“XM-I01”重复",
        "clauses.csv 第3行.id ：条款“XM-01”重复",
        "cases.toml case[3].n 三(五)6(1)：“-7”不是数量",
    ):
        assert any(part in line for line in found), (part, found)


def test_the_message_is_chinese_numbered_and_says_what_to_do(spoiled: Spoil) -> None:
    copy = spoiled(XM, "pack.toml", "value = 2\n", "value = 2.0\n")
    with pytest.raises(PackErrors) as caught:
        loader.load(copy)
    text = str(caught.value)
    assert text.startswith(f"规则包“{XM}”不能使用，共1处问题：\n  1. pack.toml parameter.")
    assert "不能使用小数" in text and "依据：三(五)6(1)" in text and "处理办法：" in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("value = 2\n", "value = true\n", "应为整数，实际为是/否"),
        ("percent = 10 }, { percent = 5 }", "percent = 10 }", "最后一档不写上限"),
        ("upto = 300, percent = 10", "upto = 50, percent = 10", "分档须按上限递增排列"),
        ("{ percent = 5 }]", "{ percent = 0 }]", "超出范围"),
        ("{ percent = 5 }]", "{ percent = 5, per_mille = 50 }]", "须写明 percent、per_mille、ppm 之一"),
        ("{ percent = 5 }]", "{ percent = 5, rate = 5 }]", "不认识的项“rate”"),
        ('start = "inspection_end" }', 'start = "whenever" }', "“whenever”不在可选范围"),
        ('amount = 3, unit = "working_days", start = "preliminary_result"',
         'amount = 3, unit = "working_days"', "缺少“start”"),
        ('amount = 3, unit = "working_days", start = "preliminary_result"',
         'amount = -3, unit = "working_days", start = "preliminary_result"', "-3不在1至400之间"),
        ("low = 1, high = 3", "low = 3, high = 1", "下限3大于上限1"),
        ("value = 10000", "value = 0", "0不在1至1000000000000之间"),
        ("upto = 100, percent = 15", "upto = 0, percent = 15", "upto 三(五)6(1)：0不在1至"),
        ('kind = "discipline"', 'kind = "friends"', "“friends”不在可选范围：discipline、any"),
        ('division = "350200"', 'division = "35020"', "“35020”不是2位、4位或6位数字"),
        ('ids = ["XM-69"]', 'ids = ["XM-690"]', "条款编号“XM-690”不在条款清单"),
        (GRID, '"grid.levels" = { silent = true, unclear = true }', "只能有一个状态标记"),
        (GRID, '"grid.levels" = { silent = true, value = ["市"] }', "就不能再写值"),
        (GRID, '"grid.level" = { silent = true }', "不认识的参数"),
        ('inferred = true\nvalue = "up"', "inferred = true", "缺少值"),
        ('value = "tiered"', 'default = true\nvalue = "tiered"', "缺省值只能写在国家层"),
        ('value = "tiered"', 'confidence = "L"\nvalue = "tiered"', "可信度低的内容不得作为有约束力的值"),
        ('value = "tiered"', 'source = "nowhere"\nvalue = "tiered"', "文件“nowhere”不在本包的文件清单"),
        ('signed_on = "2017-05-11"', 'signed_on = "2017-02-30"', "“2017-02-30”不是日期"),
        ('disclosure = "主动公开"', 'disclosure = "随便公开"', "不在可选范围"),
        ('name = "xiamen-2017"', 'name = "xiamen"', "与目录名“xiamen-2017”不一致"),
        ('layer = "bureau"', 'layer = "child"', "须写明继承的上级规则包"),
        ("[[anomaly]]", "[[oddity]]\nwhere = 1\n\n[[anomaly]]", "不认识的项“oddity”"),
    ],
)  # fmt: skip
def test_a_slip_in_pack_toml_is_named(spoiled: Spoil, old: str, new: str, told: str) -> None:
    assert any(told in line for line in problems(spoiled(XM, "pack.toml", old, new)))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("items.csv", ",5%,,,per_year", ",5.5%,,,per_year", "“5.5%”不是整数比例"),
        ("items.csv", ",5%,,,per_year", ",,,,per_year", "按比例抽查的事项须写明比例"),
        ("items.csv", "min_count,,200,人", "min_count,,,人", "有绝对数下限的事项须写明数量"),
        ("items.csv", "on_site|written", "on_site|phone", "“phone”不在可选范围"),
        ("items.csv", "code,序号", "code,号", "栏目不符：缺少序号，多出号"),
        ("items.csv", ",per_year,1,", ",per_year,每周,", "“每周”不是整数"),
        ("bases.csv", "PD-B011,PD-I01,", "PD-B011,PD-I99,", "事项“PD-I99”不在事项清单"),
        ("bases.csv", ",law,", ",custom,", "“custom”不在可选范围"),
        ("cases.toml", 'item = "PD-I01"', 'item = "PD-I99"', "事项“PD-I99”不在事项清单"),
        ("cases.toml", 'event_on = "2026-04-17"', 'event_on = "四月"', "“四月”不是日期"),
        ("cases.toml", 'key = "merge.force"', 'key = "merge"', "不认识的参数“merge”"),
        ("cases.toml", 'kind = "item_quota"', 'kind = "formula"', "“formula”不在可选范围"),
        ("clauses.csv", "PD-01,", "XM-01,", "不是本单位的条款编号"),
        ("clauses.csv", ",planned,,", ",works,,", "标为已实现的条款须写明测试"),
        ("clauses.csv", ",planned,,", ",done,,", "“done”不在可选范围"),
    ],
)
def test_a_slip_in_the_other_files_is_named(spoiled: Spoil, file: str, old: str, new: str, told: str) -> None:
    found = problems(spoiled("pingdingshan-2020", file, old, new))
    assert any(line.startswith(file) and told in line for line in found), found


def test_toml_that_cannot_be_parsed_is_told_with_line_and_column(spoiled: Spoil) -> None:
    copy = spoiled(XM, "pack.toml", "[pack]\n", "[pack\n")
    assert [line.split("：")[-1] for line in problems(copy)] == [
        "TOML 写法有误"
    ]  # and not two hundred missing parameters


def test_a_file_that_is_not_utf8_is_told_with_its_place(spoiled: Spoil) -> None:
    copy = spoiled(XM, "SOURCE.md", "# 出处", "# 出处")
    (copy / "items.csv").write_bytes("代码".encode("gbk"))
    assert any("items.csv 第1字节" in line and "不是 UTF-8" in line for line in problems(copy))


def test_a_missing_file_is_told(spoiled: Spoil) -> None:
    copy = spoiled(XM, "SOURCE.md", "# 出处", "# 出处")
    (copy / "SOURCE.md").unlink()
    assert only(copy) == "SOURCE.md  ：缺少文件"


def test_a_tab_in_a_ruling_file_is_told_because_no_canonical_text_may_hold_one(spoiled: Spoil) -> None:
    copy = spoiled(XM, "pack.toml", 'note = "制定依据"', 'note = "制定\t依据"')
    assert "含有制表符" in only(copy)


def test_a_row_with_a_cell_too_many_is_told_and_the_rows_below_keep_their_numbers(spoiled: Spoil) -> None:
    copy = spoiled(
        "pingdingshan-2020", "items.csv", "PD-I02,2,", "PD-I02,2,多出,", ("items.csv", "PD-I09,", "PD-I08,")
    )
    found = problems(copy)
    assert any(line.startswith("items.csv 第3行") and "栏目数与表头不符" in line for line in found)
    assert any(line.startswith("items.csv 第10行.code") and "重复" in line for line in found)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("9" * 5000, "TOML 写法有误"),
        ("[" * 3000 + "]" * 3000, "嵌套过深"),
        ("1\n[" + "a." * 500_000 + "a]", "一行里有超过50个点"),
        ("2020-01-01", "实际为日期"),
        ("nan", "不能使用小数"),
    ],
)
def test_a_hostile_value_is_refused_without_a_traceback(spoiled: Spoil, written: str, told: str) -> None:
    found = problems(spoiled(XM, "pack.toml", "value = 10000", f"value = {written}"))
    assert any(told in line for line in found), found[:3]


def test_an_emptied_file_is_told(spoiled: Spoil) -> None:
    copy = spoiled("pingdingshan-2020", "SOURCE.md", "# 出处", "# 出处")
    (copy / "bases.csv").write_text("", encoding="utf-8")
    assert "bases.csv  ：文件是空的" in problems(copy)


def test_an_empty_item_list_needs_an_explanation(spoiled: Spoil) -> None:
    copy = spoiled("fuling-2024", "pack.toml", "items_gap = ", "note_gap = ")
    found = problems(copy)
    assert any("事项清单为空" in line for line in found) and any("note_gap" in line for line in found)


def test_an_unknown_name_lists_the_packs_there_are() -> None:
    with pytest.raises(PackErrors) as caught:
        loader.load("xiamen-2071")
    assert "没有名为“xiamen-2071”的规则包" in str(caught.value) and "xiamen-2017" in str(caught.value)


def test_an_empty_directory_is_refused_without_a_traceback(tmp_path: Path) -> None:
    assert problems(tmp_path)[0] == "pack.toml  ：缺少文件"


@pytest.mark.clause("PD-15")
def test_a_county_that_loosens_is_refused_with_the_clause_it_loosens(spoiled: Spoil) -> None:
    copy = spoiled("luwan-2026", "pack.toml", "amount = 10,", "amount = 10,", (
        "pack.toml", '[parameter."new_licensee.cycle"]',
        '[parameter."result.publish_days"]\n'
        'value = { amount = 15, unit = "working_days", start = "inspection_end" }\nclause = "第十一条"\n\n'
        '[parameter."ratio.tiers"]\n'
        "value = [{ upto = 100, percent = 15 }, { upto = 300, percent = 10 }, { percent = 4 }]\n"
        'clause = "第三条"\n\n[parameter."new_licensee.cycle"]',
    ))  # fmt: skip
    found = problems(copy)
    assert len(found) == 2
    assert any("厦门方案三(六)3" in line and "宽于" in line for line in found)
    assert any("ratio.tiers 厦门方案三(五)6(1)" in line for line in found)


@pytest.mark.clause("PD-15")
def test_a_county_that_tightens_is_accepted_and_its_value_holds(spoiled: Spoil) -> None:
    copy = spoiled("luwan-2026", "pack.toml", '[parameter."new_licensee.cycle"]', (
        '[parameter."result.publish_days"]\n'
        'value = { amount = 8, unit = "working_days", start = "inspection_end" }\nclause = "第十一条"\n\n'
        '[parameter."new_licensee.cycle"]'
    ))  # fmt: skip
    value = stack.of(copy).values["result.publish_days"]
    assert value.clause == "鹭湾细则第十一条"
    assert [one.pack for one in value.said] == ["national-2026", "xiamen-2017", "luwan-2026"]


def test_a_county_may_not_undercut_a_second_clock_of_its_superior(spoiled: Spoil) -> None:
    """The city has a clock of its own beside the law's: the county is held to each that compares."""
    copy = spoiled(
        "hubin-2026", "pack.toml", "amount = 8,", "amount = 12,",
        ("cases.toml", 'expect = "2026-04-29"', 'expect = "2026-05-08"'),
    )  # fmt: skip
    assert "厦门方案三(六)3" in only(copy)


def test_a_superior_may_lie_beside_its_county(spoiled: Spoil) -> None:
    spoiled("luwan-2026", "pack.toml", 'name = "luwan-2026"', 'name = "bay-2026"')
    city = spoiled("hubin-2026", "pack.toml", 'inherits = "luwan-2026"', 'inherits = "bay-2026"').parent
    (city / "luwan-2026").rename(city / "bay-2026")
    assert [one.name for one in loader.load(city / "hubin-2026").ancestors] == ["xiamen-2017", "bay-2026"]


def test_packs_that_inherit_one_another_are_refused(spoiled: Spoil) -> None:
    first = spoiled(
        "hubin-2026",
        "pack.toml",
        '"luwan-2026"',
        '"bay"',
        ("pack.toml", 'name = "hubin-2026"', 'name = "gulf"'),
    )
    spoiled(
        "luwan-2026",
        "pack.toml",
        '"xiamen-2017"',
        '"gulf"',
        ("pack.toml", 'name = "luwan-2026"', 'name = "bay"'),
    )
    (first.parent / "luwan-2026").rename(first.parent / "bay")
    gulf = first.rename(first.parent / "gulf")
    assert any("成环" in line or "不能使用" in line for line in problems(gulf))


def test_a_superior_that_is_missing_is_told(spoiled: Spoil) -> None:
    copy = spoiled("hubin-2026", "pack.toml", '"luwan-2026"', '"nowhere"')
    assert any("上级规则包“nowhere”不能使用：没有名为“nowhere”的规则包" in line for line in problems(copy))


def test_the_digest_changes_with_one_character_of_the_rules_and_with_nothing_else(spoiled: Spoil) -> None:
    original = loader.load(XM)
    changed = loader.load(spoiled(XM, "pack.toml", "percent = 15", "percent = 16"))
    assert original.digest(Suite.SHA256) != changed.digest(Suite.SHA256)
    assert original.digest(Suite.SM3) != original.digest(Suite.SHA256)
    assert parse(original.file_bytes())["pack"] == XM


def test_the_digest_is_that_of_the_file_anyone_may_hash() -> None:
    policy = stack.of(XM)
    assert policy.digest(Suite.SHA256) == hashlib.sha256(policy.file_bytes()).hexdigest()
    told = parse(policy.file_bytes())
    assert [one["pack"] for one in told["packs"]] == ["national-2026", XM]
    lines = next(file["lines"] for file in told["packs"][1]["files"] if file["name"] == "pack.toml")
    assert "\n".join(lines) + "\n" == (loader.PACKS / XM / "pack.toml").read_text(encoding="utf-8")


def test_the_clause_ledger_is_no_part_of_the_digest(spoiled: Spoil) -> None:
    changed = loader.load(spoiled(XM, "clauses.csv", ",planned,,", ",partly,,"))
    assert changed.digest(Suite.SHA256) == loader.load(XM).digest(Suite.SHA256)
