"""Write the year of one team in pictures, phone size, flight mode included: ``python -m tools.write_team_year [DEMO [FOLDER]]``.

A real Chromium before the real server, over a copy of the finished demo (``make demo``). From the notice to the last line
of the ledger every step is done at the page where a person does it; the days in between pass by starting the server anew.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect
from tests.browser import hands

from tools import team_aftermath, visiting, walking
from tools.team_pages import LEADER, LEGAL, PATIENCE, VISITED, Album, Team, Walk

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
SHOWN = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
WALKS = """
SELECT visit.code, approval.id, subject.code, subject.name, task.code FROM inspection_visit visit
JOIN inspection_approval approval ON approval.id = visit.approval_id JOIN registry_subject subject ON subject.id = approval.subject_id
JOIN inspection_task task ON task.approval_id = approval.id WHERE visit.state = 'planned' ORDER BY visit.code
"""
# The firm's door, and what its poster says: both by the product's own services, in a process of their own.
PREPARE = """
import json, sys
from datetime import datetime
from pathlib import Path
import django
django.setup()
from django.conf import settings
from mingqian.accounts import selectors, services
from mingqian.inspection import scancodes
from mingqian.registry.selectors import subjects
now = datetime.fromisoformat("2026-11-17T08:00:00+08:00")
legal = selectors.actor("LW02", on=now.date())
signs = [scancodes.of(subjects.get(legal, code)) for code in sys.argv[1:]]
firm = subjects.get(legal, sys.argv[1])
services.representation.invite(subject_code=firm.number, subject_name=firm.name, name="泊知和", link="team-year", by=legal, now=now)
roles = Path(settings.HOME) / "roles.json"
roles.write_text(json.dumps({**json.loads(roles.read_text()), "firm": firm.number}))
print(json.dumps(signs))
"""


def approved(team: Team, base: str) -> None:
    """书面批准 by the leader: what waits of the same round; the team's own was answered on the 12th."""
    with team.sitting(base, LEADER, "/desk/approvals/decide/") as page:
        hands.fill(page, approve="yes", remark="同意")
        team.look(page, "approval")
        hands.main(page).locator("form button").last.click()
        page.wait_for_load_state()
        if "/decide/" in page.url:
            raise SystemExit(hands.main(page).inner_text()[:600])


def announced(team: Team, base: str) -> None:
    """签发通知书, five days of material asked for."""
    own = team.own
    with team.sitting(base, LEGAL, f"/desk/visit-notices/issue/{own.approval}/") as page:
        hands.fill(page, announced="yes", from_on="2026-11-17", until_on="2026-11-20")
        hands.fill(page, materials="被派遣劳动者名册\n劳务派遣协议\n近三个月工资支付台账")
        page.locator("main form button").last.click()
        page.wait_for_load_state()
        if "/issue/" in page.url:
            raise SystemExit(hands.main(page).inner_text()[:600])
        team.look(page, "notice")


def prepared(team: Team, page: Page, base: str) -> visiting.Visit:
    """The morning: what lies ahead, one firm given back for a reason, the other accepted."""
    visit = visiting.Visit(page, base, team.own.visit)
    team.look(page, "today")
    other = visiting.Visit(page, base, team.walks[1].visit)
    other.open()
    page.locator("summary", has_text="申请回避").click()
    other.fill("回避理由", "本人堂兄任该单位财务负责人")
    page.get_by_label("回避理由").focus()
    team.look(page, "recusal")
    other.press("提交回避申请")
    page.get_by_text("决定以前不参加这次检查").wait_for()
    visit.open()
    team.look(page, "task")
    visit.accept()
    visit.open("papers")
    team.look(page, "take-along")
    return visit


def offline(team: Team, visit: visiting.Visit, photograph: Path) -> None:
    """At the door and inside, without a network from beginning to end."""
    page, own = visit.page, team.own
    page.evaluate("location.hash = '#/'")
    page.reload()
    page.locator("html[data-ready]").wait_for()
    team.look(page, "flight-mode")
    visit.open("arrive")
    papers = certificates(page)
    visit.press("由我记录")
    page.get_by_text("这次检查由这部手机记录").wait_for()
    visit.fill("企业码", own.sign)
    team.look(page, "scan-in")
    visit.press("登记进入")
    page.get_by_text("录入代码").wait_for()
    page.locator("li .tick").first.scroll_into_view_if_needed()
    team.look(page, "certificates")
    visit.show(papers)
    page.locator(".reading").scroll_into_view_if_needed()
    team.look(page, "rights")
    visit.tell()
    visit.answer({"2": "派遣协议未载明社会保险缴纳方式"}, before_settle=lambda: team.look(page, "checklist"))
    photograph.write_bytes(page.screenshot(type="jpeg"))
    visit.photograph(photograph, caption="派遣协议", before_fix=lambda: team.look(page, "photo"))
    visit.open("record")
    page.get_by_label("检查结果").select_option("rectify")
    team.look(page, "record")
    visit.record("情况属实，十日内补签")

    def signed() -> None:
        page.locator(".glass canvas").last.scroll_into_view_if_needed()
        team.look(page, "signature")

    visit.sign("陈小满 经理", before_last=signed)
    visit.finish()


def declined(team: Team, page: Page, base: str) -> None:
    """拒签, with a witness."""
    own = team.walks[2]
    visit = visiting.Visit(page, base, own.visit)
    visit.accept()
    visit.open("arrive")
    visit.arrive(own.sign, certificates(page))
    visit.answer({})
    visit.record("不发表意见")
    visit.sign_as_inspectors()
    visit.decline("负责人称须请示总部", "社区干部李某")
    page.get_by_text("已拒签").scroll_into_view_if_needed()
    team.look(page, "refused")
    visit.finish()


def certificates(page: Page) -> tuple[str, ...]:
    """The first two of the team, as the phone lists them."""
    page.locator("li .tick b").first.wait_for()
    return tuple(page.locator("li:has(.tick b)").all_inner_texts())[:2]


def synced(team: Team, context: BrowserContext, page: Page) -> None:
    """What waited for a signal, and the receipts."""
    page.evaluate("location.hash = '#/outbox'")
    team.look(page, "outbox")
    context.set_offline(False)
    visiting.settled(page, PATIENCE)
    team.look(page, "received")


def on_site(team: Team, photograph: Path) -> None:
    """17 November, from the notice to the notice of the preliminary result."""
    with team.day(VISITED) as base:
        team.walks = made_ready(team.home)
        approved(team, base)
        announced(team, base)
        with team.phone(base) as (context, page):
            visit = prepared(team, page, base)
            context.set_offline(True)
            offline(team, visit, photograph)
            declined(team, page, base)
            synced(team, context, page)
        team_aftermath.told(team, base)


def main() -> None:
    """The whole year of the team."""
    built = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "demo"
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "demo"
        shutil.copytree(built, home)
        with walking.browser(*SHOWN) as chromium:
            team = Team(home, chromium, Album(folder, chromium.new_page()))
            photograph = Path(place) / "before.jpg"
            on_site(team, photograph)
            team_aftermath.lived(team, photograph)


def made_ready(home: Path) -> list[Walk]:
    """The team's walks; the firm of the first has a door of its own from now on."""
    rows = sqlite3.connect(home / "mingqian.sqlite3").execute(WALKS).fetchall()
    around = {**os.environ, "MINGQIAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "mingqian.site.settings"}
    told = subprocess.run(
        [sys.executable, "-c", PREPARE, *(row[2] for row in rows)],
        env=around,
        capture_output=True,
        text=True,
        check=True,
    )
    return [replace(Walk(*row), sign=sign) for row, sign in zip(rows, json.loads(told.stdout), strict=True)]


if __name__ == "__main__":
    main()
