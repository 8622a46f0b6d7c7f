"""A published draw's directory as one file to take away. The same files give the same bytes."""

from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment the format knows: when a file was packed says nothing about the draw."""
PIECE = 1 << 20


def write(folder: Path, files: Sequence[str], *, name: str) -> Path:
    """Pack these files under the folder's draw, piece by piece: a list may have millions of rows."""
    target = folder / name
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for one in sorted(files):
            entry = ZipInfo(f"{target.stem}/{one}", EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with (folder / one).open("rb") as source, packed.open(entry, "w", force_zip64=True) as out:
                while piece := source.read(PIECE):
                    out.write(piece)
    return target
