"""验明检查人员: what a firm learns from the codes it is shown, what it does not, and where its doubts go."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.test import Client
from tests.inspection.field import Field, moment
from tests.web import lived, signed_in, text_of

from mingqian.accounts import guessing
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Grant
from mingqian.core.decision import Refused
from mingqian.documents.enums import Kind
from mingqian.inspection import papers, selectors
from mingqian.inspection.models import Approval, ConductReport
from mingqian.inspection.services import announcing
from mingqian.registry.models import Inspector
from mingqian.ui.asking import answered

NOW = moment(3, 26, 9)


@pytest.fixture(autouse=True)
def _at_the_door() -> Iterator[None]:
    cache.clear()
    with lived(NOW):
        yield


def ask(code: str) -> str:
    return text_of(Client().get(f"/v/{code}"))


@pytest.mark.clause("XM-61")
def test_the_code_on_a_telephone_names_its_holder_for_ten_minutes_at_most(field: Field) -> None:
    captain = field.captains[1]
    page = signed_in(captain, now=NOW).get("/desk/my-card/")
    badge = selectors.codes.badge(captain, now=NOW)
    assert badge is not None
    assert (badge.code[:4] in text_of(page), page["Cache-Control"]) == (True, "no-store")
    assert page["Refresh"].endswith("url=/desk/my-card/")
    told = Client().get(f"/find/?q={badge.code.lower()}", follow=True)
    assert told["Cache-Control"] == "no-store"
    by_hand = ask(
        "".join(chr(ord(one) + 0xFEE0) for one in badge.code) + "/"
    )  # wide letters, a slash at the end
    for words in (captain.name, field.papers[1][0], "行政执法证", "有效"):
        assert words in text_of(told) and words in by_hand
    with lived(NOW + timedelta(minutes=11)):
        assert Client().get(f"/v/{badge.code}").status_code == 404
    Inspector.objects.filter(person=captain.person_id).update(state="suspended")
    assert "该证件暂停" in ask(badge.code)


def test_nobody_but_a_registered_inspector_has_a_card(field: Field) -> None:
    bare = replace(field.cast.inspector, person_id=field.cast.legal_office.person_id)
    assert selectors.codes.badge(bare, now=NOW) is None
    assert signed_in(field.cast.legal_office, now=NOW).get("/desk/my-card/").status_code == 403


def test_the_code_on_a_notice_tells_task_items_and_team_once_somebody_has_come_and_nothing_else(
    field: Field,
) -> None:
    tasks = field.tasks()
    with patch.object(field, "entered", lambda *_: None):
        field.approved(tasks)
    (notice,) = announcing.issue(
        approvals_=[Approval.objects.get().pk], announced=False, from_on=NOW.date(), until_on=NOW.date(), materials=[],
        by=field.cast.legal_office, now=NOW,
    )  # fmt: skip
    printed = text_of(
        signed_in(field.cast.legal_office, now=NOW).get(f"/desk/visit-notices/{notice.number}/")
    )
    (paper,) = papers.many(
        field.cast.legal_office, Kind.VISIT_NOTICE, [notice.approval.number], today=NOW.date()
    )
    assert not isinstance(paper, Refused) and paper.dated == NOW.date(), (
        "the day it was signed, not that of the approval"
    )
    (code,) = re.findall(r"<dt>监督码</dt><dd>(.+?)</dd>", printed)
    assert Client().get(f"/v/{code}").status_code == 404
    field.entered(tasks)
    page = ask(code)
    for words in (tasks[0].item_name, field.captains[1].name, *field.papers[1], "组长", "《"):
        assert words in page
    for word in (tasks[0].subject_name, tasks[0].subject.number):
        assert word not in page
    with lived(moment(12, 31)):
        assert "已结束" in ask(code)
    for guess in (code[:-1] + ("2" if code[-1] != "2" else "3"), "A222-2222-2222"):
        assert Client().get(f"/v/{guess}").status_code == 404


def test_whoever_guesses_codes_is_stopped_without_a_row_being_written(field: Field) -> None:
    for number in range(guessing.MISSES):
        assert Client().get(f"/v/ABCDEFG{'23456789ABCDEFGHJKLMNPQRSTUVWXYZ'[number]}").status_code == 404
    assert Client().get("/v/ABCDEFGH").status_code == 429
    assert Client().get("/v/GS-2026-0001").status_code == 404


@pytest.mark.clause("EZ-54")
def test_a_doubt_goes_to_the_discipline_office_with_the_code_that_raised_it(field: Field) -> None:
    captain, office = field.captains[1], field.cast.discipline_witness
    badge = selectors.codes.badge(captain, now=NOW)
    assert badge is not None
    assert badge.code in text_of(Client().get(f"/doubts/?code={badge.code}"))
    form = {"code": badge.code, "kind": "identity", "text": "照片不像本人", "contact": ""}
    assert Client().post("/doubts/", {**form, "text": ""}).status_code == 422
    answer = Client().post("/doubts/", form)
    row = ConductReport.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/feedback/{row.code}/")
    assert (row.by_id, row.inspector is not None, row.shown) == (None, True, badge.code)
    path = "/".join(office.unit_path.split("/")[:2]) + "/"
    witness = replace(office, grants=(*office.grants, Grant(Role.DISCIPLINE_WITNESS, path)))
    assert selectors.conduct.one(witness, row.code) == row
    waiting = answered(
        selectors.todo.mine(
            replace(witness, roles=witness.roles | {Role.DISCIPLINE_WITNESS}), today=NOW.date()
        )
    )
    assert [one.title for one in waiting] == ["1件对检查人员的反映待答复"]
    assert selectors.conduct.one(captain, row.code) is None
