"""The field: a phone that works without a network, and how what it recorded reaches the inspection."""
