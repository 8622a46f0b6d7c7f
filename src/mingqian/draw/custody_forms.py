"""What is typed about the key of sealed rolls."""

from django import forms as fields

from mingqian.ui import forms


class ShareOut(forms.Form):
    """Until when the shares are kept, and why then."""

    keep_until = forms.DateField(label="保管至", help_text="不早于行政复议、诉讼期限届满之日；此前不能销毁")
    reason = fields.CharField(
        label="分存的安排", max_length=400, help_text="写明第三份由谁保管，例如“第三份交市司法局”"
    )


class Reissue(forms.Form):
    """Why a new sheet."""

    reason = fields.CharField(label="重发的原因", max_length=400, help_text="例如“份额单没有下载成功”")


class Received(forms.Confirm):
    """What both sheets end in: whoever can type it has them."""

    witness_end = fields.CharField(label="见证人份额的末 8 位", max_length=20, help_text="以 2- 开头的一份")
    third_end = fields.CharField(label="第三方份额的末 8 位", max_length=20, help_text="以 3- 开头的一份")


class OpenKey(forms.Form):
    """The other holder's share, and for whom."""

    share = fields.CharField(
        label="另一份份额", max_length=120, help_text="见证人或第三方留存的一份，形如 2-3f09…"
    )
    reason = fields.CharField(label="启用的理由", max_length=400, help_text="法院或复议机关的文号")


class RestoreKey(OpenKey):
    """The other holder's share, because an annulled draw is drawn again."""

    reason = fields.CharField(label="恢复的理由", max_length=400, help_text="作废决定的文号")


class Destroy(forms.Confirm):
    """Why now."""

    reason = fields.CharField(label="销毁的理由", max_length=400)
