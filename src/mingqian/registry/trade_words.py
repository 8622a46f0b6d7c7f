"""Category tags from the words of a trade: a rule file, and the pure function that applies it.

A business scope lists what a firm does *and what it may not do* (人力资源服务（不含劳务派遣）), so what
follows 不含 is cut out before any word counts.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mingqian.registry.enums import SubjectKind

RULES = Path(__file__).parent / "data" / "trade_words.toml"

# Up to the next separator, or up to the bracket that closes a list: （不含教育培训、劳务派遣，职业中介）.
_DENIED = re.compile(r"不(?:含|包括|包含|得从事)[^，,；;。（(）)]*(?:[，,][^；;。（(）)]*(?=[）)]))?")


@dataclass(frozen=True, slots=True)
class Finding:
    """Which word, found where, gave which tag."""

    tag: str
    label: str
    word: str
    field: str


@dataclass(frozen=True, slots=True)
class TagRule:
    code: str
    label: str
    words: tuple[str, ...]
    name_words: tuple[str, ...]
    exceptions: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class TradeWords:
    """The whole rule file; ``any_word`` spares the many firms of other trades the closer look."""

    version: str
    rules: tuple[TagRule, ...]
    any_word: re.Pattern[str]

    def label(self, tag: str) -> str:
        return next((rule.label for rule in self.rules if rule.code == tag), tag)


@cache
def load(path: Path = RULES) -> TradeWords:
    """Read a rule file once."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = tuple(
        TagRule(
            code=row["code"],
            label=row["label"],
            words=tuple(row["words"]),
            name_words=tuple(row["name_words"]),
            exceptions=tuple(row["except"]),
            basis=row["basis"],
        )
        for row in data["tag"]
    )
    every = sorted({word for rule in rules for word in (*rule.words, *rule.name_words)})
    return TradeWords(data["version"], rules, re.compile("|".join(map(re.escape, every))))


def tags(name: str, scope: str, rules: TradeWords | None = None) -> tuple[str, ...]:
    """The tags of a firm by its name and business scope, in the order of the file."""
    return tuple(found.tag for found in findings(name, scope, rules))


def findings(name: str, scope: str, rules: TradeWords | None = None) -> tuple[Finding, ...]:
    """The same with the word that decided; one finding per tag."""
    book = rules or load()
    if not book.any_word.search(name) and not book.any_word.search(scope):
        return ()
    allowed = _DENIED.sub("", scope)
    found = (_finding(rule, name, allowed) for rule in book.rules)
    return tuple(finding for finding in found if finding is not None)


def _finding(rule: TagRule, name: str, scope: str) -> Finding | None:
    for phrase in rule.exceptions:
        name, scope = name.replace(phrase, "|"), scope.replace(phrase, "|")
    for word in (*rule.words, *rule.name_words):
        if word in name:
            return Finding(rule.code, rule.label, word, "name")
    for word in rule.words:
        if word in scope:
            return Finding(rule.code, rule.label, word, "scope")
    return None


_KINDS = {
    "91": SubjectKind.ENTERPRISE,
    "92": SubjectKind.INDIVIDUAL_BUSINESS,
    "93": SubjectKind.ENTERPRISE,
    "11": SubjectKind.GOVERNMENT,
    "12": SubjectKind.INSTITUTION,
}
_KINDS_BY_FIRST = {
    "1": SubjectKind.GOVERNMENT,
    "5": SubjectKind.SOCIAL_ORGANISATION,
    "8": SubjectKind.SOCIAL_ORGANISATION,
}


def kind_of(number: str, entity_type: str = "") -> SubjectKind:
    """The kind of a body: what its type says in words, else what its credit code's first two places say."""
    if "个体" in entity_type:
        return SubjectKind.INDIVIDUAL_BUSINESS
    return _KINDS.get(number[:2]) or _KINDS_BY_FIRST.get(number[:1]) or SubjectKind.ENTERPRISE
