"""Embargo, open rolls, natural persons, grouped and expert panels: worlds of their own."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.draw.table import NOON, TEXT, Table, judge
from tests.draw.test_ceremony import one_file
from tests.draw.test_publication import opened, transcript
from tests.registry import builders

from mingqian.accounts.types import console
from mingqian.core.canonical import parse
from mingqian.core.decision import Refused
from mingqian.draw import services as draws
from mingqian.draw.models import LogEvent
from mingqian.draw.selectors import outcome
from mingqian.planning import services as plans
from mingqian.planning.enums import CaptainMode, DrawMethod, RollMode
from mingqian.registry import services as registries
from mingqian.registry.enums import AbsenceKind, SubjectKind
from mingqian.registry.models import SubjectTag

# Each takes a world of its own through a whole ceremony.
# Modes differ in roll and transcript; the tables are those of test_ceremony.py.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


def test_an_embargo_closes_secrets_and_result_until_it_is_over(db: None, tmp_path: Path) -> None:
    end = NOON + timedelta(days=20)
    table = Table.where_all_stand().world(text=replace(TEXT, embargo_until=end))
    table.until_signed()
    stored = LogEvent.objects.filter(draw=table.row, kind__in=("reveal", "result"))
    assert stored.count() == 5
    for event in stored:
        assert set(parse(event.event.encode())["body"]) == {"closed"}
    with pytest.raises(Refused, match="保密至 2026年4月6日 20:00"):
        table.publish()
    assert draws.publishing.open_due(by=console(), now=end - timedelta(seconds=1)) == []
    table.at = end
    assert draws.publishing.open_due(by=console(), now=table.tick()) == [table.code], (
        "the worker opens when due"
    )
    assert draws.publishing.open_due(by=console(), now=table.tick()) == []
    table.complete()
    table.write(tmp_path / "draw")
    report = judge(tmp_path / "draw", secrets=table.secrets())
    assert report.ok, report.failed()
    assert one_file(tmp_path / "draw") == 0


def test_an_open_roll_names_who_was_drawn_and_keeps_the_conflict_key_with_the_witness(
    db: None, tmp_path: Path
) -> None:
    table = Table.where_all_stand().world(mode=RollMode.OPEN)
    table.tie(1, 3)
    table.until_published()
    table.write(tmp_path / "draw")
    assert transcript(tmp_path / "draw")["coi"]["key"] is None
    assert len(opened(tmp_path / "draw")) > 0
    assert judge(tmp_path / "draw", secrets=table.secrets()).ok
    assert one_file(tmp_path / "draw") == 0
    assert table.keys is not None and table.keys.roll_key is None


class Grouped(Table):
    """平顶山：按固定小组抽取. Two units furnish one panel each."""

    method = DrawMethod.GROUPED

    def inspector(self, number: int) -> None:
        builders.inspector(
            self.cast, number, captain_eligible=True, unit="JCZD" if number % 2 else "LDGX",
            quals=("SB",) if number % 4 == 0 else (),
        )  # fmt: skip

    def panels(self, desk: Any, row: Any, codes: list[str]) -> None:
        words: dict[str, Any] = {"draw_method": self.method, "method_reason": "按业务归口"}
        desk.panel(row, codes[:1], code="A", teams=2, strata=("JCZD",), **words)
        desk.panel(row, codes[1:], code="B", teams=1, strata=("LDGX",), **words)


class Expert(Grouped):
    """按业务专长分层抽取: the second panel takes holders of a code only."""

    method = DrawMethod.EXPERTISE

    def panels(self, desk: Any, row: Any, codes: list[str]) -> None:
        desk.panel(row, codes[:1], code="A", teams=2)
        desk.panel(
            row,
            codes[1:],
            code="B",
            teams=1,
            strata=("SB",),
            draw_method=self.method,
            method_reason="社保专业",
        )


def seats(table: Table, panel: str) -> set[str]:
    found = next(one for one in table.result()["panels"] if one["panel"] == panel)
    people = [tag for team in found["teams"] for tag in (team["captain"], *team["members"])]
    return {*people, *found["substitutes"]}


@pytest.mark.clause("PD-25")
def test_fixed_groups_are_drawn_each_from_its_own_unit(db: None, tmp_path: Path) -> None:
    table = Grouped.where_all_stand(pack_name="pingdingshan-2020").world()
    table.until_published()
    roll = table.row.rolls.get(panel="A").roll
    by_tag = {one.tag: one.stratum for one in roll.entries.all()}
    assert {by_tag[tag] for tag in seats(table, "A")} == {"JCZD"}
    assert {by_tag[tag] for tag in seats(table, "B")} == {"LDGX"}
    table.write(tmp_path / "draw")
    assert judge(tmp_path / "draw").ok


@pytest.mark.clause("PD-25")
def test_expertise_is_a_stratum_and_who_is_drawn_one_by_one_comes_from_all(db: None, tmp_path: Path) -> None:
    table = Expert.where_all_stand(pack_name="pingdingshan-2020").world()
    table.until_published()
    plan = parse(table.row.plan_doc.encode())
    # Specialists first: what is left must suffice for everybody else, whatever the seed.
    assert [one["strata"] for one in plan["panels"]] == [["SB"], ["SB", "ZF"]]
    roll = table.row.rolls.get(panel="B").roll
    holders = {one.tag for one in roll.entries.filter(stratum="SB")}
    assert len(holders) == 5 and seats(table, "B") <= holders
    assert not seats(table, "A") & seats(table, "B")
    table.write(tmp_path / "draw")
    assert judge(tmp_path / "draw").ok


class Appointed(Table):
    """涪陵 四(三)：由发起部门指派一名分管领导任组长."""

    @property
    def line(self) -> dict[str, Any]:
        return {"own_ppm": 200_000, "own_reason": "上年问题较多", "own_approver": "LW01"}

    def more(self, desk: Any) -> None:
        for number in (1, 2):
            registries.inspectors.enter_absence(
                code=f"ZFZ:350201{number:04d}", kind=AbsenceKind.APPOINTED, reason="指派为组长",
                from_on=date(2026, 3, 1), until_on=date(2026, 4, 30), keepers=builders.KEEPERS,
                by=self.cast.legal_office, now=NOON - timedelta(days=30),
            )  # fmt: skip

    def panels(self, desk: Any, row: Any, codes: list[str]) -> None:
        desk.panel(row, codes, captain_mode=CaptainMode.APPOINTED)

    def begin(self, desk: Any, row: Any) -> None:
        legal, leader, step = self.cast.legal_office, self.cast.bureau_leader, plans.implementation
        named: dict[str, Any] = {"plan": row.code, "now": NOON - timedelta(days=30)}
        step.submit(**named, pack=self.pack, by=legal)
        step.approve(**named, pack=self.pack, by=leader)
        step.publish(**named, by=legal)
        step.acknowledge(**named, by=leader)
        step.start(**named, pack=self.pack, by=legal)


class Citizens(Table):
    """An item about natural persons, whose names are never published."""

    def more(self, desk: Any) -> None:
        desk.item("ZR01", subject_kinds=("natural_person",), subject_tags=("benefit",))
        people = builders.rows(self.cast, 30, kind=SubjectKind.NATURAL_PERSON)
        SubjectTag.objects.bulk_create([SubjectTag(subject=one, tag="benefit") for one in people])

    def items(self) -> tuple[str, ...]:
        return ("JG01", "JG05", "ZR01")

    @property
    def line(self) -> dict[str, Any]:
        return {"mode": RollMode.SEALED}


@pytest.mark.clause("XM-71")
def test_natural_persons_are_never_opened(db: None, tmp_path: Path) -> None:
    table = Citizens.where_all_stand().world()
    table.until_published()
    table.complete()
    table.write(tmp_path / "draw", visited=[f"PID:{number:08d}" for number in range(1, 31)])
    data = (tmp_path / "draw" / "transcript.json").read_text(encoding="utf-8")
    assert "PID:" not in data.replace('"PID"', "")
    assert "USCC:91" in data
    assert judge(tmp_path / "draw", secrets=table.secrets()).ok
    assert len(outcome.sheet(table.cast.draw_operator, table.code).items[2].drawn) > 0
