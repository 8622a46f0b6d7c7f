"""What verifies beside the portal's pages: shell lines that work, the page made from the modules, the server's word."""

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.publicity.browsers import served
from tests.verify import stage
from tests.verify.test_goldens import REDRAWS
from tools import write_offline_verifier as offline

from mingqian.core.canonical import jcs, parse
from mingqian.core.draw.verify import TITLES
from mingqian.publicity import explained
from mingqian.publicity.services import bundles, verdicts

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "docs" / "spec" / "vectors"
NODE = shutil.which("node") or shutil.which("nodejs")
STRANGER = "USCC:9135020000000999XA"


@pytest.fixture(params=["sha256", "sm3"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A golden draw as it is published, its documents beside it."""
    if request.param == "sm3" and shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: nothing else in a shell computes SM3")
    place = shutil.copytree(VECTORS / f"transcript-{request.param}", tmp_path / "draw")
    doc = parse((place / "transcript.json").read_bytes())
    bodies = {one["event"]["kind"]: one["event"]["body"] for one in doc["events"]}
    for name, body in (("plan", bodies["plan"]), ("seal", bodies["seal"]), ("result", doc["result"])):
        (place / f"{name}.json").write_bytes(jcs(body))
    return place


def told(folder: Path, tmp_path: Path, *ids: str) -> Any:
    if NODE is None:
        pytest.skip("node is not installed: the lines are then tried in the browser only")
    runner = Path(__file__).with_name("lots.mjs")
    ran = subprocess.run([NODE, runner, served(tmp_path), folder, *ids], capture_output=True, check=True)
    return json.loads(ran.stdout)


def tried(folder: Path, lines: list[dict[str, str]]) -> None:
    """All lines as one shell would run them; each prints its hash."""
    script = "\n".join(one["line"] for one in lines)
    said = subprocess.run(
        ["sh", "-eu", "-c", script], cwd=folder, capture_output=True, check=True
    ).stdout.decode()
    for one in lines:
        assert one["hash"] in said, one["told"]


def test_the_lines_of_a_draw_and_of_its_firms_work_in_a_shell(folder: Path, tmp_path: Path) -> None:
    doc = parse((folder / "transcript.json").read_bytes())
    ids = [one["id"] for one in doc["openings"] if one["salt"]]
    answer = told(folder, tmp_path, *ids)
    assert answer["draw"]["failed"] == []
    tried(folder, answer["draw"]["lines"])
    lots = [lot for found in answer["found"] for lot in found["lots"]]
    assert (
        {"抽中", "必查", "未抽中", "不在名录", "未参加抽取"}
        >= {lot["outcome"] for lot in lots}
        >= {"抽中", "必查"}
    )
    weighted = [lot for lot in lots if lot.get("weight", 1) > 1 and lot.get("ticket")]
    for lot in (weighted or lots)[:1] + [lot for lot in lots if lot["outcome"] == "必查"][:1] + lots[-1:]:
        tried(folder, lot["lines"])
        if lot["row"]:
            assert (folder / lot["file"]).read_text().splitlines()[lot["place"] - 1] == lot["row"]


def test_every_drawn_tag_is_at_most_the_cut_and_no_other(folder: Path, tmp_path: Path) -> None:
    doc = parse((folder / "transcript.json").read_bytes())
    ids = [one["id"] for one in doc["openings"] if one["salt"]]
    for found in told(folder, tmp_path, *ids)["found"]:
        for lot in (one for one in found["lots"] if one.get("ticket")):
            assert (lot["outcome"] == "抽中") == (lot["cut"] is not None and lot["ticket"] <= lot["cut"])


def test_a_firm_unknown_to_a_sealed_list_is_asked_for_its_salt(folder: Path, tmp_path: Path) -> None:
    assert told(folder, tmp_path, STRANGER)["found"] == [
        {"suite": folder_suite(folder), "sealed": True, "known": False, "result": True, "lots": []}
    ]


def folder_suite(folder: Path) -> str:
    return str(parse((folder / "plan.json").read_bytes())["suite"])


def test_the_page_that_works_offline_is_made_of_the_portals_modules() -> None:
    again = "python -m tools.write_offline_verifier"
    assert offline.TARGET.read_text(encoding="utf-8") == offline.page(), again
    digest = sha256(offline.TARGET.read_bytes()).hexdigest()
    assert f"`{offline.TARGET.name}` `{digest}`" in offline.MANUAL.read_text(encoding="utf-8"), again


@pytest.mark.parametrize(
    "text",
    [
        'import all from "./encoding.js";\n', 'import * as all from "./encoding.js";\n', "export default 1;\n",
        'const late = import("./encoding.js");\n', 'export { jcs } from "./encoding.js";\n', "import.meta.url;\n",
        'import { nothing } from "./encoding.js";\n', 'import { jcs } from "./nowhere.js";\n',
        'import { jcs } from "https://example.com/encoding.js";\n', 'const end = "</script>";\n',
    ],
)  # fmt: skip
def test_a_module_that_says_more_at_its_edges_is_not_packed(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in offline.VERIFY.glob("*.js"):
        (tmp_path / module.name).write_text(module.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "worker.js").write_text(text, encoding="utf-8")
    monkeypatch.setattr(offline, "VERIFY", tmp_path)
    with pytest.raises(offline.NotPlain):
        offline.script()


def test_every_check_is_explained_by_name_and_section() -> None:
    lines = list(explained.lines())
    assert [one.code for one in lines] == list(TITLES)
    assert all(one.what and one.section.startswith("§") and not one.status for one in lines)
    shown = {explained.word(code, status) for code in TITLES for status in explained.WORDS}
    assert all(len(one) <= 5 for one in shown)


def test_the_one_file_program_calls_the_checks_by_the_same_names() -> None:
    text = (ROOT / "verify" / "mingqian_verify.py").read_text(encoding="utf-8")
    assert [
        code for code, title in TITLES.items() if f'"{code}", "{title}"' not in text and code != "V21"
    ] == []
    assert f"V21 {TITLES['V21']}：" in text


def test_the_servers_word_is_about_the_very_transcript(folder: Path) -> None:
    found = json.loads(verdicts.write(folder, []).read_bytes())
    assert found["transcript"] == sha256((folder / "transcript.json").read_bytes()).hexdigest()
    assert {one["code"]: one["status"] for one in found["checks"]}["V12"] == "passed"
    lines = {one.code: one for one in explained.lines(found)}
    assert (lines["V12"].word, lines["V23"].word, lines["V24"].word) == ("通过", "需持钥核对", "需外部核对")


def test_the_servers_word_on_a_redraw_takes_in_the_attempt_before(tmp_path: Path) -> None:
    first, again = REDRAWS["after a wrong list"]
    prior = stage.perform(first)
    show = stage.perform(again, prior=prior)
    here, before = tmp_path / "again", tmp_path / "first"
    for one, place in ((show, here), (prior, before)):
        place.mkdir()
        one.write(place)
    told = [json.loads(verdicts.write(here, given).read_bytes())["checks"] for given in ([before], [])]
    assert [{one["code"]: one["status"] for one in found}["V17"] for found in told] == ["passed", "outsider"]


def test_the_same_files_make_the_same_bundle(folder: Path) -> None:
    names = [one.name for one in folder.iterdir()]
    first = bundles.write(folder, names, name="one.zip").read_bytes()
    again = bundles.write(folder, list(reversed(names)), name="one.zip").read_bytes()
    assert first == again
