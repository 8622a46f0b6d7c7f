"""One year of a bureau, driven from the command line through the real services. No rule stands here."""
