"""Write ``verify/mingqian_verify.html``: the portal's verifier as one page that works from a disk, without a network.

The program is the portal's own modules, each in a function of its own, in the order of their imports. No bundler:
what a module may say at its edges is little, and whatever is not of that form is refused here. The page's policy
admits nothing but this one script and this one style, by their hashes. The same modules give the same bytes, whose
digest the how-to prints.
"""

import json
import re
from base64 import b64encode
from graphlib import TopologicalSorter
from hashlib import sha256
from pathlib import Path

from django.template import Context, Engine

from mingqian.publicity import explained

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ROOT / "src" / "mingqian"
VERIFY = ROOMS / "publicity" / "static" / "publicity" / "verify"
TARGET = ROOT / "verify" / "mingqian_verify.html"
MANUAL = ROOT / "docs" / "how-to" / "verify-a-draw.md"
ENTRIES = ("worker.js", "offline.js")

_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function\*? (\w+)|class (\w+)|const (\w+))", re.MULTILINE)
_PRINTED = re.compile(r"(?<=`mingqian_verify.html` `)[0-9a-f]{64}(?=`)")
_EDGE = re.compile(r"^\s*(?:import|export)\b|\bimport\s*\(|\bimport\.meta\b", re.MULTILINE)


class NotPlain(ValueError):
    """A module that says more at its edges than this program understands."""


def script() -> str:
    """All modules the entries need, each once, after those it imports."""
    graph: dict[Path, list[Path]] = {}
    waiting = [VERIFY / name for name in ENTRIES]
    while waiting:
        module = waiting.pop()
        if module not in graph:
            graph[module] = [_target(module, found[2]) for found in _IMPORT.finditer(_text(module))]
            waiting += graph[module]
    order = TopologicalSorter({module: sorted(needs) for module, needs in sorted(graph.items())})
    return '"use strict";\n' + "".join(_wrapped(module) for module in order.static_order())


def page() -> str:
    """The whole page."""
    program, style = script(), (VERIFY / "offline.css").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src '{_hash(program)}'; style-src '{_hash(style)}'; worker-src blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    engine = Engine(dirs=[ROOMS / "publicity" / "templates"], autoescape=True)
    context = {"policy": policy, "lines": list(explained.lines()), "words": json.dumps(explained.words())}
    drawn = engine.get_template("publicity/offline.html").render(Context(context))
    return drawn.replace("<style></style>", f"<style>{style}</style>").replace(
        '<script id="program"></script>', f'<script id="program">{program}</script>'
    )


def _wrapped(module: Path) -> str:
    text = _text(module)
    names = [next(filter(None, found.groups())) for found in _EXPORT.finditer(text)]
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: _taken(module, found), text))
    if _EDGE.search(body):
        raise NotPlain(f"{module.name}: an import or export this program does not understand")
    if "</script" in body or "<!--" in body:
        raise NotPlain(f"{module.name}: text that would end the script")
    return f"const {_name(module)} = (() => {{\n{body}return {{ {', '.join(sorted(names))} }};\n}})();\n"


def _taken(module: Path, found: re.Match[str]) -> str:
    wanted = [one.strip() for one in found[1].split(",") if one.strip()]
    target = _target(module, found[2])
    offered = {next(filter(None, one.groups())) for one in _EXPORT.finditer(_text(target))}
    if not offered.issuperset(wanted):
        raise NotPlain(f"{module.name}: {target.name} does not export {sorted({*wanted} - offered)}")
    return f"const {{ {', '.join(wanted)} }} = {_name(target)};\n"


def _target(module: Path, named: str) -> Path:
    """Where an import leads: as the site serves them, the rooms' static files lie side by side."""
    served = module.parent / named if named.startswith("./") else None
    if served is None and named.startswith("../../ui/"):
        served = ROOMS / "ui" / "static" / "ui" / named.removeprefix("../../ui/")
    if served is None or not served.is_file():
        raise NotPlain(f"{module.name}: no module {named}")
    return served.resolve()


def _text(module: Path) -> str:
    return module.read_text(encoding="utf-8")


def _name(module: Path) -> str:
    return f"${module.stem}"


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def manual(text: str, digest: str) -> str:
    """The how-to with the page's digest in it, for whoever has a copy from elsewhere."""
    return _PRINTED.sub(digest, text)


def main() -> None:
    """Write the page, and its digest into the how-to."""
    data = page().encode()
    digest = sha256(data).hexdigest()
    TARGET.write_bytes(data)
    MANUAL.write_text(manual(MANUAL.read_text(encoding="utf-8"), digest), encoding="utf-8")
    print(f"{TARGET.name}  {digest}")


if __name__ == "__main__":
    main()
