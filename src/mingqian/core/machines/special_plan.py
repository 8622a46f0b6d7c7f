"""专项检查方案: approved by the government or the authority above, filed, published, and over on its day (国办发〔2024〕54号)."""

from mingqian.core.machine import Machine, Move, Refusal

_STRICT = "国办发〔2024〕54号：严格控制专项检查，实行年度数量控制，事先拟订检查计划，经批准后备案、公布"

MACHINE = Machine(
    name="special_plan",
    title="专项方案",
    start="draft",
    states={
        "draft": "草拟",
        "submitted": "待批准",
        "approved": "待公布",
        "published": "实施中",
        "ended": "已结束",
    },
    events={
        "submit": "送审",
        "return": "退回",
        "approve": "批准",
        "publish": "备案并公布",
        "end": "结束",
    },
    moves=(
        Move("draft", "submit", "submitted", "业务处室、监察机构", "写明部署文件、范围和期限", _STRICT),
        Move("submitted", "return", "draft", "局领导", "写明理由"),
        Move("submitted", "approve", "approved", "局领导", "批准人不得是起草人；写明批准文号", _STRICT),
        Move("approved", "publish", "published", "政策法规机构", "写明备案机关和日期", _STRICT),
        Move("published", "end", "ended", "业务处室、监察机构", "到期或提前结束", _STRICT),
    ),
    final=frozenset({"ended"}),
    refusals=(
        Refusal("draft", "publish", "专项方案未经批准，不能公布", _STRICT, "请先送审并由局领导批准"),
        Refusal("ended", "publish", "专项检查已经结束", _STRICT, "需要继续的，请另行报批"),
    ),
)
