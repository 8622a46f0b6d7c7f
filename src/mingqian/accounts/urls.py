"""The way in and out, one's own account, the organisation, rights."""

from django.urls import path

from mingqian.accounts.views import account, firms, organisation, outside, rights, sign_in, tokens

app_name = "accounts"
urlpatterns = [
    path("login/", sign_in.sign_in, name="sign-in"),
    path("login/link/<str:given>/", sign_in.link, name="link"),
    path("login/code/", sign_in.second_factor, name="second-factor"),
    path("login/password/", sign_in.new_password, name="new-password"),
    path("login/enrol/", sign_in.first_enrol, name="first-enrol"),
    path("login/outside/", outside.begin, name="outside"),
    path("login/outside/back/", outside.back, name="outside-back"),
    path("logout/", sign_in.sign_out, name="sign-out"),
    path("demo/as/", sign_in.demo_as, name="demo-as"),
    path("desk/account/", account.account, name="account"),
    path("desk/account/password/", account.change_password, name="change-password"),
    path("desk/account/enrol/", account.enrol, name="enrol"),
    path("desk/account/recovery-codes/", account.renew_recovery_codes, name="recovery-codes"),
    path("desk/account/give-up/", account.give_up, name="give-up"),
    path("desk/account/sessions/<int:key>/end/", account.end_session, name="end-session"),
    path("desk/units/", organisation.units, name="units"),
    path("desk/units/new/", organisation.new_unit, name="new-unit"),
    path("desk/people/", organisation.people, name="people"),
    path("desk/people/new/", organisation.new_person, name="new-person"),
    path("desk/people/<str:code>/", organisation.person, name="person"),
    path("desk/people/<str:code>/appoint/", organisation.appoint, name="appoint"),
    path("desk/people/<str:code>/posts/<int:post>/end/", organisation.dismiss, name="dismiss"),
    path("desk/people/<str:code>/link/", organisation.issue_link, name="issue-link"),
    path(
        "desk/people/<str:code>/second-factor/", organisation.reset_second_factor, name="reset-second-factor"
    ),
    path("desk/people/<str:code>/outside/", outside.bind, name="bind"),
    path("desk/people/<str:code>/outside/<int:key>/end/", outside.unbind, name="unbind"),
    path("desk/people/<str:code>/view/", rights.view_as, name="view-as"),
    path("desk/viewing/end/", rights.end_viewing, name="end-viewing"),
    path("desk/firms/", firms.firms, name="firms"),
    path("desk/firms/new/", firms.invite, name="invite"),
    path("desk/firms/<int:key>/", firms.firm, name="firm"),
    path("desk/firms/<int:key>/link/", firms.firm_link, name="firm-link"),
    path("desk/tokens/", tokens.all_tokens, name="tokens"),
    path("desk/tokens/new/", tokens.issue, name="token-issue"),
    path("desk/tokens/<int:key>/", tokens.token, name="token"),
    path("desk/rights/", rights.rights, name="rights"),
    path("desk/rights/matrix/", rights.matrix, name="matrix"),
]
