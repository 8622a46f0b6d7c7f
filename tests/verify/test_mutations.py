"""Ten ways and more to spoil every single field: both verifiers refuse, and at the same check."""

import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.verify import judges, mutations, stage
from tests.verify.stage import BEACON, Doc, Show, Variant

PER_FIELD = 10
# What nothing in a transcript can bind, with the reason; everything else must be refused.
UNBOUND = {
    "transcript.rolls": {"turned round", "rotated", "two swapped"},  # a set, whose order says nothing
    "transcript.openings": {"turned round", "rotated", "two swapped", "first dropped", "last dropped"},  # voluntary
    "transcript.coi.opened": {"turned round", "rotated", "two swapped", "first dropped", "last dropped"},  # V23 in open rolls
    "transcript.events": {"last dropped"},  # a draw not yet complete, which V21 shows
    "transcript.checkpoint": {"last dropped", "last twice"},  # signatures need the keys: grade C without
    "transcript.checkpoint[]": set(),
    "transcript.anchors": {"empty list", "first dropped", "last dropped", "first twice", "last twice"},  # grade C without
    "transcript.anchors[].at": {"first letter", "a day later", "a year earlier"},  # the grade alone
    "transcript.anchors[].kind": set(),
    "transcript.anchors[].proof": {"space", "another hash", "a letter more", "a letter less", "upper case", "case turned",
                                   "space behind", "full width", "turned round", "first letter", "last letter"},
}  # fmt: skip
VARIANTS = {
    "table": Variant(),
    "beacon": Variant(order=BEACON),
    "embargo": Variant(embargo=True),
    "void": Variant(void="LIST", errors=(9,)),
    "appointed": Variant(appointed=True, mode="open"),
}


def with_a_predecessor(header: Doc) -> None:
    header["prev"] = {"roll": "cd" * 32, "added": 2, "removed": [{"code": "ZX", "count": 1}]}


def with_few_openings(doc: Doc) -> None:
    """Openings of subjects are voluntary; two are enough to spoil, and every mutation is read twice."""
    subjects = [one for one in doc["openings"] if one["id"].startswith("USCC")]
    doc["openings"] = [one for one in doc["openings"] if one not in subjects[2:]]


@pytest.fixture(scope="module")
def shows() -> dict[str, Show]:
    bends = {"header:LD": with_a_predecessor, "transcript": with_few_openings}
    return {name: stage.perform(one, bends) for name, one in VARIANTS.items()}


@pytest.fixture(autouse=True)
def no_collection() -> Iterator[None]:
    """Thousands of parsed transcripts hold no cycles worth looking for."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="module")
def folders(shows: dict[str, Show], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {name: tmp_path_factory.mktemp(name) for name in shows}
    for name, show in shows.items():
        show.write(made[name])
    return made


def new_fields(shows: dict[str, Show], name: str) -> Iterator[mutations.Mutation]:
    """The mutations of the fields which no variant before this one has."""
    before: set[str] = set()
    for other in list(VARIANTS)[: list(VARIANTS).index(name)]:
        before |= {field for field, _, _ in mutations.fields(shows[other].transcript)}
    return (one for one in mutations.chosen(shows[name].transcript, PER_FIELD) if one.field not in before)


def faults(found: list[mutations.Mutation], show: Show, folder: Path) -> list[str]:
    wrong = []
    for one in found:
        verdicts = judges.judge(one.apply(show.transcript), show, folder)
        if verdicts.product or verdicts.program:
            if not verdicts.agree_on_the_first:
                wrong.append(f"{one}: {verdicts.explain()}"[:400])
        elif one.name not in UNBOUND.get(one.field, set()):
            wrong.append(f"{one}: accepted by both")
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("name", VARIANTS)
def test_every_mutation_of_every_field_is_refused_at_the_same_check(
    name: str, shows: dict[str, Show], folders: dict[str, Path]
) -> None:
    assert not faults(list(new_fields(shows, name)), shows[name], folders[name])


def test_a_spread_of_mutations_is_refused_at_the_same_check(
    shows: dict[str, Show], folders: dict[str, Path]
) -> None:
    """The quick tier's share of the long test above."""
    found = list(new_fields(shows, "table"))[::97]
    assert not faults(found, shows["table"], folders["table"])


@pytest.mark.slow
def test_every_field_has_ten_mutations(shows: dict[str, Show]) -> None:
    for name in VARIANTS:
        counted = Counter(one.field for one in mutations.chosen(shows[name].transcript, PER_FIELD))
        assert not {field: number for field, number in counted.items() if number < PER_FIELD}


def test_every_field_of_the_documents_occurs_in_the_mutated_draws(shows: dict[str, Show]) -> None:
    """The parts the task names: none of them may quietly drop out of the suite."""
    seen = {field for show in shows.values() for field, _, _ in mutations.fields(show.transcript)}
    for kind in ("roll", "plan", "seal", "reveal", "public", "result", "substitute", "skip", "replace", "audit", "void",
                 "complete", "media"):  # fmt: skip
        assert f"transcript.events[]<{kind}>.event.body" in seen
    for part in ("result.strata[].cut", "result.panels[].teams[].captain", "result.pairs[].team", "result.audit[].tags[]",
                 "coi.key", "coi.leaves[]", "coi.opened[].key", "checkpoint[]", "anchors[].seal", "openings[].salt",
                 "rolls[].digest"):  # fmt: skip
        assert f"transcript.{part}" in seen


@pytest.mark.parametrize("spelling", [name for name, _ in mutations.spoil_bytes(b'{"index":2,"v":"sxsj1"}')])
def test_another_spelling_of_the_transcript_is_refused_as_not_canonical(
    spelling: str, shows: dict[str, Show], folders: dict[str, Path]
) -> None:
    data = dict(mutations.spoil_bytes(shows["table"].data))[spelling]
    assert data != shows["table"].data
    verdicts = judges.judge(data, shows["table"], folders["table"])
    assert verdicts.product == verdicts.program == ("V0",), verdicts.explain()
