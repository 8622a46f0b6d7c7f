"""A draw in public: announced before, proved after, checked by anybody, by a firm, and in the reader's browser."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from tests.publicity.browsers import verdicts
from tests.publicity.office import Office
from tests.web import lived, signed_in, text_of

from mingqian.core.canonical import parse
from mingqian.core.decision import Refused
from mingqian.jobs import services as jobs
from mingqian.publicity import lots, selectors, services
from mingqian.publicity.enums import NoticeKind, WithdrawGround
from mingqian.publicity.models import NoticeRow

# Files and pages of a draw; their tables stand in test_results.py on both.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

VERIFIERS = Path(__file__).resolve().parents[2] / "verify"

if TYPE_CHECKING:
    from tests.draw.table import Table


@pytest.fixture(scope="module")
def world(tmp_path_factory: Any, django_db_setup: None, django_db_blocker: Any) -> "Iterator[Table]":
    """A draw over open lists, published, once for this module."""
    from tests.draw.table import Table

    from mingqian.planning.enums import RollMode

    before, settings.HOME = settings.HOME, tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), transaction.atomic():
        yield Table.where_all_stand().world(mode=RollMode.OPEN).until_published()
        transaction.set_rollback(True)
    settings.HOME = before


@pytest.fixture
def table(world: "Table", db: None) -> "Table":
    return replace(world)


def policy(office: Office) -> Any:
    return selectors.policy.in_force(office.cast.publisher)


def published(table: "Table", kind: NoticeKind) -> Office:
    office = Office(table.cast, at=table.at)
    made = services.taking.take(
        kind=kind,
        thing=f"draw:{table.code}",
        policy=policy(office),
        by=table.cast.draw_operator,
        now=office.tick(),
    )
    office.code = made.code
    office.review()
    office.release(policy=policy(office))
    return office


def fetched(code: str, name: str) -> bytes:
    answer = Client().get(f"/draws/{code}/files/{name}")
    assert answer.status_code == 200
    return b"".join(answer)  # type: ignore[arg-type]


@pytest.mark.clause("XM-52", "XM-24", "XM-82", "XM-90", "FL-07")
def test_an_announced_draw_shows_what_was_fixed(table: "Table") -> None:
    office = published(table, NoticeKind.DRAW_NOTICE)
    facts = dict(selectors.public.content(office.row).facts)
    assert facts["事项清单"].startswith("对JG01的监督检查（JG01）第 1 版，责任单位就业处；")
    assert facts["检查对象名录库"] == "JG01 由就业处负责；JG05 由就业处负责"
    assert facts["检查人员名录库"] == "由政策法规（法制审核）机构负责"
    assert parse(table.row.plan_doc.encode())["engine"]["sha256"][:16] in facts["随机抽选软件"]
    assert table.pack.digest[:16] in facts["抽取规则"]
    assert facts["异常监管对象"].startswith("JYYC 列入经营异常名录且未移出；")
    assert facts["异常监管对象"].endswith(f"摘要 {table.pack.digest[:16]}）")
    assert facts["附件未收录"].count("责任科室、单位：附件未收录") == 2
    assert "检查内容" not in facts["附件未收录"], "the bureau has entered them"
    shown = text_of(Client().get(f"/draws/{table.code}/"))
    assert all(words in shown for words in facts.values())
    assert "在册 60 = 60；在册存续对象中一年未核对 60" in text_of(Client().get(f"/notices/{office.code}/"))
    listed = text_of(Client().get(f"/notices/{office.code}/"))
    assert ("检查性质" in listed, listed.count("执法检查") >= 2) == (True, True)
    page = text_of(Client().get(f"/draws/{table.code}/"))
    assert "已公告，结果未公布" in page
    assert table.row.plan_hash in page
    assert "十面骰 20 次" in page
    assert Client().get(f"/draws/{table.code}/files/transcript.json").status_code == 404


def test_the_files_taken_away_verify_in_every_way(table: "Table", tmp_path: Path) -> None:
    published(table, NoticeKind.DRAW_RESULT)
    page = text_of(Client().get(f"/draws/{table.code}/"))
    assert "在您的浏览器里验证" in page
    row = selectors.public.of_thing(NoticeKind.DRAW_RESULT, f"draw:{table.code}")
    assert row is not None
    for one in selectors.public.content(row).files:
        data = fetched(table.code, one.name)
        assert (len(data), hashlib.sha256(data).hexdigest()) == (one.size, one.digest)
        (tmp_path / one.name).write_bytes(data)
    ran = subprocess.run(
        [sys.executable, "mingqian_verify.py", "transcript.json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout.decode()
    files = {one.name: one.read_bytes() for one in tmp_path.glob("*.txt") if one.name != "README.txt"}
    [verdict] = verdicts([((tmp_path / "transcript.json").read_bytes(), files)], tmp_path)
    assert verdict["failed"] == []


@pytest.mark.clause("XM-52")
def test_drawn_firms_are_named_and_found(table: "Table") -> None:
    published(table, NoticeKind.DRAW_RESULT)
    drawn = NoticeRow.objects.filter(notice__kind=NoticeKind.DRAW_RESULT).first()
    assert drawn is not None
    assert drawn.name in text_of(Client().get("/find/", {"q": drawn.key}))
    assert "对JG01的监督检查：执法检查" in text_of(Client().get(f"/notices/{drawn.notice.code}/"))


def test_a_firm_sees_its_own_lot_and_can_repeat_it(table: "Table") -> None:
    office = published(table, NoticeKind.DRAW_RESULT)
    row = office.row
    folder = Path(settings.HOME) / "public" / selectors.public.content(row).detail["folder"]
    drawn = row.rows.filter(cells__contains="随机抽中").first()
    assert drawn is not None
    answer = lots.look_up(folder, f"USCC:{drawn.key}")
    assert answer is not None
    mine = next(one for one in answer.lots if one.outcome == lots.DRAWN)
    line = f"sxsj1:ticket\n{answer.seed}\nsubject\n{mine.tag}\n{mine.slip}\n"
    assert hashlib.sha256(line.encode()).hexdigest() == mine.ticket <= mine.cut
    page = text_of(Client().get(f"/draws/{table.code}/mine/", {"number": drawn.key}))
    assert mine.ticket in page
    assert "校验" in text_of(Client().get(f"/draws/{table.code}/mine/", {"number": "91359901MA99X001X7"}))


def test_server_and_browser_stand_side_by_side(table: "Table") -> None:
    published(table, NoticeKind.DRAW_RESULT)
    page = Client().get(f"/draws/{table.code}/verify/")
    told = text_of(page)
    assert told.count("通过") >= 15
    assert "未算" in told
    verdict = json.loads(fetched(table.code, "verdict.json"))
    assert verdict["transcript"] == hashlib.sha256(fetched(table.code, "transcript.json")).hexdigest()
    assert f'data-digest="{verdict["transcript"]}"' in page.content.decode()
    assert not page.cookies
    assert Client().get("/draws/NIEMALS/verify/").status_code == 404


def test_a_draws_documents_are_their_own_preimages(table: "Table") -> None:
    published(table, NoticeKind.DRAW_RESULT)
    doc = parse(fetched(table.code, "transcript.json"))
    plan, seal = fetched(table.code, "plan.json"), fetched(table.code, "seal.json")
    assert hashlib.sha256(plan).hexdigest() == table.row.plan_hash == doc["result"]["plan"]
    assert hashlib.sha256(seal).hexdigest() == doc["result"]["seal"]
    assert hashlib.sha256(fetched(table.code, "result.json")).hexdigest() == table.row.result_hash
    with ZipFile(BytesIO(fetched(table.code, f"{table.code}.zip"))) as packed:
        assert packed.read(f"{table.code}/plan.json") == plan


def test_a_code_beside_a_draw_is_left_to_the_browser(table: "Table") -> None:
    published(table, NoticeKind.DRAW_RESULT)
    answer = Client().get(f"/v/{table.code}", {"id": "91350200000000001X"})
    assert answer.headers["Location"] == f"/draws/{table.code}/mine/?id=91350200000000001X"
    page = Client().get(answer.headers["Location"])
    assert page["Cache-Control"] == "no-store"
    assert "91350200000000001X" not in page.content.decode()
    assert Client().get(f"/v/{table.code}").headers["Location"] == f"/draws/{table.code}/"


def test_the_programs_are_named_with_their_digests_and_always_downloaded(table: "Table") -> None:
    page = Client().get("/verify/")
    assert not page.cookies
    for name in ("mingqian_verify.html", "mingqian_verify.py"):
        answer = Client().get(f"/verify/{name}")
        data = b"".join(answer)  # type: ignore[arg-type]
        assert data == (VERIFIERS / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() in text_of(page)
        assert answer["Content-Disposition"].startswith("attachment")
    assert Client().get("/verify/settings.py").status_code == 404


def test_every_row_of_a_roll_file_is_found_by_its_tag_and_no_other(table: "Table") -> None:
    office = published(table, NoticeKind.DRAW_RESULT)
    folder = Path(settings.HOME) / "public" / selectors.public.content(office.row).detail["folder"]
    roll = folder / "JG01.txt"
    rows = roll.read_text().splitlines()
    found = [lots.find_row(roll, row[:64]) for row in rows]
    assert [(one.row, one.place) for one in found] == [(row, at) for at, row in enumerate(rows, 1)]
    first, last = rows[0][:64], rows[-1][:64]
    assert lots.find_row(roll, "0" * 64) == lots.Found("", 0, (first,))
    assert lots.find_row(roll, "f" * 64) == lots.Found("", len(rows), (last,))
    between = f"{int(first, 16) + 1:064x}"
    assert lots.find_row(roll, between) == lots.Found("", 1, (first, rows[1][:64]))


@pytest.mark.parametrize(
    "name", ["../../run.sqlite3", "..%2f..%2fkeys", "keys", "/etc/passwd", ".transcript.json"]
)
def test_only_listed_files_are_served(table: "Table", name: str) -> None:
    published(table, NoticeKind.DRAW_RESULT)
    assert Client().get(f"/draws/{table.code}/files/{name}").status_code == 404


def test_a_draft_of_a_result_shows_nobody_anything(table: "Table") -> None:
    office = Office(table.cast, at=table.at)
    services.taking.take(
        kind=NoticeKind.DRAW_RESULT, thing=f"draw:{table.code}", policy=policy(office),
        by=table.cast.draw_operator, now=office.tick(),
    )  # fmt: skip
    assert Client().get(f"/draws/{table.code}/").status_code == 404
    assert Client().get(f"/draws/{table.code}/files/transcript.json").status_code == 404


def test_a_withdrawn_result_takes_its_files_with_it(table: "Table") -> None:
    office = published(table, NoticeKind.DRAW_RESULT)
    services.withdrawing.withdraw(
        code=office.code, ground=WithdrawGround.PRIVACY, reason="名单中有不应公开的内容", policy=None,
        by=table.cast.publisher, now=office.tick(),
    )  # fmt: skip
    assert Client().get(f"/draws/{table.code}/files/transcript.json").status_code == 404
    assert "已撤下" in text_of(Client().get(f"/draws/{table.code}/"))


def test_a_completed_draw_asks_for_its_notice_to_be_brought_up_to_date(table: "Table") -> None:
    office = published(table, NoticeKind.DRAW_RESULT)
    table.at = office.at
    table.complete()
    waiting = selectors.candidates.waiting(table.cast.draw_operator, now=table.at)
    again = next(one for one in waiting if one.kind is NoticeKind.DRAW_RESULT)
    assert again.notice is not None
    assert again.notice.code == office.code


@pytest.mark.clause("FL-07")
def test_the_window_keeps_every_draw_with_its_software_its_lists_and_its_rules_even_a_void_one(
    table: "Table",
) -> None:
    """一(二)、三: 一单两库一规则、随机抽选软件、抽查公示窗口."""
    from tests.draw.test_pack_clauses import program, send

    from mingqian.core.canonical import Suite, hex_digest, jcs
    from mingqian.draw import engine
    from mingqian.draw import services as draws
    from mingqian.draw.enums import VoidReason
    from mingqian.draw.models import Change

    office, plan, cast = (
        published(table, NoticeKind.DRAW_RESULT),
        parse(table.row.plan_doc.encode()),
        table.cast,
    )
    assert plan["engine"] == engine.statement(Suite(table.row.suite))
    assert "xiamen-2017" in plan["policy"]["pack"]
    rolls = {used.roll.roll_hash for used in table.row.rolls.select_related("roll")}
    assert rolls == {one["subject_roll"] for one in plan["items"]} | {
        one["inspector_roll"] for one in plan["panels"]
    }
    headers = [parse(used.roll.header.encode()) for used in table.row.rolls.select_related("roll")]
    assert all(one["source"] and one["list_id"] and one["snapshot_at"] for one in headers)
    draws.publishing.complete(draw=table.code, by=cast.draw_operator, now=office.tick())
    moment, where = office.tick(), f"/desk/draws/{table.code}/"
    api = program(table, cast.draw_operator, "draw:read", "draw:write")
    with lived(moment):
        desk = signed_in(cast.draw_operator, now=moment)
        silent = desk.post(f"{where}void/", {"reason": "ORDER", "evidence": ""})
        told = send(api, f"/draws/{table.code}/void", {"reason": "ORDER", "evidence": "上级决定"})
        assert (silent.status_code, told.status_code) == (422, 409)
        assert "责令作废" in text_of(desk.get(where))
        judgment = {"orderer": "court", "name": "鹭湾市中级人民法院", "number": "（2026）鹭99行终1号"}
        given = {"reason": VoidReason.ORDER, "evidence": "判决撤销", "on": "2026-03-01", **judgment}
        whole = {"name": "院" * 100, "number": "号" * 100, "evidence": "判" * 200}
        assert "至多400字" in text_of(desk.post(f"{where}void/", {**given, **whole}))
        assert desk.post(f"{where}void/", given).status_code == 303
        (change,) = Change.objects.filter(draw=table.row)
        answer = {"approve": "yes", "remark": "同意"}
        assert desk.post(f"{where}decide/{change.pk}/", answer).status_code == 403
        above = signed_in(cast.supervision_authority, now=moment)
        assert above.post(f"{where}decide/{change.pk}/", answer).status_code == 303
        for page in ("", "mine/", "verify/"):  # at once, before any correction is out
            said = text_of(Client().get(f"/draws/{table.code}/{page}"))
            assert "人民法院" in said and "（2026）鹭99行终1号" in said and "判决撤销" in said
        for page in ("/draws/", "/", f"/find/?q={table.code}", "/open-data/feed.atom"):
            assert "抽取作废" in text_of(Client().get(page)), page
        for page in ("/open-data/notices.csv", f"/notices/{office.code}/data.csv"):
            assert "（2026年3月1日）：判决撤销" in Client().get(page).getvalue().decode(), page
        paths = ("/open-data/notices.json", f"/notices/{office.code}/data.json")
        files = [json.loads(Client().get(one).content) for one in paths]
        for mark in (files[0]["notices"][0]["void"], files[1]["void"]):
            assert mark["draw"] == table.code and "判决撤销" in mark["evidence"] and not mark["redrawn_as"]
        assert hex_digest(Suite.SHA256, jcs(files[1]["content"])) == files[1]["digest"]
    services.taking.correct(
        code=office.code, kind=NoticeKind.DRAW_RESULT, thing=f"draw:{table.code}", reason="本次抽取作废",
        policy=policy(office), by=cast.draw_operator, now=office.tick(),
    )  # fmt: skip
    office.review()
    office.release(policy=policy(office))
    assert "已作废 · 记录公开" in text_of(Client().get(f"/draws/{table.code}/"))
    assert table.code in text_of(Client().get("/draws/"))


def test_an_unpublished_result_cannot_be_taken(table: "Table") -> None:
    office = Office(table.cast, at=table.at)
    with pytest.raises(Refused, match="没有找到可以公示"):
        services.taking.take(
            kind=NoticeKind.DRAW_RESULT, thing="draw:NIEMALS", policy=policy(office),
            by=table.cast.draw_operator, now=office.tick(),
        )  # fmt: skip


def test_the_public_json_is_the_transcript_of_the_draw(table: "Table") -> None:
    published(table, NoticeKind.DRAW_RESULT)
    doc = parse(fetched(table.code, "transcript.json"))
    assert doc["result"]["seed"] == table.row.seed
    assert json.loads(Client().get("/open-data/notices.json").content)["notices"][0]["kind"] == "抽取结果"


def test_a_long_draw_is_drafted_by_the_worker_with_all_its_files(
    table: "Table", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mingqian.draw.selectors.desk.LONG", 1)
    asked = {"kind": NoticeKind.DRAW_RESULT.value, "thing": f"draw:{table.code}"}
    with lived(table.at):
        sent = signed_in(table.cast.draw_operator, now=table.at).post("/desk/publicity/waiting/draft/", asked)
    assert sent["Location"].startswith("/desk/jobs/")
    assert selectors.notices.of_thing(NoticeKind.DRAW_RESULT, asked["thing"]) is None
    done = jobs.run_next(worker="w", clock=lambda: table.at)
    made = selectors.notices.of_thing(NoticeKind.DRAW_RESULT, asked["thing"])
    assert done is not None and made is not None
    assert (done.state, done.url) == ("done", f"/desk/publicity/{made.code}/")
    office = Office(table.cast, at=table.at, code=made.code)
    office.review()
    office.release(policy=policy(office))
    assert all(fetched(table.code, name) for name in ("transcript.json", "verdict.json", f"{table.code}.zip"))
