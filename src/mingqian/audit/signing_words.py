"""Words of the journal's own signed records: what a key is for, who holds it, what was answered to a checkpoint."""

from mingqian.core.labels import LabelledCode


class Purpose(LabelledCode):
    """What a key of this bureau signs."""

    LOG = "log", "签发检查点"
    COSIGN = "cosign", "联署外部日志"


class KeyHolder(LabelledCode):
    """Whose key it is."""

    UPPER = "upper", "上级机关"
    WITNESS = "witness", "见证人"
    LOG = "log", "外部日志"


class KeyState(LabelledCode):
    """Whether signatures by it are still taken."""

    IN_USE = "in_use", "在用"
    ENDED = "ended", "已停用"


class Verdict(LabelledCode):
    """What was answered to a checkpoint of another log."""

    COSIGNED = "cosigned", "已联署"
    REFUSED = "refused", "已拒绝"
