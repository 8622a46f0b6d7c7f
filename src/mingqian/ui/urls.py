"""Preferences of a reader, and the living page of components."""

from django.urls import path

from mingqian.ui import living, preferences

app_name = "ui"
urlpatterns = [
    path("ui/large/", preferences.large, name="large"),
    path("ui/", living.components, name="living"),
]
