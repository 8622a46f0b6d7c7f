"""Where the phone goes."""

from django.urls import path

from mingqian.field.views import desk, shell, wire

app_name = "field"
_VISIT = "desk/visits/<str:code>/"
urlpatterns = [
    path("desk/visits/", desk.visits, name="visits"),
    path("desk/visits/held/", desk.held, name="held"),
    path(_VISIT, desk.visit, name="visit"),
    path(f"{_VISIT}decide/", desk.decide, name="decide"),
    path(f"{_VISIT}make-up/", desk.make_up, name="make-up"),
    path(f"{_VISIT}leave/", desk.leave, name="leave"),
    path("field/", shell.app, name="app"),
    path("field/package/", wire.package, name="package"),
    path("field/actions/", wire.actions, name="actions"),
    path("field/sw.js", shell.worker, name="worker"),
]
