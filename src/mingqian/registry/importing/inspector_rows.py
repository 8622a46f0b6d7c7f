"""Rows of an inspector list read as people with their papers. Pure; the citizen id passes through and is not kept here.

XM-28 姓名、所在单位及职务、身份证号、从事执法或业务管理工作的年限、执法证号、人员类别、联系方式.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from mingqian.registry.enums import InspectorClass
from mingqian.registry.importing.findings import Finding, Level
from mingqian.registry.importing.layout import Layout

_CERTIFICATE = re.compile(r"[0-9A-Z:._-]{1,51}")
_YES = ("是", "可", "能", "y", "Y", "1", "√", "对")


@dataclass(frozen=True, slots=True)
class InspectorRow:
    """One person of the list; ``unit`` is the word of the list, resolved by who saves it."""

    line: int
    name: str
    unit: str
    duty: str
    phone: str
    classes: tuple[str, ...]
    certificate_no: str
    valid_from: date | None
    valid_until: date | None
    area: str
    category: str
    related_business: str
    works_since: date | None
    captain: bool
    quals: tuple[str, ...]
    citizen_id: str = field(repr=False)
    findings: tuple[Finding, ...] = ()


def read(layout: Layout, line: int, values: Sequence[str], *, on: date) -> InspectorRow:
    """One checked row; years of service become a first day counted back from ``on``."""
    cells = {c.name: value for (c, _), value in zip(layout.fields, values, strict=True)}
    findings: list[Finding] = []

    def wrong(name: str, code: str, message: str) -> None:
        findings.append(layout.finding(Level.ERROR, code, line, name, "", message))

    classes = _classes(cells.get("inspector_class", ""))
    certificate = _certificate(cells.get("certificate_no", ""))
    if not classes:
        wrong("inspector_class", "class", "人员类别应为“行政执法人员”或“业务检查人员”")
    if InspectorClass.ENFORCEMENT.value in classes:
        if not certificate:
            wrong(
                "certificate_no",
                "no_certificate",
                "行政执法人员没有执法证号（厦门 三(三)：须具有行政执法资格证）",
            )
        elif not _CERTIFICATE.fullmatch(certificate):
            wrong(
                "certificate_no",
                "certificate",
                f"执法证号“{certificate[:20]}”含有不能用的字符，只用字母、数字和 . _ -{_without(certificate)}",
            )
        if not cells.get("valid_until"):
            wrong("valid_until", "no_validity", "行政执法人员没有执法证有效期")
    if InspectorClass.BUSINESS.value in classes and not cells.get("related_business"):
        wrong("related_business", "no_business", "业务检查人员没有写明从事的相关业务（厦门 三(三)）")
    return InspectorRow(
        line=line,
        name=cells.get("name", ""),
        unit=cells.get("unit", ""),
        duty=cells.get("duty", ""),
        phone=cells.get("phone", ""),
        classes=classes,
        certificate_no=certificate,
        valid_from=_day(cells.get("valid_from", "")),
        valid_until=_day(cells.get("valid_until", "")),
        area=cells.get("area", ""),
        category=cells.get("category", ""),
        related_business=cells.get("related_business", ""),
        works_since=_day(cells.get("works_since", "")) or _years_back(cells.get("years", ""), on),
        captain=cells.get("captain", "").startswith(_YES),
        quals=tuple(sorted({q for q in re.split(r"[、,，；;\s]+", cells.get("quals", "").upper()) if q})),
        citizen_id=cells.get("citizen_id", ""),
        findings=tuple(findings),
    )


def _classes(text: str) -> tuple[str, ...]:
    found = []
    if "执法" in text or text == InspectorClass.ENFORCEMENT.value:
        found.append(InspectorClass.ENFORCEMENT.value)
    if "业务" in text or text == InspectorClass.BUSINESS.value:
        found.append(InspectorClass.BUSINESS.value)
    return tuple(found)


def _certificate(text: str) -> str:
    return re.sub(r"\s+", "", text).upper().replace("—", "-").replace("－", "-")


def _without(certificate: str) -> str:
    """「闽A0123」: what stays when the words are left out, asked and not done: two numbers may differ in them alone."""
    rest = re.sub(r"[^0-9A-Z:._-]", "", certificate).strip("-._:")
    return f"；证上的汉字不写，是否为 {rest}？" if re.search(r"\d{4}", rest) else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _years_back(text: str, on: date) -> date | None:
    """「12」 years of service on the day of the list: since the same day twelve years ago."""
    if not text or int(text) > 60:
        return None
    try:
        return on.replace(year=on.year - int(text))
    except ValueError:  # 29 February
        return on.replace(year=on.year - int(text), day=28)
