"""Addresses of the vault."""

from django.urls import path

from mingqian.records.views import uploads

app_name = "records"
urlpatterns = [
    path("records/uploads/", uploads.announce, name="uploads"),
    path("records/uploads/<uuid:pk>/", uploads.upload, name="upload"),
]
