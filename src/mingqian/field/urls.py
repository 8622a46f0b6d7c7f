"""Where the phone goes."""

from django.urls import path

from mingqian.field.views import shell

app_name = "field"
urlpatterns = [
    path("field/", shell.app, name="app"),
    path("field/sw.js", shell.worker, name="worker"),
]
