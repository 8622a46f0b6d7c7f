"""Words of the journal's own signed records: what a key is for, who holds it, what was answered to a checkpoint."""

from enum import StrEnum


class Purpose(StrEnum):
    """What a key of this bureau signs."""

    LOG = "log"
    COSIGN = "cosign"

    @property
    def label(self) -> str:
        return {"log": "签发检查点", "cosign": "联署外部日志"}[self]


class KeyHolder(StrEnum):
    """Whose key it is."""

    UPPER = "upper"
    WITNESS = "witness"
    LOG = "log"

    @property
    def label(self) -> str:
        return {"upper": "上级机关", "witness": "见证人", "log": "外部日志"}[self]


class KeyState(StrEnum):
    """Whether signatures by it are still taken."""

    IN_USE = "in_use"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {"in_use": "在用", "ended": "已停用"}[self]


class Verdict(StrEnum):
    """What was answered to a checkpoint of another log."""

    COSIGNED = "cosigned"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"cosigned": "已联署", "refused": "已拒绝"}[self]
