"""Pages of guides: the desk, the window, the public question."""
