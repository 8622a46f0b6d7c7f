"""Statutory periods that are running, and why each falls due on its day."""
