"""What hears of what: the one screen that shows how a lower room reaches a higher one. No signals."""

from mingqian.accounts import services as accounts
from mingqian.audit import services as audit


def connect() -> None:
    """Called once at start-up."""
    # accounts stand below audit and may not import it, yet journal every change.
    accounts.connect(audit)
