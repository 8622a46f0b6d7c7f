"""Ten ways and more to spoil every single field: three programs refuse, and name the same checks.

The product's verifier and the one-file program here, the portal's modules by node on a sample; in Chromium all of
them (tests/browser/test_tampering.py). What was caught by what: docs/reference/tamper.md.
"""

import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.publicity import browsers
from tests.verify import judges, mutations, sweep
from tools import write_tamper

PARTS = 4  # of the long sweep, so that workers share it


@pytest.fixture(autouse=True)
def no_collection() -> Iterator[None]:
    """Thousands of parsed transcripts hold no cycles worth looking for."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_mutation_of_every_field_is_refused_by_the_same_checks(part: int, tmp_path: Path) -> None:
    found = [one.fault for one in sweep.judged(sweep.spoilt()[part::PARTS], tmp_path)]
    assert not [fault for fault in found if fault]


def test_a_spread_of_mutations_is_refused_by_the_same_checks(tmp_path: Path) -> None:
    """The quick tier's share of the long sweep."""
    found = [one.fault for one in sweep.judged(sweep.spoilt()[::97], tmp_path)]
    assert not [fault for fault in found if fault]


@pytest.mark.skipif(sweep.node() is None, reason="node is not installed: Chromium runs the whole sweep")
def test_javascript_names_the_same_checks(tmp_path: Path) -> None:
    cases = [*sweep.spoilt()[::29], *sweep.rowed()[::9], *sweep.forged()[::9]]
    told = sweep.by_javascript(cases, browsers.served(tmp_path), tmp_path)
    python = sweep.judged(cases, tmp_path)
    apart = [
        f"{mine.case}: {mine.program}, in JavaScript {its}"
        for mine, its in zip(python, told, strict=True)
        if mine.program != its
    ]
    assert not apart


def test_every_field_has_ten_mutations() -> None:
    counted = Counter(one.field for one in (*sweep.spoilt(), *sweep.rowed()))
    assert not {field: number for field, number in counted.items() if number < sweep.PER_FIELD}


def test_what_nothing_binds_is_listed_for_fields_that_exist_and_no_others() -> None:
    """A field that left the documents must leave the list of exceptions too."""
    assert sweep.UNBOUND.keys() <= {one.field for one in sweep.spoilt()}


def test_every_field_of_the_documents_occurs_in_the_mutated_draws() -> None:
    """The parts the task names: none of them may quietly drop out of the suite."""
    seen = {one.field for one in sweep.spoilt()}
    for kind in ("roll", "plan", "seal", "reveal", "public", "result", "substitute", "skip", "replace", "audit", "void",
                 "complete", "media"):  # fmt: skip
        assert f"transcript.events[]<{kind}>.event.body" in seen
    for part in ("result.strata[].cut", "result.panels[].teams[].captain", "result.pairs[].team", "result.audit[].tags[]",
                 "coi.key", "coi.leaves[]", "coi.opened[].key", "checkpoint[]", "anchors[].seal", "openings[].salt",
                 "rolls[].digest"):  # fmt: skip
        assert f"transcript.{part}" in seen


def test_the_table_of_refusals_is_the_one_of_these_mutations() -> None:
    listed = {str(one) for one in sweep.everything()}
    assert sweep.known().keys() == listed, "run tools/write_tamper.py"
    assert write_tamper.PAGE.read_text(encoding="utf-8") == write_tamper.text(), "run tools/write_tamper.py"


def test_every_attack_of_the_list_is_replayed() -> None:
    assert set(write_tamper.attacks()) >= set(write_tamper.LISTED)


def test_an_edit_makes_its_change_and_no_other() -> None:
    show, layout = sweep.show("table"), sweep.layout("table")
    assert layout.data == show.data
    start, end = layout.spans["result", "seed"]
    assert layout.data[start:end].decode() == f'"{show.transcript["result"]["seed"]}"'
    for one in list(mutations.mutations(show.transcript))[::211]:
        spoilt = one.edit(show.transcript, layout).apply(layout.data)
        assert spoilt != show.data


@pytest.mark.parametrize("spelling", [name for name, _ in mutations.spoil_bytes(b'{"index":2,"v":"sxsj1"}')])
def test_another_spelling_of_the_transcript_is_refused_as_not_canonical(
    spelling: str, tmp_path: Path
) -> None:
    show = sweep.show("table")
    data = dict(mutations.spoil_bytes(show.data))[spelling]
    assert data != show.data
    show.write(tmp_path)
    verdicts = judges.judge(data, show, tmp_path)
    assert verdicts.product == verdicts.program == ("V0",), verdicts.explain()
