"""How this bureau keeps its private keys: where, whether they are those on record, and who else may read them."""

from dataclasses import dataclass
from pathlib import Path

from mingqian.audit import keyfiles
from mingqian.audit.enums import Purpose
from mingqian.audit.models import OwnKey
from mingqian.core.notes import NoteError
from mingqian.ui import private_files


@dataclass(frozen=True, slots=True)
class KeptKey:
    """The file of a key on record, as it is found."""

    purpose: Purpose
    file: Path
    on_record: bool  # false as well without a file, or with a damaged one
    private: bool


def in_use(purpose: Purpose) -> OwnKey | None:
    """The key of a purpose that this bureau signs with now."""
    return OwnKey.objects.filter(purpose=purpose).order_by("-pk").first()


def kept() -> list[KeptKey]:
    """Every key that is on record; a purpose that nothing was signed for yet has none."""
    return [_found(purpose, known) for purpose in Purpose if (known := in_use(purpose))]


def _found(purpose: Purpose, known: OwnKey) -> KeptKey:
    file = keyfiles.place(purpose)
    try:
        pen, closed = keyfiles.load(file), private_files.closed(file)
    except (NoteError, OSError):
        return KeptKey(purpose, file, on_record=False, private=False)
    on_record = pen is not None and pen.public.hex() == known.public
    return KeptKey(purpose, file, on_record, private=closed)
