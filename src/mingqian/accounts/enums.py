"""Fixed codes of roles and levels. Bureaus name their offices freely; a role's code never changes."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from mingqian.core.labels import LabelledCode


class Level(LabelledCode):
    """Administrative level of a unit; items and caps differ by it."""

    CITY = "city", "市级"
    DISTRICT = "district", "区县级"


class UnitKind(LabelledCode):
    """What a unit is to the bureau: its own staff, or somebody who acts in its name, or an outsider."""

    BUREAU = "bureau", "本局"
    OFFICE = "office", "机关处室"
    AFFILIATED = "affiliated", "局属事业单位"
    DISTRICT_BUREAU = "district_bureau", "区县人社局"
    DELEGATED = "delegated", "委托执法机构"
    EXTERNAL = "external", "外单位"


class Role(LabelledCode):
    """What a post lets a person do. One set for every bureau, whatever it calls its offices."""

    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"
    BUREAU_LEADER = "bureau_leader", "局领导"
    LEGAL_OFFICE = "legal_office", "政策法规（法制审核）机构"
    BUSINESS_UNIT_HEAD = "business_unit_head", "业务处室负责人"
    BUSINESS_UNIT_STAFF = "business_unit_staff", "业务处室经办人"
    INFORMATION_UNIT = "information_unit", "信息管理部门"
    OFFICE = "office", "办公室"
    INSURANCE_AGENCY = "insurance_agency", "社保经办机构"
    FUND_SUPERVISION = "fund_supervision", "基金监督机构"
    DRAW_OPERATOR = "draw_operator", "抽取操作员"
    DISCIPLINE_WITNESS = "discipline_witness", "纪检监察见证人"
    INSPECTOR = "inspector", "执法检查人员"
    BUSINESS_INSPECTOR = "business_inspector", "业务检查人员"
    INSPECTION_BODY_HEAD = "inspection_body_head", "劳动保障监察机构负责人"
    INSPECTION_BODY = "inspection_body", "劳动保障监察机构"
    CASE_HANDLER = "case_handler", "案件承办人"
    REVIEWER = "reviewer", "法制审核人员"
    HEARING_HOST = "hearing_host", "听证主持人"
    PUBLISHER = "publisher", "公示发布人"
    REDACTION_REVIEWER = "redaction_reviewer", "公示内容审核人"
    CREDIT_OFFICER = "credit_officer", "信用管理人员"
    ARCHIVIST = "archivist", "档案管理员"
    LEGAL_ADVISER = "legal_adviser", "法律顾问"
    REVIEW_EXPERT = "review_expert", "案卷评查专家"
    DISTRICT_BUREAU = "district_bureau", "区县人社局"
    SUPERIOR_VIEWER = "superior_viewer", "上级机关（只读）"
    SUPERVISION_AUTHORITY = "supervision_authority", "司法行政（执法监督）机关"
    ENTERPRISE_USER = "enterprise_user", "检查对象用户"


# GB/T 22239-2019 §8.1, 三员分立: none of the three together with another, nor with business work.
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)

# The sections that initiate checks and answer for their items, with the districts' bureaus.
SECTIONS = (
    Role.BUSINESS_UNIT_HEAD,
    Role.BUSINESS_UNIT_STAFF,
    Role.LEGAL_OFFICE,
    Role.INSPECTION_BODY_HEAD,
    Role.INSPECTION_BODY,
    Role.INSURANCE_AGENCY,
    Role.FUND_SUPERVISION,
    Role.DISTRICT_BUREAU,
)

# Whoever works at the desk: everybody but the people of the firms.
STAFF = tuple(role for role in Role if role is not Role.ENTERPRISE_USER)

# Of these whoever works with the bureau's lists: administrators keep the house, not its data.
OFFICERS = tuple(role for role in STAFF if role not in ADMINISTRATORS)

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
