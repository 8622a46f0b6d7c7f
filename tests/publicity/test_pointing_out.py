"""石嘴山 1(2): a reader points out a mistake; it is corrected or told why not, in public."""

from typing import Any

import pytest
from django.test import Client
from tests import programs
from tests.publicity.office import Office, content, policy
from tests.publicity.test_pages import get, post
from tests.web import lived, text_of

from mingqian.publicity import services


@pytest.mark.clause("SZ-10")
def test_a_mistake_pointed_out_by_anybody_is_corrected_in_sight_before_it_counts_as_corrected(
    office: Office,
) -> None:
    """1(2): 公示的信息不准确的，要及时进行更正."""
    clerk, publisher = office.cast.legal_office, office.cast.publisher
    office.draft()
    wrong = f"/notices/{office.code}/wrong/"

    def reader(words: str) -> Any:
        with lived(office.tick()):
            return Client().post(wrong, {"words": words})

    assert reader("第二行的结果写反了").status_code == 404
    office.review()
    office.release()
    assert reader("错").status_code == 422
    told = text_of(reader("第二行的结果写反了"))
    assert "ZC-2026-00001" in told
    assert "ZC-2026-00002" in text_of(reader("第一行的企业已经改名了"))
    public = text_of(Client().get(f"/notices/{office.code}/"))
    assert "写反了" not in public and "指出错误" in public
    desk = f"/desk/publicity/{office.code}/"
    assert "第二行的结果写反了" in text_of(get(office, clerk, desk))
    assert "ZC-2026-00001" in text_of(get(office, clerk, "/desk/"))

    said = {"answer": "corrected", "remark": "第二行结果已更正"}
    here = f"{desk}pointed-out/ZC-2026-00001/"
    moment = office.tick()
    machine = programs.program(office.cast, clerk, "publicity:write", now=moment)
    with lived(moment):
        early = programs.post(machine, "/notices/pointed-out/ZC-2026-00001", said)
    page = post(office, clerk, here, **said)
    assert (early.status_code, page.status_code) == (409, 422)
    assert all("还没有发布第 1 版以后的更正版" in text_of(one) for one in (early, page))
    assert post(office, office.cast.redaction_reviewer, here, **said).status_code == 403
    services.drafting.correct(
        code=office.code,
        content=content(lead="更正第二行"),
        reason="读者指出第二行写反",
        by=clerk,
        now=office.tick(),
    )
    office.review()
    services.releasing.release(
        code=office.code, digest=office.row.digest, policy=policy(), by=publisher, now=office.tick()
    )
    assert post(office, clerk, here, **said).status_code == 303
    assert post(office, clerk, here, **said).status_code == 422
    with lived(office.tick()):
        stands = {"answer": "stands", "remark": "经核对登记名称没有变更"}
        assert programs.post(machine, "/notices/pointed-out/ZC-2026-00002", stands).status_code == 200
    shown = text_of(Client().get(f"/notices/{office.code}/"))
    for words in (
        "更正说明：读者指出第二行写反",
        "第二行结果已更正",
        "ZC-2026-00002",
        "不需更正",
        "经核对登记名称没有变更",
    ):
        assert words in shown, words
    kinds = [kind for kind, _ in programs.acts(office.cast, "2026-04-29", thing=f"notice:{office.code}")]
    assert (kinds.count("notice.doubted"), kinds.count("notice.doubt_answered")) == (2, 2)
