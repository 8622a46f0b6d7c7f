"""Running numbers of codes: they go on from what stands, and come back with an undone write."""

import pytest
from django.db import transaction

from mingqian.audit.services import numbers

STANDING = ["XS-2026-00009", "XS-2026-00010", "XS-2026-old", "XS-2027-00099"]


@pytest.mark.django_db
def test_a_series_goes_on_from_what_stood_before_it_was_counted_and_never_looks_there_again():
    assert numbers.next("XS-2026-", given=STANDING) == 11
    assert numbers.next("XS-2026-", given=(1 / 0 for _ in "x")) == 12
    assert numbers.next("XS-2028-", given=[]) == 1


@pytest.mark.django_db
def test_a_write_undone_gives_its_number_back():
    assert numbers.next("XK-2026-", given=[]) == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert numbers.next("XK-2026-", given=[]) == 2
        raise ZeroDivisionError
    assert numbers.next("XK-2026-", given=[]) == 2
