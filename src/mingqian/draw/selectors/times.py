"""A moment as the protocol writes it."""

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    """UTC, whole seconds: ``YYYY-MM-DDThh:mm:ssZ``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
