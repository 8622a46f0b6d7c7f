"""``mingqian demo``: a fictional year whose figures come out of its rows, twice the same, checked by outsiders.

The real command, once in a run of the tests; beside it the beginning of the year, up to and with the rehearsal of a
whole draw, in a process with another hash seed, since nothing may depend on the order of a set (what is written of a
draw: ``test_run_year``).
"""

import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pytest
from tests import demonstration
from tests.demonstration import Demonstration
from tests.shell import COMMAND, Shell

from mingqian.core.canonical import parse
from mingqian.core.identifiers import read_uscc
from mingqian.site.demo import harvest, registries, rounds, stage, words, workbook, year
from mingqian.site.demo.figures import EXPECTED

PANELS = {"P1": (15, 30, 60), "P2": (5, 10, 20)}


@dataclass(frozen=True)
class Demo(Demonstration):
    """A finished demo and what can be read of it."""

    def transcript(self, batch: str) -> dict:
        return parse((self.place / batch / "transcript.json").read_bytes())

    def asked(self, sql: str, *values: str) -> list[tuple]:
        """What its rows say."""
        with sqlite3.connect(self.place / stage.DATABASE) as connection:
            found = connection.execute(sql, values).fetchall()
        connection.close()
        return found

    def figure(self, name: str) -> tuple[str, str, str]:
        """(should be, found, verdict) of a line of the table."""
        line = next(one for one in self.said.splitlines() if name in one)
        cells = [cell.strip() for cell in line.split("│")]
        return cells[2], cells[3], cells[4]


# Stops when the bureau has its registries and its plan and has rehearsed a draw; keeps what there is by then.
REHEARSED = """
import shutil
from pathlib import Path
import django
django.setup()
from tests import tables
tables.keep()
from mingqian.core.canonical import Suite
from mingqian.site.demo import stage

class Enough(Exception):
    pass

def tell(words):
    if words == "R1：冻结名录":
        shutil.copytree(".demo.new", "rehearsed")
        raise Enough

try:
    stage.build(Path("demo").absolute(), suite=Suite.SHA256, tell=tell)
except Enough:
    pass
"""


# The site of the finished demo on its own morning: everybody of the role bar steps in and opens today's one thing.
VISIT = """
import json
import django
django.setup()
from django.test import Client
from mingqian.site.demo import bar

told = {}
for one in bar.roles():
    client = Client()
    entered = client.post("/demo/as/", {"code": one.code})
    page = client.get(one.url)
    told[one.label] = {
        "entered": entered.status_code, "todo": one.url, "status": page.status_code, "page": page.content.decode(),
        "desk": client.get("/ent/" if one.label == "企业" else "/desk/").content.decode(),
    }
for name in ("/", "/plans/", "/draws/", "/inspectors/"):
    told[name] = {"status": Client().get(name).status_code}
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory, request) -> tuple[Demo, Path]:
    """The finished demo, and the beginning of the same year in another process; built side by side."""
    twin = tmp_path_factory.mktemp("twin")
    with ThreadPoolExecutor() as pool:
        begun = pool.submit(demonstration.typed, twin, "2", REHEARSED)
        whole = demonstration.built(tmp_path_factory, request)
        begun.result()
    return Demo(whole.home, whole.said), twin / "rehearsed"


@pytest.fixture(scope="module")
def demo(both) -> Demo:
    return both[0]


@pytest.fixture(scope="module")
def visited(demo: Demo, tmp_path_factory) -> dict[str, dict[str, Any]]:
    """What each person of the role bar sees."""
    told = {
        "MINGQIAN_DEMO": "1", "MINGQIAN_CLOCK": year.MORNING, "DJANGO_SETTINGS_MODULE": "mingqian.site.settings",
    }  # fmt: skip
    done = demo.copied(tmp_path_factory.mktemp("visited") / "demo").python(VISIT, **told)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# Role of the bar → words of its one thing's page, and of its desk, that only real work puts there.
WORK = {
    "计划管理员": ("2026年度抽查计划", "待办"),
    "抽取操作员": ("局办公室派差单", ""),
    "纪检监察见证人": ("LW-2026-R2", ""),
    "业务处室经办人": ("答复陈述申辩", ""),
    "业务处室负责人": ("未发现问题", "项结果待确认"),
    "执法检查人员": ("待检查", "项检查待完成"),
    "公示内容审核人": ("2026年劳务派遣单位专项抽查 · 检查结果", ""),
    "公示发布人": ("2026年第二次随机抽查 · 检查结果", ""),
    "局领导": ("份行政检查审批表待批", "递补"),
    "系统管理员": ("湖滨区人力资源和社会保障局", ""),
    "安全管理员": ("业务处室负责人", ""),
    "审计管理员": ("inspection", ""),
    "企业": ("责令限期改正", "整改"),
    "司法局（执法监督）": ("行政执法人员清单", ""),
    "区县人社局": ("用人单位劳动用工检查指引", ""),
}


class TestTheMorning:
    pytestmark = pytest.mark.slow

    @pytest.mark.parametrize("role", WORK)
    def test_everybody_of_the_role_bar_finds_real_work(self, visited, role):
        seen = visited[role]
        assert (seen["entered"], seen["status"]) == (303, 200)
        page, desk = WORK[role]
        assert page in seen["page"]
        assert f'你今天要做的一件事：<a href="{escape(seen["todo"])}">' in seen["desk"]
        assert desk in seen["desk"]

    def test_the_portal_shows_the_year(self, visited):
        assert {visited[name]["status"] for name in ("/", "/plans/", "/draws/", "/inspectors/")} == {200}

    def test_the_list_for_a_visitors_own_import_has_eighteen_lines_to_mend(self, demo):
        assert (demo.place / workbook.NAME).is_file()
        ((told,),) = demo.asked("SELECT shown FROM registry_importupload")
        shown = json.loads(told)
        assert (shown["counts"]["rows"], shown["refused"]) == (60, workbook.TO_MEND)


class TestTheYear:
    pytestmark = pytest.mark.slow

    @pytest.mark.parametrize("item", EXPECTED)
    def test_every_item_draws_what_the_table_of_the_demo_year_says(self, demo, item):
        _, size, drawn = EXPECTED[item]
        strata = [one for one in demo.transcript("R1")["result"]["strata"] if one["item"] == item]
        assert sum(one["N"] for one in strata) == size
        assert sum(len(one["drawn"]) + len(one["forced"]) for one in strata) == drawn

    @pytest.mark.parametrize(("batch", "pairs"), [("R1", 888), ("R2", 861)])
    def test_the_rounds_have_888_and_861_pairs(self, demo, batch, pairs):
        strata = demo.transcript(batch)["result"]["strata"]
        assert sum(len(one["drawn"]) + len(one["forced"]) for one in strata) == pairs

    @pytest.mark.parametrize("batch", ["R1", "R2"])
    def test_sixty_officers_and_twenty_business_inspectors_are_drawn_and_half_of_them_wait(self, demo, batch):
        for panel in demo.transcript(batch)["result"]["panels"]:
            teams, seats, drawn = PANELS[panel["panel"]]
            assert len(panel["teams"]) == teams
            seated = {tag for team in panel["teams"] for tag in [team["captain"], *team["members"]]}
            assert len(seated) == seats
            assert len(panel["substitutes"]) == drawn - seats

    def test_seventy_of_seventy_four_officers_may_be_drawn(self, demo):
        lines = (demo.place / "R1" / "enforcement-pool.txt").read_text("ascii").splitlines()
        statuses = [line.split("|")[2] for line in lines]
        assert (statuses.count("E"), statuses.count("X:NA")) == (70, 4)

    def test_a_thousand_of_10860_persons_stay_in_the_pool_and_none_is_opened(self, demo):
        transcript = demo.transcript("R1")
        statuses = [
            line.split("|")[2] for line in (demo.place / "R1" / "LW-23.txt").read_text("ascii").splitlines()
        ]
        assert (statuses.count("E"), statuses.count("S:EZ")) == (1_000, 9_860)
        assert not [
            one for one in transcript["openings"] if one["id"].startswith("PID:") and "kind" in one["record"]
        ]

    def test_firms_visited_in_spring_are_out_of_the_autumn_lot(self, demo):
        expected, found, verdict = demo.figure("R2 因年度频次已满不抽的企业")
        rows = (demo.place / "R2" / "LW-06.txt").read_text("ascii").splitlines()
        capped = sum(line.split("|")[2] == "X:CAP" for line in rows)
        assert capped > 200
        assert (expected, found, verdict) == (str(capped), str(capped), "一致")

    def test_five_seats_are_filled_in_order_each_approved_by_another(self, demo):
        events = [one["event"]["body"] for one in demo.transcript("R1")["events"]
                  if one["event"]["kind"] == "substitute"]  # fmt: skip
        reasons = [body["reason"] for body in events]
        assert (reasons.count("DUTY"), reasons.count("RECUSED")) == (2, 3)
        panels = demo.transcript("R1")["result"]["panels"]
        bench = {panel["panel"]: panel["substitutes"] for panel in panels}
        assert [body["in"] for body in events[:2]] == bench["P1"][:2]
        assert "第4组第7号席位由候补第1号" in demo.said
        assert "第6组第12号席位由候补第2号" in demo.said

    @pytest.mark.parametrize(
        ("name", "figure"),
        [("提示免检", "6"), ("准予免检", "4"), ("异常对象", "2"), ("递补（公务2、回避3）", "5")],
    )
    def test_the_story_of_the_exemptions_and_substitutes_comes_out(self, demo, name, figure):
        assert demo.figure(name) == (figure, figure, "一致")

    @pytest.mark.parametrize(
        ("name", "figure"),
        [
            ("R1 检查结果合计", "888"),
            ("R1 问题发现率", "14.3%"),
            ("R1 送达初步结果告知书", "127"),
            ("R1 陈述申辩 → 改变结果", "19/6"),
            ("R1 整改", "71/68/2/1/0"),
            ("R2 检查结果合计", "861"),
            ("R2 问题发现率", "12.8%"),
            ("R2 超过公示期限的处室", "1"),
        ],
    )
    def test_the_checks_end_as_the_table_says(self, demo, name, figure):
        assert demo.figure(name) == (figure, figure, "一致")

    def test_every_outcome_of_both_rounds_is_in_the_table_of_the_demo_year(self):
        totals = [sum(one.outcomes.values()) for one in (harvest.SPRING, harvest.AUTUMN)]
        assert totals == [888, 861]

    def test_the_one_figure_that_differs_says_why(self, demo):
        expected, found, why = demo.figure("合并为入户次数")
        pairs, visits = map(int, found.split(" → "))
        assert expected == "286 → 241"
        assert visits < pairs
        assert why == "样表按户定方式；方案按事项定方式"

    def test_everything_else_agrees(self, demo):
        lines = [line for line in demo.said.splitlines() if line.startswith("│")]
        assert len(lines) == 43 + 2 * 15
        assert [line for line in lines if "一致" not in line.split("│")[4]] == [
            line for line in lines if "合并为入户次数" in line
        ]

    def test_s1_was_complained_of_checked_and_answered_on_its_days(self, demo):
        ((lead, *told),) = demo.asked(
            "SELECT code, state, date(received_at), decided_on, closed_on FROM leads_lead"
        )
        assert told == ["closed", "2026-03-02", "2026-03-04", "2026-04-24"]
        periods = demo.asked(
            "SELECT kind, due_on, ended_on FROM clocks_clock WHERE thing = ? ORDER BY kind", f"lead:{lead}"
        )
        assert periods == [
            ("lead.decide", "2026-03-09", "2026-03-04"), ("lead.feedback", "2026-06-01", "2026-04-24"),
        ]  # fmt: skip
        tasks = (
            "SELECT kind, due_on, ended_on FROM clocks_clock WHERE thing LIKE ? AND kind IN"
            " ('rectification.due', 'revisit.deadline', 'result.defence_period', 'report.deadline') ORDER BY 1"
        )
        assert demo.asked(tasks, f"%{lead}-1%") == [
            ("rectification.due", "2026-03-20", "2026-03-23"), ("report.deadline", "2026-03-27", "2026-03-27"),
            ("result.defence_period", "2026-03-11", "2026-03-13"), ("revisit.deadline", "2026-04-27", "2026-03-23"),
        ]  # fmt: skip
        done = "SELECT checked_on, outcome, state FROM inspection_task WHERE code LIKE ?"
        assert demo.asked(done, f"{lead}-1%") == [("2026-03-06", "rectify", "closed")]
        media = "SELECT count(*), count(DISTINCT sha256), date(min(captured_at)), date(max(received_at)) FROM records_item"
        assert demo.asked(media) == [(7, 7, "2026-03-06", "2026-03-06")]
        uploaded = "SELECT ended_at <= due_at FROM clocks_clock WHERE kind = 'records.upload'"
        assert demo.asked(uploaded) == [(1,)]
        looked = "SELECT (SELECT count(*) FROM inspection_visitsignature), (SELECT count(*) FROM records_gapnote), outcome"
        assert demo.asked(f"{looked} FROM records_look") == [(3, 1, "opened")]

    @pytest.mark.parametrize(
        ("code", "steps", "periods"),
        [
            ("LW-2026-R1", ("2026-03-16", "2026-03-17", "2026-03-20", "2026-03-23", "2026-04-17", "2026-04-17"), [
                ("report.deadline", "2026-04-17", "2026-05-06", "2026-05-06"),
                ("report.handling_deadline", "2026-04-17", "2026-05-06", "2026-05-06"),
                ("result.defence_period", "2026-04-21", "2026-04-24", "2026-04-27"),
                ("result.notice_to_subject", "2026-04-20", "2026-04-23", "2026-04-21"),
                ("result.publish_days", "2026-04-17", "2026-05-06", "2026-04-29"),
                ("result.publish_days", "2026-04-27", "2026-05-27", "2026-04-29"),
                ("revisit.deadline", "2026-04-29", "2026-06-12", "2026-06-10"),
            ]),
            ("LW-2026-R2", ("2026-09-14", "2026-09-15", "2026-09-18", "2026-09-21", "2026-10-30", "2026-10-30"), [
                ("report.deadline", "2026-10-30", "2026-11-13", "2026-11-13"),
                ("report.handling_deadline", "2026-10-30", "2026-11-13", "2026-11-13"),
                ("result.defence_period", "2026-11-03", "2026-11-06", "2026-11-16"),
                ("result.notice_to_subject", "2026-11-02", "2026-11-05", "2026-11-03"),
                ("result.publish_days", "2026-10-30", "2026-11-13", "2026-11-10"),
                ("result.publish_days", "2026-11-09", "2026-12-07", "2026-11-10"),
                ("result.publish_days", "2026-11-16", "2026-12-14", None),  # the late section, lamp on
                ("revisit.deadline", "2026-11-10", "2026-12-22", "2026-11-13"),
            ]),
        ],
    )  # fmt: skip
    def test_every_day_of_a_round_is_that_of_the_year_s_page(self, demo, code, steps, periods):
        """§6.3 from the frozen list to the last second look: when each period began, ends, and ended at the latest."""
        days = (
            "SELECT date(d.frozen_at, '+8 hours'), date(i.draw_on), date(b.opened_at, '+8 hours'), b.starts_on, b.ends_on, b.ended_on"
            " FROM inspection_batch b JOIN draw_draw d ON d.code = b.code JOIN planning_implementationplan i ON i.id = d.plan_id"
            " WHERE b.code = ?"
        )
        assert demo.asked(days, code) == [steps]
        ran = (
            "SELECT kind, start_on, due_on, max(ended_on) FROM clocks_clock WHERE per = 'working_days' AND"
            " (thing LIKE 'task:' || ?1 || '-%' OR thing LIKE 'results:' || ?1 || '/%' OR thing = 'report:' || ?1)"
            " GROUP BY 1, 2, 3 ORDER BY 1, 2"
        )
        assert demo.asked(ran, code) == periods

    def test_of_three_new_licensees_one_was_guided_and_checked_one_guided_and_one_waits(self, demo):
        guided = "SELECT count(*) FROM inspection_guidance WHERE first = 1 AND \"on\" < '2026-11-04'"
        checks = "SELECT t.method, t.state FROM inspection_task t WHERE t.code LIKE 'XK-%'"
        licences = "SELECT count(*) FROM registry_subjecttag WHERE licence_no LIKE '(鹭)人服证字〔2026〕%'"
        assert demo.asked(licences) == [(3,)] and demo.asked(guided) == [(2,)]
        assert demo.asked(checks) == [("on_site", "closed")]

    def test_no_case_of_a_finished_round_is_still_open_after_its_day(self, demo):
        late = "SELECT count(*) FROM inspection_followup WHERE done_on IS NULL AND due_on < '2026-11-17'"
        assert demo.asked(late) == [(0,)]

    def test_the_special_check_stays_within_its_plan_and_firms_hand_in_their_part(self, demo):
        ((plan, most, state),) = demo.asked("SELECT code, most, state FROM planning_specialplan")
        done = "SELECT method, count(*) FROM inspection_task WHERE code LIKE ? GROUP BY 1 ORDER BY 1"
        ways = dict(demo.asked(done, f"{plan}%"))
        assert (state, sum(ways.values()), set(ways)) == ("ended", most, {"on_site", "self_check"})
        handed = "SELECT count(*), sum(truthful) FROM inspection_offsitestep s JOIN inspection_task t ON t.id = s.task_id WHERE method = 'self_check'"
        assert demo.asked(handed) == [(ways["self_check"], ways["self_check"])]

    def test_no_result_off_site_is_older_than_its_material_and_every_difference_was_gone_into(self, demo):
        roads = "SELECT method, road, count(*) FROM inspection_offsitestep s JOIN inspection_task t ON t.id = s.task_id GROUP BY 1, 2 ORDER BY 1, 2"
        assert demo.asked(roads) == [
            ("network", "compared", 775), ("self_check", "asked", 4), ("written", "asked", 29),
            ("written", "own", 148),
        ]  # fmt: skip
        bare = (
            "SELECT count(*) FROM inspection_task t LEFT JOIN inspection_offsitestep s ON s.task_id = t.id"
            " WHERE method <> 'on_site' AND t.state <> 'waiting' AND outcome <> 'exempt'"
            " AND (s.state IS NOT 'reviewed' OR date(s.handed_at, '+8 hours') > t.checked_on)"
        )
        found = "SELECT verdict, outcome <> 'none', settled, count(*) FROM inspection_comparisonrow r JOIN inspection_task t ON t.id = r.task_id GROUP BY 1, 2, 3"
        assert demo.asked(bare) == [(0,)]
        assert demo.asked(found) == [("different", 1, "verified", 106), ("same", 0, "", 669)]

    def test_two_draws_stand_at_b_by_the_provinces_key_and_the_last_at_c(self, demo):
        """The seal left the room before the dice, and the province signed the log: whoever has its key sees B."""
        assert "R1 证据等级 B：" in demo.said and "专项 证据等级 C：" in demo.said
        key = (demo.place / "superior" / "cosign.pub").read_text(encoding="utf-8")
        for batch, more in (("R1", ()), ("R2", ("--signed-by", key))):
            line = [sys.executable, f"{batch}/mingqian_verify.py", f"{batch}/transcript.json", *more]
            done = subprocess.run(line, cwd=demo.place, capture_output=True, text=True, check=True)
            assert ("证据等级 B。" if more else "证据等级 C（外部联签用公钥核实后为 B）") in done.stdout

    def test_another_process_makes_the_same_files_byte_for_byte(self, both):
        demo, begun = both
        whole, found = _files(demo.place), _files(begun)
        assert {"lists", "rolls", "keys"} <= {Path(name).parts[0] for name in found}
        assert [name for name in found if found[name] != whole.get(name)] == []

    def test_another_process_makes_the_same_journal_entry_for_entry(self, both):
        demo, begun = both
        whole, found = _entries(demo.place), _entries(begun)
        assert len(found) > 600
        assert any("draw.signed" in entry for entry in found)
        assert found == whole[: len(found)]

    def test_the_journal_is_whole_and_has_the_head_that_was_printed(self, demo, tmp_path):
        noted = re.search(r"末端 (\S+)", demo.said)
        assert noted
        done = demo.copied(tmp_path / "demo").run("journal", "verify", "--noted", noted[1])
        assert done.returncode == 0, done.stdout + done.stderr

    def test_a_rehearsal_is_in_a_log_of_its_own(self, demo):
        origins = {demo.transcript(batch)["checkpoint"][0] for batch in ("R1", "R2")}
        assert origins == {rounds.ORIGIN}
        assert demo.transcript("R1")["result"]["plan"] != demo.transcript("R2")["result"]["plan"]

    @pytest.mark.parametrize("batch", ["R1", "R2"])
    def test_outsiders_accept_both_transcripts(self, demo, batch):
        assert demo.said.count("复核程序说：结论：接受") == 2
        assert _verify(demo.place / batch).returncode == 0

    def test_the_verifier_refuses_after_the_printed_change_of_one_character(self, demo, tmp_path):
        change = next(line for line in demo.said.splitlines() if "改动一个字符" in line)
        command = change.split("　")[-1]
        shutil.copytree(demo.place / "R1", tmp_path / "demo" / "R1")
        done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 1
        assert "不接受" in done.stdout or "拒绝" in done.stdout, done.stdout[-400:]

    def test_a_firm_computes_its_ticket_with_what_is_printed(self, demo):
        line = next(line for line in demo.said.splitlines() if "亲手算一次" in line)
        told = next(line for line in demo.said.splitlines() if line.endswith("，抽中"))
        done = subprocess.run(["sh", "-c", line.split("：", 1)[1]], capture_output=True, text=True)
        ticket = re.search(r"抽签号 (\w+)", told)
        assert ticket
        assert done.stdout.startswith(ticket[1])


class TestTheLists:
    def test_no_two_bodies_share_a_code_or_a_name(self):
        bodies = [*registries.enterprises(), *registries.newcomers(), *registries.institutions(),
                  *registries.schools(), *registries.organs()]  # fmt: skip
        assert len({body.number for body in bodies}) == len(bodies)
        assert len({body.name for body in bodies}) == len(bodies)

    def test_every_code_is_valid_and_of_the_division_that_is_no_place(self):
        for body in [
            *registries.enterprises()[::97],
            *registries.institutions()[::13],
            *registries.schools(),
        ]:
            reading = read_uscc(body.number)
            assert reading.ok
            assert not reading.warnings
            assert body.number[2:6] == "3599"

    def test_every_category_has_the_size_of_the_table_and_nobody_twice(self):
        for one in registries.categories():
            assert len({body.number for body in one.members}) == EXPECTED[one.item][1]

    def test_who_joins_in_autumn_was_not_there_in_spring(self):
        for one in registries.categories():
            before = {body.number for body in one.members}
            assert before.isdisjoint(body.number for body in one.joining)

    def test_the_subsidy_list_has_a_thousand_large_amounts(self):
        amounts = [int(row.facts["amount"]) for row in registries.persons()]
        assert len(amounts) == 10_860
        assert sum(amount >= 50_000 for amount in amounts) == 1_000

    def test_persons_of_the_coast_have_distinct_names_as_far_as_118_go(self):
        assert len({words.person(number) for number in range(300)}) == 300


class TestThePlace:
    @pytest.mark.slow
    def test_a_folder_with_other_things_is_not_touched(self, tmp_path):
        mine = tmp_path / "demo" / "notes.txt"
        mine.parent.mkdir()
        mine.write_text("keep")
        done = Shell(tmp_path).run("demo")
        assert done.returncode == 1
        assert "不是演示目录" in done.stderr
        assert mine.read_text() == "keep"
        assert [one.name for one in tmp_path.iterdir()] == ["demo"]

    @pytest.mark.slow
    def test_a_working_database_is_not_written_to(self, tmp_path):
        done = Shell(tmp_path).run("demo", DATABASE_URL=f"sqlite:///{tmp_path}/work.sqlite3")
        assert done.returncode == 1
        assert "DATABASE_URL" in done.stderr
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.slow
    def test_an_interrupted_build_leaves_the_old_demo_and_nothing_half_done(self, tmp_path):
        old = tmp_path / "demo" / stage.MARK
        old.parent.mkdir()
        old.write_text("old")
        # Whatever starts the tests in the background makes children deaf to this signal; a terminal does not.
        hearing = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        running = subprocess.Popen(
            [sys.executable, "-c", hearing + COMMAND, "demo"], cwd=tmp_path, text=True,
            env=Shell(tmp_path).environment(DJANGO_SETTINGS_MODULE="mingqian.site.settings"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert running.stderr is not None
        assert "[1/" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        said, complaint = running.communicate(timeout=300)
        assert running.returncode == 130
        assert "Traceback" not in complaint
        assert "重建演示目录" in said
        assert [one.name for one in tmp_path.iterdir()] == ["demo"]
        assert old.read_text() == "old"


def _files(place: Path) -> dict[str, bytes]:
    """Every file but the database: its pages carry free space that no two builds share."""
    return {
        str(file.relative_to(place)): file.read_bytes()
        for file in place.rglob("*")
        if file.is_file() and "sqlite3" not in file.name
    }


def _entries(place: Path) -> list[tuple]:
    """The whole journal, oldest entry first."""
    with sqlite3.connect(place / stage.DATABASE) as connection:
        found = connection.execute("SELECT * FROM audit_entry ORDER BY seq").fetchall()
    connection.close()
    return found


def _verify(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "mingqian_verify.py", "transcript.json"], cwd=folder, capture_output=True, text=True
    )
