"""The publication desk of 鹭湾市."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.publicity.office import Office


@pytest.fixture
def office(cast: Any) -> "Office":
    """A desk with nothing on it."""
    from tests.publicity.office import Office

    return Office(cast)
