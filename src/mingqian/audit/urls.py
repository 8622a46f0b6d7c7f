"""Addresses of the journal (审计日志)."""

from django.urls import path

from mingqian.audit import views

app_name = "audit"
urlpatterns = [
    path("desk/journal/", views.journal, name="journal"),
    path("desk/journal/<int:seq>/", views.entry, name="entry"),
]
