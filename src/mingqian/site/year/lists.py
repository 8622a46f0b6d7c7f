"""The registry of a run: the person's own file, through the import service, and what it left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mingqian.registry.services import imports
from mingqian.site.year.bureau import Bureau
from mingqian.site.year.clockwork import Clock

ERRORS, BAD_ROWS = "registry-errors.xlsx", "registry-bad-rows.csv"
Bytes = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """The file, and how to read it where it does not say so itself."""

    file: Path
    sheet: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of the registry file: what the import said at the end, and files with what it left out."""

    done: str
    refused: int
    files: tuple[str, ...]


def subjects(
    source: Source, bureau: Bureau, *, out: Path, clock: Clock, tell: Callable[[str], None], progress: Bytes
) -> Imported:
    """Preview, save what is sound as one batch, and lay what is not beside the results.

    The preview is told before anything is saved: where no row is sound, it is what explains the refusal.
    """
    legal = bureau["legal"]
    looked = imports.preview(
        source.file, by=legal, kind=imports.Kind.SUBJECTS, unit=bureau.code, sheet=source.sheet,
        mapping=source.mapping, progress=progress,
    )  # fmt: skip
    with looked as pending:
        for line in imports.described(pending):
            tell(line)
        files: tuple[str, ...] = ()
        if pending.preview.refused and pending.preview.accepted:
            imports.write_errors(pending, out / ERRORS)
            imports.write_bad_rows(pending, out / BAD_ROWS)
            files = (ERRORS, BAD_ROWS)
        batch = imports.confirm(pending, by=legal, now=clock.tick())
        return Imported(imports.done(pending, batch), pending.preview.refused, files)
