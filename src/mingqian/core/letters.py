"""Thirty-two letters for codes that people read aloud and type: nothing that looks or sounds like something else."""

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def spelt(data: bytes) -> str:
    """One letter for each byte, five bits of it."""
    return "".join(LETTERS[byte % 32] for byte in data)
