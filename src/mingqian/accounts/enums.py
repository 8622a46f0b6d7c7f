"""Fixed codes of roles and levels. Bureaus name their offices freely; a role's code never changes."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Level(StrEnum):
    """Administrative level of a unit; items and caps differ by it."""

    CITY = "city"
    DISTRICT = "district"

    @property
    def label(self) -> str:
        return {"city": "市级", "district": "区县级"}[self.value]


class UnitKind(StrEnum):
    """What a unit is to the bureau: its own staff, or somebody who acts in its name, or an outsider."""

    BUREAU = "bureau"
    OFFICE = "office"
    AFFILIATED = "affiliated"
    DISTRICT_BUREAU = "district_bureau"
    DELEGATED = "delegated"
    EXTERNAL = "external"

    @property
    def label(self) -> str:
        return UNIT_KIND_LABELS[self]


UNIT_KIND_LABELS: Mapping[UnitKind, str] = MappingProxyType(
    {
        UnitKind.BUREAU: "本局",
        UnitKind.OFFICE: "机关处室",
        UnitKind.AFFILIATED: "局属事业单位",
        UnitKind.DISTRICT_BUREAU: "区县人社局",
        UnitKind.DELEGATED: "委托执法机构",
        UnitKind.EXTERNAL: "外单位",
    }
)


class Role(StrEnum):
    """What a post lets a person do. One set for every bureau, whatever it calls its offices."""

    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    BUREAU_LEADER = "bureau_leader"
    LEGAL_OFFICE = "legal_office"
    BUSINESS_UNIT_HEAD = "business_unit_head"
    BUSINESS_UNIT_STAFF = "business_unit_staff"
    INFORMATION_UNIT = "information_unit"
    OFFICE = "office"
    INSURANCE_AGENCY = "insurance_agency"
    FUND_SUPERVISION = "fund_supervision"
    DRAW_OPERATOR = "draw_operator"
    DISCIPLINE_WITNESS = "discipline_witness"
    INSPECTOR = "inspector"
    BUSINESS_INSPECTOR = "business_inspector"
    INSPECTION_BODY_HEAD = "inspection_body_head"
    INSPECTION_BODY = "inspection_body"
    CASE_HANDLER = "case_handler"
    REVIEWER = "reviewer"
    HEARING_HOST = "hearing_host"
    PUBLISHER = "publisher"
    REDACTION_REVIEWER = "redaction_reviewer"
    CREDIT_OFFICER = "credit_officer"
    ARCHIVIST = "archivist"
    LEGAL_ADVISER = "legal_adviser"
    REVIEW_EXPERT = "review_expert"
    DISTRICT_BUREAU = "district_bureau"
    SUPERIOR_VIEWER = "superior_viewer"
    SUPERVISION_AUTHORITY = "supervision_authority"
    ENTERPRISE_USER = "enterprise_user"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS: Mapping[Role, str] = MappingProxyType(
    {
        Role.SYSTEM_ADMIN: "系统管理员",
        Role.SECURITY_ADMIN: "安全管理员",
        Role.AUDIT_ADMIN: "审计管理员",
        Role.BUREAU_LEADER: "局领导",
        Role.LEGAL_OFFICE: "政策法规（法制审核）机构",
        Role.BUSINESS_UNIT_HEAD: "业务处室负责人",
        Role.BUSINESS_UNIT_STAFF: "业务处室经办人",
        Role.INFORMATION_UNIT: "信息管理部门",
        Role.OFFICE: "办公室",
        Role.INSURANCE_AGENCY: "社保经办机构",
        Role.FUND_SUPERVISION: "基金监督机构",
        Role.DRAW_OPERATOR: "抽取操作员",
        Role.DISCIPLINE_WITNESS: "纪检监察见证人",
        Role.INSPECTOR: "执法检查人员",
        Role.BUSINESS_INSPECTOR: "业务检查人员",
        Role.INSPECTION_BODY_HEAD: "劳动保障监察机构负责人",
        Role.INSPECTION_BODY: "劳动保障监察机构",
        Role.CASE_HANDLER: "案件承办人",
        Role.REVIEWER: "法制审核人员",
        Role.HEARING_HOST: "听证主持人",
        Role.PUBLISHER: "公示发布人",
        Role.REDACTION_REVIEWER: "公示内容审核人",
        Role.CREDIT_OFFICER: "信用管理人员",
        Role.ARCHIVIST: "档案管理员",
        Role.LEGAL_ADVISER: "法律顾问",
        Role.REVIEW_EXPERT: "案卷评查专家",
        Role.DISTRICT_BUREAU: "区县人社局",
        Role.SUPERIOR_VIEWER: "上级机关（只读）",
        Role.SUPERVISION_AUTHORITY: "司法行政（执法监督）机关",
        Role.ENTERPRISE_USER: "检查对象用户",
    }
)

# GB/T 22239-2019 §8.1, 三员分立: none of the three together with another, nor with business work.
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)

# Whoever works at the desk: everybody but the people of the firms.
STAFF = tuple(role for role in Role if role is not Role.ENTERPRISE_USER)

# Organisation names of the five documents (domain page 1.8) that are not themselves a role's code.
ALIASES: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "business_unit": frozenset({Role.BUSINESS_UNIT_HEAD, Role.BUSINESS_UNIT_STAFF}),
        "credit_unit": frozenset({Role.CREDIT_OFFICER}),
        "external_justice": frozenset({Role.SUPERVISION_AUTHORITY}),
        "county_bureau": frozenset({Role.DISTRICT_BUREAU}),
    }
)


def roles_named(code: str) -> frozenset[Role]:
    """The roles behind a code used in a rule pack; empty (so: nobody) where the code is unknown."""
    if code in ALIASES:
        return ALIASES[code]
    return frozenset(role for role in Role if role.value == code)


class Scope(StrEnum):
    """How far a program's token reaches; it narrows what its person may do, and never widens it."""

    REGISTRY_READ = "registry:read"
    REGISTRY_WRITE = "registry:write"
    PLANNING_READ = "planning:read"
    PLANNING_WRITE = "planning:write"
    DRAW_READ = "draw:read"
    DRAW_WRITE = "draw:write"
    INSPECTION_READ = "inspection:read"
    INSPECTION_WRITE = "inspection:write"
    PUBLICITY_READ = "publicity:read"
    PUBLICITY_WRITE = "publicity:write"
    LEADS_READ = "leads:read"
    LEADS_WRITE = "leads:write"

    @property
    def label(self) -> str:
        rooms = {
            "registry": "一单两库", "planning": "计划", "draw": "抽取", "inspection": "检查", "publicity": "公示",
            "leads": "线索",
        }  # fmt: skip
        room, _, way = self.value.partition(":")
        return f"{rooms[room]}（{'办理' if way == 'write' else '查看'}）"
