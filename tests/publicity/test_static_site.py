"""The portal as files: every link leads to a file, nothing of the desk is among them, and the draw still verifies."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.publicity.office import Office

from mingqian.publicity.services import static_site
from mingqian.publicity.services.static_site import Answer

# Files of the portal.
pytestmark = pytest.mark.sqlite


def fetch(url: str) -> Answer:
    if url.startswith("/static/"):
        return 200, "text/css", b"", ""
    answer: Any = Client().get(url)
    body = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, answer["Content-Type"], body, answer.get("Location", "")


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("/", "index.html"), ("/items/", "items/index.html"), ("/items/?page=2", "items/page-2/index.html"),
        ("/v/3502010001", "v/3502010001/index.html"), ("/notices/A/data.json", "notices/A/data.json"),
        ("/draws/LW/files/transcript.json", "draws/LW/files/transcript.json"),
        ("/draws/%E6%8A%BD/", "draws/抽/index.html"),
    ],
)  # fmt: skip
def test_every_address_has_its_file(url: str, file: str) -> None:
    assert static_site.file_of(url) == file


@pytest.mark.parametrize(
    "url",
    [
        "/desk/",
        "/find/?q=x",
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/items/?sort=name",
        "/login/",
    ],
)
def test_what_needs_a_server_or_a_password_is_left_out(url: str) -> None:
    assert not static_site.wanted(url)


def test_links_fit_wherever_the_folder_lies() -> None:
    assert static_site.relative("/notices/A/", "/static/ui/ui.css") == "../../static/ui/ui.css"
    assert static_site.relative("/", "/items/#difference") == "items/index.html#difference"
    assert static_site.relative("/items/?page=2", "/") == "../../index.html"


def test_the_whole_portal_holds_together(office: Office) -> None:
    office.released()
    office.correct()
    office.review()
    office.release()
    site = static_site.collect(fetch, ["/", f"/v/{office.code}"])
    assert site.missing == []
    assert f"notices/{office.code}/v1/index.html" in site.files
    for name, content in site.files.items():
        if not name.endswith(".html"):
            continue
        for link in re.findall(r'(?:href|src)="([^"#]+)', content.decode()):
            if "://" in link or link.startswith("data:"):
                continue
            target = (Path("/") / name).parent / link
            assert str(target.resolve()).lstrip("/") in site.files, f"{name} → {link}"
        assert b'href="/' not in content
        assert b"/desk/" not in content
