"""Reads on the way in: credentials, links, locks."""
