"""Addresses of inspection (检查), on the desk and for firms."""

from django.urls import path

from mingqian.inspection.views import batches, entries, firm, hearing, rectifying, sheets, tasks

app_name = "inspection"
_TASK = "desk/tasks/<str:code>/"
_OWN = "ent/checks/<str:code>/"
urlpatterns = [
    path("desk/inspections/", batches.batches, name="batches"),
    path("desk/inspections/<str:code>/", batches.batch, name="batch"),
    path("desk/inspections/<str:code>/open/", batches.open_batch, name="open"),
    path("desk/inspections/<str:code>/teams/", batches.refresh_teams, name="refresh-teams"),
    path("desk/inspections/<str:code>/end/", batches.end, name="end"),
    path("desk/inspections/<str:code>/confirm/", batches.confirm_batch, name="confirm-batch"),
    path(
        "desk/inspections/<str:code>/request-approvals/", sheets.request_approvals, name="request-approvals"
    ),
    path("desk/inspections/<str:code>/serve/", sheets.serve_many, name="serve-many"),
    path("desk/approvals/", batches.approvals, name="approvals"),
    path("desk/approvals/decide/", sheets.decide, name="decide"),
    path("desk/ledger/", tasks.ledger, name="ledger"),
    path("desk/tasks/", tasks.tasks, name="tasks"),
    path(_TASK, tasks.task, name="task"),
    path(f"{_TASK}request-approval/", tasks.request_approval, name="request-approval"),
    path(f"{_TASK}enter/", entries.enter, name="enter"),
    path(f"{_TASK}record/", tasks.record, name="record"),
    path(f"{_TASK}confirm/", tasks.confirm, name="confirm"),
    path(f"{_TASK}send-back/", tasks.send_back, name="send-back"),
    path(f"{_TASK}cancel/", tasks.cancel, name="cancel"),
    path(f"{_TASK}withhold/", tasks.withhold, name="withhold"),
    path(f"{_TASK}files/<int:pk>/", hearing.attachment, name="attachment"),
    path("desk/notices/", hearing.notices, name="notices"),
    path(f"{_TASK}serve/", hearing.serve, name="serve"),
    path(f"{_TASK}defend/", hearing.defend, name="defend"),
    path(f"{_TASK}waive/", hearing.waive, name="waive"),
    path(f"{_TASK}answer/", hearing.answer, name="answer"),
    path("desk/rectifications/", rectifying.rectifications, name="rectifications"),
    path(f"{_TASK}order/", rectifying.order, name="order"),
    path(f"{_TASK}revisit/", rectifying.revisit, name="revisit"),
    path(f"{_TASK}verify/", rectifying.verify, name="verify"),
    path(f"{_TASK}return/", rectifying.return_, name="return"),
    path(f"{_TASK}extend/", rectifying.extend, name="extend"),
    path("ent/code/", entries.own_code, name="own-code"),
    path("ent/", firm.enterprise, name="enterprise"),
    path(_OWN, firm.own_check, name="own-check"),
    path(f"{_OWN}defence/", firm.own_defence, name="own-defence"),
    path(f"{_OWN}waiver/", firm.own_waiver, name="own-waiver"),
    path(f"{_OWN}rectification/", firm.own_rectification, name="own-rectification"),
    path(f"{_OWN}files/<int:pk>/", firm.own_attachment, name="own-attachment"),
]
