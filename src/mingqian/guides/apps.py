"""App configuration."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "mingqian.guides"
    label = "guides"
