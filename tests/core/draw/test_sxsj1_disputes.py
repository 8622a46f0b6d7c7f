"""Medium attacks M1–M10, and the places where two honest implementers once differed."""

import pytest
from tests.core.draw import aftermath, scenario
from tests.core.draw.scenario import SECRETS, stage

from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.core.draw import conflicts, documents, result, roll, rows, selection, tickets
from mingqian.core.draw.rows import Entry
from mingqian.core.draw.verify import verify

S = Suite.SHA256


def test_m1_a_beacon_round_older_than_the_seal_is_refused():
    def backdated(doc):
        scenario.with_beacon(doc)
        doc["public"][1]["at"] = "2026-06-02T00:00:00Z"

    assert "V19" in stage(on_plan=backdated).verify().failed()


def test_m1_a_reveal_after_its_deadline_does_not_count():
    def late(events):
        for event in events:
            if event["kind"] == "reveal" and event["body"]["role"] == "public":
                event["at"] = "2026-06-03T12:30:00Z"

    staged = stage(on_plan=scenario.with_beacon, on_events=late)
    assert staged.verify().failed() == ["V9"]


def test_m1_lateness_at_the_table_is_shown():
    def slow(events):
        for event in events:
            if event["kind"] in ("reveal", "result"):
                event["at"] = "2026-06-03T16:00:00Z"

    report = stage(on_events=slow).verify()
    assert report.failed() == []
    assert sum("迟于期限" in message for message in report["V21"].messages) == 4


def test_m2_a_nonce_keeps_open_records_from_being_guessed():
    guesses = {
        rows.rec_of(S, scenario.subject_id(1), "", {"employees": 10 * i, "name": "示例企业1"})
        for i in range(50)
    }
    record = {"employees": 10, "name": "示例企业1"}
    assert rows.rec_of(S, scenario.subject_id(1), "", record) in guesses
    assert rows.rec_of(S, scenario.subject_id(1), "", record | {"nonce": "c" * 64}) not in guesses


@pytest.mark.parametrize(("status", "refused"), [("X:NA", False), ("X:LEAVE", True), ("S:EZ", True)])
def test_m3_an_inspector_roll_does_not_say_why_somebody_is_absent(status, refused):
    lists = scenario.vector_lists()
    lines = rows.build(S, lists["ZF"].entries)
    lists["ZF"].rows = [line.replace(b"|X:NA|", f"|{status}|".encode()) for line in lines]

    def explained(headers):
        headers["ZF"]["codes"] = [{"code": status, "text": "demo"}]

    known = {**scenario.TEXTS, status: "demo"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scenario, "TEXTS", known)
        staged = stage(lists=lists, on_headers=explained)
    assert ("V1" in staged.verify().failed()) is refused


def test_m4_team_numbers_run_on_through_the_panels():
    teams = [team["team"] for panel in stage().result["panels"] for team in panel["teams"]]
    assert teams == [1, 2, 3]


def test_m5_few_holders_of_a_code_are_shown():
    text = "\n".join(stage().verify()["V21"].messages)
    assert "具有资格" not in text
    lists = scenario.vector_lists()
    for place, entry in enumerate(lists["ZF"].entries):
        quals = ["SB", "ZF"] if place == 0 else ["ZF"]
        record = {**entry.record, "quals": quals}
        lists["ZF"].entries[place] = Entry(entry.identity, record, entry.stratum, entry.status)
    assert "具有资格 SB 的只有 1 人" in "\n".join(stage(lists=lists).verify()["V21"].messages)


@pytest.mark.parametrize(
    "change",
    [
        lambda doc: doc["events"][0]["event"].update(kind="secret"),
        lambda doc: doc["events"][0]["event"].update(extra=1),
        lambda doc: doc["anchors"][0].update(kind="FRIEND"),
        lambda doc: doc["anchors"][0].update(at="yesterday"),
        lambda doc: doc.update(checkpoint="demo"),
        lambda doc: doc.pop("anchors"),
        lambda doc: doc["coi"].pop("key"),
    ],
)
def test_m6_events_anchors_and_checkpoint_have_a_schema(change):
    assert stage(on_transcript=change).verify().failed() == ["V0"]


@pytest.mark.parametrize("order", [None, scenario.with_beacon])
def test_m7_without_an_outside_cosignature_the_grade_is_c(order):
    staged = stage(on_plan=order)
    data, files = jcs(staged.transcript), staged.file_names()
    assert verify(data, files).grade == "C"
    cosigned, keys = scenario.signed(staged)
    assert verify(cosigned, files, keys=keys[:1]).grade == "C"
    assert verify(cosigned, files, keys=keys).grade == ("A" if order else "B")
    assert any("共同签名" in message for message in verify(data, files)["V21"].messages)


def test_m7_retyped_dice_under_a_rewritten_journal_give_another_seed():
    assert stage(values=["1" * 20]).seed != stage().seed


def test_m8_the_change_since_the_last_roll_is_stated_by_code_and_shown():
    def changed(headers):
        headers["LD"]["prev"] = {"roll": "0" * 64, "added": 4, "removed": [{"code": "ZX", "count": 2}]}

    staged = stage(on_headers=changed)
    assert any("新增 4，移出 ZX 2" in message for message in staged.verify()["V21"].messages)


def test_m9_an_id_of_another_scheme_is_refused():
    def schemes(headers):
        headers["LD"]["ids"] = ["PID"]

    assert stage(on_headers=schemes).verify().failed()[0] == "V13"


@pytest.mark.parametrize("reason", ["PARTY", "SOURCE"])
def test_m10_a_refusal_is_no_reason_once_the_seed_is_known(reason):
    staged = stage(later=lambda one: [aftermath.void(one, reason=reason)])
    assert staged.verify().failed() == ["V17"]
    lawful = stage(later=lambda one: [aftermath.void(one, reason="ORDER")])
    assert lawful.verify().failed() == []


def test_m10_a_void_result_must_be_published():
    staged = stage(later=lambda one: [aftermath.void(one, result=None)])
    assert staged.verify().failed() == ["V17"]
    alone = stage(later=lambda one: [aftermath.void(one, approved_by="organiser")])
    assert alone.verify().failed() == ["V17"]


def test_m10_an_open_beacon_order_fixes_the_seed_even_with_a_missing_secret():
    held = {role: SECRETS[role] for role in ("organiser", "public")}
    staged = stage(
        on_plan=scenario.with_beacon, secrets=held, later=lambda one: [aftermath.void(one, reason="PARTY")]
    )
    assert staged.verify().failed() == ["V17"]


# Places where two honest implementers differed, and the reading now fixed.


def test_the_conflict_root_is_over_ascii_hex_and_of_nothing_when_empty():
    leaf = "ab" * 32
    expected = hex_digest(S, b"\x00" + leaf.encode())
    assert conflicts.root(S, [leaf]) == expected
    assert conflicts.root(S, []) == hex_digest(S, b"")


def test_a_roll_file_without_its_last_line_feed_is_refused():
    staged = stage()
    files = staged.file_names()
    files["LD.txt"] = files["LD.txt"][:-1]
    assert verify(jcs(staged.transcript), files).failed()[0] == "V1"


@pytest.mark.parametrize("junk", [b"\n", b"\r\n", b" ", b"x"])
def test_a_roll_file_with_anything_more_is_refused(junk):
    staged = stage()
    files = staged.file_names()
    files["LD.txt"] += junk
    assert "V1" in verify(jcs(staged.transcript), files).failed()
    files["LD.txt"] = staged.file_names()["LD.txt"].replace(b"\n", b"\r\n")
    assert "V1" in verify(jcs(staged.transcript), files).failed()


def test_nothing_drawn_has_no_cut_and_everything_drawn_has_no_next():
    lines = rows.build(S, [Entry(f"USCC:{i}", {"n": i, "m": 0}, "A") for i in range(5)])
    data = roll.file_bytes(lines)

    def drawn(ppm, **changes):
        tiers = [{"upto": None, "ppm": ppm}]
        asked = scenario.rule("A", scope="stratum", tiers=tiers, **changes)
        return selection.select(
            S, seed="a" * 64, kind="subject", item={"item": "I", "rules": [asked]}, roll=data
        )[0]

    none = drawn(1_000_000, max=5) | {}
    assert none["k"] == 5 and none["next"] is None and none["cut"] is not None
    some = drawn(200_000)
    assert some["k"] == 1 and some["next"] is not None
    order = tickets.smallest(S, seed="a" * 64, purpose="subject", roll=data, limits={"A": 5})["A"]
    assert (some["cut"], some["next"]) == (order[0][0].hex(), order[1][0].hex())
    empty = selection.select(
        S,
        seed="a" * 64,
        kind="subject",
        item={"item": "I", "rules": [scenario.rule("A", scope="stratum", tiers=[{"upto": None, "ppm": 1}])]},
        roll=data.replace(b"|A|E|", b"|A|F:TS|"),
    )[0]
    assert empty["k"] == 0 and empty["cut"] is None and empty["next"] is None
    assert len(empty["forced"]) == 5


def test_reserve_zero_still_knows_the_next_key():
    staged = stage(on_plan=lambda doc: [rule.update(reserve=0) for rule in doc["items"][0]["rules"]])
    assert staged.verify().failed() == []
    assert all(one["reserve"] == [] and one["next"] for one in staged.result["strata"][:2])


def test_forced_stand_by_tag_and_drawn_by_key():
    staged = stage()
    one = staged.result["strata"][0]
    assert one["forced"] == sorted(one["forced"])
    assert one["drawn"] != sorted(one["drawn"])


def test_inspectors_and_audit_use_the_first_slip_only():
    lines = rows.build(S, [Entry(f"USCC:{i}", {"n": i, "m": 0}, "A", "E", 9) for i in range(40)])
    data = roll.file_bytes(lines)
    expected = sorted(
        (tickets.ticket(S, seed="a" * 64, purpose="audit", tag=line[:64].decode()), line[:64].decode())
        for line in lines
    )
    assert selection.audit_sample(S, seed="a" * 64, roll=data, leaves=7) == [tag for _, tag in expected[:7]]


def test_names_that_break_javascript_maps_are_no_strata():
    for name in ("__proto__", "_x", "-x", ""):
        plan = scenario.prepare().plan
        plan["items"][0]["rules"][0]["stratum"] = name
        assert documents.check(plan, "plan")
    assert not documents.check(scenario.prepare().plan, "plan")


def test_texts_are_counted_in_code_points():
    header = next(iter(scenario.prepare().headers.values()))
    assert documents.check(header | {"source": "😊" * 400}, "roll") == []
    assert documents.check(header | {"source": "😊" * 401}, "roll")


def test_a_text_that_is_not_nfc_is_only_a_warning_to_the_verifier():
    def decomposed(doc):
        doc["policy"]["pack"] = "e\u0301"

    report = stage(on_plan=decomposed).verify()
    assert report.failed() == [] and "NFC" in report["V0"].messages[0]


def test_items_of_one_roll_share_one_audit_sample():
    def both(doc):
        doc["items"][1]["subject_roll"] = doc["items"][0]["subject_roll"]
        doc["items"][1]["rules"] = doc["items"][0]["rules"]

    lists = scenario.vector_lists()
    staged = scenario.prepare(lists=lists, on_plan=both)
    assert result.item_rolls(staged.plan) == [staged.hashes["LD"]]


def test_the_leaf_of_the_journal_is_the_event_itself():
    staged = stage()
    for entry in staged.transcript["events"]:
        assert staged.log[entry["index"]] == entry["event"]
