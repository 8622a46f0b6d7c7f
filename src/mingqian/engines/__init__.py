"""Engines: programs that draw from a committed roll where it lies, byte for byte as the core does.

What belongs here: reading a roll into an engine and asking it what a draw asks (sxsj1 §2, §6, §12). What is drawn,
why and in front of whom is the business of the rooms above; the arithmetic itself is the core's.
"""
