"""Parameters of what becomes public and of credit: columns, deadlines, channels, destinations."""

from mingqian.policy.schema.key import Key, Kind, Order, choice, codes, record, text, words
from mingqian.policy.schema.values import Deadline, YearDate

KEYS: tuple[Key, ...] = (
    words("list.publish_columns", "事项清单公开内容", row=30),
    words("open.aspects", "监管公开的方面", row=30),
    words("open_item.fields", "政务公开内容", row=30),
    words("open_item.publicity_fields", "行政执法公示内容", row=30),
    words("service_guide.fields", "服务指南内容"),
    record("result.publish_days", "检查结果公示期限", Deadline, Order.SHORTER, 33),
    record("decision.publish_penalty", "行政处罚决定公开期限", Deadline, Order.SHORTER, 36),
    record("decision.publish_licence", "行政许可决定公开期限", Deadline, Order.SHORTER, 37),
    record("decision.publish_other", "其他执法决定公开期限", Deadline, Order.SHORTER, 38),
    record("decision.withdraw", "决定被推翻后的撤下期限", Deadline, Order.SHORTER, 39),
    words("penalty.publish_fields", "行政处罚公开内容"),
    words("decision.publish_fields", "执法决定公开内容"),
    choice(
        "double_publicity.cycle",
        "双公示报送周期",
        {"push": "由信息管理部门推送", "weekly": "每周一报", "daily": "每日推送"},
        Order.LATER_CHOICE,
        40,
    ),
    record("stats.unit_report", "各单位统计数据报送期限", YearDate, Order.EARLIER, 41),
    record("stats.publish", "年度执法统计公开期限", YearDate, Order.EARLIER, 42),
    text("stats.template_version", "统计项目版本"),
    words("publish.channels", "公开渠道"),
    codes(
        "credit.entry_types",
        "信用信息种类",
        {
            "positive": "良好信息",
            "warning": "警示信息",
            "reminder": "提示信息",
            "integrity_grade": "劳动保障守法诚信等级",
            "abnormal": "经营异常名录",
            "serious_list": "严重违法失信名单",
        },
        row=49,
    ),
    words("credit.destinations", "信用信息推送去向", Order.MORE),
    words("joint_punishment.fields", "联合惩戒领域", Order.MORE),
    choice(
        "natural_person.publish",
        "自然人对象的公示",
        {"masked": "脱敏后公示", "case_by_case": "根据具体情况决定", "off": "不公示"},
        Order.OWN,
        52,
    ),
    Key("publish.default_open", "公开为常态、不公开为例外", Kind.BOOL, Order.TRUE),
)
