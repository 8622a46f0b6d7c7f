"""A whole draw by programs: four people's tokens, and the transcript that anybody can check."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests import programs
from tests.draw.table import DICE, DRAW, FREEZE, Table, judge, secret
from tests.web import lived

from mingqian.audit.models import Entry
from mingqian.core.draw import ceremony
from mingqian.planning.enums import RollMode

pytestmark = pytest.mark.sqlite  # the services run on both databases in test_ceremony; here it is the doors


class Programs:
    """Who sends what; every step of the ceremony is one request."""

    def __init__(self, table: Table) -> None:
        cast = table.cast
        self.table = table
        self.by = {
            name: programs.program(cast, who, "draw:read", "draw:write", now=FREEZE)
            for name, who in {
                "organiser": cast.draw_operator, "witness": cast.discipline_witness, "witness2": cast.second_witness,
                "reader": cast.second_operator,
            }.items()
        }  # fmt: skip

    def send(self, who: str, step: str, body: dict[str, Any] | None = None) -> Any:
        path = f"/draws/{self.table.code}/{step}" if step else "/draws"
        return programs.post(self.by[who], path, body)

    def done(self, who: str, step: str, body: dict[str, Any] | None = None) -> Any:
        answer = self.send(who, step, body)
        assert answer.status_code < 300, (step, answer.content.decode())
        return answer.json() if answer.content else None


def test_a_draw_is_held_by_programs_and_its_transcript_is_accepted(db: None, tmp_path: Path) -> None:
    table = Table.where_all_stand()
    table.world(mode=RollMode.OPEN)
    made = Programs(table)
    parties = [
        {"role": one.role, "unit": one.unit, "outside": one.outside, "person": one.person}
        for one in table.parties()
    ]
    seats = {role: role if role in made.by else "organiser" for role in table.roles()}
    with lived(FREEZE):
        made.done("organiser", "", {"code": table.code, "plan": table.plan, "parties": parties})
        made.done("organiser", "freeze")
        made.done("organiser", "announce", {"sources": [{"src": "dice10", "count": 20}]})
    with lived(DRAW):
        for role, who in seats.items():
            made.done(who, f"parties/{role}/commit", {"commitment": commitment(table, role)})
        made.done("organiser", "seal")
        made.done(
            "witness", "anchors", {"kind": "WITNESS", "seal": table.row.seal_hash, "proof": "见证人手机"}
        )
        for role, who in seats.items():
            made.done(who, f"parties/{role}/found")
        made.done("organiser", "values", {"value": DICE, "evidence": "录像 00:12"})
        own = made.send("organiser", "values/read-back", {"value": DICE})
        assert own.status_code in (403, 409) and own["Content-Type"].startswith("application/problem+json")
        made.done("reader", "values/read-back", {"value": DICE})
        for role, who in seats.items():
            made.done(who, f"parties/{role}/reveal", {"secret": secret(role)})
        made.done("organiser", "compute")
        for witness in ("witness", "witness2"):
            made.done(witness, "sign", {"opinion": "no_objection"})
        assert made.by["reader"].get(f"/api/v1/draws/{table.code}/transcript").status_code == 409
        assert made.done("organiser", "publish")["state"] == "published"
        shown = made.by["reader"].get(f"/api/v1/draws/{table.code}/transcript").json()
        first = made.by["reader"].get(f"/api/v1/draws/{table.code}/sheet").json()["teams"][0]
        away = {"team": first["number"], "seat": "C", "reason": "SICK", "evidence": "病假条"}
        change = made.done("organiser", "substitute", away)
        answer = made.send("organiser", f"changes/{change['id']}", {"approve": True})
        assert answer.status_code in (403, 409), "whoever asks does not decide"
    table.at = DRAW
    table.write(tmp_path / "draw")
    assert json.loads((tmp_path / "draw" / "transcript.json").read_text("utf-8"))["rolls"] == shown["rolls"]
    report = judge(tmp_path / "draw")
    assert report.ok, report.failed()
    entered = Entry.objects.get(kind="draw.value_entered")
    assert entered.actor == table.cast.draw_operator.code


def commitment(table: Table, role: str) -> str:
    return ceremony.commit(
        table.suite, plan_hash=table.row.plan_hash, role=role, secret=secret(role, table.again)
    )
