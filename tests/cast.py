"""The fictional bureau of 鹭湾市: one person per role, six districts. No person, firm or code here is real.

Built through the real services, quickly enough for every test: ``cast.legal_office`` is an ``Actor``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests import standing

from mingqian.accounts import selectors, services
from mingqian.accounts.enums import Level, Role, UnitKind
from mingqian.accounts.types import Actor
from mingqian.core.canonical import Suite

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)  # 09:00 in 鹭湾
TODAY = date(2026, 1, 5)
BUREAU = "359900"
NAME = "鹭湾市人力资源和社会保障局"
USCC = "113599000035990045"

# code, name, division
DISTRICTS = (
    ("359901", "湖滨区人力资源和社会保障局"),
    ("359902", "海岭区人力资源和社会保障局"),
    ("359903", "集雅区人力资源和社会保障局"),
    ("359904", "同平区人力资源和社会保障局"),
    ("359905", "翔宁区人力资源和社会保障局"),
    ("359906", "沧浦区人力资源和社会保障局"),
)
# Units that are no office of the bureau.
KINDS = {
    "SBZX": UnitKind.AFFILIATED,
    "XXZX": UnitKind.AFFILIATED,
    "JCZD": UnitKind.AFFILIATED,
    "JJZ": UnitKind.EXTERNAL,
    "SFJ": UnitKind.EXTERNAL,
    "ST": UnitKind.EXTERNAL,
    "WP": UnitKind.EXTERNAL,
    "QY": UnitKind.EXTERNAL,
}
OFFICES = {
    "JLD": "局领导",
    "FGC": "政策法规处",
    "LDGX": "劳动关系处",
    "JYC": "就业处",
    "JJJD": "基金监督处",
    "SBZX": "社保中心稽核科",
    "XXZX": "信息中心",
    "XYC": "信用处",
    "BGS": "办公室",
    "DAS": "档案室",
    "JCZD": "劳动保障监察支队",
    "JJZ": "派驻纪检监察组",
    "SFJ": "司法局（外单位）",
    "ST": "省厅（外单位）",
    "WP": "外聘人员",
    "QY": "检查对象用户",
}

# role → person's code, name, home unit, unit of the post (its reach)
POSTS: Mapping[Role, tuple[str, str, str, str]] = {
    Role.BUREAU_LEADER: ("LW01", "江明远", "JLD", BUREAU),
    Role.LEGAL_OFFICE: ("LW02", "沈知法", "FGC", BUREAU),
    Role.BUSINESS_UNIT_HEAD: ("LW03", "罗劳关", "LDGX", "LDGX"),
    Role.BUSINESS_UNIT_STAFF: ("LW04", "叶经办", "LDGX", "LDGX"),
    Role.INFORMATION_UNIT: ("LW05", "程信息", "XXZX", BUREAU),
    Role.OFFICE: ("LW06", "柳办公", "BGS", BUREAU),
    Role.INSURANCE_AGENCY: ("LW07", "贺社保", "SBZX", "SBZX"),
    Role.FUND_SUPERVISION: ("LW08", "钱基金", "JJJD", "JJJD"),
    Role.DRAW_OPERATOR: ("LW09", "方抽取", "FGC", BUREAU),
    Role.DISCIPLINE_WITNESS: ("LW10", "纪见证", "JJZ", BUREAU),
    Role.INSPECTOR: ("LW11", "韩检查", "JCZD", "JCZD"),
    Role.BUSINESS_INSPECTOR: ("LW12", "汪业务", "JYC", "JYC"),
    Role.INSPECTION_BODY_HEAD: ("LW13", "武支队", "JCZD", "JCZD"),
    Role.INSPECTION_BODY: ("LW14", "卫监察", "JCZD", "JCZD"),
    Role.CASE_HANDLER: ("LW15", "安承办", "JCZD", "JCZD"),
    Role.REVIEWER: ("LW16", "阮审核", "FGC", BUREAU),
    Role.HEARING_HOST: ("LW17", "听主持", "FGC", BUREAU),
    Role.PUBLISHER: ("LW18", "宣发布", "BGS", BUREAU),
    Role.REDACTION_REVIEWER: ("LW19", "严把关", "FGC", BUREAU),
    Role.CREDIT_OFFICER: ("LW20", "诚信用", "XYC", BUREAU),
    Role.ARCHIVIST: ("LW21", "归档案", "DAS", BUREAU),
    Role.LEGAL_ADVISER: ("LW22", "顾律师", "WP", "FGC"),
    Role.REVIEW_EXPERT: ("LW23", "评专家", "WP", "FGC"),
    Role.DISTRICT_BUREAU: ("LW24", "湖滨员", "359901", "359901"),
    Role.SUPERIOR_VIEWER: ("LW25", "省厅员", "ST", BUREAU),
    Role.SUPERVISION_AUTHORITY: ("LW26", "司法员", "SFJ", BUREAU),
    Role.ENTERPRISE_USER: ("LW27", "企业员", "QY", "QY"),
}
ADMINISTRATORS = {
    Role.SYSTEM_ADMIN: ("LWX1", "席系统"),
    Role.SECURITY_ADMIN: ("LWX2", "安保密"),
    Role.AUDIT_ADMIN: ("LWX3", "沈审计"),
}
# A second of each where the protocol wants two people, and one of another district.
SECONDS: Mapping[str, tuple[Role, str, str, str, str]] = {
    "second_witness": (Role.DISCIPLINE_WITNESS, "LW30", "纪复核", "JJZ", BUREAU),
    "second_operator": (Role.DRAW_OPERATOR, "LW31", "方复读", "FGC", BUREAU),
    "second_legal_officer": (Role.LEGAL_OFFICE, "LW32", "沈副法", "FGC", BUREAU),
    "second_district": (Role.DISTRICT_BUREAU, "LW33", "海岭员", "359902", "359902"),
}


@dataclass(frozen=True)
class Cast:
    """The bureau as assembled; people are reached by the code of their role or by their place in SECONDS."""

    people: Mapping[str, Actor]
    now: datetime = NOW
    today: date = TODAY
    bureau: str = BUREAU
    bureau_path: str = f"{BUREAU}/"

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, role: Role) -> Actor:
        return self.people[role.value]


def found(suite: Suite = Suite.SHA256) -> dict[Role, Actor]:
    """Only the foundation: the bureau and its three administrators."""
    return services.found_bureau(
        name=NAME,
        uscc=USCC,
        division_code=BUREAU,
        system_admin=ADMINISTRATORS[Role.SYSTEM_ADMIN],
        security_admin=ADMINISTRATORS[Role.SECURITY_ADMIN],
        audit_admin=ADMINISTRATORS[Role.AUDIT_ADMIN],
        suite=suite,
        now=NOW,
    )


def assemble(suite: Suite = Suite.SHA256) -> Cast:
    """The whole bureau, in an empty database."""
    return standing.once(("cast", suite), lambda: _assemble(suite))


def _assemble(suite: Suite) -> Cast:
    admins = found(suite)
    system, security = admins[Role.SYSTEM_ADMIN], admins[Role.SECURITY_ADMIN]
    for code, name in DISTRICTS:
        _unit(code, name, Level.DISTRICT, code, system)
    for code, name in OFFICES.items():
        _unit(code, name, Level.CITY, BUREAU, system)
    people = {role.value: actor for role, actor in admins.items()}
    everybody = {role.value: (role, *words) for role, words in POSTS.items()} | dict(SECONDS)
    for key, (role, code, name, home, place) in everybody.items():
        services.create_person(code=code, name=name, unit=home, by=system, now=NOW)
        services.appoint(person=code, unit=place, role=role, from_on=TODAY, by=security, now=NOW)
        people[key] = selectors.actor(code, on=TODAY)
    return Cast(people)


def _unit(code: str, name: str, level: Level, division: str, by: Actor) -> None:
    services.create_unit(
        code=code,
        name=name,
        level=level,
        division_code=division,
        parent=BUREAU,
        kind=KINDS.get(code),
        by=by,
        now=NOW,
    )
