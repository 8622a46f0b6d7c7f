"""Rows of accounts: who stands where, and how somebody proves to be that person."""

from mingqian.accounts.models.people import Person, Post, Unit
from mingqian.accounts.models.proofs import (
    Credential,
    FormerPassword,
    LoginLink,
    OutsideIdentity,
    RecoveryCode,
)
from mingqian.accounts.models.representation import Representation
from mingqian.accounts.models.sessions import Guess, Session
from mingqian.accounts.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Credential",
    "FormerPassword",
    "Guess",
    "LoginLink",
    "OutsideIdentity",
    "Person",
    "Post",
    "RecoveryCode",
    "Representation",
    "Session",
    "Unit",
]
