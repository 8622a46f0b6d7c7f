"""How strict sign-in is: the preset of 等保三级, and what a bureau changes of it.

GB/T 22239-2019 §8.1.4.1 身份鉴别: complexity and periodic change of what identifies a person, handling of
failed sign-ins, end of a connection that lies idle, two kinds of proof of which one is cryptographic.
The standard gives no figures; these are the ones assessors commonly ask for, every one a setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from django.conf import settings

CLAUSE = "GB/T 22239-2019（等保三级）§8.1.4.1 身份鉴别"

Secondly = Literal["all", "administrators", "none"]


@dataclass(frozen=True, slots=True)
class Preset:
    """Every figure of sign-in. Times in the unit their name says."""

    password_length: int = 10
    password_kinds: int = 3
    password_days: int = 90
    password_history: int = 5
    lock_after: int = 5
    lock_minutes: int = 30
    pause_address_after: int = 20
    pause_address_minutes: int = 15
    idle_minutes: int = 30
    session_hours: int = 12
    sessions_each: int = 1
    viewing_minutes: int = 30
    # Who proves to be themselves in a second way: everybody, the three administrators, nobody.
    second_factor: Secondly = "all"
    # After a one-time link a password has to be set before anything is shown.
    link_sets_password: bool = True
    # The demo's bar that changes roles with a click.
    role_bar: bool = False


MLPS3 = Preset()

# A demonstration holds no real data, and its visitors change roles with a click.
DEMO = replace(
    MLPS3,
    sessions_each=20,
    session_hours=24,
    second_factor="none",
    link_sets_password=False,
    role_bar=True,
)

# environment variable → field; the ones a bureau has a reason to change
VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "MINGQIAN_PASSWORD_LENGTH": "password_length",
        "MINGQIAN_PASSWORD_DAYS": "password_days",
        "MINGQIAN_LOCK_AFTER": "lock_after",
        "MINGQIAN_LOCK_MINUTES": "lock_minutes",
        "MINGQIAN_IDLE_MINUTES": "idle_minutes",
        "MINGQIAN_SESSION_HOURS": "session_hours",
        "MINGQIAN_SESSIONS_EACH": "sessions_each",
    }
)
SECOND_FACTOR: Mapping[str, str] = MappingProxyType(
    {"all": "人人都要", "administrators": "只要管理员", "none": "不要求"}
)


def read(environment: Mapping[str, str]) -> Preset:
    """The preset a process runs with. A value that cannot be meant stops the start."""
    chosen = DEMO if environment.get("MINGQIAN_DEMO") == "1" else MLPS3
    changes: dict[str, Any] = {
        field: _number(variable, environment[variable])
        for variable, field in VARIABLES.items()
        if environment.get(variable)
    }
    second = environment.get("MINGQIAN_SECOND_FACTOR")
    if second and second not in SECOND_FACTOR:
        raise ValueError(f"MINGQIAN_SECOND_FACTOR={second} 不认识，只能是 {'、'.join(SECOND_FACTOR)} 之一")
    if second:
        changes["second_factor"] = second
    return replace(chosen, **changes)


def _number(variable: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= 100_000:
        raise ValueError(f"{variable}={text} 不对：要写大于 0 的整数")
    return int(text)


def current() -> Preset:
    """The preset of this process. A demo's counts only in a directory that is marked as one."""
    chosen: Preset = settings.SIGN_IN
    if chosen.role_bar and not (Path(settings.HOME) / settings.DEMO_MARK).is_file():
        return MLPS3
    return chosen


def looser(chosen: Preset) -> list[str]:
    """Where a bureau runs looser than 等保三级: the names of the figures, for ``doctor`` and the rights page."""
    tighter_when_more = {
        "password_length",
        "password_kinds",
        "password_history",
        "lock_minutes",
        "pause_address_minutes",
    }
    found = []
    for field in fields(Preset):
        have, want = getattr(chosen, field.name), getattr(MLPS3, field.name)
        if isinstance(want, int) and not isinstance(want, bool):
            looser_here = have < want if field.name in tighter_when_more else have > want
        else:
            looser_here = have != want
        if looser_here:
            found.append(field.name)
    return found


WORDS: Mapping[str, str] = MappingProxyType(
    {
        "password_length": "密码最短位数",
        "password_kinds": "密码字符类别",
        "password_days": "密码更换周期（天）",
        "password_history": "不得重复的密码次数",
        "lock_after": "连续失败锁定次数",
        "lock_minutes": "锁定时长（分钟）",
        "pause_address_after": "同一地址失败暂停次数",
        "pause_address_minutes": "地址暂停时长（分钟）",
        "idle_minutes": "空闲退出（分钟）",
        "session_hours": "一次登录最长（小时）",
        "sessions_each": "同时登录处数",
        "viewing_minutes": "以他人视角查看最长（分钟）",
        "second_factor": "第二种鉴别",
        "link_sets_password": "凭链接登录后须设密码",
        "role_bar": "演示换角色",
    }
)


def looser_in_words(chosen: Preset) -> list[str]:
    """The same for a reader: figure, now, preset."""
    return [
        f"{WORDS[name]}：现为{_in_words(getattr(chosen, name))}，等保三级预设为{_in_words(getattr(MLPS3, name))}"
        for name in looser(chosen)
    ]


def _in_words(value: int | str) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return SECOND_FACTOR[value] if isinstance(value, str) else f" {value}"
