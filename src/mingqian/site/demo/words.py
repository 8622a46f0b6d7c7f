"""Names and numbers of nobody: composed from word lists by a counter, never taken from a real list.

The division 3599 is assigned to no place; the surnames are pieces of a coast, so that no person bears them.
"""

import hashlib

from mingqian.core.identifiers import org_check, uscc_check

CITY = "鹭湾"
DIVISION = "359900"
DISTRICTS = (
    ("359901", "湖滨区"),
    ("359902", "海岭区"),
    ("359903", "集雅区"),
    ("359904", "同平区"),
    ("359905", "翔宁区"),
    ("359906", "沧浦区"),
)
_BRAND = ("汐", "屿", "礁", "澳", "岬", "舷", "帆", "潮", "鸥", "贝", "岚", "霁", "珊", "浪", "锚", "篷",
          "晴", "棹", "渚", "汀", "澜", "泊", "滩", "螺")  # fmt: skip
_ECHO = ("丰", "和", "远", "盛", "宁", "光", "成", "益", "恒", "新", "达", "康")
_TRADES = ("商贸", "电子", "机械", "食品", "建材", "物流", "服饰", "软件", "餐饮", "园林", "印务", "水产",
           "包装", "家具", "五金", "陶瓷", "纺织", "塑胶", "茶业", "船配", "照明", "仓储", "广告", "百货")  # fmt: skip
_SURNAMES = ("屿", "礁", "汐", "岬", "鸥", "帆", "澳", "潮", "舷", "渚", "棹", "珊", "篷", "锚")
_GIVEN = ("安", "平", "清", "明", "远", "宁", "和", "晓", "立", "知", "文", "慎", "行", "正")
_STREETS = ("观潮路", "听涛街", "晒网巷", "灯塔路", "望鸥街", "旧码头路", "盐田路", "石堤街")


def firm(number: int) -> str:
    """A brand for every number below 6,912 and a trade that goes round with it."""
    first, second = divmod(number // len(_TRADES), len(_ECHO))
    return f"{CITY}{_BRAND[first % len(_BRAND)]}{_ECHO[second]}{_TRADES[number % len(_TRADES)]}有限公司"


def person(number: int) -> str:
    """A name of 2,744 that nobody can have."""
    rest, last = divmod(number, len(_GIVEN))
    surname, first = divmod(rest, len(_GIVEN))
    return f"{_SURNAMES[surname % len(_SURNAMES)]}{_GIVEN[first]}{_GIVEN[last]}"


def address(number: int) -> str:
    """A street and a house in one of the six districts."""
    name = DISTRICTS[number % len(DISTRICTS)][1]
    return f"{CITY}市{name}{_STREETS[number // 6 % len(_STREETS)]}{number % 900 + 1}号"


def division(number: int) -> str:
    """The district of a number; the same as its address says."""
    return DISTRICTS[number % len(DISTRICTS)][0]


def credit_code(kind: str, number: int) -> str:
    """A well-formed unified social credit code: ``kind`` 91 企业, 12 事业单位, 11 机关, 52 民办非企业单位."""
    body = f"{kind}{division(number)}MA9{number:05d}"
    body += org_check(body[8:])
    return body + uscc_check(body)


def register_number(word: str, number: int) -> str:
    """A number of a natural person's own: drawn like lots, here from a counter so that it repeats."""
    return hashlib.sha256(f"{word}/{number}".encode()).hexdigest()[:16].upper()
