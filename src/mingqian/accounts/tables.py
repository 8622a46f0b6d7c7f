"""Columns and facts of the pages of accounts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.accounts.enums import Role, UnitKind
from mingqian.accounts.models import Person, Post, Representation, Session, Unit
from mingqian.accounts.policies import HOSTS, VIEWERS
from mingqian.accounts.preset import Preset
from mingqian.accounts.selectors.rights import Door
from mingqian.accounts.selectors.sessions import Proof
from mingqian.accounts.steps import Method
from mingqian.accounts.types import Actor
from mingqian.ui import access, words
from mingqian.ui.tables import Column

# Who may read the organisation; who may change it is said by the services.
READERS = (
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDIT_ADMIN,
    Role.BUREAU_LEADER,
    Role.LEGAL_OFFICE,
    Role.OFFICE,
    Role.SUPERIOR_VIEWER,
)
FIRM_READERS = (*HOSTS, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
RIGHTS_READERS = (*READERS, Role.SUPERVISION_AUTHORITY, Role.DISCIPLINE_WITNESS)
LOOKERS = VIEWERS


def _tree_cell(unit: Unit) -> SafeString:
    depth = min(unit.path.count("/") - 1, 6)
    return format_html('<span class="tree tree-{}">{}</span>', depth, unit.name)


UNIT_COLUMNS = (
    Column("name", "单位", cell=_tree_cell, text=lambda unit: unit.name, wide=True),
    Column("code", "代码"),
    Column("kind", "性质", cell=lambda unit: UnitKind(unit.kind).label),
    Column("level", "层级", cell=lambda unit: unit.get_level_display()),
    Column("division_code", "行政区划"),
    Column("people_count", "人员", numeric=True),
)


def _person_link(person: Person) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("accounts:person", args=[person.code]), person.name)


def _roles(person: Person) -> str:
    running: Iterable[Post] = person.running_posts  # type: ignore[attr-defined]  # prefetched by the selector
    return "、".join(Role(post.role).label for post in running)


PEOPLE_COLUMNS = (
    Column("code", "工号", sort="code"),
    Column("name", "姓名", cell=_person_link, text=lambda person: person.name, sort="name"),
    Column("unit", "所在单位", cell=lambda person: person.unit.name, sort="unit__path"),
    Column("roles", "现任角色", cell=_roles, wide=True),
    Column(
        "signed_in_at",
        "最近登录",
        cell=lambda person: words.moment(person.signed_in_at) or "从未登录",
        sort="signed_in_at",
    ),
)


def posts_of(posts: Iterable[Post]) -> list[tuple[str, object]]:
    """Posts in words: role, unit, from when until when."""
    return [(Role(post.role).label, f"{post.unit.name}，{_term(post)}") for post in posts]


def _term(post: Post) -> str:
    until = f"，至{words.day(post.until_on)}" if post.until_on else ""
    return f"{words.day(post.from_on)}起{until}"


def proof_facts(proof: Proof, chosen: Preset) -> list[tuple[str, object]]:
    """How one proves to be oneself, and what runs out when."""
    password = "未设置"  # noqa: S105 — words on a page
    if proof.password_set_at:
        password = f"{words.day(proof.password_set_at)}设置，每 {chosen.password_days} 天更换"
    second = f"{words.day(proof.enrolled_since)}启用" if proof.enrolled_since else "未启用"
    found: list[tuple[str, object]] = [("密码", password), ("动态口令", second)]
    if proof.enrolled_since:
        found.append(("恢复码", f"还有 {proof.recovery_codes_left} 个可用"))
    found.append(("空闲多久退出", f"{chosen.idle_minutes} 分钟没有操作"))
    found.append(("一次登录最长", f"{chosen.session_hours} 小时"))
    found.append(("同时登录", f"最多 {chosen.sessions_each} 处"))
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """One running sign-in as its owner sees it."""

    key: int
    began_at: datetime
    label: str
    address: str
    agent: str
    here: bool


def places(sessions: Iterable[Session], here: int) -> list[Place]:
    """Where somebody is signed in."""
    return [
        Place(one.pk, one.began_at, Method(one.method).label, one.address, one.agent, one.pk == here)
        for one in sessions
    ]


FIRM_COLUMNS = (
    Column("subject_name", "检查对象", sort="subject_name", wide=True),
    Column("subject_code", "统一社会信用代码", sort="subject_code"),
    Column("person", "联系人", cell=lambda row: row.person.name),
    Column("account", "登录账号", cell=lambda row: row.person.code),
    Column("from_on", "开通", cell=lambda row: words.day(row.from_on), sort="from_on"),
    Column("until_on", "状态", cell=lambda row: f"{words.day(row.until_on)}止" if row.until_on else "有效"),
)


def firm_columns(by: Actor) -> tuple[Column, ...]:
    """With the way to each for whom the door is open."""
    return (*FIRM_COLUMNS, Column("act", "办理", cell=lambda row: _firm_link(row, by), text=lambda row: ""))


def _firm_link(row: Representation, by: Actor) -> SafeString | str:
    url = reverse("accounts:firm", args=[row.pk])
    if row.until_on or not access.open_to(by, url):
        return ""
    return format_html('<a href="{}">办理</a>', url)


ROOMS: Mapping[str, str] = MappingProxyType(
    {
        "accounts": "组织与账号",
        "api": "接口",
        "audit": "审计",
        "clocks": "期限",
        "draw": "抽取",
        "inspection": "检查",
        "jobs": "任务中心",
        "messages": "消息",
        "planning": "计划",
        "publicity": "公示",
        "registry": "一单两库",
        "search": "搜索",
        "site": "首页",
        "ui": "界面",
    }
)

DOOR_COLUMNS = (
    Column(
        "route",
        "网址",
        cell=lambda door: format_html('<span class="mono">{}</span>', door.route),
        text=lambda door: door.route,
        sort="route",
        wide=True,
    ),
    Column("room", "模块", cell=lambda door: ROOMS.get(door.room, door.room), sort="room"),
    Column("kind", "方式"),
    Column("who", "谁可以打开", cell=lambda door: "、".join(door.labels), wide=True),
)


def matrix_columns(roles: Sequence[Role]) -> list[Column]:
    """One column for each role: a dot where the page admits it."""
    head = [DOOR_COLUMNS[0], Column("anyone", "未登录", cell=lambda door: "●" if door.anyone else "")]
    return head + [Column(role.value, role.label, cell=_dot(role)) for role in roles]


def _dot(role: Role) -> Callable[[Door], str]:
    return lambda door: "●" if door.admits(role) else ""


SCOPE_COLUMNS = (
    Column("role", "角色", cell=lambda row: row[0].label),
    Column(
        "code",
        "代码",
        cell=lambda row: format_html('<span class="mono">{}</span>', row[0].value),
        text=lambda row: row[0].value,
    ),
    Column("scope", "数据范围", cell=lambda row: row[1], wide=True),
    Column("count", "在任", cell=lambda row: row[2], numeric=True),
)
