"""Clauses of 石嘴山 and 鄂州 on guides and windows, as an examiner tries them: desk, program, portal, journal."""

import pytest
from tests.guides.window import FILLED, STEPS, Window
from tests.programs import acts
from tests.web import refusal_of, text_of

from mingqian.guides.models import Application
from mingqian.guides.services import applications

GAPS = (
    "职责范围",
    "执法权限",
    "审批机构",
    "受理条件",
    "收费标准",
    "办理期限",
    "办理结果",
    "投诉电话",
    "执法程序",
)


@pytest.mark.clause("SZ-13", "EZ-23", "EZ-02", "SZ-12")
def test_a_guide_with_a_gap_is_not_published_and_a_whole_one_shows_its_fields_and_flow_chart(
    window: Window,
) -> None:
    """2(2): 公示服务指南和流程图; 三(二): 公开依据、程序、权限、收费标准、办理期限、办理结果、投诉电话."""
    legal, staff = window.cast.legal_office, window.cast.business_unit_staff
    empty = {**dict.fromkeys(FILLED, ""), "code": "QR-01", "accepted_at": "LDGX", "days": 0}
    assert window.post(staff, "/desk/guides/new/", **empty).status_code == 403
    assert window.send(staff, "put", "/guides/QR-01", {"accepted_at": "LDGX", "days": 0}).status_code == 403
    assert window.post(legal, "/desk/guides/new/", **empty).status_code == 303
    wanted = {"kind": "service_guide", "thing": "service_guide:QR-01"}
    page = window.post(legal, "/desk/publicity/waiting/draft/", **wanted)
    told = window.send(legal, "post", "/notices", wanted)
    assert (page.status_code, told.status_code) == (409, 409)
    for gap in GAPS:
        assert f"没有写“{gap}”" in text_of(page) and f"没有写“{gap}”" in text_of(told), gap
    assert "石嘴山方案 2(2)" in text_of(page)

    assert window.send(legal, "put", "/guides/QR-01", FILLED).status_code == 204
    slow = window.send(legal, "put", "/guides/QR-01/steps", {"text": "受理｜窗口｜11"})
    torn = window.post(legal, "/desk/guides/QR-01/steps/", text="受理 窗口")
    assert (slow.status_code, torn.status_code) == (409, 422)
    assert "超过承诺的 10 个工作日" in text_of(slow)
    assert "第 1 步" in refusal_of(torn)
    long = window.post(legal, "/desk/guides/QR-01/steps/", text=f"受理{'理' * 40}｜窗口｜1")
    assert "超过 40 个字" in refusal_of(long)
    wide = {**FILLED, "result": "证" * 201}
    assert window.send(legal, "put", "/guides/QR-01", wide).status_code == 422
    assert window.send(legal, "put", "/guides/QR-01/steps", {"text": STEPS}).status_code == 204
    free = {"name": "鉴定费", "fen": 0, "document": "FEE-1", "since": "2026-01-05"}
    assert window.send(legal, "post", "/guides/QR-01/fees", free).status_code == 201
    assert window.post(None, "/guides/QR-01/").status_code == 405
    assert window.get(None, "/guides/QR-01/").status_code == 404
    window.publish("QR-01")
    shown = text_of(window.get(None, "/guides/QR-01/"))
    for word in ("工伤鉴定专家评审", "人力资源市场暂行条例", "劳动关系处", "局领导", "有三名以上专职人员", "受理之日起10个工作日内",
                 "鉴定费0元", "0000-6660001", "人力资源服务许可的受理和决定", "分管领导"):  # fmt: skip
        assert word in shown, word
    listed = text_of(window.get(legal, "/desk/powers/"))
    assert "今天现行 2 项" in listed
    assert "/desk/guides/?q=QR-01" in text_of(window.get(legal, "/desk/powers/QR-01/"))
    assert "工伤鉴定专家评审" in text_of(window.get(legal, "/desk/guides/?q=QR-01"))
    done = acts(window.cast, "2026-04-08", thing="guide:QR-01")
    assert [kind for kind, _ in done] == [
        "guide.filled",
        "guide.filled",
        "guide.steps_written",
        "guide.fee_listed",
    ]
    assert {who for _, who in done} == {legal.code}


@pytest.mark.clause("EZ-42", "EZ-57")
def test_a_changed_power_marks_its_flow_chart_until_it_is_released_again_and_the_old_one_stays(
    window: Window,
) -> None:
    """三(二): 公布流程图并实时更新; 慢性病评审、工伤鉴定专家评审、特殊工种、职称评审 are pages like any other."""
    legal, staff = window.cast.legal_office, window.cast.business_unit_staff
    window.whole("QR-01", complaints="0000-6660002")
    first, code = window.publish("XK-01"), window.publish("QR-01")
    shown = text_of(window.get(None, "/guides/"))
    assert "已公布流程图 2 张" in shown and "待更新" not in shown
    words = {**FILLED, "complaints": "0000-6669999"}
    assert window.send(staff, "put", "/guides/QR-01", words).status_code == 403
    assert window.post(staff, "/desk/guides/QR-01/edit/", **words).status_code == 403
    assert window.post(legal, "/desk/guides/QR-01/edit/", **words).status_code == 303
    stale = text_of(window.get(None, "/guides/QR-01/"))
    assert "待更新" in stale and "0000-6660002" in stale and "0000-6669999" not in stale
    assert text_of(window.get(None, "/guides/")).count("待更新") == 1
    assert "办事指南：工伤鉴定专家评审" in text_of(window.get(legal, "/desk/publicity/waiting/"))
    assert window.publish("QR-01") == code
    fresh = text_of(window.get(None, "/guides/QR-01/"))
    assert "待更新" not in fresh and "0000-6669999" in fresh
    assert "办件情况：2026年1月1日至2026年12月31日" in fresh and "未开始" not in fresh
    assert "0000-6660002" in text_of(window.get(None, f"/notices/{code}/v1/"))
    assert window.get(None, f"/notices/{first}/v2/").status_code == 404
    end = {"on": "2026-04-08", "ground": "鹭府办〔2026〕9号", "typed": "取消"}
    assert window.post(legal, "/desk/powers/XK-01/cancel/", **end).status_code == 303
    assert "待更新" in text_of(window.get(None, "/guides/XK-01/"))
    barred = window.send(legal, "put", "/guides/XK-01", FILLED)
    assert (barred.status_code, "已于2026年4月8日取消" in text_of(barred)) == (409, True)
    kinds = [kind for kind, _ in acts(window.cast, "2026-04-08", thing=f"notice:{code}")]
    assert kinds.count("notice.released") == 2


@pytest.mark.clause("EZ-07")
def test_an_abolished_fee_stays_as_nought_with_the_document_that_ended_it(window: Window) -> None:
    """二(一): 取消档案、IC卡、医疗结算、仲裁收费; 办事指南随之改写."""
    legal = window.cast.legal_office
    fee = {"name": "档案保管费", "fen": 12050, "document": "FEE-1", "since": "2026-02-01"}
    made = window.send(legal, "post", "/guides/XK-01/fees", fee).json()["id"]
    nameless = window.send(legal, "post", "/guides/XK-01/fees", {**fee, "name": " "})
    assert (nameless.status_code, "没有写收费项目" in text_of(nameless)) == (409, True)
    for basis, name in (("FEE-1", "档案保管费"), ("LAW-1", "人力资源服务许可（XK-01")):
        kept = window.send(legal, "post", f"/rule-documents/{basis}/remove", {"reason": "登记重复"})
        assert (kept.status_code, "正被引用" in text_of(kept), name in text_of(kept)) == (409, True, True)
    typed = {"name": "工本费", "amount": "12.50", "document": "FEE-1", "since": "2026-02-01"}
    assert window.post(legal, "/desk/guides/XK-01/fees/", **typed).status_code == 303
    shown = text_of(window.get(legal, "/desk/guides/XK-01/"))
    assert "档案保管费120.50元" in shown and "工本费12.50元" in shown and "工本费 12.50元（" in shown
    early = {"until": "2026-02-01", "document": "FEE-0"}
    end = f"/desk/guides/XK-01/fees/{made}/end/"
    assert window.send(legal, "post", f"/guides/XK-01/fees/{made}/end", early).status_code == 409
    assert window.post(legal, end, **early, typed="取消").status_code == 422
    assert window.post(legal, end, until="2026-04-01", document="FEE-0", typed="取消").status_code == 303
    again = window.send(legal, "post", f"/guides/XK-01/fees/{made}/end", {**early, "until": "2026-04-02"})
    assert (again.status_code, "已于2026年4月1日取消" in text_of(again)) == (409, True)
    window.publish("XK-01")
    assert "档案保管费0元（2026年4月1日起取消，《取消收费的通知》）" in text_of(
        window.get(None, "/guides/XK-01/")
    )
    found = acts(window.cast, "2026-04-08", kind="guide.fee_ended")
    assert found == [("guide.fee_ended", legal.code)]


@pytest.mark.clause("EZ-06", "SZ-18", "EZ-10")
def test_the_window_promises_a_day_anybody_can_follow_it_and_the_share_kept_comes_from_the_rows(
    window: Window,
) -> None:
    """二(一): 亮标准、亮身份、亮承诺; 石嘴山 3(3): 岗位信息公示牌、进度查询、咨询和投诉方式."""
    legal, staff = window.cast.legal_office, window.cast.business_inspector
    clerk = window.cast.insurance_agency
    window.publish("XK-01")
    sheet = text_of(window.get(legal, "/desk/guides/XK-01/sheet/"))
    for word in (
        "十个工作日办结",
        "0000-12333",
        "0000-6660001",
        "申请书示范文本",
        "<svg",
        "审查",
        "2026年4月8日",
    ):
        assert word in sheet, word
    given = {"unit": "LDGX", "applicant": "王小明", "tail": "0417"}
    assert window.post(staff, "/desk/guides/XK-01/accept/", **given).status_code == 403
    away = window.send(clerk, "post", "/guides/XK-01/applications", {**given, "unit": "SBZX"})
    assert (away.status_code, "由劳动关系处受理" in text_of(away)) == (409, True)
    taker = window.cast.business_unit_staff
    assert window.post(taker, "/desk/guides/XK-01/accept/", **{**given, "tail": "41"}).status_code == 422
    assert window.post(taker, "/desk/guides/XK-01/accept/", **given).status_code == 303
    late = window.send(taker, "post", "/guides/XK-01/applications", given).json()["number"]
    prompt = Application.objects.exclude(number=late).get().number
    assert Application.objects.filter(applicant="王某某", due_on="2026-04-22").count() == 2

    wrong = window.post(None, "/guides/progress/", number=prompt, tail="0418")
    assert "没有查到" in text_of(wrong) and "审查" not in text_of(wrong)
    assert window.post(taker, f"/desk/applications/{prompt}/advance/").status_code == 303
    right = text_of(window.post(None, "/guides/progress/", number=prompt, tail="0417"))
    assert "审查" in right and "2026年4月22日" in right and "王" not in right
    done = {"outcome": "granted"}
    assert window.post(legal, f"/desk/applications/{prompt}/close/", **done).status_code == 403
    assert window.post(taker, f"/desk/applications/{prompt}/close/", **done).status_code == 303
    assert window.send(taker, "post", f"/applications/{prompt}/close", done).status_code == 404
    twice = window.send(taker, "post", f"/guides/applications/{prompt}/close", done)
    assert (twice.status_code, "已于2026年4月8日办结" in text_of(twice)) == (409, True)
    assert "已办成" in text_of(window.post(None, "/guides/progress/", number=prompt, tail="0417"))
    window.tick(days=15)
    assert window.send(taker, "post", f"/guides/applications/{late}/close", done).status_code == 200
    assert "1／2" in text_of(window.get(None, "/guides/"))
    april, march = (text_of(window.get(None, f"/guides/XK-01/?year=2026&month={month}")) for month in (4, 3))
    assert "2026年4月30日" in april and "<dd>2 件</dd>" in april and "<dd>1 件</dd>" in april
    assert "<dd>2 件</dd>" not in march
    rows = text_of(window.get(taker, "/desk/applications/?code=XK-01&since=2026-04-01&until=2026-04-30"))
    assert all(number in rows for number in (prompt, late))
    assert "应办结 2 件，按承诺期限办结 1 件" in rows
    told = [
        kind
        for kind, who in acts(window.cast, "2026-04-", thing=f"application:{prompt}")
        if who == taker.code
    ]
    assert told == ["application.accepted", "application.advanced", "application.closed"]


def test_five_wrong_guesses_close_the_question_until_tomorrow_to_whoever_guessed_only(window: Window) -> None:
    taker = window.cast.business_unit_staff
    row = applications.accept(
        code="XK-01", unit="LDGX", applicant="李大", tail="0417", by=taker, now=window.tick()
    )
    window.address = "192.0.2.66"
    for _ in range(5):
        window.post(None, "/guides/progress/", number=row.number, tail="9999")
    assert "明天可以再查" in text_of(window.post(None, "/guides/progress/", number=row.number, tail="0417"))
    window.address = "192.0.2.1"
    assert "受理" in text_of(window.post(None, "/guides/progress/", number=row.number, tail="0417"))
    window.address = "192.0.2.66"
    window.tick(days=1)
    assert "受理" in text_of(window.post(None, "/guides/progress/", number=row.number, tail="0417"))


@pytest.mark.clause("EZ-09")
def test_what_is_handed_down_is_taken_in_below_from_its_day_and_no_longer_above(window: Window) -> None:
    """二(一): 将适合基层办理的事项下放."""
    legal, county, taker = (
        window.cast.legal_office,
        window.cast.district_bureau,
        window.cast.business_unit_staff,
    )
    given = {"unit": "359901", "applicant": "陈一", "tail": "0001"}
    down = {"unit": "359901", "document": "LAW-1", "on": "2026-04-10"}
    early = window.send(county, "post", "/guides/XK-01/applications", given)
    assert (early.status_code, "由劳动关系处受理" in text_of(early)) == (409, True)
    assert window.post(county, "/desk/guides/XK-01/hand-down/", **down).status_code == 403
    assert window.send(county, "post", "/guides/XK-01/handovers", down).status_code == 403
    assert window.post(legal, "/desk/guides/XK-01/hand-down/", **down).status_code == 303
    assert (
        window.send(taker, "post", "/guides/XK-01/applications", {**given, "unit": "LDGX"}).status_code == 201
    )
    window.tick(days=2)
    page = window.post(taker, "/desk/guides/XK-01/accept/", **{**given, "unit": "LDGX"})
    told = window.send(taker, "post", "/guides/XK-01/applications", {**given, "unit": "LDGX"})
    assert (page.status_code, told.status_code) == (422, 409)
    assert all("已下放，由湖滨区人力资源和社会保障局受理" in text_of(one) for one in (page, told))
    assert window.send(county, "post", "/guides/XK-01/applications", given).status_code == 201
    same = window.send(legal, "post", "/guides/XK-01/handovers", {**down, "on": "2026-05-01"})
    assert (same.status_code, "已经是受理机关" in text_of(same)) == (409, True)
    window.publish("XK-01")
    assert "湖滨区人力资源和社会保障局" in text_of(window.get(None, "/guides/"))
    assert acts(window.cast, "2026-04-08", kind="guide.handed_down") == [("guide.handed_down", legal.code)]
