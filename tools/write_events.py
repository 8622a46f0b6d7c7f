"""Write ``docs/reference/events.md`` from the table of events."""

from pathlib import Path

from mingqian.audit.enums import EVENTS

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/events.md"


def text() -> str:
    """The page as it should be."""
    lines = [
        "# Events of the journal (日志事件)",
        "",
        "Printed from `mingqian.audit.enums` by `tools/write_events.py`; do not edit.",
        "Every consequential write appends one of these, in its own transaction.",
        "",
        "| event | room | 含义 |",
        "|---|---|---|",
        *(f"| `{event.kind}` | {event.room} | {event.label} |" for event in EVENTS.values()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
