"""The firm answers: in its own time, for itself only, with files that are what they say; and is not worse off."""

from pathlib import Path

import pytest
from tests.inspection.field import SERVED, Field, again, moment, order_of
from tests.web import lived, signed_in, text_of

from mingqian.core.decision import Refused
from mingqian.inspection import files, selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.models import Attachment, ResultNotice, Task
from mingqian.inspection.types import Upload

PDF = b"%PDF-1.7 " + b"x" * 40
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40


@pytest.fixture
def told(field: Field) -> Task:
    """A task whose notice was served."""
    tasks = field.tasks()
    field.approved(tasks)
    field.recorded(tasks, outcome="rectify", problems="3人未签劳动合同")
    field.served(tasks)
    return again(tasks)[0]


def test_the_notice_names_problem_disposal_and_the_time_to_answer(told: Task) -> None:
    text = ResultNotice.objects.get(task=told).text
    for words in ("3人未签劳动合同", "责令限期改正", "3个工作日内", told.subject_name):
        assert words in text


def test_a_notice_goes_on_paper_where_the_pack_says_paper_and_only_for_problems(field: Field) -> None:
    tasks = field.tasks(2)
    field.approved(tasks)
    field.recorded(tasks[:1])
    field.recorded(tasks[1:], outcome="corrected", problems="台账不全")
    with pytest.raises(Refused, match="不需送达"):
        field.served(tasks[:1])
    with pytest.raises(Refused, match="可用：纸质送达"):
        field.served(tasks[1:], medium="electronic")
    with pytest.raises(Refused, match="送达凭证"):
        field.served(tasks[1:], receipt=" ")
    with pytest.raises(Refused, match="在今天之后"):
        field.served(tasks[1:], on=SERVED.replace(day=22))


def test_a_firm_sees_nothing_before_the_visit_and_only_its_own_after(field: Field, told: Task) -> None:
    (waiting,) = field.tasks()
    assert not selectors.enterprise.tasks(field.firm(waiting)).filter(pk=waiting.pk).exists()
    assert selectors.enterprise.one(field.firm(told), told.code) is not None
    other = Task.objects.exclude(subject=told.subject).first()
    assert other is not None
    assert selectors.enterprise.one(field.firm(other), told.code) is None
    with pytest.raises(Refused, match="没有找到"):
        inspections.defences.submit(task=told.code, text="不是我们", by=field.firm(other), now=moment(4, 22))


def test_a_defence_with_files_is_kept_answered_by_another_and_may_change_the_result(
    field: Field, told: Task, kept_files: Path
) -> None:
    inspections.defences.submit(
        task=told.code, text="合同已于检查前签订，附扫描件",
        files=[Upload("../../etc/合同.pdf", PDF), Upload("照片.png", PNG)],
        by=field.firm(told), now=moment(4, 22),
    )  # fmt: skip
    names = list(Attachment.objects.filter(defence__task=told).values_list("name", "kind"))
    assert names == [("合同.pdf", "pdf"), ("照片.png", "png")]
    assert files.read(Attachment.objects.get(kind="pdf").digest) == PDF
    with pytest.raises(Refused, match="尚未答复"):
        field.confirmed([told])
    for somebody in (field.captains[told.team], field.seconds[told.team]):
        with pytest.raises(Refused):
            inspections.defences.answer(task=told.code, text="属实", by=somebody, now=moment(4, 23))
    inspections.defences.answer(
        task=told.code, text="申辩属实", outcome="none", by=field.cast.second_legal_officer, now=moment(4, 23)
    )
    with pytest.raises(Refused, match="申辩答复人"):
        field.confirmed([told], by=field.cast.second_legal_officer)
    field.confirmed([told], now=moment(4, 23))
    (task,) = again([told])
    assert (task.state, task.outcome, task.problems) == ("confirmed", "none", "")


def test_a_file_changed_on_disk_is_refused_not_shown(field: Field, told: Task, kept_files: Path) -> None:
    inspections.defences.submit(
        task=told.code, text="附件", files=[Upload("a.pdf", PDF)], by=field.firm(told), now=moment(4, 22)
    )
    digest = Attachment.objects.get().digest
    (kept_files / "received" / digest[:2] / digest).write_bytes(PDF + b"!")
    with pytest.raises(Refused, match="不一致"):
        files.read(digest)


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (Upload("合同.pdf", b"MZ\x90\x00 program"), "不是可接受的文件类型"),
        (Upload("页面.pdf", b"<html><script>alert(1)</script>"), "不是可接受的文件类型"),
        (Upload("空.pdf", b""), "空文件"),
        (Upload("大.pdf", PDF + b"x" * files.LARGEST), "超过 10 MB"),
    ],
    ids=["program", "page", "empty", "large"],
)
def test_a_file_that_lies_about_its_kind_is_refused_with_the_whole_defence(
    field: Field, told: Task, kept_files: Path, upload: Upload, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        inspections.defences.submit(
            task=told.code, text="附件", files=[upload], by=field.firm(told), now=moment(4, 22)
        )
    assert again([told])[0].state == "noticed"
    assert not (kept_files / "received").exists()


def test_a_defence_does_not_make_the_result_heavier(field: Field, told: Task) -> None:
    inspections.defences.submit(task=told.code, text="不认可", by=field.firm(told), now=moment(4, 22))
    with pytest.raises(Refused, match="不得因陈述申辩"):
        inspections.defences.answer(
            task=told.code, text="另查", outcome="case", by=field.cast.legal_office, now=moment(4, 23)
        )


def test_after_the_last_day_the_firm_is_told_so_and_on_the_last_day_it_is_heard(
    field: Field, told: Task
) -> None:
    for day, offered in ((24, False), (25, True)):  # the head is offered what will not be refused
        with lived(moment(4, day)):
            page = text_of(
                signed_in(field.cast.legal_office, now=moment(4, day)).get(f"/desk/tasks/{told.code}/")
            )
        assert (f"/desk/tasks/{told.code}/confirm/" in page) is offered
    with pytest.raises(Refused, match="4月24日届满"):
        inspections.defences.submit(task=told.code, text="晚了", by=field.firm(told), now=moment(4, 25))
    inspections.defences.submit(task=told.code, text="及时", by=field.firm(told), now=moment(4, 24, 23))


def test_a_written_waiver_spares_the_rest_of_the_time(field: Field, told: Task) -> None:
    inspections.defences.waive(
        task=told.code, evidence="放弃申辩声明", by=field.captains[told.team], now=moment(4, 22)
    )
    field.confirmed([told], now=moment(4, 22))
    assert again([told])[0].state == "confirmed"


def test_a_firm_hands_in_what_it_put_right_before_the_team_comes_back(field: Field, kept_files: Path) -> None:
    task = field.with_order()
    firm = field.firm(task)
    with pytest.raises(Refused):
        inspections.rectifications.submit(task=task.code, text="改了", by=field.captains[1], now=moment(5, 8))
    inspections.rectifications.submit(
        task=task.code, text="已补签", files=[Upload("前后.png", PNG)], by=firm, now=moment(5, 8)
    )
    assert order_of(task).state == "submitted"
    field.revisited([task])
    with pytest.raises(Refused, match="回访已经登记"):
        inspections.rectifications.submit(task=task.code, text="再补", by=firm, now=moment(5, 21))
