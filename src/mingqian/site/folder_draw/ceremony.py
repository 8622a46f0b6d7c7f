"""The steps of a draw in a folder, in the protocol's order: each checks that it is due and adds one event or more.

What belongs here: from rolls to the result. What becomes public of it stands in publishing.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mingqian.core.canonical import Document, Suite, document_hash, hex_digest, jcs, normalised
from mingqian.core.decision import Refused, denied
from mingqian.core.draw import ceremony, conflicts, plan, result, roll, rows, sources
from mingqian.core.draw import grammar as g
from mingqian.core.draw.documents import document
from mingqian.engines import choice, reference, statement
from mingqian.engines.interface import Engine, Roll
from mingqian.site.folder_draw import book as books
from mingqian.site.folder_draw import rollmaking
from mingqian.site.folder_draw.book import Book, written
from mingqian.site.folder_draw.entries import Judged
from mingqian.site.folder_draw.lists import Tell

BLANK = "请填写"
PASTED = re.compile(
    r"(?:[^=]*= ?)?([0-9a-f]{64})(?:\s+\*?-)?"
)  # openssl writes a name before, sha256sum a dash after


@dataclass(frozen=True, slots=True)
class Label:
    """What a roll is called and says of itself."""

    list_id: str
    kind: str
    source: str
    suite: Suite
    texts: Mapping[str, str]
    key: str | None  # K; none for an open roll


def freeze(book: Book, judged: Judged, label: Label, *, now: datetime, tell: Tell) -> Document:
    """The roll of a list, and its header as an event; the log only grows, so a list is frozen once."""
    book.demand("roll", "plan")
    _may_be_called(book, label)
    try:
        with _all_or_nothing(book, label) as target:
            found = _noted(judged.entries(tell), book, label)
            made = rollmaking.write(label.suite, found, target, key=label.key)
            header = roll.header_of(
                label.suite, size=made.size, root=made.root, middles=made.middles, kind=label.kind,
                list_id=label.list_id, snapshot_at=written(now), source=label.source,
                ids=[judged.columns.scheme], texts=label.texts, key=label.key,
            )  # fmt: skip
            if label.key and book.key(books.ROLL_KEY, label.key) != label.key:
                raise Refused(denied("folder.key", "另一个程序正在这个目录里生成名录", remedy="请等它结束"))
            book.append("roll", header, now=now)
    except rollmaking.Twice as twice:
        raise judged.twice(twice.args, lambda identity: _tag(label, identity)) from None
    except rows.RowError as fault:
        raise Refused(denied("folder.roll", str(fault), "sxsj1 §2", "每个状态代码给一个 --code")) from None
    return header


@contextmanager
def _all_or_nothing(book: Book, label: Label) -> Iterator[Path]:
    """Where the roll goes; whatever a refused or broken-off list has begun is taken away again."""
    target = book.place / f"{label.list_id}.roll"
    begun = [target, book.ids_file(label.list_id)]
    begun += [file for file in (book.private / books.ROLL_KEY,) if not file.exists()]
    folders = [folder for folder in (book.private, book.place) if not folder.exists()]
    logged = book.log_size
    book.place.mkdir(parents=True, exist_ok=True)
    try:
        yield target
    except BaseException:
        if book.log_size == logged:
            _take_away(begun, folders)
        raise


def _take_away(files: Iterable[Path], folders: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
    for folder in folders:
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


def _may_be_called(book: Book, label: Label) -> None:
    """The name becomes a file's name and the log's: a word, and a new one."""
    if not g.is_word(label.list_id):
        told = f"名录代号“{label.list_id}”不合规"
        raise Refused(denied("folder.name", told, "sxsj1 §10", "字母、数字、_ 和 -，至多 32 位，如 LW-06"))
    if any(one["list_id"] == label.list_id for one in book.bodies("roll")):
        told = f"名录 {label.list_id} 已在日志中，日志只增不改"
        raise Refused(denied("folder.frozen", told, "sxsj1 §2", "请换一个目录重新开始，或换一个名录代号"))
    if book.headers and label.suite is not book.suite:
        raise Refused(denied("folder.suite", "一个目录里的名录须用同一种算法", "sxsj1 §1"))


def _noted(found: Iterable[rows.Entry], book: Book, label: Label) -> Iterator[rows.Entry]:
    """The ids beside K: with both the witness derives every tag again (V23), and the drawn get their names back."""
    with books.closed(book.ids_file(label.list_id), "ascii") as ids:
        for entry in found:
            ids.write(f"{entry.identity}\n")
            yield entry


def _tag(label: Label, identity: str) -> str:
    return rows.tag_of(label.suite, identity, rows.salt_of(label.suite, identity, label.key))


def template(book: Book, *, policy: Path, ppm: int, now: datetime) -> Document:
    """A plan to be filled in: the strata and weights of the rolls, five parts in a hundred unless said otherwise."""
    book.demand("plan")
    day = now.replace(second=0)
    limits = {
        name: written(day + timedelta(hours=hours))
        for name, hours in (("public", 2), ("reveal", 3), ("publish", 4))
    }
    items = [_item(book, name, header, ppm, now.year) for name, header in book.headers.items()]
    return {
        "journal": f"folder-{book.place.resolve().name}", "draw_id": f"{now.year}-0001", "items": items,
        "parties": [
            {"role": books.ORGANISER, "unit": f"{BLANK}组织单位", "outside": False},
            {"role": "witness", "unit": f"{BLANK}外部见证人的单位", "outside": True},
        ],
        "public": [{"src": "dice10", "at": None, "count": 20}], "order": ceremony.TABLE, "deadlines": limits,
        "embargo_until": None, "audit_leaves": 20,
        "policy": {"pack": policy.name, "digest": hex_digest(book.suite, policy.read_bytes())},
    }  # fmt: skip


def _item(book: Book, name: str, header: Document, ppm: int, year: int) -> Document:
    middles = reference.RollFile(book.suite, book.roll_file(header)).survey().middles
    rules = []
    for one in header["counts"]:
        start = f"{one['stratum']}|E|".encode()
        weights = sorted(int(middle.rpartition(b"|")[2]) for middle in middles if middle.startswith(start))
        rules.append({
            "stratum": one["stratum"], "scope": "item", "base": "all", "tiers": [{"upto": None, "ppm": ppm}],
            "min": 0, "max": None, "monotone": False, "forced": "extra", "reserve": 5, "batch": None,
            "weights": weights or [1],
        })  # fmt: skip
    return {"item": header["list_id"], "round": f"{year}-01", "attempt": 1, "prev": None, "subject_roll": name,
            "rules": rules, "quals": [], "panel": None}  # fmt: skip


def announce(book: Book, file: Path, engine: Engine, *, conflict_key: str, now: datetime) -> str:
    """The plan as filled in becomes the plan: checked against every roll, hashed, logged. Answers J(plan)."""
    book.demand("plan")
    filled = _filled(file)
    doc = normalised(document(
        "plan", suite=str(book.suite), no=1, prev_plan=None, panels=[],
        coi=conflicts.commitment(book.suite, book.key(books.CONFLICT_KEY, conflict_key), []),
        engine=statement.of(engine), **filled,
    ))  # fmt: skip
    headers = book.headers
    with ExitStack() as held:
        surveys = {name: held.enter_context(_read(book, engine, name)).survey() for name in headers}
    faults = plan.check(doc, headers=headers, surveys=surveys, rosters={})
    if faults:
        raise Refused(
            *(denied("folder.plan", fault, "sxsj1 §3", f"请改正 {file.name}") for fault in faults[:20])
        )
    book.append("plan", doc, now=now)
    return document_hash(book.suite, doc)


def _filled(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        filled = json.loads(text)
    except (OSError, ValueError, RecursionError):
        told = f"“{file.name}”读不出来，或不是 JSON"
        raise Refused(denied("folder.plan", told, remedy="请由 --template 生成后再填写")) from None
    if not isinstance(filled, dict) or BLANK in text:
        told = f"“{file.name}”还有“{BLANK}”的地方没有填写"
        raise Refused(denied("folder.plan", told, "sxsj1 §3", "请填写参与方的单位；外部见证人须来自别的单位"))
    own = {"v", "type", "suite", "no", "prev_plan", "panels", "coi", "engine"}
    return {name: value for name, value in filled.items() if name not in own}


def seal(book: Book, commits: Mapping[str, str], *, now: datetime) -> str:
    """All commitments at once, in plan order; answers J(seal), which everybody takes away in full."""
    book.demand("seal")
    given = book.announced
    roles = [party["role"] for party in given["parties"]]
    missing = [role for role in roles if role not in commits]
    if missing or set(commits) - set(roles):
        told = f"承诺应恰由 {'、'.join(roles)} 各一份" + (f"，缺 {'、'.join(missing)}" if missing else "")
        raise Refused(denied("folder.commits", told, "sxsj1 §4", "--commit 角色=64位承诺"))
    plan_hash = document_hash(book.suite, given)
    given_in = [(role, _commit(role, commits[role])) for role in roles]
    doc = ceremony.seal(plan_hash, given_in, sealed_at=written(now))
    book.append("seal", doc, now=now)
    return document_hash(book.suite, doc)


def _commit(role: str, text: str) -> str:
    """A commitment as typed, or the whole line of sha256sum or openssl as pasted."""
    found = PASTED.fullmatch(text.strip())
    if not found:
        told = f"{role} 的承诺应是 64 位小写十六进制，现为“{text[:80]}”"
        raise Refused(denied("folder.commits", told, "sxsj1 §4", "请把算出的 64 位整串粘贴过来"))
    return found[1]


def public(book: Book, values: Sequence[str], evidence: str, *, now: datetime) -> None:
    """Values of the public sources in plan order; they stand even if mistyped (§5)."""
    given = book.announced if book.plan else None
    enough = given is not None and ceremony.may_proceed(given, list(book.secrets)).ok
    steps = ("public", "reveal") if given and given["order"] == ceremony.BEACON and enough else ("public",)
    book.demand(*steps)
    named = book.announced["public"][len(book.values) :]
    if len(values) > len(named):
        raise Refused(denied("folder.values", f"计划只余 {len(named)} 个公开来源", "sxsj1 §5"))
    faults = [sources.value_fault(source, value) for source, value in zip(named, values, strict=False)]
    early = [
        source["src"] for source, _ in zip(named, values, strict=False) if (source["at"] or "") > written(now)
    ]
    told = [fault for fault in faults if fault] + [f"{name} 还没有到公布时刻" for name in early]
    if told:
        raise Refused(*(denied("folder.values", one, "sxsj1 §5") for one in told))
    for value in values:
        body = {"index": len(book.values), "value": value, "evidence": evidence}
        book.append("public", body, now=now)


def reveal(book: Book, secrets: Mapping[str, str], *, now: datetime) -> None:
    """Secrets against their commitments; at the table the organiser first, then the others in plan order."""
    book.demand("reveal")
    given, suite = book.announced, book.suite
    plan_hash = document_hash(suite, given)
    committed = {one["role"]: one["commit"] for one in book.seal["commits"]}
    left = [party["role"] for party in given["parties"] if party["role"] not in book.secrets]
    if given["order"] == ceremony.BEACON and written(now) > given["deadlines"]["reveal"]:
        raise Refused(denied("folder.late", "已过揭示期限", "sxsj1 §5", "以空串计，请录入公开随机数，或作废"))
    if set(secrets) - set(left) or (given["order"] == ceremony.TABLE and left[: len(secrets)] != [
        role for role in left if role in secrets
    ]):  # fmt: skip
        raise Refused(denied("folder.reveals", f"揭示的次序是 {'、'.join(left)}", "sxsj1 §5"))
    for role in secrets:
        if ceremony.commit(suite, plan_hash=plan_hash, role=role, secret=secrets[role]) != committed[role]:
            told = f"{role} 的秘密与封签不符"
            raise Refused(denied("folder.secret", told, "sxsj1 §5", "请核对信封；仍不符的按缺席处理"))
    for role in left:
        if role in secrets:
            book.append("reveal", {"role": role, "secret": secrets[role]}, now=now, by=role)


def compute(book: Book, engine: Engine, *, now: datetime) -> Document:
    """Seed, selection and audit sample, by the engine the plan states; nobody chooses any more."""
    book.demand("result")
    given, suite = book.announced, book.suite
    hashes = {"plan_hash": document_hash(suite, given), "seal_hash": document_hash(suite, book.seal)}
    seed = ceremony.seed(
        suite, seal_hash=hashes["seal_hash"], plan=given, secrets=book.secrets, values=book.values
    )
    with ExitStack() as held:
        files = {name: held.enter_context(_read(book, engine, name)) for name in result.item_rolls(given)}
        doc = result.compute(
            plan=given, **hashes, seed=seed, headers=book.headers, files=files, rosters={}, ties=frozenset(),
        )  # fmt: skip
    (book.place / books.RESULT).write_bytes(jcs(doc))
    book.append("result", {"result": document_hash(suite, doc)}, now=now)
    return doc


def void(book: Book, *, reason: str, evidence: str, approved_by: str, now: datetime) -> None:
    """PARTY or SOURCE, only while nothing fixes the seed; the voided attempt stays visible (§8)."""
    book.demand("seal", "public", "reveal")
    body = {
        "items": [item["item"] for item in book.announced["items"]], "result": None, "errors": [],
        "events": sum(event["draw"] is not None for event in book.events) + 1, "reason": reason,
        "evidence": evidence, "approved_by": approved_by,
    }  # fmt: skip
    if approved_by == books.ORGANISER:
        raise Refused(denied("folder.void", "作废不能由组织方自己批准", "sxsj1 §8"))
    book.append("void", body, now=now)


def _read(book: Book, engine: Engine, name: str) -> AbstractContextManager[Roll]:
    header = book.headers[name]
    return choice.reading(engine, book.suite, book.roll_file(header), root=header["root"])
