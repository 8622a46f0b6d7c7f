"""The attacks on draws, critical and high: each is replayed and refused, or shown by V21.

The codes C1–C10 and H1–H16 are those of the list of attacks found against an earlier text.
"""

from typing import Any

import pytest
from tests.core.draw import aftermath, scenario
from tests.core.draw.scenario import SECRETS, stage

from mingqian.core.canonical import Suite, document_hash
from mingqian.core.draw import (
    ceremony,
    conflicts,
    panel,
    register,
    roll,
    rows,
    transcript,
)
from mingqian.core.draw.documents import check
from mingqian.core.draw.rows import Entry
from mingqian.core.draw.verify import Secrets

S = Suite.SHA256


def shown(staged: scenario.Staged) -> str:
    report = staged.verify()
    assert report.failed() == []
    return "\n".join(report["V21"].messages)


def void(staged: scenario.Staged) -> list[tuple[str, Any]]:
    return [aftermath.void(staged)]


def test_c1_an_anchor_of_eight_characters_binds_nothing():
    def eight(doc):
        doc["anchors"][0]["seal"] = doc["anchors"][0]["seal"][:8] + "0" * 56

    assert stage(on_transcript=eight).verify().failed() == ["V19"]
    short = stage(on_transcript=lambda doc: doc["anchors"][0].update(seal=doc["anchors"][0]["seal"][:8]))
    assert short.verify().failed() == ["V0"]


def test_c2_a_stratum_without_a_rule_does_not_escape():
    lists = scenario.vector_lists()
    lists["LD"].entries.append(Entry("USCC:FRIEND", {"employees": 1, "name": "友"}, "Z"))
    assert stage(lists=lists).verify().failed() == ["V5"]


def test_c3_an_inspector_left_unopened_is_missed():
    """Without this the organiser omits one opening and gets another captain."""
    honest = stage()
    captain = honest.result["panels"][0]["teams"][0]["captain"]

    def omit(doc):
        doc["openings"] = [one for one in doc["openings"] if one["tag"] != captain]

    report = stage(on_transcript=omit).verify()
    assert report.failed() == ["V14"]
    assert "未开封" in report["V14"].messages[0]


def test_c4_no_conflict_can_be_invented_after_the_seed():
    honest = stage()
    pair = honest.result["pairs"][0]
    member = honest.result["panels"][0]["teams"][0]["captain"]
    key = conflicts.pair_key(S, scenario.CONFLICT_KEY, member, pair["tag"])
    opened = {"inspector": member, "subject": pair["tag"], "key": key}
    assert (member, pair["tag"]) not in honest.ties
    report = stage(on_transcript=lambda doc: doc["coi"]["opened"].append(opened)).verify()
    assert "V15" in report.failed()


def test_c4_committing_every_pair_and_applying_the_convenient_ones_shows_with_kc():
    lists = scenario.vector_lists()
    people = [rows.tag_of(S, entry.identity, "") for entry in lists["ZF"].entries]
    subjects = [
        rows.tag_of(S, entry.identity, rows.salt_of(S, entry.identity, scenario.KEY))
        for entry in lists["LD"].entries
    ]
    everything = [(person, subject) for person in people for subject in subjects]

    def hide(doc):
        doc["coi"]["opened"] = doc["coi"]["opened"][:1]

    staged = stage(ties=everything, on_transcript=hide)
    assert "V23" in staged.verify().failed(), "with sealed rolls Kc is published: anybody sees it"


def test_c5_under_embargo_reveals_and_result_stay_closed():
    embargo = {"embargo_until": "2026-07-01T00:00:00Z"}
    staged = stage(on_plan=lambda doc: doc.update(embargo))
    assert staged.verify().failed() == []
    journaled = [event for event in staged.log if event["kind"] in ("reveal", "result")]
    assert all(set(event["body"]) == {"closed"} for event in journaled)
    bare = stage(on_plan=lambda doc: doc.update(embargo))
    bare.plan["embargo_until"] = None
    scenario.publish(bare)  # the same events, unclosed, under a plan with an embargo
    assert "V19" in bare.verify().failed()


def test_c5_an_opened_body_is_the_one_that_was_closed():
    def other(doc):
        entry = next(one for one in doc["events"] if one["event"]["kind"] == "reveal")
        entry["nonce"] = "f" * 64

    staged = stage(on_plan=lambda doc: doc.update(embargo_until="2026-07-01T00:00:00Z"), on_transcript=other)
    assert staged.verify().failed() == ["V19"]


def test_c6_a_redraw_spares_nobody_who_was_selected():
    first = stage(later=void)
    fresh = aftermath.attempt_again(first, lists=scenario.vector_lists())
    assert fresh.verify([first.published()]).failed() == ["V17"]
    assert aftermath.attempt_again(first).verify([first.published()]).failed() == []


def test_c6_a_planted_list_error_frees_only_its_own_row():
    """An error frees its row; using the occasion to drop a second one does not pass."""

    def planted(staged):
        return [aftermath.void(staged, errors=[staged.result["strata"][0]["drawn"][0]])]

    first = stage(later=planted)
    error, friend = first.result["strata"][0]["drawn"][:2]
    lists = aftermath.lists_of(first, errors=[error])
    second = aftermath.attempt_again(first, lists=lists)
    assert second.verify([first.published()]).failed() == []
    lists = aftermath.lists_of(first, errors=[error, friend])
    second = aftermath.attempt_again(first, lists=lists)
    assert second.verify([first.published()]).failed() == ["V17"]


def test_c7_a_new_draw_id_does_not_restart_a_round():
    """V24, by whoever holds the whole journal."""
    first = stage()
    again = stage(on_plan=lambda doc: doc.update(no=2, prev_plan=first.plan_hash, draw_id="2026-0002"))
    found = register.faults(S, [*first.events, *again.events])
    assert any("轮次" in fault for fault in found)
    assert register.faults(S, first.events) == []


def test_c7_what_a_court_voids_after_its_completion_was_a_round_all_the_same():
    """The next round may follow; a void of the earlier one later on touches nothing of that."""
    first = stage()

    def next_round(doc):
        doc.update(no=2, prev_plan=first.plan_hash, draw_id="2026-0002")
        for item in doc["items"]:
            item["round"] = "2026-02"

    second = stage(on_plan=next_round)
    annulled = aftermath.void(first, reason="ORDER")[1] | {"events": 1}
    event = {**first.events[-1], "kind": "void", "body": annulled}
    assert register.faults(S, [*first.events, event, *second.events]) == []
    assert register.faults(S, [*first.events, *second.events, event]) == []
    again = stage(on_plan=lambda doc: doc.update(no=2, prev_plan=first.plan_hash, draw_id="2026-0002"))
    assert register.faults(S, [*first.events, event, *again.events])


def test_c7_plans_sealed_in_parallel_break_the_chain():
    first, second = stage(complete=False), stage(complete=False, secrets={**SECRETS, "organiser": "x" * 20})
    found = register.faults(S, [*first.events, *second.events])
    assert any("编号" in fault for fault in found) and any("哈希" in fault for fault in found)
    one_plan_twice = [*first.events, *[event for event in second.events if event["kind"] == "seal"]]
    assert any("两次" in fault for fault in register.faults(S, one_plan_twice))


def test_c7_a_rehearsal_is_never_promoted():
    def promoted(doc):
        lines = doc["checkpoint"]
        doc["checkpoint"] = ["rehearsal", *lines[1:]]

    assert "V18" in stage(on_transcript=promoted).verify().failed()


def test_c7_the_whole_journal_is_checked_against_the_checkpoint():
    staged = stage()
    data, files = transcript.publish(staged.transcript), staged.file_names()
    from mingqian.core.draw.verify import verify

    assert verify(data, files, journal=staged.log)["V24"].status == "passed"
    assert verify(data, files, journal=staged.log[:-1])["V24"].status == "failed"
    assert verify(data, files, journal=[*staged.log[1:], staged.log[0]])["V24"].status == "failed"


def ghosts() -> dict[str, scenario.List]:
    """The friend's rival stands in three rows under invented salts."""
    lists = scenario.vector_lists()
    entry = lists["LD"].entries[0]
    lines = rows.build(S, lists["LD"].entries, key=scenario.KEY)
    for number in (1, 2, 3):
        salt = f"{number:064x}"
        tag, rec = rows.tag_of(S, entry.identity, salt), rows.rec_of(S, entry.identity, salt, entry.record)
        lines.append(rows.Row(tag, "A", "E", 1, rec).line())
    lists["LD"].rows = sorted(lines)
    return lists


def test_c8_one_firm_in_many_rows_is_seen_with_the_key():
    staged = stage(lists=ghosts())
    assert staged.verify().failed() == [], "without K nobody can tell: a stated limit"
    report = staged.verify(secrets=staged.secrets())
    assert report.failed() == ["V23"]
    assert "3 行不属于任何标识" in report["V23"].messages[0]


def test_c8_the_same_id_opened_twice_is_refused_without_any_key():
    staged = stage(lists=ghosts())
    entry = staged.lists["LD"].entries[0]

    def open_both(doc):
        for number in (1, 2):
            salt = f"{number:064x}"
            tag = rows.tag_of(S, entry.identity, salt)
            doc["openings"].append(
                transcript.opening(staged.hashes["LD"], tag, entry.identity, salt, entry.record)
            )

    report = stage(lists=ghosts(), on_transcript=open_both).verify()
    assert "V13" in report.failed()


def test_c8_an_opening_with_a_foreign_salt_is_seen_with_the_key():
    staged = stage(lists=ghosts())
    entry = staged.lists["LD"].entries[0]
    salt = f"{1:064x}"
    opening = transcript.opening(
        staged.hashes["LD"], rows.tag_of(S, entry.identity, salt), entry.identity, salt, entry.record
    )
    odd = stage(
        lists=ghosts(), open_subjects=False, on_transcript=lambda doc: doc["openings"].append(opening)
    )
    assert odd.verify().failed() == []
    assert odd.verify(secrets=Secrets(key=scenario.KEY)).failed() == ["V23"]


def test_c9_refusing_at_the_table_gains_one_void_and_then_nothing():
    """Beacon order afterwards: a refusal changes nothing."""
    missing = {role: SECRETS[role] for role in ("organiser", "witness")}
    first = stage(
        secrets=missing, without_result=True, later=lambda staged: [aftermath.void(staged, reason="PARTY")]
    )
    table_again = aftermath.attempt_again(first)
    assert table_again.verify([first.published()]).failed() == ["V17"]
    beacon = aftermath.attempt_again(first, on_plan=scenario.with_beacon)
    assert beacon.verify([first.published()]).failed() == []
    refused = stage(on_plan=scenario.with_beacon, secrets=missing)
    assert refused.verify().failed() == [] and refused.result is not None


def test_c9_the_organiser_opens_first():
    def witness_first(events):
        places = [place for place, event in enumerate(events) if event["kind"] == "reveal"]
        events[places[0]], events[places[1]] = events[places[1]], events[places[0]]

    assert stage(on_events=witness_first).verify().failed() == ["V9"]


def test_c10_sealed_tags_are_no_dictionary_and_embargo_needs_them():
    open_tags = {rows.tag_of(S, scenario.subject_id(i), "") for i in range(1, 25)}
    staged = stage(open_subjects=False)
    assert not open_tags & {row[rows.TAG].decode() for row in roll.rows_of(staged.files[staged.hashes["LD"]])}
    lists = scenario.vector_lists()
    for name in ("LD", "SB"):
        lists[name].key = None
    opened = stage(lists=lists, on_plan=lambda doc: doc.update(embargo_until="2026-07-01T00:00:00Z"))
    assert "V5" in opened.verify().failed()


@pytest.mark.parametrize("value", ["x", "", "01", "1,2,3", scenario.BEACON_VALUES[0] + ",80"])
def test_h1_a_lottery_value_is_structured_not_a_pattern(value):
    staged = stage(on_plan=scenario.with_beacon, values=[value or "-", scenario.BEACON_VALUES[1]])
    assert "V10" in staged.verify().failed()


def test_h2_dice_belong_to_the_table_and_have_an_exact_count():
    beacon_dice = stage(on_plan=lambda doc: doc.update(order=ceremony.BEACON), values=[scenario.DICE])
    assert "V10" in beacon_dice.verify().failed()
    assert "V10" in stage(on_plan=lambda doc: doc["public"][0].update(count=1)).verify().failed()
    assert "V10" in stage(values=[scenario.DICE + "1"]).verify().failed()


def weighty(weights: list[int]) -> scenario.Staged:
    lists = scenario.vector_lists()
    entry = lists["LD"].entries[0]
    lists["LD"].entries[0] = Entry(entry.identity, entry.record, "A", "E", 999)
    return stage(lists=lists, on_plan=lambda doc: doc["items"][0]["rules"][0].update(weights=weights))


def test_h3_a_heavy_weight_is_refused_unless_listed_and_then_shown():
    assert weighty([1, 2, 4]).verify().failed() == ["V5"]
    assert "权重" in shown(weighty([1, 2, 4, 999]))


def test_h3_only_eligible_rows_have_a_weight():
    lists = scenario.vector_lists()
    lines = rows.build(S, lists["LD"].entries, key=scenario.KEY)
    lists["LD"].rows = [line.replace(b"|X:3M|1|", b"|X:3M|9|") for line in lines]
    assert "V1" in stage(lists=lists).verify().failed()


def test_h4_a_stratum_cannot_be_freed_by_max_or_rate():
    rule = {"max": 0}
    assert "V0" in stage(on_plan=lambda doc: doc["items"][0]["rules"][0].update(rule)).verify().failed()
    nothing = [{"upto": None, "ppm": 0}]
    assert (
        "V0" in stage(on_plan=lambda doc: doc["items"][1]["rules"][0].update(tiers=nothing)).verify().failed()
    )


def test_h4_whole_strata_and_empty_draws_are_shown():
    lists = scenario.vector_lists()
    lists["LD"].entries = [entry for entry in lists["LD"].entries if entry.stratum == "A"]
    lists["LD"].entries.append(Entry("USCC:ALONE", {"employees": 1, "name": "独"}, "B"))
    assert "抽中全部 1 家" in shown(stage(lists=lists))


def test_h5_one_list_or_ten_strata_are_drawn_alike():
    """The numbers themselves stand in the quota tests; here the plan refuses mixed totals."""
    mixed = stage(on_plan=lambda doc: doc["items"][0]["rules"][0].update(base="all"))
    assert mixed.verify().failed() == ["V5"]


def test_h6_friendly_complaints_leave_no_random_draw_and_that_is_shown():
    lists = scenario.vector_lists()
    for place in range(5):
        entry = lists["SB"].entries[place]
        lists["SB"].entries[place] = Entry(entry.identity, entry.record, "Q", "F:XK")
    text = shown(stage(lists=lists))
    assert "随机抽取 0 家" in text and "四分之一" in text


def test_h6_the_outside_audit_covers_every_forced_and_exempt_row():
    staged = stage()
    due = [5, 4]

    def audits(counts):
        def later(staged):
            names = [staged.hashes["LD"], staged.hashes["SB"]]
            return [
                ("audit", {"roll": name, "checked": count, "errors": []})
                for name, count in zip(names, counts, strict=True)
            ]

        return stage(later=later).verify()["V22"]

    assert staged.verify()["V22"].status == "outsider"
    assert audits(due).status == "passed"
    assert audits([4, 4]).status == audits([5, 3]).status == "failed"


def test_h7_a_panel_that_could_fail_after_the_seed_is_refused_before():
    lists = scenario.vector_lists()
    for place, entry in enumerate(lists["ZF"].entries):
        record = {**entry.record, "captain": place == 0}
        lists["ZF"].entries[place] = Entry(entry.identity, record, entry.stratum, entry.status)
    staged = scenario.prepare(lists=lists)
    assert any("组长" in fault for fault in panel.infeasible(staged.plan["panels"], staged.rosters()))


def test_h8_two_names_for_the_organiser_are_not_two_parties():
    def twins(doc):
        for party, role in zip(doc["parties"], ("organiser", "organiser2", "organiser3"), strict=True):
            party.update(role=role, unit="O", outside=role != "organiser")

    secrets = {role: SECRETS["organiser"] + role for role in ("organiser", "organiser2", "organiser3")}
    assert stage(on_plan=twins, secrets=secrets).verify().failed() == ["V8"]
    inside = stage(on_plan=lambda doc: [party.update(outside=False) for party in doc["parties"]])
    assert "V8" in inside.verify().failed()


def test_h9_a_commitment_under_another_name_does_not_open():
    """The organiser's own commitment in the witness's place: the witness's secret no longer fits."""

    def forged(doc):
        own = ceremony.commit(S, plan_hash=doc["plan"], role="witness", secret="o" * 20)
        doc["commits"][1]["commit"] = own

    assert stage(on_seal=forged).verify().failed() == ["V9"]


def test_h9_copied_commitments_are_refused():
    def copied(doc):
        doc["commits"][1]["commit"] = doc["commits"][2]["commit"]

    assert "V7" in stage(on_seal=copied).verify().failed()


def test_h10_invented_secrets_are_too_short():
    for secret in ("1" * 22, "13800138000" * 2, "abc"):
        assert stage(secrets={**SECRETS, "witness": secret}).verify().failed() == ["V9"]


def test_h11_the_value_stands_even_if_mistyped():
    def corrected(events):
        place = next(place for place, event in enumerate(events) if event["kind"] == "public")
        again = {**events[place], "body": {**events[place]["body"], "value": "1" * 20}}
        events.insert(place + 1, again)

    assert "V10" in stage(on_events=corrected).verify().failed()
    slip = stage(later=lambda staged: [aftermath.void(staged, reason="SOURCE")])
    assert slip.verify().failed() == ["V17"]


def test_h12_a_subject_not_found_stays_and_the_first_reserve_comes():
    def friend_of_the_organiser(staged):
        standing = aftermath.standing_of(staged)
        out, last = staged.result["strata"][0]["drawn"][0], staged.result["strata"][0]["reserve"][-1]
        return [("replace", aftermath.replace(standing, "LD01", "A", out) | {"in": last})]

    assert stage(later=friend_of_the_organiser).verify().failed() == ["V16"]
    staged = stage()
    out = staged.result["strata"][0]["drawn"][0]
    standing = aftermath.standing_of(staged)
    standing.apply("replace", aftermath.replace(standing, "LD01", "A", out))
    assert out in standing.visits["P1"]


def test_h13_unavailable_until_the_friend_comes_does_not_pass():
    def serial(staged):
        standing = aftermath.standing_of(staged)
        bench = standing.bench["P2"]
        friend = bench[-1]
        return [("substitute", aftermath.substitute(standing, 3, "M1", **{"in": friend}))]

    staged = stage()
    assert len(aftermath.standing_of(staged).bench["P2"]) > 1
    assert stage(later=serial).verify().failed() == ["V16"]


def test_h13_a_skipped_person_does_not_return():
    def returns(staged):
        standing = aftermath.standing_of(staged)
        skip = aftermath.skip(standing, 3, "M1")
        standing.apply("skip", skip)
        come_back = aftermath.substitute(standing, 3, "M1", **{"in": skip["tag"]})
        return [("skip", skip), ("substitute", come_back)]

    assert stage(later=returns).verify().failed() == ["V16"]


def test_h14_one_plan_has_one_key():
    lists = scenario.vector_lists()
    lists["SB"].key = "ab" * 32
    assert stage(lists=lists).verify().failed() == ["V5"]


def test_h14_a_new_attempt_keeps_the_key():
    first = stage(later=void)
    lists = aftermath.lists_of(first)
    for name in ("LD", "SB"):
        lists[name].key = "ab" * 32
    second = aftermath.attempt_again(first, lists=lists)
    assert "V17" in second.verify([first.published()]).failed()


def test_h15_one_seed_opens_all_items_of_its_plan():
    """No item of a plan can have an embargo of its own; what stays secret longer needs its own plan."""

    def own(doc):
        doc["items"][0]["embargo_until"] = "2026-07-01T00:00:00Z"

    assert stage(on_plan=own).verify().failed() == ["V0"]


def test_h16_later_events_cannot_be_dropped():
    def later(staged):
        standing = aftermath.standing_of(staged)
        out = staged.result["strata"][0]["drawn"][0]
        return [("replace", aftermath.replace(standing, "LD01", "A", out))]

    def drop(doc):
        doc["events"] = [one for one in doc["events"] if one["event"]["kind"] != "replace"]

    assert stage(later=later, on_transcript=drop).verify().failed() == ["V19"]


def test_h16_the_result_document_stands_apart_from_the_proofs():
    staged = stage()
    assert check(staged.result, "result") == []
    stated = next(event["body"]["result"] for event in staged.events if event["kind"] == "result")
    assert stated == document_hash(S, staged.result)
    assert "proof" not in str(staged.result)
