"""The projector's page: what the room sees at each step, and what it never sees."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import web
from tests.draw import table as tables
from tests.draw.table import DICE, Table, secret
from tests.draw.test_redraw import again, void

from mingqian.accounts import cookies
from mingqian.accounts.middleware import UNATTENDED
from mingqian.draw.enums import VoidReason
from mingqian.draw.models import Draw, RollEntry
from mingqian.draw.selectors import material
from mingqian.draw.services import seats

# What the room sees.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@dataclass
class Wall:
    """The page as it hangs on the wall, opened by the operator unless a test says otherwise."""

    table: Table

    def answer(self, who: Any = None, query: str = "", **more: Any) -> Any:
        at = self.table.at + timedelta(seconds=5)
        with web.lived(at):
            client = web.signed_in(who or self.table.cast.draw_operator, now=at)
            return client.get(f"/screen/{self.table.code}{query}", **more)

    def page(self, who: Any = None, query: str = "") -> str:
        found = self.answer(who, query)
        assert found.status_code == 200
        return web.text_of(found)


@pytest.fixture
def wall(table: Table) -> Wall:
    return Wall(table)


def shown(page: str) -> str:
    """The one step that is not hidden."""
    (step,) = re.findall(r'<section class="step[^"]*" data-step="(\w+)"[^>]*?"(?<! hidden)>', page)
    return str(step)


def names_on(page: str) -> set[str]:
    """Names beside numbers."""
    return set(re.findall(r'class="name">([^<]+)<', page))


def waiting(page: str) -> str:
    """The line that says who has to act."""
    found = re.search(r'class="who".*?</p>', page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", found.group())


def test_the_screen_follows_a_ceremony_at_the_table(wall: Wall) -> None:
    """Freeze, commit, inputs, compute, reveal, seal: the step under way, and whom it waits for."""
    table, seen = wall.table, []

    def look(step: str, words: str) -> str:
        page = wall.page()
        assert shown(page) == step and words in waiting(page), (step, words, shown(page), waiting(page))
        seen.append(step)
        return page

    table.prepare()
    look("freeze", "鹭湾市人力资源和社会保障局（组织方） 冻结名录")
    table.freeze()
    look("freeze", "公告抽取方案")
    table.announce()
    look("commit", "鹭湾市人力资源和社会保障局（组织方） 在自己的设备上生成秘密")
    table.at = max(table.at, tables.DRAW)
    table.commit("organiser")
    assert "组织方" not in waiting(look("commit", "（见证人二）等 3 方 在自己的设备上生成秘密"))
    for role in table.roles()[1:]:
        table.commit(role)
    look("commit", "把各方承诺合成封签")
    table.seal_only()
    page = look("commit", "核对封签里有没有自己的承诺")
    assert " ".join(f"<span>{table.row.seal_hash[i : i + 8]}</span>" for i in range(0, 64, 8)) in page
    table.bind()
    look("inputs", "十面骰 20 次：掷出或取得后录入")
    table.enter()
    page = look("inputs", "另一人 十面骰 20 次：看原始结果重新读一遍")
    assert DICE[:5] not in page, "who reads back must not see on the wall what was typed"
    table.read_back()
    assert "<b>50829</b>" in look("inputs", "（组织方） 揭示秘密")
    for role in table.roles():
        assert secret(role) not in wall.page()
        table.reveal(role)
        assert secret(role) in wall.page()
    look("compute", "按种子计算结果")
    table.compute()
    assert "由种子算出并固定，以下为回放" in look(
        "reveal", "派驻纪检监察组（见证人一）、派驻纪检监察组（见证人二） 签认结果"
    )
    table.sign()
    assert "无异议" in look("seal", "公布结果")
    assert list(dict.fromkeys(seen)) == ["freeze", "commit", "inputs", "compute", "reveal", "seal"]


def test_numbers_until_the_visit_names_only_when_the_opening_is_public(wall: Wall) -> None:
    table = wall.table
    table.until_computed()
    doc = table.result()
    firms = {one.tag: one.name for one in RollEntry.objects.filter(roll__kind="subject")}
    drawn = [tag for one in doc["strata"] for tag in one["drawn"]]
    page = wall.page(query="?names=1")
    for tag in drawn:
        assert f"{tag[:4]} {tag[4:8]}" in page
    assert "鹭湾示例" not in page, "the rolls are sealed"
    captain = doc["panels"][0]["teams"][0]["captain"]
    assert material.entries(table.row, [captain])[captain].name in names_on(page), (
        "the roll of inspectors is open"
    )
    table.sign()
    table.publish()
    assert "鹭湾示例" not in wall.page()
    table.complete()
    assert names_on(wall.page()) & set(firms.values()) == {firms[tag] for tag in drawn}


def test_a_result_under_embargo_is_a_count_and_nothing_else(wall: Wall) -> None:
    wall.table.prepare()
    Draw.objects.update(embargo_until=tables.NOON + timedelta(days=20))
    wall.table.freeze()
    wall.table.announce()
    wall.table.seal()
    wall.table.bind()
    wall.table.randomness()
    wall.table.compute()
    row, page = wall.table.row, wall.page(query="?step=reveal")
    kept = [row.seed, row.result_hash, *(secret(role) for role in wall.table.roles())]
    kept += [tag for one in wall.table.result()["strata"] for tag in one["drawn"]]
    joined = re.sub(r"<[^>]+>|\s", "", page)
    assert [one for one in kept if one in joined or one[:8] in joined] == []
    assert "随机抽中" in page and "保密至 2026年4月6日" in page
    assert DICE in joined, "the dice fell in front of everybody"
    wall.table.sign()
    assert "保密至 2026年4月6日 20:00，到期自动公布" in waiting(wall.page())


def test_a_void_attempt_stays_on_the_wall_and_leads_to_the_next(wall: Wall) -> None:
    wall.table.until_sealed()
    void(wall.table, VoidReason.SOURCE)
    page = wall.page()
    assert "本次已作废" in page and VoidReason.SOURCE.label in page
    later = again(wall.table, "LW-2026-R1-2")
    assert 'href="/screen/LW-2026-R1-2"' in wall.page()
    page = Wall(later).page()
    assert "第 2 次" in page and 'href="/screen/LW-2026-R1" class="fallen">第 1 次（已作废）' in page


def test_the_code_for_a_phone_is_projected_by_the_organiser_until_the_phone_sits(wall: Wall) -> None:
    """Whoever opens the link acts as that party: other staff see that there is one, not which."""
    table = wall.table
    table.until_announced()
    link = seats.issue(
        draw=table.code, role="public", holder="吴代表", by=table.cast.draw_operator, now=table.tick(),
        entropy=table.stream,
    )  # fmt: skip
    picture = 'aria-label="打开手机席位的二维码"'
    assert picture in wall.page() and picture not in wall.page(table.cast.discipline_witness)
    seats.take(link=link.pk, device="x", now=table.tick())
    assert picture not in wall.page()


def test_every_step_is_a_link_and_an_unknown_one_shows_the_ceremony(wall: Wall) -> None:
    wall.table.until_announced()
    page = wall.page()
    assert [shown(wall.page(query=to)) for to in re.findall(r'href="(\?step=\w+)"', page)] == [
        "freeze", "commit", "inputs", "compute", "reveal", "seal",
    ]  # fmt: skip
    assert shown(wall.page(query="?step=..%2f")) == shown(page) == "commit"


def test_who_asks_again_gets_nothing_new_until_something_is_fixed(wall: Wall) -> None:
    wall.table.until_announced()
    first = wall.answer()
    held = {"If-None-Match": first.headers["ETag"]}
    assert wall.answer(headers=held).status_code == 304
    wall.table.commit("organiser")
    assert wall.answer(headers=held).status_code == 200


def test_a_screen_left_on_keeps_nobody_signed_in(wall: Wall) -> None:
    """The moment of last use moves when a person asks, not when the page does (等保 idle time)."""
    wall.table.prepare()
    at = wall.table.at
    with web.lived(at + timedelta(minutes=5)):
        client = web.signed_in(wall.table.cast.draw_operator, now=at)
        by_itself = client.get(f"/screen/{wall.table.code}", headers={UNATTENDED: "1"})
        assert by_itself.status_code == 200 and cookies.NAME not in by_itself.cookies
        assert cookies.NAME in client.get(f"/screen/{wall.table.code}").cookies


def test_the_screen_hangs_where_staff_of_the_draw_are_signed_in(wall: Wall) -> None:
    wall.table.until_announced()
    assert wall.answer(wall.table.cast.district_bureau).status_code == 404
    assert wall.answer(wall.table.cast.system_admin).status_code == 403
    with web.lived(wall.table.at):
        assert Client().get(f"/screen/{wall.table.code}").headers["Location"].startswith("/login/")
        client = web.signed_in(wall.table.cast.draw_operator, now=wall.table.at)
        assert client.post(f"/screen/{wall.table.code}").status_code == 405
