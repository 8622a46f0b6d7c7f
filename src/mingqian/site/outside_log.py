"""Reading somebody else's log, from a file or over the network: the only place where the program calls out.

A person asks for it by hand on an upper bureau's machine. Answers are small, limited, and never trusted.
"""

import json
from http.client import HTTPException, InvalidURL
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from mingqian.core.decision import Refused, denied

SECONDS = 20
MOST = 1 << 20
STEPS = 130
LONGEST = 200
_REMEDY = "请核对网址和网络"


class _Stay(HTTPRedirectHandler):
    """Whoever answers with another address does not choose where we go."""

    def redirect_request(self, *_: object) -> None:
        return None


def note(place: str) -> str:
    """The newest checkpoint, as the file or the site gives it."""
    return _text(_fetched(f"{_site(place)}/checkpoint") if _is_url(place) else _read(Path(place)), place)


def proof(place: str, file: Path | None, *, old: int, new: int) -> list[str]:
    """The consistency proof between the checkpoint seen before and this one."""
    if file is not None:
        data = _read(file)
    elif _is_url(place):
        data = _fetched(f"{_site(place)}/proof/consistency?{urlencode({'from': old, 'to': new})}")
    else:
        raise Refused(
            denied(
                "cosign.no_proof",
                f"此前联署过 {old} 条的检查点，现在是 {new} 条，缺少一致性证明",
                "RFC 9162 §2.1.4",
                f"请向对方索取 …/proof/consistency?from={old}&to={new}，用 --proof 给出",
            )
        )
    return _path(data, place)


def _path(data: bytes, place: str) -> list[str]:
    try:
        found = json.loads(data)["proof"]
    except (ValueError, KeyError, TypeError, RecursionError):
        found = None
    if not isinstance(found, list) or len(found) > STEPS or not all(isinstance(one, str) for one in found):
        raise Refused(denied("cosign.bad_proof", f"{place} 给出的不是一致性证明"))
    return found


def _is_url(place: str) -> bool:
    try:
        return urlsplit(place).scheme in ("http", "https")
    except ValueError:
        raise Refused(denied("cosign.bad_url", f"网址 {place!r} 不合规", remedy=_REMEDY)) from None


def _site(place: str) -> str:
    return place.rstrip("/").removesuffix("/checkpoint")


def _fetched(url: str) -> bytes:
    try:
        asked = Request(url, headers={"User-Agent": "mingqian"})  # noqa: S310 — http or https: see _is_url
        with build_opener(_Stay).open(asked, timeout=SECONDS) as answer:
            data: bytes = answer.read(MOST + 1)
    except (URLError, OSError, ValueError, HTTPException) as error:
        raise Refused(
            denied("cosign.unreachable", f"取不到 {url!r}：{_why(error)}", remedy=_REMEDY)
        ) from None
    return _limited(data, url)


def _why(error: Exception) -> str:
    """In our words where the library only repeats what the other side sent."""
    if isinstance(error, InvalidURL | UnicodeError):
        return "网址里有空格、控制字符或写错的端口"
    if isinstance(error, HTTPException):
        return "对方的回答不是完整的 HTTP 回答"
    return "".join(one for one in str(error) if one.isprintable())[:LONGEST]


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return _limited(stream.read(MOST + 1), str(file))
    except OSError:
        raise Refused(denied("cosign.no_file", f"没有文件 {file}，或读不出来")) from None


def _limited(data: bytes, place: str) -> bytes:
    if len(data) > MOST:
        raise Refused(denied("cosign.too_large", f"{place} 超过 1 MiB，不是检查点或证明"))
    return data


def _text(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(denied("audit.not_a_note", f"{place} 不是文本")) from None
