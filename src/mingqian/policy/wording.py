"""Parameter values in the words of an officer; used by prose, tables and conflicts alike."""

from mingqian.policy.schema.key import Key
from mingqian.policy.schema.values import Ground, PoolField, Rate, Tier, Value, Weight

EFFECTS = {"more": "加大抽查力度", "less": "降低抽查频次", "force": "列为必查"}
POWERS = {"may": "可", "must": "应当"}


def say(key: Key, value: Value | None) -> str:
    """The value as one phrase; an absent one says so."""
    if value is None:
        return "（无）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return key.choices.get(value, value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return _several(key, value)
    return value.text()


def _several(key: Key, values: tuple[object, ...]) -> str:
    if values and isinstance(values[0], Tier):
        return tiers(tuple(value for value in values if isinstance(value, Tier)))
    return "；".join(_one(key, value) for value in values) if values else "（无）"


def _one(key: Key, value: object) -> str:
    if isinstance(value, str):
        return key.choices.get(value, value)
    if isinstance(value, Ground):
        return f"{value.code} {value.text}" + (f"（附{value.evidence}）" if value.evidence else "")
    if isinstance(value, Weight):
        slips = f"，{value.slips}签" if value.slips is not None else "，未定数值"
        return f"{value.text}：{POWERS[value.power]}{EFFECTS[value.effect]}{slips}"
    if isinstance(value, PoolField):
        return f"{value.text}（{value.field}：{'、'.join(value.ops)}）"
    return str(value.text()) if hasattr(value, "text") else str(value)


def tiers(values: tuple[Tier, ...]) -> str:
    """总量不超过100的不低于15%；101至300的不低于10%；301以上的不低于5%."""
    parts: list[str] = []
    low = 1
    for tier in values:
        span = (
            f"{low}以上" if tier.upto is None else (f"{low}—{tier.upto}" if low > 1 else f"{tier.upto}以下")
        )
        parts.append(f"总量{span}的不低于{tier.rate.text()}")
        low = (tier.upto or 0) + 1
    return "；".join(parts)


def rate(value: Rate | None) -> str:
    """A rate, or that there is none."""
    return value.text() if value else "未定"
