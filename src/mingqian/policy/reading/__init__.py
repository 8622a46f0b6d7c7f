"""Turning pack files into the schema: every problem is collected with its place, none stops the reading."""
