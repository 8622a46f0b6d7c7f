"""What is typed and handed in for a round of case-file review."""

from typing import Any

from django import forms as fields

from mingqian.draw.services.reviewing import Round
from mingqian.ui import forms

PASTED = 200_000  # characters


class Enter(forms.Form):
    """One round: two lists, how many of what, by when."""

    code = fields.CharField(label="评查编号", max_length=32, help_text="字母、数字和连字符，例如 AJPC-2026")
    title = fields.CharField(label="名称", max_length=200, help_text="例如 2026年行政执法案卷集中评查")
    cases = forms.WorkbookField(
        label="案卷名单文件", required=False,
        help_text="CSV 或表格；栏目：案卷编号、执法种类、承办单位、承办人、不参加原因",
    )  # fmt: skip
    cases_text = forms.Text(
        label="或粘贴案卷名单",
        pasted=True,
        max_length=PASTED,
        rows=6,
        required=False,
        help_text="一行一卷，可从表格直接粘贴",
    )
    experts = forms.WorkbookField(
        label="专家名单文件", required=False,
        help_text="栏目：姓名、工作单位、专家类别、可任组长（是或否）、不能参加原因、回避单位",
    )  # fmt: skip
    experts_text = forms.Text(label="或粘贴专家名单", pasted=True, max_length=PASTED, rows=5, required=False)
    cases_drawn = fields.IntegerField(label="抽取案卷数", min_value=1, max_value=99_999)
    reserve = fields.IntegerField(label="备选案卷数", min_value=0, max_value=99, initial=2)
    teams = fields.IntegerField(label="评查小组数", min_value=1, max_value=99, initial=1)
    team_size = fields.IntegerField(label="每组人数", min_value=2, max_value=99, initial=3)
    public_by = forms.Moment(
        label="最迟公开随机数",
        help_text="现场掷骰：公开 ≤ 揭示 ≤ 公布；开奖或信标：揭示 < 出数时刻 ≤ 公开 ≤ 公布",
    )
    reveal_by = forms.Moment(label="最迟揭示秘密")
    publish_by = forms.Moment(label="最迟公布抽取结果")

    def clean(self) -> dict[str, Any]:
        """Each list comes one way, not two, not none."""
        told = super().clean() or {}
        for name in ("cases", "experts"):
            if name not in self.errors and bool(told.get(name)) == bool(told.get(f"{name}_text")):
                self.add_error(f"{name}_text", "请上传文件或者粘贴名单，二者选一")
        return told

    def listed(self, name: str) -> bytes:
        """The bytes of a list, however it came."""
        file = self.cleaned_data[name]
        return file.read() if file else str(self.cleaned_data[f"{name}_text"]).encode()

    def round(self, year: int) -> Round:
        """As the service takes it."""
        names = Round.__dataclass_fields__.keys() - {"year"}
        return Round(year=year, **{name: self.cleaned_data[name] for name in names})
