"""Words of the vault with a fixed code and a Chinese label."""

from mingqian.core.labels import LabelledCode


class Medium(LabelledCode):
    """What the content is, by its own bytes."""

    PHOTO = "photo", "照片"
    AUDIO = "audio", "录音"
    VIDEO = "video", "录像"
    TEXT = "text", "文书"


class UploadState(LabelledCode):
    """Where an upload stands; the words of docs/spec/field-sync.md §3."""

    RECEIVING = "receiving", "上传中"
    RECEIVED = "received", "已收到"
    ABANDONED = "abandoned", "已放弃"


class ItemState(LabelledCode):
    """A record is kept until two people destroyed it; its row stays."""

    KEPT = "kept", "在库"
    DESTROYED = "destroyed", "已销毁"


class Level(LabelledCode):
    """石嘴山 7(2): how much of a stage is recorded in sound and picture."""

    FULL = "full", "全程"
    CONDITIONAL = "conditional", "视情"
    TEXT = "text", "文字"


class Label(LabelledCode):
    """石嘴山 7(3): whom a record may be shown to. 涉密 is no label here: it may not enter at all."""

    OPEN = "open", "公开"
    INTERNAL = "internal", "内部"
    SENSITIVE = "sensitive", "敏感"


class LabelState(LabelledCode):
    """Lowering a label needs a second person."""

    ASKED = "asked", "待审"
    DONE = "done", "已变更"
    REFUSED = "refused", "不同意"


class DeviceKind(LabelledCode):
    """石嘴山 7(1): 照相机、录音机、摄像机、执法记录仪、视频监控."""

    BODY_CAMERA = "body_camera", "执法记录仪"
    PHONE = "phone", "手机"
    CAMERA = "camera", "照相机"
    RECORDER = "recorder", "录音机"
    CAMCORDER = "camcorder", "摄像机"
    FIXED = "fixed", "视频监控"


class DeviceState(LabelledCode):
    """Where a device is."""

    STORED = "stored", "在库"
    ISSUED = "issued", "领用"
    FAULTY = "faulty", "故障"
    RETIRED = "retired", "停用"


class DeviceStepKind(LabelledCode):
    """What happened to a device."""

    ENROLLED = "enrolled", "登记"
    CHECKED_OUT = "checked_out", "领用"
    CHECKED_IN = "checked_in", "归还"
    FAULTED = "faulted", "报障"
    REPAIRED = "repaired", "修复"
    RETIRED = "retired", "停用"


class Purpose(LabelledCode):
    """Why somebody looks (石嘴山 9: 事后分析应用、调阅监督)."""

    HANDLING = "handling", "办理本案"
    REVIEW = "review", "决定前审核"
    DEFENCE = "defence", "复核陈述申辩"
    FILE_CHECK = "file_check", "案卷评查"
    SUPERVISION = "supervision", "执法监督"
    COMPLAINT = "complaint", "处理投诉"
    INTEGRITY = "integrity", "核对完好"


class Looked(LabelledCode):
    """What came of asking to look."""

    OPENED = "opened", "已打开"
    REFUSED = "refused", "被拒绝"


class RecallState(LabelledCode):
    """调阅: asked for, approved until a day, or not."""

    ASKED = "asked", "待批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "不批准"


class Without(LabelledCode):
    """石嘴山 7(2): why a conditional recording was not made."""

    TEXT_SUFFICES = "text_suffices", "文字足以记录"
    PRIVACY = "privacy", "涉及隐私"
    SECRET = "secret", "涉及秘密"
    UNSAFE = "unsafe", "场所禁止拍摄"
    DEVICE = "device", "设备故障"
    URGENT = "urgent", "情况紧急"


class DisposalState(LabelledCode):
    """销毁: one person lists, another decides."""

    PROPOSED = "proposed", "待审"
    DONE = "done", "已销毁"
    REFUSED = "refused", "不同意"
