"""The result as the projector replays it: drawn tags in their order, teams, laid out in pages that fill a screen.

A name stands beside a tag only where everybody may know it: the roll is open, or the draw is complete and the
opening published with it; a natural person's never is (sxsj1 §2, §9).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from mingqian.core.canonical import Document
from mingqian.core.draw import result as rules
from mingqian.draw.enums import RollKind
from mingqian.draw.models import Draw, RollEntry
from mingqian.draw.selectors import desk, material, voids
from mingqian.draw.selectors.transcripts import NATURAL_PERSON

ACROSS, ROWS = 6, 6
"""Cells beside each other and rows below each other on one page."""
MOST = 600
"""Nobody reads more tags from a wall; the rest is counted, and stands in the published result."""
SEATS, CARDS = 5, 4
"""People shown of a team, and teams beside each other."""
WALLS = 16
"""Layouts kept: a result of one hash never changes, and a wall asks every few seconds."""
PEOPLE, THINGS = (RollKind.INSPECTOR, RollKind.EXPERT), (RollKind.SUBJECT, RollKind.CASE)


_Asked = tuple[str, bool, bool]  # hash of the result, whether the draw is over, whether it is closed


@dataclass(frozen=True, slots=True)
class Cell:
    """A drawn row: the first eight characters of its tag, and a name if that is public."""

    number: str
    name: str = ""
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """A team as drawn: its captain first."""

    number: int
    people: tuple[Cell, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Block:
    """Part of a page: cells of one item, or teams."""

    kind: Literal["subjects", "teams"]
    title: str
    note: str
    cells: tuple[Cell, ...] = ()
    teams: tuple[Team, ...] = ()

    @property
    def rows(self) -> int:
        """Its height, a title counted as one row."""
        if self.kind == "teams":
            return 1 + 2 * _up(len(self.teams), CARDS)
        return 1 + _up(len(self.cells), ACROSS)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out: counts always, tags unless they are under embargo."""

    drawn: Mapping[str, int]
    chosen: int
    forced: int
    reserve: int
    teams: int
    pages: tuple[tuple[Block, ...], ...] = ()
    named: bool = False
    unshown: int = 0


_kept: dict[_Asked, Outcome] = {}
"""The layout alone, oldest first: a draw's row carries its whole result, which may be megabytes."""


@dataclass(slots=True)
class _Names:
    """Tags whose names everybody may know."""

    row: Draw
    known: dict[str, str] = field(default_factory=dict)

    def learn(self, tags: Iterable[str], *, public: bool) -> None:
        if not public:
            return
        found: Mapping[str, RollEntry] = material.entries(self.row, tags)
        self.known |= {
            tag: one.name for tag, one in found.items() if not one.identity.startswith(NATURAL_PERSON)
        }

    def cell(self, tag: str, *, forced: bool = False) -> Cell:
        return Cell(f"{tag[:4]} {tag[4:8]}", self.known.get(tag, ""), forced)


def outcome(row: Draw, *, closed: bool) -> Outcome | None:
    """The result on the wall; nothing but counts while it is closed."""
    if not row.result_doc:
        return None
    over = voids.was_completed(row)
    asked = (row.result_hash, over, closed)
    found = _kept.get(asked)
    if found is None:
        found = _laid_out(row, over=over, closed=closed)
        # From a copy: other threads lay out theirs meanwhile.
        for oldest in [*_kept][: max(0, len(_kept) + 1 - WALLS)]:
            _kept.pop(oldest, None)
        _kept[asked] = found
    return found


def _laid_out(row: Draw, *, over: bool, closed: bool) -> Outcome:
    doc = material.document(row.result_doc)
    drawn: dict[str, int] = {}
    for one in doc["strata"]:
        drawn[one["item"]] = drawn.get(one["item"], 0) + len(one["drawn"])
    counts = Outcome(
        drawn=drawn,
        chosen=sum(drawn.values()),
        forced=sum(len(one["forced"]) for one in doc["strata"]),
        reserve=sum(len(one["reserve"]) for one in doc["strata"]),
        teams=sum(len(one["teams"]) for one in doc["panels"]),
    )
    if closed:
        return counts
    names = _names(row, doc, over=over)
    blocks, unshown = _subjects(row, doc, names)
    pages = tuple(_pages([*blocks, *_groups(doc, names)]))
    return replace(counts, pages=pages, named=bool(names.known), unshown=unshown)


def _names(row: Draw, doc: Document, *, over: bool) -> _Names:
    headers = material.headers(row).values()
    names = _Names(row)
    names.learn(rules.people(doc), public=_open(headers, PEOPLE))
    names.learn(rules.selected(doc), public=over or _open(headers, THINGS))
    return names


def _open(headers: Iterable[Document], kinds: tuple[RollKind, ...]) -> bool:
    """Every roll of these kinds is open: anyone maps its tags to names (sxsj1 §2)."""
    return all(one["mode"] == "open" for one in headers if one["kind"] in kinds)


def _subjects(row: Draw, doc: Document, names: _Names) -> tuple[list[Block], int]:
    """Items in the order of the plan: drawn in their order, then forced; what no longer fits is counted."""
    labels = {one.item: one.label for one in desk.pools(row) if one.item}
    left, unshown, blocks = MOST, 0, []
    for item, label in labels.items():
        strata = [one for one in doc["strata"] if one["item"] == item]
        cells = [names.cell(tag) for one in strata for tag in one["drawn"]]
        must = [names.cell(tag, forced=True) for one in strata for tag in one["forced"]]
        spare = sum(len(one["reserve"]) for one in strata)
        note = (
            f"随机抽中 {len(cells)}"
            + (f" · 必查 {len(must)}" if must else "")
            + (f" · 备选 {spare}" if spare else "")
        )
        shown = [*cells, *must][: max(left, 0)]
        unshown += len(cells) + len(must) - len(shown)
        left -= len(shown)
        size = ACROSS * (ROWS - 1)
        blocks += [
            Block(
                "subjects", label if not place else f"{label}（续）", note, tuple(shown[place : place + size])
            )
            for place in range(0, max(len(shown), 1), size)
        ]
    return blocks, unshown


def _groups(doc: Document, names: _Names) -> Iterator[Block]:
    """The teams, so many as fill a page."""
    teams = [_team(one, names) for panel in doc["panels"] for one in panel["teams"]]
    size = CARDS * (ROWS // 2)
    for place in range(0, len(teams), size):
        note = "组长在先；候补按抽取先后排在结果里"
        yield Block("teams", f"{len(teams)} 个组", note, teams=tuple(teams[place : place + size]))


def _team(team: Document, names: _Names) -> Team:
    people = [team["captain"], *team["members"]]
    cells = tuple(names.cell(tag) for tag in people[:SEATS])
    return Team(team["team"], cells, max(len(people) - SEATS, 0))


def _pages(blocks: list[Block]) -> Iterator[tuple[Block, ...]]:
    """As many blocks on a page as its rows hold, in their order."""
    page: list[Block] = []
    for one in blocks:
        if page and sum(held.rows for held in page) + one.rows > ROWS + 1:
            yield tuple(page)
            page = []
        page.append(one)
    if page:
        yield tuple(page)


def _up(count: int, size: int) -> int:
    return -(-count // size)
