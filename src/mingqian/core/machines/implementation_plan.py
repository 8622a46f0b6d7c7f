"""The implementation plan (抽查实施方案): approved and published before anything is frozen or drawn."""

from mingqian.core.machine import Machine, Move, Refusal

_DRAWN = "已启动的方案不得撤回：名录可能已经冻结、对象可能已经抽出"

MACHINE = Machine(
    name="implementation_plan",
    title="抽查实施方案",
    start="draft",
    states={
        "draft": "起草",
        "submitted": "待审批",
        "approved": "已批准",
        "published": "已公布",
        "started": "已启动",
        "completed": "已完成",
        "withdrawn": "已撤回",
    },
    events={
        "submit": "送审",
        "return": "退回",
        "recall": "收回",
        "approve": "批准",
        "publish": "公布",
        "acknowledge": "签收",
        "start": "启动",
        "complete": "办结",
        "withdraw": "撤回",
    },
    moves=(
        Move("draft", "submit", "submitted", "发起单位", "规则包要求的各项须填齐"),
        Move("draft", "withdraw", "withdrawn", "发起单位"),
        Move("submitted", "recall", "draft", "发起单位", "审批之前可以收回修改"),
        Move("submitted", "return", "draft", "局领导", "写明意见"),
        Move("submitted", "approve", "approved", "局领导", "批准人不得是起草人"),
        Move("approved", "publish", "published", "法制机构"),
        Move("approved", "withdraw", "withdrawn", "发起单位", "写明理由"),
        Move("published", "acknowledge", "published", "负责人或联系人", "启动之前本人签收"),
        Move("published", "start", "started", "发起单位", "配合单位均已确认或已记录"),
        Move("published", "withdraw", "withdrawn", "发起单位", "写明理由并公布"),
        Move("started", "complete", "completed", "发起单位", "各次抽取均已办结"),
    ),
    final=frozenset({"completed", "withdrawn"}),
    refusals=(
        Refusal("started", "withdraw", _DRAWN, "", "确需停止的，按抽取作废程序办理"),
        Refusal("started", "acknowledge", "方案已启动，不再签收", "", "签收须在启动之前"),
        Refusal("approved", "start", "未公布的方案不得启动", "", "请先公布"),
        Refusal("draft", "start", "未经批准并公布的方案不得启动", "", "请先送审"),
    ),
)
