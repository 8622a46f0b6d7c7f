"""How a 文号 is written: 机关代字 + 〔year〕 + number, in the brackets of the standard (U+3014, U+3015)."""

from mingqian.documents.enums import Kind

# What is put behind the organ's own short name. Lists and registers stand under the code of their draw or batch.
SUFFIXES = {
    Kind.ANNUAL_PLAN: "抽计",
    Kind.IMPLEMENTATION_PLAN: "抽案",
    Kind.EXEMPTION_SHEET: "免审",
    Kind.APPROVAL_SHEET: "检审",
    Kind.VISIT_NOTICE: "检通",
    Kind.CHECK_RECORD: "检表",
    Kind.SITE_RECORD: "检笔",
    Kind.JOINT_RECORD: "检联",
    Kind.PRELIMINARY_NOTICE: "检初告",
    Kind.DEFENCE_RECORD: "检陈",
    Kind.RESULT_NOTICE: "检告",
    Kind.RECTIFICATION_ORDER: "检改",
    Kind.REVISIT_RECORD: "检访",
    Kind.BATCH_REPORT: "检报",
    Kind.SERVICE_RECORD: "送",
}
_OFFICES = (("人力资源和社会保障局", "人社"), ("人力资源社会保障局", "人社"))
_PLACES = "市区县"


def short_name(organ: str) -> str:
    """鹭湾市人力资源和社会保障局 → 鹭湾人社: how an organ is called in a number until it says otherwise."""
    for long, short in _OFFICES:
        place, found, rest = organ.partition(long)
        if found and not rest:
            return (place.rstrip(_PLACES) or place) + short
    return organ.removesuffix("局").rstrip(_PLACES)[:20] or organ[:20]


def usual_word(organ: str, kind: Kind) -> str:
    """机关代字 where the legal office has set none."""
    return short_name(organ) + SUFFIXES[kind]


def written(word: str, year: int, position: int) -> str:
    """鹭湾人社检通〔2026〕12号: no 第, no leading zeros."""
    return f"{word}〔{year}〕{position}号"
