"""A transcript directory on disk: complete in itself, readable offline, checked by one file of Python or one page."""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import mingqian
from mingqian.core.canonical import jcs, parse
from mingqian.core.decision import Refused, denied
from mingqian.draw.types import PAGE, TRANSCRIPT, VERIFIER

README = "README.txt"
_README = """抽取编号 {code} 的公开记录

本目录自成一体，不联网也能复核：
  {transcript}　抽取记录（计划、封签、随机数、结果、递补等全部事件及其日志证明）
  *.txt　　　　　　名录文件，每行一个标签，不含名称
  sign-off-*.json　见证人签认
  plan.json、seal.json、result.json　公告、封签、结果的原文，直接求摘要就是它们的哈希
  {verifier}　只用 Python 标准库的复核程序，可从别处另取一份比对
  {page}　用浏览器打开的复核程序，不联网

复核办法一：用浏览器打开 {page}，把本目录的文件一起拖进去。
复核办法二（需要 Python 3.9 或更高版本）：
  python3 {verifier} {transcript}{prior}

全部检查通过时退出码为 0，有一项不通过时为 1，并写明是哪一项、为什么。
改动 transcript.json、名录文件、签认或三份原文里的一个字符后再运行一次，应当不能通过。
企业核对自己：用本单位的标签在名录文件中找到所在行，再算出抽签号，不大于结果中的截止号（cut）即抽中。
"""


def shipped(name: str = VERIFIER) -> Path:
    """A verifier that lies beside the source tree or inside the installed package."""
    package = Path(mingqian.__file__).resolve().parent
    places = (package.parents[1] / "verify" / name, package / "verify" / name)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise Refused(
            denied("draw.no_verifier", f"找不到复核程序 {name}", "", "请从发布包中取得后以参数给出")
        )
    return found


def write(
    folder: Path,
    transcript: bytes,
    files: Mapping[str, bytes | Path],
    *,
    code: str,
    priors: Sequence[str] = (),
    verifier: Path | None = None,
) -> tuple[str, ...]:
    """Write every file whole; the transcript last, so that a directory with one is complete.

    What lies in a file already is copied: no list is held in memory.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = _README.format(
        code=code,
        transcript=TRANSCRIPT,
        verifier=VERIFIER,
        page=PAGE,
        prior="".join(f" --prior ../{prior}/{TRANSCRIPT}" for prior in priors),
    )
    contents: dict[str, bytes | Path] = {
        **files,
        **documents(transcript),
        PAGE: shipped(PAGE).read_bytes(),
        VERIFIER: (verifier or shipped()).read_bytes(),
        README: told.encode("utf-8"),
        TRANSCRIPT: transcript,
    }
    for name, data in contents.items():
        draft = folder / f".{name}.{os.getpid()}.part"
        if isinstance(data, Path):
            shutil.copyfile(data, draft)
        else:
            draft.write_bytes(data)
        draft.replace(folder / name)
    return tuple(contents)


def documents(transcript: bytes) -> dict[str, bytes]:
    """A document is published as its canonical bytes (sxsj1 §1): their plain digest is its hash, in any shell."""
    doc = parse(transcript)
    found = {one["event"]["kind"]: one["event"]["body"] for one in doc["events"]}
    named = {"plan.json": found.get("plan"), "seal.json": found.get("seal"), "result.json": doc["result"]}
    return {name: jcs(one) for name, one in named.items() if one is not None}
