"""The store in an S3-compatible service: a real client against a real server on loopback that knows the subset."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from mingqian.core.decision import Refused
from mingqian.records import store, vault
from mingqian.site import health

# Looked for, not imported: every worker reads this file, one needs the library.
pytestmark = pytest.mark.skipif(find_spec("boto3") is None, reason="the extra s3 is not installed")


class Bucket(BaseHTTPRequestHandler):
    """Objects by key: PUT, ranged GET, HEAD, DELETE, list, multipart. Unsigned requests get 403, a body its hash."""

    protocol_version = "HTTP/1.1"
    objects: dict[str, bytes]
    parts: dict[str, dict[int, bytes]]
    broken = False

    def _go(self) -> None:
        url = urlsplit(self.path)
        key, asked = unquote(url.path).partition("/bucket/")[2], parse_qs(url.query, keep_blank_values=True)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "AWS4-HMAC-SHA256 Credential=key/" not in self.headers.get("Authorization", ""):
            return self._say(403)
        if self.broken:
            return self._say(503)
        claimed = self.headers.get("x-amz-content-sha256", "")
        if len(claimed) == 64 and hashlib.sha256(body).hexdigest() != claimed:
            return self._say(400)
        return getattr(self, f"_{self.command.lower()}")(key, asked, body)

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _go

    def _put(self, key: str, asked: Any, body: bytes) -> None:
        if "partNumber" in asked:
            self.parts[asked["uploadId"][0]][int(asked["partNumber"][0])] = body
        else:
            self.objects[key] = body
        self._say(200, headers={"ETag": f'"{hashlib.md5(body).hexdigest()}"'})

    def _post(self, key: str, asked: Any, body: bytes) -> None:
        if "uploads" in asked:
            self.parts[key] = {}
            return self._say(200, f"<R><UploadId>{key}</UploadId></R>".encode())
        self.objects[key] = b"".join(part for _, part in sorted(self.parts.pop(asked["uploadId"][0]).items()))
        return self._say(
            200, b"<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>"
        )

    def _get(self, key: str, asked: Any, body: bytes) -> None:
        if not key:
            prefix = asked.get("prefix", [""])[0]
            names = "".join(
                f"<Contents><Key>{one}</Key></Contents>"
                for one in sorted(self.objects)
                if one.startswith(prefix)
            )
            return self._say(
                200, f"<ListBucketResult>{names}<IsTruncated>false</IsTruncated></ListBucketResult>".encode()
            )
        if key not in self.objects:
            return self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")
        first, _, last = self.headers["Range"].removeprefix("bytes=").partition("-")
        return self._say(206, self.objects[key][int(first) : int(last) + 1 if last else None])

    def _head(self, key: str, asked: Any, body: bytes) -> None:
        there = self.objects.get(key)
        self._say(404 if there is None else 200, there or b"")

    def _delete(self, key: str, asked: Any, body: bytes) -> None:
        self.objects.pop(key, None)
        self._say(204)

    def _say(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        return None


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[type[Bucket]]:
    """The service, and the setting that points to it."""
    handler = type("Mine", (Bucket,), {"objects": {}, "parts": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("MINGQIAN_S3_KEY", "key")
    monkeypatch.setenv("MINGQIAN_S3_SECRET", "secret")
    settings.RECORDS = f"s3://bucket/mq?endpoint=http://127.0.0.1:{server.server_address[1]}"
    yield handler
    server.shutdown()
    server.server_close()


@pytest.mark.filterwarnings("ignore")  # the client's own affair
@pytest.mark.parametrize("size", [10, 9_000_000])
def test_a_content_is_put_read_in_parts_listed_checked_and_destroyed(bucket, tmp_path, size):
    lies, source = vault.current(), tmp_path / "x"
    source.write_bytes(bytes(range(256)) * (size // 256) + b"!" * (size % 256))
    digest = store.digest_of(source)
    assert lies.size(digest) is None
    lies.put(source, digest)
    lies.put(source, digest)
    assert list(bucket.objects) == [f"mq/{digest}"], "stored once, under the prefix"
    assert (lies.size(digest), list(lies.digests())) == (size, [digest])
    assert b"".join(lies.read(digest, 2, 8)) == source.read_bytes()[2:8]
    assert store.faults(lies, digest, size) == ""
    bucket.objects[f"mq/{digest}"] = b"?" * size
    assert store.faults(lies, digest, size) == "内容已被改动"
    lies.delete(digest)
    assert store.faults(lies, digest, size) == "缺失"


@pytest.mark.filterwarnings("ignore")
def test_a_service_that_fails_is_told_in_words(bucket, tmp_path):
    assert health.records_place().verdict == "好"
    bucket.broken = True
    with pytest.raises(Refused, match="对象存储没有办成") as refused:
        vault.current().size("0" * 64)
    assert "127.0.0.1" not in str(refused.value), "an inspector reads no address of the inner network"
    assert health.records_place().verdict == "有问题"
