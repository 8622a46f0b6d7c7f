"""A notice (公示): drafted, reviewed for redaction, released by another person, corrected or withdrawn."""

from mingqian.core.machine import Machine, Move, Refusal

_FIXED = "已公示的内容不得直接改动"
_FIRST = "公布前必须经过公示内容审核（涉密、商业秘密、个人隐私）"
_CLAUSE = "石嘴山方案 1(3)；政府信息公开条例第十四、十五条"

MACHINE = Machine(
    name="notice",
    title="公示",
    start="draft",
    states={
        "draft": "待审核",
        "reviewed": "待发布",
        "released": "已公示",
        "corrected": "已更正",
        "withdrawn": "已撤下",
        "kept_back": "不公开",
        "dropped": "已作废",
    },
    events={
        "redact": "遮盖内容",
        "review": "审核通过",
        "return": "退回",
        "release": "发布",
        "supersede": "以更正版替代",
        "withdraw": "撤下",
        "keep_back": "决定不公开",
        "drop": "作废草稿",
    },
    moves=(
        Move("draft", "redact", "draft", "公示内容审核人", "每一处都写明理由"),
        Move("draft", "review", "reviewed", "公示内容审核人", "审核人不得是起草人", _CLAUSE),
        Move("draft", "keep_back", "kept_back", "局领导", "有编码的理由，公开计数"),
        Move("draft", "drop", "dropped", "起草人"),
        Move("reviewed", "return", "draft", "公示发布人", "写明意见"),
        Move("reviewed", "release", "released", "公示发布人", "发布人不得是起草人、审核人"),
        Move("reviewed", "keep_back", "kept_back", "局领导", "有编码的理由，公开计数"),
        Move("released", "supersede", "corrected", "公示发布人", "更正版发布时；两版都保留"),
        Move("released", "withdraw", "withdrawn", "公示发布人", "留下撤下说明", "行政处罚法第四十八条"),
    ),
    final=frozenset({"corrected", "withdrawn", "kept_back", "dropped"}),
    refusals=(
        Refusal("draft", "release", _FIRST, _CLAUSE, "请先由公示内容审核人审核"),
        Refusal("released", "redact", _FIXED, "石嘴山方案 1(2)", "请起草更正版，或撤下"),
        Refusal("released", "drop", _FIXED, "石嘴山方案 1(2)", "请起草更正版，或撤下"),
        Refusal(
            "released", "keep_back", "已经公示的不能再决定不公开", "", "确需停止公开的请撤下并公开说明理由"
        ),
        Refusal("withdrawn", "supersede", "已撤下的不能更正", "", "重新作出决定的，请另行起草公示"),
    ),
)
