"""Write ``docs/reference/packs/<name>.md``: every rule pack as Chinese prose."""

from pathlib import Path

from mingqian.policy import explain, loader, stack

FOLDER = Path(__file__).resolve().parents[1] / "docs/reference/packs"


def pages() -> dict[str, str]:
    """The pages as they should be, by file name."""
    found = {}
    for name in loader.names():
        pack = loader.load(name)
        found[f"{name}.md"] = explain.prose(pack, stack.over(pack))
    return found


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
