"""Arithmetic only: no clock, no randomness, no files, no network, no Django."""
