"""The wire: a whole visit from a phone, once and a hundred times, and everything that can go wrong on the way."""

from tests.field.phone import Day

from mingqian.field.models import FieldAction


def test_a_visit_made_on_a_phone_becomes_a_result_through_every_gate(day: Day) -> None:
    bundle = day.captain.package()
    assert [one["code"] for one in bundle["visits"]] == [day.visit.code]
    day.whole(day.captain)
    lines = day.captain.sent()
    assert {one["state"] for one in lines} == {"received"}, lines
    assert all(one["receipt"].startswith("FR-") and len(one["receipt"]) == 19 for one in lines)
    assert (day.state, day.task.state, day.task.outcome) == ("finished", "recorded", "none")
    assert FieldAction.objects.count() == len(lines)
