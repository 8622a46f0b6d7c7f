"""The provincial department, as far as the year needs it: it co-signs the log of the draws, on paper that travels.

It has a key file of its own and does what ``mingqian cosign FILE --key`` does; the bureau takes the answer in as
``mingqian checkpoint add-cosignature`` does. In the demo both keys lie in one folder, so this shows the way, not
independence; the department's name says so.
"""

from pathlib import Path

from mingqian.accounts.types import console
from mingqian.audit import selectors as audits
from mingqian.audit import services as audit
from mingqian.audit.enums import KeyHolder
from mingqian.site.demo.people import OUTSIDE
from mingqian.site.demo.rounds import ORIGIN, Round, Year
from mingqian.site.year.clockwork import Fixed

NAME = "srst.example/cosigner"
UNIT = f"{OUTSIDE['SRST']}（演示，私钥也在本机）"
SEED_SIZE = 32


def known(year: Year, folder: Path) -> None:
    """January: the department makes a key of its own; the bureau puts the public half on record."""
    desk = folder / "superior"
    desk.mkdir()
    key = audit.keys.new_for_person(desk / "cosign.key", NAME, seed=Fixed(NAME)(SEED_SIZE))
    (desk / "cosign.pub").write_text(f"{key}\n", encoding="utf-8")
    audit.keys.trust(str(key), holder=KeyHolder.UPPER, unit=UNIT, by=console(), now=year.clock.tick())


def cosigned(year: Year, one: Round, moment: str, folder: Path) -> None:
    """A checkpoint goes to the department on a stick and comes back with its line."""
    desk = folder / "superior"
    going, back = desk / f"{one.batch}-{moment}.txt", desk / f"{one.batch}-{moment}-cosigned.txt"
    note = audits.notes.note(audits.notes.current(ORIGIN))
    going.write_text(str(note), encoding="utf-8")
    answer = audit.cosigning.by_person(
        going.read_text(encoding="utf-8"), name=NAME, file=desk / "cosign.key", now=year.clock.tick()
    )
    back.write_text(str(answer), encoding="utf-8")
    audit.checkpoints.add_cosignatures(back.read_text(encoding="utf-8"), by=console(), now=year.clock.tick())
