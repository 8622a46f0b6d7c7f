"""Finding anything by a few characters: two Han characters, pinyin initials, a piece of a code."""
