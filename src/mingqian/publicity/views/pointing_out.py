"""纠错: anybody says where a notice is wrong; the desk answers, and the answer stands beside the notice."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from mingqian.accounts.types import OpenRequest, Request
from mingqian.publicity.enums import NoticeState, Pointed
from mingqian.publicity.models import PointedOut
from mingqian.publicity.policies import AUTHORS
from mingqian.publicity.selectors import notices, public
from mingqian.publicity.services import pointing_out
from mingqian.ui import access, pages
from mingqian.ui.forms import Form


class WordsForm(Form):
    """Where, and what would be right."""

    words = forms.CharField(
        label="哪里有误，正确的内容是什么", max_length=500, widget=forms.Textarea,
        help_text="不要写身份证号、电话等个人信息；不需要留姓名。",
    )  # fmt: skip


class AnswerForm(Form):
    """What was found."""

    answer = forms.ChoiceField(
        label="核对结果", choices=[(one.value, one.label) for one in Pointed if one is not Pointed.WAITING]
    )
    remark = forms.CharField(label="说明（公开）", max_length=300)


@access.form(access.ANYONE)
def point_out(request: OpenRequest, code: str) -> HttpResponse:
    """Only of what is public now."""
    row = pages.found(public.one(code))
    pages.found(row if row.state == NoticeState.RELEASED else None)
    form, made = WordsForm(*pages.given(request)), list[PointedOut]()
    if pages.submitted(
        request,
        form,
        lambda: made.append(pointing_out.point_out(code=code, **form.values(), now=request.now)),
    ):
        shown = pages.show(request, "publicity/pointed_out.html", {"row": row, "made": made[0]}, status=200)
    else:
        status = 422 if request.method == "POST" else 200
        shown = pages.show(request, "publicity/pointed_out.html", {"row": row, "form": form}, status=status)
    shown["Cache-Control"] = "no-store"
    return shown


@access.form(*AUTHORS)
def answer(request: Request, code: str, number: str) -> HttpResponse:
    """已更正 once the correction is public, or why it stands."""
    row = pages.found(notices.one(request.actor, code))
    found = pages.found(PointedOut.objects.filter(notice__code=row.code, number=number).first())
    form = AnswerForm(*pages.given(request))

    def act() -> object:
        said = form.values()
        return pointing_out.answer(
            number=number,
            answer=Pointed(said["answer"]),
            remark=said["remark"],
            by=request.actor,
            now=request.now,
        )

    if pages.submitted(request, form, act):
        return pages.done(
            request, reverse("publicity:notice", args=[code]), told="已答复，说明公开在公示页上。"
        )
    context = {
        "row": row, "form": form, "title": f"答复纠错 {number}", "button": "答复",
        "lead": f"读者说：{found.words}",
    }  # fmt: skip
    return pages.show(request, "publicity/step.html", context)
