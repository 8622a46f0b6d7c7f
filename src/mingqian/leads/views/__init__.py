"""Pages of leads: the desk's, and the public form with the progress by number."""
