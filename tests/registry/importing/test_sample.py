"""The practice list: every planted error is found on its line, everything else goes in."""

import pytest
from tests import cast as casting

from mingqian.core import identifiers
from mingqian.core.decision import Refused
from mingqian.registry.importing import sample
from mingqian.registry.importing.fates import Fate
from mingqian.registry.models import Subject
from mingqian.registry.services import imports


def test_every_firm_of_the_practice_list_is_fictional_and_valid():
    for number in range(1, 120):
        code = sample.firm(number)["统一社会信用代码"]
        assert identifiers.read_uscc(code).ok
        assert not identifiers.read_uscc(code).warnings
        assert code[2:6] == "3599"


@pytest.mark.django_db
def test_every_planted_error_is_found_on_its_line(cast, tmp_path):
    rows = imports.write_sample(tmp_path / "练习.xlsx")
    with imports.preview(tmp_path / "练习.xlsx", by=cast.legal_office) as pending:
        look = pending.preview
        said = {(f.line, f.code) for group in look.tally.firsts.values() for f in group}
        for error in sample.planted():
            assert (error.line, error.code) in said
        assert look.rows == rows == 42
        imports.confirm(pending, by=cast.legal_office, now=casting.NOW)
    assert (look.fates[Fate.MERGED], look.fates[Fate.CLASH], look.invalid) == (1, 2, 7)
    assert Subject.objects.count() == 32


def test_the_practice_list_wants_a_workbooks_name(tmp_path):
    with pytest.raises(Refused, match="xlsx"):
        imports.write_sample(tmp_path / "练习.csv")
