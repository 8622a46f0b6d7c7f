"""Work that takes longer than a page may: asked for at the desk, done by ``mingqian worker``."""
