"""Addresses of the guides (办事指南): the desk, the window, and the public question."""

from django.urls import path

from mingqian.guides.views import desk, public, window

app_name = "guides"
_GUIDE = "desk/guides/<str:code>/"
_APPLICATION = "desk/applications/<str:number>/"
urlpatterns = [
    path("desk/guides/", desk.guides, name="guides"),
    path("desk/guides/new/", desk.new, name="new"),
    path(_GUIDE, desk.guide, name="guide"),
    path(f"{_GUIDE}edit/", desk.fill, name="fill"),
    path(f"{_GUIDE}steps/", desk.steps, name="steps"),
    path(f"{_GUIDE}fees/", desk.fee, name="fee"),
    path(f"{_GUIDE}fees/<int:number>/end/", desk.fee_end, name="fee-end"),
    path(f"{_GUIDE}hand-down/", desk.hand_down, name="hand-down"),
    path(f"{_GUIDE}sheet/", desk.sheet, name="sheet"),
    path(f"{_GUIDE}accept/", window.accept, name="accept"),
    path("desk/applications/", window.applications, name="applications"),
    path(_APPLICATION, window.application, name="application"),
    path(f"{_APPLICATION}advance/", window.advance, name="advance"),
    path(f"{_APPLICATION}close/", window.close, name="close"),
    path("guides/progress/", public.ask, name="ask"),
]
