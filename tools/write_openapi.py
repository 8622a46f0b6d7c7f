"""Write ``docs/reference/openapi.json`` from the program: the API as other systems build against it."""

import json
import os
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/openapi.json"


def text() -> str:
    """The document as it should be."""
    from mingqian.site.api import api

    return (
        json.dumps(
            api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, indent=1, sort_keys=True
        )
        + "\n"
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingqian.site.settings")
    import django

    django.setup()
    PAGE.write_text(text(), encoding="utf-8")
