"""What the server itself found when it verified a published draw: computed once, when the notice is drafted.

It lies beside the transcript and is shown next to what the reader's browser computes, which never looks at it.
"""

from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from mingqian.core.canonical import jcs, parse
from mingqian.core.draw import verify
from mingqian.draw.types import TRANSCRIPT
from mingqian.publicity.selectors.proofs import VERDICT


def write(folder: Path, priors: Iterable[Path]) -> Path:
    """Verify the draw in a folder, after the attempts before it, and keep every finding as canonical JSON."""
    mine = _published(folder)
    report = verify.verify(mine.transcript, mine.roll_files, [_published(one) for one in priors])
    found = [
        {"code": one.code, "status": str(one.status), "reasons": list(one.messages)} for one in report.checks
    ]
    told = {
        "program": f"明签 {version('mingqian')}",
        "transcript": sha256(mine.transcript).hexdigest(),
        "checks": found,
    }
    target = folder / VERDICT
    target.write_bytes(jcs(told))
    return target


def _published(folder: Path) -> verify.Published:
    data = (folder / TRANSCRIPT).read_bytes()
    names = [one["file"] for one in parse(data)["rolls"]]
    return verify.Published(data, {name: (folder / name).read_bytes() for name in names})
