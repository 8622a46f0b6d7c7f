"""S8: a firm doubts the draw. What it needs is published: its line in the roll, the seed, the cut of its item.

Everything is read from the written directory, as an outsider would, and nothing from the database.
"""

from dataclasses import dataclass
from pathlib import Path

from mingqian.core.canonical import Document, Suite, parse
from mingqian.core.draw import tickets
from mingqian.site.year.verifying import TRANSCRIPT

PURPOSE = "subject"
ITEM = "LW-05"
_DIGESTS = {Suite.SHA256: "sha256sum", Suite.SM3: "openssl dgst -sm3"}


@dataclass(frozen=True, slots=True)
class Ticket:
    """One firm's lot: its tag, its ticket, the item's cut, and whether the result names it."""

    tag: str
    ticket: str
    cut: str
    drawn: bool
    command: str

    @property
    def agrees(self) -> bool:
        """Drawn exactly if the ticket is not above the cut."""
        return self.drawn == (self.ticket <= self.cut)


def tickets_of(folder: Path, suite: Suite) -> tuple[Ticket, Ticket]:
    """The first firm drawn as a dispatch agency, and the first of the roll that was not."""
    result = parse((folder / TRANSCRIPT).read_bytes())["result"]
    stratum = next(one for one in result["strata"] if one["item"] == ITEM)
    tags = [line.split("|", 1)[0] for line in (folder / f"{ITEM}.txt").read_text("ascii").splitlines()]
    spared = next(tag for tag in tags if tag not in stratum["drawn"])
    return tuple(_ticket(suite, result, stratum, tag) for tag in (stratum["drawn"][0], spared))  # type: ignore[return-value]


def _ticket(suite: Suite, result: Document, stratum: Document, tag: str) -> Ticket:
    found = tickets.ticket(suite, seed=result["seed"], purpose=PURPOSE, tag=tag)
    text = f"sxsj1:ticket\\n{result['seed']}\\n{PURPOSE}\\n{tag}\\n1\\n"
    return Ticket(tag, found, stratum["cut"], tag in stratum["drawn"], f"printf '{text}' | {_DIGESTS[suite]}")
