"""The address of a row is the one the router gives, whatever its key."""

import pytest
from django.urls import reverse

from mingqian.ui import links


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("registry:subject", "USCC:91359901MA99X001X6"),
        ("registry:subject", "甲 乙?#%&'()"),
        ("registry:subject-edit", "7@x;=,+$!*"),
        ("audit:entry", 1_234_567),
    ],
)
def test_an_address_filled_in_is_the_routers_own(name: str, key: object) -> None:
    assert links.to(name, key) == reverse(name, args=[key])
