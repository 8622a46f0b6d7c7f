"""The one file checks signatures and receipts by itself, and says the same as the core."""

import json
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.core.draw import scenario
from tests.core.draw.test_signed_checkpoints import FILES, KEYS, SIGNED, change_line, flipped
from tests.core.test_ed25519 import SMALL, VECTORS
from tests.verify import sweep
from tests.verify.program import ROOT, load

from mingqian.core import ed25519, journal, merkle, notes
from mingqian.core.canonical import Suite, jcs
from mingqian.core.draw.verify import verify

ONE = load()


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_rfcs_vectors_hold_here_too(key, message, signature):
    given = [bytes.fromhex(one) for one in (key, message, signature)]
    assert ONE.ed25519(*given)
    assert not ONE.ed25519(given[0], given[1] + b"x", given[2])


@pytest.mark.parametrize("key", SMALL)
def test_keys_of_small_order_are_refused_here_too(key):
    assert not ONE.ed25519(bytes.fromhex(key), b"anything", bytes.fromhex(SMALL[0]) + bytes(32))


def test_both_programs_judge_any_signature_alike():
    for number in range(1, 9):
        key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        public, made = key.public_key().public_bytes_raw(), bytearray(key.sign(b"note"))
        made[number * 7] ^= number & 1
        assert ONE.ed25519(public, b"note", bytes(made)) == ed25519.verify(public, b"note", bytes(made))


def folder(tmp_path, data):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "transcript.json").write_bytes(data)
    return str(tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        SIGNED, change_line(4, flipped), change_line(5, flipped),
        change_line(4, lambda line: line.replace("demo", "other")),
        change_line(5, lambda line: line.replace("upper", "stranger")), change_line(5, lambda line: line[:-1]),
    ],
    ids=["whole", "log flipped", "upper flipped", "log unsigned", "stranger", "bad base64"],
)  # fmt: skip
def test_both_programs_judge_a_signed_checkpoint_alike(tmp_path, data):
    known = [ONE.note_key(str(key)) for key in KEYS]
    one = ONE.verify(data, folder(tmp_path, data), signed_by=known)
    core = verify(data, FILES, keys=KEYS)
    assert (one.failed(), one.grade) == (core.failed(), core.grade)


def receipt():
    """An entry between two others, under a checkpoint that the log signed."""
    entries = [
        {
            "seq": number, "at": "2026-03-17T01:00:00.000000Z", "kind": "unit.created", "actor": "LW01",
            "actor_name": "甲", "actor_unit": "乙局", "thing": "unit:X", "body": {"n": number}, "previous": "0" * 64,
        }
        for number in (1, 2, 3)
    ]  # fmt: skip
    hashes = [journal.leaf_hash(Suite.SHA256, one) for one in entries]
    body = journal.Checkpoint("demo/journal", 3, merkle.root_of_hashes(Suite.SHA256, hashes))
    text = "".join(f"{line}\n" for line in body.lines())
    pen = scenario.Pen(9)
    note = notes.Note(text).signed(notes.sign(pen, "demo/journal", text))
    proof = [one.hex() for one in merkle.inclusion_proof(Suite.SHA256, hashes, 1)]
    doc = {
        "v": "mingqian-receipt-1", "type": "receipt", "suite": "sha256", "entry": entries[1], "index": 1,
        "proof": proof, "checkpoint": note.lines(),
    }  # fmt: skip
    return doc, str(notes.VerifierKey("demo/journal", notes.Kind.ED25519, pen.public))


def judged(tmp_path, doc, *keys):
    (tmp_path / "receipt.json").write_bytes(jcs(doc))
    options = [word for key in keys for word in ("--signed-by", key)]
    return ONE.main([str(tmp_path / "receipt.json"), *options])


def test_a_receipt_is_accepted_with_the_logs_key_and_not_without(tmp_path, capsys):
    doc, key = receipt()
    assert judged(tmp_path, doc, key) == 0
    assert "结论：接受" in capsys.readouterr().out
    assert judged(tmp_path, doc) == 1
    assert "--signed-by" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda doc: doc["entry"].update(actor_name="丙"), lambda doc: doc["entry"].update(seq=3),
        lambda doc: doc["entry"].update(previous="1" * 64), lambda doc: doc.update(index=0),
        lambda doc: doc["proof"].pop(), lambda doc: doc["proof"].reverse(),
        lambda doc: doc["checkpoint"].__setitem__(1, "4"), lambda doc: doc["checkpoint"].pop(),
        lambda doc: doc.update(suite="sm3"), lambda doc: doc.update(extra=1), lambda doc: doc.update(v="2"),
    ],
)  # fmt: skip
def test_a_receipt_with_anything_changed_is_refused(tmp_path, change):
    doc, key = receipt()
    doc = json.loads(json.dumps(doc))
    change(doc)
    assert judged(tmp_path, doc, key) in (1, 2)


SCRIPT = """
import { readFileSync } from "node:fs";
import { verify } from "./publicity/verify/verify.js";
import { holds, publicKey, sign } from "./ui/ed25519.js";
import { cosign, readKey, signers, verifierKey } from "./ui/notes.js";
const told = JSON.parse(readFileSync("told.json", "utf-8"));
const raw = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const files = new Map(Object.entries(told.files).map(([name, text]) => [name, raw(text)]));
process.stdout.write(JSON.stringify({
  vectors: told.vectors.map(([key, message, made]) => holds(raw(key), raw(message), raw(made))),
  others: told.vectors.map(([key, message, made]) => holds(raw(key), raw(message + "00"), raw(made))),
  small: told.small.map((key) => holds(raw(key), raw("00"), raw(told.small[0] + "00".repeat(32)))),
  made: told.secrets.map((one) => [hex(publicKey(raw(one))), hex(sign(raw(one), raw("6e6f7465")))]),
  key: verifierKey("witness", raw(told.secrets[0])),
  line: cosign("witness", told.note, raw(told.secrets[0]), 1780000000),
  failed: told.transcripts.map((one) => verify(raw(one), files, { keys: { signedBy: told.keys } }).failed),
}));
"""


@pytest.mark.skipif(sweep.node() is None, reason="node is not installed")
def test_the_browsers_program_signs_and_checks_alike(tmp_path):
    for room in ("ui", "publicity"):
        shutil.copytree(ROOT / "src/mingqian" / room / "static" / room, tmp_path / room)
    whole = [
        SIGNED, change_line(4, flipped), change_line(5, flipped),
        change_line(4, lambda line: line.replace("demo", "other")), change_line(5, lambda line: line[:-1]),
    ]  # fmt: skip
    text = "mingqian.350299/draws\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    told = {
        "vectors": VECTORS, "small": SMALL, "note": f"{text}\n— mingqian.350299/draws AAAAAAAA\n",
        "secrets": [(bytes([number]) * 32).hex() for number in (3, 4)], "keys": [str(key) for key in KEYS],
        "files": {name: content.hex() for name, content in FILES.items()},
        "transcripts": [one.hex() for one in whole],
    }  # fmt: skip
    (tmp_path / "told.json").write_text(json.dumps(told))
    (tmp_path / "run.mjs").write_text(SCRIPT)
    ran = subprocess.run(
        [sweep.node(), "run.mjs"], cwd=tmp_path, capture_output=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()
    said = json.loads(ran.stdout)
    assert all(said["vectors"]) and not any(said["others"]) and not any(said["small"])
    pens = [scenario.Pen(number) for number in (3, 4)]
    assert said["made"] == [[pen.public.hex(), pen.sign(b"note").hex()] for pen in pens]
    assert said["key"] == str(notes.VerifierKey("witness", notes.Kind.COSIGNATURE, pens[0].public))
    assert said["line"] == str(notes.cosign(pens[0], "witness", text, time=1780000000))
    assert said["failed"] == [verify(one, FILES, keys=KEYS).failed() for one in whole]
