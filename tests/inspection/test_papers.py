"""Papers from the pages of a task: made by a button, stamped, served, and what the service sets going."""

import errno
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.inspection.field import DRAW, FORMED, Field, again
from tests.web import lived, signed_in, text_of

from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.core.decision import Refused
from mingqian.documents import services as documents
from mingqian.documents.enums import Kind
from mingqian.documents.models import Document
from mingqian.documents.services import binding
from mingqian.inspection import papers
from mingqian.inspection.models import Approval, ResultNotice
from mingqian.inspection.packrules import DEFENCE
from mingqian.inspection.papers import batches, drawn, walks
from mingqian.inspection.selectors.reports import Row
from mingqian.jobs.services import running as jobs
from mingqian.ui import private_files


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with lived(FORMED):
        yield


def at_desk(actor: Actor) -> Client:
    return signed_in(actor, now=FORMED)


def test_a_notice_is_printed_stamped_and_served_and_the_firms_time_runs(
    field: Field, kept_files: object
) -> None:
    (task,) = field.tasks()
    field.approved([task])
    field.recorded([task], outcome="rectify", problems="未签书面劳动合同")
    legal, captain = at_desk(field.cast.legal_office), at_desk(field.captains[1])
    assert "检查初步结果告知书" in text_of(captain.get(f"/desk/tasks/{task.code}/"))
    made = captain.post(f"/desk/papers/preliminary_notice/{task.code}/")
    assert made.status_code == 303
    row = Document.objects.get(thing=f"task:{task.code}")
    assert captain.post(f"/desk/papers/preliminary_notice/{task.code}/")["Location"] == made["Location"]
    assert "未签书面劳动合同" in str(row.fields["problems"]) and row.number.startswith(
        "鹭湾人社检初告〔2026〕"
    )
    assert row.code in text_of(captain.get(f"/desk/documents/{row.code}/"))
    file = captain.get(f"/desk/documents/{row.code}/file/")
    assert file["Content-Type"] == "application/pdf" and file["Content-Disposition"].startswith("inline")
    day = FORMED.date().isoformat()
    said = {
        "way": "direct", "receiver": task.subject_name, "place": "和平路18号", "servers": "甲、乙", "sent_on": day,
        "signed_by": "方志成", "notice_days": "30",
    }  # fmt: skip
    refused = captain.post(f"/desk/documents/{row.code}/serve/", said)
    assert refused.status_code == 422 and "还没有登记用印" in text_of(refused)
    assert captain.post(f"/desk/documents/{row.code}/stamp/", {"on": day}).status_code == 303
    assert captain.post(f"/desk/documents/{row.code}/serve/", said).status_code == 303
    assert again([task])[0].state == "noticed"
    notice = ResultNotice.objects.get(task=task)
    assert notice.served_on == date.fromisoformat(day) and notice.receipt.startswith("直接送达：")
    chips = clocks.due.named([f"task:{task.code}"], today=FORMED.date())[f"task:{task.code}"]
    assert any(one.kind == DEFENCE for one in chips)
    assert captain.post(f"/desk/documents/{row.code}/receipt/").status_code == 303
    page = text_of(legal.get("/desk/documents/"))
    assert row.number in page and "送达回证" in page
    assert legal.get("/desk/documents/?export=csv").status_code == 200


def test_a_full_disk_keeps_no_half_of_a_paper_and_its_number_for_the_next_try(
    field: Field, kept_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task,) = field.tasks()
    field.approved([task])
    field.recorded([task], outcome="rectify", problems="未签书面劳动合同")
    legal, url = at_desk(field.cast.legal_office), f"/desk/papers/preliminary_notice/{task.code}/"
    legal.raise_request_exception = False

    def no_room(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(private_files.os, "fsync", no_room)
        answer = legal.post(url)
    assert answer.status_code == 507
    assert "服务器磁盘已满，没有保存任何内容" in text_of(answer) and "腾出空间" in text_of(answer)
    draft = Document.objects.get()
    assert draft.state == "draft" and not [one for one in kept_files.rglob("*") if one.is_file()]
    assert legal.post(url).status_code == 303
    issued = Document.objects.get()
    assert (issued.state, issued.number) == ("issued", draft.number)


def test_nobody_prints_what_is_out_of_sight_or_not_complete(field: Field) -> None:
    (task,) = field.tasks()
    legal = at_desk(field.cast.legal_office)
    for kind, key in (
        ("check_record", task.code),
        ("result_notice", task.code),
        ("check_record", "LW-0000"),
        ("result_sheet", DRAW),
        ("annual_plan", "359900/2026/abc"),
    ):
        answer = legal.post(f"/desk/papers/{kind}/{key}/")
        assert answer.status_code in (403, 409), kind
    assert legal.post(f"/desk/papers/nothing/{task.code}/").status_code == 404
    assert Document.objects.count() == 0


def test_the_papers_of_a_batch_are_bound_into_one_file_by_the_worker(field: Field, kept_files: Path) -> None:
    first, second = field.tasks(2)
    field.approved([first, second])
    field.recorded([first, second], outcome="rectify", problems="未签书面劳动合同")
    desk, url = at_desk(field.cast.legal_office), f"/desk/inspections/{DRAW}/print/"
    page = text_of(desk.get(url))
    assert "检查初步结果告知书（2份）" in page and "责令限期改正通知书（" not in page
    assert "没有可以打印" in text_of(desk.post(url, {"kind": "preliminary_notice", "since": "2026-04-01"}))
    asked = desk.post(url, {"kind": "preliminary_notice"})
    job = jobs.run_next(worker="w", clock=lambda: FORMED)
    assert job and asked["Location"] == f"/desk/jobs/{job.pk}/", asked
    assert (job.state, job.told) == ("done", "已装订2份")
    made = Document.objects.filter(kind="preliminary_notice").order_by("number")
    assert {row.thing for row in made} == {f"task:{first.code}", f"task:{second.code}"}
    content = b"".join(desk.get(f"/desk/jobs/{job.pk}/file/").streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"%PDF-") and binding._pages(content) >= 3  # each on a sheet of its own
    assert at_desk(field.captains[1]).get(url).status_code == 403
    assert at_desk(field.cast.second_district).get(url).status_code == 404
    keys, legal = (first.code, "LW-0000", second.code), field.cast.legal_office
    approvals = tuple(Approval.objects.order_by("number").values_list("number", flat=True)[:2])
    of_walks = (approvals[0], "LW-0000-审", approvals[-1])
    for kind, things in (
        (Kind.PRELIMINARY_NOTICE, keys),
        (Kind.APPROVAL_SHEET, of_walks),
        (Kind.VISIT_NOTICE, of_walks),
    ):
        with CaptureQueriesContext(connection) as for_one:
            papers.many(legal, kind, things[:1], today=FORMED.date())
        with CaptureQueriesContext(connection) as for_all:
            found = papers.many(legal, kind, things, today=FORMED.date())
        assert len(for_all) == len(for_one) and isinstance(found[1], Refused), kind
        assert not isinstance(found[0], Refused) and not isinstance(found[2], Refused), kind
    asked = {"kind": Kind.PRELIMINARY_NOTICE, "site": "", "by": legal, "now": FORMED}
    again = documents.making.stack(keys=keys, **asked)  # type: ignore[arg-type]
    assert again[0] == made[0] and isinstance(again[1], Refused) and again[2] == made[1]


def test_a_paper_says_figures_in_sentences_and_lists_by_their_names() -> None:
    rows = [
        Row("责令限期改正", 71, {}),
        Row("选择了后续措施", 10, {}),
        Row("　立案查处", 9, {}),
        Row("　约谈", 1, {}),
        Row("已办结", 0, {}),
    ]
    assert (
        batches._sentence(rows) == "责令限期改正71户次，选择了后续措施10户次（其中立案查处9户次、约谈1户次）"
    )
    assert [drawn._roll(code) for code in ("LW-01", "enforcement-pool")] == ["LW-01", "行政执法人员名录库"]
    assert [row["event"] for row in drawn._once([("9:00", "冻结"), ("9:00", "冻结"), ("9:01", "冻结")])] == [
        "冻结（2次）",
        "冻结",
    ]
    told = "已查0次，上限1次；2026年已受现场检查共0次"
    assert walks._own(f"“某店”：{told}", "某店") == told
