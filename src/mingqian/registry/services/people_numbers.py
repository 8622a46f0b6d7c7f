"""Citizen ID numbers: a keyed digest to recognise a person again, a masked form to show, never the number.

Seventeen digits with a check digit can be tried through in minutes, so a plain or merely salted hash
would be the number itself. The key (``pepper``) lives outside the database and is passed in.
"""

import hashlib
import hmac

from mingqian.core import identifiers, masking
from mingqian.core.decision import Refused, denied

PRIVACY = "个人信息保护法第五十一条；厦门 三(三) 身份证号只作内部识别"


def keep(number: str, pepper: bytes) -> tuple[str, str]:
    """(digest, masked form) of a valid number."""
    if len(pepper) < 16:
        raise Refused(
            denied(
                "person.no_pepper",
                "没有设置个人信息密钥，不能登记身份证号",
                PRIVACY,
                "请设置 MINGQIAN_SECRET_KEY",
            )
        )
    reading = identifiers.read_citizen_id(number)
    if not reading.ok:
        raise Refused(denied("person.citizen_id", reading.message, PRIVACY, "请核对身份证号"))
    digest = hmac.new(pepper, b"mingqian citizen id\n" + reading.value.encode("ascii"), hashlib.sha256)
    return digest.hexdigest(), masking.citizen_id(reading.value)
