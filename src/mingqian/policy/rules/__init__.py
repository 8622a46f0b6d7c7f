"""What the effective policy says about one item, one team, one clock: questions other rooms ask.

Everything here reads an ``Effective`` and answers with a small frozen value or a ``Decision``; no bureau
is named, nothing is stored.
"""
