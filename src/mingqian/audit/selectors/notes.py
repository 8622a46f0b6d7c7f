"""Checkpoints as they are shown to anybody: notes with every co-signature, and the keys that check them."""

from collections.abc import Iterable

from django.db.models import Max, QuerySet

from mingqian.accounts.types import Actor
from mingqian.audit import policies
from mingqian.audit.enums import KeyHolder, KeyState, Purpose
from mingqian.audit.models import Checkpoint, OwnKey, SeenNote, TrustedKey
from mingqian.audit.selectors import trees
from mingqian.core import notes
from mingqian.core.decision import Refused, demand, denied
from mingqian.core.notes import Kind, Note, VerifierKey
from mingqian.ui.remember import for_this_page


def newest(origin: str) -> Checkpoint | None:
    """The last checkpoint of a log."""
    return Checkpoint.objects.filter(origin=origin).order_by("-pk").first()


def newest_of(origins: Iterable[str]) -> dict[str, Checkpoint]:
    """The same of several logs, with who co-signed and stamped it."""
    last = Checkpoint.objects.filter(origin__in=list(origins)).values("origin").annotate(last=Max("pk"))
    found = Checkpoint.objects.filter(pk__in=last.order_by().values("last"))
    return {one.origin: one for one in found.prefetch_related("cosignatures__by", "stamps")}


def current(origin: str) -> Checkpoint:
    """The same, refused where nothing has been signed yet."""
    found = newest(origin)
    if found is None:
        trees.source(origin)
        raise Refused(
            denied(
                "audit.no_checkpoint",
                f"日志“{origin}”还没有签发检查点",
                remedy="请等执行程序签发，或在服务器上运行 mingqian checkpoint make",
            )
        )
    return found


def signed_length() -> int:
    """How many entries of the journal stand under its newest checkpoint."""
    log = trees.journal()
    found = newest(log.origin) if log else None
    return found.size if found else 0


def note(checkpoint: Checkpoint) -> Note:
    """The signed note with all co-signatures that were checked and kept."""
    lines = [one.line for one in checkpoint.cosignatures.all()]
    return notes.read(checkpoint.note).signed(*map(notes.read_signature, lines))


def own_keys(origin: str) -> list[VerifierKey]:
    """Every key that ever signed for this bureau's log of that name, the newest last."""
    return [VerifierKey(origin, Kind.ED25519, bytes.fromhex(public)) for public in _own_public()]


@for_this_page
def _own_public() -> list[str]:
    return list(OwnKey.objects.filter(purpose=Purpose.LOG).order_by("pk").values_list("public", flat=True))


def cosigner_keys() -> list[VerifierKey]:
    """Keys of upper bureaus and witnesses on record, also those no longer in use: what they signed still holds."""
    found = TrustedKey.objects.exclude(holder=KeyHolder.LOG).order_by("pk").values_list("key", flat=True)
    return [notes.read_key(key) for key in found]


def trusted(holders: Iterable[KeyHolder]) -> list[TrustedKey]:
    """Keys in use of these holders."""
    chosen = [one.value for one in holders]
    return list(TrustedKey.objects.filter(holder__in=chosen, state=KeyState.IN_USE).order_by("pk"))


def over(origin: str, last: int) -> Checkpoint | None:
    """A checkpoint that covers the leaf ``last``: a co-signed one if there is any, the newest of its kind."""
    found = Checkpoint.objects.filter(origin=origin, size__gt=last).order_by("-pk")
    return found.filter(cosignatures__isnull=False).first() or found.first()


def cosigned_after(origin: str, index: int) -> bool:
    """Does a co-signed checkpoint cover the entry of this index? Then it was there before the co-signer came."""
    return Checkpoint.objects.filter(origin=origin, size__gt=index, cosignatures__isnull=False).exists()


def seen(origin: str) -> SeenNote | None:
    """The largest checkpoint of somebody's log that we co-signed."""
    found = SeenNote.objects.filter(origin=origin, verdict="cosigned")
    return found.order_by("-size", "-pk").first()


def browse(by: Actor) -> QuerySet[Checkpoint]:
    """Every checkpoint, the newest first, for the auditors' window."""
    demand(policies.may_read(by))
    return Checkpoint.objects.prefetch_related("cosignatures__by", "stamps").order_by("-pk")


def outside(by: Actor) -> QuerySet[SeenNote]:
    """What this bureau answered to the logs of others, the newest first."""
    demand(policies.may_read(by))
    return SeenNote.objects.select_related("key").order_by("-pk")


def known_keys(by: Actor) -> QuerySet[TrustedKey]:
    """Every key of others on record."""
    demand(policies.may_read(by))
    return TrustedKey.objects.order_by("pk")
