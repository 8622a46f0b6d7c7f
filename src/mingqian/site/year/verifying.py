"""Asking the one-file verifier, in a process of its own, what it thinks of a transcript directory."""

import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# What every published transcript directory holds (docs/spec/draw-protocol.md §9).
TRANSCRIPT, VERIFIER = "transcript.json", "mingqian_verify.py"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier said, word for word, and the command with which anybody hears it again."""

    ok: bool
    lines: tuple[str, ...]
    command: str

    @property
    def last(self) -> str:
        """Its conclusion."""
        return self.lines[-1] if self.lines else "（没有输出）"


def command(folder: Path, priors: Sequence[Path] = ()) -> str:
    """What to type; ``priors`` are the folders of all attempts which this draw replaces."""
    words = ["python3", str(folder / VERIFIER), str(folder / TRANSCRIPT)]
    return shlex.join([*words, *_given(priors)])


def _given(priors: Sequence[Path]) -> list[str]:
    return [word for prior in priors for word in ("--prior", str(prior / TRANSCRIPT))]


def run(folder: Path, *, shown: Path | None = None, priors: Sequence[Path] = ()) -> Verdict:
    """Run the verifier that lies in the folder; ``shown`` is where the folder will lie for the reader."""
    words = [sys.executable, "-I", VERIFIER, TRANSCRIPT, *_given([prior.resolve() for prior in priors])]
    done = subprocess.run(  # noqa: S603 — our own verifier, no shell
        words, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
        env={"PYTHONUTF8": "1"},
    )  # fmt: skip
    lines = tuple(line for line in (done.stdout + done.stderr).splitlines() if line.strip())
    return Verdict(done.returncode == 0, lines, command(shown or folder, priors))
