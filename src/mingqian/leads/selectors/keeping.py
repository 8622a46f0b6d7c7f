"""Whether the key of the informants is where it belongs: for who looks after the system, who reads no identity."""

from dataclasses import dataclass
from pathlib import Path

from mingqian.leads import sealing
from mingqian.leads.models import Lead, SealedInformant
from mingqian.ui import private_files


@dataclass(frozen=True, slots=True)
class KeptKey:
    """``owed``: leads stand that were sealed with it. ``whole``: it opens them. ``private``: nobody else reads it."""

    file: Path
    owed: bool
    whole: bool
    private: bool


def informants_key() -> KeptKey:
    """The file as it lies there now."""
    file, owed = sealing.place(), Lead.objects.exists()
    if not file.is_file():
        return KeptKey(file, owed, whole=False, private=True)
    sealed = SealedInformant.objects.select_related("lead").order_by("-pk").first()
    whole = sealed is None or sealing.opens(sealed.lead.code, bytes(sealed.sealed))
    return KeptKey(file, owed, whole, private=private_files.closed(file))
