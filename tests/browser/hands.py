"""What a person does at a page: press, fill in, type the phrase."""

import base64
import hmac
import re
import struct

from playwright.sync_api import Locator, Page, expect

# For ``add_init_script``: whatever a page puts off comes ten times sooner, each thing still after the one before it.
HURRIED = "{ const plain = setTimeout; window.setTimeout = (work, wait = 0) => plain(work, wait / 10); }"


def main(page: Page) -> Locator:
    """The page itself, without menu and role bar."""
    return page.locator("main")


def press(page: Page, words: str) -> None:
    """A button or link that looks like one."""
    main(page).locator("button, a.btn").filter(
        has_text=re.compile(f"^\\s*{re.escape(words)}\\s*$")
    ).first.click()


def fill(page: Page, **told: str) -> None:
    """Fields by their names; a choice by its value or its words."""
    for name, value in told.items():
        field = main(page).locator(f"[name={name}]:not([type=hidden])").first
        kind = field.evaluate("one => one.type")
        if kind == "select-one":
            field.select_option(value)
        elif kind in ("radio", "checkbox"):
            main(page).locator(f"[name={name}][value='{value}']").check()
        else:
            field.fill(value)


def typed(page: Page, phrase: str) -> None:
    """The step that cannot be undone."""
    fill(page, typed=phrase)
    press(page, phrase)


def heading(page: Page, words: str) -> None:
    """The page one has come to."""
    expect(page.locator("h1")).to_contain_text(words)


def said(page: Page, words: str) -> None:
    """What the page tells after an act."""
    expect(main(page)).to_contain_text(words)


def one_time_code(secret: str, at: float) -> str:
    """What an authenticator shows (RFC 6238, six digits, thirty seconds, SHA-1)."""
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    told = hmac.digest(key, struct.pack(">Q", int(at) // 30), "sha1")
    place = told[-1] & 15
    return f"{(int.from_bytes(told[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"
