"""Write ``docs/reference/states.md`` from the machines."""

from pathlib import Path

from mingqian.core import machine
from mingqian.core.machines import ALL

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/states.md"


def text() -> str:
    """The page as it should be."""
    head = (
        "# States (状态与流转)\n\n"
        "Printed from `src/mingqian/core/machines/` by `tools/write_states.py`; do not edit.\n"
        "A pair of state and event that is not in a table is refused, with what can be done instead.\n"
    )
    return "\n".join([head, *map(machine.markdown, ALL)])


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
