"""Substitution, replacement, void and redraw: exactly one right next step, and nobody is spared."""

import pytest
from tests.core.draw import aftermath, scenario
from tests.core.draw.aftermath import WHY

from mingqian.core.canonical import Suite, document_hash
from mingqian.core.draw import redraw, roll, rows


def failed(later, **staging) -> tuple[list[str], tuple[str, ...]]:
    report = scenario.stage(later=later, **staging).verify()
    return report.failed(), report["V16"].messages


@pytest.mark.parametrize("suite", Suite)
def test_a_chain_of_right_events_verifies(suite):
    def later(staged):
        standing = aftermath.standing_of(staged)
        events = []
        drawn = staged.result["strata"][0]["drawn"]
        for kind, make in [
            ("skip", lambda: aftermath.skip(standing, 1, "M1")),
            ("substitute", lambda: aftermath.substitute(standing, 1, "M1")),
            ("substitute", lambda: aftermath.substitute(standing, 3, "C")),
            ("replace", lambda: aftermath.replace(standing, "LD01", "A", drawn[0])),
            ("replace", lambda: aftermath.replace(standing, "LD01", "A", drawn[1])),
            ("replace", lambda: aftermath.replace(standing, "LD01", "A", drawn[2])),
        ]:
            body = make()
            if kind == "skip" and body["tag"] is None:
                continue
            assert standing.apply(kind, body) == []
            events.append((kind, body))
        assert events[-1][1]["in"] is None and events[-1][1]["team"] == 0, "two reserves, then none"
        return events

    report = scenario.stage(suite, later=later).verify()
    assert report.failed() == []
    assert report["V16"].status == "passed"


def test_the_first_able_substitute_comes_in_and_leaves_the_bench():
    staged = scenario.stage()
    standing = aftermath.standing_of(staged)
    bench = list(standing.bench["P2"])
    assert bench
    body = aftermath.substitute(standing, 3, "M1")
    assert body["in"] in bench
    assert standing.apply("substitute", body) == []
    assert body["in"] not in standing.bench["P2"]
    assert standing.apply("substitute", body), "the same event cannot happen twice"


def test_a_replacement_keeps_the_team_of_the_subject_not_found_if_able():
    staged = scenario.stage()
    standing = aftermath.standing_of(staged)
    stratum = staged.result["strata"][0]
    out = stratum["drawn"][0]
    body = aftermath.replace(standing, "LD01", "A", out)
    assert body["in"] == stratum["reserve"][0]
    team = standing.visits["P1"][out].team
    able = standing.bonds.able("P1", standing.crew(team), body["in"], [staged.plan["items"][0]["quals"]])
    assert (body["team"] == team) is able
    assert standing.apply("replace", body) == []
    assert standing.visits["P1"][out].team == team, "out and its visit stay"
    assert standing.visits["P1"][body["in"]].team == body["team"]


def test_a_replacement_may_itself_be_replaced_but_nobody_twice():
    staged = scenario.stage()
    standing = aftermath.standing_of(staged)
    out = staged.result["strata"][0]["drawn"][0]
    first = aftermath.replace(standing, "LD01", "A", out)
    assert standing.apply("replace", first) == []
    assert standing.apply("replace", first | {"in": None, "team": 0})
    second = aftermath.replace(standing, "LD01", "A", first["in"])
    assert second["in"] == staged.result["strata"][0]["reserve"][1]
    assert standing.apply("replace", second) == []


@pytest.mark.parametrize(
    ("kind", "changes", "word"),
    [
        ("substitute", {"in": "0" * 64}, "递补"),
        ("substitute", {"out": "0" * 64}, "现在不是"),
        ("substitute", {"team": 9}, "没有第 9 组"),
        ("substitute", {"seat": "M7"}, "席"),
        ("substitute", {"approved_by": "organiser"}, "批准人"),
        ("skip", {"tag": "0" * 64}, "下一位"),
        ("skip", {"approved_by": "organiser"}, "批准人"),
        ("replace", {"in": "0" * 64}, "递补"),
        ("replace", {"in": None, "team": 0}, "递补"),
        ("replace", {"team": 77}, "组检查"),
        ("replace", {"stratum": "Z"}, "没有层"),
        ("replace", {"approved_by": "organiser"}, "批准人"),
    ],
)
def test_a_wrong_later_event_is_refused(kind, changes, word):
    def later(staged):
        standing = aftermath.standing_of(staged)
        out = staged.result["strata"][0]["drawn"][0]
        body = {
            "substitute": lambda: aftermath.substitute(standing, 3, "M1"),
            "skip": lambda: aftermath.skip(standing, 3, "M1"),
            "replace": lambda: aftermath.replace(standing, "LD01", "A", out),
        }[kind]()
        return [(kind, body | changes)]

    codes, messages = failed(later)
    assert codes == ["V16"]
    assert any(word in message for message in messages), messages


def test_a_forced_subject_cannot_be_replaced():
    def later(staged):
        forced = staged.result["strata"][0]["forced"][0]
        spare = staged.result["strata"][0]["reserve"][0]
        return [("replace", {"item": "LD01", "stratum": "A", "out": forced, "in": spare, "team": 1, **WHY})]

    assert failed(later)[0] == ["V16"]


@pytest.mark.parametrize("suite", Suite)
def test_a_void_and_its_next_attempt_verify_together(suite):
    def with_replacement(staged):
        standing = aftermath.standing_of(staged)
        out = staged.result["strata"][0]["drawn"][0]
        return [("replace", aftermath.replace(standing, "LD01", "A", out)), aftermath.void(staged)]

    first = scenario.stage(suite, later=with_replacement)
    assert first.verify().failed() == []
    second = aftermath.attempt_again(first)
    alone = second.verify()
    assert alone.failed() == [] and alone["V17"].status == "outsider"
    report = second.verify([first.published()])
    assert report.failed() == [] and report["V17"].status == "passed"
    before = set(first.result["strata"][0]["forced"]) | set(first.result["strata"][0]["drawn"])
    came_in = first.events[-2]["body"]["in"]
    after = second.result["strata"][0]["forced"]
    assert set(after) == before | {came_in}, "who was selected stays, replacements included"


def test_a_prior_transcript_which_is_not_the_one_named_is_refused():
    first = scenario.stage(later=lambda staged: [aftermath.void(staged)])
    other = scenario.stage(later=lambda staged: [aftermath.void(staged, evidence="other")])
    report = aftermath.attempt_again(first).verify([other.published()])
    assert report.failed() == ["V17"]
    assert any("所指的" in message for message in report["V17"].messages)


def test_a_third_attempt_is_shown_as_needing_legal_review():
    first = scenario.stage(later=lambda staged: [aftermath.void(staged)])
    third = aftermath.attempt_again(
        first, on_plan=lambda plan: [one.update(attempt=3) for one in plan["items"]], values=[scenario.DICE]
    )
    assert any("法制审核" in message for message in third.verify()["V21"].messages)
    assert third.verify([first.published()]).failed() == ["V17"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda lines, tag: [line for line in lines if not line.startswith(tag.encode())], "缺少"),
        (lambda lines, tag: sorted([*lines, b"0" * 64 + b"|A|E|1|" + b"0" * 64]), "多出"),
        (lambda lines, tag: aftermath.rewritten(lines, tag, status="E", weight=1), "应改为 F:RD"),
        (lambda lines, tag: aftermath.rewritten(lines, tag, rec="0" * 64), "应改为 F:RD"),
        (lambda lines, tag: aftermath.rewritten(lines, tag, stratum="B"), "应改为 F:RD"),
        (lambda lines, tag: aftermath.rewritten(lines, tag, status="X:3M"), "应改为 F:RD"),
    ],
)
def test_a_successor_roll_that_spares_or_changes_somebody_is_named(change, word):
    staged = scenario.stage()
    before = list(roll.rows_of(staged.files[staged.hashes["LD"]]))
    chosen = redraw.selected(staged.result, [], "LD01")
    tag = staged.result["strata"][0]["drawn"][0]
    after = roll.successor(before, selected=chosen)
    assert redraw.faults(before, after, selected=chosen, errors=set()) == []
    found = redraw.faults(before, change(after, tag), selected=chosen, errors=set())
    assert len(found) == 1 and word in found[0]


def test_f_rd_occurs_nowhere_else():
    staged = scenario.stage()
    before = list(roll.rows_of(staged.files[staged.hashes["LD"]]))
    chosen = redraw.selected(staged.result, [], "LD01")
    other = next(rows.parse(line).tag for line in before if rows.parse(line).tag not in chosen)
    after = aftermath.rewritten(roll.successor(before, selected=chosen), other, status="F:RD", weight=1)
    assert redraw.faults(before, after, selected=chosen, errors=set())
    assert redraw.faults(before, after, selected=chosen, errors={other}), "not even for an error"


def test_rows_named_as_errors_may_be_corrected_or_dropped():
    staged = scenario.stage()
    before = list(roll.rows_of(staged.files[staged.hashes["LD"]]))
    chosen = redraw.selected(staged.result, [], "LD01")
    tag = staged.result["strata"][0]["drawn"][0]
    after = roll.successor(before, selected=chosen, errors=[tag])
    dropped = [line for line in after if not line.startswith(tag.encode())]
    moved = aftermath.rewritten(after, tag, status="X:3M", weight=1)
    for lines in (after, dropped, moved):
        assert redraw.faults(before, lines, selected=chosen, errors={tag}) == []
    assert redraw.faults(before, dropped, selected=chosen, errors=set())


def test_a_void_before_the_seed_leaves_the_roll_as_it_is():
    missing = {role: scenario.SECRETS[role] for role in ("organiser", "witness")}
    first = scenario.stage(
        secrets=missing, without_result=True, later=lambda staged: [aftermath.void(staged, reason="PARTY")]
    )
    assert first.verify().failed() == []
    second = aftermath.attempt_again(first, on_plan=scenario.with_beacon)
    assert second.verify([first.published()]).failed() == []
    assert document_hash(second.suite, second.headers[second.hashes["LD"]]) == first.hashes["LD"]
