"""The bureau of 鹭湾市: units, officers, three administrators, and the 118 people who may be drawn.

Everybody has an account of their own, the people of the teams too: a captain records for the team as himself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mingqian.accounts import selectors, services
from mingqian.accounts.enums import Level, Role, UnitKind, roles_named
from mingqian.accounts.types import Actor, console
from mingqian.audit import services as audit
from mingqian.audit.enums import Purpose
from mingqian.core.canonical import Suite
from mingqian.policy.layers import Effective
from mingqian.policy.rules import people as rules
from mingqian.registry import services as registry
from mingqian.registry.enums import InspectorClass
from mingqian.registry.services.inspectors import Credential, Keepers
from mingqian.site.demo import words
from mingqian.site.year.clockwork import Clock, Fixed

BUREAU, NAME, USCC = words.DIVISION, "鹭湾市人力资源和社会保障局", "113599000035990045"
FOUNDED = date(2026, 1, 4)
SYSTEM, SECURITY, AUDIT = ("LWX1", "潮系统"), ("LWX2", "帆安全"), ("LWX3", "礁审计")
# What the item list calls the responsible office → its unit code.
OFFICES = {
    "政策法规处": "FGC",
    "劳动关系处": "LDGX",
    "就业促进处": "JYC",
    "职业能力建设处": "ZJC",
    "人才市场处": "RCSC",
    "专业技术人员管理处": "ZJG",
    "基金监督处": "JJJD",
    "社保中心稽核科": "SBZX",
    "引才处": "YCC",
    "工资福利处": "GZFL",
    "事业单位人事管理处": "SYRS",
    "公务员处": "GWY",
    "信用处": "XYC",
    "办公室": "BGS",
    "档案室": "DAS",
    "劳动保障监察支队": "JCZD",
}
OTHERS = {
    "SBZX": UnitKind.AFFILIATED,
    "JCZD": UnitKind.AFFILIATED,
}
DISCIPLINE, DISCIPLINE_NAME = "JJZ", "派驻纪检监察组"
OUTSIDE = {DISCIPLINE: DISCIPLINE_NAME, "SFJ": "鹭湾市司法局", "SRST": "省人力资源和社会保障厅"}
# seat → (role, code, name, home, where the post reaches)
SEATS: Mapping[str, tuple[Role, str, str, str, str]] = {
    "leader": (Role.BUREAU_LEADER, "LW01", "汐明远", BUREAU, BUREAU),
    "legal": (Role.LEGAL_OFFICE, "LW02", "屿知文", "FGC", BUREAU),
    "second_legal": (Role.LEGAL_OFFICE, "LW03", "屿慎行", "FGC", BUREAU),
    "operator": (Role.DRAW_OPERATOR, "LW06", "鸥平行", "FGC", BUREAU),
    "reader": (Role.DRAW_OPERATOR, "LW07", "鸥正平", "FGC", BUREAU),
    "witness": (Role.DISCIPLINE_WITNESS, "LW08", "渚正明", DISCIPLINE, BUREAU),
    "witness2": (Role.DISCIPLINE_WITNESS, "LW09", "渚清正", DISCIPLINE, BUREAU),
    "publisher": (Role.PUBLISHER, "LW10", "棹晓文", "BGS", BUREAU),
    "inspection_head": (Role.INSPECTION_BODY_HEAD, "LW11", "澳立行", "JCZD", "JCZD"),
    "staff": (Role.BUSINESS_UNIT_STAFF, "LW13", "礁文安", "LDGX", "LDGX"),
    "head": (Role.BUSINESS_UNIT_HEAD, "LW14", "礁远和", "LDGX", "LDGX"),
    "training_head": (Role.BUSINESS_UNIT_HEAD, "LW12", "珊立正", "ZJC", "ZJC"),
    "redaction": (Role.REDACTION_REVIEWER, "LW16", "篷慎安", "FGC", BUREAU),
    "justice": (Role.SUPERVISION_AUTHORITY, "LW17", "岬正清", "SFJ", BUREAU),
    "information": (Role.INFORMATION_UNIT, "LW18", "棹明达", "BGS", BUREAU),
    "office": (Role.OFFICE, "LW19", "棹平安", "BGS", BUREAU),
    "credit": (Role.CREDIT_OFFICER, "LW20", "锚晓行", "XYC", BUREAU),
    "archivist": (Role.ARCHIVIST, "LW21", "锚清平", "DAS", BUREAU),
    "insurance": (Role.INSURANCE_AGENCY, "LW22", "舷知和", "SBZX", "SBZX"),
    "superior": (Role.SUPERIOR_VIEWER, "LW30", "潮慎远", "SRST", BUREAU),
    **{
        f"district{number}": (Role.DISTRICT_BUREAU, f"LW4{number}", words.person(2_500 + number), code, code)
        for number, (code, _) in enumerate(words.DISTRICTS, 1)
    },
}
ENFORCEMENT, EXPIRED, SUSPENDED, BUSINESS = 74, 3, 1, 44


@dataclass(frozen=True, slots=True)
class Bureau:
    """Who sits where, and who may keep the inspector registry by which clause."""

    seats: Mapping[str, Actor]
    keepers: Keepers

    def __getitem__(self, seat: str) -> Actor:
        return self.seats[seat]


def found(policy: Effective, *, suite: Suite, clock: Clock) -> Bureau:
    """The bureau with its offices, districts and officers; accounts and posts by two administrators."""
    services.found_bureau(
        name=NAME, uscc=USCC, division_code=BUREAU, system_admin=SYSTEM, security_admin=SECURITY,
        audit_admin=AUDIT, suite=suite, now=clock.tick(),
    )  # fmt: skip
    # A demo repeats byte for byte, so its key is no secret; a bureau's own is made by chance.
    audit.keys.ensure(Purpose.LOG, seed=Fixed("demo/log")(32), by=console(), now=clock.moment)
    system, security = (selectors.actor(code, on=FOUNDED) for code, _ in (SYSTEM, SECURITY))
    for code, name in words.DISTRICTS:
        _unit(code, f"{name}人力资源和社会保障局", Level.DISTRICT, code, None, system, clock)
    for name, code in OFFICES.items():
        _unit(code, name, Level.CITY, BUREAU, OTHERS.get(code, UnitKind.OFFICE), system, clock)
    for code, name in OUTSIDE.items():
        _unit(code, name, Level.CITY, BUREAU, UnitKind.EXTERNAL, system, clock)
    seats = {"system": system, "security": security}
    for seat, (role, code, name, home, place) in SEATS.items():
        services.create_person(code=code, name=name, unit=home, by=system, now=clock.tick())
        services.appoint(person=code, unit=place, role=role, from_on=FOUNDED, by=security, now=clock.tick())
        seats[seat] = selectors.actor(code, on=FOUNDED)
    named = frozenset(role for code in rules.activating_roles(policy) for role in roles_named(code))
    return Bureau(seats, Keepers(named, policy.clause("inspector.activated_by")))


def _unit(
    code: str, name: str, level: Level, division: str, kind: UnitKind | None, by: Actor, clock: Clock
) -> None:
    services.create_unit(
        code=code, name=name, level=level, division_code=division, parent=BUREAU, kind=kind, by=by,
        now=clock.tick(),
    )  # fmt: skip


def account(bureau: Bureau, seat: tuple[Role, str, str, str, str], on: date, clock: Clock) -> Actor:
    """A person, an account and a post, by two administrators."""
    role, code, name, home, place = seat
    services.create_person(code=code, name=name, unit=home, by=bureau["system"], now=clock.tick())
    services.appoint(person=code, unit=place, role=role, from_on=on, by=bureau["security"], now=clock.tick())
    return selectors.actor(code, on=on)


def inspectors(bureau: Bureau, clock: Clock) -> None:
    """74 with an enforcement certificate, three of which run out before the first draw; 44 with a work pass."""
    for number in range(1, ENFORCEMENT + 1):
        _enter(bureau, number, _certificate(number), "JCZD", "", clock)
    offices = [code for code in OFFICES.values() if code not in ("FGC", "JCZD", "BGS", "DAS")]
    for number in range(1, BUSINESS + 1):
        unit = offices[number % len(offices)]
        _enter(bureau, 200 + number, _work_pass(number), unit, f"YW{number:03d}", clock)


def suspend(bureau: Bureau, clock: Clock) -> None:
    """One of the 74 leaves field work for a while."""
    registry.inspectors.suspend(
        code=f"ZFZ:{certificate_number(EXPIRED + SUSPENDED)}", reason="借调外单位，暂不从事执法检查",
        keepers=bureau.keepers, by=bureau["legal"], now=clock.tick(),
    )  # fmt: skip


def certificate_number(number: int) -> str:
    """A certificate of the fictional division."""
    return f"3599{number:06d}"


def _certificate(number: int) -> Credential:
    until = date(2026, 2, 28) if number <= EXPIRED else date(2029, 12, 31)
    return Credential(
        InspectorClass.ENFORCEMENT,
        certificate_no=certificate_number(number),
        valid_from=date(2021, 1, 1),
        valid_until=until,
        area=f"{words.CITY}市",
        category="人力资源和社会保障",
        confirmed_by="鹭湾市司法局",
    )


def _work_pass(number: int) -> Credential:
    return Credential(InspectorClass.BUSINESS, related_business="业务经办与内部监督")


def _enter(bureau: Bureau, number: int, paper: Credential, unit: str, pid: str, clock: Clock) -> None:
    legal, name = bureau["legal"], words.person(number + 13)
    role = Role.BUSINESS_INSPECTOR if pid else Role.INSPECTOR
    who = account(bureau, (role, pid or f"ZF{number:03d}", name, unit, unit), FOUNDED, clock)
    made = registry.inspectors.add(
        name=name, unit=unit, credentials=[paper], keepers=bureau.keepers, person_id=who.person_id,
        number=pid, duty="执法人员" if not pid else "业务检查人员", captain_eligible=True,
        trained_on=date(2025, 11, 20), works_since=date(2018, 7, 1), by=legal, now=clock.tick(),
    )  # fmt: skip
    registry.inspectors.activate(code=made.code, keepers=bureau.keepers, by=legal, now=clock.tick())
