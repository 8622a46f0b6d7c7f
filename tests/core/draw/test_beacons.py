"""Beacons checked without asking them, on rounds and pulses that really came out."""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mingqian.core.draw import beacons
from mingqian.draw import bls

PULSE = (Path(__file__).parent / "pulse_961833.json").read_text(encoding="utf-8")
ROUND = {
    "round": 657413,
    "randomness": "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587",
    "signature": "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
}
CHAINED = {
    "round": 3311596,
    "signature": "a696b9409ababce45749c3a4ec369074453dd4a79967734e1390d969c8ad8d98897d217b9121e92c8ddebbddda8d92f9"
    "00e3bd6bf9deb166863b1a19390d743f82774001487594c5c09e581db7365f02b70a2c8cc41ce32446ef08e4890c4754",
    "previous_signature": "8ed588f2a7716fb1349e2d9803da5db0005e98a83783c353d4a08f183236a9ad91d70ddb01266f4b7c576983"
    "db464b430e65680b9e0098552758afd6c1e6afcb77e3f62fe1b93d42d1cb63abbb2205512fe12fbf74ea9c5ac3b8f5c1e283a1d8",
}


def _source(**changes: Any) -> dict[str, Any]:
    return {"src": "drand", "at": None, "chain": beacons.QUICKNET.hash, "round": 657413, **changes}


def test_a_chain_hash_fixes_the_key_period_and_genesis_of_its_network() -> None:
    assert beacons.QUICKNET.hash == "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
    assert beacons.DEFAULT.hash == "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce"
    assert replace(beacons.QUICKNET, genesis=1692803368).hash not in beacons.CHAINS


@pytest.mark.parametrize("late", [0, 1, 2, 3])
def test_the_round_of_a_moment_is_the_first_that_comes_out_then_or_after(late: int) -> None:
    chain, first = beacons.QUICKNET, datetime.fromtimestamp(beacons.QUICKNET.genesis, UTC)
    at = datetime.fromtimestamp(chain.genesis + late, UTC)
    assert chain.due(1) == first
    assert chain.first_round(at) == (1 if late == 0 else 2)
    assert chain.due(chain.first_round(at)) >= at


def test_a_plan_must_name_the_moment_of_the_round() -> None:
    due = f"{beacons.QUICKNET.due(657413):%Y-%m-%dT%H:%M:%SZ}"
    assert beacons.source_fault(_source(at=due)) is None
    assert due in (beacons.source_fault(_source(at="2026-11-22T10:00:00Z")) or "")
    assert beacons.source_fault(_source(at="2026-11-22T10:00:00Z", chain="ab" * 32)) is None, "not known here"
    for never in (0, 2**53 - 1):
        assert "轮次" in (beacons.source_fault(_source(at="2026-11-22T10:00:00Z", round=never)) or "")


def test_randomness_is_the_hash_of_the_signature() -> None:
    shown = beacons.read_round(json.dumps(ROUND))
    assert shown.randomness == ROUND["randomness"]
    assert beacons.round_fault(_source(), shown) is None
    assert "第 1000 轮" in (beacons.round_fault(_source(round=1000), shown) or "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "JSON"),
        ("[" * 20_000, "字符"),
        ("[" * 9_000, "JSON"),
        ("[1]", "JSON"),
        (json.dumps({**ROUND, "round": True}), "round"),
        (json.dumps({**ROUND, "round": "657413"}), "round"),
        (json.dumps({**ROUND, "randomness": "00" * 32}), "SHA-256"),
        (json.dumps({**ROUND, "signature": "xyz"}), "signature"),
        (json.dumps({"round": 1}), "signature"),
    ],
)
def test_a_page_that_does_not_add_up_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(beacons.BeaconError, match=words):
        beacons.read_round(text)


def test_a_chained_round_needs_the_signature_before_it() -> None:
    lone = beacons.read_round(json.dumps({name: CHAINED[name] for name in ("round", "signature")}))
    source = _source(chain=beacons.DEFAULT.hash, round=3311596)
    assert "previous_signature" in (beacons.round_fault(source, lone) or "")
    assert beacons.round_fault(source, beacons.read_round(json.dumps(CHAINED))) is None


def test_the_output_of_a_pulse_is_the_hash_of_its_fields_and_signature() -> None:
    shown = beacons.read_pulse(PULSE)
    source = {"src": "nist", "at": "2020-07-05T08:07:00Z", "chain": 1, "pulse": 961833}
    assert shown.value.startswith("a9423f6ace0182ca") and len(shown.value) == 128
    assert beacons.pulse_fault(source, shown) is None
    assert "第 961834 个" in (beacons.pulse_fault({**source, "pulse": 961834}, shown) or "")
    assert "时刻" in (beacons.pulse_fault({**source, "at": "2020-07-05T08:08:00Z"}, shown) or "")


@pytest.mark.parametrize(
    "field", ["uri", "pulseIndex", "timeStamp", "localRandomValue", "statusCode", "outputValue"]
)
def test_a_pulse_changed_in_one_field_is_refused(field: str) -> None:
    doc = json.loads(PULSE)
    was = doc["pulse"][field]
    doc["pulse"][field] = was + 1 if isinstance(was, int) else ("1" if was[0] != "1" else "2") + was[1:]
    with pytest.raises(beacons.BeaconError, match="重算"):
        beacons.read_pulse(json.dumps(doc))


def _there() -> None:
    if not bls.available():
        pytest.skip("the extra mingqian[drand] is not installed")


@pytest.mark.slow
def test_the_networks_signature_is_told_from_any_other() -> None:
    """Real rounds of both networks; the same signature for another round is none."""
    _there()
    assert bls.signed(beacons.QUICKNET, 657413, str(ROUND["signature"]))
    assert not bls.signed(beacons.QUICKNET, 657414, str(ROUND["signature"]))
    marks = {"signature": str(CHAINED["signature"]), "previous": str(CHAINED["previous_signature"])}
    assert bls.signed(beacons.DEFAULT, 3311596, **marks)


def test_what_is_no_point_is_no_signature() -> None:
    _there()
    for mark in ("", "ab", "00" * 48, "ff" * 48, str(CHAINED["signature"])):
        assert not bls.signed(beacons.QUICKNET, 657413, mark)


def test_the_library_lifts_no_limit_that_deep_documents_run_into() -> None:
    _there()
    before = sys.getrecursionlimit()
    assert not bls.signed(beacons.QUICKNET, 657413, "00" * 48)
    assert "py_ecc" in sys.modules and sys.getrecursionlimit() == before
