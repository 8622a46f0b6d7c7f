"""Anybody verifies: the page from a disk without a network, the portal's two columns, a firm's own lot, a long list."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser.conftest import Sit, Site
from tools import walking
from tools.check_pages import troubles

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "verify" / "mingqian_verify.html"
VECTORS = ROOT / "docs" / "spec" / "vectors"
LONG = 50_000
PROBE = """() => {
  window.seen = new Set();
  const look = () => {
    window.seen.add(document.querySelector("#verify progress").value);
    requestAnimationFrame(look);
  };
  look();
}"""
TASKS = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]

pytestmark = [pytest.mark.slow, pytest.mark.together("the demo's site")]


@pytest.fixture
def alone(chromium: Browser) -> Iterator[Page]:
    """The downloaded page, opened from the disk in a browser that has no network and asks for nothing."""
    context = walking.window(chromium, offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.on("pageerror", lambda one: asked.append(str(one)))
    page.goto(PAGE.as_uri())
    yield page
    context.close()
    assert [one for one in asked if not one.startswith(("file:", "blob:"))] == []


def golden(suite: str) -> Path:
    return VECTORS / f"transcript-{suite}"


def verified(page: Page, *files: Path) -> list[str]:
    """Codes that failed, after these files were chosen and the button pressed."""
    page.set_input_files("#chosen", files)
    page.locator("#verify button").click()
    expect(page.locator("#verify")).to_have_attribute("data-outcome", re.compile("."), timeout=120_000)
    return page.locator(".checks li:has(.mine.bad)").evaluate_all("all => all.map((one) => one.dataset.code)")


def accepted(page: Page, suite: str) -> None:
    """Whoever holds no key is told of one check that it needs one."""
    assert verified(page, *golden(suite).iterdir()) == []
    words = page.locator(".checks .mine").all_inner_texts()
    assert len(words) == 25 and "未算" not in words
    assert words[23] == "需持钥核对"
    assert words.count("通过") >= 19


def test_the_page_from_the_disk_accepts_a_golden_draw_and_is_accessible(alone: Page) -> None:
    alone.set_viewport_size({"width": 360, "height": 800})
    accepted(alone, "sm3")
    assert alone.evaluate("document.documentElement.scrollWidth") <= 360
    assert troubles(alone) == []


def test_a_holder_of_the_keys_settles_what_others_cannot(alone: Page, tmp_path: Path) -> None:
    accepted(alone, "sha256")
    ids = tmp_path / "ids.txt"
    ids.write_text("\n".join(f"USCC:9135020000000{i:03}XA" for i in range(1, 25)))
    alone.locator("summary", has_text="我持有密钥或公钥").click()
    alone.fill("#key", "00112233445566778899aabbccddeeff" * 2)
    alone.fill("#conflict-key", "ffeeddccbbaa99887766554433221100" * 2)
    alone.set_input_files("#ids", ids)
    alone.locator("#verify button").click()
    expect(alone.locator("[data-code=V23] .mine")).to_have_text("通过", timeout=120_000)
    expect(alone.locator("#verify")).to_have_attribute("data-outcome", re.compile("."), timeout=120_000)
    assert alone.locator(".checks li:has(.mine.bad)").count() == 0


def test_the_page_from_the_disk_names_the_check_a_change_fails(alone: Page, tmp_path: Path) -> None:
    folder = shutil.copytree(golden("sha256"), tmp_path / "draw")
    doc = json.loads((folder / "transcript.json").read_text())
    doc["result"]["strata"][0]["drawn"].reverse()
    told = json.dumps(doc, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    (folder / "transcript.json").write_text(told, encoding="utf-8")
    assert verified(alone, *folder.iterdir())[0] == "V12"
    line = alone.locator("[data-code=V12]")
    expect(line).to_contain_text("重算不一致")
    assert line.locator("details").get_attribute("open") is not None


def test_files_may_be_dropped_and_a_firm_looked_up_without_a_network(alone: Page) -> None:
    files = [[one.name, one.read_text()] for one in golden("sha256").iterdir()]
    alone.evaluate(
        """(files) => {
          const dropped = new DataTransfer();
          for (const [name, text] of files) dropped.items.add(new File([text], name));
          document.getElementById("files").dispatchEvent(new DragEvent("drop", { dataTransfer: dropped }));
        }""",
        files,
    )
    expect(alone.locator(".had li")).to_have_count(4)
    drawn = next(one for one in json.loads(files_named(files, "transcript.json"))["openings"] if one["salt"])
    alone.fill("#number", drawn["id"])
    alone.locator(".lot-form button").click()
    expect(alone.locator(".lot h2").first).to_contain_text(re.compile("抽中|必查|未抽中"))


def files_named(files: list[list[str]], name: str) -> str:
    return next(text for found, text in files if found == name)


def first_draw(page: Page, site: Site) -> str:
    page.goto(f"{site.base}/draws/")
    return str(page.locator("main td a[href^='/draws/']").last.get_attribute("href"))


def compared(page: Page) -> None:
    page.locator("#verify button").click()
    expect(page.locator("#verify")).to_have_attribute("data-outcome", re.compile("."), timeout=120_000)


def test_server_and_browser_agree_on_every_check_and_with_the_public_key_on_the_signature(
    sit: Sit, site: Site
) -> None:
    page = sit()
    page.goto(f"{site.base}/log/")
    key = page.locator("details pre").nth(1).text_content() or ""
    every = "\n".join(page.locator("details pre:last-child").all_text_contents())
    page.goto(f"{site.base}{first_draw(page, site)}verify/")
    compared(page)
    expect(page.locator("#verify .verify-told")).to_contain_text("两边一致，没有一项不通过")
    assert page.locator(".checks .both").all_inner_texts() == ["一致"] * 25
    page.locator("[data-code=V12] summary").press("Enter")
    expect(page.locator("[data-code=V12]")).to_contain_text("抽取协议 sxsj1 §3、§6")
    assert len(page.content().encode()) < 100_000
    for width in (walking.WIDE, walking.PHONE):
        page.set_viewport_size({"width": width, "height": walking.HEIGHT})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert troubles(page) == []
    page.locator("#signed-by").evaluate("(box, keys) => { box.value = keys; }", f"{key.strip()}x")
    page.locator("#verify button").click()
    expect(page.locator("#verify .verify-told")).to_contain_text("没有验证成：第 1 行公钥")
    page.locator("#signed-by").evaluate("(box, keys) => { box.value = keys; }", every)
    page.locator("#verify button").click()
    expect(page.locator("[data-code=V18]")).to_contain_text("签名已核实", timeout=120_000)


def test_a_file_changed_on_the_way_shows_red_beside_the_servers_word(sit: Sit, site: Site) -> None:
    page = sit()
    draw = first_draw(page, site)

    def bent(route: Route) -> None:
        body = route.fetch().body()
        route.fulfill(body=body.replace(b"|E|1|", b"|E|2|", 1))

    page.route("**/files/LW-01.txt", bent)
    page.goto(f"{site.base}{draw}verify/")
    compared(page)
    expect(page.locator("#verify .verify-told")).to_contain_text("有检查不通过")
    expect(page.locator("[data-code=V4]")).to_have_class("differs")
    expect(page.locator("[data-code=V4] .both")).to_have_text("两边不一致")
    assert page.locator("#verify").get_attribute("data-outcome") == "refused"


def test_fifty_thousand_rows_never_hold_the_page(
    chromium: Browser, sit: Sit, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No task of the page's own thread takes 200 ms of it, while the worker reads; the bar moves meanwhile."""
    monkeypatch.setattr(sys, "argv", ["verify", str(LONG)])
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    spec = importlib.util.spec_from_file_location("bench_verify", ROOT / "bench" / "verify.py")
    assert spec is not None and spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    bench.draw(bench.entries(), tmp_path)
    page = sit()
    draw = first_draw(page, site)
    page.route("**/files/transcript.json", lambda one: one.fulfill(path=tmp_path / "transcript.json"))
    page.route("**/files/roll.txt", lambda one: one.fulfill(path=tmp_path / "roll.txt"))
    page.goto(f"{site.base}{draw}verify/")
    page.evaluate(PROBE)
    chromium.start_tracing(page=page, categories=TASKS)
    compared(page)
    told = page.locator("#verify .verify-told").inner_text()
    own, wall = longest(json.loads(chromium.stop_tracing())["traceEvents"])
    print(f"{LONG:,} rows: {told} longest task of the page {own:.0f} ms ({wall:.0f} ms on the clock)")
    assert "服务器当时核验的不是这一份" in told  # the list is ours; what is measured is the page
    assert page.locator(".checks .mine.bad").count() == 0
    assert 0 < own <= 200
    assert page.evaluate("window.seen.size") >= 5


def longest(events: list[dict[str, Any]]) -> tuple[float, float]:
    """Milliseconds of the page's main thread: what its longest task worked, and the longest took on the clock.

    The first is the page's own: a task that others keep from the processor is no longer for it.
    """
    named = [one for one in events if one["name"] == "thread_name"]
    main = {(one["pid"], one["tid"]) for one in named if one["args"]["name"] == "CrRendererMain"}
    tasks = [one for one in events if one["name"] == "RunTask" and (one["pid"], one["tid"]) in main]
    return max(one.get("tdur", 0) for one in tasks) / 1000, max(one.get("dur", 0) for one in tasks) / 1000


def test_a_firm_finds_its_lot_without_telling_anybody(sit: Sit, site: Site) -> None:
    page = sit()
    draw = first_draw(page, site)
    number = drawn_firm(page, f"{site.base}{draw}files/transcript.json")
    asked: list[str] = []
    page.goto(f"{site.base}{draw}mine/")
    page.on("request", lambda one: asked.append(f"{one.method} {one.url} {one.post_data or ''}"))
    page.fill("[name=number]", number)
    page.locator(".lot-form button").click()
    expect(page.locator(".lot h2").first).to_contain_text(re.compile("抽中|必查"))
    assert asked and not [one for one in asked if number in one]
    page.locator(".shell-of summary").first.click()
    for item in page.locator(".lot").first.locator(".commands li").all():
        ran = subprocess.run(["sh", "-c", item.locator("pre").inner_text()], capture_output=True, check=True)
        wanted = item.locator(".hash").inner_text().removeprefix("应得 ")
        assert wanted in ran.stdout.decode(), item.inner_text()
    assert troubles(page) == []
    page.set_viewport_size({"width": walking.PHONE, "height": walking.HEIGHT})
    a_code_in_the_address_is_taken_out_again(page, site, draw, number)


def a_code_in_the_address_is_taken_out_again(page: Page, site: Site, draw: str, number: str) -> None:
    """Looked up by then."""
    page.goto(f"{site.base}/v/{draw.strip('/').rpartition('/')[2]}?id={number}")
    expect(page.locator(".lot h2").first).to_be_visible()
    assert page.url == f"{site.base}{draw}mine/"
    assert page.evaluate("document.documentElement.scrollWidth") <= walking.PHONE


def drawn_firm(page: Page, url: str) -> str:
    doc = json.loads(page.request.get(url).body())
    drawn = {tag for one in doc["result"]["strata"] for tag in (*one["drawn"], *one["forced"])}
    return next(one["id"][5:] for one in doc["openings"] if one["tag"] in drawn and one["id"][:5] == "USCC:")
