"""Reads of planning; the first argument is who asks, and nobody sees beyond the scope of a running post."""
