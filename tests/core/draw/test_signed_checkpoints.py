"""V18: signatures under the checkpoint hold or fail by keys the reader brings along, in core and one file alike."""

import base64

import pytest
from tests.core.draw import scenario

from mingqian.core.canonical import jcs, parse
from mingqian.core.draw.verify import Status, verify

STAGED = scenario.stage()
FILES = STAGED.file_names()
SIGNED, KEYS = scenario.signed(STAGED)
LOG, UPPER = KEYS


def change_line(number, change):
    doc = parse(SIGNED)
    doc["checkpoint"][number] = change(doc["checkpoint"][number])
    return jcs(doc)


def flipped(line):
    head, _, data = line.rpartition(" ")
    raw = bytearray(base64.b64decode(data))
    raw[-1] ^= 1
    return f"{head} {base64.b64encode(bytes(raw)).decode()}"


def test_without_keys_nothing_is_claimed():
    check = verify(SIGNED, FILES)["V18"]
    assert check.status is Status.PASSED
    assert "未核验" in check.messages[0]


def test_signatures_that_hold_are_named():
    report = verify(SIGNED, FILES, keys=KEYS)
    assert report.failed() == []
    assert report["V18"].messages == ("签名已核实：demo、upper",)


@pytest.mark.parametrize(
    ("number", "key", "said"),
    [(4, LOG, "“demo”的签名不成立"), (5, UPPER, "“upper”的签名不成立")],
)
def test_a_signature_in_a_known_name_that_does_not_hold_fails(number, key, said):
    data = change_line(number, flipped)
    assert said in verify(data, FILES, keys=[key])["V18"].messages
    assert verify(data, FILES).failed() == []


def test_a_log_whose_key_is_known_must_have_signed():
    data = change_line(4, lambda line: line.replace("demo", "other"))
    assert verify(data, FILES, keys=KEYS)["V18"].messages == ("检查点没有日志“demo”的有效签名",)


def test_a_strangers_signature_is_passed_over():
    data = change_line(5, lambda line: line.replace("upper", "stranger"))
    report = verify(data, FILES, keys=KEYS)
    assert (report.failed(), report.grade) == ([], "C")
