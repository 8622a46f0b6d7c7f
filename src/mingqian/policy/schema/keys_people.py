"""Parameters about people: who stands in the inspector registry, how teams are made, what is kept."""

from mingqian.policy.schema.key import Key, Order, choice, codes, flag, number, record, records, words
from mingqian.policy.schema.values import POOLS, CategoryPool, Range

ROLES = {
    "legal_office": "政策法规机构",
    "inspection_body": "劳动保障监察机构",
    "business_unit_head": "业务处室、单位负责人",
    "information_unit": "信息管理部门",
    "credit_officer": "信用信息管理部门",
    "office": "办公室",
    "supervision_authority": "司法局",
    "bureau_leader": "局领导",
    "district_bureau": "区（县）人社局",
}

KEYS: tuple[Key, ...] = (
    codes("inspector.pool_classes", "执法检查人员库的人员类别", POOLS, Order.FEWER, 19),
    words("inspector.pool_units", "入库人员所在单位", Order.FEWER, 19),
    choice(
        "inspector.enterprise_class",
        "检查企业须具备的人员类别",
        {"enforcement": "行政执法人员（持行政执法证）"},
    ),
    records("item.category_pools", "各类事项对应的人员库", CategoryPool, row=19),
    flag("inspector.delegated_bodies", "委托执法机构人员可进入随机抽取库", Order.FALSE, 19),
    record("inspector.multiplier", "人员抽取倍数", Range, Order.WITHIN, 20),
    flag("inspector.beyond_need_published", "超出需要人数的抽取次序一并抽出并公布", Order.TRUE, 20),
    number("inspector.min_team", "每组检查人员不少于（人）", Order.HIGHER, 21),
    choice(
        "team_leader_mode",
        "组长产生方式",
        {"drawn": "抽取产生（首名符合条件的持证人员）", "appointed": "由发起单位指派一名分管领导"},
        row=22,
    ),
    flag("team.leader_counts_only_certified", "指派的组长无证不计入执法人员人数", Order.TRUE, 22),
    choice(
        "expertise_matching",
        "专业匹配",
        {
            "item_class": "按事项类别确定人员库",
            "expertise": "按业务专长，因地制宜",
            "optional": "可选分层，抽取前确定",
        },
        row=24,
    ),
    codes(
        "inspector.draw_methods",
        "人员抽取方式",
        {"individual": "逐人抽取", "grouped": "按固定小组抽取", "expertise": "按业务专长分层抽取"},
        row=24,
    ),
    codes("inspector.activated_by", "有权增加、启用执法检查人员的角色", ROLES),
    words("inspector.fields", "执法检查人员库字段"),
    words("inspector.publish_columns", "执法人员清单公开内容"),
    choice("inspector.confirmed_by", "执法人员清单公开前的确认机关", ROLES),
    words("subject.fields", "监管对象名录库字段"),
)
