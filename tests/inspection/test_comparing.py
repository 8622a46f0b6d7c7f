"""比对核查 (厦门 三(三)(4)): two data sets, three lists, every difference gone into or made a lead; nobody visited."""

import json
from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests.inspection.field import DRAW, Field, again, moment
from tests.web import lived, signed_in, text_of

from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.models import Comparison, ComparisonRow, OffsiteStep, Task
from mingqian.inspection.types import DataSet, Upload
from mingqian.leads.models import Lead
from mingqian.registry.models import Subject
from mingqian.ui import export
from mingqian.ui.asking import answered

NOW = moment(3, 24)
ITEM = "JG01"
DECLARED, INSURED = ("人数", "基数"), ("参保人数", "缴费基数")


def sheet(rows: Sequence[tuple[object, ...]], *columns: str, key: str = "统一社会信用代码") -> bytes:
    lines = [("鹭湾市比对用表",), (key, *columns), *rows]
    return "\n".join("\t".join(map(str, one)) for one in lines).encode("gb18030")


@pytest.fixture
def tasks(field: Field) -> list[Task]:
    """Four firms of one team to be looked up."""
    rows = [one for one in field.tasks(30) if one.item.item.code == ITEM][:4]
    Task.objects.filter(pk__in=[one.pk for one in rows]).update(method="network")
    return again(rows)


def sets(tasks: Sequence[Task]) -> dict[str, DataSet]:
    """One agrees, one does not, one is missing, one is there twice; and somebody nobody asked about."""
    same, other, missing, twice = (one.subject.number for one in tasks)
    stranger = ("91359901MA99X001X6", 7, 7)
    left = [(same, 3, "15,000"), (other, 8, 40000), (missing, 5, 1), (twice, 1, 1), (twice, 1, 1), stranger]
    right = [(same.lower(), "3.0", 15000), (other, 3, 40000), (twice, 1, 1), stranger, ("91", 1, 1)]
    return {
        "left": DataSet("申报.csv", sheet(left, *DECLARED), columns=DECLARED),
        "right": DataSet("参保.csv", sheet(right, *INSURED, key="单位代码"), "单位代码", INSURED),
    }


def compared(field: Field, tasks: Sequence[Task], **changes: object) -> Comparison:
    fields = {
        "batch": DRAW,
        "item": ITEM,
        "by": field.cast.legal_office,
        "now": NOW,
        **sets(tasks),
        **changes,
    }
    return inspections.comparing.compare(**fields)  # type: ignore[arg-type]


def refused(call, **fields) -> str:
    with pytest.raises(Refused) as said, transaction.atomic():
        call(**fields)
    return str(said.value)


@pytest.mark.clause("XM-36")
@pytest.mark.django_db
def test_each_firm_gets_its_capture_and_a_difference_is_gone_into_before_it_has_a_result(field, tasks):
    made = compared(field, tasks)
    rows = list(ComparisonRow.objects.filter(comparison=made).order_by("task__number"))
    assert [one.verdict for one in rows] == ["same", "different", "unclear", "unclear"]
    assert (rows[1].why, rows[1].left, rows[1].right) == ("人数不一致", ["8", "40000"], ["3", "40000"])
    assert (made.left_rows, made.right_rows) == (6, 5) and "共1行，无法对应" in made.notes
    assert len(made.left_digest) == len(made.right_digest) == 64 and "人数＝参保人数" in made.rule
    kept = str(list(ComparisonRow.objects.values_list("left", "right")))
    assert "7" not in kept  # the stranger's row is counted, not kept
    entry = Entry.objects.filter(kind="offsite.compared").get()
    assert {made.left_digest, made.right_digest, made.digest} <= set(json.loads(entry.body).values())
    assert {one.words.split("：")[0] for one in OffsiteStep.objects.all()} == {f"比对核查{made.code}"}
    fields = {"now": moment(3, 27), "on": NOW.date(), "signed": "not_needed"}
    assert refused(field.recorded, tasks=again(tasks), **fields).count("还没有核实") == 3
    waits = answered(selectors.todo.mine(field.cast.legal_office, today=NOW.date()))
    assert [one.title for one in waits if one.kind == "核实"] == ["3户比对结果待核实"]
    words = {one.code: "电话核实，3人系退休返聘" for one in tasks[1:3]}
    settle = {"comparison": made.code, "by": field.cast.legal_office, "now": NOW}
    assert "没有写明核实情况" in refused(inspections.comparing.verify, **settle, words={tasks[1].code: " "})
    assert "一致，不必核实" in refused(inspections.comparing.verify, **settle, words={tasks[0].code: "看过"})
    assert inspections.comparing.verify(**settle, words=words) == 2
    lead = inspections.comparing.to_lead(
        **settle, task=tasks[3].code, words="同一代码两行申报", entropy=bytes(64)
    )
    told = Lead.objects.get(code=lead)
    assert (told.kind, told.subject_id) == ("data", tasks[3].subject_id) and "重复2次" in told.matter
    assert "转为线索，不必核实" in refused(
        inspections.comparing.verify, **settle, words={tasks[3].code: "看过"}
    )
    visits = Subject.objects.get(pk=tasks[0].subject_id).visits.filter(method="on_site").count()
    field.recorded(again(tasks), **fields)
    assert {one.state for one in again(tasks)} == {"recorded"} and not {
        one.approval_id for one in again(tasks)
    } - {None}
    assert Subject.objects.get(pk=tasks[0].subject_id).visits.filter(method="on_site").count() == visits == 0


@pytest.mark.django_db
def test_a_second_comparison_looks_at_what_was_unclear_and_not_away_from_a_difference(field, tasks):
    compared(field, tasks)
    odd = f"{tasks[0].subject.name[:2]}\x07{tasks[0].subject.name[2:]}"
    listed = sheet([(tasks[0].subject.number, odd)], "名称")
    name = DataSet("登\x01记.csv", listed, columns=("名称",))
    registry = DataSet(columns=("单位名称",))
    seen = {"source": "网上登记系统", "words": "在业", "uploads": [Upload("图.pdf", b"%PDF-1.7")], "now": NOW}
    inspections.looking_up.capture(task=tasks[3].code, by=field.cast.legal_office, **seen)
    second = compared(field, tasks, left=name, right=registry)
    found = ComparisonRow.objects.filter(comparison=second)
    # 不一致 is gone into, not asked again; what was looked up by hand is looked up.
    assert set(found.values_list("task", flat=True)) == {tasks[0].pk, tasks[2].pk}
    assert set(ComparisonRow.objects.exclude(comparison=second).values_list("verdict", "settled")) == {
        ("same", ""), ("different", ""), ("unclear", "again"),
    }  # fmt: skip
    assert found.get(task=tasks[0]).verdict == "same" and (second.left_name, second.right_name) == (
        "登记.csv", "监管对象名录库",
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"left": DataSet("空.csv", b" ", columns=DECLARED)}, "文件是空的"),
        ({"left": DataSet("图.csv", b"%PDF-1.7", columns=DECLARED)}, "PDF 文档"),
        (
            {"left": DataSet("申报.csv", sheet([], "人数"), columns=DECLARED)},
            "没有“基数”列；表头是：统一社会信用代码、人数",
        ),
        ({"left": DataSet("申报.csv", sheet([], *DECLARED), "代码", DECLARED)}, "找不到对应列“代码”"),
        ({"right": DataSet(columns=("年龄", "人数"))}, "名录库没有“年龄、人数”这一列"),
        ({"left": DataSet(columns=("地址",)), "right": DataSet(columns=("地址",))}, "两边都是名录库"),
        ({"right": DataSet(columns=("地址",))}, "两边列数不同"),
        ({"item": "JG99"}, "没有您可以办理、待检查的网络核查任务"),
    ],
)
def test_what_cannot_be_compared_is_said_with_what_stands_there(field, tasks, changes, says):
    assert says in refused(compared, field=field, tasks=tasks, **changes)
    assert not Comparison.objects.exists() and not OffsiteStep.objects.exists()


@pytest.mark.django_db
def test_only_the_section_and_the_team_compare_and_each_their_own(field, tasks):
    for somebody in (field.cast.draw_operator, field.cast.bureau_leader, field.captains[2]):
        assert "没有" in refused(compared, field=field, tasks=tasks, by=somebody)
    made = compared(field, tasks, by=field.captains[1])
    words = {"comparison": made.code, "words": {tasks[1].code: "核实"}, "now": NOW}
    assert refused(inspections.comparing.verify, **words, by=field.captains[2])
    assert list(selectors.comparing.to_settle(field.cast.bureau_leader, made)) == []


@pytest.mark.clause("XM-36")
@pytest.mark.django_db
def test_the_page_takes_two_files_and_shows_three_lists_to_be_exported(field, tasks):
    given, section = sets(tasks), field.cast.legal_office
    form = {
        "item": ITEM, "key_left": "统一社会信用代码", "key_right": "单位代码",
        "columns": "人数＝参保人数\n基数 = 缴费基数",
        **{side: SimpleUploadedFile(one.name, one.content) for side, one in given.items()},
    }  # fmt: skip
    with lived(NOW):
        desk = signed_in(section, now=NOW)
        batch = f"/desk/inspections/{DRAW}/"
        assert "对象×事项" in text_of(desk.get(batch)) or "抽中" in text_of(desk.get(batch))
        assert "4户" in text_of(desk.get(f"{batch}comparisons/"))
        page = text_of(desk.post(f"{batch}comparisons/new/", form, follow=True))
        assert "人数不一致" in page and "申报.csv" in page and "另有1行不是本批本事项" in page
        (made,) = Comparison.objects.all()
        here = f"/desk/comparisons/{made.code}/"
        listed = desk.get(f"{here}?verdict=different&export=csv").getvalue().decode("utf-8-sig")
        assert tasks[1].code in listed and tasks[0].code not in listed and "参保.csv 参保人数" in listed
        assert b"'=1.csv" in b"".join(export.csv_lines(["=1.csv"], []))  # a head is somebody's file's name
        assert "人数：申报.csv 8，参保.csv 3" in text_of(desk.get(f"{here}verify/"))
        done = desk.post(f"{here}verify/", {f"words_{tasks[1].code}": "已核实"}, follow=True)
        assert "已登记1户的核实情况" in text_of(done)
        lead = f"{here}leads/{tasks[2].code}/"
        assert "数据监测" in text_of(desk.get(lead))
        assert "已转为线索" in text_of(desk.post(lead, {"words": "未参保"}, follow=True))
        assert "已核实：已核实" in text_of(desk.get(f"/desk/tasks/{tasks[1].code}/offsite/"))
        assert signed_in(field.captains[2], now=NOW).get(f"{here}verify/").status_code in (200, 404)


@pytest.mark.django_db
def test_a_program_compares_as_the_page_does(field, tasks):
    from tests import programs

    given, now = sets(tasks), moment(4, 20)
    here = "/api/v1/inspection"
    files = {side: SimpleUploadedFile(one.name, one.content) for side, one in given.items()}
    said = {"item": ITEM, "columns": "人数＝参保人数\n基数＝缴费基数", "key_right": "单位代码"}
    with lived(now):
        legal = programs.program(field.cast, field.cast.legal_office, now=now)
        made = legal.post(f"{here}/batches/{DRAW}/comparisons", {**said, **files})
        assert made.status_code == 200, made.content.decode()
        assert made.json()["counts"] == {"same": 1, "different": 1, "unclear": 2, "unsettled": 3}
        code = made.json()["code"]
        rows = legal.get(f"{here}/comparisons/{code}/rows?verdict=different").json()
        assert [one["left"] for one in rows] == [["8", "40000"]]
        found = {"rows": [{"task": tasks[1].code, "words": "已电话核实\n退休返聘\t3人"}]}
        answer = programs.post(legal, f"/inspection/comparisons/{code}/verify", found)
        assert answer.json() == {"done": 1}
        lead = {"task": tasks[2].code, "words": "未参保"}
        assert (
            programs.post(legal, f"/inspection/comparisons/{code}/leads", lead)
            .json()["lead"]
            .startswith("XS-")
        )
        assert legal.get(f"{here}/comparisons/{code}").json()["counts"]["unsettled"] == 1
        held = {"tasks": [tasks[0].code], "source": "档案", "words": "查阅"}
        assert (
            "不是待检查的书面检查" in programs.post(legal, "/inspection/offsite/hold", held).content.decode()
        )
