"""The portal as plain files: which address becomes which file, and how links are bent to fit.

For a bureau whose public network cannot reach the one it works on: the folder is carried across and served by
anything that serves files. What needs a server (search) is left out; verification and a firm's own lot work, since
they run in the reader's browser on the files beside the page.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlsplit

DYNAMIC = (
    "/desk/",
    "/ent/",
    "/login/",
    "/logout/",
    "/find/",
    "/api/",
    "/setup/",
    "/demo/",
    "/ui/",
    "/w/",
    "/screen/",
)
_LINK = re.compile(r'(?P<name>href|src|action|data-files|data-worker)="(?P<url>/[^"/][^"]*|/)"')
_NEEDS_SERVER = re.compile(
    r'<form[^>]*(?:role="search"|class="(?:filters|large-switch)[^"]*").*?</form>', re.DOTALL
)
_EXPORT = re.compile(r'<span class="screen-only">导出所见：.*?</span>', re.DOTALL)
_MODULE = re.compile(r'(?:from|import)\s+"(\.[^"]+)"')

Answer = tuple[int, str, bytes, str]
"""Status, content type, body, and where a redirect leads."""

Fetch = Callable[[str], Answer]


@dataclass
class Site:
    """Everything reached so far: file name → bytes, and what could not be had."""

    files: dict[str, bytes] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def collect(fetch: Fetch, starts: Iterable[str]) -> Site:
    """Follow every public link from the first pages on; each address is asked for once."""
    site, waiting, seen = Site(), list(starts), set[str]()
    while waiting:
        url = waiting.pop()
        if url in seen or not wanted(url):
            continue
        seen.add(url)
        status, kind, body, leads = fetch(url)
        if status in (301, 302, 303) and leads:
            site.files[file_of(url)] = _forward(url, leads)
            waiting.append(leads)
        elif status in (200, 410):
            content, links = _bent(url, kind, body)
            site.files[file_of(url)] = content
            waiting.extend(sorted(links - seen))
        else:
            site.missing.append(f"{url}（{status}）")
    return site


def wanted(url: str) -> bool:
    """Public, and answered without a question the reader types."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or parts.path.startswith(DYNAMIC):
        return False
    return all(name == "page" for name, _ in parse_qsl(parts.query))


def file_of(url: str) -> str:
    """items/ → items/index.html; items/?page=2 → items/page-2/index.html; a file stays a file."""
    parts = urlsplit(url)
    path = unquote(parts.path).lstrip("/")
    pages = [value for name, value in parse_qsl(parts.query) if name == "page"]
    if pages and pages[0].isdigit():
        path = posixpath.join(path, f"page-{int(pages[0])}", "")
    if not path or path.endswith("/"):
        return f"{path}index.html"
    return path if "." in posixpath.basename(path) else f"{path}/index.html"


def relative(start: str, url: str) -> str:
    """The link from one page's file to another's, so that the folder may lie anywhere."""
    parts = urlsplit(url)
    target = posixpath.relpath(file_of(url), posixpath.dirname(file_of(start)) or ".")
    return quote(target) + (f"#{parts.fragment}" if parts.fragment else "")


def _bent(url: str, kind: str, body: bytes) -> tuple[bytes, set[str]]:
    if kind.startswith("text/html"):
        return _page(url, body.decode())
    if "javascript" in kind:
        return body, {
            posixpath.normpath(posixpath.join(posixpath.dirname(url), one)) for one in _imports(body)
        }
    return body, set()


def _page(url: str, text: str) -> tuple[bytes, set[str]]:
    text = _EXPORT.sub("", _NEEDS_SERVER.sub("", text))
    links: set[str] = set()

    def bend(found: re.Match[str]) -> str:
        target = found["url"].replace("&amp;", "&")
        joined = f"{urlsplit(url).path}{target}" if target.startswith("?") else target
        if not wanted(joined):
            here = "/" if found["name"] == "href" else url
            return f'{found["name"]}="{relative(url, here)}"'
        links.add(joined.partition("#")[0])
        return f'{found["name"]}="{relative(url, joined)}"'

    return _LINK.sub(bend, text).encode(), links


def _imports(body: bytes) -> Iterator[str]:
    return (found[1] for found in _MODULE.finditer(body.decode()))


def _forward(url: str, leads: str) -> bytes:
    """A page that leads on without a server and without a script."""
    target = relative(url, leads)
    head = f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={target}">'
    return f'{head}<title>转到公示</title><p><a href="{target}">打开公示</a></p>'.encode()
