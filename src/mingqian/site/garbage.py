"""What stands after the start stands to the end: garbage is looked for in what came later.

Python would walk all of the program again every few seconds, a tenth of a second each time: an eighth of the time that
building the demo takes, and felt in the middle of somebody's page.
"""

import gc


def look_at_what_comes() -> None:
    """From here on; and not after every seven hundred objects, but after five thousand."""
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)
