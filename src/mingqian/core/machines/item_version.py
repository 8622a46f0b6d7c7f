"""A version of an inspection item: change request → review → approval → publication (XM-14, XM-09).

There is no state 「superseded」: the version in force on a day is the published one with the latest
effective day up to then, so old plans and draws keep the version they were made with.
"""

from mingqian.core.machine import Machine, Move, Refusal

_CHANGED_BY_VERSION = "已公布的版本不得改动，历史计划和抽取仍以它为准"

MACHINE = Machine(
    name="item_version",
    title="事项版本",
    start="draft",
    states={
        "draft": "草拟",
        "in_review": "审查中",
        "reviewed": "已审查",
        "approved": "已批准",
        "published": "已公布",
        "rejected": "退回",
    },
    events={
        "submit": "送审",
        "return": "退回修改",
        "pass": "审查通过",
        "reject": "否决",
        "approve": "批准",
        "publish": "公布",
    },
    moves=(
        Move("draft", "submit", "in_review", "业务处室", "附调整理由与法律依据"),
        Move("in_review", "return", "draft", "法制机构", "写明修改意见"),
        Move("in_review", "pass", "reviewed", "法制机构"),
        Move("in_review", "reject", "rejected", "法制机构", "写明理由"),
        Move("reviewed", "approve", "approved", "局领导"),
        Move("reviewed", "return", "draft", "局领导"),
        Move("reviewed", "reject", "rejected", "局领导", "写明理由"),
        Move(
            "approved", "publish", "published", "法制机构", "未公布的事项不得列入计划", "国办发〔2024〕54号"
        ),
    ),
    final=frozenset({"published", "rejected"}),
    refusals=(
        Refusal("published", "submit", _CHANGED_BY_VERSION, "", "请另行起草新版本"),
        Refusal("published", "return", _CHANGED_BY_VERSION, "", "请另行起草新版本"),
        Refusal("draft", "publish", "未经审查和批准的事项不得公布", "", "请先送审"),
        Refusal("draft", "approve", "未经审查的事项不得批准", "", "请先送审"),
    ),
)
