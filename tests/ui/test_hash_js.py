"""The browser's own hashes against hashlib, run by node where there is one."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from mingqian.core.canonical import Suite, text_hash

MODULE = Path(__file__).resolve().parents[2] / "src/mingqian/ui/static/ui/hash.js"
SCRIPT = """
import { Hasher, hexOf, textHash } from %s;
const found = [];
for (const suite of ["sha256", "sm3"]) for (const size of %s) {
  const data = Uint8Array.from({ length: size }, (_, i) => (i * 7 + size) %% 256);
  const hasher = new Hasher(suite);
  for (let at = 0; at < size; at += 37) hasher.update(data.subarray(at, at + 37));
  found.push(hexOf(hasher.digest()));
}
found.push(textHash("sha256", "commit", "ab", "witness", "9z"), textHash("sm3", "commit", "ab", "witness", "9z"));
console.log(JSON.stringify(found));
"""
SIZES = [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000]


def test_the_browser_computes_sha256_and_sm3_as_hashlib_does() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine; the browser journeys run the same module")
    script = SCRIPT % (json.dumps(MODULE.as_uri()), SIZES)
    ran = subprocess.run(
        [node, "--input-type=module", "-e", script], capture_output=True, text=True, check=True, timeout=60
    )
    expected = [
        hashlib.new(suite, bytes((i * 7 + size) % 256 for i in range(size))).hexdigest()
        for suite in ("sha256", "sm3")
        for size in SIZES
    ]
    expected += [text_hash(suite, "commit", "ab", "witness", "9z") for suite in (Suite.SHA256, Suite.SM3)]
    assert json.loads(ran.stdout) == expected
