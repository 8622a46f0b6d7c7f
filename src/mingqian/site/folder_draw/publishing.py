"""What a folder publishes: transcript, roll files and both verifiers, of which one is run on them at once."""

import shutil
from pathlib import Path

from mingqian.core.canonical import Document, document_hash, parse
from mingqian.core.decision import Refused, denied
from mingqian.core.draw import result, transcript
from mingqian.draw import services as draws
from mingqian.draw.types import PAGE
from mingqian.site.folder_draw import book as books
from mingqian.site.folder_draw.book import Book
from mingqian.site.year import verifying
from mingqian.site.year.verifying import TRANSCRIPT, VERIFIER, Verdict


def publish(book: Book, target: Path) -> Verdict:
    """A directory as every published draw has it; answers what the one-file verifier says of it."""
    book.demand("publish")
    if target.exists() and any(target.iterdir()):
        told = f"目录“{target.name}”里已有文件，不覆盖"
        raise Refused(denied("folder.target", told, remedy="请给一个空目录"))
    plan = book.announced
    target.mkdir(parents=True, exist_ok=True)
    listed = []
    for name in result.item_rolls(plan):
        file = book.roll_file(book.headers[name])
        shutil.copyfile(file, target / file.name)
        listed.append((name, file.name, books.digest(book.suite, file)))
    leaves = book.leaves()
    doc = transcript.assemble(
        book.suite, log=leaves,
        events=[transcript.Logged(at, event) for at, event in enumerate(book.events) if _told(book, event, plan)],
        rolls=sorted(listed), result=_result(book), openings=[],
        coi={"key": _conflict_key(book, plan), "leaves": [], "opened": []},
        checkpoint=transcript.checkpoint(book.suite, origin=plan["journal"], log=leaves), anchors=[],
    )  # fmt: skip
    (target / TRANSCRIPT).write_bytes(transcript.publish(doc))
    for program in (VERIFIER, PAGE):
        shutil.copyfile(draws.publishing.shipped(program), target / program)
    return verifying.run(target)


def _told(book: Book, event: Document, plan: Document) -> bool:
    """Rolls which the plan does not use stay in the log and out of the transcript."""
    used = set(result.item_rolls(plan))
    return event["kind"] != "roll" or document_hash(book.suite, event["body"]) in used


def _result(book: Book) -> Document | None:
    if not book.bodies("result"):
        return None
    doc: Document = parse((book.place / books.RESULT).read_bytes())
    return doc


def _conflict_key(book: Book, plan: Document) -> str | None:
    """Published with the result if the rolls are sealed (§7.4); there are no conflicts in a draw without inspectors."""
    sealed = book.headers[plan["items"][0]["subject_roll"]]["mode"] == "sealed"
    return book.key(books.CONFLICT_KEY) if sealed and book.bodies("result") else None
