"""Is the list whole? Counts on the page, who left since last time, what the outsider looks at; deadlines in sight."""

from datetime import date, timedelta
from functools import partial

import pytest
from tests import web
from tests.draw.table import Table

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused
from mingqian.draw import services as draws
from mingqian.draw.models import Draw, LogEvent, Roll
from mingqian.draw.selectors import completeness, desk, material, occasions, outcome, sourcing
from mingqian.draw.services import gathering, rollmaking, staging
from mingqian.draw.types import ItemSheet, Known
from mingqian.registry.models import Subject, SubjectTag

STAGE = "published"


def page(table: Table, who: Actor, path: str) -> str:
    with web.lived(table.tick()):
        answer = web.signed_in(who, now=table.at).get(f"/desk/draws/{table.code}/{path}")
    assert answer.status_code == 200, web.refusal_of(answer)
    return web.text_of(answer)


def post(table: Table, who: Actor, path: str, **body: str) -> tuple[int, str]:
    with web.lived(table.tick()):
        answer = web.signed_in(who, now=table.at).post(f"/desk/draws/{table.code}/{path}", body)
    return answer.status_code, web.text_of(answer)


def test_every_row_of_a_list_stands_in_one_cell_of_its_page(table: Table) -> None:
    roll = outcome.roll_of(table.row, "JG01")
    *strata, total = completeness.counts(roll)
    assert total.total == roll.count == sum(one.total for one in strata)
    assert total.total == total.eligible + total.forced + total.exempt + total.screened
    told = page(table, table.cast.draw_operator, "pool/JG01/")
    assert "齐不齐" in told and "第一次从名录中抽取" in told


def _again(table: Table) -> Roll:
    """The list of an item as the next round would freeze it."""
    row, by, on = table.row, table.cast.draw_operator, date(2026, 6, 1)
    basis = occasions.basis(by, row, on=on, pack=table.pack)
    key = material.keys(row)[0]
    with staging.unlocked():
        intake = gathering.subjects(row, basis.items[0], by, on, key, lambda words: None)
        made = rollmaking.ready(row, intake, 0)
    return rollmaking.keep(row, made, table.tick(days=60))


def test_who_left_the_list_since_it_was_last_drawn_from_is_counted_by_reason(table: Table) -> None:
    table.complete()
    old = outcome.roll_of(table.row, "JG01")
    first, second, third = SubjectTag.objects.filter(tag="hr_service_agency").order_by("pk")[:3]
    Subject.objects.filter(pk=second.subject_id).update(status="closed")
    for one in (first, second):
        one.delete()
    third.subject.tags.exclude(pk=third.pk).delete()
    since = completeness.since(material.document(_again(table).header))
    assert since is not None and since.roll == old.roll_hash
    assert dict(since.removed) == {"仍在名录库，不再属于本事项": 1, "已注销或吊销": 1}
    assert since.added == 0


def test_an_outside_party_registers_on_a_page_what_it_checked(table: Table) -> None:
    witness = table.cast.discipline_witness
    due = outcome.audit_due(witness, table.code, "JG01")
    assert "外部核对" in "".join(one.label for one in desk.acts(witness, table.row, now=table.at))
    told = page(table, witness, "result/JG01/audit/")
    assert all(one.tag[:16] in told for one in due[:3])
    send = partial(post, table, witness, "result/JG01/audit/")
    assert "只核对了" in send(checked=str(len(due) - 1))[1]
    assert "不在应核对的行之中" in send(checked=str(len(due)), wrong="ffffffff 没有这一家")[1]
    assert "没有写哪里不对" in send(checked=str(len(due)), wrong=due[0].tag[:8])[1]
    status, _ = send(checked=str(len(due)), wrong=f"{due[0].tag[:10]} 登记状态不符")
    assert status == 303
    body = LogEvent.objects.get(draw=table.row, kind="audit").event
    assert due[0].tag in body and "登记状态不符" in body


def test_nobody_of_the_bureau_registers_the_outsiders_look(table: Table) -> None:
    assert post(table, table.cast.draw_operator, "result/JG01/audit/", checked="99")[0] == 403


def test_deadlines_are_shown_with_what_became_of_them(table: Table) -> None:
    standing = {one.label: one.word for one in sourcing.limits(table.row, table.at)}
    assert standing == {"公开随机数": "已办", "各方揭示": "已办", "公布结果": "已办"}
    rehearsal = table.rehearsal("late")
    rehearsal.until_announced()
    late = sourcing.limits(rehearsal.row, table.at + timedelta(days=90))
    Draw.objects.filter(pk=table.row.pk).update(published_at=table.at + timedelta(days=90))
    assert {one.label: one.word for one in sourcing.limits(table.row, table.at)}["公布结果"] == "迟于期限"
    assert {one.kind for one in late} == {"bad"}
    told = page(rehearsal, table.cast.draw_operator, "")
    assert "现场掷骰" in told and "2^66" in told


@pytest.mark.parametrize("path", ["publish", "compute", "seal"])
def test_a_step_pressed_twice_is_done_once(table: Table, path: str) -> None:
    phrase = {"publish": "公布", "compute": "计算结果", "seal": "封签"}[path]
    before = table.row.events.count()
    assert post(table, table.cast.draw_operator, f"{path}/", typed=phrase)[0] == 422
    assert table.row.events.count() == before


def test_a_rehearsal_never_becomes_official(table: Table) -> None:
    rehearsal = table.rehearsal("forever")
    rehearsal.until_announced()
    plan = material.document(rehearsal.row.plan_doc)
    assert plan["journal"] == rehearsal.origin != table.origin
    with pytest.raises(Refused, match="已按演练"):
        draws.log.open_log(
            origin=rehearsal.origin, nature=table.row.log.nature, suite=table.suite, by=table.cast.draw_operator,
            now=table.tick(),
        )  # fmt: skip
    with pytest.raises(Refused):
        rehearsal.prepare(code="R-2", origin=table.origin)


def test_batches_cut_the_order_of_each_stratum_into_visits() -> None:
    def known(tag: str, stratum: str) -> Known:
        return Known(tag, f"USCC:{tag}", tag, stratum, "E", "", "")

    forced, drawn = (known("F", "A"),), tuple(known(one, one[0]) for one in ("A1", "A2", "B1", "A3", "B2"))
    sheet = ItemSheet("JG01", "", "", "", "", 6, forced, drawn, (known("R", "A"),), batch=2)
    assert sheet.batches() == {"F": 1, "A1": 1, "A2": 2, "A3": 2, "B1": 1, "B2": 1}
