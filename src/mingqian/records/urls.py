"""Addresses of the vault."""

from django.urls import path

from mingqian.records.views import care, items, notes, uploads

app_name = "records"
_DESK = "desk/records/"
urlpatterns = [
    path("records/uploads/", uploads.announce, name="uploads"),
    path("records/uploads/<uuid:pk>/", uploads.upload, name="upload"),
    path(_DESK, items.items, name="items"),
    path(f"{_DESK}items/<uuid:media>/", items.item, name="item"),
    path(f"{_DESK}items/<uuid:media>/content/", items.content, name="content"),
    path(f"{_DESK}items/<uuid:media>/label/", notes.label, name="label"),
    path(f"{_DESK}labels/<int:pk>/<slug:answer>/", notes.decide_label, name="decide-label"),
    path(f"{_DESK}gaps/<uuid:series>/<int:after>/", notes.gap, name="gap"),
    path(f"{_DESK}absences/<slug:stage>/<slug:kind>/<path:thing>/", notes.absence, name="absence"),
    path(f"{_DESK}hand-in/<path:thing>/", notes.hand_in, name="hand-in"),
    path(f"{_DESK}things/<path:thing>/", items.thing, name="thing"),
    path(f"{_DESK}log/", care.log, name="log"),
    path(f"{_DESK}live/", care.live, name="live"),
    path(f"{_DESK}recalls/", care.recalls, name="recalls"),
    path(f"{_DESK}recalls/<int:pk>/", care.recall, name="recall"),
    path(f"{_DESK}recalls/new/<path:thing>/", care.ask, name="ask"),
    path(f"{_DESK}holds/<path:thing>/", care.hold, name="hold"),
    path(f"{_DESK}devices/", care.devices, name="devices"),
    path(f"{_DESK}devices/new/", care.new_device, name="new-device"),
    path(f"{_DESK}devices/<slug:number>/", care.device, name="device"),
    path(f"{_DESK}checks/", care.checks, name="checks"),
    path(f"{_DESK}disposals/", care.disposals, name="disposals"),
    path(f"{_DESK}disposals/propose/", care.propose, name="propose"),
    path(f"{_DESK}disposals/<slug:number>/", care.disposal, name="disposal"),
    path(f"{_DESK}disposals/<slug:number>/keep/", care.keep, name="keep"),
]
