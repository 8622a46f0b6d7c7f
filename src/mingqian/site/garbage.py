"""What stands after the start stands to the end: garbage is looked for in what came later.

Python would walk all of the program again every few seconds, a tenth of a second each time: an eighth of the time that
building the demo takes, and felt in the middle of somebody's page.
"""

import gc

YOUNG = 50_000
"""Objects, some ten megabytes of them: what some thirty pages leave. A page that has to look for garbage takes a
millisecond more; with Python's own seven hundred every page does, with five thousand one in ten."""


def look_at_what_comes() -> None:
    """From here on, and seldom."""
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)
