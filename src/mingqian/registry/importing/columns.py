"""Which columns a list of each kind may have, and by which names offices call them.

``XM-23`` 名称、组织机构代码、法定代表人、地址、联系人、联系方式、业务责任处室 and what real lists carry besides;
``XM-28`` for inspectors; 平顶山's eleven columns for items; for powers what 鄂州 3(一) lets stand on the list at all.
"""

from dataclasses import dataclass

from mingqian.core.labels import LabelledCode


class Kind(LabelledCode):
    """What a list is a list of."""

    SUBJECTS = "subjects", "检查对象名录"
    ITEMS = "items", "抽查事项清单"
    INSPECTORS = "inspectors", "检查人员名录"
    POWERS = "powers", "权责清单"


class Reads(LabelledCode):
    """How a cell of a column is read."""

    TEXT = "text", "文字"
    USCC = "uscc", "统一社会信用代码"
    DAY = "day", "日期"
    UNTIL = "until", "截止日期"
    COUNT = "count", "整数"
    STATUS = "status", "登记状态"
    PROVINCE = "province", "省份"
    DIVISION = "division", "行政区划代码"
    CITIZEN = "citizen", "公民身份号码"


@dataclass(frozen=True, slots=True)
class Column:
    """One field: its code name, how an officer calls it, other names it goes by, what is required of it."""

    name: str
    label: str
    also: str = ""
    reads: Reads = Reads.TEXT
    required: bool = False
    limit: int = 300
    gap: bool = False
    """One of the fields the source document asks for: an empty one is imported and counted as a gap."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which the column is recognised."""
        return (self.name, self.label, *self.also.split())


SUBJECT_COLUMNS = (
    Column(
        "number",
        "统一社会信用代码",
        "uscc code credit_code 信用代码 社会信用代码 统一信用代码 统一代码 机构代码 组织机构代码 单位代码 企业代码 注册号"
        " 统一社会信用代码/注册号 统一社会信用代码或注册号 统一社会信用代码（注册号） 社会统一信用代码 证件号码",
        Reads.USCC,
        required=True,
        limit=18,
    ),
    Column(
        "name",
        "单位名称",
        "name 名称 企业名称 公司名称 机构名称 单位全称 企业全称 主体名称 市场主体名称 经营主体名称 检查对象 检查对象名称"
        " 监管对象 监管对象名称 用人单位 用人单位名称 参保单位 参保单位名称 被检查单位 字号名称 个体工商户名称 school_name company company_name",
        required=True,
        limit=200,
        gap=True,
    ),
    Column(
        "legal_representative",
        "法定代表人",
        "legal_rep legal_representative 法人 法人姓名 法人代表 法定代表人姓名 法定代表人/负责人 法定代表人（负责人） 法定代表人或负责人"
        " 负责人 负责人姓名 经营者 经营者姓名 执行事务合伙人",
        limit=100,
        gap=True,
    ),
    Column(
        "address",
        "地址",
        "address 住所 注册地址 经营地址 单位地址 企业地址 详细地址 通讯地址 住所地 经营场所 注册住所 办公地址 机构地址",
        gap=True,
    ),
    Column(
        "contact_person", "联系人", "contact contact_person 联系人姓名 经办人 联络员", limit=100, gap=True
    ),
    Column(
        "contact_phone",
        "联系方式",
        "phone tel telephone mobile contact_phone 电话 联系电话 手机 手机号 手机号码 联系人电话 固定电话 办公电话",
        limit=40,
        gap=True,
    ),
    Column(
        "responsible_unit",
        "业务责任处室",
        "responsible_unit 责任处室 责任科室 业务处室 主管处室 业务责任科室 责任单位 主管科室",
        limit=100,
        gap=True,
    ),
    Column("unit", "归属单位", "unit owner_unit 管辖单位 所属单位 登记单位 归属机构 管辖机构", limit=100),
    Column(
        "entity_type",
        "单位类型",
        "ent_type entity_type 企业类型 类型 主体类型 市场主体类型 机构类型 单位性质 企业性质 经济类型",
        limit=60,
    ),
    Column("capital", "注册资本", "capital 注册资金 注册资本（万元） 出资额 开办资金", limit=60),
    Column("industry_code", "行业代码", "industry industry_code 国民经济行业代码 行业门类代码", limit=8),
    Column(
        "scope", "经营范围", "scope business_scope 业务范围 经营业务范围 许可经营项目 主营业务", limit=32_000
    ),
    Column(
        "registered_on",
        "成立日期",
        "reg_date registered_on 注册日期 登记日期 成立时间 注册时间 设立日期 核准日期 开业日期",
        Reads.DAY,
    ),
    Column(
        "employees",
        "职工人数",
        "employees 人数 用工人数 参保人数 缴费人数 在职人数 从业人数 员工人数",
        Reads.COUNT,
    ),
    Column("status", "登记状态", "status 经营状态 状态 企业状态 存续状态 主体状态", Reads.STATUS, limit=12),
    Column(
        "division_code",
        "行政区划代码",
        "division_code 区划代码 行政区划 区划 行政区代码",
        Reads.DIVISION,
        limit=12,
    ),
    Column("province", "省份", "province 省 所在省 所属省份", Reads.PROVINCE, limit=30),
    Column(
        "licence_no",
        "许可证编号",
        "licence_no license_no 许可证号 证书编号 许可证书编号 许可证编码 经营许可证编号"
        " 劳务派遣经营许可证编号 劳务派遣许可证编号 人力资源服务许可证编号 人力资源服务许可证号 办学许可证编号 办学许可证号",
        limit=60,
    ),
    Column("licence_issuer", "发证机关", "licence_issuer 许可机关 审批机关 发证单位", limit=100),
    Column("licence_from", "许可有效期起", "licence_from 发证日期 许可日期 有效期起 有效期自", Reads.DAY),
    Column(
        "licence_until",
        "许可有效期止",
        "licence_until 有效期 有效期限 有效期至 有效期止 许可证有效期 许可证有效期限 许可有效期至 许可有效期限",
        Reads.UNTIL,
    ),
)

ITEM_COLUMNS = (
    Column("code", "事项编码", "code 事项代码 编码", limit=32),
    Column("seq", "序号", "seq no 编号", Reads.COUNT),
    Column(
        "name", "抽查事项", "item name 事项名称 检查事项 抽查事项名称 监管事项 事项", required=True, limit=200
    ),
    Column("sub_item", "子项", "sub_item 事项子项 子项名称", limit=200),
    Column("basis", "检查依据", "basis 抽查依据 法律依据 依据 执法依据 检查依据（法律法规）", limit=4000),
    Column("subject_text", "检查对象", "target subject 抽查对象 监管对象", limit=200),
    Column("content", "检查内容", "content 抽查内容 检查要点", limit=4000),
    Column("category", "事项类别", "category 类别 事项分类 事项类型", limit=60),
    Column("method", "检查方式", "method 抽查方式 检查方法", limit=200),
    Column("ratio", "抽查比例", "ratio 比例", limit=200),
    Column("frequency", "抽查频次", "frequency 频次 检查频次", limit=200),
    Column("level", "实施层级", "level 层级 检查层级", limit=100),
    Column(
        "departments",
        "责任科室、单位",
        "subject_of_check 责任科室 责任单位 检查主体 实施主体 责任处室 责任科室（单位） 牵头科室",
        limit=300,
    ),
    Column("necessity", "确需检查的理由", "necessity 必要性 确需检查理由", limit=2000),
    Column(
        "inspector_class",
        "检查人员要求",
        "inspector_requirement inspector_class 人员要求 人员类别",
        limit=100,
    ),
)

INSPECTOR_COLUMNS = (
    Column(
        "name",
        "姓名",
        "name 检查人员 执法人员 人员姓名 检查人员姓名 执法人员姓名",
        required=True,
        limit=60,
        gap=True,
    ),
    Column(
        "unit",
        "所在单位",
        "unit 单位 单位名称 工作单位 所属单位 执法单位 所属部门 所在部门 部门 处室 科室 所属执法单位",
        limit=100,
        gap=True,
    ),
    Column("duty", "职务", "duty post 职务职级 岗位 职位", limit=60, gap=True),
    Column(
        "citizen_id",
        "身份证号",
        "citizen_id id_card 公民身份号码 身份证号码 身份证",
        Reads.CITIZEN,
        limit=18,
        gap=True,
    ),
    Column(
        "works_since",
        "从事执法或业务管理工作起始日期",
        "works_since 从业起始日期 参加工作时间 从事执法工作时间 起始日期 从事执法或业务管理工作起始时间",
        Reads.DAY,
    ),
    Column(
        "years",
        "从事执法或业务管理工作的年限",
        "years 工作年限 从业年限 执法年限 年限",
        Reads.COUNT,
        gap=True,
    ),
    Column(
        "certificate_no",
        "执法证号",
        "certificate_no 行政执法证号 执法证编号 证件编号 行政执法证件号 执法证件号 行政执法证编号 行政执法证件编号 证号",
        limit=40,
        gap=True,
    ),
    Column("valid_from", "执法证发证日期", "valid_from 发证日期 有效期起", Reads.DAY),
    Column(
        "valid_until",
        "执法证有效期",
        "valid_until 有效期 有效期限 有效日期 有效期至 有效期止 证件有效期 证件有效期限 执法证有效期至 执法证有效期限",
        Reads.UNTIL,
    ),
    Column(
        "inspector_class",
        "人员类别",
        "class inspector_class 类别 人员性质 检查人员类别",
        required=True,
        limit=30,
        gap=True,
    ),
    Column("related_business", "相关业务", "related_business 业务类别 从事业务 分管业务 相关工作", limit=100),
    Column("category", "执法类型", "category 执法类别 执法门类 执法领域", limit=60),
    Column("area", "执法区域", "area 执法地域 区域", limit=100),
    Column("phone", "联系方式", "phone tel 电话 联系电话 手机 手机号", limit=40, gap=True),
    Column("captain", "可任组长", "captain captain_eligible 组长 是否可任组长", limit=4),
    Column("quals", "业务专长", "quals 专长 专业特长 专长代码", limit=200),
)

POWER_COLUMNS = (
    Column("code", "职权编码", "power_code 权力编码 职权代码 权力代码 权力编号", required=True, limit=40),
    Column(
        "name",
        "职权名称",
        "power 权力名称 权力事项名称 行政权力名称 行政职权名称",
        required=True,
        limit=200,
    ),
    Column("kind", "职权类别", "power_kind 职权类型 权力类别 权力类型 行政权力类别", required=True, limit=20),
    Column("unit", "行使主体", "unit 行使机关 行使单位 实施机关 实施主体", limit=100),
    Column("basis", "设定依据", "basis 实施依据 职权依据 权力依据 法律依据", required=True, limit=4000),
    Column("article", "条款", "article 设定条款 依据条款", limit=100),
    Column(
        "listed_on", "列入清单的日期", "listed_on 列入日期 列入清单日期 公布日期", Reads.DAY, required=True
    ),
    Column(
        "listed_by",
        "列入清单的文号或会议",
        "listed_by 列入文号 列入清单的文号 公布文号 文号",
        required=True,
        limit=100,
    ),
    Column("items", "实施事项", "items 实施事项代码 抽查事项代码 对应抽查事项", limit=2000),
)

COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.SUBJECTS: SUBJECT_COLUMNS,
    Kind.ITEMS: ITEM_COLUMNS,
    Kind.INSPECTORS: INSPECTOR_COLUMNS,
    Kind.POWERS: POWER_COLUMNS,
}


def column(kind: Kind, name: str) -> Column | None:
    """The column of that code name or label."""
    return next((c for c in COLUMNS[kind] if name in (c.name, c.label)), None)
