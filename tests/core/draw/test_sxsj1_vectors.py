"""Section 13 of the protocol: unit vectors and the end-to-end draw in both suites."""

import json
import subprocess

import pytest
from tests.core.draw import scenario

from mingqian.core.canonical import Suite, document_hash
from mingqian.core.draw import rows, tickets
from mingqian.core.draw.documents import check

NAME = scenario.subject_id(1)


def test_the_unit_vectors_hold():
    suite, key = Suite.SHA256, scenario.KEY
    record = {"employees": 10, "name": "示例企业1"}
    salt = rows.salt_of(suite, NAME, key)
    tag = rows.tag_of(suite, NAME, salt)
    seed = "ec7cc4a3d0182089762cb10f437d5a237c4c380231110a57fa4d686ea7903498"
    assert NAME == "USCC:9135020000000001XA" and record == scenario.subject_record(1)
    assert document_hash(suite, record) == "a04567a7bf4e26bcb605bf1199c28c5c3e0598d829c7d617f4409938da362960"
    assert rows.key_commit(suite, key) == "04f15ed2a4214e1a13c95e8cb69f66b03c4366fb3f935e6f68b8d5978e1e5866"
    assert salt == "d4863bd7c67e6b116fa5be8e59f3415b2c719a836b7ff0c21e66e3d2ba875e1f"
    assert tag == "413348d3666919c54247982ea30dcb6c9c184912fc996fe3edd829783f112b3d"
    assert rows.rec_of(suite, NAME, salt, record) == (
        "436eceb29b48ff953c7cabc6416f1ab4a9886067d453152e9c57567386de8718"
    )
    assert tickets.ticket(suite, seed=seed, purpose="subject", tag=tag) == (
        "8aedd2937927c9e8fc8693a81cc9053dca89c9c8189ac94535972e2ac6180546"
    )


def test_the_unit_vectors_hold_in_sm3():
    salt = rows.salt_of(Suite.SM3, NAME, scenario.KEY)
    assert salt == "b565e9c23d4cef1f8e031a66a9c063358bec98453253502c980f984e12f43ce2"
    assert rows.tag_of(Suite.SM3, NAME, salt) == (
        "61751ff8727ec95b5a7384237e102dc84404ec24430a4e27e0af4c1de47af1ea"
    )


def test_a_firm_can_recheck_its_ticket_in_a_shell():
    line = r"printf 'sxsj1:ticket\n%s\nsubject\n%s\n1\n' {} {} | sha256sum".format("a" * 64, "b" * 64)
    shell = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout.split()[0]
    assert tickets.ticket(Suite.SHA256, seed="a" * 64, purpose="subject", tag="b" * 64) == shell


EXPECTED = {
    Suite.SHA256: {
        "plan": "8e5e73d89bd977fd6c93f7874459b05fb2ed862637d0b275cd74be8d59355800",
        "seal": "2a13fc844ac5fcb648bb7997f7b53d0888a8d6a05c131ff29c9cdc93df4aa17d",
        "seed": "0fe4837faf02400a12d8b1198f3a9d2895cd5ff5eae251c968077c1fcb523e87",
        "strata": {
            "A": ("86850b8a", "a4a11654 0680cbaf b924f728 07fd6e2b"),
            "B": ("", "3210a187 c41c67e6 ba2c785f"),
            "Q": ("76a658df", "3210a187 a4a11654 0680cbaf"),
        },
        "teams": ["500a289d 7113c4c2", "8e3a1f7b ab50d503", "4a18591a 23883061"],
        "pairs": [1, 1, 2, 1, 1, 2, 2, 1, 0, 3, 3, 3],
        "result": "2daa52e0cadfc544a850dff6cda0e75a119f8b8a6236f88118964e0aa84bc6ad",
    },
    Suite.SM3: {
        "plan": "439a95414810369e9dfd7df13d73766b40f2c792642d1eebfdf3e46e8ef19add",
        "seal": "51561b1dce509a25cfe026e3cb11930b82b9847fe852581bdbd8f2e60df907e1",
        "seed": "949ed93e110c66ce07dbab4b12502be3578334e6a701aef5dedb0ce7c9800064",
        "strata": {
            "A": ("dd3917fb", "5d14ba50 7bbe1fda 298226d2 5c9f2083"),
            "B": ("", "4bbe82b9 b0d34ec8 6752d000"),
            "Q": ("73ed0261", "5d14ba50 4bbe82b9 298226d2"),
        },
        "teams": ["8a6aebee 39d9277d", "843d2b78 f7fcefc3", "d9d8754c ef0bfb9d"],
        "pairs": [1, 2, 2, 2, 1, 1, 1, 1, 3, 3, 3, 0],
        "result": "c396ce9f811e21c2697fb5432292275f745244410935acb6ea3ae2ae6fee2ae0",
    },
}


def short(tags: list[str]) -> str:
    return " ".join(tag[:8] for tag in tags)


@pytest.mark.parametrize("suite", Suite)
def test_the_end_to_end_vectors_hold(suite):
    staged, expected = scenario.stage(suite), EXPECTED[suite]
    assert staged.plan_hash == expected["plan"]
    assert staged.seal_hash == expected["seal"]
    assert staged.seed == expected["seed"]
    assert staged.result is not None
    strata = {one["stratum"]: (short(one["forced"]), short(one["drawn"])) for one in staged.result["strata"]}
    assert strata == expected["strata"]
    teams = [team for panel in staged.result["panels"] for team in panel["teams"]]
    assert [short([team["captain"], *team["members"]]) for team in teams] == expected["teams"]
    assert [pair["team"] for pair in staged.result["pairs"]] == expected["pairs"]
    assert document_hash(suite, staged.result) == expected["result"]


@pytest.mark.parametrize("suite", Suite)
def test_every_document_of_the_vectors_is_well_formed(suite):
    staged = scenario.stage(suite)
    for header in staged.headers.values():
        assert check(header, "roll") == []
    for event in staged.events:
        assert check(event, "event") == []
    assert check(staged.plan, "plan") == check(staged.seal, "seal") == check(staged.result, "result") == []
    assert check(staged.transcript, "transcript") == []


@pytest.mark.parametrize("suite", Suite)
@pytest.mark.parametrize("change", [None, scenario.with_beacon], ids=["table", "beacon"])
def test_the_staged_draws_verify_with_and_without_keys(suite, change):
    staged = scenario.stage(suite, on_plan=change)
    assert staged.verify().failed() == []
    report = staged.verify(secrets=staged.secrets())
    assert report.failed() == []
    assert report["V23"].status == "passed"


def test_the_ticket_order_is_that_of_a_plain_sampler(shared):
    """consistent_sampler without replacement is one hash per id: its first 30 are our kind of order."""
    vector = json.loads((shared / "data/vectors/sampler_uscc_first30.json").read_text())
    ids = (shared / "data/vectors/uscc_valid_stdnum.txt").read_text().split()
    keyed = sorted((rows.tag_of(Suite.SHA256, f"USCC:{one}", ""), one) for one in ids if one)
    lines = [f"{tag}|A|E|1|{tag}\n".encode() for tag, _ in keyed]
    found = {
        take: [
            tag
            for _, tag in tickets.smallest(
                Suite.SHA256, seed="a" * 64, purpose="subject", roll=lines, limits={"A": take}
            )["A"]
        ]
        for take in (10, 30)
    }
    assert found[30][:10] == found[10], "n + k extends n, as the peer promises"
    assert len(set(found[30])) == len(vector["first30"]) == 30
