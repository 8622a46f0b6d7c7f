"""The window of 鹭湾市: two powers, one whole guide."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.guides.window import Window


@pytest.fixture
def window(cast: Any) -> "Window":
    """A desk with one guide that may be published and one power without."""
    from tests.guides.window import Window

    return Window(cast)
