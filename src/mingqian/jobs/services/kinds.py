"""The kinds of long work and what comes round by itself, handed over once by ``site.wiring``."""

from collections.abc import Iterable

from mingqian.core.decision import Refused, denied
from mingqian.jobs.types import Kind, Rhythm

_kinds: dict[str, Kind] = {}
_rhythms: list[Rhythm] = []


class UnknownKind(LookupError):
    """A kind that stands in no row of the wiring table: a programming error, not a user's."""


def connect(kinds: Iterable[Kind], rhythms: Iterable[Rhythm] = ()) -> None:
    """Take over both tables whole; a second call replaces the first."""
    fresh = {kind.code: kind for kind in kinds}
    coming = list(rhythms)
    unknown = sorted(rhythm.kind for rhythm in coming if rhythm.kind not in fresh)
    if unknown:
        raise UnknownKind(f"{'、'.join(unknown)} comes round but is no kind of work")
    _kinds.clear()
    _kinds.update(fresh)
    _rhythms[:] = coming


def known(code: str) -> Kind:
    """The kind somebody asks for."""
    if code not in _kinds:
        raise UnknownKind(f"{code} is not in the table JOBS of site/wiring.py")
    return _kinds[code]


def still_known(code: str) -> Kind:
    """The kind of a stored job: an upgrade of the program may have dropped it."""
    if code not in _kinds:
        raise Refused(
            denied("jobs.kind_gone", f"这个版本的程序已经不会办“{code}”", remedy="请在相应的页面重新交办")
        )
    return _kinds[code]


def label(code: str) -> str:
    """The name of a kind, also of one long gone."""
    return _kinds[code].label if code in _kinds else code


def rhythms() -> list[Rhythm]:
    """What comes round."""
    return list(_rhythms)
