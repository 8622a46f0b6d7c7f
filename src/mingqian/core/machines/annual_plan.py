"""The annual plan (年度抽查工作计划): approved, published, and adjusted only by a new version."""

from mingqian.core.machine import Machine, Move, Refusal

_FIXED = "已公布的计划不得直接改动，调整须另立版本并说明理由"

MACHINE = Machine(
    name="annual_plan",
    title="年度抽查计划",
    start="draft",
    states={
        "draft": "起草",
        "submitted": "待审批",
        "approved": "已批准",
        "published": "已公布",
        "superseded": "已被替代",
        "withdrawn": "已撤回",
    },
    events={
        "submit": "送审",
        "return": "退回",
        "recall": "收回",
        "approve": "批准",
        "publish": "公布",
        "send": "报送",
        "acknowledge": "登记回执",
        "supersede": "以新版本替代",
        "withdraw": "撤回",
    },
    moves=(
        Move("draft", "submit", "submitted", "法制机构", "送审前须通过校验"),
        Move("draft", "withdraw", "withdrawn", "起草人"),
        Move("submitted", "recall", "draft", "法制机构", "审批之前可以收回修改"),
        Move("submitted", "return", "draft", "局领导", "写明意见"),
        Move("submitted", "approve", "approved", "局领导", "批准人不得是起草人"),
        Move("approved", "publish", "published", "法制机构", "统一公布"),
        Move("approved", "supersede", "superseded", "法制机构", "调整后的版本公布时"),
        Move("published", "send", "published", "法制机构", "报送规则包指定的机关"),
        Move("published", "acknowledge", "published", "法制机构", "回执编号与日期"),
        Move("published", "supersede", "superseded", "法制机构", "调整后的版本公布时；两版都保留"),
    ),
    final=frozenset({"superseded", "withdrawn"}),
    refusals=(
        Refusal("published", "withdraw", _FIXED, "", "请起草调整版本"),
        Refusal("published", "return", _FIXED, "", "请起草调整版本"),
        Refusal("draft", "approve", "未送审的计划不得批准", "", "请先送审"),
        Refusal("draft", "publish", "未经批准的计划不得公布", "", "请先送审并经批准"),
        Refusal("submitted", "publish", "未经批准的计划不得公布", "", "请等待批准"),
    ),
)
