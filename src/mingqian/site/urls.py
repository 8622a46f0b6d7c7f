"""Every room's pages. A URL that does not declare its access stops the start (``ui.access``)."""

from django.urls import include, path

from mingqian.site import officers, views, welcome
from mingqian.site.api import programs
from mingqian.site.demo import clearing

# Addresses are tried in this order. The portal, which most people open, stands first, after the room that keeps a
# public page of its own under its addresses (guides/progress/); every other pair of rooms may change places.
ROOMS = (
    "guides",
    "publicity",
    "ui",
    "accounts",
    "audit",
    "clocks",
    "documents",
    "records",
    "jobs",
    "messages",
    "search",
    "leads",
    "registry",
    "planning",
    "draw",
    "inspection",
    "field",
)

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/officers/", officers.officers, name="officers"),
    path("desk/journal/check/", views.check_journal, name="journal-check"),
    path("desk/journal/sign/", views.sign_logs, name="journal-sign"),
    path("desk/records/check/", views.check_records, name="records-check"),
    path("healthz", views.healthz, name="healthz"),
    path("setup/<str:token>/", welcome.setup, name="setup"),
    path("api/v1/", (programs(), "api", "api")),
    path("demo/clear/", clearing.clear, name="demo-clear"),
    *[path("", include(f"mingqian.{room}.urls")) for room in ROOMS],
]

handler400 = "mingqian.ui.refusals.bad_request"
handler403 = "mingqian.ui.refusals.forbidden"
handler404 = "mingqian.ui.refusals.not_found"
handler500 = "mingqian.ui.refusals.broken"
