"""Case files and review experts drawn by the same engine: two lists in, teams paired with files out."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import web
from tests.cast import BUREAU
from tests.draw import table as tables
from tests.draw.table import NOON, Table, entropy, judge
from tests.publicity.browsers import verdicts
from tests.verify import program

from mingqian.core.decision import Refused
from mingqian.draw import selectors
from mingqian.draw import services as draws
from mingqian.draw.models import Expert, Review
from mingqian.draw.services.reviewing import Round
from mingqian.publicity.sources import draw_notices
from mingqian.registry import services as registries

CASES = "\n".join(
    ["案卷编号,执法种类,承办单位,承办人,不参加原因"]
    + [f"鹭人社罚〔2026〕{number}号,行政处罚,监察支队{number % 3 + 1}大队,岚{number},"
       for number in range(1, 25)]
    + [f"JC-{number:03d},行政检查,就业处,岚{number}," for number in range(1, 13)]
    + ["JC-900,行政检查,就业处,岚九,复议期间"]
)  # fmt: skip
EXPERTS = "\n".join(
    ["姓名\t工作单位\t专家类别\t可任组长\t不能参加原因\t回避单位"]
    + [f"砚{number}\t市司法局\t政府法制机构\t是\t\t" for number in range(1, 5)]
    + [f"砚{number}\t中级法院\t行政审判法官\t\t\t就业处" for number in range(5, 9)]
    + ["砚9\t监察支队1大队\t执法人员\t\t\t", "砚10\t检察院\t检察官\t\t出差\t", "岚4\t市司法局\t法制\t\t\t"]
)  # fmt: skip
ROUND = Round(
    code="AJPC-2026", title="2026年案卷集中评查", year=2026, cases_drawn=9, reserve=2, teams=2, team_size=3,
    public_by=NOON, reveal_by=NOON + timedelta(hours=2), publish_by=NOON + timedelta(days=30),
)  # fmt: skip


def enter(table: Table, cases: str = CASES, experts: str = EXPERTS, **changes: Any) -> Review:
    return draws.reviewing.enter(
        told=replace(ROUND, **changes), cases=cases.encode(), experts=experts.encode(), pack=table.pack,
        by=table.cast.legal_office, now=table.tick(), entropy=entropy("experts"),
    )  # fmt: skip


@pytest.fixture
def drawn(table: Table) -> Table:
    """The same ceremony as any: prepared for the review, then step by step to the signature."""
    enter(table)
    made = replace(table, code="AJPC-R1")
    made.prepare(plan="", review="AJPC-2026")
    made.freeze()
    made.announce()
    made.at = max(made.at, tables.DRAW)
    made.seal()
    made.bind()
    made.randomness()
    made.compute()
    made.sign()
    return made


@pytest.mark.clause("EZ-51")
def test_experts_are_drawn_at_random_and_never_read_a_file_they_must_stay_away_from(drawn: Table) -> None:
    sheet = selectors.outcome.sheet(drawn.cast.draw_operator, drawn.code)
    (item,) = sheet.items
    assert len(item.drawn) == 9 and item.name == "案卷评查"
    assert [len(team.members) + 1 for team in sheet.teams] == [3, 3]
    assert all(team.captain is not None for team in sheet.teams)
    people = {one.identity for team in sheet.teams for one in (team.captain, *team.members) if one}
    assert people <= set(Expert.objects.values_list("code", flat=True))
    assert Expert.objects.get(name="砚10").code not in people, "who cannot come is not drawn"
    apart = set(selectors.occasions.ties(Review.objects.get()))
    for pair in selectors.outcome.pairs(drawn.cast.draw_operator, drawn.code):
        team = next((one for one in sheet.teams if one.number == pair.team), None)
        seated = [one for one in (team.captain, *team.members) if one] if team else []
        assert not any((one.identity, pair.subject_id) in apart for one in seated)


@pytest.mark.slow
@pytest.mark.clause("EZ-56")
def test_a_round_samples_files_of_every_kind_and_anybody_can_check_it(drawn: Table, tmp_path: Path) -> None:
    drawn.publish()
    drawn.complete()
    drawn.write(tmp_path / "draw")
    report = judge(tmp_path / "draw", secrets=drawn.secrets())
    assert report.ok, report.failed()
    strata = {one["stratum"]: one["k"] for one in drawn.result()["strata"]}
    assert strata == {"CF": 6, "JC": 3}, "nine files over 24 and 12 that may be drawn"
    headers = [
        one["event"]["body"] for one in _transcript(tmp_path)["events"] if one["event"]["kind"] == "roll"
    ]
    assert {one["kind"] for one in headers} == {"case", "expert"}
    files = tables.published(tmp_path / "draw")
    (browser,) = verdicts([(files.transcript, files.roll_files)], tmp_path)
    assert browser["failed"] == []
    assert not program.load().verify(files.transcript, str(tmp_path / "draw")).failed()


@pytest.mark.slow
def test_a_review_is_shown_and_announced_like_any_draw(drawn: Table) -> None:
    operator = drawn.cast.draw_operator
    with web.lived(drawn.tick()):
        client = web.signed_in(operator, now=drawn.at)
        for path in (
            "/desk/draws/AJPC-R1/", "/desk/draws/AJPC-R1/pool/AJPC/", "/desk/draws/AJPC-R1/result/AJPC/",
            "/desk/draws/AJPC-R1/teams/", "/screen/AJPC-R1", "/desk/",
        ):  # fmt: skip
            assert client.get(path).status_code == 200, path
    notice = draw_notices.content(drawn.cast.legal_office, "draw:AJPC-R1", persons="none", now=drawn.at)
    assert notice.lines[0].name == "案卷评查"
    assert [one["name"] for one in notice.detail["rolls"]] == [
        "案卷名录·2026年案卷集中评查",
        "案卷评查专家库",
    ]
    assert dict(notice.detail["rolls"][0]["cells"]) == {"可抽": 36, "必查": 0, "免检": 1, "筛除": 0}


def _transcript(folder: Path) -> Any:
    return json.loads((folder / "draw" / "transcript.json").read_bytes())


@pytest.mark.slow
def test_a_review_brings_about_no_checks_of_firms(drawn: Table) -> None:
    with pytest.raises(Refused, match="不产生检查任务"):
        selectors.occasions.plan_of(drawn.row)


def test_one_person_keeps_one_number_in_every_round(table: Table) -> None:
    enter(table)
    before = dict(Expert.objects.values_list("name", "code"))
    enter(table, code="AJPC-2027")
    assert dict(Expert.objects.values_list("name", "code")) == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cases": ""}, "空|0 卷"),
        ({"cases": CASES + "\nJC-001,行政检查,就业处,"}, "重复"),
        ({"cases": CASES + "\n,行政检查,就业处,"}, "没有案卷编号"),
        ({"cases": CASES + "\nQ-1,行政魔法,就业处,"}, "不认识的执法种类"),
        ({"experts": EXPERTS + "\n砚12\t"}, "没有姓名或单位"),
        ({"experts": EXPERTS + "\n砚1\t市司法局"}, "重复"),
        ({"experts": EXPERTS + "\n砚12\t市司法局\t法制\t也许"}, "“可任组长”写“是”或“否”"),
        ({"cases_drawn": 37}, "可参加评查的案卷 36 卷"),
        ({"teams": 5}, "需要 15 人"),
        ({"code": "案卷"}, "只能用字母"),
        ({"title": "评查\x07"}, "不可见字符"),
        ({"publish_by": NOON + timedelta(hours=1)}, "公布期限早于"),
        ({"public_by": NOON - timedelta(days=400)}, "期限已经过去"),
    ],
)
def test_a_list_with_a_fault_is_refused_whole(table: Table, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        enter(table, **changes)
    assert not Review.objects.exists() and not Expert.objects.exists()


def test_a_round_is_entered_and_prepared_on_pages(table: Table) -> None:
    operator = table.cast.draw_operator
    registries.packs.adopt(
        unit=BUREAU, pack="luwan-2026", from_on=table.at.date(), reason="启用", by=table.cast.legal_office,
        now=table.tick(),
    )  # fmt: skip
    with web.lived(table.tick()):
        client = web.signed_in(operator, now=table.at)
        body = {
            "code": "AJPC-2026", "title": "评查", "cases_text": CASES, "experts_text": EXPERTS, "cases_drawn": 9,
            "reserve": 2, "teams": 2, "team_size": 3, "public_by": "2026-03-17T20:00",
            "reveal_by": "2026-03-17T22:00", "publish_by": "2026-04-17T20:00",
        }  # fmt: skip
        both = {**body, "cases_text": ""}
        assert "二者选一" in web.text_of(client.post("/desk/draws/reviews/new/", both))
        for slip in ("0001-01-01T00:00", "1999-12-31T23:59", "9999-12-31T23:59"):
            answer = client.post("/desk/draws/reviews/new/", {**body, "publish_by": slip})
            assert "年份应在 2000 至 2100 之间" in web.text_of(answer) or "2026-11-21 09:30" in web.text_of(
                answer
            )
        answer = client.post("/desk/draws/reviews/new/", body)
        assert answer.status_code == 303, web.refusal_of(answer)
        page = web.text_of(client.get("/desk/draws/reviews/AJPC-2026/"))
        assert "行政处罚" in page and "砚10" in page
        prepared = {
            "code": "R9", "plan": "review/AJPC-2026", "origin": "practice", "order": "public-then-reveal",
            "witness": table.cast.discipline_witness.code, "witness2": table.cast.second_witness.code,
        }  # fmt: skip
        answer = client.post("/desk/draws/new/", prepared)
        assert answer.status_code == 303, web.refusal_of(answer)
        assert "评查" in web.text_of(client.get("/desk/draws/R9/"))
