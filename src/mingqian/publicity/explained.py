"""What each check of a draw compares, in words for whoever has never seen the protocol.

What belongs here: the sentences under V0–V24 on the portal and in the page that works offline, the sections of the
protocol they rest on, and the words for how a check ended. The names of the checks are the verifier's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mingqian.core.draw.verify import TITLES, Status

WORDS = {
    Status.PASSED: ("通过", "ok"),
    Status.FAILED: ("不通过", "bad"),
    Status.NOT_APPLICABLE: ("不适用", ""),
    Status.OUTSIDER: ("需外部核对", "info"),
}
HOLDER = {"V23": "需持钥核对"}
"""What only a holder of the keys K and Kc can settle; other open checks need a document or a register."""

TOLD: Mapping[str, tuple[str, str]] = {
    "V0": ("抽取记录只有一种写法，字段不多不少：同一份内容改写一个字符，哈希就不同。", "§1、§10"),
    "V1": ("名录文件逐行合乎“标签|层|状态|签数|记录摘要”的写法，每份名录都有公告过的表头。", "§2"),
    "V2": ("名录按标签从小到大排列，没有重复：谁也不能出现两行。", "§2"),
    "V3": ("名录的行数、各层各状态的户数、必查与豁免的理由代码，与事先公告的一致。", "§2"),
    "V4": ("逐行重算默克尔树根和文件摘要，与事先公告的一致：名录公告之后没有改过一个字节。", "§2、§9"),
    "V5": ("抽取规则覆盖名录的每一层，比例、上下限、签数前后一致，检查组所用名录齐全。", "§3"),
    "V6": ("封签的正是这一份公告，结果也正是由这一次封签算出。", "§4"),
    "V7": ("公告列出的各方都交了承诺，次序一致，没有一方抄另一方的。", "§4"),
    "V8": ("至少两方，有外单位的人；组织方不能把自己人算作外部。", "§4、§5"),
    "V9": ("各方公开的秘密，重算后与封签时的承诺相同：看到随机数之后谁也换不了。", "§4、§5"),
    "V10": ("骰子、彩票或信标的数值齐全、写法正确、可能的结果足够多，没有提前登记。", "§5"),
    "V11": ("用封签的哈希、各方秘密和公开随机数重算种子，与结果所用的相同。", "§5"),
    "V12": ("用种子给每户重算抽签号，重排次序：抽几户、抽中谁、备选谁、截止号是多少，全部相同。", "§3、§6"),
    "V13": ("公开的代码、盐和登记记录，重算后正是名录里的那一行；同一代码没有两个标签。", "§2"),
    "V14": ("应到的检查人员全部公开，组长、组员、候补按抽签号重新排出，与结果相同。", "§7"),
    "V15": ("回避关系事先登记，没有事后捏造；检查组与对象的搭配重算相同。", "§7"),
    "V16": ("换人、跳过、换对象都按原定的候补次序，由组织方以外的人批准。", "§8"),
    "V17": ("作废有法定理由；重抽时上一次抽中的一户不少，名录其余各行一字不改。", "§8"),
    "V18": ("每一个步骤都收录在日志里，凭证明可以算到检查点的树根；签名用公钥核对。", "§9"),
    "V19": ("先冻结名录、再公告、再封签、再有随机数、最后出结果；没有漏掉、倒填或过期的步骤。", "§9、§11"),
    "V20": ("公告写明的抽取程序，请与公布的程序摘要核对。结果已由另外的程序重算。", "§10"),
    "V21": (
        (
            "这一项从不判为不通过。列出来的都不违反规则，但值得追问为什么：比例不到全部却全部抽中，一家也没有抽，"
            "必查或免检过多，检查人员过半缺席，有人没有揭示，没有外部联署，迟于期限，抽过不止一次。什么也没列，就是没有这些情形。"
        ),
        "§11",
    ),
    "V22": ("外部人员逐户看过全部必查、豁免和抽样各行，并登记在案。", "§6"),
    "V23": ("持有名录密钥的人可以确认：每一行都是真实的一户，没有隐瞒的回避关系。", "§2、§7"),
    "V24": ("持有整个日志的人可以确认：公告编号、轮次、次数连续，没有另抽一次挑好的。", "§3、§9"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One check as the pages show it; ``status`` is empty where nobody has computed yet."""

    code: str
    title: str
    what: str
    section: str
    status: str = ""
    word: str = ""
    kind: str = ""
    reasons: tuple[str, ...] = ()


def word(code: str, status: Status) -> str:
    """How a check ended, in at most five characters."""
    return HOLDER.get(code, WORDS[status][0]) if status is Status.OUTSIDER else WORDS[status][0]


def lines(verdict: Mapping[str, Any] | None = None) -> Iterator[Line]:
    """V0–V24 in order, with the server's findings where there are any (``services.verdicts``)."""
    found = {one["code"]: one for one in verdict["checks"]} if verdict else {}
    for code, (what, section) in TOLD.items():
        one = found.get(code)
        if one is None:
            yield Line(code, TITLES[code], what, section)
            continue
        status = Status(one["status"])
        told = (word(code, status), WORDS[status][1], tuple(one["reasons"]))
        yield Line(code, TITLES[code], what, section, str(status), *told)


def words() -> dict[str, list[str]]:
    """For the page's script: status → word and kind of tag; a code's own word for ``outsider`` beside it."""
    told = {str(status): list(pair) for status, pair in WORDS.items()}
    return told | {f"{Status.OUTSIDER} {code}": [said, "info"] for code, said in HOLDER.items()}
