"""What the search finds: the kinds of things in the order shown, how each becomes a card, who asks for it anew.

The rooms know nothing of the search. One event files its one thing in the same transaction; an import of a
hundred thousand files them afterwards, as a job.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit.services import Reaction
from mingqian.audit.types import Told
from mingqian.draw import selectors as draw
from mingqian.jobs import selectors as waiting
from mingqian.jobs import services as jobs
from mingqian.jobs.types import Outcome, Running
from mingqian.planning.selectors import rows as planning
from mingqian.publicity import selectors as publicity
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.registry import selectors as registry
from mingqian.registry.enums import InspectorState, SubjectStatus
from mingqian.search import services as search
from mingqian.search.types import Filing, Kind

# A number once given is never given to another kind: the cards of a kind are numbered in its range.
KINDS = (
    Kind(1, "subject", "监管对象", "registry:subject", shelved=True),
    Kind(2, "item", "抽查事项", "registry:item"),
    Kind(3, "inspector", "执法检查人员", "registry:inspector"),
    Kind(4, "plan", "年度计划", "planning:plan"),
    Kind(5, "implementation", "实施方案", "planning:implementation"),
    Kind(6, "draw", "抽取", "draw:draw"),
    Kind(7, "document", "规则文件", "registry:rule-document"),
    Kind(8, "notice", "公示", "publicity:public-notice"),
    Kind(9, "notice_at_work", "办理中的公示", "publicity:notice"),
)

PAGE = 2_000
COLUMNS = ("pk", "code", "scheme", "number", "name", "status", "unit__name", "unit__path")
SHELVED = ("unit__level", "kind", "division_code")


def librarian() -> Actor:
    """Who files cards: sees the whole bureau, may do nothing, is never anybody's session."""
    root = accounts.bureau()
    path = root.path if root else ""
    scope = (path,) if path else ()
    return Actor(None, "system", "系统", None, path, "", "", frozenset(), scope)


def subjects(by: Actor, key: str = "", since: datetime | None = None) -> Iterator[Filing]:
    rows = registry.subjects.visible(by).order_by("pk")
    rows = rows.filter(code=key) if key else rows
    rows = rows.filter(changed_at__gte=since) if since else rows
    last = 0
    # Page by page from the last key seen: one long read would keep SQLite's log from being written back. Columns,
    # not rows of the model: of a million of those, making them would take as long as filing them.
    while page := list(rows.filter(pk__gt=last).values_list(*COLUMNS, *SHELVED)[:PAGE]):
        named = rows.filter(pk__gt=last, pk__lte=page[-1][0], names__isnull=False)
        former: dict[int, list[str]] = {}
        for pk, name in named.order_by("pk", "names__pk").values_list("pk", "names__name"):
            former.setdefault(pk, []).append(name)
        tags = registry.reading.categories(pk for pk, *_ in page)
        for pk, *cells in page:
            *words, level, kind, division = cells
            shelves = registry.reading.marks_of(level, kind, division, tags.get(pk, ()))
            yield _subject(former.get(pk, []), shelves, *words)
        last = page[-1][0]


def _subject(
    former: Sequence[str],
    shelves: tuple[str, ...],
    code: str,
    scheme: str,
    number: str,
    name: str,
    status: str,
    unit: str,
    path: str,
) -> Filing:
    # A natural person's number is no word to be found by.
    number = number if scheme != "PID" else ""
    names = [one for one in former if one != name]
    detail = "　".join(word for word in (number, SubjectStatus(status).label, unit) if word)
    return Filing("subject", code, name, detail, (number, *names), path, shelves)


def items(by: Actor, key: str = "") -> Iterator[Filing]:
    rows = registry.items.visible(by).prefetch_related("versions").select_related("unit").order_by("pk")
    for one in rows.filter(code=key) if key else rows:
        versions = sorted(one.versions.all(), key=lambda version: version.number)
        shown = [version for version in versions if version.state == "published"] or versions
        if shown:
            # A draft is for those whose scope holds its owner, as on its page.
            path = "" if shown[-1].state == "published" else one.unit.path
            yield Filing("item", one.code, shown[-1].name, f"{one.code}　{one.unit.name}", (one.code,), path)


def inspectors(by: Actor, key: str = "") -> Iterator[Filing]:
    rows = registry.inspectors.visible(by).select_related("unit").prefetch_related("credentials")
    for one in (rows.filter(code=key) if key else rows).order_by("pk"):
        numbers = tuple(paper.certificate_no for paper in one.credentials.all() if paper.certificate_no)
        state = InspectorState(one.state).label
        yield Filing(
            "inspector", one.code, one.name, f"{one.unit.name}　{state}", (one.code, *numbers), one.unit.path
        )


def plans(by: Actor) -> Iterator[Filing]:
    for one in planning.annual_plans(by).order_by("pk"):
        public = one.state in ("published", "superseded")
        detail = f"{one.year} 年　第 {one.version} 版　{one.unit.name}"
        words = (one.document_no, str(one.year))
        key = f"{one.unit.code}/{one.year}/{one.version}"
        yield Filing("plan", key, one.title, detail, words, "" if public else one.unit.path)


def implementations(by: Actor, key: str = "") -> Iterator[Filing]:
    rows = planning.implementation_plans(by).select_related("unit")
    for one in (rows.filter(code=key) if key else rows).order_by("pk"):
        yield Filing(
            "implementation", one.code, one.title, f"{one.code}　{one.unit.name}", (one.code,), one.unit.path
        )


def draws(by: Actor, key: str = "") -> Iterator[Filing]:
    rows = draw.draws.visible(by)
    for one in (rows.filter(code=key) if key else rows).order_by("pk"):
        unit = one.unit
        title = f"抽取：{one.title}"
        yield Filing("draw", one.code, title, f"{one.code}　{unit.name}", (one.code,), unit.path)


def documents(by: Actor, key: str = "") -> Iterator[Filing]:
    rows = registry.rule_documents.visible(by).select_related("unit")
    for one in (rows.filter(code=key) if key else rows).order_by("pk"):
        public = one.disclosure == "public" or one.unit is None
        path = "" if public or one.unit is None else one.unit.path
        yield Filing("document", one.code, one.title, one.number, (one.code, one.number), path)


def notices(by: Actor, key: str = "") -> Iterator[Filing]:
    """What the portal shows, tombstones too: for everybody."""
    rows = publicity.public.listing().order_by("pk")
    for one in rows.filter(code=key) if key else rows:
        yield _notice("notice", one, "")


def notices_at_work(by: Actor, key: str = "") -> Iterator[Filing]:
    """What is not public yet, a correction beside the wording it will replace too: for its own unit's scope."""
    rows = publicity.notices.at_work(by).filter(state__in=("draft", "reviewed")).order_by("pk")
    for one in rows.filter(code=key) if key else rows:
        yield _notice("notice_at_work", one, one.unit.path)


def _notice(kind: str, one: publicity.notices.Row, path: str) -> Filing:
    detail = f"{one.code}　{NoticeKind(one.kind).label}　{one.unit.name}　{NoticeState(one.state).label}"
    return Filing(kind, one.code, one.title, detail, (one.code,), path)


SOURCES: Mapping[str, Callable[..., Iterator[Filing]]] = {
    "subject": subjects,
    "item": items,
    "inspector": inspectors,
    "plan": plans,
    "implementation": implementations,
    "draw": draws,
    "document": documents,
    "notice": notices,
    "notice_at_work": notices_at_work,
}


def refile(told: Told) -> None:
    """File the one thing an event is about; what is no longer there is taken out."""
    kind, _, key = told.thing.partition(":")
    _refile(kind, key)


def _refile(kind: str, key: str) -> None:
    found = list(SOURCES[kind](librarian(), key))
    if found:
        search.put_many(found)
    else:
        search.remove(kind, [key])


def refile_notice(told: Told) -> None:
    """A notice stands among the public ones, among those at work, or with a correction in both."""
    for kind in ("notice", "notice_at_work"):
        _refile(kind, told.thing.partition(":")[2])


def refile_plans(told: Told) -> None:
    """Annual plans are few, and their page goes by number: file them all, the unchanged cost nothing."""
    search.put_many(plans(librarian()))


def catch_up(told: Told) -> None:
    """Many things at once: file them afterwards, as a job nobody has to wait for."""
    undone = told.kind == "registry.import_reverted"
    arguments = {} if undone else {"since": told.now.isoformat()}
    # One that waits looks at everything since an earlier moment: it will see this too.
    if not undone and waiting.waits("search.catch_up"):
        return
    jobs.ask("search.catch_up", title="更新检索", arguments=arguments, by=librarian(), now=told.now)


def run_catch_up(task: Running) -> Outcome:
    """The body of ``search.catch_up``: in short steps, so that nobody waits for the database's one writer."""
    since = task.arguments.get("since")
    moment = datetime.fromisoformat(since) if isinstance(since, str) else None
    by, written = librarian(), 0
    for number, (kind, source) in enumerate(SOURCES.items()):
        task.progress(number, len(SOURCES), f"正在更新{kind}")
        if moment is not None and kind == "subject":
            written += search.put_many(subjects(by, since=moment))
            continue
        there: set[str] = set()
        written += search.put_many(_noted(source(by), there))
        search.keep_only(kind, there)
    search.settle_down()
    return Outcome(told=f"更新检索卡片 {written} 张")


def _noted(filings: Iterator[Filing], keys: set[str]) -> Iterator[Filing]:
    for filing in filings:
        keys.add(filing.key)
        yield filing


_ONE = {
    "subject": "registered changed rated confirmed tagged untagged marked unmarked",
    "item": "drafted approved published retired handed_over",
    "inspector": "added credential_recorded activated suspended removed",
    "implementation": "drafted filled published withdrawn",
    "draw": "prepared abandoned published",
    "document": "registered disclosure_changed repealed removed",
}
REACTIONS: Mapping[str, Reaction] = {
    **{f"{kind}.{done}": refile for kind, words in _ONE.items() for done in words.split()},
    **{
        f"annual_plan.{done}": refile_plans
        for done in ("drafted", "approved", "published", "adjusted", "withdrawn")
    },
    **{
        f"notice.{done}": refile_notice
        for done in (
            "drafted",
            "redrafted",
            "reviewed",
            "returned",
            "dropped",
            "released",
            "corrected",
            "withdrawn",
            "kept_back",
        )
    },
    "registry.imported": catch_up,
    "registry.import_reverted": catch_up,
    "item_list.loaded": catch_up,
    "subject.persons_entered": catch_up,
    "subject.tagged_together": catch_up,
}
