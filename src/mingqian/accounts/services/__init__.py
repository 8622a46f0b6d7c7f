"""Writes of accounts: the foundation of a bureau, units, people, posts, and everything about sign-in.

One journal entry each. Tokens, salts and entropy come in as arguments: nothing here invents any.
"""

from mingqian.accounts.journal import Journal, connect
from mingqian.accounts.services import outside, proofs, representation, sessions, signing_in, tokens, viewing
from mingqian.accounts.services.founding import found_bureau
from mingqian.accounts.services.posts import appoint, dismiss
from mingqian.accounts.services.tree import create_person, create_unit

__all__ = [
    "Journal",
    "appoint",
    "connect",
    "create_person",
    "create_unit",
    "dismiss",
    "found_bureau",
    "outside",
    "proofs",
    "representation",
    "sessions",
    "signing_in",
    "tokens",
    "viewing",
]
