"""文书: a draft has its number, an issued one its bytes, a served one its day; a voided one stays on record."""

from mingqian.core.machine import Machine, Move, Refusal

_KEPT = "文号规则：作废的文号保留，不再使用，写明理由"
PROVED = "民事诉讼法第八十七条：送达诉讼文书必须有送达回证"

MACHINE = Machine(
    name="document",
    title="文书",
    start="draft",
    states={"draft": "草稿", "issued": "已签发", "served": "已送达", "voided": "已作废"},
    events={"issue": "签发", "serve": "登记送达", "void": "作废"},
    moves=(
        Move("draft", "issue", "issued", "经办人", "字体齐全、内容齐全才能生成"),
        Move("draft", "void", "voided", "经办人、负责人", "写明理由", _KEPT),
        Move("issued", "serve", "served", "送达人", "送达回证", PROVED),
        Move("issued", "void", "voided", "负责人、法制机构", "写明理由", _KEPT),
        Move("served", "void", "voided", "负责人、法制机构", "写明理由，另行告知受送达人", _KEPT),
    ),
    final=frozenset({"voided"}),
    refusals=(
        Refusal("draft", "serve", "文书还没有签发，不能送达", PROVED, "请先签发"),
        Refusal("served", "issue", "文书已经送达，不能再改", PROVED, "内容有误的，作废后重新制作"),
        Refusal("voided", "serve", "文书已经作废，不能送达", _KEPT, "请送达新制作的文书"),
    ),
)
