"""The file of a backup: a compressed tar with a manifest. Written whole or not at all, read with suspicion."""

import hashlib
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from mingqian.core.decision import Refused, denied
from mingqian.records import selectors as records
from mingqian.site.backup import manifest
from mingqian.site.backup.manifest import Manifest

#: Beside the database: rolls of frozen draws, the keys of sealed ones, photographs of dice, what firms handed
#: in, records of enforcement.
FOLDERS = ("rolls", "keys", "photos", "papers", "received", "records")


def beside(home: Path) -> Iterator[tuple[str, Path]]:
    """The files that belong to the database: name in the archive, place on the disk."""
    for folder in FOLDERS:
        root = records.place() if folder == "records" else home / folder
        if root is None:
            continue  # another service keeps them, and backs them up
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink() and path.parent.name != "incoming":
                yield (PurePosixPath(folder) / path.relative_to(root)).as_posix(), path


def bring_home(file: Path, name: str, home: Path) -> None:
    """Put a restored file where the settings keep its kind; records may lie on a disk of their own."""
    folder, _, rest = name.partition("/")
    root = records.place() if folder == "records" else home / folder
    if root is None:
        raise manifest.not_a_backup("执法记录现在设在对象存储，备份里的却在磁盘上，请先改设置再恢复")
    (root / rest).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.move(file, root / rest)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(target: Path, files: Iterable[tuple[str, Path]], described: Manifest) -> None:
    """Readable by nobody else; under its name only when complete."""
    fresh = target.with_name(target.name + ".new")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out, tarfile.open(fileobj=out, mode="w:gz", compresslevel=3) as tar:
            _add(tar, manifest.NAME, manifest.written(described))
            for name, path in files:
                tar.add(path, arcname=name, recursive=False, filter=_anonymous)
        os.replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def unpack(source: Path, into: Path) -> Manifest:
    """Every file the manifest names, with the digest it names, and not one more."""
    with _opened(source) as tar:
        first = tar.next()
        if first is None or first.name != manifest.NAME or first.size > 64 << 20:
            raise manifest.not_a_backup("开头没有说明文件")
        content = tar.extractfile(first)
        described = manifest.read(content.read() if content else b"")
        missing = dict(described.files)
        while (member := tar.next()) is not None:
            wanted = missing.pop(member.name, None)
            if wanted is None or not member.isreg():
                raise manifest.not_a_backup(f"多出了“{member.name[:80]}”")
            if _copied(tar, member, into) != wanted:
                raise manifest.not_a_backup(f"“{member.name}”的内容与说明不符")
    if missing:
        raise manifest.not_a_backup(f"缺少 {len(missing)} 个文件，如“{next(iter(missing))}”")
    return described


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r|gz") as tar:
            yield tar
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise manifest.not_a_backup("文件不完整或已损坏") from error


def _copied(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> str:
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts or (len(name.parts) > 1 and name.parts[0] not in FOLDERS):
        raise manifest.not_a_backup(f"文件名“{member.name[:80]}”不合规")
    content = tar.extractfile(member)
    assert content is not None
    place = into.joinpath(*name.parts)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while block := content.read(1 << 20):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def refuse_existing(target: Path) -> None:
    """A backup is never written over another."""
    if target.exists():
        raise Refused(
            denied(
                "backup.exists", f"已有文件 {target}", remedy="请换一个文件名，如加上日期；备份不覆盖已有文件"
            )
        )
