"""Where the phone goes."""

from django.urls import path

from mingqian.field.views import shell, wire

app_name = "field"
urlpatterns = [
    path("field/", shell.app, name="app"),
    path("field/package/", wire.package, name="package"),
    path("field/actions/", wire.actions, name="actions"),
    path("field/sw.js", shell.worker, name="worker"),
]
