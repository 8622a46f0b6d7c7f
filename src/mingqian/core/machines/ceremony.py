"""The ceremony of one draw attempt, protocol sxsj1 §3–§9: freeze → announce → seal → randomness → result.

Both orders share the table: at the table the dice come first (sealed → valued), with a lottery or beacon
the secrets do (sealed → revealed); which of the two a draw follows is fixed by its plan and checked by the
service. Substitutions, skips, replacements and audits are events *after* the result, never edits of it.
"""

from mingqian.core.machine import Machine, Move, Refusal

_ORGANISER, _WITNESS = "抽取操作员", "见证人"
_FROZEN = "名录已冻结，抽取前后均不得增删改"
_AFTER = "sxsj1 §8"
_FIXED = "种子已由日志确定，不得再以参与方缺席或随机源为由作废"
_SUPERIOR = "上级机关、复议机关或者法院决定作废的，凭生效文书按责令作废办理"
_BODY = "上级、复议机关或法院"
_STAYS = "结果仍公布，已抽中的保留"

_LATER = tuple(
    Move(state, event, state, who, note, _AFTER)
    for state in ("signed", "published")
    for event, who, note in (
        ("substitute", "组织方提出，另一人批准", "按抽取先后顺序依次递补"),
        ("skip", "组织方提出，另一人批准", "只跳过应递补的这一人，写明理由"),
        ("replace", "组织方提出，另一人批准", "对象查无时由备选顺补"),
        ("audit", "外部审计人", "核对全部必查、免检与抽样行"),
    )
)

MACHINE = Machine(
    name="ceremony",
    title="抽取",
    start="prepared",
    states={
        "prepared": "准备中",
        "frozen": "名录已冻结",
        "announced": "已公告",
        "sealed": "已封签",
        "valued": "已出数",
        "revealed": "已揭示",
        "seeded": "种子已定",
        "computed": "已出结果",
        "signed": "已签认",
        "published": "已公布",
        "completed": "已办结",
        "voided": "已作废",
        "abandoned": "已放弃",
    },
    events={
        "freeze": "冻结名录",
        "announce": "公告抽取方案",
        "seal": "封签",
        "enter_value": "录入公开随机数",
        "reveal": "揭示秘密",
        "compute": "计算结果",
        "sign": "见证签认",
        "publish": "公布",
        "substitute": "递补人员",
        "skip": "跳过候补",
        "replace": "替换对象",
        "audit": "登记外部审计",
        "complete": "办结",
        "void": "因参与方或随机源作废",
        "void_ordered": "因名录有误或责令作废",
        "abandon": "放弃准备",
    },
    moves=(
        Move("prepared", "freeze", "frozen", _ORGANISER, "全部对象连同必查、免检、筛除入册", "sxsj1 §2"),
        Move("prepared", "abandon", "abandoned", _ORGANISER),
        Move("frozen", "announce", "announced", _ORGANISER, "方案写定名录、规则、参与方与随机源", "sxsj1 §3"),
        Move("frozen", "abandon", "abandoned", _ORGANISER, "公告前放弃，写明理由"),
        Move("announced", "seal", "sealed", "全部参与方", "各方承诺齐备，见证人在场", "sxsj1 §4"),
        Move("announced", "void", "voided", _ORGANISER, "参与方缺席", _AFTER),
        Move("announced", "void_ordered", "voided", _BODY, "", _AFTER),
        Move("sealed", "enter_value", "valued", _ORGANISER, "现场掷骰：一人录入一人回读", "sxsj1 §5"),
        Move("sealed", "reveal", "revealed", "全部参与方", "开奖或信标：先揭示", "sxsj1 §5"),
        Move("sealed", "void", "voided", _ORGANISER, "种子未定时", _AFTER),
        Move("sealed", "void_ordered", "voided", _BODY, "", _AFTER),
        Move("valued", "reveal", "seeded", "全部参与方", "组织方先揭示，其余按序", "sxsj1 §5"),
        Move("valued", "void", "voided", _ORGANISER, "种子未定时", _AFTER),
        Move("valued", "void_ordered", "voided", _BODY, "", _AFTER),
        Move("revealed", "enter_value", "seeded", _ORGANISER, "", "sxsj1 §5"),
        Move("revealed", "void", "voided", _ORGANISER, "种子未定时", _AFTER),
        Move("revealed", "void_ordered", "voided", _BODY, "", _AFTER),
        Move("seeded", "compute", "computed", _ORGANISER, "结果由种子唯一确定", "sxsj1 §6—7"),
        Move("computed", "sign", "signed", _WITNESS, "无异议或有异议，异议一并公布"),
        Move("computed", "void_ordered", "voided", _BODY, _STAYS, _AFTER),
        Move("signed", "sign", "signed", "外部参与方", "见证人签认之后、公布之前，其他外部人也可签认"),
        *_LATER,
        Move("signed", "publish", "published", _ORGANISER, "保密期满后", "sxsj1 §9"),
        Move("signed", "void_ordered", "voided", _BODY, _STAYS, _AFTER),
        Move("voided", "publish", "voided", _ORGANISER, "作废的抽取同样公布，供下一次核对", "sxsj1 §8"),
        Move("published", "complete", "completed", _ORGANISER, "", "sxsj1 §10"),
        Move("published", "void_ordered", "voided", _BODY, _STAYS, _AFTER),
        Move("completed", "void_ordered", "voided", _BODY, "办结以后同样如此；检查结果逐户另行处理", _AFTER),
    ),
    final=frozenset({"voided", "abandoned"}),
    refusals=(
        *(
            Refusal(state, "freeze", _FROZEN, "sxsj1 §2", "名录确有错误的，作废本次后重新冻结")
            for state in ("frozen", "announced", "sealed", "valued", "revealed", "seeded")
        ),
        *(
            Refusal(state, "void", _FIXED, _AFTER, _SUPERIOR)
            for state in ("seeded", "computed", "signed", "published", "completed")
        ),
        *(
            Refusal(
                state, "compute", "结果已经计算，不得重算挑选", "sxsj1 §6", "对结果有异议的请在签认时写明"
            )
            for state in ("computed", "signed", "published", "completed")
        ),
        Refusal("seeded", "void_ordered", "种子已定，须先计算并留存结果", _AFTER, "请先计算结果"),
        Refusal("announced", "enter_value", "各方尚未封签，此时出数可被利用", "sxsj1 §4", "请先完成封签"),
        Refusal("announced", "reveal", "各方尚未封签", "sxsj1 §4", "请先完成封签"),
        Refusal("announced", "abandon", "方案已公告，不得悄然放弃", _AFTER, "请按作废程序办理并公布"),
        Refusal("computed", "publish", "见证人尚未签认", "", "请见证人签署无异议或有异议"),
        Refusal("computed", "substitute", "见证人签认前不得递补", "sxsj1 §8", "请先完成签认"),
    ),
)

OVER = MACHINE.final | {"completed"}
"""Nothing follows of itself any more; a completed draw can still be ordered void."""
