"""RFC 3161: a time-stamp authority's word on when a checkpoint was there. Carried on a stick, no network.

The library comes with the extra ``tsa``; without it the command says so and nothing else is missing.
"""

import base64
from collections.abc import Sequence
from datetime import datetime
from types import ModuleType
from typing import Any

from cryptography import x509
from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import policies
from mingqian.audit.models import Checkpoint, TimeStamp
from mingqian.audit.services.recording import record
from mingqian.core.decision import Refused, demand, denied

CLAUSE = "RFC 3161 §2.4"


def request(checkpoint: Checkpoint) -> bytes:
    """The query over the note as this bureau signed it, SHA-256, asking for the authority's certificate.

    Without a nonce: the answer is checked against the note itself, and no state is kept in between.
    """
    library = _library()
    asked = library.TimestampRequestBuilder(nonce=False).data(checkpoint.note.encode())
    query: bytes = asked.hash_algorithm(library.HashAlgorithm.SHA256).build().as_bytes()
    return query


def add(
    checkpoint: Checkpoint, response: bytes, *, roots: Sequence[bytes], by: Actor, now: datetime
) -> TimeStamp:
    """Keep an answer whose signature leads to one of ``roots`` (PEM) and which is about this very note."""
    demand(policies.may_keep_keys(by))
    library = _library()
    try:
        told = library.decode_timestamp_response(response)
        builder = library.VerifierBuilder()
        for root in roots:
            for one in x509.load_pem_x509_certificates(root):
                builder = builder.add_root_certificate(one)
        builder.build().verify_message(told, checkpoint.note.encode())
    except (library.VerificationError, ValueError) as error:
        raise Refused(
            denied(
                "audit.stamp_wrong",
                _why(str(error)),
                CLAUSE,
                "请核对：答复是不是由这份请求换来的，日志名称对不对，根证书是不是签发机构的",
            )
        ) from None
    with transaction.atomic():
        made = TimeStamp.objects.create(
            checkpoint=checkpoint, response=base64.b64encode(response).decode(), added_at=now,
            stamped_at=told.tst_info.gen_time, authority=_authority(told),
        )  # fmt: skip
        facts = {"origin": checkpoint.origin, "size": checkpoint.size, "authority": made.authority}
        record("checkpoint.stamped", by=by, now=now, thing=f"log:{checkpoint.origin}", body=facts)
    return made


def _why(told: str) -> str:
    """The library's words, which name its own parts, as somebody at a desk can use them."""
    for mark, words in _WHY:
        if mark in told:
            return f"时间戳核验不通过：{words}"
    return "时间戳核验不通过：签名、内容或者证书对不上"


_WHY = (
    ("ParseError", "答复文件不是完整的 RFC 3161 答复，或者被改动过"),
    ("PEM", "根证书文件不是 PEM 格式的证书"),
    ("local issuer", "签发时间戳的证书不是由所给的根证书签发的"),
    ("self-signed", "签发时间戳的证书不是由所给的根证书签发的"),
    ("padding", "签名不对，答复被改动过"),
    ("signature failure", "签名不对，答复被改动过"),
    ("message imprint", "时间戳盖的不是这个检查点"),
    ("Message", "时间戳盖的不是这个检查点"),
)


def _authority(told: Any) -> str:  # noqa: ANN401 — the optional library's own type
    """The name in the certificate that came with the answer."""
    found = [x509.load_der_x509_certificate(one) for one in told.signed_data.certificates]
    leaf = next((one for one in found if one.issuer != one.subject), found[0] if found else None)
    return leaf.subject.rfc4514_string()[:300] if leaf else ""


def _library() -> ModuleType:
    try:
        import rfc3161_client
    except ImportError:
        raise Refused(
            denied(
                "audit.no_tsa",
                "没有安装时间戳组件",
                CLAUSE,
                "请安装 mingqian[tsa] 后重试；不用时间戳不影响其他核验",
            )
        ) from None
    return rfc3161_client
