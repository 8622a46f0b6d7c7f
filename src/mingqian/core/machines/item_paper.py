"""A paper of an item (检查指引、检查评价办法): written by one, approved by another, replaced by a new version."""

from mingqian.core.machine import Machine, Move, Refusal

_FIXED = "已发布的版本不得改动，已办任务引用的正是这一版"

MACHINE = Machine(
    name="item_paper",
    title="检查指引和评价办法",
    start="draft",
    states={
        "draft": "起草",
        "submitted": "待审批",
        "approved": "已批准",
        "published": "已发布",
        "superseded": "已被替代",
        "withdrawn": "已撤回",
    },
    events={
        "submit": "送审",
        "return": "退回",
        "recall": "收回",
        "approve": "批准",
        "publish": "发布",
        "supersede": "以新版本替代",
        "withdraw": "撤回",
    },
    moves=(
        Move("draft", "submit", "submitted", "事项责任单位", "要点、标准须填齐"),
        Move("draft", "withdraw", "withdrawn", "事项责任单位"),
        Move("submitted", "recall", "draft", "事项责任单位", "审批之前可以收回修改"),
        Move("submitted", "return", "draft", "审批人", "写明意见"),
        Move("submitted", "approve", "approved", "审批人", "不得是起草人、送审人"),
        Move("approved", "publish", "published", "法制机构", "发给执行单位，逐一签阅"),
        Move("published", "supersede", "superseded", "法制机构", "新版本发布时；旧版保留"),
    ),
    final=frozenset({"superseded", "withdrawn"}),
    refusals=(
        Refusal("published", "withdraw", _FIXED, "", "请起草新版本"),
        Refusal("draft", "publish", "未经批准的文稿不得发布", "", "请先送审并经批准"),
    ),
)
