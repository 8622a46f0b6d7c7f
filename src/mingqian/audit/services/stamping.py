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
                f"时间戳核验不通过：{error}",
                CLAUSE,
                "请核对是否对应同一个检查点，根证书是否正确",
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
