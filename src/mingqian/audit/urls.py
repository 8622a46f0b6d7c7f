"""Addresses of the journal (审计日志), and of the trees over the logs."""

from django.urls import path

from mingqian.audit.views import journal, public

app_name = "audit"
urlpatterns = [
    path("desk/journal/", journal.journal, name="journal"),
    path("desk/checkpoints/", journal.checkpoints, name="checkpoints"),
    path("desk/journal/<int:seq>/", journal.entry, name="entry"),
    path("desk/journal/<int:seq>/receipt.json", journal.receipt, name="receipt"),
    path("log/", public.logs, name="logs"),
    path("log/<path:origin>/checkpoint", public.checkpoint, name="checkpoint"),
    path("log/<path:origin>/keys", public.keys, name="keys"),
    path("log/<path:origin>/proof/inclusion", public.inclusion, name="inclusion"),
    path("log/<path:origin>/proof/consistency", public.consistency, name="consistency"),
]
