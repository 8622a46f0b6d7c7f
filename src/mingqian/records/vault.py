"""Which store this bureau has; a setting chooses.

``MINGQIAN_RECORDS``: empty, or a directory → disk (the default: ``MINGQIAN_HOME/records``);
``s3://bucket/prefix?endpoint=…`` → an S3-compatible service.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from mingqian.records.disk import DiskStore
from mingqian.records.store import Store


def current() -> Store:
    """The store of this bureau."""
    return _chosen(str(settings.RECORDS), str(settings.HOME))


@lru_cache(maxsize=4)
def _chosen(where: str, home: str) -> Store:
    if where.startswith("s3://"):
        from mingqian.records.s3 import S3Store  # an extra: only who chooses it needs its client

        return S3Store.at(where)
    return DiskStore(Path(where) if where else Path(home) / "records")


def reached() -> bool:
    """Does the service answer, with this address, bucket and key? Refused in words where it does not."""
    return next(current().digests(), None) is not None


def incoming() -> Path:
    """Where pieces are put together: beside the contents on disk, else below the bureau's own directory."""
    where = str(settings.RECORDS)
    on_disk = Path(where) if where and not where.startswith("s3://") else Path(settings.HOME) / "records"
    return on_disk / "incoming"


def on_disk() -> Path | None:
    """The directory of the contents; None where they lie in another service, which backs up its own."""
    return None if str(settings.RECORDS).startswith("s3://") else incoming().parent


def sweep(*, before: float) -> int:
    """Drafts of contents older than that moment, left by a kill; a service keeps none. How many were taken away."""
    store = current()
    return store.sweep(before) if isinstance(store, DiskStore) else 0
