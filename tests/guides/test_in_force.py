"""A power that will be cancelled on a day is exercised until that day: its window, and its guide."""

from datetime import date

import pytest
from tests.guides.window import Window

from mingqian.core.decision import Refused
from mingqian.guides import rules
from mingqian.guides.models import Application
from mingqian.guides.services import applications, guides
from mingqian.registry.services import powers

END = date(2026, 4, 10)


@pytest.mark.parametrize(
    ("gone", "on", "lasts"), [(None, END, True), (END, date(2026, 4, 9), True), (END, END, False)]
)
def test_a_power_lasts_until_the_day_it_is_cancelled(gone: date | None, on: date, lasts: bool) -> None:
    assert rules.in_force(gone, on) is lasts


def test_the_window_takes_applications_in_until_the_power_ends(window: Window) -> None:
    taker, legal = window.cast.business_unit_staff, window.cast.legal_office
    given = {"code": "XK-01", "unit": "LDGX", "applicant": "李大", "tail": "0417", "by": taker}
    powers.cancel(code="XK-01", on=END, ground="鹭府办〔2026〕9号", by=legal, now=window.tick())
    applications.accept(**given, now=window.tick())
    guides.write_steps(code="XK-01", text="受理｜窗口｜1", by=legal, now=window.tick())
    with pytest.raises(Refused, match="已于2026年4月10日取消"):
        applications.accept(**given, now=window.tick(days=2))
    with pytest.raises(Refused, match="已于2026年4月10日取消"):
        guides.write_steps(code="XK-01", text="受理｜窗口｜2", by=legal, now=window.tick())
    assert Application.objects.count() == 1
