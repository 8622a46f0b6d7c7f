"""``mingqian publish-static DIR``: the public portal as files that still verify."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from wsgiref.util import setup_testing_defaults

from django.contrib.staticfiles import finders
from django.core.management.base import CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.utils.timezone import localdate

from mingqian.publicity import selectors
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.services import static_site
from mingqian.site.command import Command as OfficeCommand

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Command(OfficeCommand):
    """Asks the portal for every page, as a reader would, and keeps the answers."""

    help = "把公开网站写成一个文件夹：可以带到另一个网络，用任何网页服务器发布，读者仍可在浏览器里验证抽取"

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument(
            "folder", metavar="文件夹", type=Path, help="写到这里；须是新文件夹，或上次写出的文件夹"
        )
        parser.add_argument(
            "--origin",
            default="http://localhost",
            help="公开网址，写进订阅和目录，如 https://rsj.example.gov.cn",
        )

    def handle(self, *, folder: Path, origin: str, **options: object) -> None:
        """Collect, then write: a folder is touched only when everything is there."""
        if folder.exists() and any(folder.iterdir()) and not (folder / "index.html").is_file():
            raise CommandError(f"{folder} 里已有别的文件。请给一个新的文件夹")
        site = static_site.collect(_Portal(origin).fetch, _starts(localdate(self.now)))
        if "index.html" not in site.files:
            raise CommandError("首页没有生成：" + "；".join(site.missing))
        for name, content in site.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        size = sum(map(len, site.files.values()))
        self.stdout.write(f"已写出 {len(site.files)} 个文件，共 {size / 1_000_000:.1f} MB：{folder}")
        for line in site.missing:
            self.stdout.write(f"没有取到：{line}")
        self.stdout.write(
            f"试看：python3 -m http.server --directory {folder} 8080，然后打开 http://127.0.0.1:8080/"
        )


class _Portal:
    """The site's own WSGI application, asked without a network."""

    def __init__(self, origin: str) -> None:
        self.origin = urlsplit(origin)
        self.application = get_wsgi_application()

    def fetch(self, url: str) -> static_site.Answer:
        """One GET by nobody in particular."""
        if url.startswith("/static/"):
            return _static(url)
        parts, told = urlsplit(url), dict[str, Any]()
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET", "PATH_INFO": unquote(parts.path).encode().decode("latin1"),
            "QUERY_STRING": parts.query, "HTTP_HOST": self.origin.netloc or "localhost",
            "wsgi.url_scheme": self.origin.scheme or "http", "wsgi.input": io.BytesIO(),
        }  # fmt: skip
        setup_testing_defaults(environ)

        def start(
            status: str, headers: list[tuple[str, str]], _: object = None, /
        ) -> Callable[[bytes], object]:
            told["status"], told["headers"] = int(status.split()[0]), dict(headers)
            return lambda _: None

        answer = self.application(environ, start)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        headers = told["headers"]
        return told["status"], headers.get("Content-Type", ""), body, headers.get("Location", "")


def _static(url: str) -> static_site.Answer:
    found = finders.find(url.removeprefix("/static/"))
    if not isinstance(found, str):
        return 404, "", b"", ""
    path = Path(found)
    return 200, TYPES.get(path.suffix, "application/octet-stream"), path.read_bytes(), ""


def _starts(on: date) -> Iterator[str]:
    """Home, and every address a QR code or a hand-written number may lead to."""
    yield "/"
    yield "/open-data/notices.csv"
    yield "/static/publicity/verify/verify.js"
    for row in selectors.public.listing():
        yield f"/v/{row.code}"
        yield f"/notices/{row.code}/"
    newest = selectors.public.current(NoticeKind.INSPECTOR_LIST)
    for line in selectors.public.lines(newest, on=on) if newest else ():
        yield f"/v/{line.key}"
