"""The shell of the phone's app: which files it is made of, and one hash over all of them.

The phone stores exactly these under that hash, so it opens without a network and never mixes two versions.
"""

import json
import posixpath
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

ADDRESS = "/field/"
FIRST = "field/app.js"
BESIDE = ("ui/tokens.css", "ui/ui.css", "field/field.css", "field/app.webmanifest", "field/icon.svg")

_IMPORT = re.compile(r'^import [^"]*"([^"]+)";$', re.MULTILINE)


@cache
def modules() -> tuple[str, ...]:
    """Every module the app reaches through its imports, the first one first."""
    found: dict[str, None] = {}
    waiting = [FIRST]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            folder = posixpath.dirname(name)
            waiting += [
                posixpath.normpath(posixpath.join(folder, one)) for one in _IMPORT.findall(_text(name))
            ]
    return tuple(found)


def page(*, demo: bool) -> str:
    """The page itself; it holds nobody's data, so it may lie on the phone for weeks."""
    context = {"modules": [static(name) for name in modules()[1:]], "demo": demo}
    return render_to_string("field/shell.html", context)


def files() -> list[str]:
    """Addresses of all that works without a network."""
    return [ADDRESS, *(static(name) for name in (*BESIDE, *modules()))]


@cache
def worker(*, demo: bool) -> str:
    """The service worker, with the list of files and their common hash before it."""
    shell = {"version": _version(page(demo=demo))[:16], "files": files()}
    return f"const SHELL = {json.dumps(shell)};\n{_text('field/worker.js')}"


def contents() -> list[bytes]:
    """The bytes of all of them, in the same order, without the page."""
    return [_path(name).read_bytes() for name in (*BESIDE, *modules())]


def _version(shown: str) -> str:
    whole = sha256(shown.encode())
    for data in (*contents(), _text("field/worker.js").encode()):
        whole.update(sha256(data).digest())
    return whole.hexdigest()


def _text(name: str) -> str:
    return _path(name).read_text(encoding="utf-8")


def _path(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"the phone's app names {name}, which is nowhere")
    return Path(found)
