"""The teams of tests/inspection on their day out, each person with a phone; undone after each test."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.inspection.conftest import opened  # noqa: F401 — the world of the module

if TYPE_CHECKING:
    from tests.field.phone import Day
    from tests.inspection.field import Field


@pytest.fixture
def day(opened: "Field", db: None) -> "Iterator[Day]":  # noqa: F811
    """The first visit of team 1, approved, nobody there yet."""
    from tests.field.phone import Day

    yield Day.of(opened)
