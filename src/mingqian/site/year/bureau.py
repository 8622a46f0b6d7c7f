"""The officers of a run: one fictional person per seat, each with the role a step of the year asks for.

The bureau's name comes from the rule pack; its code number and its people are made up and say so by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mingqian.accounts import selectors, services
from mingqian.accounts.enums import Level, Role, UnitKind, roles_named
from mingqian.accounts.types import Actor
from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused, denied
from mingqian.core.identifiers import org_check, uscc_check
from mingqian.policy.layers import Effective
from mingqian.policy.rules import people
from mingqian.policy.schema.pack import Identity, Layer
from mingqian.registry.services.inspectors import Keepers
from mingqian.site.year.clockwork import Clock

LEGAL_OFFICE, DISCIPLINE = "FGC", "JJZ"
DISCIPLINE_NAME = "派驻纪检监察组"
ADMINISTRATORS = {
    "system_admin": ("YL91", "演练系统管理员"),
    "security_admin": ("YL92", "演练安全管理员"),
    "audit_admin": ("YL93", "演练审计管理员"),
}
# seat → (role, code, name, unit); the post reaches over the whole bureau.
SEATS = {
    "leader": (Role.BUREAU_LEADER, "YL01", "演练局领导", ""),
    "legal": (Role.LEGAL_OFFICE, "YL02", "演练法规经办人", LEGAL_OFFICE),
    "second_legal": (Role.LEGAL_OFFICE, "YL03", "演练法规起草人", LEGAL_OFFICE),
    "operator": (Role.DRAW_OPERATOR, "YL04", "演练抽取操作员", LEGAL_OFFICE),
    "reader": (Role.DRAW_OPERATOR, "YL05", "演练回读人", LEGAL_OFFICE),
}


@dataclass(frozen=True, slots=True)
class Bureau:
    """A founded bureau; ``witnesses`` by their role at the table."""

    code: str
    name: str
    level: Level
    seats: Mapping[str, Actor]
    witnesses: Mapping[str, Actor]
    keeper: Actor
    keepers: Keepers

    def __getitem__(self, seat: str) -> Actor:
        return self.seats[seat]


def found(policy: Effective, *, suite: Suite, on: date, clock: Clock) -> Bureau:
    """Three administrators, the offices, everybody appointed; what the pack names is appointed too."""
    identity = policy.own.identity
    demand_a_bureau(identity)
    level = Level.CITY if identity.division.endswith("00") else Level.DISTRICT
    services.found_bureau(
        name=identity.bureau, uscc=made_up_uscc(identity.division), division_code=identity.division,
        level=level, suite=suite, now=clock.tick(), **ADMINISTRATORS,
    )  # fmt: skip
    appoint = _Appointing(identity.division, level, on, clock)
    appoint.unit(LEGAL_OFFICE, "政策法规机构", UnitKind.OFFICE)
    appoint.unit(DISCIPLINE, DISCIPLINE_NAME, UnitKind.EXTERNAL)
    seats = {seat: appoint.person(*words) for seat, words in SEATS.items()}
    keepers = Keepers(_keeper_roles(policy), policy.clause("inspector.activated_by"))
    return Bureau(
        code=identity.division,
        name=identity.bureau,
        level=level,
        seats=seats,
        witnesses=_witnesses(policy, appoint),
        keeper=_keeper(keepers, seats["legal"], appoint),
        keepers=keepers,
    )


def made_up_uscc(division: str) -> str:
    """A well-formed number of nobody: 11 机关, the division, 99999999."""
    body = f"11{division}99999999"
    body += org_check(body[8:])
    return body + uscc_check(body)


def demand_a_bureau(identity: Identity) -> None:
    """The law of the country and of a province plans nothing and draws nobody."""
    if identity.layer in (Layer.NATIONAL, Layer.PROVINCE) or len(identity.division) != 6:
        raise Refused(
            denied(
                "run.not_a_bureau",
                f"规则包“{identity.name}”是{identity.title}，不是某个局的规则包，不能据此编制计划和抽取",
                "",
                "请选用本级的规则包；全部规则包见 mingqian pack list",
            )
        )


@dataclass(frozen=True, slots=True)
class _Appointing:
    """Accounts are the system administrator's, posts the security administrator's."""

    bureau: str
    level: Level
    on: date
    clock: Clock

    def unit(self, code: str, name: str, kind: UnitKind) -> None:
        services.create_unit(
            code=code, name=name, level=self.level, division_code=self.bureau, parent=self.bureau, kind=kind,
            by=self._administrator("system_admin"), now=self.clock.tick(),
        )  # fmt: skip

    def person(self, role: Role, code: str, name: str, unit: str) -> Actor:
        services.create_person(
            code=code, name=name, unit=unit or self.bureau, by=self._administrator("system_admin"),
            now=self.clock.tick(),
        )  # fmt: skip
        services.appoint(
            person=code, unit=self.bureau, role=role, from_on=self.on,
            by=self._administrator("security_admin"), now=self.clock.tick(),
        )  # fmt: skip
        return selectors.actor(code, on=self.on)

    def _administrator(self, role: str) -> Actor:
        return selectors.actor(ADMINISTRATORS[role][0], on=self.on)


def _witnesses(policy: Effective, appoint: _Appointing) -> Mapping[str, Actor]:
    """As many discipline witnesses as the pack asks for, one at least."""
    wanted = people.witness(policy)
    count = max(1, wanted.at_least if wanted else 1)
    return {
        f"witness{number}": appoint.person(
            Role.DISCIPLINE_WITNESS, f"YL1{number}", f"演练见证人{number}", DISCIPLINE
        )
        for number in range(1, count + 1)
    }


def _keeper_roles(policy: Effective) -> frozenset[Role]:
    named = (roles_named(code) for code in people.activating_roles(policy))
    return frozenset(role for roles in named for role in roles)


def _keeper(keepers: Keepers, legal: Actor, appoint: _Appointing) -> Actor:
    """Whoever the pack lets keep the inspector registry; the legal office, if it is among them."""
    if not keepers.roles or Role.LEGAL_OFFICE in keepers.roles:
        return legal
    role = min(keepers.roles)
    return appoint.person(role, "YL06", f"演练{role.label}", "")
