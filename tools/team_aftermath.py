"""The team's year after the visit: told, heard, decided, made public, put right, seen again, closed and in the ledger.

Every page is taken as a phone shows it, that of the office's people too.
"""

from pathlib import Path

from playwright.sync_api import Page
from tests.browser import hands

from tools.team_pages import CAPTAIN, FIRM, HEAD, LEGAL, PASSER_BY, PUBLISHER, REVIEWER, STAFF, Team


def told(team: Team, base: str) -> None:
    """17 November, the same day: the notice of the preliminary result is served."""
    _acted(team, base, CAPTAIN, "serve", on="2026-11-17", medium="paper", receipt="送达回证第17号")
    _seen(team, base, "preliminary")


def lived(team: Team, photograph: Path) -> None:
    """Defence, final result and order; public, put right, seen again; closed, and what the year keeps of it."""
    with team.day("11-18T10:00:00") as base:
        _answered_by_the_firm(team, base, "defence", "defence", (), "协议另有补充条款，附复印件，请予复核")
    with team.day("11-23T09:00:00") as base:
        _acted(team, base, STAFF, "answer", text="补充条款签订在检查之后，维持初步结果")
        _acted(team, base, HEAD, "confirm")
        _acted(team, base, HEAD, "order", text="十日内补签派遣协议并报送复印件", due_on="2026-12-04")
        _seen(team, base, "final")
    with team.day("11-24T09:00:00") as base:
        notice = _drafted(team, base)
        _reviewed(team, base, notice)
        _released(team, base, notice)
        _seen(team, base, "published")
    second = photograph.with_name("after.jpg")
    second.write_bytes(photograph.read_bytes() + b"\0")
    with team.day("12-03T10:00:00") as base:
        _answered_by_the_firm(
            team, base, "rectification", "rectification", (photograph, second), "已全部补签"
        )
    with team.day("12-07T14:00:00") as base:
        words = "现场核对补签协议12份，问题已改正"
        _acted(team, base, CAPTAIN, "revisit", "revisit", on="2026-12-07", result="corrected", words=words)
    with team.day("12-08T09:00:00") as base:
        _acted(team, base, HEAD, "verify", "verify")
        _seen(team, base, "closed")
        _reported(team, base)
        with team.sitting(base, LEGAL, f"/desk/ledger/?q={team.own.name}") as page:
            team.look(page, "ledger")


def _acted(team: Team, base: str, role: str, step: str, picture: str = "", **filled: str) -> None:
    """One form of the task's page."""
    path = f"/desk/tasks/{team.own.task}/{step}/"
    with team.sitting(base, role, path) as page:
        hands.fill(page, **filled)
        if step == "revisit":
            for one in hands.main(page).locator("input[name=certificates]").all()[:2]:
                one.check()
        if picture:
            team.look(page, picture)
        hands.main(page).locator("form button[type=submit], form button:not([type])").last.click()
        page.wait_for_load_state()
        if page.url.endswith(f"/{step}/"):
            _stopped(page, f"{role} {step}")


def _seen(team: Team, base: str, name: str) -> None:
    """The task as it stands, on the captain's phone."""
    with team.sitting(base, CAPTAIN, f"/desk/tasks/{team.own.task}/") as page:
        team.look(page, name)


def _answered_by_the_firm(
    team: Team, base: str, step: str, name: str, photographs: tuple[Path, ...], text: str
) -> None:
    """The enterprise page, on a phone as well."""
    with team.sitting(base, FIRM, f"/ent/checks/{team.own.task}/{step}/") as page:
        hands.fill(page, text=text)
        for field, picture in zip(("before", "after"), photographs, strict=False):
            page.locator(f"input[name={field}]").set_input_files(picture)
        team.look(page, name)
        hands.main(page).locator("form button").last.click()
        page.wait_for_load_state()


def _reported(team: Team, base: str) -> None:
    """检查报告, begun while others of the batch still go out: its figures are the tasks of today."""
    report = f"/desk/inspections/{team.own.task[:-5]}/report/"
    with team.sitting(base, LEGAL, report) as page:
        hands.press(page, "起草检查报告")
        page.wait_for_url("**/report/write/")
        hands.fill(
            page, situation="两名以上持证人员到场检查，现场制作笔录", analysis="派遣协议条款不全的较多"
        )
        hands.fill(page, measures="逾期不改的立案查处；对小微企业上门指导")
        hands.main(page).locator("form button").last.click()
        page.wait_for_url(f"**{report}")
        team.look(page, "report")


def _drafted(team: Team, base: str) -> str:
    """The draft about the batch taken anew by its author, so that this result is in it: its code."""
    with team.sitting(base, LEGAL, "/desk/publicity/") as page:
        hands.main(page).get_by_role("link", name="专项抽查 · 检查结果").first.click()
        page.wait_for_url("**/desk/publicity/*GS*/")
        hands.press(page, "重新生成")
        hands.said(page, team.own.name)
        return page.url.rstrip("/").rpartition("/")[2]


def _reviewed(team: Team, base: str, notice: str) -> None:
    """By another person, over exactly what becomes public."""
    with team.sitting(base, REVIEWER, f"/desk/publicity/{notice}/") as page:
        team.look(page, "review")
        page.goto(f"{base}/desk/publicity/{notice}/review/")
        hands.press(page, "审核通过")
        _demand_done(page, "review")


def _released(team: Team, base: str, notice: str) -> None:
    """By a third, who types the number of the notice; from then on anybody reads it."""
    with team.sitting(base, PUBLISHER, f"/desk/publicity/{notice}/release/") as page:
        hands.fill(page, typed=notice)
        team.look(page, "release")
        hands.main(page).locator("form button").last.click()
        _demand_done(page, "release")
    with team.sitting(base, PASSER_BY, f"/notices/{notice}/") as page:
        team.look(page, "public")


def _demand_done(page: Page, step: str) -> None:
    page.wait_for_load_state()
    if page.url.endswith(f"/{step}/"):
        _stopped(page, step)


def _stopped(page: Page, where: str) -> None:
    raise SystemExit(f"{where}: {hands.main(page).inner_text()[:900]}")
