"""The four ways (厦门 三(三)): without material there is no result, one by one and by the hundred."""

from datetime import date, timedelta

import pytest
from tests.inspection.field import CHECKED, DRAW

from mingqian.inspection import material
from mingqian.inspection.material import Material

DUE = date(2026, 3, 31)


def said(method: str, outcome: str, on: date = CHECKED, **more: object) -> str:
    rows = material.may_conclude(Material(method, DRAW, **more), "任务一", outcome, on)  # type: ignore[arg-type]
    return "；".join(one.reason for one in rows)


@pytest.mark.clause("XM-34", "XM-36")
@pytest.mark.parametrize(
    ("method", "outcome", "more", "answer"),
    [
        ("network", "none", {}, "没有登记网络核查"),
        ("network", "uncooperative", {}, "没有登记网络核查"),
        ("network", "none", {"state": "reviewed", "since": CHECKED}, ""),
        ("network", "none", {"state": "reviewed", "since": DUE}, "早于材料登记的2026-03-31"),
        ("network", "none", {"state": "reviewed", "unsettled": "不一致"}, "“不一致”还没有核实"),
        ("network", "unreachable", {}, ""),
        ("written", "rectify", {}, "没有要求检查对象提交材料，本机关也没有登记已有材料"),
        ("written", "uncooperative", {}, "没有要求检查对象提交材料"),
        ("written", "none", {"state": "asked", "due_on": DUE}, "材料待提交"),
        ("written", "uncooperative", {"state": "asked", "due_on": CHECKED}, "还没有过"),
        ("written", "uncooperative", {"state": "asked", "due_on": CHECKED - timedelta(1)}, ""),
        ("written", "none", {"state": "asked", "due_on": CHECKED - timedelta(1)}, "材料待提交"),
        ("written", "uncooperative", {"state": "handed_in", "due_on": CHECKED}, "还没有审核"),
        ("written", "no_activity", {}, ""),
        ("written", "none", {"state": "returned", "due_on": DUE}, "材料退回补正"),
        ("self_check", "none", {}, "没有要求检查对象提交材料"),
        ("self_check", "corrected", {"state": "handed_in"}, "还没有审核"),
        ("self_check", "corrected", {"state": "reviewed"}, ""),
    ],
)
def test_what_a_result_off_site_rests_on(
    method: str, outcome: str, more: dict[str, object], answer: str
) -> None:
    found = said(method, outcome, **more)
    assert answer in found and bool(found) == bool(answer)


def test_a_refusal_says_where_the_way_is_one_by_one_and_for_the_whole_batch() -> None:
    (one,) = material.may_conclude(Material("network", DRAW), "任务一", "none", CHECKED)
    assert one.clause == material.NETWORK and f"成批办理在检查批次{DRAW}的“比对核查”页" in one.remedy
