"""What accounts want of a person today."""

from datetime import timedelta

from tests.accounts.proving import ENTROPY, SALT, code_of, give_password
from tests.web import lived, signed_in, text_of

from mingqian.accounts import services
from mingqian.accounts.models import RecoveryCode
from mingqian.accounts.preset import MLPS3
from mingqian.accounts.selectors import todo
from mingqian.accounts.services import proofs
from mingqian.ui.asking import answered


def titles(actor, now):
    return [one.title for one in answered(todo.mine(actor, today=now.date()))]


def test_a_password_is_called_up_a_week_before_it_runs_out(cast):
    give_password(cast.office, now=cast.now)
    last = cast.now + timedelta(days=MLPS3.password_days)
    assert titles(cast.office, last - timedelta(days=8)) == []
    (soon,) = answered(todo.mine(cast.office, today=last.date() - timedelta(days=7)))
    assert soon.title == "更换密码" and soon.deadline.words == "剩 7 天" and soon.deadline.state == "soon"
    assert answered(todo.mine(cast.office, today=last.date() + timedelta(days=1)))[0].deadline.state == "late"


def test_recovery_codes_that_run_short_are_said(cast):
    give_password(cast.office, now=cast.now)
    proofs.enrol_own(
        salt=SALT, typed=code_of(cast.office, cast.now), entropy=ENTROPY, by=cast.office, now=cast.now
    )
    assert titles(cast.office, cast.now) == []
    RecoveryCode.objects.filter(pk__in=RecoveryCode.objects.values("pk")[:8]).update(used_at=cast.now)
    assert titles(cast.office, cast.now) == ["恢复码只剩 2 个"]


def test_a_new_person_waits_for_the_security_administrator_alone(cast):
    services.create_person(code="NEU1", name="新来人", unit="FGC", by=cast.system_admin, now=cast.now)
    assert titles(cast.security_admin, cast.now) == ["新来人还没有任职"]
    assert titles(cast.system_admin, cast.now) == titles(cast.audit_admin, cast.now) == []
    with lived(cast.now):
        page = text_of(signed_in(cast.security_admin, now=cast.now).get("/desk/"))
    assert "新来人还没有任职" in page and "/desk/people/NEU1/appoint/" in page
