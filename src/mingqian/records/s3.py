"""Contents in an S3-compatible service (MinIO, Ceph, a city's cloud). Needs the extra ``s3``."""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from mingqian.core.decision import Refused, denied
from mingqian.records.store import BLOCK

_log = logging.getLogger("mingqian.records")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class S3Store:
    """Implements ``store.Store``. An object's key is its digest, behind a prefix."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:  # noqa: ANN401 — boto3 has no types
        self._client, self._bucket, self._prefix = client, bucket, prefix

    @classmethod
    def at(cls, where: str) -> Self:
        """``s3://bucket/prefix?endpoint=https://…&region=…``; the keys come from the environment."""
        try:
            import boto3
            from botocore.config import Config
        except ImportError:
            told = "没有安装访问对象存储的组件"
            raise Refused(denied("records.no_client", told, "", "请安装 mingqian[s3]")) from None
        url = urlsplit(where)
        asked = parse_qs(url.query)
        config = Config(
            connect_timeout=5,
            read_timeout=60,
            retries={"max_attempts": 3, "mode": "standard"},
            # Other makers' services know MD5 and the hash in the signature, not Amazon's newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path"},
        )
        client = boto3.client(
            "s3",
            endpoint_url=asked.get("endpoint", [None])[0],
            region_name=asked.get("region", ["us-east-1"])[0],
            aws_access_key_id=os.environ.get("MINGQIAN_S3_KEY"),
            aws_secret_access_key=os.environ.get("MINGQIAN_S3_SECRET"),
            config=config,
        )
        prefix = url.path.strip("/")
        return cls(client, url.netloc, f"{prefix}/" if prefix else "")

    def put(self, source: Path, digest: str) -> None:
        if self.size(digest) == source.stat().st_size:
            return
        with _told():
            self._client.upload_file(str(source), self._bucket, self._key(digest))

    def size(self, digest: str) -> int | None:
        from botocore.exceptions import ClientError

        with _told():
            try:
                found = self._client.head_object(Bucket=self._bucket, Key=self._key(digest))
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                    return None
                raise
            return int(found["ContentLength"])

    def read(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        wanted = f"bytes={start}-{'' if end is None else end - 1}"
        with _told():
            found = self._client.get_object(Bucket=self._bucket, Key=self._key(digest), Range=wanted)
            yield from found["Body"].iter_chunks(BLOCK)

    def digests(self) -> Iterator[str]:
        with _told():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for one in page.get("Contents", ()):
                    if _DIGEST.fullmatch(name := str(one["Key"]).removeprefix(self._prefix)):
                        yield name

    def delete(self, digest: str) -> None:
        with _told():
            self._client.delete_object(Bucket=self._bucket, Key=self._key(digest))

    def _key(self, digest: str) -> str:
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"no digest: {digest!r}")
        return self._prefix + digest


@contextmanager
def _told() -> Iterator[None]:
    """What the service says in its own words, as a refusal."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        _log.warning("object store: %s", error)
        answer = getattr(error, "response", {}).get("Error", {}).get("Code", "")
        told = f"对象存储没有办成（{answer}）" if answer else "对象存储没有答复"
        raise Refused(
            denied("records.store", told, "", "没有丢失内容，请稍后再试；仍不行请报告系统管理员")
        ) from error
