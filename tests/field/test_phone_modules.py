"""Modules of the phone that need no browser, against the server's own rules; and how much a first visit fetches."""

import base64
import gzip
import json
import shutil
import struct
import subprocess
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.field import pictures

from mingqian.core import scancode
from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.field import shell
from mingqian.records import sniffing

STATIC = Path(shell.__file__).resolve().parent / "static" / "field"
CREDIT = "91359901MA2XY0T43C"
SIGN = scancode.text(CREDIT, "23456789")
TYPED = [
    SIGN, SIGN.lower().replace(".", " . "), SIGN.replace(".", ""), SIGN[:-1] + "A", SIGN[:10] + SIGN[11] + SIGN[10] + SIGN[12:],
    SIGN[:-2], CREDIT, f"https://zz.example.cn/l?x={CREDIT}", "https://zz.example.cn/", "", "ＭＱ１" + SIGN[3:],
]  # fmt: skip
HEADS = [
    b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF....WEBP", b"RIFF....WAVE", b"RIFF....AVI ", b"OggS", b"ID3\x03", b"%PDF-1.7",
    b"#!AMR\n", b"\x1aE\xdf\xa3", b"\0\0\0\x18ftypisom", b"\0\0\0\x18ftypM4A ", b"\0\0\0\x18ftypheic", b"\0\0\0\x18ftypmif1",
    b"\0\0\0\x18ftypavif", b"\0\0\0\x18ftypcrx ",
    b"\xff\xf1P\x80", b"\xff\xfb\x90\0", b"\xff\xfe\0", b"PK\x03\x04", b"GIF89a", b"MZ", b"<svg", b"", b"\xff",
]  # fmt: skip
DECLARED = [
    *sniffing._TYPES, "", "image/gif", "application/octet-stream", "Audio/WebM; codecs=opus", "text/plain", "image/svg+xml",
]  # fmt: skip
BODY = {
    "narrative": "查看台账\u2028询问“负责人”\\，记录如下：𠮷", "findings": [{"task": "LW-1", "problems": "", "guidance": "无"}],
    "strokes": [[[0, 400, 12]]], "size": 2**31, "none": None, "yes": True,
}  # fmt: skip


def node(script: str, *told: Any) -> Any:
    if shutil.which("node") is None:
        pytest.skip("no node on this machine; the browser journeys run the same modules")
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", script, *[json.dumps(one) for one in told]],
        capture_output=True, text=True, check=True, timeout=60, cwd=STATIC,
    )  # fmt: skip
    return json.loads(ran.stdout)


def test_a_typed_code_is_judged_on_the_phone_as_at_the_server() -> None:
    script = """
    import { read } from "%s";
    console.log(JSON.stringify(JSON.parse(process.argv[1]).map((one) => read(one).body)));
    """
    bodies = node(script % (STATIC / "codes.js").as_uri(), TYPED)
    nine = [SIGN[-9:], scancode.short(SIGN).lower(), SIGN[-9:-1] + "A", SIGN[-8:], SIGN, CREDIT]
    script = script.replace("read(one).body", f'read(one, "{CREDIT}").body')
    known = node(script % (STATIC / "codes.js").as_uri(), nine)
    assert (
        known == [scancode.read(one, CREDIT).body for one in nine] == [CREDIT] * 2 + [""] * 2 + [CREDIT, ""]
    )
    assert bodies == [scancode.read(one).body for one in TYPED]
    assert CREDIT in bodies and bodies.count("") >= 5


def test_what_a_file_is_the_phone_tells_from_its_bytes_as_the_server_does() -> None:
    script = """
    import { typeOf } from "%s";
    const told = JSON.parse(process.argv[1]);
    console.log(JSON.stringify(told.map(([declared, head]) => typeOf(declared, Uint8Array.from(atob(head), (one) => one.charCodeAt(0))))));
    """
    told = [(declared, base64.b64encode(head).decode()) for declared in DECLARED for head in HEADS]
    types = node(script % (STATIC / "sniffing.js").as_uri(), told)
    pairs = [(declared, head) for declared in DECLARED for head in HEADS]
    for (declared, head), said in zip(pairs, types, strict=True):
        if not said:
            assert not sniffing.family(head), (declared, head)
        else:
            assert sniffing.agrees(said, head).ok, (declared, head, said)
        if sniffing.agrees(declared, head).ok:
            assert said == sniffing.plain(declared)


def test_where_a_picture_was_taken_is_blanked_and_everything_else_stays() -> None:
    """No position is kept: not in Exif, not in XMP, not in the index of a film. The way a picture lies stays."""
    script = """
    import { blanked, blanks } from "%s";
    const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
    const clean = async ([type, data]) => {
      const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
      const overlays = await blanks(new Blob([bytes]), type.toLowerCase());
      const pieces = [];
      for (let at = 0; at < bytes.length; at += 100) pieces.push(base64(blanked(bytes.slice(at, at + 100), at, overlays)));
      return pieces;
    };
    console.log(JSON.stringify(await Promise.all(JSON.parse(process.argv[1]).map(clean))));
    """
    told = [(kind, base64.b64encode(data).decode()) for kind, data in pictures.PICTURES.items()]
    cleaned = [
        b"".join(map(base64.b64decode, one)) for one in node(script % (STATIC / "position.js").as_uri(), told)
    ]
    for (kind, before), after in zip(pictures.PICTURES.items(), cleaned, strict=True):
        assert len(after) == len(before) and after != before, kind
        assert [one for one in pictures.TRACES if one in before], kind
        assert not [one for one in pictures.TRACES if one in after], kind
        assert all(one in after for one in (b"the rest stays", b"\x01\x12") if one in before), kind
    jpeg, _, png, *_, film = cleaned
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in jpeg and b'tiff:Make="Lu"' in jpeg
    (size,) = struct.unpack(">I", png[8:12])
    assert zlib.crc32(png[12 : 16 + size]) == int.from_bytes(png[16 + size : 20 + size], "big")
    assert b"free" in film and b"loci" not in film


def test_what_the_phone_hashes_the_server_hashes_alike() -> None:
    script = """
    import { jcs } from "%s";
    import { hexDigest } from "%s";
    console.log(JSON.stringify(hexDigest("sha256", jcs(JSON.parse(process.argv[1])))));
    """
    rooms = STATIC.parents[2]
    encoding = rooms / "publicity/static/publicity/verify/encoding.js"
    told = node(script % (encoding.as_uri(), (rooms / "ui/static/ui/hash.js").as_uri()), BODY)
    assert told == hex_digest(Suite.SHA256, jcs(BODY))


def test_a_line_break_travels_as_a_line_separator_and_comes_back() -> None:
    script = """
    import { wire, plain } from "%s";
    const text = JSON.parse(process.argv[1]);
    console.log(JSON.stringify([wire(text), plain(wire(text))]));
    """
    sent, back = node(script % (STATIC / "words.js").as_uri(), " 一行\r\n二行\n\t三行\x00 ")
    assert sent == "一行\u2028二行\u2028 三行"
    assert back == "一行\n二行\n 三行"


def test_the_hour_is_that_of_the_visit_whatever_zone_the_phone_is_set_to() -> None:
    script = """
    const { dayOf, hour, stamp, weekday } = await import("%s");
    const told = [];
    for (const zone of ["Asia/Shanghai", "UTC", "America/New_York"]) {
      process.env.TZ = zone;
      told.push([dayOf, hour, stamp, weekday].map((one) => one(JSON.parse(process.argv[1]))));
    }
    console.log(JSON.stringify(told));
    """
    told = node(script % (STATIC / "words.js").as_uri(), 1_772_755_200_000 + 16 * 3_600_000 + 59_000)
    assert told == [["2026-03-07", "00:00", "2026-03-07T00:00:59+08:00", "星期六"]] * 3


def test_the_first_load_is_under_150_kilobytes_and_every_file_of_it_is_there() -> None:
    texts = [shell.page(demo=False).encode(), shell.worker(demo=False).encode(), *shell.contents()]
    assert sum(len(gzip.compress(one)) for one in texts) < 150_000
    named = {one.name for one in STATIC.rglob("*.js")} - {"worker.js"}
    assert named <= {name.rpartition("/")[2] for name in shell.modules()}, "a module nobody imports"


def test_what_the_phone_fetches_first_is_small_on_the_wire_too_and_asked_for_again_costs_nothing() -> None:
    browser, wire = Client(headers={"accept-encoding": "gzip, br"}), 0
    for name in json.loads(shell.worker(demo=False).split("const SHELL = ")[1].split(";\n")[0])["files"]:
        if not name.startswith("/static/"):
            continue
        answer, sent = _fetched(browser, name)
        packed, (_, plain) = answer.headers.get("Content-Encoding") == "gzip", _fetched(Client(), name)
        assert (gzip.decompress(sent) if packed else sent) == plain, name
        assert packed or len(plain) < 500, name
        again = browser.get(name, headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304, name
        wire += len(sent)
    assert wire < 150_000
    part, ten = _fetched(browser, "/static/ui/ui.css", headers={"range": "bytes=0-9"})
    assert (part.status_code, len(ten), "Content-Encoding" in part.headers) == (206, 10, False)


def _fetched(browser: Client, name: str, **asked: Any) -> tuple[Any, bytes]:
    answer: Any = browser.get(name, **asked)
    return answer, b"".join(answer)  # read to its end, it is closed


def test_another_byte_in_any_file_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shell.worker(demo=False)
    whole = shell.contents()
    monkeypatch.setattr(shell, "contents", lambda: [*whole[:-1], whole[-1] + b" "])
    shell.worker.cache_clear()
    after = shell.worker(demo=False)
    shell.worker.cache_clear()
    assert (
        before.splitlines()[0] != after.splitlines()[0] and before.splitlines()[1:] == after.splitlines()[1:]
    )


def test_whoever_asks_to_step_back_is_not_sent_to_the_door_until_the_head_says_no(tmp_path: Path) -> None:
    for room in ("field", "publicity", "ui"):  # one tree, as the site serves them
        shutil.copytree(STATIC.parents[2] / room / "static", tmp_path, dirs_exist_ok=True)
    script = """
    import { standing } from "%s";
    const row = { state: "planned", tasks: [], person: "1" };
    const asked = (answer) => ({ kind: "accepted", body: { recusal: "表弟" }, answer });
    const told = (answer) => standing({ row, media: [], actions: [asked(answer)] }, 0);
    console.log(JSON.stringify(JSON.parse(process.argv[1]).map((one) => [...told(one).stage, ...told(one).next])));
    process.exit(0);  // the store listens for other tabs
    """
    answers = [None, {"state": "held"}, {"state": "received"}, {"state": "noted"}]
    told = node(script % (tmp_path / "field/standing.js").as_uri(), answers)
    assert told[0] == told[1] == told[2] == ["申请回避", "warn", "看任务单", ""]
    assert told[3] == ["待出发", "", "到场扫码", "arrive"]
