"""Write ``docs/reference/clauses.md`` from the ledgers of the packs."""

from pathlib import Path

from mingqian.policy import clausebook

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/clauses.md"


def text() -> str:
    """The page as it should be."""
    return clausebook.page(clausebook.ledgers())


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
